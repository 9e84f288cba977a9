"""Which threshold of a warning is reached: of a target, of minutes allowed, of a day on which something is due."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Literal

from core.error_budget import ErrorBudget

Stage = Literal["half", "used up", "lost"]
STAGES: tuple[Stage, ...] = ("half", "used up", "lost")
LATE_BY = 3  # days by which a reminder may be late: a weekend with a bank holiday
WEEK = 7


def allowance(left: ErrorBudget) -> int:
    """How many of all that there are may miss."""
    return floor((100 - Fraction(str(left.target))) * left.total / 100)


def stage_of_target(left: ErrorBudget, least: int) -> Stage | None:
    """Under half is left of what may miss, nothing is, or it is overdrawn; fewer cases than `least` say nothing."""
    may, used = allowance(left), left.missed + left.late
    if left.total < least:
        return None
    return stage_of(used, may, is_lost=used > may)


def stage_of(used: Fraction | int, allowed: Fraction | int, *, is_lost: bool) -> Stage | None:
    if is_lost:
        return "lost"
    if used and used >= allowed:
        return "used up"
    return "half" if used and 2 * (allowed - used) < allowed else None


def stage_of_minutes(down: Fraction, allowed: Fraction) -> Stage | None:
    """Half of the minutes allowed is used, all of them are, or more than all."""
    if down > allowed:
        return "lost"
    if down and down == allowed:
        return "used up"
    return "half" if down and 2 * down >= allowed else None


def step_of_day(due_on: date, today: date, days_before: Sequence[int]) -> str | None:
    """Which reminder of a due day it is time for: so many days before, and weekly once it is over.

    None between them, and where the time for one was missed by more than a long weekend.
    """
    left = (due_on - today).days
    if left <= -WEEK:
        weeks, late = divmod(-left, WEEK)
        return f"{weeks} over" if late <= LATE_BY else None
    reached = [days for days in days_before if left <= days]
    return f"{min(reached)} before" if reached and min(reached) - left <= LATE_BY else None


def is_over_by_weeks(step: str) -> bool:
    return step.endswith("over")


def hours_step(left: timedelta, hours: Sequence[int]) -> str | None:
    """Which hour of a countdown is reached: "48", "24", "6", or "over"; None before the first."""
    if left < timedelta():
        return "over"
    reached = [number for number in hours if left <= timedelta(hours=number)]
    return str(min(reached)) if reached else None
