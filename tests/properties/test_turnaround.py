"""What must hold of every turnaround, whatever the calendar's closures, the cases and the time allowed."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.calendar import FIRST_DAY, Calendar, Hours
from core.turnaround import Allowed, Case, days_late, due_on, tally, working_days

OFFICE = Hours(FIRST_DAY, (((510, 750), (810, 1020)),) * 5 + ((),) * 2, 510)
DAY = timedelta(days=1)
FIRST, LAST = date(2022, 1, 1), date(2022, 6, 30)
CLOSED = frozenset({date(2022, 2, 14), date(2022, 4, 19), date(2022, 6, 2)})
CALENDAR = Calendar("standard", (OFFICE,), CLOSED)

days = st.dates(FIRST, LAST)
allowances = st.builds(Allowed, st.integers(1, 60)) | st.builds(Allowed, st.none(), st.integers(1, 12))
cases = st.tuples(days, st.none() | days).map(lambda pair: Case(pair[0], max(pair) if pair[1] else None))  # type: ignore[type-var]
edges = st.lists(days, min_size=2, max_size=5, unique=True).map(sorted)


@given(days, days, days)
def test_working_days_add_up(first: date, second: date, third: date) -> None:
    one, two, three = sorted((first, second, third))
    whole = working_days(one, three, CALENDAR)
    assert working_days(one, two, CALENDAR) + working_days(two, three, CALENDAR) == whole
    assert 0 <= whole <= (three - one).days


@given(days, days)
def test_they_are_the_days_that_are_neither_weekend_nor_closed(one: date, other: date) -> None:
    began, ended = sorted((one, other))
    passed = [began + DAY * number for number in range(1, (ended - began).days + 1)]
    is_open = [day.weekday() < 5 and CALENDAR.closed_for(day) is None for day in passed]
    assert working_days(began, ended, CALENDAR) == sum(is_open)


@given(days, allowances)
def test_it_is_in_time_until_the_day_on_which_it_is_due_and_late_behind_the_next_working_day(
    began: date, allowed: Allowed
) -> None:
    due = due_on(began, allowed, CALENDAR)
    assert due > began
    assert days_late(began, due, allowed, CALENDAR) == 0
    next_day = due + DAY if allowed.days is None else CALENDAR.working_day(CALENDAR.days_to(due) + 1)
    assert days_late(began, next_day, allowed, CALENDAR) == 1


@given(days, st.integers(1, 60), days)
def test_a_day_more_is_never_later(began: date, allowed: int, until: date) -> None:
    ended = max(began, until)
    late = days_late(began, ended, Allowed(allowed), CALENDAR)
    assert days_late(began, ended, Allowed(allowed + 1), CALENDAR) == max(late - 1, 0)


@given(st.lists(cases, max_size=20), allowances, edges)
def test_periods_one_behind_the_other_add_up_to_the_whole(
    found: list[Case], allowed: Allowed, days_between: list[date]
) -> None:
    whole = tally(found, allowed, CALENDAR, days_between[0] + DAY, days_between[-1])
    parts = [tally(found, allowed, CALENDAR, one + DAY, other) for one, other in pairwise(days_between)]
    assert (sum(part.n for part in parts), sum(part.d for part in parts)) == (whole.n, whole.d)
    assert (parts[-1].still_open, parts[-1].late) == (whole.still_open, whole.late)


@given(st.lists(cases, max_size=20), allowances, cases)
def test_one_in_time_more_never_lowers_the_share_and_one_left_open_never_hides(
    found: list[Case], allowed: Allowed, more: Case
) -> None:
    before = tally(found, allowed, CALENDAR, FIRST, LAST)
    assert before.n <= before.d
    assert before.d + before.still_open == len(found)
    good = tally([*found, Case(more.began, more.began)], allowed, CALENDAR, FIRST, LAST)
    assert good.n * max(before.d, 1) >= before.n * good.d
    left = tally([*found, Case(more.began)], allowed, CALENDAR, FIRST, LAST)
    assert (left.n, left.d, left.still_open) == (before.n, before.d, before.still_open + 1)
