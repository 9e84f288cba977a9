"""Deadlines and outcomes of many tickets at once, with the same answers as one at a time (core.tickets)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.calendar import Calendar
from core.holds import Holds, due_many, used_seconds_many
from core.imports.events import Waits
from core.imports.tickets import TicketColumns
from core.imports.times import MISSING
from core.sla import Target, allowed_minutes, target_for
from core.zones import Seconds, month_of_many, to_local_many

T = TypeVar("T")
DAY_SECONDS = 86_400


@dataclass(frozen=True, eq=False)
class Clocked:
    """One entry a ticket. Months are yyyymm; what only a resolution gives is None where there was none.

    `held_since` is MISSING for all that do not wait now, and `due` for those that do.
    """

    allowed_minutes: list[int]
    due: list[int]
    held_since: list[int]
    opened_month: list[int]
    reported_month: list[int | None]
    worked_minutes: list[int | None]
    met_target: list[bool | None]


def clock_tickets(
    tickets: TicketColumns,
    calendars: Mapping[str, Calendar],
    hours: Mapping[str, str],
    targets: Sequence[Target],
    zone: str,
    waits: Waits | None = None,
) -> Clocked:
    """`hours` names the calendar of each service; a ticket of no known service keeps standard hours."""
    count = len(tickets.reference)
    names = np.array([hours.get(service, "standard") for service in tickets.service])
    allowed = np.array(list(allowances(tickets, names, calendars, targets, zone)), dtype=np.int64)
    due, used = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    until = np.where(tickets.resolved == MISSING, tickets.opened, tickets.resolved)
    for name in np.unique(names):
        mine = names == name
        calendar = calendars[str(name)]
        held = holds_of(waits, mine)
        due[mine] = due_many(calendar, tickets.opened[mine], allowed[mine] * 60, held)
        used[mine] = used_seconds_many(calendar, tickets.opened[mine], until[mine], held)
    minutes = -(-used // 60)
    resolved, held_since = tickets.resolved != MISSING, waiting_since(waits, count)
    return Clocked(
        allowed.tolist(),
        np.where(held_since == MISSING, due, MISSING).tolist(),
        held_since.tolist(),
        month_of_many(tickets.opened, zone).tolist(),
        where(resolved, month_of_many(until, zone).tolist()),
        where(resolved, minutes.tolist()),
        where(resolved, (minutes <= allowed).tolist()),
    )


def holds_of(waits: Waits | None, mine: NDArray[np.bool_]) -> Holds | None:
    """The waits that have ended, of some of the tickets."""
    if waits is None or not len(waits):
        return None
    ended = waits.only(waits.end != MISSING).of(mine)
    return Holds(ended.owner, ended.start, ended.end)


def waiting_since(waits: Waits | None, count: int) -> Seconds:
    since = np.full(count, MISSING, dtype=np.int64)
    if waits is not None:
        goes_on = waits.only(waits.end == MISSING)
        since[goes_on.owner] = goes_on.start
    return since


def where(present: NDArray[np.bool_], values: list[T]) -> list[T | None]:
    return [value if there else None for there, value in zip(present.tolist(), values, strict=True)]


def allowances(
    tickets: TicketColumns,
    hours: Iterable[str],
    calendars: Mapping[str, Calendar],
    targets: Sequence[Target],
    zone: str,
) -> Iterable[int]:
    """Allowed minutes of each ticket; what decides them repeats a lot, so each combination is worked out once."""
    known: dict[tuple[object, ...], int] = {}
    opened_on = (to_local_many(tickets.opened, zone) // DAY_SECONDS).tolist()
    rows = zip(tickets.kind, tickets.priority, tickets.partners, hours, tickets.opened.tolist(), opened_on, strict=True)
    for kind, level, partners, name, opened, day in rows:
        key = (kind, level, partners, name, day)
        if key not in known:
            calendar, opened_at = calendars[name], datetime.fromtimestamp(opened, UTC)
            target = target_for(targets, kind, level, partners, calendar.local(opened_at).date())
            known[key] = allowed_minutes(target, calendar, opened_at, None)
        yield known[key]
