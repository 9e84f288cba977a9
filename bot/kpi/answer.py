"""How a measured KPI is answered: the sentences, the table and the chart, all from the same facts."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.command import Request
from bot.kpi.entered import entered_parts
from bot.kpi.measured import Measured, known_months, records
from bot.parts import Chart, Heading, Part, Table, line
from bot.records.commentary import commentary
from core import sentences
from core.control import wilson
from core.entered import MARK, Known, more_a_month, most_in_a_year
from core.facts import Counts, Figure
from core.numbers import percentage, share_words
from core.periods import (
    MONTHS,
    Period,
    financial_period,
    financial_year,
    financial_year_words,
    month_period,
    month_words,
)
from core.tickets import OUTAGES
from reports.charts import Chart as Drawing
from reports.charts import GroupedColumns, Lines, Series, StackedColumns
from reports.tables import Table as Grid
from storage.models import Ticket

MOST_SERIES = 4  # more colours cannot be told apart
MOST_WHISKERS = 2  # lines whose intervals do not hide one another
UNNAMED = "no partner"
SHARED = "What hit several partners counts once in the total and once for each of them."
Split = tuple[str, str | None, tuple[str, ...] | None]  # label, partner, levels


def answer(one: Measured, request: Request, session: Session) -> tuple[Part, ...]:
    """The headline and its target, the figures by month, what stands out, what was entered and said, and the chart."""
    splits = split_by(one, request.field("by") or one.kpi.split)
    shown: list[Part] = [line(headline(one))]
    if one.kpi.unit == "count":
        shown += [] if is_only_entered(one) else map(line, count_lines(one, splits))
        shown += map(line, notable_counts(one, request, session))
    elif not is_only_entered(one):
        shown += [Table(share_table(one, splits)), *map(line, notable_shares(one, request))]
    return (*shown, *beside(one, request, session), *chart(one, splits, request))


def overview(one: Measured, request: Request, session: Session) -> tuple[Part, ...]:
    """The same, shorter, when all KPIs are shown together."""
    splits = split_by(one, request.field("by") or one.kpi.split)
    table = share_table(one, splits) if one.kpi.unit == "share" else count_table(one, splits)
    counted = [] if is_only_entered(one) else [Table(table)]
    head = (Heading(one.kpi.title), line(headline(one)))
    return (*head, *counted, *beside(one, request, session), *chart(one, splits, request))


def beside(one: Measured, request: Request, session: Session) -> list[Part]:
    """What documents say, and people."""
    return [*entered_parts(one, request), *commentary(request, session, (one.kpi.name,), one.period)]


def chart(one: Measured, splits: list[Split], request: Request) -> list[Chart]:
    """Of what was counted; where some of it was not, a chart would show noughts."""
    if is_only_entered(one) or one.uncounted:
        return []
    return [Chart(f"{one.kpi.name}-{one.period.start:%Y-%m}", drawing(one, splits, request.desk.name))]


def is_only_entered(one: Measured) -> bool:
    """Nothing was counted, and documents have some of it."""
    return not one.is_counted and bool(one.entered)


def headline(one: Measured) -> str:
    """What was counted; where nothing was, what documents say, marked so."""
    if one.is_counted and one.uncounted:
        return in_part(one)
    entered = one.as_entered()
    if entered is None or one.is_counted:
        return sentence(one)
    return f"{MARK.capitalize()}: {sentence(replace(one, figure=entered))}"


def in_part(one: Measured) -> str:
    """Of a period that is partly of documents what was counted: the whole is not known, and judged by nothing."""
    counted = plain(replace(one, before=None, earlier=None)).partition(";")[0].removesuffix(".")
    others = " and ".join(map(month_words, one.uncounted))
    return f"{counted}, without {others}, which {'is' if len(one.uncounted) == 1 else 'are'} {MARK}."


def plain(one: Measured) -> str:
    """Whose, how much, and against what it was before."""
    whose = "".join(f"{word}, " for word in (one.partner, *one.levels) if word)
    if one.kpi.unit == "share":
        return whose + sentences.share_sentence(
            one.kpi, one.period, one.figure, one.before, one.earlier, one.target, is_over=one.is_over
        )
    return whose + sentences.count_sentence(
        one.kpi, one.period, one.figure, one.before, one.earlier, is_over=one.is_over
    )


def sentence(one: Measured) -> str:
    mark = f" ({MARK})." if one.entered_before and one.figure.value is not None else "."
    return f"{plain(one).removesuffix('.')}{mark} {sentences.target_sentence(one.figure, one.target)}"


def split_by(one: Measured, by: str) -> list[Split]:
    """The rows of a table: partners, levels, or none but the whole."""
    if by == "month" or (by == "partner" and one.partner):
        return []
    if by in {"priority", "level"}:
        levels = one.levels or one.kpi.where.levels or one.facts.levels()
        return [(level, None, (level,)) for level in levels]
    return [(partner or UNNAMED, partner, None) for partner in one.facts.partners()]


def count_lines(one: Measured, splits: Sequence[Split]) -> list[str]:
    """P2: Jul 18, Aug 5, Sep 8 = 31 (was 15), and the total below."""
    months = one.months
    is_flow = one.kpi.where.source != "outstanding"
    lines = []
    for label, partner, levels in splits if len(splits) > 1 or one.kpi.where.levels else []:
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
    if one.kpi.where.levels != OUTAGES:
        return []
    peak = sentences.peak_sentence(one.facts.only(levels=("P2",)).rows, "P2s")
    worst = [ticket for ticket in records(session, request.desk, one, request.now) if ticket.level == "P1"]
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
    if not one.period.is_whole_months or not one.is_over:
        return []

    before = financial_period(financial_year(one.period.start) - 1, 1, 12)
    known = known_months(session, request.desk, one, Period(before.start, one.period.end), request.now)

    def all_of(span: Period) -> list[Known]:
        """Nothing where one month is not known."""
        return [known[month] for month in span.months()] if known.keys() >= set(span.months()) else []

    own = all_of(one.period)
    average = more_a_month(own, all_of(before), financial_year_words(before.start.year))
    return [text for text in (average, most_in_a_year(own, all_of(twelve_months(one.period)))) if text]


def twelve_months(period: Period) -> Period:
    """Those that end with a period of whole months."""
    return Period(period.end.replace(year=period.end.year - 1), period.end)


def notable_shares(one: Measured, request: Request) -> list[str]:
    partners = [one.partner] if one.partner else [partner for partner in one.facts.partners() if partner]

    def target_of(partner: str, month: int) -> float | None:
        return request.desk.kpi_target(one.kpi.name, month_period(month).start, partner)

    late = [f"Still open and past their deadline at the end: {one.late_open:,}."] if one.late_open is not None else []
    return [*late, *sentences.missed(one.facts, partners, target_of)]


def share_table(one: Measured, splits: Sequence[Split]) -> Grid:
    rows = [share_row(label, one, partner, levels) for label, partner, levels in splits] if len(splits) > 1 else []
    return table_of(one, splits, (*rows, share_row("All", one, None, None)))


def count_table(one: Measured, splits: Sequence[Split]) -> Grid:
    rows = [count_row(label, one, partner, levels) for label, partner, levels in splits] if len(splits) > 1 else []
    return table_of(one, splits, (*rows, count_row("Total", one, None, None)))


def table_of(one: Measured, splits: Sequence[Split], rows: tuple[tuple[str | int, ...], ...]) -> Grid:
    """One column a month and one for the whole; a single month needs no whole."""
    months = one.months
    names = [month_words(month, short=1 < len(months) <= 12) for month in months]
    header = ("Level" if any(levels for _, _, levels in splits) else "Partner", *names, one.period.words)
    width = 2 if len(months) == 1 else len(header)
    return Grid(
        one.kpi.title,
        header[:width],
        tuple(row[:width] for row in rows),
        (SHARED,) if overlaps(one, splits) else (),
    )


def overlaps(one: Measured, splits: Sequence[Split]) -> bool:
    """Whether the rows add to more than the total, which must then be said."""
    return one.facts.is_shared() and any(partner is not None for _, partner, _ in splits)


def share_row(label: str, one: Measured, partner: str | None, levels: Sequence[str] | None) -> tuple[str, ...]:
    return (label, *(cell(figure, one.target) for figure in shares(one, partner, levels)))


def count_row(label: str, one: Measured, partner: str | None, levels: Sequence[str] | None) -> tuple[str | int, ...]:
    whole = None if one.uncounted else one.kpi.measure(one.facts.only(partner=partner, levels=levels)).n
    return (label, *("-" if n is None else n for n in (*counts(one, partner, levels), whole)))


def shares(one: Measured, partner: str | None, levels: Sequence[str] | None) -> list[Figure]:
    """Each month's, and the whole period's where all of it was counted."""
    facts = Counts() if one.uncounted else one.facts
    return [*one.by_month(partner, levels), one.kpi.measure(facts.only(partner=partner, levels=levels))]


def cell(figure: Figure, target: float | None) -> str:
    return share_words(figure.n, figure.d, target) if figure.d else "-"


def drawing(one: Measured, splits: Sequence[Split], desk: str) -> Drawing:
    """Shares as lines with their target, parts of a whole stacked, overlapping partners side by side."""
    months = tuple(month_words(month, short=True) for month in one.months)
    chosen = splits if 1 < len(splits) <= MOST_SERIES or (splits and one.kpi.where.levels) else [("All", None, None)]
    has_room = len(chosen) <= MOST_WHISKERS
    series = tuple(
        drawn_series(label, one.by_month(partner, levels), one, has_room=has_room) for label, partner, levels in chosen
    )
    title, subtitle, source = chart_words(one, desk)
    if one.kpi.unit == "share":
        return Lines(title, subtitle, source, months, series, "%", target=one.target)
    kind = GroupedColumns if overlaps(one, chosen) else StackedColumns
    return kind(title, subtitle, source, months, series, one.kpi.noun[1])


def drawn_series(label: str, figures: Sequence[Figure], one: Measured, *, has_room: bool = True) -> Series:
    """Of shares with what each was counted from, and where there `has_room`, how far chance may move it."""
    if one.kpi.unit == "count":
        return Series(label, tuple(float(figure.n) for figure in figures))
    shares = tuple(float(percentage(each.n, each.d, one.target)) if each.d else None for each in figures)
    intervals = tuple(in_percent(wilson(each.n, each.d)) if each.d else None for each in figures if has_room)
    counts = tuple(f"{each.n:,} of {each.d:,}" if each.d else "" for each in figures)
    return Series(label, shares, intervals, counts)


def in_percent(interval: tuple[float, float]) -> tuple[float, float]:
    low, high = (round(100 * end, 1) for end in interval)
    return low, high


def chart_words(one: Measured, desk: str) -> tuple[str, str, str]:
    """Headline, statistical subtitle and source."""
    title = sentence(one).split(". ")[0].partition(": ")[2].removesuffix(".")
    whose = ", ".join([one.partner or "all partners", *one.levels])
    subtitle = f"{one.kpi.title} by month, {whose}, {one.period.words}"
    return title[:1].upper() + title[1:], subtitle, f"Source: {one.figure.d:,} ticket records of the {desk}"
