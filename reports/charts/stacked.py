"""Stacked columns: parts from zero upwards, figures inside, the total above, names beside the last."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.charts.frame import FIGURE, Name, draw_figure, draw_names
from reports.charts.layout import CLEARANCE, GAP, Layout, Plot
from reports.charts.lettering import height, width
from reports.charts.model import StackedColumns
from reports.charts.palette import PAPER, ink_on, series_colours
from reports.charts.paper import Paper
from reports.charts.spread import spread
from reports.charts.words import figure

SHARE_OF_SLOT, BROADEST = 0.64, 0.9
BESIDE = 0.04
LINE = height(1, FIGURE)


@dataclass(frozen=True)
class _Part:
    """Series `number` in category `at`, from `low` to `high`; an unmeasured part is as high as nothing."""

    at: int
    number: int
    value: float | None
    low: float
    high: float


def draw_stacked(paper: Paper, chart: StackedColumns, layout: Layout) -> None:
    breadth = min(SHARE_OF_SLOT * layout.plot.slot, BROADEST)
    colours = series_colours(len(chart.series))
    columns = [list(_parts(chart, at)) for at in range(len(chart.categories))]
    for parts in columns:
        for part in parts:
            _draw_part(paper, layout, part, breadth, colours[part.number])
        _draw_figures(paper, chart, layout.plot, parts, breadth)
    _draw_totals(paper, chart, layout.plot)
    measured = [parts for parts in columns if any(part.value is not None for part in parts)]
    for parts in (measured or columns)[-1:]:
        _draw_names(paper, layout, parts, breadth)


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


def _draw_figures(paper: Paper, chart: StackedColumns, plot: Plot, parts: list[_Part], breadth: float) -> None:
    """Inside the parts that are high enough, left of the column for others. A lone part has the total's."""
    shown = [(part, figure(part.value, chart.unit)) for part in parts if part.value]
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


def _draw_names(paper: Paper, layout: Layout, parts: list[_Part], breadth: float) -> None:
    levels = [_middle(layout.plot, part) for part in parts]
    colours = series_colours(len(parts))
    names = [
        Name(words, colour, "s", ((layout.plot.x(part.at) + breadth / 2, level),))
        for words, colour, part, level in zip(layout.names, colours, parts, levels, strict=True)
    ]
    draw_names(paper, layout.plot, names, levels)
