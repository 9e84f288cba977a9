"""The value axis as pure arithmetic: where it starts, where it ends and where its gridlines are."""

import math
from dataclasses import dataclass

from reports.charts.model import ControlChart, Lines, StackedColumns, Upright

INTERVALS, FINE = 5, 8
"""At most; one more where values lie on both sides of zero, so that ten gridlines are never passed."""
FINEST_STEP = 0.01
STARTS, WHOLE = ((80.0, 5.0), (70.0, 5.0), (50.0, 10.0)), 100.0
"""Where lines of percentages may start, and in what steps they then rise to 100."""
FAR_FROM_ZERO = 0.75
"""Of the highest figure: lines that never fall below it start near their lowest."""


@dataclass(frozen=True)
class Scale:
    """`ticks` ascend, and hold both ends and, for columns, zero."""

    low: float
    high: float
    ticks: tuple[float, ...]


def scale_of(chart: Upright) -> Scale:
    """From zero; 0 to 100 for percentages. Lines far from zero start nearer: they are read for how they vary."""
    reach = _reach(chart)
    low, high = min(reach), max(reach)
    is_whole, below = all(value.is_integer() for value in reach), low - (high - low) / 10
    if isinstance(chart, ControlChart):
        return _stepped(below if low > high - low else min(0.0, low), high, FINE, whole=is_whole)
    if chart.unit == "%" and low >= 0 and high <= WHOLE:
        starts = STARTS if isinstance(chart, Lines) else ()
        start, step = next((each for each in starts if low >= each[0]), (0.0, WHOLE / INTERVALS))
        return Scale(start, WHOLE, tuple(start + at * step for at in range(round((WHOLE - start) / step) + 1)))
    if isinstance(chart, Lines) and low > FAR_FROM_ZERO * high:
        return _stepped(below, high, whole=is_whole)
    return _stepped(min(0.0, low), max(0.0, high), whole=is_whole)


def _reach(chart: Upright) -> list[float]:
    """Every value that must fit; a chart without one reaches from nothing to one."""
    values = [*chart.measured, *chart.beside]
    if isinstance(chart, StackedColumns):
        values += [sum(column) for column in zip(*_known(chart), strict=True)]
    return [round(float(value), 6) for value in values] or [0.0]


def _known(chart: StackedColumns) -> list[list[float]]:
    return [[value or 0.0 for value in series.values] for series in chart.series]


def _stepped(low: float, high: float, intervals: int = INTERVALS, *, whole: bool) -> Scale:
    step = _step((high - low) / intervals, whole=whole)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(round(at * step, 2) for at in range(first, max(last, first + 1) + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _step(at_least: float, *, whole: bool) -> float:
    """The next of …, 0.5, 1, 2, 5, 10, …; counts have no step between."""
    wanted = max(at_least, 1.0 if whole else FINEST_STEP)
    magnitude = 10.0 ** math.floor(math.log10(wanted))
    return next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= wanted * (1 - 1e-9))
