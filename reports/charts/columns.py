"""Columns: stacked for the parts of a whole, its total above; grouped side by side to compare. All stand on zero.

A leader line ties a name to its part of the last column. Where a part is missing there, its colour alone would tie it
to the others, so the parts of such a chart carry the shape that stands before their name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from reports.charts.frame import FIGURE, Name, draw_figure, draw_name, draw_names
from reports.charts.layout import CLEARANCE, GAP, Layout, Plot, name_height, spread
from reports.charts.lettering import height, width
from reports.charts.model import GroupedColumns, StackedColumns
from reports.charts.palette import COLOURS, MARKERS, PAIR, PAPER, ink_on, series_colours
from reports.charts.paper import Paper
from reports.charts.words import figure

STACKED_SHARE, BROADEST = 0.64, 0.9
BESIDE = 0.04
SHAPE = 0.07
LINE = height(1, FIGURE)
GROUPED_SHARE, BROADEST_OF_GROUP = 0.84, 0.6
PARTING = 0.012
"""White between columns of a group, so that they part in black and white too."""


@dataclass(frozen=True)
class _Part:
    """Series `number` in category `at`, from `low` to `high`; an unmeasured part is as high as nothing."""

    at: int
    number: int
    value: float | None
    low: float
    high: float


def draw_stacked(paper: Paper, chart: StackedColumns, layout: Layout) -> None:
    breadth = min(STACKED_SHARE * layout.plot.slot, BROADEST)
    colours = series_colours(len(chart.series))
    columns = [list(_parts(chart, at)) for at in range(len(chart.categories))]
    for part in chain.from_iterable(columns):
        _draw_part(paper, layout, part, breadth, colours[part.number])
    measured = [parts for parts in columns if any(part.value is not None for part in parts)]
    last = next(reversed(measured or columns), [])
    shapes = MARKERS if len(last) > len(PAIR) and not all(part.value for part in last) else ()
    for parts in columns:
        _draw_figures(paper, chart, layout.plot, parts, breadth, shapes)
    _draw_totals(paper, chart, layout.plot)
    _draw_names(paper, layout, last, breadth, shapes)


def _parts(chart: StackedColumns, at: int) -> Iterator[_Part]:
    low = 0.0
    for number, series in enumerate(chart.series):
        value = series.values[at]
        high = low + (value or 0.0)
        yield _Part(at, number, value, low, high)
        low = high


def _middle(plot: Plot, part: _Part) -> float:
    return plot.y((part.low + part.high) / 2)


def _draw_part(paper: Paper, layout: Layout, part: _Part, breadth: float, colour: str) -> None:
    """With a white line under it, which parts it from the part below in black and white too."""
    if part.value:
        left, bottom = layout.plot.x(part.at) - breadth / 2, layout.plot.y(part.low)
        paper.block(left, bottom, breadth, layout.plot.y(part.high) - bottom, colour)
        if part.low:
            paper.line([(left, bottom), (left + breadth, bottom)], PAPER, width=1)


def _draw_figures(
    paper: Paper, chart: StackedColumns, plot: Plot, parts: list[_Part], breadth: float, shapes: tuple[str, ...]
) -> None:
    """Inside the parts that are high enough, left of the column for others. A lone part has the total's."""
    shown = [(part, figure(part.value, chart.unit)) for part in parts if part.value]
    _draw_shapes(paper, plot, [part for part, _ in shown], breadth, shapes)
    if len(shown) == 1 or any(width(words, FIGURE) + GAP > breadth for _, words in shown):
        return
    low = [(part, words) for part, words in shown if plot.y(part.high) - plot.y(part.low) < LINE]
    for part, words in shown:
        if (part, words) not in low:
            ink = ink_on(series_colours(len(parts))[part.number])
            draw_figure(paper, (plot.x(part.at), _middle(plot, part)), words, ink=ink)
    if all(width(words, FIGURE) + BESIDE <= (plot.slot - breadth) / 2 for _, words in low):
        wanted = [_middle(plot, part) for part, _ in low]
        middles = spread(wanted, [LINE] * len(low), floor=plot.bottom, roof=plot.top)
        for (part, words), middle in zip(low, middles, strict=True):
            left = plot.x(part.at) - breadth / 2 - BESIDE
            draw_figure(paper, (left, middle), words, align="right")


def _draw_shapes(paper: Paper, plot: Plot, parts: list[_Part], breadth: float, shapes: tuple[str, ...]) -> None:
    """At the left edge of each part, in the ink of its figure."""
    for part in parts if shapes else ():
        at = plot.x(part.at) - breadth / 2 + SHAPE, _middle(plot, part)
        ink = ink_on(COLOURS[part.number])
        paper.line([at], ink, width=0, marker=shapes[part.number], edge=ink, size=5)


def _draw_totals(paper: Paper, chart: StackedColumns, plot: Plot) -> None:
    """All, or none where one has no room: a total left out must not look like a month without figure."""
    totals = [
        (plot.x(at), plot.y(total) + CLEARANCE / 2, figure(total, chart.unit))
        for at, total in enumerate(chart.totals)
        if total is not None
    ]
    if all(width(words, FIGURE) <= plot.slot for _, _, words in totals):
        for x, y, words in totals:
            draw_figure(paper, (x, y), words)


def _draw_names(paper: Paper, layout: Layout, parts: list[_Part], breadth: float, shapes: tuple[str, ...]) -> None:
    levels = [_middle(layout.plot, part) for part in parts]
    colours = series_colours(len(parts))
    names = [
        Name(words, colour, shape, ((layout.plot.x(part.at) + breadth / 2, level),) if part.value else ())
        for words, colour, shape, part, level in zip(
            layout.names[: len(parts)], colours, shapes or ("s",) * len(parts), parts, levels, strict=False
        )
    ]
    draw_names(paper, layout.plot, names, levels)


@dataclass(frozen=True)
class _Column:
    """Series `number` in category `at`: `x` is its middle, `top` the higher of its end and zero."""

    at: int
    number: int
    value: float | None
    x: float
    top: float


def draw_grouped(paper: Paper, chart: GroupedColumns, layout: Layout) -> None:
    breadth = min(GROUPED_SHARE * layout.plot.slot / max(1, len(chart.series)), BROADEST_OF_GROUP)
    columns = list(_columns(chart, layout, breadth))
    for column in columns:
        _draw_column(paper, layout, column, breadth, series_colours(len(chart.series))[column.number])
    has_figures = all(width(figure(value, chart.unit), FIGURE) <= breadth for value in chart.measured)
    for column in columns if has_figures else ():
        _draw_value(paper, chart, layout, column)
    last = [column for column in columns if column.at == len(chart.categories) - 1]
    _draw_group_names(paper, layout, last, breadth, CLEARANCE if has_figures else 0.0)


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


def _draw_group_names(paper: Paper, layout: Layout, group: list[_Column], breadth: float, above: float) -> None:
    """`above` is the height of the figure over a column, where its leader line starts if it has to rise."""
    heights = [name_height(layout.names[column.number]) for column in group]
    middles = levels([column.top for column in group], heights, layout.plot.y(0))
    for column, level in zip(group, middles, strict=True):
        rising = ((column.x, column.top + above), (column.x, level))
        leader = ((column.x + breadth / 2, level),) if level <= column.top else rising
        colour = series_colours(len(group))[column.number]
        draw_name(paper, layout.plot, Name(layout.names[column.number], colour, "s", leader), level)
