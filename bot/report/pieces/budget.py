"""The budget to date with totals that are the sum of their lines, where it is heading, and why lines stand off it."""

from collections.abc import Iterator

from bot.budget.look import has_no_rate, moves, table
from bot.budget.picture import drawing
from bot.budget.view import Section, View, view_of
from bot.report.content.context import Context
from bot.report.content.piece import Made, Words
from bot.report.content.remarks import authors, words_of
from core.budget import PERIODS, Line, Printed, holders_outturn, is_over, periods_of, under_words
from core.errors import DeskError
from core.money import in_pounds, nearest_pound
from core.numbers import percent
from core.periods import financial_year_words, month_period
from core.report.casting import amount
from core.report.spending import explained, heads_for, ledger, spent_to_date, variation
from core.report.stated import Check, Lack, Stated
from storage import budgets

COLUMNS = ("full", "to_date", "actual", "variance", "outturn")
NAMES = {
    "full": "Full budget",
    "to_date": "Budget to date",
    "actual": "Actual to date",
    "variance": "Variance",
    "outturn": "Forecast at this rate",
}


def budget(context: Context) -> Made:
    """Periods 1 to the last of the report's, cumulative."""
    view = view_at(context)
    if isinstance(view, str):
        return Made((view,), lacks=(Lack("data/budget", view.rstrip("."), blocks=False),))
    whole = [*words_of(context, [one.name for one in view.lines])]
    return Made(
        (*(sentence for each in view.sections for sentence in sentences(view, each)), *notes(view), *whole),
        tuple(table(view, each) for each in view.sections),
        tuple(drawing(view, each, context.desk.name) for each in view.sections if each.compared(view.period)),
        tuple(figure for each in view.sections for figure in stated(view, each)),
        (
            *(check for each in view.sections for check in casts(view, each)),
            *ledgers(view, context),
        ),
        tuple(behind(view)),
    )


def behind(view: View) -> Iterator[Lack]:
    if late := [one.name for one in view.lines if one.is_behind(view.period)]:
        yield Lack("data/actuals", f"Actuals up to period {view.period} are missing: {', '.join(late)}")


def view_at(context: Context) -> View | str:
    """The budget at the period's end, or why there is none to show."""
    year, _, period = periods_of(month_period(context.period.months()[-1]))
    if not budgets.lines(context.session, year):
        return f"No budget of {financial_year_words(year)} is recorded."
    try:
        view = view_of(context.session, year, period)
    except DeskError:  # one figure of the ledger reaches beyond it
        return f"What was spent by period {period} of {financial_year_words(year)} is not known by itself."
    return f"No actuals of {view.words} are entered." if view.is_bare else view


def name_of(view: View, each: Section) -> str:
    return f"{each.kind.capitalize()}: " if len(view.sections) > 1 else ""


def sentences(view: View, each: Section) -> Iterator[str]:
    """Spent against the budget to date, and where that rate ends; with the holders' own forecasts beside it."""
    if not (compared := each.compared(view.period)):
        return
    if len(compared) == len(each.lines):
        yield f"{name_of(view, each)}{spent_to_date(each.total, view.period)}"
    yield f"{name_of(view, each)}{heads_for(each.total)}"
    if any(one.forecast is not None for one in each.lines):
        own = nearest_pound(holders_outturn(each.lines, view.period))
        how = under_words(own, each.total.full)
        yield f"{name_of(view, each)}With the holders' own figures it ends at £{in_pounds(own)}: £{how}."


def notes(view: View) -> Iterator[str]:
    yield from moves(view)
    if late := [one.name for one in view.lines if one.is_behind(view.period)]:
        yield f"Not compared, because their actuals do not reach period {view.period}: {', '.join(late)}."
    if steady := [one.name for one in view.lines if has_no_rate(one, view.period)]:
        yield f"No rate to forecast by, so the rest is taken as it is budgeted: {', '.join(steady)}."
    if said := ledger(view.ledgers):
        yield said


