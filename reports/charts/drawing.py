"""Charts as pictures. A picture is kept by the value of its chart, so that asking again costs nothing."""

from functools import lru_cache

from reports.charts.bars import drawn_bars
from reports.charts.columns import draw_grouped, draw_stacked
from reports.charts.frame import draw_base, draw_frame
from reports.charts.layout import WIDTH, layout_of
from reports.charts.lettering import printable
from reports.charts.lines import draw_control, draw_lines
from reports.charts.model import Bars, Chart, ControlChart, GroupedColumns, Lines, Scorecard, StackedColumns, Upright
from reports.charts.paper import DPI, Paper
from reports.charts.scorecard import drawn_scorecard

KEPT = 128
"""Some 50 kB each."""


@lru_cache(maxsize=KEPT)
def png(chart: Chart, dpi: int = DPI) -> bytes:
    """960 pixels wide and 600 high, or higher where its words or rows ask for it. Safe to call from any thread."""
    return _drawn(chart).png(dpi)


@lru_cache(maxsize=KEPT)
def svg(chart: Chart) -> bytes:
    """UTF-8, with the chart's title as its <title>. Safe to call from any thread."""
    return _drawn(chart).svg(printable(chart.title))


def _drawn(chart: Chart) -> Paper:
    match chart:
        case Scorecard():
            return drawn_scorecard(chart)
        case Bars():
            return drawn_bars(chart)
        case _:
            return _drawn_upright(chart)


def _drawn_upright(chart: Upright) -> Paper:
    layout = layout_of(chart)
    paper = Paper(WIDTH, layout.height)
    draw_frame(paper, chart, layout)
    match chart:
        case Lines():
            draw_lines(paper, chart, layout)
        case ControlChart():
            draw_control(paper, chart, layout)
        case GroupedColumns():
            draw_grouped(paper, chart, layout)
        case StackedColumns():
            draw_stacked(paper, chart, layout)
    draw_base(paper, layout.plot)
    return paper
