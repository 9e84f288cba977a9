"""Taking back what one import brought: its new tickets are withdrawn together, its changes one by one."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select, update
from sqlmodel import Session

from core.errors import DeskError
from storage import trail
from storage.imports import DOWNTIME, TICKET
from storage.models import Hold, Note, StoredRequest, Ticket, Trail
from storage.trail import Act, enter, table_of

REQUEST, TRAIL, NOTE, HOLD = table_of(StoredRequest), table_of(Trail), table_of(Note), table_of(Hold)
HANGING = (DOWNTIME, HOLD)  # what an import writes beside its tickets


@dataclass(frozen=True)
class Undone:
    """How many tickets were withdrawn or brought back together; numbers of those put back and of those kept."""

    withdrawn: int
    brought_back: int
    restored: list[int]
    kept: list[int]


def is_batch(session: Session, number: int) -> bool:
    mine = select(TRAIL.c.id).where(TRAIL.c.number == number, TRAIL.c.action == "batch").limit(1)
    return session.execute(mine).first() is not None


def newest(session: Session) -> int | None:
    """The request of the last import that is not undone."""
    brought = select(func.max(TRAIL.c.number)).join(REQUEST, REQUEST.c.number == TRAIL.c.number)
    mine = (TRAIL.c.action == "batch", TRAIL.c.before.is_(None), REQUEST.c.undone_by.is_(None))
    return session.execute(brought.where(*mine)).scalar()


def undo(session: Session, act: Act, number: int) -> Undone:
    """What people changed since is kept. The outside reference of a withdrawn ticket counts no longer, so that the
    same file can come in again.
    """
    entries = trail.of_request(session, number)[::-1]
    singles = [entry for entry in entries if entry.action != "batch"]
    kept = {ticket_of(session, entry) for entry in singles if is_changed_since(session, entry, act)}
    restored = set()
    for entry in singles:
        ticket = ticket_of(session, entry)
        if ticket not in kept:
            restored.add(ticket)
            put_back(session, act, entry)
    withdrawn = brought_back = 0
    for entry in entries:
        if entry.action == "batch":
            reach = json.loads(entry.after or "{}")
            if reach.get("void_at") is None:
                count, edited = withdraw(session, act, reach)
                withdrawn, kept = withdrawn + count, kept | edited
            else:
                brought_back += bring_back(session, act, reach)
    return Undone(withdrawn, brought_back, sorted(restored), sorted(kept))


def ticket_of(session: Session, entry: Trail) -> int:
    row = session.get(trail.RECORDS[entry.record], entry.record_id)
    return entry.record_id if isinstance(row, Ticket) else int(getattr(row, "ticket_id"))  # noqa: B009 - hangs off one


def is_changed_since(session: Session, entry: Trail, act: Act) -> bool:
    row = session.get(trail.RECORDS[entry.record], entry.record_id, with_for_update=True)
    return entry.redacted_at is not None or trail.is_changed_since(row, trail.left_by(session, entry, act))


def put_back(session: Session, act: Act, entry: Trail) -> None:
    model = trail.RECORDS[entry.record]
    back = {"void_at": act.at} if entry.action == "add" else trail.thaw(model, entry.before)
    trail.put_back(session, act, session.get_one(model, entry.record_id), back)


def withdraw(session: Session, act: Act, reach: dict[str, Any]) -> tuple[int, set[int]]:
    """(how many tickets are void now, those that somebody has changed since and that stay)."""
    mine = (*within(reach), TICKET.c.void_at.is_(None))
    edited = set(session.execute(select(TICKET.c.id).where(*mine, TICKET.c.id.in_(edited_since(reach)))).scalars())
    count = session.execute(select(func.count()).select_from(TICKET).where(*mine)).scalar_one() - len(edited)
    others = TICKET.c.id.not_in(edited_since(reach))
    session.execute(update(TICKET).where(*mine, others).values(void_at=act.at, watch_at=None))
    gone = select(TICKET.c.id).where(*within(reach), TICKET.c.void_at == act.at)
    for table in HANGING:
        theirs = (table.c.ticket_id.in_(gone), table.c.void_at.is_(None))
        session.execute(update(table).where(*theirs).values(void_at=act.at))
    enter_turn(session, act, reach, None, act.at)
    return count, edited


def bring_back(session: Session, act: Act, reach: dict[str, Any]) -> int:
    """How many tickets count again. DeskError when the file has come in again meanwhile."""
    gone_at = datetime.fromisoformat(reach["void_at"])
    mine = (*within(reach), TICKET.c.void_at == gone_at)
    again = TICKET.alias("again")
    is_same = (again.c.source == TICKET.c.source) & (again.c.source_ref == TICKET.c.source_ref)
    twice = select(again.c.id).join(TICKET, is_same).where(*mine, again.c.void_at.is_(None))
    if session.execute(twice.limit(1)).first():
        raise DeskError("The same tickets have been imported again since. Undo that import first.")
    ids = list(session.execute(select(TICKET.c.id).where(*mine)).scalars())
    back = select(TICKET.c.id).where(*mine)
    for table in HANGING:
        theirs = (table.c.ticket_id.in_(back), table.c.void_at == gone_at)
        session.execute(update(table).where(*theirs).values(void_at=None))
    is_watched = TICKET.c.ended_at.is_(None) & (TICKET.c.due_at > act.at)
    values = {"void_at": None, "watch_at": case((is_watched, TICKET.c.due_at), else_=None)}
    session.execute(update(TICKET).where(*mine).values(values))
    enter_turn(session, act, reach, gone_at, None)
    return len(ids)


def within(reach: dict[str, Any]) -> tuple[Any, ...]:
    return TICKET.c.source == reach["source"], TICKET.c.id.between(reach["first_id"], reach["last_id"])


def edited_since(reach: dict[str, Any]) -> Select[tuple[int]]:
    """Tickets that somebody changed, noted something on or put on hold, if that was not undone.

    A batch's own entries name no single ticket, so all that do were written by others; its own holds have a source.
    """
    undoers = select(REQUEST.c.undone_by).where(REQUEST.c.undone_by.is_not(None))
    span = (reach["first_id"], reach["last_id"])
    changed = (
        select(TRAIL.c.record_id)
        .join(REQUEST, REQUEST.c.number == TRAIL.c.number)
        .where(TRAIL.c.record == "ticket", TRAIL.c.record_id.between(*span))
        .where(REQUEST.c.undone_by.is_(None), REQUEST.c.number.not_in(undoers))
    )
    beside = [
        select(table.c.ticket_id).where(table.c.ticket_id.between(*span), table.c.void_at.is_(None), *made_here)
        for table, made_here in ((NOTE, ()), (HOLD, (HOLD.c.source.is_(None),)))
    ]
    return select(TICKET.c.id).where(or_(*(TICKET.c.id.in_(found) for found in (changed, *beside))))


def enter_turn(session: Session, act: Act, reach: dict[str, Any], before: object, after: object) -> None:
    span = {name: reach[name] for name in ("source", "first_id", "last_id")}
    enter(session, act, "batch", "ticket", 0, {"void_at": before}, span | {"void_at": after})
