"""Charts as Slack draws them itself, where its block shows the same as our picture would.

It has no targets, intervals, limits or totals, nor gaps, and short words only; what needs those stays a picture.
"""

from typing import Any, TypeGuard

from core.numbers import rounded
from reports.charts import Bars, Chart, GroupedColumns, Lines, StackedColumns
from reports.charts.model import Plotted

Block = dict[str, Any]
DRAWN = "data_visualization"
MOST_DRAWN = 2  # in a message
# Limits of slack.md; its own pages say besides that every series has a figure for each category, and a name of its own.
TITLE, AXIS, LABEL = 50, 50, 20
MOST_SERIES, MOST_CATEGORIES = 6, 20


def can_draw(chart: Chart) -> TypeGuard[Plotted]:
    """Whether Slack's own block would show the same."""
    match chart:
        case GroupedColumns():
            return has_room(chart)
        case StackedColumns():
            return len(chart.series) == 1 and has_room(chart)
        case Lines():
            has_more = chart.target is not None or any(each.intervals for each in chart.series)
            return not has_more and has_room(chart)
        case Bars():
            return not (chart.marks or chart.remarks) and has_room(chart)
        case _:
            return False


def has_room(chart: Plotted) -> bool:
    series, categories = chart.series, chart.categories
    are_some = 0 < len(series) <= MOST_SERIES and 0 < len(categories) <= MOST_CATEGORIES
    are_named = are_labels(categories) and are_labels(tuple(each.name for each in series))
    return are_some and are_named and len(chart.measured) == len(series) * len(categories)


def are_labels(words: tuple[str, ...]) -> bool:
    """Short, there, and unlike one another."""
    return len({*words}) == len(words) and all(len(each.strip()) > 0 and len(each) <= LABEL for each in words)


def drawn(chart: Plotted) -> Block:
    """The block of a chart that `can_draw`. A long title is cut: the words below the block have it whole."""
    points = [
        {
            "name": series.name,
            "data": [
                {"label": label, "value": float(rounded(value))}
                for label, value in zip(chart.categories, series.values, strict=True)
                if value is not None
            ],
        }
        for series in chart.series
    ]
    named = {"x_label": chart.along[:AXIS], "y_label": chart.unit[:AXIS]}
    axes = {"categories": list(chart.categories)} | {name: words for name, words in named.items() if words.strip()}
    title = chart.title if len(chart.title) <= TITLE else f"{chart.title[: TITLE - 1]}…"
    kind = "line" if isinstance(chart, Lines) else "bar"
    return {
        "type": DRAWN,
        "title": title if title.strip() else "Chart",
        "chart": {"type": kind, "series": points, "axis_config": axes},
    }
