"""How much chance there is in a figure, and which points of a series are more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby, pairwise
from math import sqrt
from typing import Literal

Z = 1.959963984540054  # 95% of a normal distribution

# NHS England, "Making data count": XmR charts and their rules.
TO_LIMIT = Fraction(266, 100)  # mean moving ranges from the mean to either limit
TO_SCREEN = Fraction(3267, 1000)  # a moving range of so many means is no part of normal variation
RUN = 7  # points in a trend, or on one side of the mean
LEAST_POINTS, TRIAL_BELOW = 2, 12

Rule = Literal["outside", "trend", "near", "shift"]
Side = Literal[-1, 1]


def wilson(n: int, d: int) -> tuple[float, float]:
    """The Wilson 95% interval of a share, as fractions. 138 of 143 gives 0.9208 to 0.9850. ValueError when d is 0."""
    if d <= 0:
        raise ValueError("a share of nothing has no interval")
    p = n / d
    middle = p + Z * Z / (2 * d)
    half = Z * sqrt(p * (1 - p) / d + Z * Z / (4 * d * d))
    scale = 1 + Z * Z / d
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def is_same_within_chance(now: tuple[int, int], before: tuple[int, int]) -> bool:
    """Whether no difference lies within the 95% interval of the difference of two shares, (n, d) each.

    Newcombe (1998), method 10: from the two Wilson intervals.
    """
    (low, high), (low_before, high_before) = wilson(*now), wilson(*before)
    share, share_before = now[0] / now[1], before[0] / before[1]
    down = sqrt((share - low) ** 2 + (high_before - share_before) ** 2)
    up = sqrt((high - share) ** 2 + (share_before - low_before) ** 2)
    return -up <= share - share_before <= down


@dataclass(frozen=True)
class Signal:
    """Points `first` to `last` by number, which chance does not explain. Side 1 is above, or rising in a trend."""

    rule: Rule
    first: int
    last: int
    side: Side


@dataclass(frozen=True)
class ControlChart:
    """An XmR chart: mean ± 2.66 mean moving ranges. In fractions, so that a point on a limit is not outside.

    Raises ValueError for fewer points than two. Limits are as computed: it is for who shows them to know that a share
    has no more than 100%.
    """

    values: tuple[Fraction, ...]
    is_screened: bool = True

    def __post_init__(self) -> None:
        if len(self.values) < LEAST_POINTS:
            raise ValueError("one point has no moving range")

    @cached_property
    def mean(self) -> Fraction:
        return sum(self.values, Fraction(0)) / len(self.values)

    @cached_property
    def reach(self) -> Fraction:
        """From the mean to either limit."""
        ranges = [abs(after - before) for before, after in pairwise(self.values)]
        usual = sum(ranges, Fraction(0)) / len(ranges)
        if self.is_screened and usual:
            kept = [size for size in ranges if size < TO_SCREEN * usual]
            usual = sum(kept, Fraction(0)) / len(kept)
        return TO_LIMIT * usual

    @property
    def lower(self) -> Fraction:
        return self.mean - self.reach

    @property
    def upper(self) -> Fraction:
        return self.mean + self.reach

    @property
    def is_trial(self) -> bool:
        return len(self.values) < TRIAL_BELOW

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """In the order in which they begin; a longer run is one signal."""
        found = [*self._outside(), *self._near(), *self._trends(), *self._shifts()]
        return tuple(sorted(found, key=lambda signal: (signal.first, signal.last)))

    def _outside(self) -> list[Signal]:
        return [Signal("outside", at, at, side) for at, side in self._beyond(self.reach)]

    def _near(self) -> list[Signal]:
        """Two of three beyond two thirds of the way to a limit, on one side; what hangs together is one."""
        found: list[Signal] = []
        for side in (-1, 1):
            beyond = [at for at, where in self._beyond(self.reach * 2 / 3) if where == side]
            for before, after in pairwise(beyond):
                if after - before <= 2:
                    joins = bool(found) and found[-1].last == before and found[-1].side == side
                    first = found.pop().first if joins else before
                    found.append(Signal("near", first, after, 1 if side > 0 else -1))
        return found

    def _trends(self) -> list[Signal]:
        steps = [after - before for before, after in pairwise(self.values)]
        return [Signal("trend", first, last + 1, side) for first, last, side in runs(steps, RUN - 1)]

    def _shifts(self) -> list[Signal]:
        apart = [value - self.mean for value in self.values]
        return [Signal("shift", first, last, side) for first, last, side in runs(apart, RUN)]

    def _beyond(self, reach: Fraction) -> list[tuple[int, Side]]:
        far = [(at, value - self.mean) for at, value in enumerate(self.values) if abs(value - self.mean) > reach]
        return [(at, 1 if apart > 0 else -1) for at, apart in far]


def runs(differences: Sequence[Fraction], least: int) -> list[tuple[int, int, Side]]:
    """First and last of each run of at least so many differences of one sign; nought breaks a run."""
    found: list[tuple[int, int, Side]] = []
    at = 0
    for sign, run in groupby(differences, key=lambda value: (value > 0) - (value < 0)):
        length = len(list(run))
        if sign and length >= least:
            found.append((at, at + length - 1, 1 if sign > 0 else -1))
        at += length
    return found
