"""Service hours: what is refused, what is open, and working time around closing times and clock changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from core.calendar import BLOCK, HORIZON_BEGINS, HORIZON_ENDS, Calendar, Hours, Week, england_bank_holidays
from core.errors import DeskError

LONDON = ZoneInfo("Europe/London")
LONG_AGO = date(2005, 1, 1)
HOUR = 3600
SECOND = timedelta(seconds=1)


def weekdays(*windows: tuple[int, int]) -> Week:
    return (windows,) * 5 + ((),) * 2


def every_day(*windows: tuple[int, int]) -> Week:
    return (windows,) * 7


def calendar(name: str, week: Week, *closures: date, open_on_bank_holidays: bool = False) -> Calendar:
    hours = Hours(LONG_AGO, week, 510, bank_holidays_closed=not open_on_bank_holidays)
    return Calendar(name, (hours,), frozenset(closures))


OFFICE = Hours(LONG_AGO, weekdays((510, 1020)), 510)
LONGER = Hours(date(2020, 9, 1), weekdays((480, 1080)), 600)
STANDARD = Calendar("standard", (OFFICE,))
EXTENDED = Calendar("extended", (LONGER,))
CHANGING = Calendar("changing", [LONGER, OFFICE])
LUNCH = calendar("lunch", weekdays((510, 750), (810, 1020)))
CLOSED = calendar("closed", weekdays((510, 1020)), date(2020, 8, 27), date(2020, 8, 29), date(1999, 1, 1))
NIGHTS = calendar("nights", every_day((0, 360), (1320, 1440)), open_on_bank_holidays=True)
AT_ONE = calendar("at one", every_day((60, 120)))
ALWAYS = calendar("always", every_day((0, 1440)), open_on_bank_holidays=True)
NEVER = calendar("never", every_day())


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def epoch(*instants: datetime) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([int(instant.timestamp()) for instant in instants], np.int64)


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours"),
    [
        pytest.param(STANDARD, "2020-08-27", "2020-08-28", 8.5, id="eight and a half hours a day"),
        pytest.param(STANDARD, "2020-08-28 15:10", "2020-09-01 10:40", 4, id="weekend and bank holiday"),
        pytest.param(STANDARD, "2020-08-27 16:59:30", "2020-08-28 08:30:30", 1 / 60, id="seconds count"),
        pytest.param(STANDARD, "2020-08-28 12:00", "2020-08-28 11:00", 0, id="nothing is worked backwards"),
        pytest.param(EXTENDED, "2021-07-01", "2021-10-01", 650, id="65 days of ten hours"),
        pytest.param(LUNCH, "2020-08-27 12:00", "2020-08-27 14:00", 1, id="lunch is left out"),
        pytest.param(NIGHTS, "2020-03-28 22:00", "2020-03-29 06:00", 7, id="the night that springs forward"),
        pytest.param(NIGHTS, "2020-10-24 22:00", "2020-10-25 06:00", 9, id="the night that falls back"),
        pytest.param(AT_ONE, "2020-03-29", "2020-03-30", 0, id="skipped is worked by nobody"),
        pytest.param(AT_ONE, "2020-10-25", "2020-10-26", 2, id="repeated is worked twice"),
        pytest.param(CHANGING, "2020-08-26", "2020-08-27", 8.5, id="before the hours change"),
        pytest.param(CHANGING, "2020-09-01", "2020-09-02", 10, id="since the hours changed"),
        pytest.param(EXTENDED, "2005-01-04", "2005-01-05", 10, id="the first hours hold before"),
        pytest.param(CLOSED, "2020-08-27", "2020-08-28", 0, id="closures are closed"),
        pytest.param(ALWAYS, "2020-05-08", "2020-05-09", 24, id="bank holidays may be open"),
    ],
)
def test_worked(calendar: Calendar, start: str, end: str, hours: float) -> None:
    assert calendar.worked(london(start), london(end)) == round(hours * HOUR)
    assert calendar.worked_many(epoch(london(start)), epoch(london(end))).tolist() == [round(hours * HOUR)]


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        pytest.param("2020-08-28 15:10", 4, "2020-09-01 10:40", id="over a weekend and a bank holiday"),
        pytest.param("2020-08-29 12:00", 1, "2020-09-01 09:30", id="from a closed day"),
        pytest.param("2020-08-27 16:00", 1, "2020-08-27 17:00", id="due exactly at closing time stays there"),
        pytest.param("2020-08-27 16:30", 31 / 60, "2020-08-28 08:31", id="more falls on the next morning"),
        pytest.param("2020-08-29 12:00", 0, "2020-08-29 12:00", id="no time added is the start itself"),
        pytest.param("2020-08-29 12:00", -1, "2020-08-29 12:00", id="less than none is the start itself"),
    ],
)
def test_after(start: str, hours: float, expected: str) -> None:
    seconds = round(hours * HOUR)
    assert STANDARD.after(london(start), seconds) == london(expected)
    due = STANDARD.after_many(epoch(london(start)), np.array([seconds]))
    assert due.tolist() == epoch(london(expected)).tolist()


def test_any_zone_may_be_given() -> None:
    start = datetime(2020, 8, 27, 17, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert STANDARD.worked(start, london("2020-08-27 10:30")) == HOUR


def test_other_zones_open_at_their_own_hours() -> None:
    kathmandu = Calendar("kathmandu", (OFFICE,), zone="Asia/Kathmandu")
    opens = datetime(2020, 8, 27, 2, 45, tzinfo=UTC)  # 08:30 at 5 h 45 ahead
    assert not kathmandu.is_open(opens - SECOND)
    assert kathmandu.is_open(opens)
    assert kathmandu.closing_time(date(2020, 8, 27)) == opens + timedelta(hours=8.5)


def test_a_desk_that_never_opens_still_adds_nothing() -> None:
    start = london("2020-08-29 12:00")
    assert NEVER.after(start, 0) == start
    assert NEVER.after_many(epoch(start), np.array([0])).tolist() == epoch(start).tolist()


def test_readings_and_instants_are_inverse() -> None:
    instants = epoch(*map(london, ("2020-08-28 15:10", "2020-08-28 17:00", "2020-09-01 08:30:01")))
    assert STANDARD.instants(STANDARD.readings(instants)).tolist() == instants.tolist()


def test_more_than_a_block_is_answered_in_order() -> None:
    start = int(london("2020-01-01").timestamp())
    starts = np.arange(BLOCK + 7) * 60 + start
    assert ALWAYS.worked_many(starts, starts + np.arange(BLOCK + 7)).tolist() == list(range(BLOCK + 7))


def test_no_pairs_have_no_answers() -> None:
    nothing = np.array([], np.int64)
    assert STANDARD.worked_many(nothing, nothing).tolist() == []
    assert STANDARD.after_many(nothing, nothing).tolist() == []


def test_both_ends_of_the_horizon_belong_to_it() -> None:
    years = (HORIZON_ENDS - HORIZON_BEGINS).total_seconds()
    assert ALWAYS.worked(HORIZON_BEGINS, HORIZON_ENDS) == years
    assert ALWAYS.worked_many(epoch(HORIZON_BEGINS), epoch(HORIZON_ENDS)).tolist() == [years]
    assert ALWAYS.after(HORIZON_BEGINS, int(years)) == HORIZON_ENDS
    assert not ALWAYS.is_open(HORIZON_ENDS)


@pytest.mark.parametrize(
    ("outside", "words"),
    [(HORIZON_BEGINS - SECOND, "31 December 2004"), (HORIZON_ENDS + SECOND, "1 January 2046")],
)
def test_outside_the_horizon_is_refused_with_the_date(outside: datetime, words: str) -> None:
    inside = london("2020-08-28 12:00")
    for refused in (
        lambda: STANDARD.worked(inside, outside),
        lambda: STANDARD.worked(outside, inside),
        lambda: STANDARD.after(outside, 0),
        lambda: STANDARD.worked_many(epoch(inside, inside), epoch(inside, outside)),
        lambda: STANDARD.after_many(epoch(outside), np.array([0])),
        lambda: STANDARD.is_open(outside),
        lambda: list(STANDARD.segments(min(inside, outside), max(inside, outside))),
    ):
        with pytest.raises(DeskError, match=f"{words} lies outside .* 1 January 2005 to 31 December 2045"):
            refused()


@pytest.mark.parametrize("nonsense", [np.iinfo(np.int64).min, np.iinfo(np.int64).max])
def test_a_missing_time_in_a_column_is_refused(nonsense: int) -> None:
    with pytest.raises(DeskError, match="lies outside the service calendar"):
        STANDARD.worked_many(np.array([nonsense]), epoch(HORIZON_BEGINS))


@pytest.mark.parametrize("seconds", [10**10, 2**62])
def test_more_time_than_the_horizon_has_is_refused(seconds: int) -> None:
    start = london("2020-08-28 12:00")
    too_long = "“standard” is not open for that long before 1 January 2046"
    with pytest.raises(DeskError, match=too_long):
        STANDARD.after(start, seconds)
    with pytest.raises(DeskError, match=too_long):
        STANDARD.after_many(epoch(start), np.array([seconds]))


def test_the_closing_time_is_the_end_of_the_last_window() -> None:
    assert STANDARD.closing_time(date(2020, 8, 28)) == london("2020-08-28 17:00")
    assert ALWAYS.closing_time(date(2020, 8, 28)) == london("2020-08-29")
    assert STANDARD.closing_time(date(2020, 8, 31)) == london("2020-08-28 17:00")  # the open day before


@pytest.mark.parametrize("on", [date(2004, 12, 31), date(2046, 1, 1), date.max])
def test_no_closing_time_is_known_outside_the_horizon(on: date) -> None:
    with pytest.raises(DeskError, match="lies outside the service calendar"):
        STANDARD.closing_time(on)


def test_no_closing_time_is_known_before_the_first_opening() -> None:
    with pytest.raises(DeskError, match="“never” is not open on or before 28 August 2020"):
        NEVER.closing_time(date(2020, 8, 28))


def test_it_is_open_from_opening_time_until_just_before_closing_time() -> None:
    assert not STANDARD.is_open(london("2020-08-28 08:29:59"))
    assert STANDARD.is_open(london("2020-08-28 08:30"))
    assert STANDARD.is_open(london("2020-08-28 16:59:59"))
    assert not STANDARD.is_open(london("2020-08-28 17:00"))


def test_a_closed_day_has_a_reason_where_the_week_would_open() -> None:
    assert CLOSED.closed_for(date(2020, 5, 8)) == "bank holiday"
    assert CLOSED.closed_for(date(2020, 8, 27)) == "closed"
    assert CLOSED.closed_for(date(2020, 8, 28)) is None
    assert CLOSED.closed_for(date(2020, 8, 29)) is None  # a Saturday, closed anyway
    assert ALWAYS.closed_for(date(2020, 5, 8)) is None


def test_an_sla_day_goes_by_the_hours_in_force() -> None:
    assert CHANGING.minutes_per_day(date(2020, 8, 31)) == 510
    assert CHANGING.minutes_per_day(date(2020, 9, 1)) == 600


def test_the_local_day_begins_at_local_midnight() -> None:
    assert STANDARD.midnight(date(2020, 8, 28)) == datetime(2020, 8, 27, 23, tzinfo=UTC)
    assert STANDARD.local(datetime(2020, 8, 27, 23, tzinfo=UTC)).isoformat() == "2020-08-28T00:00:00+01:00"


def segments(calendar: Calendar, start: str, end: str) -> list[str]:
    spans = calendar.segments(london(start), london(end))
    return [f"{calendar.local(opens):%d %H:%M}-{calendar.local(closes):%d %H:%M}" for opens, closes in spans]


def test_segments_are_the_open_spans_between_two_instants() -> None:
    spans = segments(STANDARD, "2020-05-07 15:00", "2020-05-12 10:30")
    assert spans == ["07 15:00-07 17:00", "11 08:30-11 17:00", "12 08:30-12 10:30"]


def test_segments_split_at_local_midnight() -> None:
    spans = segments(ALWAYS, "2020-05-07 15:05", "2020-05-09")
    assert spans == ["07 15:05-08 00:00", "08 00:00-09 00:00"]


@pytest.mark.parametrize("end", ["2020-05-07 15:05", "2020-05-07 15:00"])
def test_there_are_no_segments_without_time_between(end: str) -> None:
    assert segments(STANDARD, "2020-05-07 15:05", end) == []


def test_bank_holidays_are_those_of_each_year() -> None:
    bank_holidays = england_bank_holidays()
    assert {on.year for on in bank_holidays} >= set(range(2005, 2046))
    assert date(2020, 5, 8) in bank_holidays  # moved from the Monday for the 75 years since 1945
    assert date(2020, 5, 4) not in bank_holidays


@pytest.mark.parametrize(
    ("windows", "named"),
    [
        pytest.param([(500, 1020)], "08:20 to 17:00", id="starts off the quarter-hour"),
        pytest.param([(510, 1025)], "08:30 to 17:05", id="ends off the quarter-hour"),
        pytest.param([(705, 1020), (510, 720)], "11:45 to 17:00", id="overlaps"),
        pytest.param([(1320, 360)], "22:00 to 06:00", id="runs over midnight"),
        pytest.param([(600, 600)], "10:00 to 10:00", id="is empty"),
        pytest.param([(1380, 1455)], "23:00 to 24:15", id="ends after its day"),
        pytest.param([(-15, 60)], "-1:45 to 01:00", id="starts before its day"),
    ],
)
def test_a_window_is_refused_that(windows: list[tuple[int, int]], named: str) -> None:
    rule = "start and end on a quarter-hour, end later than they start, and do not overlap"
    with pytest.raises(DeskError, match=f"Monday {named}: service hours {rule}; write a night as two") as refused:
        Hours(LONG_AGO, weekdays(*windows), 510)
    assert refused.value.field == "week"


def test_windows_may_touch() -> None:
    touching = calendar("touching", weekdays((720, 1020), (510, 720)))
    assert touching.worked(london("2020-08-27"), london("2020-08-28")) == 8.5 * HOUR


def test_a_week_has_seven_days() -> None:
    with pytest.raises(DeskError, match="seven days, not 5"):
        Hours(LONG_AGO, (((510, 1020),),) * 5, 510)


@pytest.mark.parametrize("minutes", [0, 1441])
def test_a_working_day_has_some_minutes(minutes: int) -> None:
    with pytest.raises(DeskError, match="between 1 and 1,440"):
        Hours(LONG_AGO, every_day((0, 1440)), minutes)


def test_a_calendar_needs_hours() -> None:
    with pytest.raises(DeskError, match="“bare” are empty"):
        Calendar("bare", ())


def test_a_calendar_needs_a_known_zone() -> None:
    with pytest.raises(DeskError, match="zone"):
        Calendar("lost", (OFFICE,), zone="Europe/Nowhere")


def test_equal_rules_are_one_key() -> None:
    assert {STANDARD: "a"}[Calendar("standard", [OFFICE])] == "a"


def test_threads_share_a_calendar_from_its_first_use() -> None:
    fresh = Calendar("fresh", (OFFICE,))
    start, end = london("2020-08-28 15:10"), london("2020-09-01 10:40")
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: fresh.worked(start, end), range(64))) == {4 * HOUR}
