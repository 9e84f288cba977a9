"""Whatever was down: never longer than service time, never shorter than its longest part, and as counted by minutes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Calendar, Hours
from core.facts import Count, Counts, share
from core.outages import (
    MINUTE,
    WHOLE,
    Down,
    Month,
    Reviewed,
    Served,
    down_time,
    is_in_time,
    review_counts,
    review_due_on,
    service_counts,
)
from core.sources import Downtimes

OFFICE = Calendar("standard", (Hours(date(2005, 1, 1), (((510, 1020),),) * 5 + ((),) * 2, 510),))
ALWAYS = Calendar("always", (Hours(date(2005, 1, 1), (((0, 1440),),) * 7, 1440, bank_holidays_closed=False),))
START = datetime(2021, 7, 30, tzinfo=UTC)  # a Friday
DAYS = 5
MIDDLE, END = START + timedelta(days=2), START + timedelta(days=DAYS)
MONTHS: list[Month] = [(202107, START, MIDDLE), (202108, MIDDLE, END)]
TODAY = date(2021, 9, 1)

moments = st.integers(-60, DAYS * 1440 + 60).map(lambda minutes: START + timedelta(minutes=minutes))
services = st.sampled_from(("Email", "Website"))
lengths = st.none() | st.integers(0, 3000).map(lambda minutes: timedelta(minutes=minutes))
downs = st.builds(
    lambda service, starts, length, weighs, is_planned: Down(
        service, starts, None if length is None else starts + length, weighs, is_planned
    ),
    services,
    moments,
    lengths,
    st.integers(1, WHOLE),
    st.booleans(),
)
many = st.lists(downs, max_size=8)
calendars = st.sampled_from((OFFICE, ALWAYS))


def by_the_minute(calendar: Calendar, found: Sequence[Down]) -> int:
    """A plain count: each minute of service time weighs as its worst outage, and nothing under maintenance."""
    whole = 0
    for number in range(DAYS * 1440):
        at = START + timedelta(minutes=number)
        hit = [down for down in found if down.started_at <= at and (down.ended_at is None or at < down.ended_at)]
        if hit and calendar.is_open(at) and not any(down.is_planned for down in hit):
            whole += max(down.share for down in hit) * 60
    return whole


@given(calendars, many)
def test_down_time_is_a_count_of_minutes(calendar: Calendar, found: list[Down]) -> None:
    assert down_time(calendar, found, START, END) == by_the_minute(calendar, found)


@given(calendars, many)
def test_what_overlaps_is_no_longer_than_its_parts_together_and_no_shorter_than_the_longest(
    calendar: Calendar, found: list[Down]
) -> None:
    unplanned = [replace(down, is_planned=False) for down in found]
    each = [down_time(calendar, [down], START, END) for down in unplanned]
    together = down_time(calendar, unplanned, START, END)
    assert max(each, default=0) <= together <= sum(each)
    assert together <= WHOLE * calendar.worked(START, END)
    assert down_time(calendar, [*unplanned, *unplanned], START, END) == together


@given(calendars, many, downs)
def test_maintenance_never_adds_down_time_and_an_outage_never_takes_any_away(
    calendar: Calendar, found: list[Down], one: Down
) -> None:
    before = down_time(calendar, found, START, END)
    assert down_time(calendar, [*found, replace(one, is_planned=True)], START, END) <= before
    assert down_time(calendar, [*found, replace(one, is_planned=False)], START, END) >= before


@given(calendars, many, moments)
def test_down_time_adds_up_over_any_cut(calendar: Calendar, found: list[Down], cut: datetime) -> None:
    middle = min(max(cut, START), END)
    parts = down_time(calendar, found, START, middle) + down_time(calendar, found, middle, END)
    assert parts == down_time(calendar, found, START, END)


@given(many, st.sampled_from(("uptime", "failures")))
def test_availability_adds_up_over_services_and_months_and_lies_between_nought_and_one(
    found: list[Down], of: str
) -> None:
    served = (Served("Email", OFFICE, is_critical=True), Served("Website", ALWAYS, is_critical=False))
    where = Downtimes(only_critical=False, of="uptime" if of == "uptime" else "failures")
    rows = tuple(service_counts(where, served, found, MONTHS))
    facts = Counts(rows, (202107, 202108))
    by_service = [facts.only(levels=(level,)) for level in facts.levels()]
    by_month = [facts.only(months=(month,)) for month in facts.months]
    for parts in (by_service, by_month):
        assert (sum(part.n for part in parts), sum(part.d for part in parts)) == (facts.n, facts.d)
    assert len(rows) == 4
    lost = sum(
        down_time(one.calendar, [down for down in found if down.service == one.name], START, END) for one in served
    )
    whole = sum(WHOLE * one.calendar.worked(START, END) for one in served)
    assert facts.n == whole - lost
    if where.of == "uptime":
        assert facts.d == whole
        assert 0 <= (share(facts).value or 0) <= 1
    else:
        assert facts.d == sum(not down.is_planned and START <= down.started_at < END for down in found)
    critical = tuple(service_counts(replace(where, only_critical=True), served, found, MONTHS))
    assert critical == tuple(row for row in rows if row.level == "Email")


@given(many)
def test_a_partial_outage_weighs_by_the_users_hit(found: list[Down]) -> None:
    halves = [replace(down, share=50) for down in found]
    whole = [replace(down, share=WHOLE) for down in found]
    assert 2 * down_time(OFFICE, halves, START, END) == down_time(OFFICE, whole, START, END)


@given(many)
def test_no_figure_is_finer_than_a_second(found: list[Down]) -> None:
    whole = [replace(down, share=WHOLE) for down in found]
    assert down_time(OFFICE, whole, START, END) % MINUTE == 0  # all of these begin and end on a minute


outages = st.builds(
    lambda number, level, ended, days: Reviewed(
        number, level, ("BDC",), 202107, ended, None if days is None else ended.date() + timedelta(days=days)
    ),
    st.integers(1, 9),
    st.sampled_from(("P1", "P2")),
    moments,
    st.none() | st.integers(0, 40),
)


@given(st.lists(outages, max_size=9, unique_by=lambda one: one.number), st.integers(0, 5), st.integers(1, 20))
def test_reviews_in_time_are_of_all_that_are_due(found: list[Reviewed], unreviewed: int, days: int) -> None:
    """With others that ended long ago and have no review."""
    numbers = {level: sum(one.level == level for one in found) + unreviewed for level in ("P1", "P2")}
    resolved = Counts(tuple(Count(202107, level, ("BDC",), d, d) for level, d in numbers.items()), (202107,))
    verdicts = [is_in_time(one, review_due_on(OFFICE, one.ended_at, days), TODAY) for one in found]
    facts = review_counts(resolved, found, OFFICE, days, TODAY)
    assert facts.n == verdicts.count(True)
    assert facts.d == 2 * unreviewed + len(found) - verdicts.count(None)


@given(moments, st.integers(1, 30))
def test_a_review_is_due_so_many_working_days_later(ended: datetime, days: int) -> None:
    due = review_due_on(OFFICE, ended, days)
    between = (
        OFFICE.local(ended).date() + timedelta(days=n) for n in range((due - OFFICE.local(ended).date()).days + 1)
    )
    working = [day for day in between if OFFICE.worked(OFFICE.midnight(day), OFFICE.midnight(day + timedelta(days=1)))]
    assert due in working
    assert days <= len(working) <= days + 1  # the day on which it ended counts when it ended before the doors opened
