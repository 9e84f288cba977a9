"""A scorecard: measures under their headings, each with figure, target, state and the two directions of travel."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.charts.frame import draw_headings
from reports.charts.layout import GAP, HEIGHT, MARGIN, WIDTH, Words, headings_of
from reports.charts.lettering import height, wrapped
from reports.charts.model import Measure, Scorecard
from reports.charts.palette import GRID, INK, QUIET_INK, STATE_COLOURS, STATE_MARKERS
from reports.charts.paper import Paper

LETTER = 11
COLUMNS = (0.0, 1.48, 2.8, 3.48, 4.66, 5.42)
"""Where measure, figure, target, state and the two changes begin, from the left margin."""
RIGHT = WIDTH - 2 * MARGIN
SWATCH = 0.2
STATE = 3
MOST_LINES = 5
HEADER = ("Measure", "Figure", "Target", "State")
BETWEEN = 0.1
NOTHING = "-"


@dataclass(frozen=True)
class _Row:
    """The words of each column; of a heading only the first. `state` has its swatch."""

    cells: tuple[Words, ...]
    state: str = ""
    is_bold: bool = False

    @property
    def height(self) -> float:
        return height(max(map(len, self.cells)), LETTER) + BETWEEN


def drawn_scorecard(chart: Scorecard) -> Paper:
    headings, rows = headings_of(chart), list(_rows(chart))
    tall = headings.above + sum(row.height for row in rows) + GAP + headings.below
    paper = Paper(WIDTH, max(HEIGHT, tall))
    draw_headings(paper, headings)
    top = paper.height - headings.above - GAP
    for row in rows:
        _draw_row(paper, row, top)
        top -= row.height
    if not chart.groups:
        paper.words(MARGIN, top, ("No figures to show",), LETTER)
    return paper


def _rows(chart: Scorecard) -> Iterator[_Row]:
    yield _Row(tuple(_cells((*HEADER, *chart.since), bold=True)), is_bold=True)
    for group in chart.groups:
        yield _Row((wrapped(group.heading, RIGHT, LETTER, most=2, bold=True),), is_bold=True)
        yield from map(_row, group.measures)


def _row(measure: Measure) -> _Row:
    words = (measure.name, measure.figure, measure.target, measure.state_words, *measure.changes)
    return _Row(tuple(_cells(tuple(text or NOTHING for text in words))), measure.state)


def _cells(words: tuple[str, ...], *, bold: bool = False) -> Iterator[Words]:
    """What stands in brackets begins a line of its own where both do not fit on one."""
    for column, text in enumerate(words):
        room = _room(column)
        lines = wrapped(text, room, LETTER, most=MOST_LINES, bold=bold)
        before, bracket, behind = text.partition(" (")
        if len(lines) > 1 and bracket:
            lines = wrapped(before, room, LETTER, most=2) + wrapped(f"({behind}", room, LETTER, most=MOST_LINES - 2)
        yield lines


def _room(column: int) -> float:
    end = (*COLUMNS, RIGHT + GAP)[column + 1]
    return end - COLUMNS[column] - GAP - (SWATCH if column == STATE else 0)


def _draw_row(paper: Paper, row: _Row, top: float) -> None:
    """A light line above it, and a dark one above what is bold."""
    edge = top + BETWEEN / 2
    paper.line([(MARGIN, edge), (WIDTH - MARGIN, edge)], QUIET_INK if row.is_bold else GRID, width=1.0)
    for column, words in enumerate(row.cells):
        inset = SWATCH if column == STATE else 0
        paper.words(MARGIN + COLUMNS[column] + inset, top, words, LETTER, bold=row.is_bold)
    if row.state in STATE_COLOURS:
        at = (MARGIN + COLUMNS[STATE] + SWATCH / 3, top - height(0.5, LETTER))
        paper.line([at], STATE_COLOURS[row.state], width=0, marker=STATE_MARKERS[row.state], edge=INK, size=10)
