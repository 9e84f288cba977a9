"""Charts: what they hold, what they say in words and figures, and what they look like."""

from reports.charts.drawing import png, svg
from reports.charts.model import Chart, GroupedColumns, Lines, Series, StackedColumns
from reports.charts.words import alternative_text, as_table

__all__ = [
    "Chart",
    "GroupedColumns",
    "Lines",
    "Series",
    "StackedColumns",
    "alternative_text",
    "as_table",
    "png",
    "svg",
]
