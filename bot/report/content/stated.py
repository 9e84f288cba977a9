"""The figures of a KPI as a report states them, and the sums that they cast to, each under a lasting name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.kpi.measured import Measured, Past
from bot.kpi.picture import drawing
from bot.kpi.splits import Split
from bot.report.content.context import Context
from core.facts import Figure
from core.numbers import grouped, plural
from core.periods import Period, month_words
from core.report.stated import Stated
from core.sentences import Miss, miss_words, points_below
from core.sources import Where
from core.values import apart, distance_words, value_words
from reports.charts import Chart as Drawing
from reports.tables import Table as Grid

TICKETS = ("ticket record", "ticket records")
ALL = "all"


def month_key(month: int) -> str:
    """2020-08 for 202008."""
    return f"{month // 100}-{month % 100:02d}"


def span_key(period: Period) -> str:
    """2020-04..2020-09; a month is itself."""
    months = period.months()
    return "..".join(dict.fromkeys(map(month_key, (months[0], months[-1]))))


def at_the_end(one: Measured) -> str:
    """At the end of September 2020; or now, of a period that goes on."""
    return f"at the end of {month_words(one.months[-1])}" if one.is_over else "now"


def number(key: str, label: str, n: int, source: str = "") -> Stated:
    return Stated(key, label, grouped(n), n, source=source)


def figure(key: str, label: str, one: Measured, found: Figure, source: str = "") -> Stated:
    return Stated(key, label, value_words(one.kpi, found, one.target), found.n, found.d * one.kpi.is_share, source)


def stated_of(one: Measured, splits: Sequence[Split], *, with_whole: bool = True) -> Iterator[Stated]:
    """Of each part and of all of it, every month and the whole period."""
    for name, partner, levels in (*splits, (ALL, None, None)):
        own = one.facts.only(partner=partner, levels=levels)
        spans: list[tuple[str, str, tuple[int, ...]]] = [(month_key(m), month_words(m), (m,)) for m in one.months]
        spans += [(span_key(one.period), one.period.words, one.months)] if with_whole and len(one.months) > 1 else []
        for key, words, months in spans:
            found = one.kpi.measure(own.only(months=months))
            if found.value is not None:
                whose = "" if name == ALL else f", {name}"
                label = f"{one.kpi.title}{whose}, {words}"
                yield figure(f"{one.kpi.name}/{key}/{name}", label, one, found, source_of(one, found))


def source_of(one: Measured, found: Figure) -> str:
    return plural(found.d, TICKETS) if isinstance(one.kpi.where, Where) else plural(found.d, one.kpi.noun)


def stated_before(one: Measured, source: str = "") -> Iterator[Stated]:
    """What it is compared with."""
    for past in (one.past, one.year_ago):
        if past is not None and past.figure.value is not None:
            label = f"{one.kpi.title}, {past.period.words}"
            mark = source or (past.entered[0].source if past.entered else source_of(one, past.figure))
            yield figure(f"{one.kpi.name}/{span_key(past.period)}/{ALL}", label, one, past.figure, mark)
            yield from stated_change(one, past)


def stated_change(one: Measured, past: Past) -> Iterator[Stated]:
    """By how much it is more or less than then, as it is printed."""
    if one.figure.value is not None:
        key = f"{one.kpi.name}/{span_key(one.period)}/since {span_key(past.period)}"
        label = f"{one.kpi.title}: {one.period.words} against {past.period.words}"
        words = distance_words(one.kpi, apart(one.kpi, one.figure, past.figure, one.target))
        yield Stated(key, label, words, abs(one.figure.n - past.figure.n))


def stated_miss(one: Measured, miss: Miss) -> Stated:
    """By how much, and how far chance may reach."""
    label = f"{one.kpi.title}: {miss.partner}, {month_words(miss.month)}, below its target"
    found = miss.figure
    words = f"{points_below(found, miss.target)} percentage points, {miss_words(found, miss.target).partition('(')[2]}"
    key = f"{one.kpi.name}/{month_key(miss.month)}/{miss.partner}/below"
    return Stated(key, label, words.removesuffix(")"), found.n, found.d, source_of(one, found))


def drawn(one: Measured, splits: list[Split], context: Context, title: str = "") -> Drawing:
    """Its title says how much; what that was before stands in the sentences."""
    found = drawing(one, splits, context.desk.name)
    said = found.title.partition(";")[0]
    return replace(found, title=title or (said if one.kpi.unit == "count" else f"{one.kpi.title}: {said}"))


def turned(grid: Grid, along: str = "Month") -> Grid:
    """Its columns as rows: a page is higher than it is wide."""
    columns = (along, *(str(row[0]) for row in grid.rows))
    return replace(
        grid, columns=columns, rows=tuple(zip(grid.columns[1:], *(row[1:] for row in grid.rows), strict=True))
    )
