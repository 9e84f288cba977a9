"""Grouped columns: series side by side from zero, each named by a leader line out of the last group."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.charts.frame import FIGURE, Name, draw_figure, draw_name
from reports.charts.layout import CLEARANCE, Layout, name_height
from reports.charts.lettering import width
from reports.charts.model import GroupedColumns
from reports.charts.palette import series_colours
from reports.charts.paper import Paper
from reports.charts.words import figure

SHARE_OF_SLOT, BROADEST = 0.84, 0.6
PARTING = 0.012
"""White between columns of a group, so that they part in black and white too."""


@dataclass(frozen=True)
class _Column:
    """Series `number` in category `at`: `x` is its middle, `top` the higher of its end and zero."""

    at: int
    number: int
    value: float | None
    x: float
    top: float


def draw_grouped(paper: Paper, chart: GroupedColumns, layout: Layout) -> None:
    breadth = min(SHARE_OF_SLOT * layout.plot.slot / max(1, len(chart.series)), BROADEST)
    columns = list(_columns(chart, layout, breadth))
    for column in columns:
        _draw_column(paper, layout, column, breadth, series_colours(len(chart.series))[column.number])
    has_figures = all(width(figure(value, chart.unit), FIGURE) <= breadth for value in chart.measured)
    for column in columns if has_figures else ():
        _draw_value(paper, chart, layout, column)
    last = [column for column in columns if column.at == len(chart.categories) - 1]
    _draw_names(paper, layout, last, breadth, CLEARANCE if has_figures else 0.0)


def levels(tops: list[float], heights: list[float], zero: float) -> list[float]:
    """Middles of names whose leader lines run right from columns that end at `tops`, and cross none of them.

    The last name stands at the middle of its column, each one before it above all that is to its right.
    """
    found: list[float] = []
    free = float("-inf")
    for number in reversed(range(len(tops))):
        half = heights[number] / 2
        over = max((top + CLEARANCE for top in tops[number + 1 :]), default=(zero + tops[number]) / 2)
        level = max(over, free + half)
        if level > tops[number]:
            level = max(level, tops[number] + CLEARANCE)
        found.insert(0, level)
        free = level + half
    return found


def _columns(chart: GroupedColumns, layout: Layout, breadth: float) -> Iterator[_Column]:
    for number, series in enumerate(chart.series):
        for at, value in enumerate(series.values):
            x = layout.plot.x(at) + (number + 0.5 - len(chart.series) / 2) * breadth
            yield _Column(at, number, value, x, layout.plot.y(max(value or 0.0, 0.0)))


def _draw_column(paper: Paper, layout: Layout, column: _Column, breadth: float, colour: str) -> None:
    if column.value:
        zero, end = layout.plot.y(0), layout.plot.y(column.value)
        left, right = column.x - breadth / 2, column.x + breadth / 2 - min(PARTING, breadth / 10)
        paper.block(left, min(zero, end), right - left, abs(end - zero), colour)


def _draw_value(paper: Paper, chart: GroupedColumns, layout: Layout, column: _Column) -> None:
    if column.value is not None:
        away = CLEARANCE / 2 if column.value >= 0 else -CLEARANCE / 2
        draw_figure(paper, (column.x, layout.plot.y(column.value) + away), figure(column.value, chart.unit))


def _draw_names(paper: Paper, layout: Layout, group: list[_Column], breadth: float, above: float) -> None:
    """`above` is the height of the figure over a column, where its leader line starts if it has to rise."""
    heights = [name_height(layout.names[column.number]) for column in group]
    middles = levels([column.top for column in group], heights, layout.plot.y(0))
    for column, level in zip(group, middles, strict=True):
        rising = ((column.x, column.top + above), (column.x, level))
        leader = ((column.x + breadth / 2, level),) if level <= column.top else rising
        colour = series_colours(len(group))[column.number]
        draw_name(paper, layout.plot, Name(layout.names[column.number], colour, "s", leader), level)
