"""Looking at the budget: the lines in words, why they stand off their budget, the check of printed totals, and CSV."""

from collections.abc import Iterator

from sqlmodel import Session

from bot import sheets
from bot.budget.view import Section, View, asked_view
from bot.command import Reply, Request
from bot.desk import BudgetRules
from bot.parts import Chart, Heading, Part, Table, buttons, line
from bot.records.commentary import commentary
from core.budget import KINDS, Line, Printed, holders_outturn, is_over, row_of, under_words
from core.budget_check import Claim, unlike_the_others, verdicts
from core.calendar import day_words
from core.money import as_number, in_pounds, nearest_pound
from core.numbers import percent
from core.periods import financial_period, financial_year_words
from reports.charts import GroupedColumns, Series
from reports.tables import Cell
from reports.tables import Table as Grid
from storage import budgets
from storage.models import BudgetPrinted

MOST_COLUMNS = 12  # lines that a chart can show; the table has them all


def show(request: Request, session: Session) -> Reply:
    """Each line to date, actual and variance, the total, the forecast, and whose reason is wanted."""
    view = asked_view(request, session)
    if view.is_bare:
        return bare(view)
    span = f"Periods 1 to {view.period}{view.said}, cumulative" if view.period > 1 else f"Period 1{view.said}"
    parts: list[Part] = [line(f"{span}, £. To date, actual, variance (actual - budget):")]
    for each in view.sections:
        parts += [Heading(each.kind.capitalize())] if len(view.sections) > 1 else []
        parts += map(line, section_lines(each, view.period))
    parts += map(line, notes(view, request.desk.budget))
    parts += said_of(view, request, session)
    parts += [
        Chart(f"budget-{each.kind}-{view.year}-p{view.period}", drawing(view, each, request.desk.name))
        for each in view.sections
    ]
    return Reply((*parts, buttons(("Why", f"budget why {view.run}"), ("CSV", f"budget csv {view.run}"))))


def said_of(view: View, request: Request, session: Session) -> Iterator[Part]:
    names = [one.name for one in view.lines]
    return commentary(request, session, names, financial_period(view.year, 1, view.period))


def bare(view: View) -> Reply:
    """The budget of a year of which nothing is known yet but the budget."""
    parts: list[Part] = [line(f"No actuals of {financial_year_words(view.year)} are entered yet. Full budget, £:")]
    for each in view.sections:
        parts += [Heading(each.kind.capitalize())] if len(view.sections) > 1 else []
        parts += [line(f"{one.name} {in_pounds(shown.full)}") for one, shown in each.pairs()]
        parts.append(line(f"Total {in_pounds(each.total.full)}"))
    parts += map(line, moves(view))
    return Reply((*parts, buttons(("CSV", f"budget csv {view.run}"))))


def section_lines(each: Section, period: int) -> Iterator[str]:
    yield from (line_words(one, shown) for one, shown in each.pairs())
    yield row_words(each.total)
    full, outturn = each.total.full, each.total.outturn
    rate = f"Forecast at this rate {in_pounds(outturn)}: {under_words(outturn, full)}."
    yield f"Full budget {in_pounds(full)}. {rate}"
    if any(one.forecast is not None for one in each.lines):
        own = nearest_pound(holders_outturn(each.lines, period))
        given = ", ".join(
            f"{one.name} {in_pounds(nearest_pound(one.forecast))}" for one in each.lines if one.forecast is not None
        )
        yield f"Forecast with the holders' own figures {in_pounds(own)}: {under_words(own, full)} ({given})."


def row_words(shown: Printed) -> str:
    """Employees 497,917; 533,250; 35,333 adverse (7.1%)"""
    figures = "; ".join(map(in_pounds, (shown.to_date, shown.actual, shown.variance)))
    share = f" ({shown.percent})" if shown.percent else ""
    return f"{shown.row.name} {figures} {shown.word}{share}"


def line_words(one: Line, shown: Printed) -> str:
    return f"{row_words(shown)}: {one.reason.text}" if one.reason else row_words(shown)


