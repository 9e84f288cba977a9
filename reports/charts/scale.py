"""The value axis as pure arithmetic: where it starts, where it ends and where its gridlines are."""

import math
from dataclasses import dataclass

from reports.charts.model import Chart, Lines, StackedColumns

INTERVALS = 5
"""At most; one more where values lie on both sides of zero, so that ten gridlines are never passed."""
FINEST_STEP = 0.01
HALF, WHOLE = 50.0, 100.0


@dataclass(frozen=True)
class Scale:
    """`ticks` ascend, and hold both ends and, for columns, zero."""

    low: float
    high: float
    ticks: tuple[float, ...]


def scale_of(chart: Chart) -> Scale:
    """From zero; 0 to 100 for percentages; 50 to 100 for lines of percentages that never fall below 50."""
    reach = _reach(chart)
    if chart.unit == "%" and min(reach) >= 0 and max(reach) <= WHOLE:
        low = HALF if isinstance(chart, Lines) and min(reach) >= HALF else 0.0
        return Scale(low, WHOLE, tuple(low + at * (WHOLE - low) / INTERVALS for at in range(INTERVALS + 1)))
    return _from_zero(min(0.0, *reach), max(0.0, *reach), whole=all(value.is_integer() for value in reach))


def _reach(chart: Chart) -> list[float]:
    """Every value that must fit; a chart without one reaches from nothing to one."""
    values = list(chart.measured)
    if isinstance(chart, StackedColumns):
        values += [sum(column) for column in zip(*_known(chart), strict=True)]
    if isinstance(chart, Lines) and chart.target is not None:
        values.append(chart.target)
    return [round(float(value), 6) for value in values] or [0.0]


def _known(chart: StackedColumns) -> list[list[float]]:
    return [[value or 0.0 for value in series.values] for series in chart.series]


def _from_zero(low: float, high: float, *, whole: bool) -> Scale:
    step = _step((high - low) / INTERVALS, whole=whole)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(round(at * step, 2) for at in range(first, max(last, first + 1) + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _step(at_least: float, *, whole: bool) -> float:
    """The next of …, 0.5, 1, 2, 5, 10, …; counts have no step between."""
    wanted = max(at_least, 1.0 if whole else FINEST_STEP)
    magnitude = 10.0 ** math.floor(math.log10(wanted))
    return next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= wanted * (1 - 1e-9))
