"""How a measured KPI is answered: the sentences, the table and the chart, all from the same facts."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from bot.command import Request
from bot.kpi.backlog import age_columns, backlog_lines, is_backlog
from bot.kpi.behind import tickets_behind
from bot.kpi.enquiry import split_of
from bot.kpi.entered import entered_parts
from bot.kpi.gather import asked, of_another_scale
from bot.kpi.headline import headline, is_only_entered, year_ago
from bot.kpi.measured import Measured, known_months
from bot.kpi.picture import chart_words, drawing
from bot.kpi.splits import Split, counted, overlaps, split_by, told
from bot.kpi.uptime import is_uptime, uptime_lines
from bot.parts import Chart, Part, Table, line
from bot.records.commentary import commentary
from core import sentences
from core.entered import Known, more_a_month, most_in_a_year
from core.facts import UNMEASURED, Figure
from core.histogram import Histogram
from core.money import exactly
from core.month_names import MONTHS
from core.numbers import plural
from core.periods import Period, financial_period, financial_year, financial_year_words, month_period, month_words
from core.sla import hours_and_minutes
from core.sources import Books, Rows
from core.tickets import OUTAGES
from core.values import plain_value, value_words
from reports.tables import Table as Grid
from storage.models import Ticket

BELOW_ZERO = "In brackets: income, which is below zero and is taken off the total."
SHARED = "What hit several partners counts once in the total and once for each of them."


def answer(one: Measured, request: Request, session: Session) -> tuple[Part, ...]:
    """The headline and its target, the figures by month, what stands out, what was entered and said, and the chart."""
    splits = split_by(one, split_of(request).lower() or one.kpi.split)
    shown: list[Part] = [line(headline(one)), *map(line, year_ago(one))]
    is_known = one.is_recorded and not is_only_entered(one)
    if one.kpi.unit == "count":
        shown += map(line, count_lines(one, splits)) if is_known else []
        shown += map(line, notable_counts(one, request, session))
        if is_backlog(one) and is_known:
            shown += map(line, backlog_lines(one.since_recorded(), request, session))
    elif is_known:
        shown += [Table(value_table(one, splits)), *map(line, notable_values(one, request))]
        shown += map(line, other_scales(one, request, session))
        shown += map(line, quantile_lines(one))
        shown += map(line, uptime_lines(one, request, session) if is_uptime(one) else ())
    return (*shown, *beside(one, request, session), *chart(one, splits, request, session))


def beside(one: Measured, request: Request, session: Session) -> list[Part]:
    """What documents say, and people."""
    return [*entered_parts(one, request), *commentary(request, session, (one.kpi.name,), one.period)]


def chart(one: Measured, splits: list[Split], request: Request, session: Session) -> list[Chart]:
    """Of what was counted; where some of it is of documents, a chart would show noughts."""
    if is_only_entered(one) or not one.is_recorded or one.uncounted != one.unknown:
        return []
    one = one.since_recorded()
    desk, name = request.desk.name, f"{one.kpi.name}-{one.period.start:%Y-%m}"
    if is_backlog(one) and not split_of(request):
        return [Chart(name, age_columns(one, chart_words(one, desk), request, session))]
    return [Chart(name, drawing(one, splits, desk))]


def other_scales(one: Measured, request: Request, session: Session) -> list[str]:
    """A desk scores out of five, and somebody entered a six out of seven."""
    if not isinstance(one.kpi.where, Rows) or not one.kpi.out_of:
        return []
    over = asked(request.desk, request.now, one.period)
    number = of_another_scale(session, one.kpi.where, over, one.partner, one.levels)
    words = f"Left out, as of another scale than 1 to {one.kpi.out_of}: {plural(number, one.kpi.noun)}."
    return [words] if number else []


def quantile_lines(one: Measured) -> list[str]:
    """P2: half within 2 h 05, nine tenths within 6 h 30 (31). All: …"""
    if not isinstance(one.facts, Histogram):
        return []
    parts = [(level, one.facts.only(levels=(level,))) for level in one.parts or one.facts.levels()]
    return [
        f"{label}: half within {hours_and_minutes(part.quantile(50) or 0)}, nine tenths within "
        f"{hours_and_minutes(part.quantile(90) or 0)} ({part.n:,})."
        for label, part in (*parts, ("All", one.facts))
        if part.n
    ]


def count_lines(one: Measured, splits: Sequence[Split]) -> list[str]:
    """P2: Jul 18, Aug 5, Sep 8 = 31 (was 15), and the total below."""
    months = one.months
    is_flow = not one.kpi.is_level
    lines = []
    for label, partner, levels in told(one, splits):
        values = counts(one, partner, levels)
        was = one.was(partner, levels) if one.is_over else None
        lines.append(sentences.row_sentence(label, values, months, was) if is_flow else level_line(label, values, one))
    whole = counts(one)
    lines.append(sentences.total_sentence(whole) if is_flow else level_line("Total", whole, one))
    return [*lines, SHARED] if overlaps(one, splits) else lines


def counts(one: Measured, partner: str | None = None, levels: Sequence[str] | None = None) -> list[int | None]:
    """By month; None where nothing was recorded and documents have the figure."""
    months = one.months
    each = zip(months, one.by_month(partner, levels), strict=True)
    return [None if month in one.uncounted else figure.n for month, figure in each]


def level_line(label: str, values: Sequence[int | None], one: Measured) -> str:
    """Outstanding is a level at each month's end: it is listed, never added up."""
    months = one.months
    ends = [f"end {month_words(month, short=True)}" for month in months]
    ends[-1] = ends[-1] if one.is_over else "now"
    each = (f"{end} {sentences.number(n)}" for end, n in zip(ends, values, strict=True))
    return f"{label}: {', '.join(each)}"


