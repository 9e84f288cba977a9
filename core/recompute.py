"""What was computed of tickets under earlier terms, again: what is otherwise now, and when the watch looks next."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from core.holds import Holds
from core.imports.times import MISSING
from core.outcomes import allowances, by_calendar, months, run_clocks
from core.terms import Terms
from core.zones import Flags, Seconds


@dataclass(frozen=True, eq=False)
class Figures:
    """The columns of a ticket that follow from the terms, one entry a ticket: whole numbers, times as epoch seconds,
    and MISSING where there is nothing. `met_target` is 1 or 0.
    """

    allowed_minutes: Seconds
    due_at: Seconds
    warn_at: Seconds
    watch_at: Seconds
    opened_month: Seconds
    ended_month: Seconds
    reported_month: Seconds
    worked_minutes: Seconds
    met_target: Seconds

    def columns(self) -> dict[str, Seconds]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, eq=False)
class Standing:
    """Some tickets as they stand, in the order of their numbers, and what was computed of them."""

    numbers: Seconds
    kind: list[str]
    priority: list[str]
    service: list[str]
    partners: list[tuple[str, ...]]
    agreed: list[date | None]
    opened: Seconds
    resolved: Seconds
    ended: Seconds
    held_since: Seconds
    is_warned: Flags
    is_void: Flags
    figures: Figures

    def __len__(self) -> int:
        return len(self.numbers)


def recompute(tickets: Standing, holds: Holds | None, terms: Terms, now: int) -> Figures:
    """By the rules that hold for one (core.tickets). `holds` are the ended ones, owned by places in `tickets`.

    A ticket for which no target holds keeps what it was allowed, and one that was never to be warned of has no warning:
    what an import brought.
    """
    old = tickets.figures
    allowed = allowances(tickets, terms, tickets.agreed, old.allowed_minutes)
    used, (due, warn) = run_clocks(tickets, terms, holds, allowed * 60, warned_after(allowed))
    due = np.where(tickets.held_since == MISSING, due, MISSING)
    warn = np.where((old.warn_at == MISSING) | (due == MISSING), MISSING, warn)
    is_resolved = tickets.resolved != MISSING
    minutes = -(-used // 60)
    return Figures(
        allowed,
        due,
        warn,
        watched_next(tickets, due, warn, terms, now),
        months(tickets.opened, terms.zone),
        months(tickets.ended, terms.zone),
        months(tickets.resolved, terms.zone),
        np.where(is_resolved, minutes, MISSING),
        np.where(is_resolved, minutes <= allowed, MISSING),
    )


def warned_after(allowed_minutes: Seconds) -> Seconds:
    """Working seconds, as in `core.sla.deadline`: 75%, or when an hour of more than one is left."""
    hour_left = (allowed_minutes - 60) * 60
    return np.where(hour_left > 0, np.minimum(allowed_minutes * 45, hour_left), allowed_minutes * 45)


def watched_next(tickets: Standing, due: Seconds, warn: Seconds, terms: Terms, now: int) -> Seconds:
    """The next moment that is still to come: what has passed only because of new terms raises no alarm.

    What the watch was about to look at anyway, it looks at.
    """
    was = tickets.figures.watch_at
    first = np.where(tickets.is_warned | (warn == MISSING), due, warn)
    is_waiting = (was != MISSING) & (was <= now) & (first <= now)
    to_come = np.where(is_breached(tickets, due, terms, now), MISSING, due)
    to_come = np.where((warn > now) & ~tickets.is_warned, warn, to_come)
    is_over = (tickets.ended != MISSING) | tickets.is_void | (due == MISSING)
    return np.where(is_over, MISSING, np.where(is_waiting, was, to_come))


def is_breached(tickets: Standing, due: Seconds, terms: Terms, now: int) -> Flags:
    """Working time has passed since the deadline: one at closing time is still met until the doors open again."""
    late = np.zeros(len(due), dtype=np.bool_)
    for calendar, mine in by_calendar(tickets, terms):
        since = due[mine]
        late[mine] = calendar.worked_many(np.where(since == MISSING, now, since), np.full(len(since), now)) > 0
    return late


def differing(old: Figures, new: Figures) -> tuple[list[str], Flags]:
    """(the columns in which any ticket differs, which tickets differ in any)."""
    otherwise = {name: values != old.columns()[name] for name, values in new.columns().items()}
    rows = np.logical_or.reduce([*otherwise.values()])
    return [name for name, differs in otherwise.items() if differs.any()], rows
