"""Lines over time, each with its own marker, named at its end; a target is a dashed line."""

import math

from reports.charts.frame import Name, Point, draw_names
from reports.charts.layout import Layout, Plot
from reports.charts.model import Lines, Series
from reports.charts.palette import MARKERS, TARGET, series_colours
from reports.charts.paper import Paper

STROKE = 2.25


def draw_lines(paper: Paper, chart: Lines, layout: Layout) -> None:
    plot, colours = layout.plot, series_colours(len(chart.series))
    if chart.target is not None:
        y = plot.y(chart.target)
        paper.line([(plot.left, y), (plot.right, y)], TARGET, width=1.5, dashed=True)
    paths = [_path(plot, series) for series in chart.series if series.values]
    ends = [_end(plot, path) for path in paths]
    names = [
        # A leader line goes to the last category only: a longer one would look like data.
        Name(words, colour, marker, (end,) if end == path[-1] else ())
        for words, colour, marker, end, path in zip(layout.names, colours, MARKERS, ends, paths, strict=False)
    ]
    draw_names(paper, plot, names, [y for _, y in ends])
    for path, colour, marker in zip(paths, colours, MARKERS, strict=False):
        paper.line(path, colour, width=STROKE, marker=marker)


def _path(plot: Plot, series: Series) -> list[Point]:
    """NaN where nothing was measured: the line has a gap there."""
    return [(plot.x(at), math.nan if value is None else plot.y(value)) for at, value in enumerate(series.values)]


def _end(plot: Plot, path: list[Point]) -> Point:
    """The last measured point; the foot of the plot for a series that has none."""
    return next((point for point in reversed(path) if not math.isnan(point[1])), (plot.right, plot.bottom))
