"""Lines over time: each with its own marker, named at its end; whiskers for intervals; a target is a dashed line.

A control chart is one line between dotted limits, with its signals marked.
"""

import math

from reports.charts.frame import Name, Point, draw_names
from reports.charts.layout import MARGIN, REMARK, TEXT, Layout, Plot
from reports.charts.lettering import height
from reports.charts.model import ControlChart, Lines, Series
from reports.charts.palette import INK, LIMIT, MARKERS, SIGNAL, SIGNAL_MARKER, TARGET, series_colours
from reports.charts.paper import Paper
from reports.charts.words import limits_of

STROKE, THIN = 2.25, 1.5
APART, BROADEST = 0.6, 0.16
"""How far lines with whiskers stand apart in a category: in all that share of it, and from one another no more."""
CAP = 0.04
NOWHERE = (math.nan, math.nan)


def draw_lines(paper: Paper, chart: Lines, layout: Layout) -> None:
    plot, colours = layout.plot, series_colours(len(chart.series))
    _draw_target(paper, plot, chart.target)
    shifts = _shifts(chart, plot)
    paths = [_path(plot, series, shift) for series, shift in zip(chart.series, shifts, strict=True) if series.values]
    ends = [_end(plot, path) for path in paths]
    names = [
        # A leader line goes to the last category only: a longer one would look like data.
        Name(words, colour, marker, (end,) if end == path[-1] else ())
        for words, colour, marker, end, path in zip(layout.names, colours, MARKERS, ends, paths, strict=False)
    ]
    draw_names(paper, plot, names, [y for _, y in ends])
    for series, shift, colour in zip(chart.series, shifts, colours, strict=True):
        _draw_whiskers(paper, plot, series, shift, colour)
    for path, colour, marker in zip(paths, colours, MARKERS, strict=False):
        paper.line(path, colour, width=STROKE, marker=marker)


def draw_control(paper: Paper, chart: ControlChart, layout: Layout) -> None:
    plot, (colour, *_), (series,) = layout.plot, series_colours(1), chart.series
    _draw_target(paper, plot, chart.target)
    limits = list(limits_of(chart))
    for name, value in limits:
        ends = [(plot.left, plot.y(value)), (plot.right, plot.y(value))]
        paper.line(ends, LIMIT, width=THIN, style="solid" if name == "Mean" else "dotted")
    path = _path(plot, series)
    end = _end(plot, path)
    own = Name(layout.names[0], colour, MARKERS[0], (end,) if path and end == path[-1] else ())
    levels = [plot.y(value) for _, value in limits]
    others = [Name(words, LIMIT, "", ((plot.right, y),)) for words, y in zip(layout.names[1:], levels, strict=True)]
    draw_names(paper, plot, [own, *others], [end[1], *levels])
    if path:
        paper.line(path, colour, width=THIN, marker=MARKERS[0])
    _draw_signals(paper, layout, [path[at] for at in sorted({at for at, _ in chart.signals})])


def _draw_target(paper: Paper, plot: Plot, target: float | None) -> None:
    if target is not None:
        y = plot.y(target)
        paper.line([(plot.left, y), (plot.right, y)], TARGET, width=THIN, style="dashed")


def _draw_signals(paper: Paper, layout: Layout, points: list[Point]) -> None:
    """Over their points, and before the words that say what they are."""
    remarks = layout.headings.remarks
    first = layout.headings.foot + height(len(remarks) - 0.5, TEXT)
    key = [(MARGIN + REMARK * 0.4, first)] if points and remarks else []
    for point in (*points, *key):
        paper.line([point], SIGNAL, width=0, marker=SIGNAL_MARKER, edge=INK, size=9)


def _draw_whiskers(paper: Paper, plot: Plot, series: Series, shift: float, colour: str) -> None:
    """All of a series as one path, broken between its strokes."""
    strokes: list[Point] = []
    for at, interval in enumerate(series.intervals):
        if interval is not None:
            x, (low, high) = plot.x(at) + shift, map(plot.y, interval)
            strokes += [(x, low), (x, high), NOWHERE]
            strokes += [(x - CAP, low), (x + CAP, low), NOWHERE, (x - CAP, high), (x + CAP, high), NOWHERE]
    if strokes:
        paper.line(strokes, colour, width=THIN)


def _shifts(chart: Lines, plot: Plot) -> list[float]:
    """Right or left of the middle of each category, where whiskers would lie on one another."""
    count = len(chart.series)
    has_whiskers = any(series.intervals for series in chart.series)
    step = min(APART * plot.slot / count, BROADEST) if has_whiskers and count else 0.0
    return [(number - (count - 1) / 2) * step for number in range(count)]


def _path(plot: Plot, series: Series, shift: float = 0.0) -> list[Point]:
    """NaN where nothing was measured: the line has a gap there."""
    return [
        (plot.x(at) + shift, math.nan if value is None else plot.y(value)) for at, value in enumerate(series.values)
    ]


def _end(plot: Plot, path: list[Point]) -> Point:
    """The last measured point; the foot of the plot for a series that has none."""
    return next((point for point in reversed(path) if not math.isnan(point[1])), (plot.right, plot.bottom))
