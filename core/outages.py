"""Service time and downtime: how much of a month a service was up, and when the review of an outage is due.

Availability = (service minutes - unplanned minutes down inside service hours) / service minutes (domain.md section 2).
Down time is counted in per cents of a second, so that a partial outage weighs by the share of users hit and all sums
are of whole numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from core.calendar import Calendar
from core.facts import Count
from core.sources import Downtimes

WHOLE = 100  # per cent of the users
MINUTE = 60 * WHOLE
HOUR = 60 * MINUTE
Month = tuple[int, datetime, datetime]  # yyyymm, and from when to when, in UTC


@dataclass(frozen=True)
class Down:
    """A service was down for `share` per cent of its users; without an end it still is."""

    service: str
    started_at: datetime
    ended_at: datetime | None
    share: int = WHOLE
    is_planned: bool = False
    reference: str = ""


@dataclass(frozen=True)
class Served:
    """A service of the desk and when it is promised."""

    name: str
    calendar: Calendar
    is_critical: bool


def service_counts(
    where: Downtimes, services: Iterable[Served], downs: Sequence[Down], months: Sequence[Month]
) -> Iterator[Count]:
    """A row for each service and month: time up, of service time, or of failures that began."""
    for service in services:
        if where.only_critical and not service.is_critical:
            continue
        own = [down for down in downs if down.service == service.name]
        for month, start, end in months:
            whole = WHOLE * service.calendar.worked(start, end)
            up = whole - down_time(service.calendar, own, start, end)
            yield Count(month, service.name, (), up, whole if where.of == "uptime" else failures(own, start, end))


def failures(downs: Iterable[Down], start: datetime, end: datetime) -> int:
    return sum(not down.is_planned and start <= down.started_at < end for down in downs)


def down_time(calendar: Calendar, downs: Iterable[Down], start: datetime, end: datetime) -> int:
    """Per cents of a second of service time between two instants. Of outages at once the largest counts, and none
    while maintenance was planned.
    """
    spans = [(*clipped(calendar, down, start, end), down) for down in downs]
    edges = sorted({edge for begins, ends, _ in spans for edge in (begins, ends) if begins < ends})
    return sum(
        (after - before) * weight([down for begins, ends, down in spans if begins <= before < ends])
        for before, after in pairwise(edges)
    )


def clipped(calendar: Calendar, down: Down, start: datetime, end: datetime) -> tuple[int, int]:
    """In readings of the calendar's meter, in which closed time has no length."""
    begins, ends = max(down.started_at, start), min(down.ended_at or end, end)
    return (calendar.reading(begins), calendar.reading(ends)) if begins < ends else (0, 0)


def weight(downs: Sequence[Down]) -> int:
    if any(down.is_planned for down in downs):
        return 0
    return max((down.share for down in downs), default=0)


@dataclass(frozen=True)
class Reviewed:
    """An outage that has ended, and when its first review was written."""

    level: str
    partners: tuple[str, ...]
    ended_at: datetime
    reviewed_on: date | None
    reference: str = ""


def review_due_on(calendar: Calendar, ended_at: datetime, days: int) -> date:
    """So many working days after the outage ended."""
    day = calendar.minutes_per_day(calendar.local(ended_at).date())
    return calendar.local(calendar.after(ended_at, days * day * 60)).date()


def review_count(outage: Reviewed, due_on: date, months: Mapping[int, tuple[date, date]], today: date) -> Count | None:
    """On time or not, in the month in which the review was due; not before that day is over, unless it is there."""
    is_there = outage.reviewed_on is not None and outage.reviewed_on <= due_on
    month = next((month for month, (start, end) in months.items() if start <= due_on < end), None)
    if month is None or not (is_there or due_on < today):
        return None
    return Count(month, outage.level, outage.partners, int(is_there), 1)