def spoken_row(view: View, code: str) -> str:
    """One line of the answer."""
    return next(line_words(one, shown) for each in view.sections for one, shown in each.pairs() if one.code == code)


def notes(view: View, rules: BudgetRules) -> Iterator[str]:
    yield from moves(view)
    if behind := [one.name for one in view.lines if one.is_behind(view.period)]:
        yield f"Actuals of period {view.period} not entered yet: {', '.join(behind)}."
    if steady := [one.name for one in view.lines if one.actuals and one.full and not one.has_rate(view.period)]:
        yield f"No rate to forecast by, so the rest is taken as it is budgeted: {', '.join(steady)}."
    if wanted := list(unexplained(view, rules)):
        yield f"Reason wanted (over £{rules.threshold_pounds:,}): {', '.join(wanted)}."
    if view.ledgers:
        days = list(dict.fromkeys(map(day_words, (view.ledgers[0], view.ledgers[-1]))))
        yield f"Ledger of {' to '.join(days)}."


def moves(view: View) -> Iterator[str]:
    """What changes a budget before anything is spent."""
    if committed := [f"{one.name} {in_pounds(nearest_pound(one.committed))}" for one in view.lines if one.committed]:
        yield f"Committed and not in the actuals: {', '.join(committed)}."
    if moved := [one.name for one in view.lines if any(one.moved)]:
        yield f"Revised by virements: {', '.join(moved)}."


def unexplained(view: View, rules: BudgetRules) -> Iterator[str]:
    """Lines over the threshold without a reason, with who holds them."""
    for each in view.sections:
        for one, shown in each.pairs():
            if not one.reason and is_over(shown.row, rules.threshold_pounds, rules.threshold_percent):
                yield f"{one.name} ({one.holder})" if one.holder else one.name


def drawing(view: View, each: Section, desk: str) -> GroupedColumns:
    """Budget to date beside actual, of the largest lines where there are many."""
    chosen = sorted(range(len(each.shown)), key=lambda at: -abs(each.shown[at].to_date))[:MOST_COLUMNS]
    rows = [each.shown[at] for at in sorted(chosen)]
    variance = each.total.variance
    way = "above" if variance > 0 else "below"
    title = (
        f"Spending is £{abs(variance):,} {way} its budget to date" if variance else "Spending is on its budget to date"
    )
    ledger = f", ledger of {day_words(view.ledgers[-1])}" if view.ledgers else ""
    return GroupedColumns(
        title,
        f"{each.kind.capitalize()} budget to date and actual by line, {view.words}, £",
        f"Source: {len(each.lines)} budget lines of the {desk}{ledger}",
        tuple(shown.row.name for shown in rows),
        (
            Series("Budget to date", tuple(float(shown.to_date) for shown in rows)),
            Series("Actual", tuple(float(shown.actual) for shown in rows)),
        ),
        "£",
        along="Line",
    )


def why(request: Request, session: Session) -> Reply:
    """The table, and for each line its reason with its kind, and who holds it."""
    view = asked_view(request, session)
    if view.is_bare:
        return bare(view)
    rules = request.desk.budget
    parts: list[Part] = []
    for each in view.sections:
        parts.append(Table(table(view, each)))
        parts += [line(reason_words(one, shown, rules)) for one, shown in each.pairs()]
        parts += map(line, spent_words(each))
    parts += said_of(view, request, session)
    return Reply((*parts, buttons(("CSV", f"budget csv {view.run}"), ("Check", f"budget check {view.run}"))))


def reason_words(one: Line, shown: Printed, rules: BudgetRules) -> str:
    holder = f" Holder: {one.holder}." if one.holder else ""
    if one.reason:
        return f"{one.name}, {one.reason.kind}: {one.reason.text}.{holder}"
    wanted = is_over(shown.row, rules.threshold_pounds, rules.threshold_percent)
    return f"{one.name}: {'reason wanted' if wanted else 'no reason needed'}.{holder}"


