"""Charts: what they hold, what they say in words and figures, and what they look like."""

from reports.charts.drawing import png, svg
from reports.charts.model import (
    Bars,
    Chart,
    ControlChart,
    Group,
    GroupedColumns,
    Lines,
    Measure,
    Scorecard,
    Series,
    StackedColumns,
    State,
)
from reports.charts.words import alternative_text, as_table

__all__ = [
    "Bars",
    "Chart",
    "ControlChart",
    "Group",
    "GroupedColumns",
    "Lines",
    "Measure",
    "Scorecard",
    "Series",
    "StackedColumns",
    "State",
    "alternative_text",
    "as_table",
    "png",
    "svg",
]
