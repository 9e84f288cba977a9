"""Bars from zero to the right: names before them, figures behind them, and a stroke for what each is held against."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.charts.frame import FIGURE, draw_headings
from reports.charts.layout import GAP, HEIGHT, MARGIN, TEXT, WIDTH, Words, headings_of, width_of
from reports.charts.lettering import height, width, wrapped
from reports.charts.model import Bars
from reports.charts.palette import INK, PAPER, series_colours
from reports.charts.paper import Paper
from reports.charts.words import held_words

NAME_ROOM, FIGURE_ROOM = 1.6, 2.6
BAR = 0.22
"""From one bar to the next; some of it stays white."""
WHITE = 0.04
BETWEEN = 0.14
SWATCH = 0.2
ENTRY = (WIDTH - 2 * MARGIN) / 2 - 2 * SWATCH
MARK = "|"


@dataclass(frozen=True)
class _Row:
    """One category: its name, and for each series a value, its mark and both in words; then the remark."""

    name: Words
    values: tuple[float | None, ...]
    marks: tuple[float | None, ...]
    figures: Words
    remark: Words

    @property
    def height(self) -> float:
        beside = BAR * len(self.values) + height(len(self.remark), FIGURE)
        return max(height(len(self.name), TEXT), beside) + BETWEEN


@dataclass(frozen=True)
class _Entry:
    """What the key above the bars explains: a colour, or the stroke."""

    words: str
    colour: str
    marker: str

    @property
    def width(self) -> float:
        return SWATCH + width(self.words, TEXT) + SWATCH


@dataclass(frozen=True)
class _Plot:
    """From `left` to `right`, where `low` and `high` of the values are."""

    left: float
    right: float
    low: float
    high: float

    def x(self, value: float) -> float:
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)


def drawn_bars(chart: Bars) -> Paper:
    headings, rows, key = headings_of(chart), list(_rows(chart)), list(_key_lines(chart))
    fixed = headings.above + height(len(key), TEXT) + 3 * GAP + headings.below
    paper = Paper(WIDTH, max(HEIGHT, fixed + sum(row.height for row in rows)))
    draw_headings(paper, headings)
    top = paper.height - headings.above - GAP
    for number, line in enumerate(key):
        _draw_key(paper, top - height(number + 0.5, TEXT), line)
    top -= height(len(key), TEXT) + 2 * GAP
    if not chart.measured:
        paper.words(MARGIN, top, ("No figures to show",), TEXT)
        return paper
    _draw_rows(paper, chart, rows, top)
    return paper


def _rows(chart: Bars) -> Iterator[_Row]:
    for at, category in enumerate(chart.categories):
        values = tuple(series.values[at] for series in chart.series)
        marks = tuple(mark.values[at] for mark in chart.marks) or (None,) * len(values)
        figures = tuple(held_words(value, mark, chart) for value, mark in zip(values, marks, strict=True))
        remark = chart.remarks[at] if chart.remarks else ""
        yield _Row(
            wrapped(category, NAME_ROOM, TEXT, most=3),
            values,
            marks,
            figures,
            wrapped(remark, FIGURE_ROOM, FIGURE, most=2),
        )


def _plot(chart: Bars, rows: list[_Row]) -> _Plot:
    left = MARGIN + max(width_of(row.name) for row in rows) + 2 * GAP
    words = max(width(line, FIGURE) for row in rows for line in (*row.figures, *row.remark))
    reach = (0.0, *chart.measured, *chart.beside)
    low, high = min(reach), max(reach)
    return _Plot(left, WIDTH - MARGIN - words - 2 * GAP, low, high if high > low else low + 1)


def _draw_rows(paper: Paper, chart: Bars, rows: list[_Row], top: float) -> None:
    plot, start = _plot(chart, rows), top
    for row in rows:
        _draw_row(paper, plot, row, top)
        top -= row.height
    zero = plot.x(0)
    paper.line([(zero, start), (zero, top + BETWEEN)], INK, width=1.0)


def _draw_row(paper: Paper, plot: _Plot, row: _Row, top: float) -> None:
    paper.words(MARGIN, top, row.name, TEXT)
    colours, figures = series_colours(len(row.values)), plot.right + 2 * GAP
    for number, (value, mark, words) in enumerate(zip(row.values, row.marks, row.figures, strict=True)):
        upper, lower = top - number * BAR, top - (number + 1) * BAR + WHITE
        left, right = sorted((plot.x(0), plot.x(value or 0)))
        paper.block(left, lower, right - left, upper - lower, colours[number])
        if mark is not None:
            _draw_mark(paper, plot.x(mark), (upper + lower) / 2, BAR)
        paper.words(figures, (upper + lower + height(1, FIGURE)) / 2, (words,), FIGURE)
    paper.words(figures, top - BAR * len(row.values), row.remark, FIGURE)


def _draw_mark(paper: Paper, x: float, middle: float, tall: float) -> None:
    """A dark stroke with white beside it, so that it is seen on a bar too."""
    ends = [(x, middle - tall / 2), (x, middle + tall / 2)]
    paper.line(ends, PAPER, width=5)
    paper.line(ends, INK, width=2.5)


def _key_lines(chart: Bars) -> Iterator[list[_Entry]]:
    """A line for each series, with its mark; as the bars stand. None for one series alone, which the title names."""
    colours = series_colours(len(chart.series))
    for at, series in enumerate(chart.series if len(chart.series) > 1 or chart.marks else ()):
        marks = [_entry(chart.marks[at].name, INK, MARK)] if chart.marks else []
        yield [_entry(series.name, colours[at], "s"), *marks]


def _entry(name: str, colour: str, marker: str) -> _Entry:
    (words,) = wrapped(name, ENTRY, TEXT, most=1) or ("",)
    return _Entry(words, colour, marker)


def _draw_key(paper: Paper, middle: float, entries: list[_Entry]) -> None:
    x = MARGIN
    for entry in entries:
        if entry.marker == MARK:
            _draw_mark(paper, x + SWATCH / 3, middle, BAR - WHITE)
        else:
            paper.line([(x + SWATCH / 3, middle)], entry.colour, width=0, marker=entry.marker, size=9)
        paper.words(x + SWATCH, middle + height(1, TEXT) / 2, (entry.words,), TEXT)
        x += entry.width
