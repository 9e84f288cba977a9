"""How long a case took that is counted in days, and whether that was within what is allowed.

Dates are counted, not minutes, and the day on which it began is day 0: with 5 working days allowed, what begins on a
Monday is in time until the end of the next Monday. A month lasts to the same day of the next one, or to its last where
there is no such day; a day at which it ends may be a Sunday.
"""

import calendar as months_of_year
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.calendar import Calendar

_YEAR_MONTHS = 12


@dataclass(frozen=True)
class Allowed:
    """So many working days of a calendar or, where it names none, calendar months."""

    days: int | None
    months: int | None = None


class Case(NamedTuple):
    """What began on a day and ended on another, or goes on; of so many alike."""

    began: date
    ended: date | None = None
    number: int = 1


@dataclass(frozen=True)
class Turnaround:
    """Of `d` cases that ended in a period `n` were in time. At its end others were `still_open`, some `late`."""

    n: int
    d: int
    still_open: int
    late: int


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * _YEAR_MONTHS + day.month - 1 + months, _YEAR_MONTHS)
    return date(year, month + 1, min(day.day, months_of_year.monthrange(year, month + 1)[1]))


def due_on(began: date, allowed: Allowed, calendar: Calendar) -> date:
    """The last day on which it is in time; where working days are allowed, days off behind it are in time too."""
    if allowed.days is None:
        return months_later(began, allowed.months or 0)
    return calendar.working_day(calendar.days_to(began) + allowed.days)


def working_days(began: date, ended: date, calendar: Calendar) -> int:
    """Working days behind the day on which it began, the day on which it ended among them."""
    return calendar.days_to(ended) - calendar.days_to(began)


def days_late(began: date, until: date, allowed: Allowed, calendar: Calendar) -> int:
    """By how many working days or, where months are allowed, days it is late; 0 in time."""
    if allowed.days is None:
        return max((until - due_on(began, allowed, calendar)).days, 0)
    return max(working_days(began, until, calendar) - allowed.days, 0)


def tally(cases: Iterable[Case], allowed: Allowed, calendar: Calendar, first: date, last: date) -> Turnaround:
    """Of the cases that ended from `first` to `last` those in time, and those that went on at the end of `last`."""
    in_time = ended = still_open = late = 0
    for case in cases:
        if case.ended and first <= case.ended <= last:
            ended += case.number
            in_time += 0 if days_late(case.began, case.ended, allowed, calendar) else case.number
        elif case.began <= last and (case.ended is None or case.ended > last):
            still_open += case.number
            late += case.number if days_late(case.began, last, allowed, calendar) else 0
    return Turnaround(in_time, ended, still_open, late)
