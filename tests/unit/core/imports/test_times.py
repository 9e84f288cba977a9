"""The forms of time that helpdesks write, and what settles the order of day and month."""

from datetime import UTC, datetime

import pytest

from core.errors import DeskError
from core.imports.times import Order, read_order, read_time, settle


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29/2/2016 01:16", "2016-02-29 01:16"),
        ("1/12/2016 9:05:07", "2016-12-01 09:05:07"),
        ("2016-02-29 01:16:00", "2016-02-29 01:16"),
        ("2016-02-29T01:16", "2016-02-29 01:16"),
        ("12/Mar/24 9:41 AM", "2024-03-12 09:41"),
        ("12/Mar/24 12:01 am", "2024-03-12 00:01"),
        ("12-March-2024, 12:30 PM", "2024-03-12 12:30"),
        ("12/03/2024 09:41 PM", "2024-03-12 21:41"),
        ("12.03.2024 09:41", "2024-03-12 09:41"),
        ("2005-01-01 00:00", "2005-01-01"),
        ("2045-12-31 23:59:59.999", "2045-12-31 23:59:59"),
    ],
)
def test_a_time_is_read_as_its_clock_showed_it(text: str, expected: str) -> None:
    assert read_time(text, "day-first") == (at(expected), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-12T09:41:00Z", "2024-03-12 09:41"),
        ("2024-03-12 09:41:00 UTC", "2024-03-12 09:41"),
        ("2024-03-12T09:41:00+01:00", "2024-03-12 08:41"),
        ("2024-03-12T09:41:00-0230", "2024-03-12 12:11"),
    ],
)
def test_a_time_that_names_its_offset_is_the_same_everywhere(text: str, expected: str) -> None:
    assert read_time(text, "day-first") == (at(expected), True)


def test_the_order_decides_only_where_both_are_numbers() -> None:
    assert read_time("3/4/2024 10:00", "month-first") == (at("2024-03-04 10:00"), False)
    assert read_time("3/4/2024 10:00", "day-first") == (at("2024-04-03 10:00"), False)
    assert read_time("2024-03-04 10:00", "month-first") == read_time("4/Mar/24 10:00", "month-first")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "29/2/2015 01:16",
        "1/13/2016 01:16",
        "1/1/2016 24:00",
        "1/1/2016",
        "2016-13-01 01:16:00",
        "2016-02-29T01:16:0x",
        "2004-12-31 23:59",
        "2005-01-01 00:00+01:00",
        "2046-01-01 00:00",
        "1/1/\u0662\u0660\u0661\u0666 01:16",
        "12/Foo/24 9:41",
        "12/Mar/24 13:41 PM",
        "12/Mar/24 0:41 AM",
    ],
)
def test_what_is_no_time_of_the_horizon_is_none(text: str) -> None:
    assert read_time(text, "day-first") is None


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["1/2/2024", "13/2/2024"], "day-first"),
        (["1/2/2024", "2/13/2024"], "month-first"),
        (["2024-02-01", "1/Mar/24", "", "soon"], "day-first"),
        (["99/99/2024", "31/1/24"], "day-first"),
        ([f"{day}/1/2024" for day in range(1, 32)] * 2 + ["1/31/2024"], "day-first"),
    ],
)
def test_one_day_above_twelve_settles_the_whole_column(dates: list[str], order: Order) -> None:
    assert settle(dates) == order


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        (["03/04/2024", "12/12/2024"], "such as 03/04: no day in the file is above 12"),
        (["13/4/2024", "4/13/2024"], "both orders stand in the file"),
    ],
)
def test_what_nothing_settles_is_asked(dates: list[str], reason: str) -> None:
    with pytest.raises(DeskError, match=f"{reason}. Say it with --dates day-first or --dates month-first."):
        settle(dates)


def test_the_order_that_is_said_must_be_one_of_the_two() -> None:
    assert read_order(" Month-First ") == "month-first"
    with pytest.raises(DeskError, match="as day-first or month-first, not 'american'"):
        read_order("american")
