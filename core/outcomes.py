"""Deadlines and outcomes of many tickets at once, with the same answers as one at a time (core.tickets)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import repeat
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.calendar import Calendar
from core.errors import DeskError
from core.holds import Holds, due_many, used_seconds_many
from core.imports.events import Waits
from core.imports.tickets import TicketColumns
from core.imports.times import MISSING
from core.sla import allowed_minutes, target_for
from core.terms import STANDARD, Terms
from core.zones import Flags, Seconds, month_of_many, to_local_many

T = TypeVar("T")
DAY_SECONDS = 86_400


class Tickets(Protocol):
    """What the clocks of tickets need, one entry a ticket; `resolved` is MISSING where there is no resolution."""

    @property
    def kind(self) -> Sequence[str]: ...
    @property
    def priority(self) -> Sequence[str]: ...
    @property
    def service(self) -> Sequence[str]: ...
    @property
    def partners(self) -> Sequence[tuple[str, ...]]: ...
    @property
    def opened(self) -> Seconds: ...
    @property
    def resolved(self) -> Seconds: ...


@dataclass(frozen=True, eq=False)
class Clocked:
    """One entry a ticket. Months are yyyymm; what only an ending or a resolution gives is None where there was none.

    `held_since` is MISSING for all that do not wait now, and `due` for those that do.
    """

    allowed_minutes: list[int]
    due: list[int]
    held_since: list[int]
    opened_month: list[int]
    ended_month: list[int | None]
    reported_month: list[int | None]
    worked_minutes: list[int | None]
    met_target: list[bool | None]


def clock_tickets(tickets: TicketColumns, terms: Terms, waits: Waits | None = None) -> Clocked:
    allowed = allowances(tickets, terms)
    used, (due,) = run_clocks(tickets, terms, holds_of(waits), allowed * 60)
    minutes = -(-used // 60)
    resolved, held_since = tickets.resolved != MISSING, waiting_since(waits, len(tickets))
    return Clocked(
        allowed.tolist(),
        np.where(held_since == MISSING, due, MISSING).tolist(),
        held_since.tolist(),
        month_of_many(tickets.opened, terms.zone).tolist(),
        where(tickets.ended() != MISSING, months(tickets.ended(), terms.zone).tolist()),
        where(resolved, months(tickets.resolved, terms.zone).tolist()),
        where(resolved, minutes.tolist()),
        where(resolved, (minutes <= allowed).tolist()),
    )


def run_clocks(
    tickets: Tickets, terms: Terms, holds: Holds | None, *allowed_seconds: Seconds
) -> tuple[Seconds, tuple[Seconds, ...]]:
    """(working seconds until the resolution, 0 without one; for each of `allowed_seconds`, when they are used up)."""
    until = np.where(tickets.resolved == MISSING, tickets.opened, tickets.resolved)
    used = np.zeros(len(until), dtype=np.int64)
    due = tuple(np.zeros_like(used) for _ in allowed_seconds)
    for calendar, mine in by_calendar(tickets, terms):
        held = only(holds, mine)
        used[mine] = used_seconds_many(calendar, tickets.opened[mine], until[mine], held)
        for found, seconds in zip(due, allowed_seconds, strict=True):
            found[mine] = due_many(calendar, tickets.opened[mine], seconds[mine], held)
    return used, due


def by_calendar(tickets: Tickets, terms: Terms) -> Iterator[tuple[Calendar, Flags]]:
    """Each calendar that any of the tickets keeps, and which do."""
    names = np.array([terms.hours.get(service, STANDARD) for service in tickets.service])
    return ((terms.calendars[name], names == name) for name in np.unique(names).tolist())


def only(holds: Holds | None, mine: Flags) -> Holds | None:
    """Those of some of the tickets, counted among these alone."""
    if holds is None:
        return None
    which = mine[holds.owner]
    return Holds((np.cumsum(mine) - 1)[holds.owner[which]], holds.start[which], holds.end[which])


def holds_of(waits: Waits | None) -> Holds | None:
    """The waits that have ended."""
    if waits is None or not len(waits):
        return None
    ended = waits.only(waits.end != MISSING)
    return Holds(ended.owner, ended.start, ended.end)


def waiting_since(waits: Waits | None, count: int) -> Seconds:
    since = np.full(count, MISSING, dtype=np.int64)
    if waits is not None:
        goes_on = waits.only(waits.end == MISSING)
        since[goes_on.owner] = goes_on.start
    return since


def where(present: NDArray[np.bool_], values: list[T]) -> list[T | None]:
    return [value if there else None for there, value in zip(present.tolist(), values, strict=True)]


def months(times: Seconds, zone: str) -> Seconds:
    """The local month of each as yyyymm; MISSING stays."""
    there = times != MISSING
    found = np.full(len(times), MISSING, dtype=np.int64)
    found[there] = month_of_many(times[there], zone)
    return found


def allowances(
    tickets: Tickets, terms: Terms, agreed: Sequence[date | None] | None = None, otherwise: Seconds | None = None
) -> Seconds:
    """Allowed minutes of each ticket; what decides them repeats a lot, so each combination is worked out once.

    `otherwise`: those of tickets for which no target holds; without it that is a DeskError.
    """
    known: dict[tuple[object, ...], int | None] = {}
    since = since_change(tickets.opened, terms)
    names = [terms.hours.get(service, STANDARD) for service in tickets.service]
    days = agreed or repeat(None, len(names))
    opened, found = tickets.opened.tolist(), []
    rows = zip(tickets.kind, tickets.priority, tickets.partners, names, opened, since, days, strict=True)
    for kind, level, partners, name, second, change, until in rows:
        key = (kind, level, partners, name, change if until is None else second, until)
        if key not in known:
            known[key] = allowed_alone(terms, name, (kind, level, partners), second, until, is_strict=otherwise is None)
        found.append(known[key])
    if otherwise is None:
        return np.array(found, dtype=np.int64)
    kept = (old if new is None else new for old, new in zip(otherwise.tolist(), found, strict=True))
    return np.fromiter(kept, dtype=np.int64, count=len(found))


def since_change(opened: Seconds, terms: Terms) -> list[int]:
    """For each opening, how many of the days on which targets or hours change it is not before."""
    changes = {target.from_on for target in terms.targets}
    changes |= {hours.from_on for calendar in terms.calendars.values() for hours in calendar.hours}
    days = to_local_many(opened, terms.zone) // DAY_SECONDS
    found = np.searchsorted(np.array(sorted(changes), dtype="datetime64[D]").astype(np.int64), days, "right")
    return list(found.tolist())


def allowed_alone(
    terms: Terms,
    hours: str,
    what: tuple[str, str, tuple[str, ...]],
    opened: int,
    agreed_on: date | None,
    *,
    is_strict: bool,
) -> int | None:
    """Of one ticket, by its kind, level and partners; None where no target holds and that need not be an error."""
    calendar, opened_at = terms.calendars[hours], datetime.fromtimestamp(opened, UTC)
    try:
        target = target_for(terms.targets, *what, calendar.local(opened_at).date())
        return allowed_minutes(target, calendar, opened_at, agreed_on)
    except DeskError:
        if is_strict:
            raise
        return None
