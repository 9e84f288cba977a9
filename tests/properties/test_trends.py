"""The control chart: its signals against a plain reading of the rules, and what must hold of any series."""

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.control import RUN, ControlChart, Signal

series = st.lists(st.integers(0, 12).map(Fraction), min_size=2, max_size=40).map(tuple)


def covered(chart: ControlChart, rule: str, side: int) -> set[int]:
    """The points of all signals of one rule on one side."""
    mine = [signal for signal in chart.signals if (signal.rule, signal.side) == (rule, side)]
    return {at for signal in mine for at in range(signal.first, signal.last + 1)}


def windows(length: int, values: int) -> list[range]:
    return [range(start, start + length) for start in range(values - length + 1)]


@given(series, st.sampled_from((-1, 1)))
def test_points_outside_shifts_and_trends_are_those_that_the_rules_say(values: tuple[Fraction, ...], side: int) -> None:
    chart = ControlChart(values)
    apart = [side * (value - chart.mean) for value in values]
    assert covered(chart, "outside", side) == {at for at, far in enumerate(apart) if far > chart.reach}
    runs = [window for window in windows(RUN, len(values)) if all(apart[at] > 0 for at in window)]
    assert covered(chart, "shift", side) == {at for window in runs for at in window}
    steps = [window for window in windows(RUN, len(values)) if climbs([side * values[at] for at in window])]
    assert covered(chart, "trend", side) == {at for window in steps for at in window}


def climbs(values: list[Fraction]) -> bool:
    return all(before < after for before, after in itertools.pairwise(values))


@given(series, st.sampled_from((-1, 1)))
def test_two_of_three_near_a_limit_are_found_and_nothing_else_is(values: tuple[Fraction, ...], side: int) -> None:
    chart = ControlChart(values)
    beyond = {at for at, value in enumerate(values) if side * (value - chart.mean) > chart.reach * 2 / 3}
    close = {at for at in beyond if any(other in beyond for other in (at - 2, at - 1, at + 1, at + 2))}
    found = covered(chart, "near", side)
    assert close <= found
    assert all(signal.first in close and signal.last in close for signal in chart.signals if is_near(signal, side))


def is_near(signal: Signal, side: int) -> bool:
    return (signal.rule, signal.side) == ("near", side)


@given(series, st.integers(-50, 50), st.integers(1, 9))
def test_another_zero_and_another_scale_change_no_signal(values: tuple[Fraction, ...], zero: int, scale: int) -> None:
    chart, other = ControlChart(values), ControlChart(tuple(scale * value + zero for value in values))
    assert other.signals == chart.signals
    assert (other.lower, other.upper) == (scale * chart.lower + zero, scale * chart.upper + zero)


@given(series)
def test_upside_down_every_signal_changes_its_side(values: tuple[Fraction, ...]) -> None:
    upright, turned = (ControlChart(each).signals for each in (values, tuple(-value for value in values)))
    assert {(s.rule, s.first, s.last, -s.side) for s in upright} == {(s.rule, s.first, s.last, s.side) for s in turned}


@given(series)
def test_screening_never_widens_the_limits(values: tuple[Fraction, ...]) -> None:
    assert ControlChart(values).reach <= ControlChart(values, is_screened=False).reach
