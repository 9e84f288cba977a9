"""Time on hold of many tickets at once, in columns: the same answers as `core.sla` gives for one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.calendar import BLOCK, HORIZON_BEGINS, HORIZON_ENDS, Calendar
from core.zones import Seconds

Index = NDArray[np.int64]

_APART = int((HORIZON_ENDS - HORIZON_BEGINS).total_seconds()) + 1  # more than any meter can show


@dataclass(frozen=True)
class Holds:
    """One row a hold, in any order: `owner` is the index of its ticket, instants are epoch seconds."""

    owner: Index
    start: Seconds
    end: Seconds


def used_seconds_many(calendar: Calendar, opened: Seconds, until: Seconds, holds: Holds | None) -> Seconds:
    """As `used_seconds`, for every ticket."""
    if holds is None:
        return calendar.worked_many(opened, until)
    used = np.empty(len(opened), np.int64)
    for block, held in _blocks(len(opened), holds):
        used[block] = _used(calendar, opened[block], until[block], held)
    return used


def due_many(calendar: Calendar, opened: Seconds, allowed_seconds: Seconds, holds: Holds | None) -> Seconds:
    """As `when_used`, for every ticket."""
    if holds is None:
        return calendar.after_many(opened, allowed_seconds)
    due = np.empty(len(opened), np.int64)
    for block, held in _blocks(len(opened), holds):
        due[block] = _due(calendar, opened[block], allowed_seconds[block], held)
    return due


def _blocks(tickets: int, holds: Holds) -> Iterator[tuple[slice, Holds]]:
    """Tickets that fit the cache together, each time with their holds, whose owners count from the first."""
    owner, start, end = holds.owner, holds.start, holds.end
    if (owner[1:] < owner[:-1]).any():
        order = np.argsort(owner, kind="stable")
        owner, start, end = owner[order], start[order], end[order]
    if owner.size and not 0 <= owner[0] <= owner[-1] < tickets:
        raise IndexError("a hold's owner is none of the tickets")
    for first in range(0, tickets, BLOCK):
        rows = slice(*np.searchsorted(owner, (first, first + BLOCK)))
        yield slice(first, first + BLOCK), Holds(owner[rows] - first, start[rows], end[rows])


def _used(calendar: Calendar, opened: Seconds, until: Seconds, holds: Holds) -> Seconds:
    begun, stopped = calendar.readings(opened), calendar.readings(until)
    owner, start, end = _merged(calendar, begun, holds)
    used: Seconds = np.maximum(stopped - begun, 0)
    np.subtract.at(used, owner, np.maximum(np.minimum(end, stopped[owner]) - start, 0))
    return used


def _due(calendar: Calendar, opened: Seconds, allowed_seconds: Seconds, holds: Holds) -> Seconds:
    begun, allowed = calendar.readings(opened), np.clip(allowed_seconds, 0, _APART)
    owner, start, end = _merged(calendar, begun, holds)
    held = end - start
    used = start - begun[owner] - _held_before(owner, held)
    reading = begun + allowed
    np.add.at(reading, owner, np.where(used < allowed[owner], held, 0))
    return np.where(allowed > 0, calendar.instants(reading), opened)


def _merged(calendar: Calendar, begun: Seconds, holds: Holds) -> tuple[Index, Seconds, Seconds]:
    """(owner, start, end) of holds from the opening on, as meter readings in order and without overlap.

    What another hold covers is left with no length. To order them, each ticket gets a range of readings of
    its own, and one pass serves all.
    """
    owner = holds.owner
    start = np.maximum(calendar.readings(holds.start), begun[owner])
    end = np.maximum(calendar.readings(holds.end), start)
    if ((owner[1:] == owner[:-1]) & (start[1:] < end[:-1])).any():
        apart = owner * _APART
        order = np.argsort(start + apart, kind="stable")
        end = np.maximum.accumulate(end[order] + apart)
        start = start[order] + apart
        start[1:] = np.maximum(start[1:], end[:-1])
        start, end = start - apart, end - apart
    return owner, start, end


def _held_before(owner: Index, held: Seconds) -> Seconds:
    """Time on hold of the same ticket before each of its holds."""
    before = np.cumsum(held) - held
    is_first = np.diff(owner, prepend=-1) != 0
    return before - np.maximum.accumulate(np.where(is_first, before, 0))
