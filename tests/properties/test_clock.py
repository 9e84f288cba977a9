"""The clock against a slow oracle that walks every minute of 2019 to 2021, and what must hold at any time at all."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Calendar, Hours, Week
from core.holds import Holds, due_many, used_seconds_many
from core.sla import Span, breached_before, explain, used_seconds, when_used
from core.zones import Seconds

PAIRS = 10_000  # for each of the ten calendars
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2019, 2022))
DAY = 86_400
CLOCK_CHANGES = [
    int(datetime(year, month, day, tzinfo=UTC).timestamp())
    for year, month, day in ((2019, 3, 31), (2019, 10, 27), (2020, 3, 29), (2020, 10, 25), (2021, 3, 28))
]
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
def wall_clock(zone: str) -> tuple[Sequence[int], Sequence[int]]:
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
    tickets: list[Ticket]

    def column(self, value: Callable[[Ticket], int]) -> Seconds:
        return np.array([value(ticket) for ticket in self.tickets], np.int64)

    def holds(self) -> Holds:
        rows = [(owner, *hold) for owner, ticket in enumerate(self.tickets) for hold in ticket.holds]
        return Holds(*np.random.default_rng(1).permutation(np.array(rows, np.int64).reshape(-1, 3)).T)


def instant(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)


def random_ticket(rng: np.random.Generator) -> Ticket:
    """One in four begins around a clock change, one in three keeps to quarter-hours; some end before they begin."""
    opened = int(rng.integers(FIRST + 20 * DAY, LAST - 250 * DAY))
    if rng.random() < 1 / 4:
        opened = int(rng.choice(CLOCK_CHANGES) + rng.integers(-3 * DAY, DAY))
    seconds = int(rng.integers(0, rng.choice([3600, 30 * 3600])))
    grain = 900 if rng.random() < 1 / 3 else 1
    opened, seconds = opened // grain * grain, seconds // grain * grain
    until = opened + int(rng.integers(-DAY // 8, rng.choice([DAY // 4, 5 * DAY, 90 * DAY])))
    starts = (opened + rng.integers(-DAY, 6 * DAY, rng.integers(0, 5))) // grain * grain
    ends = starts + rng.integers(0, rng.choice([3600, DAY, 5 * DAY]), len(starts))
    return Ticket(opened, until, seconds, list(zip(starts.tolist(), ends.tolist(), strict=True)))


@pytest.fixture(scope="module", params=CALENDARS, ids=lambda calendar: calendar.name)
def calendar(request: pytest.FixtureRequest) -> Calendar:
    assert isinstance(request.param, Calendar)
    return request.param


@pytest.fixture(scope="module")
def oracle(calendar: Calendar) -> Oracle:
    return Oracle(calendar)


@pytest.fixture(scope="module")
def trial(calendar: Calendar) -> Trial:
    rng = np.random.default_rng(len(calendar.name))
    return Trial(calendar, [random_ticket(rng) for _ in range(PAIRS)])


def test_working_time_is_what_the_minutes_add_up_to(trial: Trial, oracle: Oracle) -> None:
    many = trial.calendar.worked_many(trial.column(lambda it: it.opened), trial.column(lambda it: it.until))
    for ticket, worked in zip(trial.tickets, many.tolist(), strict=True):
        assert worked == oracle.used(ticket.opened, ticket.until), ticket
        assert worked == trial.calendar.worked(instant(ticket.opened), instant(ticket.until)), ticket


def test_adding_working_time_is_the_inverse_and_the_earliest(trial: Trial, oracle: Oracle) -> None:
    many = trial.calendar.after_many(trial.column(lambda it: it.opened), trial.column(lambda it: it.seconds))
    for ticket, after in zip(trial.tickets, many.tolist(), strict=True):
        assert instant(after) == trial.calendar.after(instant(ticket.opened), ticket.seconds), ticket
        assert oracle.used(ticket.opened, after) == ticket.seconds, ticket
        assert oracle.used(ticket.opened, after - 1) == max(ticket.seconds - 1, 0), ticket


def test_used_time_is_what_no_hold_covers(trial: Trial, oracle: Oracle) -> None:
    opened, until = trial.column(lambda it: it.opened), trial.column(lambda it: it.until)
    many = used_seconds_many(trial.calendar, opened, until, trial.holds())
    for ticket, used in zip(trial.tickets, many.tolist(), strict=True):
        start, end = instant(ticket.opened), instant(ticket.until)
        assert used == oracle.used(ticket.opened, ticket.until, ticket.holds), ticket
        assert used == used_seconds(trial.calendar, start, end, ticket.spans), ticket


def test_the_deadline_is_the_earliest_instant_that_uses_the_time(trial: Trial, oracle: Oracle) -> None:
    opened, allowed = trial.column(lambda it: it.opened), trial.column(lambda it: it.seconds)
    many = due_many(trial.calendar, opened, allowed, trial.holds())
    for ticket, due in zip(trial.tickets, many.tolist(), strict=True):
        found = when_used(trial.calendar, instant(ticket.opened), ticket.seconds, ticket.spans)
        assert instant(due) == found, ticket
        assert oracle.used(ticket.opened, due, ticket.holds) == ticket.seconds, ticket
        assert oracle.used(ticket.opened, due - 1, ticket.holds) == max(ticket.seconds - 1, 0), ticket


calendars = st.sampled_from(CALENDARS)
any_instant = st.integers(
    int(datetime(2005, 2, 1, tzinfo=UTC).timestamp()), int(datetime(2045, 6, 1, tzinfo=UTC).timestamp())
)


@st.composite
def any_ticket(draw: st.DrawFn) -> Ticket:
    opened = draw(any_instant)
    until = opened + draw(st.integers(-DAY, 40 * DAY))
    holds = draw(st.lists(st.tuples(st.integers(-5 * DAY, 20 * DAY), st.integers(0, 9 * DAY)), max_size=5))
    held = [(opened + start, opened + start + length) for start, length in holds]
    return Ticket(opened, until, draw(st.integers(0, 40 * 3600)), held)


@given(calendars, st.tuples(any_instant, any_instant, any_instant).map(sorted))
def test_the_parts_of_a_time_add_up_to_it(calendar: Calendar, cuts: list[int]) -> None:
    first, middle, last = map(instant, cuts)
    assert calendar.worked(first, middle) + calendar.worked(middle, last) == calendar.worked(first, last)


@given(calendars, any_instant, st.integers(0, 6 * DAY), st.sampled_from((1, 900)))
def test_what_lies_before_one_moment_is_breached_and_nothing_else(
    calendar: Calendar, now: int, ago: int, grain: int
) -> None:
    at, due = instant(now // grain * grain), instant((now - ago) // grain * grain)
    moment = breached_before(calendar, at)
    assert (due < moment) == (calendar.worked(due, at) > 0)
    assert moment <= at
    assert calendar.worked(moment, at) == 0
    assert calendar.worked(moment - timedelta(seconds=1), at) == 1


@given(calendars, any_ticket(), st.integers(0, 5 * DAY))
def test_used_time_never_falls(calendar: Calendar, ticket: Ticket, later: int) -> None:
    used = [
        used_seconds(calendar, instant(ticket.opened), instant(until), ticket.spans)
        for until in (ticket.until, ticket.until + later)
    ]
    assert 0 <= used[1] - used[0] <= later


@given(calendars, any_ticket())
def test_no_hold_adds_to_the_used_time(calendar: Calendar, ticket: Ticket) -> None:
    used = [
        used_seconds(calendar, instant(ticket.opened), instant(ticket.until), ticket.spans[:count])
        for count in range(len(ticket.spans) + 1)
    ]
    assert used == sorted(used, reverse=True)
    assert used[0] == calendar.worked(instant(ticket.opened), instant(ticket.until))


@given(calendars, any_ticket())
def test_the_deadline_uses_the_time_and_no_second_less(calendar: Calendar, ticket: Ticket) -> None:
    opened = instant(ticket.opened)
    due = when_used(calendar, opened, ticket.seconds, ticket.spans)
    assert used_seconds(calendar, opened, due, ticket.spans) == ticket.seconds
    before = used_seconds(calendar, opened, due - timedelta(seconds=1), ticket.spans)
    assert before == max(ticket.seconds - 1, 0)


@given(calendars, st.lists(any_ticket(), min_size=1, max_size=20))
def test_many_tickets_answer_as_one(calendar: Calendar, tickets: list[Ticket]) -> None:
    trial = Trial(calendar, tickets)
    opened, until = trial.column(lambda it: it.opened), trial.column(lambda it: it.until)
    allowed = trial.column(lambda it: it.seconds)
    assert used_seconds_many(calendar, opened, until, trial.holds()).tolist() == [
        used_seconds(calendar, instant(it.opened), instant(it.until), it.spans) for it in tickets
    ]
    assert list(map(instant, due_many(calendar, opened, allowed, trial.holds()).tolist())) == [
        when_used(calendar, instant(it.opened), it.seconds, it.spans) for it in tickets
    ]


@given(calendars, any_ticket())
def test_an_explanation_adds_up(calendar: Calendar, ticket: Ticket) -> None:
    opened, until = instant(ticket.opened), instant(ticket.until)
    lines = explain(calendar, opened, until, ticket.spans)
    worked, held = (sum(line.seconds for line in lines if line.kind == kind) for kind in ("worked", "held"))
    assert worked == used_seconds(calendar, opened, until, ticket.spans)
    assert worked + held == calendar.worked(opened, until)
    assert all(earlier.end <= later.start for earlier, later in pairwise(lines))
