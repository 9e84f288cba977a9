"""What a chart says without its picture: alternative text and table, made from the same figures."""

from collections.abc import Iterator
from itertools import groupby

from core.numbers import NOT_MEASURED, rounded
from reports.charts.model import (
    Bars,
    Chart,
    ControlChart,
    Interval,
    Lines,
    Measure,
    Plotted,
    Scorecard,
    Series,
    StackedColumns,
)
from reports.charts.scale import scale_of
from reports.tables import Cell, Table

KINDS = {
    "stacked_columns": "Stacked columns",
    "grouped_columns": "Grouped columns",
    "lines": "Lines",
    "control_chart": "Control chart",
    "bars": "Bars",
}
WHISKERS = "whiskers: 95% intervals"
TRIAL = "Trial limits: fewer than 12 points"
NO_LIMITS = "Too few points for limits"
NO_SIGNALS = "No signals"
LIMITS = ("Upper limit", "Mean", "Lower limit")
SCORECARD = ("Measure", "Group", "Figure", "Target", "State")


def figure(value: float, unit: str, target: float | None = None) -> str:
    """92.1 and "%" -> "92.1%"; -3055 and "£" -> "(£3,055)"; other units stand in the subtitle only."""
    exact = rounded(value, target)
    if unit == "£":
        return f"(£{-exact:,f})" if exact < 0 else f"£{exact:,f}"
    return f"{exact:,f}%" if unit == "%" else f"{exact:,f}"


def value_words(value: float | None, chart: Plotted) -> str:
    return NOT_MEASURED if value is None else figure(value, chart.unit, target_of(chart))


def held_words(value: float | None, mark: float | None, chart: Plotted) -> str:
    """A value and what it is held against: 120 of 58.5."""
    return value_words(value, chart) if mark is None else f"{value_words(value, chart)} of {figure(mark, chart.unit)}"


def target_label(chart: Plotted) -> str:
    """Empty without a target."""
    target = target_of(chart)
    return "" if target is None else f"Target {figure(target, chart.unit)}"


def target_of(chart: Plotted) -> float | None:
    return chart.target if isinstance(chart, Lines | ControlChart) else None


def full_subtitle(chart: Chart) -> str:
    """The subtitle, where the axis starts if that is not zero, and what the whiskers are."""
    said = [chart.subtitle]
    if not isinstance(chart, Bars | Scorecard):
        low = scale_of(chart).low
        said += [f"axis starts at {figure(low, chart.unit)}"] if low > 0 else []
        said += [WHISKERS] if any(series.intervals for series in chart.series) else []
    return "; ".join(filter(None, said))


def limits_of(chart: ControlChart) -> Iterator[tuple[str, float]]:
    """Those that are known, from above, named: "Upper trial limit"."""
    for name, value in zip(LIMITS, (chart.upper, chart.mean, chart.lower), strict=True):
        if value is not None:
            yield name.replace("limit", "trial limit") if chart.is_trial else name, value


def signal_words(chart: ControlChart) -> tuple[str, ...]:
    """Aug 2020 above the upper limit. Neighbours with the same words are told as one run."""
    found = []
    by_words = sorted(set(chart.signals), key=lambda signal: signal[::-1])
    for (words, _), run in groupby(enumerate(by_words), key=lambda pair: (pair[1][1], pair[1][0] - pair[0])):
        places = [at for _, (at, _) in run]
        first, last = chart.categories[places[0]], chart.categories[places[-1]]
        found.append((places[0], f"{first} {words}" if len(places) == 1 else f"{first} to {last} {words}"))
    return tuple(words for _, words in sorted(found))


def remarks(chart: Chart) -> tuple[str, ...]:
    """What stands below the plot: of a control chart its signals, and what its limits are worth."""
    if not isinstance(chart, ControlChart):
        return ()
    signals = "; ".join(signal_words(chart))
    if chart.mean is None:
        return (signals, NO_LIMITS) if signals else (NO_LIMITS,)
    return (signals or NO_SIGNALS, TRIAL) if chart.is_trial else (signals or NO_SIGNALS,)


def alternative_text(chart: Chart) -> str:
    """Title, subtitle, every figure with its category, target and source, in sentences."""
    if isinstance(chart, Scorecard):
        parts = [chart.title, full_subtitle(chart), *_scorecard_spoken(chart), chart.source]
    else:
        shown = list(_all_spoken(chart)) or ["No figures"]
        kind, target = KINDS[chart.kind], target_label(chart)
        parts = [chart.title, full_subtitle(chart), kind, *shown, target, *remarks(chart), chart.source]
    return " ".join(f"{part.rstrip('. ')}." for part in parts if part.strip(". "))


