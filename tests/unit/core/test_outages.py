"""Availability from service time and downtime, and reviews from outages: the examples of domain.md, section 2."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendar import Calendar, Hours
from core.facts import Count, Counts
from core.outages import (
    MINUTE,
    Down,
    Month,
    Reviewed,
    Served,
    down_time,
    failures,
    is_in_time,
    review_counts,
    review_due_on,
    service_counts,
    weight,
)
from core.periods import Period
from core.sources import Downtimes

LONDON = ZoneInfo("Europe/London")
TEN_HOURS = Calendar("extended", (Hours(date(2005, 1, 1), (((480, 1080),),) * 5 + ((),) * 2, 600),))
OFFICE = Calendar("standard", (Hours(date(2005, 1, 1), (((510, 1020),),) * 5 + ((),) * 2, 510),))
UP, FAILED = Downtimes(only_critical=True, of="uptime"), Downtimes(only_critical=True, of="failures")
ENDS = {202107: date(2021, 8, 1), 202108: date(2021, 9, 1), 202109: date(2021, 10, 1)}
QUARTER: list[Month] = [
    (month, TEN_HOURS.midnight(date(2021, month % 100, 1)), TEN_HOURS.midnight(end)) for month, end in ENDS.items()
]
START, END = QUARTER[0][1], QUARTER[-1][2]


def at(day: int, hour: int, minute: int = 0, month: int = 7, second: int = 0) -> datetime:
    """Local time, in summer 2021."""
    return datetime(2021, month, day, hour, minute, second, tzinfo=LONDON).astimezone(UTC)


def down(starts: datetime, ends: datetime | None, share: int = 100, *, is_planned: bool = False) -> Down:
    return Down("Email", starts, ends, share, is_planned)


def minutes(*downs: Down) -> float:
    return down_time(TEN_HOURS, downs, START, END) / MINUTE


def counted(where: Downtimes, downs: Sequence[Down], *services: Served) -> Counts:
    served = services or (Served("Email", TEN_HOURS, is_critical=True),)
    return Counts(tuple(service_counts(where, served, downs, QUARTER)), tuple(ENDS))


def test_the_quarter_has_65_days_of_ten_hours() -> None:
    assert Period(date(2021, 7, 1), date(2021, 10, 1)).months() == tuple(ENDS)
    whole = counted(UP, ())
    assert whole.n == whole.d == 39_000 * MINUTE == 65 * 10 * 60 * MINUTE


def test_58_and_a_half_minutes_down_are_99_85_per_cent() -> None:
    lost = down(at(5, 10), at(5, 10, 58, second=30))
    figures = counted(UP, (lost,))
    assert minutes(lost) == 58.5
    assert 10_000 * figures.n == 9985 * figures.d


@pytest.mark.parametrize(
    ("downs", "lost"),
    [
        ((), 0),
        ((down(at(5, 10), at(5, 11)), down(at(5, 10, 30), at(5, 11, 30))), 90),  # overlapping: merged
        ((down(at(5, 10), at(5, 12)), down(at(5, 10, 30), at(5, 11))), 120),  # one within another
        ((down(at(5, 10), at(5, 11)), down(at(5, 11), at(5, 12))), 120),  # one after another
        ((down(at(5, 10), at(5, 11)), down(at(5, 10), at(5, 11))), 60),  # the same twice
        ((down(at(5, 10), at(5, 11), 50),), 30),
        ((down(at(5, 10), at(5, 11), 1),), 0.6),
        ((down(at(5, 10), at(5, 12), 50), down(at(5, 11), at(5, 13))), 30 + 120),  # of two at once the larger
        ((down(at(5, 10), at(5, 12), 50), down(at(5, 10), at(5, 12), 50)), 60),  # half of them, and not all
        ((down(at(5, 10), at(5, 12), is_planned=True),), 0),
        ((down(at(5, 10), at(5, 12)), down(at(5, 11), at(5, 13), is_planned=True)), 60),
        ((down(at(5, 10), at(5, 12)), down(at(5, 10, 30), at(5, 11), is_planned=True)), 90),
        ((down(at(5, 17), at(6, 9)),), 120),  # a night is no service time
        ((down(at(2, 17), at(5, 9)),), 120),  # nor is a weekend
        ((down(at(27, 17, month=8), at(31, 9, month=8)),), 120),  # nor a bank holiday
        ((down(at(5, 19), at(5, 23)),), 0),
        ((down(at(30, 17, month=6), at(1, 9)),), 60),  # June's hour is not of this quarter
        ((down(at(30, 17, month=9), None),), 60),  # goes on: until the end of what is looked at
        ((down(at(1, 9, month=10), None),), 0),
        ((down(at(5, 10), at(5, 10)),), 0),
    ],
)
def test_minutes_down_are_those_in_service_hours_once_and_unplanned(downs: Sequence[Down], lost: float) -> None:
    assert minutes(*downs) == minutes(*reversed(downs)) == lost


def test_an_outage_over_a_months_end_counts_in_both() -> None:
    rows = counted(UP, (down(at(30, 17), at(2, 9, month=8)),)).rows
    assert [(row.month, (row.d - row.n) // MINUTE) for row in rows] == [(202107, 60), (202108, 60), (202109, 0)]


def test_a_failure_counts_in_the_month_it_began_and_maintenance_is_none() -> None:
    downs = (
        down(at(30, 17), at(2, 9, month=8)),
        down(at(9, 23, month=8), at(10, 1, month=8)),  # though no service time was lost
        down(at(5, 10), at(5, 11), is_planned=True),
    )
    assert [row.d for row in counted(FAILED, downs).rows] == [1, 1, 0]
    assert failures(downs, START, END) == 2


def test_services_stand_beside_one_another_and_the_uncritical_are_left_out_where_only_the_critical_count() -> None:
    services = (
        Served("Email", TEN_HOURS, is_critical=True),
        Served("Housing", OFFICE, is_critical=True),
        Served("Printing", OFFICE, is_critical=False),
    )
    lost = down(at(5, 10), at(5, 11))
    critical = counted(UP, (lost,), *services)
    assert critical.levels() == ("Email", "Housing")
    assert critical.d == (39_000 + 65 * 510) * MINUTE
    assert critical.d - critical.n == 60 * MINUTE
    every = counted(Downtimes(only_critical=False, of="uptime"), (lost,), *services)
    assert every.levels() == ("Email", "Housing", "Printing")
    assert every.only(levels=("Housing", "Printing")).n == 2 * 65 * 510 * MINUTE


def test_a_service_is_hit_as_hard_as_its_worst_outage_and_not_at_all_in_maintenance() -> None:
    half, all_of_them = down(at(5, 10), None, 50), down(at(5, 10), None)
    assert [weight(downs) for downs in ([], [half], [half, all_of_them])] == [0, 50, 100]
    assert weight([half, all_of_them, down(at(5, 10), None, is_planned=True)]) == 0


@pytest.mark.parametrize(
    ("ended", "due"),
    [
        (at(2, 16), date(2021, 7, 16)),
        (at(3, 12), date(2021, 7, 16)),  # on a Saturday: as if on Friday at closing time
        (at(20, 10, month=8), date(2021, 9, 6)),  # over the bank holiday
    ],
)
def test_a_review_is_due_after_ten_working_days(ended: datetime, due: date) -> None:
    assert review_due_on(OFFICE, ended, 10) == due


def outage(number: int, reviewed_on: date | None, ended: datetime, level: str = "P2") -> Reviewed:
    return Reviewed(number, level, ("BDC",), 202107, ended, reviewed_on)


@pytest.mark.parametrize(
    ("reviewed_on", "today", "verdicts"),
    [
        (date(2021, 7, 16), date(2021, 7, 30), [True]),
        (date(2021, 7, 17), date(2021, 7, 30), [False]),
        (None, date(2021, 7, 16), [None]),
        (None, date(2021, 7, 17), [False]),
    ],
)
def test_a_review_is_in_time_until_the_end_of_its_day(
    reviewed_on: date | None, today: date, verdicts: list[bool | None]
) -> None:
    assert [is_in_time(outage(1, reviewed_on, at(2, 16)), date(2021, 7, 16), today)] == verdicts


def test_outages_that_may_still_be_reviewed_in_time_are_left_out() -> None:
    resolved = Counts((Count(202107, "P1", ("BDC",), 1, 1), Count(202107, "P2", ("BDC",), 4, 4)), (202107,))
    outages = [
        outage(1, date(2021, 7, 9), at(2, 16)),
        outage(2, date(2021, 7, 29), at(2, 16)),
        outage(3, None, at(28, 16)),
        outage(4, None, at(28, 16), "P1"),
    ]
    facts = review_counts(resolved, outages, OFFICE, 10, date(2021, 7, 30))
    assert facts == Counts((Count(202107, "P2", ("BDC",), 1, 3),), (202107,))  # with one that nobody reviewed
    later = review_counts(resolved, outages, OFFICE, 10, date(2021, 8, 30) + timedelta(days=1))
    assert (later.n, later.d) == (1, 5)
