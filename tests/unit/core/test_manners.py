"""Whether a warning is said now, later, in a summary or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.manners import Circumstances, QuietHours, judge, quiet_until

NIGHTS = QuietHours(19 * 60, 7 * 60, frozenset({5, 6}))
NOW = datetime(2020, 8, 28, 20, 0, tzinfo=UTC)
MORNING = NOW + timedelta(hours=11)


def never(_day: date) -> bool:
    return False


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2020-08-26 06:59", "2020-08-26 07:00"),
        ("2020-08-26 07:00", None),
        ("2020-08-26 18:59", None),
        ("2020-08-26 19:00", "2020-08-27 07:00"),
        ("2020-08-28 19:00", "2020-08-31 07:00"),  # Friday evening, until Monday
        ("2020-08-29 12:00", "2020-08-31 07:00"),
    ],
)
def test_quiet_hours_end_on_the_wall_clock(now: str, until: str | None) -> None:
    assert quiet_until(NIGHTS, at(now), never) == (until and at(until))


def test_a_closed_day_is_quiet_as_a_whole() -> None:
    bank_holiday = date(2020, 8, 31)
    end = quiet_until(NIGHTS, at("2020-08-28 19:30"), lambda day: day == bank_holiday)
    assert end == at("2020-09-01 07:00")


def test_without_hours_and_days_nothing_is_quiet() -> None:
    assert quiet_until(QuietHours(0, 0), at("2020-08-29 03:00"), never) is None
    assert quiet_until(QuietHours(12 * 60, 13 * 60), at("2020-08-29 12:30"), never) == at("2020-08-29 13:00")


def test_a_week_that_is_quiet_throughout_still_ends_somewhere() -> None:
    assert quiet_until(QuietHours(0, 0, frozenset(range(7))), at("2020-08-29 03:00"), never) is not None


def test_what_falls_into_quiet_hours_is_said_when_they_end_and_what_is_urgent_at_once() -> None:
    late = Circumstances(NOW, quiet_until=MORNING)
    assert judge(late).outcome == "later"
    assert judge(late).at == MORNING
    assert judge(Circumstances(NOW, quiet_until=MORNING, is_urgent=True)).outcome == "said"


def test_a_snooze_holds_back_what_is_urgent_too_and_the_later_end_counts() -> None:
    urgent = judge(Circumstances(NOW, is_urgent=True, quiet_until=MORNING, snoozed_until=NOW + timedelta(hours=2)))
    assert (urgent.outcome, urgent.at, urgent.why) == ("later", NOW + timedelta(hours=2), "snoozed")
    both = judge(Circumstances(NOW, quiet_until=MORNING, snoozed_until=NOW + timedelta(hours=2)))
    assert (both.at, both.why) == (MORNING, "quiet hours")


def test_what_is_switched_off_or_muted_is_not_said() -> None:
    assert judge(Circumstances(NOW, is_on=False, is_urgent=True)).outcome == "off"
    assert judge(Circumstances(NOW, is_muted=True, is_urgent=True)).outcome == "muted"


def test_beyond_the_cap_of_the_day_on_which_it_would_be_said_it_goes_into_the_summary() -> None:
    def busy_morning(moment: datetime) -> int:
        return 3 if moment == MORNING else 0

    held = Circumstances(NOW, quiet_until=MORNING, said_that_day=busy_morning, cap=3)
    assert judge(held).outcome == "summed"
    assert judge(Circumstances(NOW, said_that_day=busy_morning, cap=3)).outcome == "said"
    assert judge(Circumstances(NOW, is_urgent=True, said_that_day=lambda _at: 9, cap=3)).outcome == "said"
    assert judge(Circumstances(NOW, said_that_day=lambda _at: 9)).outcome == "said"  # no cap
