"""The summary: once a day what was over a place's daily cap, in one message instead of many."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlmodel import Session

from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import line
from core.numbers import plural
from storage import alerts
from storage.models import Alert as Noted

MOST_NAMED = 30
WARNINGS = ("more warning", "more warnings")


def summarise(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    """Of the day that ended with the last summary's time; a bot that slept sums up the newest day only."""
    end = last_time(now, desk)
    since = last_time(end - timedelta(minutes=1), desk)
    over = alerts.summed(session, since, end)
    return list(describe(over, desk, end))


def last_time(now: datetime, desk: Desk) -> datetime:
    local = desk.calendar.local(now)
    day = local.date() if local.hour * 60 + local.minute >= desk.alerts.summary else local.date() - timedelta(days=1)
    return desk.calendar.midnight(day) + timedelta(minutes=desk.alerts.summary)


def describe(over: Sequence[Noted], desk: Desk, end: datetime) -> Iterator[Alert]:
    day = desk.calendar.local(end).date()
    for place, group in groupby(over, key=lambda noted: noted.place):
        noted = list(group)
        first = f"{plural(len(noted), WARNINGS)} beyond the {desk.alerts.daily_cap} a day that are said here:"
        rows = [first, *(each.said.split("\n", 1)[0] for each in noted[:MOST_NAMED])]
        rows += [f"and {len(noted) - MOST_NAMED} more."] if len(noted) > MOST_NAMED else []
        post = Post(place, f"summary:{day}", tuple(map(line, rows)))
        yield Alert(f"summary:{day}:{place}", post, f"{len(noted)} over the daily cap", "summary", is_private=True)


JOB = Job("summary", "say in one message what was over the daily cap of a place", 300, summarise, summarise)
