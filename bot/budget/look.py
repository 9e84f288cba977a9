"""Looking at the budget: the lines in words, why they stand off their budget, the check of printed totals, and CSV."""

from collections.abc import Iterator

from sqlmodel import Session

from bot import sheets
from bot.budget.asking import named_line, run_of
from bot.budget.picture import drawing
from bot.budget.view import Section, View, asked_view
from bot.command import Reply, Request
from bot.desk import BudgetRules
from bot.parts import Chart, Heading, Part, Table, buttons, line
from bot.records.commentary import commentary
from core.budget import KINDS, Line, Printed, holders_outturn, in_print, is_over, row_of, under_words
from core.budget_check import Claim, unlike_the_others, verdicts
from core.calendar import day_words
from core.money import as_number, in_pounds, nearest_pound
from core.numbers import percent
from core.periods import financial_period, financial_year_words
from reports.tables import Cell
from reports.tables import Table as Grid
from storage import budgets
from storage.models import BudgetLine, BudgetPrinted

COMPARED = "To date, actual, variance (actual - budget):"


def show(request: Request, session: Session) -> Reply:
    """Each line to date, actual and variance, the total, the forecast, and whose reason is wanted."""
    row, words = named_line(request, session)
    view = asked_view(request, session, words)
    if view.is_bare:
        return bare(view)
    if row:
        return one_line(view, row)
    parts: list[Part] = [line(f"{span_words(view)}, £. {reach_words(view)}{COMPARED}")]
    for each in view.sections:
        parts += [Heading(each.kind.capitalize())] if len(view.sections) > 1 else []
        parts += map(line, section_lines(each, view.period))
    parts += map(line, notes(view, request.desk.budget))
    parts += said_of(view, request, session)
    parts += [
        Chart(f"budget-{each.kind}-{view.year}-p{view.period}", drawing(view, each, request.desk.name))
        for each in view.sections
        if each.compared(view.period)
    ]
    return Reply((*parts, buttons(("Why", f"budget why {view.run}"), ("CSV", f"budget csv {view.run}"))))


def span_words(view: View) -> str:
    return f"Periods 1 to {view.period}{view.said}, cumulative" if view.period > 1 else f"Period 1{view.said}"


def one_line(view: View, row: BudgetLine) -> Reply:
    """The line that was named, and the way to all of them."""
    one = next(one for one in view.lines if one.code == row.code)
    full = f"Full budget {in_pounds(nearest_pound(one.full))}."
    said = (f"{span_words(view)}, £. {COMPARED}", spoken_row(view, row.code), full)
    return Reply((*map(line, said), buttons(("All lines", f"budget {view.run}"), ("Why", f"budget why {view.run}"))))


def reach_words(view: View) -> str:
    """Said only where some lines' actuals reach less far: less time is never set beside the budget of more."""
    reaching = sum(len(each.compared(view.period)) for each in view.sections)
    if reaching == len(view.lines):
        return ""
    return f"Compared: the lines whose actuals reach period {view.period} ({reaching} of {len(view.lines)}). "


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
    yield from (line_words(one, shown, period) for one, shown in each.pairs())
    if compared := each.compared(period):
        yield row_words(each.total, "" if len(compared) == len(each.lines) else f" of these {len(compared)}")
    full, outturn = each.total.full, each.total.outturn
    rate = f"Forecast at this rate {in_pounds(outturn)}: {under_words(outturn, full)}."
    yield f"Full budget {in_pounds(full)}. {rate}"
    if any(one.forecast is not None for one in each.lines):
        own = nearest_pound(holders_outturn(each.lines, period))
        given = ", ".join(
            f"{one.name} {in_pounds(nearest_pound(one.forecast))}" for one in each.lines if one.forecast is not None
        )
        yield f"Forecast with the holders' own figures {in_pounds(own)}: {under_words(own, full)} ({given})."


def row_words(shown: Printed, of: str = "") -> str:
    """Employees 497,917; 533,250; 35,333 adverse (7.1%)"""
    figures = "; ".join(map(in_pounds, (shown.to_date, shown.actual, shown.variance)))
    share = f" ({shown.percent})" if shown.percent else ""
    return f"{shown.row.name}{of} {figures} {shown.word}{share}"


def line_words(one: Line, shown: Printed, period: int) -> str:
    words = f"{one.name}: {behind_words(one)}; no variance" if one.is_behind(period) else row_words(shown)
    return f"{words}: {one.reason.text}" if one.reason else words


def behind_words(one: Line) -> str:
    """How far the actuals of a line reach."""
    if one.reach:
        return f"{in_pounds(nearest_pound(one.actual(one.reach)))} to period {one.reach}"
    return "actuals not from period 1 on" if one.actuals else "no actuals"


def spoken_row(view: View, code: str) -> str:
    """One line of the answer."""
    pairs = (pair for each in view.sections for pair in each.pairs())
    return next(line_words(one, shown, view.period) for one, shown in pairs if one.code == code)


