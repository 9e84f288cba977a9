"""The Wilson interval against the figures of the brief, what must hold for any share, and the control chart's check."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.control import ControlChart, is_same_within_chance, wilson


@pytest.mark.parametrize(
    ("n", "d", "low", "high"),
    [
        (138, 143, 92.08, 98.50),
        (66, 95, 59.61, 77.83),
        (44, 45, 88.43, 99.61),
        (101, 125, 73.0, 86.7),
        (0, 10, 0.0, 27.75),
        (10, 10, 72.25, 100.0),
    ],
)
def test_the_interval_of_a_share(n: int, d: int, low: float, high: float) -> None:
    assert [100 * bound for bound in wilson(n, d)] == pytest.approx([low, high], abs=0.05)


@given(st.integers(1, 100_000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))))
def test_the_interval_holds_the_share_stays_within_nought_and_one_and_mirrors(case: tuple[int, int]) -> None:
    n, d = case
    low, high = wilson(n, d)
    assert 0 <= low <= n / d + 1e-12
    assert n / d - 1e-12 <= high <= 1
    assert wilson(d - n, d) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_a_share_of_nothing_has_no_interval() -> None:
    with pytest.raises(ValueError, match="nothing"):
        wilson(0, 0)


CHECK = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)  # the check of NHS England's "Making data count"


def xmr(*values: float, is_screened: bool = True) -> ControlChart:
    return ControlChart(tuple(Fraction(str(value)) for value in values), is_screened)


def told(chart: ControlChart) -> list[tuple[str, int, int, int]]:
    return [(signal.rule, signal.first, signal.last, signal.side) for signal in chart.signals]


@pytest.mark.parametrize(("is_screened", "upper", "lower"), [(True, 4.60, -0.72), (False, 6.95, -3.06)])
def test_limits_leave_out_what_one_odd_month_does_to_the_moving_ranges(
    is_screened: bool,  # noqa: FBT001 - a parameter of the check
    upper: float,
    lower: float,
) -> None:
    chart = xmr(*CHECK, is_screened=is_screened)
    assert float(chart.mean) == pytest.approx(1.94, abs=0.005)
    assert float(chart.upper) == pytest.approx(upper, abs=0.005)
    assert float(chart.lower) == pytest.approx(lower, abs=0.005)
    assert told(chart) == [("outside", 4, 4, 1)]


def test_a_point_on_a_limit_is_not_outside_it() -> None:
    assert told(xmr(0, 1, 0, 1)) == []
    chart = xmr(0, 0, 0, 0)
    assert chart.lower == chart.upper == 0
    assert told(chart) == []


def test_seven_that_rise_or_fall_are_a_trend_and_six_are_not() -> None:
    assert ("trend", 0, 6, 1) in told(xmr(1, 2, 3, 4, 5, 6, 7))
    assert ("trend", 1, 8, -1) in told(xmr(7, 8, 7, 6, 5, 4, 3, 2, 1))
    assert "trend" not in {rule for rule, *_ in told(xmr(1, 2, 3, 4, 5, 6, 6, 7))}


def test_seven_on_one_side_of_the_mean_are_a_shift_and_one_on_it_breaks_it() -> None:
    assert ("shift", 0, 6, -1) in told(xmr(1, 2, 1, 2, 1, 2, 1, 9, 9, 9, 9, 9, 9))
    assert "shift" not in {rule for rule, *_ in told(xmr(1, 1, 1, 2, 1, 1, 1, 3, 3, 3, 2, 3, 3, 3))}


def test_two_of_three_near_a_limit_are_one_signal_as_long_as_they_hang_together() -> None:
    usual = (5, 6) * 15
    assert told(xmr(*usual, 8, 6, 8, *usual)) == [("near", 30, 32, 1)]
    assert told(xmr(*usual, 8, 5, 8, 8, 5, 8, *usual)) == [("near", 30, 35, 1)]
    assert told(xmr(*usual, 8, 6, 6, 8, *usual)) == []
    assert told(xmr(*usual, 3, 5, 3, *usual)) == [("near", 30, 32, -1)]


def test_fewer_than_twelve_points_have_trial_limits_and_one_has_none() -> None:
    assert xmr(*range(11)).is_trial
    assert not xmr(*range(12)).is_trial
    with pytest.raises(ValueError, match="moving range"):
        xmr(1)


@pytest.mark.parametrize(
    ("now", "before", "is_chance"),
    [
        ((101, 125), (110, 119), False),
        ((44, 45), (88, 90), True),
        ((26, 32), (11, 15), True),
        ((9, 10), (1, 10), False),
    ],
)
def test_whether_chance_explains_that_two_shares_differ(
    now: tuple[int, int],
    before: tuple[int, int],
    is_chance: bool,  # noqa: FBT001 - what is expected
) -> None:
    assert is_same_within_chance(now, before) == is_chance
    assert is_same_within_chance(before, now) == is_chance
