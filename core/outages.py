"""Service time and downtime: how much of a month a service was up, and when the review of an outage is due.

Availability = (service minutes - unplanned minutes down inside service hours) / service minutes (domain.md section 2).
Down time is counted in per cents of a second, so that a partial outage weighs by the share of users hit and all sums
are of whole numbers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from core.calendar import Calendar
from core.facts import Count, Counts
from core.sources import Downtimes

WHOLE = 100  # per cent of the users
MINUTE = 60 * WHOLE
HOUR = 60 * MINUTE
Cell = tuple[int, str, tuple[str, ...]]  # month, level and partners
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
    """An outage that was resolved, in which month, and when its first review was written."""

    number: int
    level: str
    partners: tuple[str, ...]
    month: int
    ended_at: datetime
    reviewed_on: date | None


def review_due_on(calendar: Calendar, ended_at: datetime, days: int) -> date:
    """So many working days after the outage ended."""
    day = calendar.minutes_per_day(calendar.local(ended_at).date())
    return calendar.local(calendar.after(ended_at, days * day * 60)).date()


def is_in_time(outage: Reviewed, due_on: date, today: date) -> bool | None:
    """None while there is no review and still time for it."""
    if outage.reviewed_on is None:
        return None if due_on >= today else False
    return outage.reviewed_on <= due_on


def review_counts(resolved: Counts, outages: Iterable[Reviewed], calendar: Calendar, days: int, today: date) -> Counts:
    """Of all outages resolved, those reviewed in time; those for which there still is time are left out.

    `outages` are those that have a review or may still be in time; of all others it is known that they have none.
    """
    on_time, waiting = Counter[Cell](), Counter[Cell]()
    for outage in outages:
        verdict = is_in_time(outage, review_due_on(calendar, outage.ended_at, days), today)
        on_time[outage.month, outage.level, outage.partners] += verdict is True
        waiting[outage.month, outage.level, outage.partners] += verdict is None
    counted = (Count(*row[:3], on_time[row[:3]], row.d - waiting[row[:3]]) for row in resolved.rows)
    return Counts(tuple(row for row in counted if row.d), resolved.asked)
