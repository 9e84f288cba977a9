"""What all charts share: headings, source, gridlines, category labels and the names beside the plot."""

from dataclasses import dataclass

from reports.charts.layout import (
    GAP,
    KEY,
    MARGIN,
    SOURCE,
    TEXT,
    TITLE,
    WIDTH,
    Headings,
    Layout,
    Plot,
    Words,
    name_height,
    spread,
    target_words,
    width_of,
)
from reports.charts.lettering import height
from reports.charts.model import Upright
from reports.charts.palette import GRID, INK, QUIET_INK
from reports.charts.paper import Align, Paper
from reports.charts.words import figure, target_of

FIGURE = 11
LEADER = 0.16
"""From the plot to the marker of a name."""
BESIDE = 0.13
"""How far a name may reach below the plot: half a line, so that it can stand level with zero."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Name:
    """A name beside the plot. `leader` is the line to its marker but for the last stretch; empty for none."""

    words: Words
    colour: str
    marker: str
    leader: tuple[Point, ...]


def draw_frame(paper: Paper, chart: Upright, layout: Layout) -> None:
    draw_headings(paper, layout.headings)
    _axis(paper, chart, layout.plot)
    _categories(paper, layout)
    if not chart.measured:
        paper.words(layout.plot.left + GAP, layout.plot.top - GAP, ("No figures to show",), TEXT)


def draw_base(paper: Paper, plot: Plot) -> None:
    """The line that columns stand on, over the columns."""
    y = plot.y(max(0.0, plot.scale.low))
    paper.line([(plot.left, y), (plot.right, y)], INK, width=1.0)


def draw_names(paper: Paper, plot: Plot, names: list[Name], levels: list[float]) -> None:
    """Each name at its level, or as near to it as its neighbours let it be."""
    heights = [name_height(name.words) for name in names]
    middles = spread(levels, heights, floor=plot.bottom - BESIDE, roof=plot.top + BESIDE)
    for name, middle in zip(names, middles, strict=True):
        draw_name(paper, plot, name, middle)


def draw_name(paper: Paper, plot: Plot, name: Name, middle: float) -> None:
    key = (plot.right + LEADER, middle)
    if name.leader:
        paper.line([*name.leader, key], QUIET_INK, width=0.7)
    paper.line([key], name.colour, width=0, marker=name.marker)
    paper.words(plot.right + KEY, middle + height(len(name.words), TEXT) / 2, name.words, TEXT)


def draw_figure(paper: Paper, at: Point, words: str, *, ink: str = INK, align: Align = "center") -> None:
    """A figure at half its height on the point."""
    paper.words(at[0], at[1] + height(1, FIGURE) / 2, (words,), FIGURE, ink=ink, align=align)


def draw_headings(paper: Paper, headings: Headings) -> None:
    top = paper.height - MARGIN
    paper.words(MARGIN, top, headings.title, TITLE, bold=True)
    paper.words(MARGIN, top - height(len(headings.title), TITLE) - GAP / 2, headings.subtitle, TEXT, ink=QUIET_INK)
    paper.words(MARGIN, MARGIN + height(len(headings.source), SOURCE), headings.source, SOURCE, ink=QUIET_INK)
    remarks = headings.foot + height(len(headings.remarks), TEXT)
    paper.words(MARGIN + headings.indent, remarks, headings.remarks, TEXT)


def _axis(paper: Paper, chart: Upright, plot: Plot) -> None:
    """Gridlines and their figures, but for those where the target's words stand."""
    target, words = target_of(chart), target_words(chart)
    beside = None if target is None else max(plot.y(target), plot.bottom + height((len(words) - 1) / 2, TEXT))
    for tick in plot.scale.ticks:
        y = plot.y(tick)
        paper.line([(plot.left, y), (plot.right, y)], GRID, width=1.0)
        if beside is None or abs(y - beside) >= height(1.5, TEXT):
            _axis_words(paper, plot, y, (figure(tick, chart.unit),))
    if beside is not None:
        _axis_words(paper, plot, beside, words)  # no lower than a tick's figure: there are the categories


def _axis_words(paper: Paper, plot: Plot, middle: float, words: Words) -> None:
    paper.words(plot.left - GAP, middle + height(len(words), TEXT) / 2, words, TEXT, align="right")


def _categories(paper: Paper, layout: Layout) -> None:
    for at, label in enumerate(layout.categories):
        half = width_of(label) / 2
        x = min(max(layout.plot.x(at), MARGIN + half), WIDTH - MARGIN - half)
        paper.words(x, layout.plot.bottom - GAP, label, TEXT, align="center")
