"""The days that explain a ticket add to the minutes that it used, on any calendar and with any holds."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Calendar
from core.explained import days, story
from core.sla import Span, explain, used_minutes
from tests.properties.test_clock import CALENDARS

START = datetime(2020, 3, 20, tzinfo=UTC)
seconds = st.integers(0, 30 * 86_400)
spans = st.tuples(seconds, seconds).map(sorted)


def instant(offset: int) -> datetime:
    return START + timedelta(seconds=offset)


@given(st.sampled_from(CALENDARS), spans, st.lists(spans, max_size=4))
def test_days_add_to_the_minutes_used(calendar: Calendar, life: list[int], waits: list[list[int]]) -> None:
    opened, until = map(instant, life)
    holds: list[Span] = [(instant(start), instant(end)) for start, end in waits]
    lines = explain(calendar, opened, until, holds, ["user"] * len(holds))
    told = days(calendar, lines)
    assert sum(day.worked for day in told) == used_minutes(calendar, opened, until, holds)
    assert [day.on for day in told] == sorted({line.on for line in lines})
    assert story(calendar, lines).endswith(".")
