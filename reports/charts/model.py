"""What a chart is: its words and its figures, before anything is drawn."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from reports.charts.palette import COLOURS

LARGEST = 1e12
Interval = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """One finite value for each category of the chart; None where nothing was measured.

    `intervals`: for each value from where to where chance may move it. `counts`: what each was counted from, in words
    ("101 of 125", "43 scores"). Both are empty where there are none.
    """

    name: str
    values: tuple[float | None, ...]
    intervals: tuple[Interval | None, ...] = ()
    counts: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Drawn:
    """`unit` is "%", "£" or a noun ("outages"). `along` says what the categories are; it heads the table.

    Raises ValueError for series that do not fit the categories, for figures that are not finite or not below
    a million million, for more series than there are colours, and for intervals where none can be drawn.
    """

    title: str
    subtitle: str
    source: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str

    shows_intervals: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if len(self.series) > len(COLOURS):
            raise ValueError(f"{len(self.series)} series are more than the {len(COLOURS)} that a chart can hold")
        for series in self.series:
            _refuse_misfits(series, len(self.categories))
            if series.intervals and not self.shows_intervals:
                raise ValueError("only lines show intervals")
        if not all(math.isfinite(value) and abs(value) < LARGEST for value in (*self.measured, *self.beside)):
            raise ValueError("a chart's figures are finite and below a million million")

    @property
    def measured(self) -> tuple[float, ...]:
        """Every value that is there, series by series."""
        return tuple(value for series in self.series for value in series.values if value is not None)

    @property
    def beside(self) -> tuple[float, ...]:
        """What else has its place on the axis: targets, ends of intervals, limits."""
        return ()


@dataclass(frozen=True)
class StackedColumns(_Drawn):
    """Parts of a whole, so no part is below zero: ValueError."""

    along: str = "Month"
    kind: Literal["stacked_columns"] = "stacked_columns"

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(value < 0 for value in self.measured):
            raise ValueError("a stacked column has no part below zero: use grouped columns")

    @property
    def totals(self) -> tuple[float | None, ...]:
        """For each category; None where a part is missing: the sum of the others is not the total."""
        return tuple(_total([series.values[at] for series in self.series]) for at in range(len(self.categories)))


@dataclass(frozen=True)
class GroupedColumns(_Drawn):
    """Columns side by side, to compare; values below zero are allowed."""

    along: str = "Month"
    kind: Literal["grouped_columns"] = "grouped_columns"


@dataclass(frozen=True)
class Lines(_Drawn):
    """Values over time, with their intervals where they have some. A `target` is in the chart's unit."""

    target: float | None = None
    along: str = "Month"
    kind: Literal["lines"] = "lines"

    shows_intervals: ClassVar[bool] = True

    @property
    def beside(self) -> tuple[float, ...]:
        ends = [end for series in self.series for interval in series.intervals for end in interval or ()]
        return (*ends, *_known(self.target))


@dataclass(frozen=True)
class ControlChart(_Drawn):
    """One series over time, its mean and limits (XmR), or None where there are too few points for them.

    `signals` are the index of a category and what is unusual there ("above the upper limit"). ValueError for
    any other number of series, and for a signal of no category.
    """

    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    signals: tuple[tuple[int, str], ...] = ()
    is_trial: bool = False
    target: float | None = None
    along: str = "Month"
    kind: Literal["control_chart"] = "control_chart"

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.series) != 1:
            raise ValueError("a control chart is of one series")
        if not all(0 <= at < len(self.categories) for at, _ in self.signals):
            raise ValueError("a signal belongs to one of the categories")

    @property
    def beside(self) -> tuple[float, ...]:
        return _known(self.mean, self.lower, self.upper, self.target)


@dataclass(frozen=True)
class Bars(_Drawn):
    """Bars from left to right for what has long names. Values below zero are allowed.

    `marks` holds what each series is held against (its budget, the minutes allowed), one for each series, or nothing.
    `remarks` are words for each category, or nothing. ValueError where either does not fit.
    """

    marks: tuple[Series, ...] = ()
    remarks: tuple[str, ...] = ()
    along: str = "Line"
    kind: Literal["bars"] = "bars"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.marks and len(self.marks) != len(self.series):
            raise ValueError("each series has its own mark, or none has")
        for mark in self.marks:
            _refuse_misfits(mark, len(self.categories))
        if self.remarks and len(self.remarks) != len(self.categories):
            raise ValueError("each category has its own remark, or none has")

    @property
    def beside(self) -> tuple[float, ...]:
        return tuple(value for mark in self.marks for value in mark.values if value is not None)


State = Literal["on target", "within tolerance", "off target", "no target", "not measured"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Measure:
    """One row of a scorecard, in words: "80.8% (101 of 125)", "90%". `changes` are the two directions of travel.

    `is_normal`: chance alone may keep it off its target.
    """

    name: str
    figure: str
    target: str
    state: State
    changes: tuple[str, str]
    is_normal: bool = False

    @property
    def state_words(self) -> str:
        return f"{self.state}, within normal variation" if self.is_normal else self.state


@dataclass(frozen=True)
class Group:
    """Measures under one heading."""

    heading: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Scorecard:
    """Each measure with its figure, target, state and two directions of travel; `since` says from when they are."""

    title: str
    subtitle: str
    source: str
    groups: tuple[Group, ...]
    since: tuple[str, str] = ("Quarter before", "Year before")
    kind: Literal["scorecard"] = "scorecard"

    @property
    def measures(self) -> Iterator[tuple[str, Measure]]:
        """Each with the heading of its group."""
        return ((group.heading, measure) for group in self.groups for measure in group.measures)


Upright = StackedColumns | GroupedColumns | Lines | ControlChart
"""Categories stand side by side along the foot, over which values rise."""
Plotted = Upright | Bars
Chart = Plotted | Scorecard


def _refuse_misfits(series: Series, count: int) -> None:
    """Values must be one for each category; intervals and counts too, where there are any."""
    held: tuple[tuple[object, ...], ...] = (
        series.values,
        series.intervals or series.values,
        series.counts or series.values,
    )
    if any(len(each) != count for each in held):
        raise ValueError(f"{series.name!r} has not one value for each of {count} categories")


def _known(*values: float | None) -> tuple[float, ...]:
    return tuple(value for value in values if value is not None)


def _total(parts: list[float | None]) -> float | None:
    known = _known(*parts)
    return math.fsum(known) if known and len(known) == len(parts) else None
