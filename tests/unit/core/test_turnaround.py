"""Working days and months from the day on which a case began: what is in time, and what is late by how much."""

from datetime import date

import pytest

from core.calendar import FIRST_DAY, LAST_DAY, Calendar, Hours
from core.errors import DeskError
from core.turnaround import Allowed, Case, Turnaround, days_late, due_on, months_later, tally, working_days

OFFICE = Hours(FIRST_DAY, (((510, 1020),),) * 5 + ((),) * 2, 510)
CALENDAR = Calendar("standard", (OFFICE,), frozenset({date(2022, 12, 28)}))
FIVE, MONTH = Allowed(5), Allowed(None, 1)
TAKEN = [
    pytest.param(date(2022, 10, 3), date(2022, 10, 3), 0, 0, id="done on day 0"),
    pytest.param(date(2022, 10, 3), date(2022, 10, 7), 4, 0, id="Monday to Friday"),
    pytest.param(date(2022, 10, 3), date(2022, 10, 10), 5, 0, id="Monday to Monday"),
    pytest.param(date(2022, 10, 3), date(2022, 10, 11), 6, 1, id="a day late"),
    pytest.param(date(2022, 10, 1), date(2022, 10, 7), 5, 0, id="begun on a Saturday"),
    pytest.param(date(2022, 9, 30), date(2022, 10, 9), 5, 0, id="done on the Sunday behind its last day"),
    pytest.param(date(2022, 12, 22), date(2023, 1, 5), 6, 1, id="bank holidays and a closure are left out"),
    pytest.param(date(2022, 9, 15), date(2022, 9, 22), 4, 0, id="a bank holiday of that year only"),
]


@pytest.mark.parametrize(("began", "ended", "took", "late"), TAKEN)
def test_working_days_are_counted_from_the_day_after(began: date, ended: date, took: int, late: int) -> None:
    assert working_days(began, ended, CALENDAR) == took
    assert days_late(began, ended, FIVE, CALENDAR) == late


@pytest.mark.parametrize(
    ("began", "due"),
    [
        (date(2022, 10, 3), date(2022, 10, 10)),
        (date(2022, 10, 1), date(2022, 10, 7)),
        (date(2022, 12, 22), date(2023, 1, 4)),
    ],
)
def test_the_last_day_in_time(began: date, due: date) -> None:
    assert due_on(began, FIVE, CALENDAR) == due


@pytest.mark.parametrize(
    ("began", "months", "due"),
    [
        (date(2022, 10, 3), 1, date(2022, 11, 3)),
        (date(2022, 12, 31), 1, date(2023, 1, 31)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2022, 12, 31), 14, date(2024, 2, 29)),
        (date(2022, 11, 15), 1, date(2022, 12, 15)),
    ],
)
def test_a_month_lasts_to_the_same_day_of_the_next(began: date, months: int, due: date) -> None:
    assert months_later(began, months) == due
    assert due_on(began, Allowed(None, months), CALENDAR) == due


def test_months_are_late_by_days_of_any_kind() -> None:
    assert days_late(date(2022, 10, 3), date(2022, 11, 3), MONTH, CALENDAR) == 0
    assert days_late(date(2022, 10, 3), date(2022, 11, 7), MONTH, CALENDAR) == 4


def test_a_period_has_what_ended_in_it_and_what_was_open_at_its_end() -> None:
    cases = [
        Case(date(2022, 10, 3), date(2022, 10, 10)),
        Case(date(2022, 10, 3), date(2022, 10, 11)),
        Case(date(2022, 9, 1), date(2022, 9, 30)),  # ended before
        Case(date(2022, 10, 20), date(2022, 11, 1)),  # ended behind it, and was late at its end
        Case(date(2022, 10, 28)),
        Case(date(2022, 11, 1)),  # not begun
    ]
    assert tally(cases, FIVE, CALENDAR, date(2022, 10, 1), date(2022, 10, 31)) == Turnaround(1, 2, 2, 1)


def test_days_outside_the_calendar_are_refused() -> None:
    assert CALENDAR.days_to(FIRST_DAY) == 0  # a Saturday
    assert CALENDAR.working_day(CALENDAR.days_to(LAST_DAY)) == date(2045, 12, 29)
    for outside in (date(2004, 12, 31), date(2046, 1, 1)):
        with pytest.raises(DeskError, match="outside the service calendar"):
            CALENDAR.days_to(outside)
    with pytest.raises(DeskError, match="not open for that long"):
        CALENDAR.working_day(CALENDAR.days_to(LAST_DAY) + 1)