def as_table(chart: Chart) -> Table:
    """A row for each category, a column for each series and what belongs to it, and the total of stacked columns."""
    if isinstance(chart, Scorecard):
        return _scorecard_table(chart)
    columns = [(chart.along, tuple(chart.categories)), *_columns(chart)]
    rows = tuple(zip(*(cells for _, cells in columns), strict=True))
    unit = f"Unit: {chart.unit}" if chart.unit else ""
    notes = (full_subtitle(chart), unit, target_label(chart), *_limit_words(chart), *remarks(chart), chart.source)
    return Table(chart.title, tuple(name for name, _ in columns), rows, tuple(note for note in notes if note))


def _all_series(chart: Plotted) -> tuple[Series, ...]:
    """The series, and where several are stacked, their total."""
    if isinstance(chart, StackedColumns) and len(chart.series) > 1:
        return (*chart.series, Series("Total", chart.totals))
    return chart.series


def _all_spoken(chart: Plotted) -> Iterator[str]:
    yield from (_spoken(series, chart) for series in _all_series(chart))
    if isinstance(chart, Bars):
        yield from (_spoken(mark, chart) for mark in chart.marks)
        yield from (f"{name}: {said}" for name, said in zip(chart.categories, chart.remarks, strict=False) if said)
    yield from _limit_words(chart)


def _spoken(series: Series, chart: Plotted) -> str:
    """BDC: April 80.8% (101 of 125, 73.02% to 86.73%), May not measured"""
    said = []
    for at, (category, value) in enumerate(zip(chart.categories, series.values, strict=True)):
        count = series.counts[at] if series.counts else ""
        span = interval_words(series.intervals[at] if series.intervals else None, chart)
        more = ", ".join(filter(None, (count, span)))
        said.append(f"{category} {value_words(value, chart)}{f' ({more})' if more else ''}")
    return f"{series.name}: {', '.join(said)}"


def interval_words(interval: Interval | None, chart: Plotted) -> str:
    return "" if interval is None else " to ".join(figure(end, chart.unit) for end in interval)


def _limit_words(chart: Plotted) -> tuple[str, ...]:
    """Of a control chart: Upper limit 4.6, mean 1.94, lower limit -0.72."""
    if not isinstance(chart, ControlChart):
        return ()
    said = ", ".join(f"{name} {figure(value, chart.unit)}" for name, value in limits_of(chart))
    return (said,) if said else ()


def _columns(chart: Plotted) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    target = target_of(chart)
    for at, series in enumerate(_all_series(chart)):
        yield series.name, tuple(_cell(value, target) for value in series.values)
        if series.counts:
            yield f"{series.name}, counted from", series.counts
        if series.intervals:
            for end, name in enumerate(("from", "to")):
                yield f"{series.name}, {name}", tuple(_cell(span and span[end], None) for span in series.intervals)
        if isinstance(chart, Bars) and chart.marks:
            yield chart.marks[at].name, tuple(_cell(value, None) for value in chart.marks[at].values)
    if isinstance(chart, Bars) and chart.remarks:
        yield "Remark", chart.remarks
    if isinstance(chart, ControlChart) and chart.signals:
        yield "Signal", tuple(_signals_at(chart, at) for at in range(len(chart.categories)))


def _signals_at(chart: ControlChart, at: int) -> str:
    return "; ".join(words for place, words in chart.signals if place == at)


def _cell(value: float | None, target: float | None) -> float | int | None:
    if value is None:
        return None
    exact = rounded(value, target)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _scorecard_spoken(chart: Scorecard) -> Iterator[str]:
    yield "Scorecard" if chart.groups else "Scorecard. No figures"
    for group in chart.groups:
        rows = "; ".join(_row_words(measure, chart.since) for measure in group.measures)
        yield f"{group.heading}: {rows}" if rows else f"{group.heading}: no measures"


def _row_words(measure: Measure, since: tuple[str, str]) -> str:
    """Within SLA 80.8% (101 of 125), target 90%, off target, Quarter before: worse, Year before: better"""
    target = f"target {measure.target}" if measure.target else ""
    changes = [f"{name}: {words}" for name, words in zip(since, measure.changes, strict=True) if words]
    return ", ".join(filter(None, (f"{measure.name} {measure.figure}".strip(), target, measure.state_words, *changes)))


def _scorecard_table(chart: Scorecard) -> Table:
    rows = tuple(
        (measure.name, heading, measure.figure, measure.target, measure.state_words, *measure.changes)
        for heading, measure in chart.measures
    )
    notes = tuple(note for note in (chart.subtitle, chart.source) if note)
    return Table(chart.title, (*SCORECARD, *chart.since), rows, notes)
