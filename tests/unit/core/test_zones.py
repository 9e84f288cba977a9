"""Clock changes: every rule is checked against the standard library, zone by zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from core.errors import DeskError
from core.zones import Seconds, month_of_many, to_local_many, to_utc, to_utc_many, transitions

LONDON = "Europe/London"
# Half an hour (Lord Howe), a whole day skipped (Apia, 2011), changes around Ramadan (Casablanca), none (UTC).
ZONES = (LONDON, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC")


def wall(clock: str) -> int:
    return int(datetime.fromisoformat(clock).replace(tzinfo=UTC).timestamp())


def around_changes(zone: str) -> Seconds:
    """Wall clock times from two days before to two days after each change, the edges among them."""
    instants, offsets = transitions(zone)
    edges = np.concatenate([instants[1:] + offsets[:-1], instants[1:] + offsets[1:]])
    near = np.concatenate([edges + shift for shift in (-172_800, -1801, -1, 0, 1, 1800, 172_800)])
    return np.append(near, wall("2016-07-01 00:00"))


def test_the_horizon_begins_with_2005_and_has_two_changes_a_year_in_london() -> None:
    instants, offsets = transitions(LONDON)
    assert instants[0] == wall("2005-01-01 00:00")
    assert len(instants) == 1 + 2 * 41
    assert [int(offset) for offset in offsets[:3]] == [0, 3600, 0]
    assert instants[1] == wall("2005-03-27 01:00")


def test_transitions_cannot_be_changed_by_who_asks() -> None:
    instants, _ = transitions(LONDON)
    with pytest.raises(ValueError, match="read-only"):
        instants[0] = 0


def test_a_zone_without_clock_changes_has_one_offset() -> None:
    instants, offsets = transitions("UTC")
    assert (len(instants), offsets.tolist()) == (1, [0])


@pytest.mark.parametrize("zone", ZONES)
def test_many_times_agree_with_one_time_around_every_change(zone: str) -> None:
    local = around_changes(zone)
    utc, skipped, doubled = to_utc_many(local, zone)
    for index, seconds in enumerate(local.tolist()):
        single, change = to_utc(datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None), zone)
        assert int(single.timestamp()) == utc[index]
        assert (change == "skipped", change == "doubled") == (skipped[index], doubled[index])


@pytest.mark.parametrize("zone", ZONES)
def test_local_time_is_what_the_standard_library_says(zone: str) -> None:
    instants, _ = transitions(zone)
    utc = np.concatenate([instants[1:] + shift for shift in (-1, 0, 1)] + [instants[:1]])
    for seconds, local in zip(utc.tolist(), to_local_many(utc, zone).tolist(), strict=True):
        expected = datetime.fromtimestamp(seconds, ZoneInfo(zone)).replace(tzinfo=UTC)
        assert local == int(expected.timestamp())


@pytest.mark.parametrize("zone", ZONES)
def test_there_and_back_is_the_same_unless_skipped(zone: str) -> None:
    local = around_changes(zone)
    utc, skipped, _ = to_utc_many(local, zone)
    assert np.array_equal((to_local_many(utc, zone) == local) | skipped, np.ones(len(local), dtype=bool))


def test_a_skipped_time_moves_forward_by_the_gap() -> None:
    time, change = to_utc(datetime.fromisoformat("2016-03-27 01:30"), LONDON)
    assert (time, change) == (datetime(2016, 3, 27, 1, 30, tzinfo=UTC), "skipped")
    assert to_local_many(np.array([wall("2016-03-27 01:30")]), LONDON).tolist() == [wall("2016-03-27 02:30")]


def test_a_doubled_time_is_the_first_of_the_two() -> None:
    time, change = to_utc(datetime.fromisoformat("2016-10-30 01:30"), LONDON)
    assert (time, change) == (datetime(2016, 10, 30, 0, 30, tzinfo=UTC), "doubled")


def test_an_ordinary_time_has_no_clock_change() -> None:
    time, change = to_utc(datetime.fromisoformat("2016-07-01 09:00"), LONDON)
    assert (time, change) == (datetime(2016, 7, 1, 8, 0, tzinfo=UTC), None)


def test_a_month_is_the_local_one() -> None:
    moments = ("2020-06-30 22:59:59", "2020-06-30 23:00", "2019-12-31 23:59:59", "2020-01-01 00:00")
    months = month_of_many(np.array([wall(moment) for moment in moments]), LONDON)
    assert months.tolist() == [202006, 202007, 201912, 202001]


def test_no_times_at_all_are_no_error() -> None:
    none = np.array([], dtype=np.int64)
    utc, skipped, doubled = to_utc_many(none, LONDON)
    assert (len(utc), len(skipped), len(doubled), len(month_of_many(none, LONDON))) == (0, 0, 0, 0)


@pytest.mark.parametrize("year", [2004, 2046])
def test_a_year_outside_the_horizon_is_refused(year: int) -> None:
    outside = np.array([wall(f"{year}-06-01 00:00")])
    with pytest.raises(DeskError, match="outside 2005 to 2045"):
        to_utc_many(outside, LONDON)
    with pytest.raises(DeskError, match="outside 2005 to 2045"):
        to_local_many(outside, LONDON)
    with pytest.raises(DeskError, match="outside 2005 to 2045"):
        to_utc(datetime.fromisoformat(f"{year}-06-01 00:00"), LONDON)


@pytest.mark.parametrize("name", ["Europe/Lodnon", "../etc", "Europe", ""])
def test_an_unknown_zone_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(DeskError, match="such as Europe/London") as refusal:
        transitions(name)
    assert refusal.value.field == "zone"
