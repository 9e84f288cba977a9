"""Where everything stands on the picture, in inches from its lower left corner, before it is drawn.

A picture is 6.4 by 4 inches, and grows in height where its words need more than that leaves.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from core.numbers import NOT_MEASURED
from reports.charts.lettering import height, printable, width, wrapped
from reports.charts.model import Chart, GroupedColumns, Lines
from reports.charts.scale import Scale, scale_of
from reports.charts.words import figure, full_subtitle, target_label, target_of

WIDTH, HEIGHT = 6.4, 4.0
MARGIN, GAP = 0.15, 0.08
TITLE, TEXT, SOURCE = 15, 12, 11
"""Sizes in points: at 360 pixels wide, the width of a phone, the smallest is still 8 pixels high."""
NAME_ROOM = 1.5
EASY = 4
"""So many series may have names of three lines; more have two."""
KEY = 0.32
"""Between plot and names: the leader line and the marker."""
LEAST_PLOT = 2.1
CLEARANCE = 0.22
"""Above a column: its figure."""
STEPS = (2, 3, 4, 6, 12, 24, 48, 96)
FEWEST_NAMED = 4
FEW = 8
"""So many categories are all named, if need be cut short: they may be partners, of which none is left out."""

Words = tuple[str, ...]
"""One text, broken into lines."""


@dataclass(frozen=True)
class Plot:
    """The rectangle of the figures: `count` categories across, the scale's ends at bottom and top."""

    scale: Scale
    count: int
    left: float
    right: float
    bottom: float
    top: float

    @property
    def slot(self) -> float:
        """The width that one category has."""
        return (self.right - self.left) / max(1, self.count)

    def x(self, at: int) -> float:
        """The middle of a category."""
        return self.left + (at + 0.5) * self.slot

    def y(self, value: float) -> float:
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.bottom + share * (self.top - self.bottom)


@dataclass(frozen=True)
class Layout:
    """`names` of the series stand right of the plot, in order. Thinned out categories are empty."""

    title: Words
    subtitle: Words
    source: Words
    names: tuple[Words, ...]
    categories: tuple[Words, ...]
    height: float
    plot: Plot


def layout_of(chart: Chart) -> Layout:
    scale, room = scale_of(chart), WIDTH - 2 * MARGIN
    title = wrapped(chart.title, room, TITLE, most=3, bold=True)
    subtitle = wrapped(full_subtitle(chart), room, TEXT, most=3)
    source = wrapped(chart.source, room, SOURCE, most=2)
    most = 3 if len(chart.series) <= EASY else 2
    names = tuple(wrapped(name, NAME_ROOM, TEXT, most=most) for name in _names(chart))
    ticks = tuple(figure(tick, chart.unit) for tick in scale.ticks)
    left = MARGIN + GAP + max(width_of(ticks), width_of(target_words(chart)))
    right = WIDTH - MARGIN - max((KEY + width_of(name) for name in names), default=0.0)
    categories = category_labels(chart.categories, right - left)
    below = MARGIN + height(len(source), SOURCE) + height(max(map(len, categories), default=0), TEXT) + 2 * GAP
    above = MARGIN + height(len(title), TITLE) + height(len(subtitle), TEXT) + GAP + CLEARANCE
    headroom, share = _headroom(chart, names, scale)
    tall = max(HEIGHT, below + above + max(LEAST_PLOT * share + headroom, LEAST_PLOT, stack_height(names)))
    rise = min(tall - above - below, (tall - above - below - headroom) / share)
    plot = Plot(scale, len(categories), left, right, below, below + rise)
    return Layout(title, subtitle, source, names, categories, tall, plot)


def category_labels(categories: tuple[str, ...], room: float) -> tuple[Words, ...]:
    """As many as fit in two lines without a cut: all, or each second, third, fourth, sixth or twelfth, …

    Where even four do not, six are cut short. A few are never thinned out but stand on two levels by turns.
    """
    count = len(categories)
    slot = room / max(1, count)
    for step in (1, *(step for step in STEPS if count > FEW and FEWEST_NAMED * step <= count)):
        labels = tuple(_thinned(categories, step, slot, most=2))
        if all(_is_whole(label, category) for label, category in zip(labels, categories, strict=True)):
            return labels
    if count > FEW:
        return tuple(_thinned(categories, math.ceil(count / 6), slot, most=3))
    return _by_turns([wrapped(category, 2 * slot - GAP, TEXT, most=3) for category in categories])


def target_words(chart: Chart) -> Words:
    """On the value axis, in two lines; nothing without a target."""
    return tuple(target_label(chart).split())


def stack_height(names: tuple[Words, ...]) -> float:
    return sum(map(name_height, names))


def name_height(name: Words) -> float:
    """With the gap that parts it from the next."""
    return height(len(name), TEXT) + GAP / 2


def width_of(words: Words) -> float:
    return max((width(line, TEXT) for line in words), default=0.0)


def _names(chart: Chart) -> Iterator[str]:
    """A line's name follows its last figure, so that a long name is cut and the figure is not."""
    for series in chart.series:
        last = series.values[-1] if series.values and isinstance(chart, Lines) else None
        if all(value is None for value in series.values):
            yield f"{series.name} {NOT_MEASURED}"
        else:
            yield (series.name if last is None else f"{figure(last, chart.unit, target_of(chart))} {series.name}")


def _headroom(chart: Chart, names: tuple[Words, ...], scale: Scale) -> tuple[float, float]:
    """Inches that stay free above the last group of columns, and how far up the plot its highest one reaches.

    Grouped columns are named from above, each by a leader line that passes over the columns to its right.
    """
    if not isinstance(chart, GroupedColumns) or not chart.categories:
        return 0.0, 1.0
    highest = max((series.values[-1] or 0.0 for series in chart.series), default=0.0)
    share = (max(highest, 0.0) - scale.low) / (scale.high - scale.low)
    return stack_height(names[:-1]), max(share, 0.01)


def _thinned(categories: tuple[str, ...], step: int, slot: float, *, most: int) -> Iterator[Words]:
    for at, category in enumerate(categories):
        yield wrapped(category, slot * step - GAP, TEXT, most=most) if at % step == 0 else ()


def _by_turns(labels: list[Words]) -> tuple[Words, ...]:
    """Every second label under the first ones, moved there by empty lines."""
    upper = max((len(label) for label in labels[::2]), default=0)
    return tuple(("",) * upper + label if at % 2 else label for at, label in enumerate(labels))


def _is_whole(label: Words, category: str) -> bool:
    """Whether a label is left out, or broken at spaces only."""
    return not label or " ".join(label) == printable(category)
