"""Imported tickets: what is new, changed or the same, and writing it in chunks with one trail entry for the batch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update
from sqlmodel import Session

from core.imports.tickets import MISSING, TicketColumns
from core.outcomes import Clocked
from core.tickets import is_outage, pack_partners
from storage.database import take_turn
from storage.models import Downtime, Ticket
from storage.models.base import SPELLING
from storage.trail import Act, enter, table_of

TICKET, DOWNTIME = table_of(Ticket), table_of(Downtime)
CHUNK = 5_000
# What a later export may change. What people wrote here (owner, notes, holds) is not the export's to touch.
COMPARED = (
    "kind",
    "level",
    "summary",
    "service",
    "partners",
    "opened_at",
    "resolved_at",
    "ended_at",
    "cause",
    "reassignments",
    "reopenings",
    "met_target",
    "worked_minutes",
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Batch:
    new: int
    changed: int
    unchanged: int


def rows_of(tickets: TicketColumns, clocked: Clocked, source: str, policy_id: int, now: datetime) -> list[Row]:
    """Rows for the ticket table. An open one is watched only from now on: history raises no alarm.

    An export does not say who the first line is: for first contact, never reassigned and never reopened must do.
    """
    opened, resolved, closed = (
        instants(column.tolist()) for column in (tickets.opened, tickets.resolved, tickets.closed)
    )
    due = instants(clocked.due)
    reassignments, reopenings = tickets.reassignments.tolist(), tickets.reopenings.tolist()
    return [
        {
            "kind": tickets.kind[at],
            "level": tickets.priority[at],
            "summary": tickets.summary[at],
            "service": tickets.service[at] or None,
            "partners": pack_partners(tickets.partners[at]),
            "opened_at": opened[at],
            "opened_month": clocked.opened_month[at],
            "resolved_at": resolved[at],
            "ended_at": resolved[at] or closed[at],
            "cause": tickets.cause[at] or None,
            "reassignments": reassignments[at],
            "reopenings": reopenings[at],
            "allowed_minutes": clocked.allowed_minutes[at],
            "due_at": due[at],
            "watch_at": due[at] if watched(resolved[at] or closed[at], due[at], now) else None,
            "reported_month": clocked.reported_month[at],
            "worked_minutes": clocked.worked_minutes[at],
            "met_target": clocked.met_target[at],
            "first_contact": not (reassignments[at] or reopenings[at]) if resolved[at] else None,
            "policy_id": policy_id,
            "source": source,
            "source_ref": tickets.reference[at],
        }
        for at in range(len(tickets.reference))
    ]


def instants(seconds: Sequence[int]) -> list[datetime | None]:
    known = {second: datetime.fromtimestamp(second, UTC) for second in set(seconds) if second != MISSING}
    return [known.get(second) for second in seconds]


def watched(ended: datetime | None, due: datetime | None, now: datetime) -> bool:
    return ended is None and due is not None and due > now


def compare(session: Session, source: str, rows: Sequence[Row]) -> Batch:
    new, changed, unchanged = sorted_out(session, source, rows)
    return Batch(len(new), len(changed), unchanged)


def sorted_out(session: Session, source: str, rows: Sequence[Row]) -> tuple[list[Row], list[tuple[Row, Row]], int]:
    """(new rows, (before, after) of the changed ones, how many are the same)."""
    wanted = [TICKET.c.id, TICKET.c.source_ref, *(TICKET.c[name] for name in COMPARED)]
    held = session.execute(select(*wanted).where(TICKET.c.source == source)).mappings()
    there: dict[str, Row] = {row["source_ref"]: dict(row) for row in held}
    new = [row for row in rows if row["source_ref"] not in there]
    known = [(there[row["source_ref"]], row) for row in rows if row["source_ref"] in there]
    changed = [(before, row) for before, row in known if any(before[name] != row[name] for name in COMPARED)]
    return new, changed, len(known) - len(changed)


def store(session: Session, act: Act, source: str, rows: Sequence[Row]) -> Batch:
    """Insert and update; the trail holds one entry, with the before-images of what changed."""
    take_turn(session, f"import {source}")
    new, changed, unchanged = sorted_out(session, source, rows)
    first = int(session.execute(select(func.coalesce(func.max(TICKET.c.id), 0))).scalar_one()) + 1
    for chunk in chunks(new):
        session.execute(insert(TICKET), chunk)
    add_downtime(session, TICKET.c.source == source, TICKET.c.id >= first)
    for chunk in chunks([{"b_id": before["id"], **row} for before, row in changed]):
        names = [name for name in chunk[0] if name != "b_id"]
        row = update(TICKET).where(TICKET.c.id == bindparam("b_id")).values({name: bindparam(name) for name in names})
        session.connection().execute(row, chunk)
        renew_downtime(session, [at["b_id"] for at in chunk], act.at)
    images = {before["source_ref"]: {name: plain(before[name]) for name in COMPARED} for before, _ in changed}
    counts = {"source": source, "new": len(new), "changed": len(changed), "first_id": first}
    enter(session, act, "batch", "ticket", 0, images or None, counts)
    return Batch(len(new), len(changed), unchanged)


def plain(value: object) -> object:
    return value.strftime(SPELLING) if isinstance(value, datetime) else value


def chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def renew_downtime(session: Session, ticket_ids: Sequence[int], now: datetime) -> None:
    """What an export corrects was down at other times, or is no outage any more."""
    theirs = DOWNTIME.c.ticket_id.in_(ticket_ids)
    session.execute(update(DOWNTIME).where(theirs, DOWNTIME.c.void_at.is_(None)).values(void_at=now))
    add_downtime(session, TICKET.c.id.in_(ticket_ids))


def add_downtime(session: Session, *which: ColumnElement[bool]) -> None:
    """Outages that name a service were down from opening to resolution."""
    columns = (
        TICKET.c.id,
        TICKET.c.kind,
        TICKET.c.level,
        TICKET.c.service,
        TICKET.c.opened_at,
        TICKET.c.ended_at,
    )
    named = select(*columns).where(TICKET.c.service.is_not(None), *which)
    down = [
        {"ticket_id": row.id, "service": row.service, "started_at": row.opened_at, "ended_at": row.ended_at}
        for row in session.execute(named)
        if is_outage(row.kind, row.level)
    ]
    for chunk in chunks(down):
        session.execute(insert(DOWNTIME), chunk)
