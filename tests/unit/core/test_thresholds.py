"""Which threshold of a warning is reached."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.error_budget import ErrorBudget
from core.thresholds import Stage, allowance, hours_step, stage_of_minutes, stage_of_target, step_of_day

DUE = date(2020, 9, 30)  # a Wednesday


@pytest.mark.parametrize(
    ("missed", "late", "stage"),
    [(0, 0, None), (5, 0, None), (6, 0, "half"), (3, 3, "half"), (10, 0, "used up"), (9, 1, "used up"), (9, 2, "lost")],
)
def test_of_a_hundred_at_ninety_per_cent_ten_may_miss(missed: int, late: int, stage: Stage | None) -> None:
    left = ErrorBudget(90, 80, missed, 20, late)
    assert allowance(left) == 10
    assert stage_of_target(left, least=20) == stage


def test_of_few_cases_nothing_is_said() -> None:
    assert stage_of_target(ErrorBudget(90, 19, 19, 0, 0), least=20) is None
    assert stage_of_target(ErrorBudget(90, 20, 19, 0, 0), least=20) == "lost"


def test_where_nothing_may_miss_the_first_miss_loses_it() -> None:
    assert stage_of_target(ErrorBudget(100, 30, 0, 5, 0), least=20) is None
    assert stage_of_target(ErrorBudget(100, 30, 1, 5, 0), least=20) == "lost"


@given(st.integers(1, 100), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_it_is_lost_just_where_the_error_budget_says_so(
    target: int, met: int, missed: int, late: int, fresh: int
) -> None:
    left = ErrorBudget(target, met + missed, missed, late + fresh, late)
    assert (stage_of_target(left, least=0) == "lost") == left.is_lost


@pytest.mark.parametrize(
    ("down", "stage"), [(0, None), (49, None), (50, "half"), (99, "half"), (100, "used up"), (101, "lost")]
)
def test_of_the_minutes_allowed_half_all_or_more_are_used(down: int, stage: Stage | None) -> None:
    assert stage_of_minutes(Fraction(down), Fraction(100)) == stage


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (31, None),
        (30, "30 before"),
        (27, "30 before"),  # a long weekend late
        (26, None),
        (8, None),
        (7, "7 before"),
        (3, None),
        (0, "0 before"),
        (-3, "0 before"),
        (-4, None),
        (-7, "1 over"),
        (-10, "1 over"),
        (-11, None),
        (-14, "2 over"),
    ],
)
def test_a_due_day_is_reminded_of_before_it_and_weekly_after_it(days: int, step: str | None) -> None:
    assert step_of_day(DUE, DUE - timedelta(days=days), (30, 7, 0)) == step


def test_without_days_before_it_only_what_is_over_is_reminded_of() -> None:
    assert step_of_day(DUE, DUE, ()) is None
    assert step_of_day(DUE, DUE + timedelta(days=7), ()) == "1 over"


@pytest.mark.parametrize(
    ("hours", "step"), [(72, None), (49, None), (48, "48"), (25, "48"), (24, "24"), (6, "6"), (0, "6"), (-1, "over")]
)
def test_a_countdown_reaches_its_hours(hours: int, step: str | None) -> None:
    assert hours_step(timedelta(hours=hours), (48, 24, 6)) == step