def notes(view: View, rules: BudgetRules) -> Iterator[str]:
    yield from moves(view)
    if view.begun:
        period, reaching = view.begun
        begun = f"Period {period} has begun: actuals of {reaching} of {len(view.lines)} lines."
        yield f"{begun} See /budget {run_of(view.year, period, period)}."
    if steady := [one.name for one in view.lines if has_no_rate(one, view.period)]:
        yield f"No rate to forecast by, so the rest is taken as it is budgeted: {', '.join(steady)}."
    if wanted := list(unexplained(view, rules)):
        yield f"Reason wanted (over £{rules.threshold_pounds:,}): {', '.join(wanted)}."
    if view.ledgers:
        days = list(dict.fromkeys(map(day_words, (view.ledgers[0], view.ledgers[-1]))))
        yield f"Ledger of {' to '.join(days)}."


def has_no_rate(one: Line, period: int) -> bool:
    until = min(period, one.reach)
    return bool(until and one.full) and not one.has_rate(until)


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


def why(request: Request, session: Session) -> Reply:
    """The table, and for each line its reason with its kind, and who holds it."""
    view = asked_view(request, session)
    if view.is_bare:
        return bare(view)
    rules = request.desk.budget
    parts: list[Part] = []
    for each in view.sections:
        parts.append(Table(table(view, each)))
        parts += [line(reason_words(one, shown, rules, view.period)) for one, shown in each.pairs()]
        parts += map(line, spent_words(each, view.period))
    parts += said_of(view, request, session)
    return Reply((*parts, buttons(("CSV", f"budget csv {view.run}"), ("Check", f"budget check {view.run}"))))


def reason_words(one: Line, shown: Printed, rules: BudgetRules, period: int) -> str:
    holder = f" Holder: {one.holder}." if one.holder else ""
    if one.reason:
        return f"{one.name}, {one.reason.kind}: {one.reason.text}.{holder}"
    if one.is_behind(period):
        return f"{one.name}: {behind_words(one)}; no variance.{holder}"
    wanted = is_over(shown.row, rules.threshold_pounds, rules.threshold_percent)
    return f"{one.name}: {'reason wanted' if wanted else 'no reason needed'}.{holder}"


def spent_words(each: Section, period: int) -> Iterator[str]:
    """Shares of the full budget, where all spending is known; capital by line, as each is of its own budget."""
    row = each.total.row
    behind = len(each.compared(period)) < len(each.lines)
    if row.full > 0 and not behind:
        cases = f"{in_pounds(each.total.actual)} of {in_pounds(each.total.full)}"
        planned = percent(row.to_date, row.full) if row.to_date >= 0 else in_pounds(each.total.to_date)
        yield f"Spent {percent(row.actual, row.full)} of the full budget ({cases}); {planned} was profiled."
    if each.kind == KINDS[1]:
        own = [
            f"{one.programme or one.name} {percent(s.row.actual, s.row.full)}"
            for one, s in each.pairs()
            if s.row.full > 0 and not one.is_behind(period)
        ]
        yield f"Each of its own full budget: {', '.join(own)}."


COLUMNS = ("Line", "Full", "To date", "Actual", "Variance", "%", "In words", "Committed", "At this rate")


def table(view: View, each: Section) -> Grid:
    rows = [
        table_row(f"{one.code} {one.name}".strip(), shown, one.committed, is_compared=not one.is_behind(view.period))
        for one, shown in each.pairs()
    ]
    whole = table_row(
        "Total", each.total, sum(one.committed for one in each.lines), is_compared=bool(each.compared(view.period))
    )
    return Grid(f"{each.kind.capitalize()} budget, {view.words}, £", COLUMNS, (*rows, whole))


def table_row(name: str, shown: Printed, committed: int, *, is_compared: bool) -> tuple[Cell, ...]:
    """What is not compared is left out, so that each column adds up."""
    figures = (shown.to_date, shown.actual, shown.variance)
    middle = (*map(cell, figures), shown.percent, shown.word) if is_compared else ("", "", "", "", "not compared")
    return (name, cell(shown.full), *middle, *map(cell, (nearest_pound(committed), shown.outturn)))


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
    each, claim = view.sections[0], claim_of(document)
    shown, total = in_print([row_of(one, view.period) for one in each.lines])
    behind = [f"{one.name} ({behind_words(one)})" for one in each.lines if one.is_behind(view.period)]
    missing = [f"Actuals of period {view.period} are missing: {', '.join(behind)}."] if behind else []
    return [f"{document.document}, {view.words}:", *verdicts(claim, each.lines, shown, total, view.period), *missing]


def claim_of(document: BudgetPrinted) -> Claim:
    pence = (document.full_pence, document.to_date_pence, document.actual_pence, document.variance_pence)
    return Claim(*(None if one is None else nearest_pound(one) for one in pence))


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
    *("Code", "Line", "Kind", "Programme", "Holder", "Original budget", "Revised budget", "To date", "Actual"),
    *("Variance", "Committed", "At this rate", "Holder's forecast", "Reason kind", "Reason", "Period"),
)


def csv_row(one: Line, period: int) -> tuple[Cell, ...]:
    row = row_of(one, period)
    compared = (None, None, None) if one.is_behind(period) else (row.to_date, row.actual, row.variance)
    money = (one.original, one.full, *compared, one.committed, row.outturn, one.forecast)
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
