"""Charts as pictures. A picture is kept by the value of its chart, so that asking again costs nothing."""

from functools import lru_cache

from reports.charts.frame import draw_base, draw_frame
from reports.charts.grouped import draw_grouped
from reports.charts.layout import WIDTH, layout_of
from reports.charts.lettering import printable
from reports.charts.lines import draw_lines
from reports.charts.model import Chart, GroupedColumns, Lines
from reports.charts.paper import Paper
from reports.charts.stacked import draw_stacked

KEPT = 128
"""Some 50 kB each."""


@lru_cache(maxsize=KEPT)
def png(chart: Chart) -> bytes:
    """960 pixels wide and 600 high, or higher where long words ask for it. Safe to call from any thread."""
    return _drawn(chart).png()


@lru_cache(maxsize=KEPT)
def svg(chart: Chart) -> bytes:
    """UTF-8, with the chart's title as its <title>. Safe to call from any thread."""
    return _drawn(chart).svg(printable(chart.title))


def _drawn(chart: Chart) -> Paper:
    layout = layout_of(chart)
    paper = Paper(WIDTH, layout.height)
    draw_frame(paper, chart, layout)
    if isinstance(chart, Lines):
        draw_lines(paper, chart, layout)
    elif isinstance(chart, GroupedColumns):
        draw_grouped(paper, chart, layout)
    else:
        draw_stacked(paper, chart, layout)
    draw_base(paper, layout.plot)
    return paper