def rows(each: Section) -> Iterator[tuple[str, Printed]]:
    yield from ((one.code or one.name, shown) for one, shown in each.pairs())
    yield "total", each.total


def stated(view: View, each: Section) -> Iterator[Stated]:
    """Every cell of the table, and every percentage."""
    begin = f"budget/{view.year}-p{view.period}/{each.kind}"
    for key, shown in rows(each):
        for column in COLUMNS:
            pounds = getattr(shown, column)
            label = f"{shown.row.name}, {NAMES[column].lower()}, {view.words}"
            yield Stated(f"{begin}/{key}/{column}", label, in_pounds(pounds), pounds, source="pounds of the ledger")
        if shown.percent:
            size, whole = abs(shown.row.variance), abs(shown.row.to_date)
            label = f"{shown.row.name}, variance of its budget to date, {view.words}"
            yield Stated(f"{begin}/{key}/percent", label, percent(size, whole), size, whole)
    under = each.total.full - each.total.outturn
    yield Stated(f"{begin}/total/under", f"Under the full budget, {view.words}", f"{abs(under):,}", under)


def casts(view: View, each: Section) -> Iterator[Check]:
    """Down each column, and the variance across."""
    for column in COLUMNS:
        added = sum(getattr(shown, column) for shown in each.shown)
        yield Check(f"{name_of(view, each)}{NAMES[column]}", getattr(each.total, column), added, "pounds", "lines")
    across = each.total.actual - each.total.to_date
    name = f"{name_of(view, each)}Variance across"
    yield Check(name, each.total.variance, across, "pounds", "actual less budget to date")


def ledgers(view: View, context: Context) -> Iterator[Check]:
    """What the lines have as actuals against what was taken from the ledger, to the penny."""
    lines = sum(one.actual(view.period) for one in view.lines)
    kept = budgets.spent_by_ledger(context.session, view.year, view.period)
    yield Check("Actual to date, all lines", lines, kept, "pence", "the ledger's entries and adjustments")


def variations(context: Context) -> Made:
    """The lines over the threshold with their reasons, and every adjustment with its name and why."""
    view = view_at(context)
    if isinstance(view, str):
        return Made((view,))
    told = [(one, shown) for each in view.sections for one, shown in each.pairs() if is_told(one, shown, context)]
    given = [(one, shown, whose_reason(one, view, context)) for one, shown in told]
    lacks = [lack(one, shown, context) for one, shown in told if one.reason is None and not context.said_to(key(one))]
    words = [reason_words(*each, context) for each in given]
    return Made(tuple(words) or (none_over(context),), lacks=tuple(lacks))


def none_over(context: Context) -> str:
    return f"No line that is compared is more than £{context.desk.budget.threshold_pounds:,} off its budget to date."


def is_told(one: Line, shown: Printed, context: Context) -> bool:
    rules = context.desk.budget
    return not one.code or is_over(shown.row, rules.threshold_pounds, rules.threshold_percent)


def key(one: Line) -> str:
    return f"reason/{one.code or one.name}"


def whose_reason(one: Line, view: View, context: Context) -> str:
    """Who wrote it, or who holds the line."""
    number = budgets.reasons_given(context.session, view.year, view.period).get(one.code)
    wrote = authors(context.session, "budget_reason", [number]).get(number, "") if number else ""
    return wrote or one.holder or "Finance"


def reason_words(one: Line, shown: Printed, who: str, context: Context) -> Words:
    if one.reason is None and (said := context.said_to(key(one))):
        text, speaker = said
        return f"{variation(shown)}. {text}", speaker
    if not one.code and one.reason is not None:
        return f"Adjustment, {one.name}: {amount(one.actual(PERIODS), 'pence')}. {one.reason.text}", "Finance"
    return (explained(shown, one.reason), who) if one.reason else explained(shown, None)


def lack(one: Line, shown: Printed, context: Context) -> Lack:
    return Lack(key(one), f"{variation(shown)}: no reason is recorded", context.key_of(one.holder))


PIECES = {"budget": budget, "variations": variations}
