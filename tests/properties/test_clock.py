"""The clock against a slow oracle that walks every minute of 2019 to 2021, and what must hold at any time at all."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calendar import Calendar, Hours, Week
from core.holds import Holds, due_many, used_seconds_many
from core.sla import Span, explain, used_seconds, when_used

PAIRS = 10_000  # for each of the ten calendars
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2019, 2022))
DAY = 86_400
BANK_HOLIDAYS = """
    2019-01-01 2019-04-19 2019-04-22 2019-05-06 2019-05-27 2019-08-26 2019-12-25 2019-12-26
    2020-01-01 2020-04-10 2020-04-13 2020-05-08 2020-05-25 2020-08-31 2020-12-25 2020-12-26 2020-12-28
    2021-01-01 2021-04-02 2021-04-05 2021-05-03 2021-05-31 2021-08-30 2021-12-25 2021-12-26 2021-12-27 2021-12-28
    2022-01-01
"""
HOLIDAYS = frozenset(map(date.fromisoformat, BANK_HOLIDAYS.split()))


def weekdays(*windows: tuple[int, int]) -> Week:
    return (windows,) * 5 + ((),) * 2


def every_day(*windows: tuple[int, int]) -> Week:
    return (windows,) * 7


def ruled(week: Week, from_on: date = date(2005, 1, 1), *, closed: bool = True) -> Hours:
    return Hours(from_on, week, 480, bank_holidays_closed=closed)


OFFICE = ruled(weekdays((510, 1020)))
NIGHT = every_day((0, 375), (1320, 1440))
CHRISTMAS = frozenset({date(2019, 12, 24), date(2020, 12, 24), date(2020, 12, 29), date(2021, 3, 28)})
CALENDARS = [
    Calendar("standard", (OFFICE,)),
    Calendar("lunch", (ruled(weekdays((510, 750), (810, 1020))),), CHRISTMAS),
    Calendar("nights", (ruled(NIGHT, closed=False),)),
    Calendar("nights less bank holidays", (ruled(NIGHT),), CHRISTMAS),
    Calendar("always", (ruled(every_day((0, 1440)), closed=False),)),
    Calendar("always less bank holidays", (ruled(every_day((0, 1440))),)),
    Calendar("small hours", (ruled(every_day((30, 75), (90, 105), (1425, 1440)), closed=False),)),
    Calendar("uneven", (ruled((((465, 1185),), (), ((0, 15), (720, 735)), ((900, 1440),), (), ((0, 1440),), ())),)),
    Calendar(
        "changing",
        (
            OFFICE,
            ruled(NIGHT, date(2019, 10, 27), closed=False),
            ruled(weekdays((480, 1080)), date(2020, 3, 29)),
            ruled(every_day((600, 900)), date(2021, 5, 31)),
        ),
    ),
    Calendar("half-hour clock change", (ruled(NIGHT, closed=False),), zone="Australia/Lord_Howe"),
]


@cache
def wall_clock(zone: str) -> tuple[array[int], array[int]]:
    """The local day, and the minute of it, of every minute of UTC."""
    days, minutes = array("i"), array("i")
    local = ZoneInfo(zone)
    for instant in range(FIRST, LAST, 60):
        wall = datetime.fromtimestamp(instant, local)
        days.append(wall.toordinal())
        minutes.append(wall.hour * 60 + wall.minute)
    return days, minutes


def open_minutes(calendar: Calendar, on: date) -> list[bool]:
    rules = calendar.hours[0]
    for later in calendar.hours:
        if later.from_on <= on:
            rules = later
    if on in calendar.closures or (rules.bank_holidays_closed and on in HOLIDAYS):
        return [False] * 1440
    windows = rules.week[on.weekday()]
    return [any(start <= minute < end for start, end in windows) for minute in range(1440)]


class Oracle:
    """Counts open minutes one by one; instants are epoch seconds."""

    def __init__(self, calendar: Calendar) -> None:
        days, minutes = wall_clock(calendar.zone)
        by_day = {on: open_minutes(calendar, date.fromordinal(on)) for on in set(days)}
        self.is_open = array("i", (by_day[on][minute] for on, minute in zip(days, minutes, strict=True)))
        self.before = array("i", accumulate(self.is_open, initial=0))

    def reading(self, at: int) -> int:
        minute, second = divmod(at - FIRST, 60)
        return self.before[minute] * 60 + self.is_open[minute] * second

    def used(self, opened: int, until: int, holds: Sequence[tuple[int, int]] = ()) -> int:
        """Cuts the time at every hold's ends, and adds up the pieces that no hold covers."""
        cuts = sorted({opened, until, *(cut for hold in holds for cut in hold if opened < cut < until)})
        return sum(
            self.reading(end) - self.reading(start)
            for start, end in pairwise(cuts)
            if opened <= start < until and not any(held <= start < released for held, released in holds)
        )


@dataclass(frozen=True)
class Ticket:
    opened: int
    until: int
    seconds: int
    holds: list[tuple[int, int]]

    @property
    def spans(self) -> list[Span]:
        return [(instant(start), instant(end)) for start, end in self.holds]


@dataclass(frozen=True)
class Trial:
    calendar: Calendar
    oracle: Oracle
    tickets: list[Ticket]

    def column(self, value: Callable[[Ticket], int]) -> Seconds:
        return np.array([value(ticket) for ticket in self.tickets], np.int64)

    @property
    def holds(self) -> Holds:
        rows = [(owner, *hold) for owner, ticket in enumerate(self.tickets) for hold in ticket.holds]
        return Holds(*np.random.default_rng(1).permutation(rows).T)


def instant(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)


def tickets(seed: int) -> Iterator[Ticket]:
    """Many begin around clock changes and on quarter-hours; some end before they begin."""
    rng = np.random.default_rng(seed)
    changes = [int(datetime.fromisoformat(f"{on}T00:00Z").timestamp()) for on in CLOCK_CHANGES]
    for around in rng.random(PAIRS) < 0.25:
        opened = rng.choice(changes) + rng.integers(-3 * DAY, 3 * DAY) if around else rng.integers(FIRST + 20 * DAY, LAST - 250 * DAY)