def spent_words(each: Section) -> Iterator[str]:
    """Shares of the full budget; capital by line, for each is of its own budget and they do not add up."""
    row = each.total.row
    if row.full > 0:
        cases = f"{in_pounds(each.total.actual)} of {in_pounds(each.total.full)}"
        planned = percent(row.to_date, row.full) if row.to_date >= 0 else in_pounds(each.total.to_date)
        yield f"Spent {percent(row.actual, row.full)} of the full budget ({cases}); {planned} was profiled."
    if each.kind == KINDS[1]:
        own = [
            f"{one.programme or one.name} {percent(s.row.actual, s.row.full)}"
            for one, s in each.pairs()
            if s.row.full > 0
        ]
        yield f"Each of its own full budget: {', '.join(own)}."


COLUMNS = ("Line", "Full", "To date", "Actual", "Variance", "%", "In words", "Committed", "At this rate")


def table(view: View, each: Section) -> Grid:
    rows = [table_row(f"{one.code} {one.name}".strip(), shown, one.committed) for one, shown in each.pairs()]
    whole = table_row("Total", each.total, sum(one.committed for one in each.lines))
    return Grid(f"{each.kind.capitalize()} budget, {view.words}, £", COLUMNS, (*rows, whole))


def table_row(name: str, shown: Printed, committed: int) -> tuple[Cell, ...]:
    figures = (shown.full, shown.to_date, shown.actual, shown.variance)
    ends = (nearest_pound(committed), shown.outturn)
    return (name, *map(cell, figures), shown.percent, shown.word, *map(cell, ends))


def cell(pounds: int) -> Cell:
    """A number, so that its column is aligned as numbers are; brackets where it is below zero."""
    return in_pounds(pounds) if pounds < 0 else pounds


def check(request: Request, session: Session) -> Reply:
    """The printed totals of documents against the lines, and a profile that is unlike the others."""
    view = asked_view(request, session)
    documents = budgets.printed(session, view.year, view.period)
    said = [sentence for document in documents for sentence in checked(view, document)]
    if not documents:
        said = [f"No printed totals of {view.words} are entered: /budget printed {view.run} to-date:… actual:…"]
    return Reply(tuple(map(line, [*said, *odd(view)])))


def checked(view: View, document: BudgetPrinted) -> list[str]:
    """A document's totals are of revenue, or of capital where that is all there is."""
    each = view.sections[0]
    pence = (document.full_pence, document.to_date_pence, document.actual_pence, document.variance_pence)
    claim = Claim(*(None if one is None else nearest_pound(one) for one in pence))
    return [f"{document.document}, {view.words}:", *verdicts(claim, each.lines, each.shown, each.total, view.period)]


def odd(view: View) -> list[str]:
    budgeted = [[one for one in each.lines if one.code] for each in view.sections]
    return [sentence for lines in budgeted for sentence in unlike_the_others(lines, view.period)]


def as_file(request: Request, session: Session) -> Reply:
    """Everything, to the penny, one row a line and no totals: they are for whoever adds the rows."""
    view = asked_view(request, session)
    rows = [(*csv_row(one, view.period), view.run) for each in view.sections for one in each.lines]
    name = f"budget-{financial_year_words(view.year)}-p{view.period}"
    file = sheets.as_file(request, name, Grid("Budget", CSV_COLUMNS, tuple(rows)))
    return Reply((line(f"{len(rows)} budget lines, {view.words}, {sheets.said_as(request)}."), file))


CSV_COLUMNS = (
    *(
        "Code",
        "Line",
        "Kind",
        "Programme",
        "Holder",
        "Original budget",
        "Revised budget",
        "To date",
        "Actual",
        "Variance",
    ),
    *("Committed", "At this rate", "Holder's forecast", "Reason kind", "Reason", "Period"),
)


def csv_row(one: Line, period: int) -> tuple[Cell, ...]:
    row = row_of(one, period)
    money = (one.original, one.full, row.to_date, row.actual, row.variance, one.committed, row.outturn, one.forecast)
    reason = (one.reason.kind, one.reason.text) if one.reason else (None, None)
    return (
        one.code,
        one.name,
        one.kind,
        one.programme,
        one.holder,
        *(None if pence is None else as_number(pence) for pence in money),
        *reason,
    )