def notable_counts(one: Measured, request: Request, session: Session) -> list[str]:
    """A month with more than half, and the cause of every P1."""
    if one.kpi.polarity == 0:
        return demand(one, request, session)
    if one.parts != OUTAGES:
        return []
    peak = sentences.peak_sentence(counted(one).only(levels=("P2",)).rows, "P2s")
    worst = [ticket for ticket in tickets_behind(session, one, request) if ticket.level == "P1"]
    words = " ".join(filter(None, (peak, causes(worst, request))))
    return [words] if words else []


def causes(worst: Sequence[Ticket], request: Request) -> str:
    """August P1: Internet Service Provider fault. Of more than a few, how many have no cause."""
    if len(worst) > sentences.FEW:
        unknown = sum(not ticket.cause for ticket in worst)
        return f"Of {len(worst):,} P1s {unknown:,} have no cause recorded."
    months = (MONTHS[request.desk.calendar.local(ticket.opened_at).month - 1] for ticket in worst)
    pairs = zip(months, worst, strict=True)
    return " ".join(f"{month} P1: {ticket.cause or 'no cause recorded'}." for month, ticket in pairs)


def demand(one: Measured, request: Request, session: Session) -> list[str]:
    """Plain demand against the monthly average of the year before, and the month that had the most in a year."""
    own, before, year = known_around(one, request, session)
    average = more_a_month(own, before, financial_year_words(financial_year(one.period.start) - 1))
    return [text for text in (average, most_in_a_year(own, year)) if text]


def known_around(one: Measured, request: Request, session: Session) -> tuple[list[Known], list[Known], list[Known]]:
    """Of each month of the period, of the financial year before it, and of the twelve that end with it.

    Nothing of a span of which one month is not known, and of a period that goes on.
    """
    if not one.period.is_whole_months or not one.is_over:
        return [], [], []
    before = financial_period(financial_year(one.period.start) - 1, 1, 12)
    known = known_months(session, request.desk, one, Period(before.start, one.period.end), request.now)

    def all_of(span: Period) -> list[Known]:
        return [known[month] for month in span.months()] if known.keys() >= set(span.months()) else []

    return all_of(one.period), all_of(before), all_of(twelve_months(one.period))


def twelve_months(period: Period) -> Period:
    """Those that end with a period of whole months."""
    return Period(period.end.replace(year=period.end.year - 1), period.end)


def notable_values(one: Measured, request: Request) -> list[str]:
    if not one.kpi.is_of_cases or one.kpi.split != "partner":
        return []
    partners = [one.partner] if one.partner else [partner for partner in one.facts.partners() if partner]

    def target_of(partner: str, month: int) -> float | None:
        return request.desk.kpi_target(one.kpi.name, month_period(month).start, partner)

    late = [f"Still open and past their deadline at the end: {one.late_open:,}."] if one.late_open is not None else []
    return [*late, *sentences.missed(counted(one), partners, target_of)]


def value_table(one: Measured, splits: Sequence[Split]) -> Grid:
    rows = [value_row(label, one, partner, levels) for label, partner, levels in told(one, splits)]
    return table_of(one, splits, (*rows, value_row("All", one, None, None)))


def table_of(one: Measured, splits: Sequence[Split], rows: tuple[tuple[str | int, ...], ...]) -> Grid:
    """One column a month and one for the whole; a single month needs no whole."""
    months = one.months
    names = [month_words(month, short=1 < len(months) <= 12) for month in months]
    header = (one.kpi.parts if any(levels for _, _, levels in splits) else "Partner", *names, one.period.words)
    width = 2 if len(months) == 1 else len(header)
    return Grid(
        one.kpi.title,
        header[:width],
        tuple(row[:width] for row in rows),
        ((SHARED,) if overlaps(one, splits) else ()) + below_zero(rows),
    )


def below_zero(rows: Iterable[tuple[str | int, ...]]) -> tuple[str, ...]:
    return (BELOW_ZERO,) if any("£(" in str(row[-1]) for row in rows) else ()


def value_row(label: str, one: Measured, partner: str | None, levels: Sequence[str] | None) -> tuple[str, ...]:
    """Of cases each with its cases; of minutes, hours and pounds only the whole has them."""
    *months, whole = figures(one, partner, levels)
    by_month = [cell(one, figure) if one.kpi.is_of_cases else plain_cell(one, figure) for figure in months]
    return (label, *(by_month if len(months) > 1 else [cell(one, whole)]), cell(one, whole))


def figures(one: Measured, partner: str | None, levels: Sequence[str] | None) -> list[Figure]:
    """Each month's, and the whole period's where all of it was counted."""
    each = zip(one.months, one.by_month(partner, levels), strict=True)
    by_month = [UNMEASURED if month in one.uncounted else figure for month, figure in each]
    is_whole = one.kpi.is_level or not one.uncounted
    return [*by_month, one.kpi.measure(one.facts.only(partner=partner, levels=levels)) if is_whole else UNMEASURED]


def cell(one: Measured, figure: Figure) -> str:
    """What stands below zero, as income in a budget, has no share; its amounts are in the total all the same."""
    if figure.d < 0 and isinstance(one.kpi.where, Books):
        return f"£{exactly(figure.n)} of £{exactly(figure.d)}"
    return "-" if figure.value is None else value_words(one.kpi, figure, one.target)


def plain_cell(one: Measured, figure: Figure) -> str:
    return "-" if figure.value is None else plain_value(one.kpi, figure, one.target)
