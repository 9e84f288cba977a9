"""The holds that a tool's log of status changes brings: those that are there, and those of new tickets in bulk."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from core.imports.events import Waits
from storage.bulk import Columns, Times, add_rows
from storage.models import Hold, Ticket
from storage.trail import table_of

TICKET, HOLD = table_of(Ticket), table_of(Hold)

Wait = tuple[datetime, datetime | None, str]
"""From when, until when if it has ended, and what for."""


def by_ticket(waits: Waits | None) -> dict[int, tuple[Wait, ...]] | None:
    """Those of each ticket, by its place among the rows; None where the export says nothing of waiting."""
    if waits is None:
        return None
    found: dict[int, tuple[Wait, ...]] = {}
    starts, ends = Times(waits.start).datetimes, Times(waits.end).datetimes
    reasons = [waits.reasons[reason] for reason in waits.reason.tolist()]
    for owner, start, end, reason in zip(waits.owner.tolist(), starts, ends, reasons, strict=True):
        assert start is not None  # noqa: S101 - only an end can be missing
        found[owner] = (*found.get(owner, ()), (start, end, reason))
    return found


def held(session: Session, source: str, tickets: Collection[int]) -> dict[int, tuple[Wait, ...]]:
    """The holds that earlier logs of this source brought, by the number of their ticket."""
    mine = select(HOLD.c.ticket_id, HOLD.c.started_at, HOLD.c.ended_at, HOLD.c.reason)
    mine = mine.where(HOLD.c.ticket_id.in_(tickets), HOLD.c.source == source, HOLD.c.void_at.is_(None))
    found: dict[int, tuple[Wait, ...]] = {}
    for number, start, end, reason in session.execute(mine.order_by(HOLD.c.started_at, HOLD.c.id)):
        found[number] = (*found.get(number, ()), (start, end, reason))
    return found


def is_same(ours: Sequence[Wait], theirs: Sequence[Wait]) -> bool:
    """A wait that the log leaves going on may have been ended here."""
    pairs = zip(ours, theirs, strict=False)
    return len(ours) == len(theirs) and all(
        (our[0], our[2]) == (their[0], their[2]) and their[1] in {our[1], None} for our, their in pairs
    )


def add_many(session: Session, source: str, waits: Waits, references: Sequence[str]) -> None:
    """Those of tickets that have just been added; `references` are of all tickets that `waits` counts."""
    theirs = [references[owner] for owner in waits.owner.tolist()]
    mine = select(TICKET.c.source_ref, TICKET.c.id)
    mine = mine.where(TICKET.c.source == source, TICKET.c.source_ref.in_(set(theirs)), TICKET.c.void_at.is_(None))
    numbers = {reference: number for reference, number in session.execute(mine)}  # noqa: C416 - rows are no pairs
    columns: Columns = {
        "ticket_id": [numbers[reference] for reference in theirs],
        "started_at": Times(waits.start),
        "ended_at": Times(waits.end),
        "reason": [waits.reasons[reason] for reason in waits.reason.tolist()],
        "source": [source] * len(waits),
    }
    add_rows(session, "hold", columns, range(len(waits)))
