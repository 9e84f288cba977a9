"""docs/charts.md and its pictures: each kind of chart, what it is for, and what it says without being seen."""  # noqa: INP001 - it makes what stands beside it

from pathlib import Path

from docs.pictures.examples import EXAMPLES
from reports.charts import alternative_text, png

HERE = Path(__file__).parent
PAGE = HERE.parent / "charts.md"
INTRODUCTION = """# Charts

<!-- Written by docs/pictures/charts.py, as its pictures are: `make pictures`. -->

Six kinds in `reports/charts`, each a frozen record of words and figures (`model.py`). Picture, alternative text and
table are made from that record, so they cannot disagree; the caller gives the headline, made from the same figures.

| To show | Kind |
|---|---|
| parts of a whole by month | `StackedColumns` |
| things that overlap, side by side | `GroupedColumns` |
| shares and scores over time, with target and interval | `Lines` |
| whether a figure varies more than it always did | `ControlChart` |
| things with long names, each against a budget or an allowance | `Bars` |
| every measure with its target and state | `Scorecard` |

PNG for chats, 960 pixels wide and legible at 360; SVG for documents, with the title in it. Colour never stands alone:
lines have their own points, names stand at their lines, states and signals have their own shapes and their words. All
words have 4.5 to 1 against what they stand on, all else that must be seen 3 to 1, by itself or by its dark edge (amber
alone has 2.8). Columns and bars begin at zero; where lines do not, the subtitle says so. Tests hold every kind to this.

In private answers Slack draws `GroupedColumns`, `Lines` without target and interval, columns of one series and `Bars`
without marks by itself, where their words are short enough. All else comes as a picture by direct message.

Figures below are those of three councils' published reports, or made up where that is said.
"""


def page() -> str:
    sections = (
        f"## {title}\n\n{note}\n\n![{chart.title}](pictures/chart-{name}.png)\n\n> {alternative_text(chart)}\n"
        for name, (title, note, chart) in EXAMPLES.items()
    )
    return "\n".join((INTRODUCTION, *sections))


def draw() -> None:
    for name, (_, _, chart) in EXAMPLES.items():
        (HERE / f"chart-{name}.png").write_bytes(png(chart))
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    draw()
