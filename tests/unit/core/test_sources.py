"""Which records of a register stand in a month: by their day, while they are open, or until a newer count."""

from collections.abc import Callable, Sequence
from datetime import date

from core.sources import Group, Rows, Rules, Where, newest_of, one, open_at_the_end, started_by_the_end

JULY, AUGUST, SEPTEMBER = date(2021, 7, 1), date(2021, 8, 1), date(2021, 9, 1)
RULES = Rules(date(2021, 10, 1))
Stand = Callable[[Sequence[Group], date, date], Sequence[Group]]


def finding(raised: date, closed: date | None, number: int) -> Group:
    return {"raised_on": raised, "closed_on": closed}, number


def numbers(stands: Stand, groups: Sequence[Group], start: date, end: date) -> list[int]:
    return [number for _, number in stands(groups, start, end)]


def test_a_dated_record_counts_in_its_month_from_the_first_day_to_the_last() -> None:
    where = Rows("change", "completed_on", one)
    days = [date(2021, 6, 30), JULY, date(2021, 7, 31), AUGUST]
    groups: list[Group] = [({"completed_on": day}, day.day) for day in days]
    assert numbers(where.standing, groups, JULY, AUGUST) == [1, 31]
    assert not where.is_level


def test_what_is_open_at_the_end_had_begun_and_was_not_closed_before_it() -> None:
    stands = open_at_the_end("raised_on", "closed_on")
    groups = [
        finding(date(2020, 1, 1), None, 1),
        finding(date(2020, 1, 1), date(2021, 7, 31), 2),
        finding(date(2020, 1, 1), AUGUST, 4),
        finding(date(2021, 7, 31), None, 8),
        finding(AUGUST, None, 16),
    ]
    assert numbers(stands, groups, JULY, AUGUST) == [1, 4, 8]
    assert numbers(stands, groups, AUGUST, SEPTEMBER) == [1, 8, 16]


def count(device: str, partner: str | None, on: date, number: int) -> Group:
    return {"counted_on": on, "device": device, "partner": partner}, number


def test_the_last_count_of_each_kind_and_partner_stands_and_earlier_ones_are_not_added() -> None:
    stands = newest_of("counted_on", "device", "partner")
    groups = [
        count("laptop", "BDC", date(2021, 6, 30), 1),
        count("laptop", "BDC", date(2021, 7, 31), 2),
        count("laptop", "BDC", date(2021, 7, 31), 4),  # two of a day are of two places
        count("laptop", "DDDC", date(2021, 6, 30), 8),
        count("desktop", "BDC", date(2021, 6, 30), 16),
        count("laptop", None, date(2021, 5, 1), 32),
        count("laptop", "BDC", AUGUST, 64),
    ]
    assert sorted(numbers(stands, groups, JULY, AUGUST)) == [2, 4, 8, 16, 32]
    assert sorted(numbers(stands, groups, AUGUST, SEPTEMBER)) == [8, 16, 32, 64]
    assert numbers(stands, groups, date(2021, 4, 1), date(2021, 5, 1)) == []


def test_a_saving_counts_from_its_start_on() -> None:
    stands = started_by_the_end("starts_on")
    groups: list[Group] = [({"starts_on": day}, day.month) for day in (date(2020, 9, 1), date(2021, 7, 31), AUGUST)]
    assert numbers(stands, groups, JULY, AUGUST) == [9, 7]


def test_every_record_is_one() -> None:
    assert one({}, RULES) == (0, 1)


def test_a_source_names_each_column_that_it_looks_at_once() -> None:
    where = Rows("estate", "counted_on", one, ("device", "partner"), level="device", stands=started_by_the_end("a"))
    assert where.columns == ("counted_on", "device", "partner")
    assert Rows("change", "completed_on", one).columns == ("completed_on",)
    assert where.is_level


def test_only_what_is_outstanding_is_a_state_of_tickets() -> None:
    assert [Where(source).is_level for source in ("resolved", "opened", "outstanding")] == [False, False, True]
