"""Where everything stands on the picture, in inches from its lower left corner, before it is drawn.

A picture is 6.4 by 4 inches, and grows in height where its words need more than that leaves.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import fmean

from core.numbers import NOT_MEASURED
from reports.charts.lettering import height, printable, width, wrapped
from reports.charts.model import Chart, ControlChart, GroupedColumns, Lines, Upright
from reports.charts.scale import Scale, scale_of
from reports.charts.words import figure, full_subtitle, limits_of, remarks, target_label, target_of

WIDTH, HEIGHT = 6.4, 4.0
MARGIN, GAP = 0.15, 0.08
TITLE, TEXT, SOURCE = 15, 12, 11
"""Sizes in points: at 360 pixels wide, the width of a phone, the smallest is still 8 pixels high."""
NAME_ROOM = 1.5
EASY = 4
"""So many series may have names of three lines; more have two."""
KEY = 0.32
"""Between plot and names: the leader line and the marker."""
REMARK = 0.22
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
class Headings:
    """What every chart has: above its figures title and subtitle, below them remarks and source.

    `indent` is the room before the remarks for the mark that they explain.
    """

    title: Words
    subtitle: Words
    remarks: Words
    source: Words
    indent: float

    @property
    def above(self) -> float:
        """Inches from the upper edge down to where the figures may begin."""
        return MARGIN + height(len(self.title), TITLE) + height(len(self.subtitle), TEXT) + GAP

    @property
    def below(self) -> float:
        """Inches from the lower edge up to where they must end."""
        return self.foot + height(len(self.remarks), TEXT) + GAP

    @property
    def foot(self) -> float:
        """Inches from the lower edge up to the remarks."""
        return MARGIN + height(len(self.source), SOURCE) + (GAP / 2 if self.remarks else 0)


@dataclass(frozen=True)
class Layout:
    """`names` of the series stand right of the plot, in order. Thinned out categories are empty."""

    headings: Headings
    names: tuple[Words, ...]
    categories: tuple[Words, ...]
    height: float
    plot: Plot


def headings_of(chart: Chart) -> Headings:
    room = WIDTH - 2 * MARGIN
    indent = REMARK if isinstance(chart, ControlChart) and chart.signals else 0.0
    return Headings(
        wrapped(chart.title, room, TITLE, most=3, bold=True),
        wrapped(full_subtitle(chart), room, TEXT, most=3),
        tuple(line for remark in remarks(chart) for line in wrapped(remark, room - indent, TEXT, most=4)),
        wrapped(chart.source, room, SOURCE, most=2),
        indent,
    )


def layout_of(chart: Upright) -> Layout:
    scale, headings = scale_of(chart), headings_of(chart)
    most = 3 if len(chart.series) <= EASY else 2
    names = tuple(wrapped(name, NAME_ROOM, TEXT, most=most) for name in _names(chart))
    ticks = tuple(figure(tick, chart.unit) for tick in scale.ticks)
    left = MARGIN + GAP + max(width_of(ticks), width_of(target_words(chart)))
    right = WIDTH - MARGIN - max((KEY + width_of(name) for name in names), default=0.0)
    categories = with_counts(category_labels(chart.categories, right - left), chart, right - left)
    below = headings.below + height(max(map(len, categories), default=0), TEXT) + GAP
    above = headings.above + CLEARANCE
    headroom, share = _headroom(chart, names, scale)
    tall = max(HEIGHT, below + above + max(LEAST_PLOT * share + headroom, LEAST_PLOT, stack_height(names)))
    rise = min(tall - above - below, (tall - above - below - headroom) / share)
    plot = Plot(scale, len(categories), left, right, below, below + rise)
    return Layout(headings, names, categories, tall, plot)


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


def with_counts(labels: tuple[Words, ...], chart: Upright, room: float) -> tuple[Words, ...]:
    """Below each category what its value was counted from, where there is one series and all have room."""
    counts = chart.series[0].counts if len(chart.series) == 1 else ()
    below = [wrapped(count, room / len(counts) - GAP, TEXT, most=2) for count in counts]
    are_whole = all(_is_whole(label, count) for label, count in zip(below, counts, strict=True))
    if not (below and are_whole and all(label[:1] not in {(), ("",)} for label in labels)):
        return labels
    deepest = max(map(len, labels))
    return tuple(label + ("",) * (deepest - len(label)) + count for label, count in zip(labels, below, strict=True))


def target_words(chart: Upright) -> Words:
    """On the value axis, in two lines; nothing without a target."""
    return tuple(target_label(chart).split())


def stack_height(names: tuple[Words, ...]) -> float:
    return sum(map(name_height, names))


def name_height(name: Words) -> float:
    """With the gap that parts it from the next."""
    return height(len(name), TEXT) + GAP / 2


def width_of(words: Words) -> float:
    return max((width(line, TEXT) for line in words), default=0.0)


def spread(wanted: list[float], heights: list[float], *, floor: float, roof: float) -> list[float]:
    """Middles of labels: in the order of `wanted` and near it, without overlap, between floor and roof.

    With the labels' own heights taken out, no overlap means no descent, so this is isotonic regression:
    labels that press on one another stand around the mean of what they want. Too many stand on the floor.
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    steps = [0.0, *((heights[low] + heights[high]) / 2 for low, high in pairwise(order))]
    below = list(accumulate(steps))
    free = _ascending([wanted[label] - offset for label, offset in zip(order, below, strict=True)])
    lowest = floor + heights[order[0]] / 2
    highest = max(lowest, roof - heights[order[-1]] / 2 - below[-1])
    middles = [min(max(place, lowest), highest) + offset for place, offset in zip(free, below, strict=True)]
    return [middles[order.index(label)] for label in range(len(wanted))]


def _ascending(values: list[float]) -> list[float]:
    """The sequence without descents that is nearest to `values` by least squares, by the min-max formula."""
    count = range(len(values))
    return [
        max(min(fmean(values[first : last + 1]) for last in count[at:]) for first in count[: at + 1]) for at in count
    ]


def _names(chart: Upright) -> Iterator[str]:
    """A line's name follows its last figure, so that a long name is cut and the figure is not.

    The one line of a control chart is named by its title, so its figure has its month, and the limits come behind it.
    """
    for series in chart.series:
        last = series.values[-1] if series.values and isinstance(chart, Lines | ControlChart) else None
        name = f"in {chart.categories[-1]}" if isinstance(chart, ControlChart) and chart.categories else series.name
        if all(value is None for value in series.values):
            yield f"{series.name} {NOT_MEASURED}"
        else:
            yield (series.name if last is None else f"{figure(last, chart.unit, target_of(chart))} {name}")
    for name, value in limits_of(chart) if isinstance(chart, ControlChart) else ():
        yield f"{figure(value, chart.unit)} {name[:1].lower()}{name[1:]}"


def _headroom(chart: Upright, names: tuple[Words, ...], scale: Scale) -> tuple[float, float]:
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
