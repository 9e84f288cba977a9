"""Clocks that run, stand, or run beside the true time: all in UTC and whole seconds."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import SetClock, ShiftedClock, system_clock

FRIDAY = datetime(2020, 8, 28, 14, 10, tzinfo=UTC)


def test_the_true_time_is_utc_in_whole_seconds() -> None:
    now = system_clock()
    assert now.tzinfo is UTC
    assert now.microsecond == 0


def test_a_clock_that_was_set_stands_until_it_is_moved() -> None:
    clock = SetClock(FRIDAY)
    assert clock() == clock() == FRIDAY
    clock.move(timedelta(hours=-2))
    assert clock() == FRIDAY.replace(hour=12)


def test_a_clock_set_to_local_time_shows_utc_in_whole_seconds() -> None:
    clock = SetClock(FRIDAY)
    clock.set(datetime(2020, 8, 28, 16, 0, 59, 999_999, tzinfo=ZoneInfo("Europe/London")))
    assert clock() == datetime(2020, 8, 28, 15, 0, 59, tzinfo=UTC)
    assert clock().tzinfo is UTC


def test_a_shifted_clock_runs_beside_the_true_one_from_wherever_it_is_set() -> None:
    clock = ShiftedClock(FRIDAY)
    assert FRIDAY <= clock() <= FRIDAY + timedelta(seconds=5)
    clock.set(FRIDAY + timedelta(days=4))
    assert FRIDAY + timedelta(days=4) <= clock() <= FRIDAY + timedelta(days=4, seconds=5)
