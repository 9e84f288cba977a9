"""The small rules of single checks."""

import pytest

from bot.jobs.major_incidents import asked_before


@pytest.mark.parametrize(
    ("silent", "times"), [(59, 0), (60, 1), (179, 2), (180, 3), (509, 3), (510, 4), (1019, 4), (1020, 5)]
)
def test_news_is_asked_for_three_times_and_then_each_working_day(silent: int, times: int) -> None:
    assert asked_before(silent, wanted=60, day=510) == times
