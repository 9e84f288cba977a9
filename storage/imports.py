"""Imported tickets: what is new, changed or the same, and writing the new ones in chunks."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlmodel import Session

from core.imports.tickets import MISSING, TicketColumns
from core.outcomes import Clocked
from core.tickets import is_outage, pack_partners
from storage.models import Downtime, Ticket
from storage.trail import Act, Values, enter, table_of

TICKET, DOWNTIME = table_of(Ticket), table_of(Downtime)
CHUNK = 5_000
# The columns that a later export may change, and the field of its profile that each comes from. What the profile does
# not know, and what people wrote here (owner, notes, holds), is not the export's to touch.
FROM_EXPORT = {
    "kind": "kind",
    "level": "priority",
    "summary": "summary",
    "service": "service",
    "partners": "partners",
    "opened_at": "opened",
    "resolved_at": "resolved",
    "ended_at": "resolved",
    "cause": "cause",
    "reassignments": "reassignments",
    "reopenings": "reopenings",
}

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


@dataclass(frozen=True)
class Difference:
    """New rows, and for known tickets (by number) the values that the export has otherwise than we have."""

    new: list[Row]
    changed: list[tuple[int, Values]]
    unchanged: int

    @property
    def batch(self) -> Batch:
        return Batch(len(self.new), len(self.changed), self.unchanged)


def difference(session: Session, source: str, rows: Sequence[Row], fields: Collection[str]) -> Difference:
    """`fields` are those of the profile: only what it knows is compared."""
    names = [column for column, field in FROM_EXPORT.items() if field in fields]
    wanted = [TICKET.c.id, TICKET.c.source_ref, *(TICKET.c[name] for name in names)]
    held = session.execute(select(*wanted).where(TICKET.c.source == source)).mappings()
    there = {row["source_ref"]: row for row in held}
    known = [(there[row["source_ref"]], row) for row in rows if row["source_ref"] in there]
    pairs = [(ours["id"], {name: row[name] for name in names if ours[name] != row[name]}) for ours, row in known]
    changed = [(number, values) for number, values in pairs if values]
    return Difference([row for row in rows if row["source_ref"] not in there], changed, len(known) - len(changed))


def add_all(session: Session, act: Act, source: str, rows: Sequence[Row]) -> None:
    """Insert in chunks; the trail holds one entry for all of them."""
    first = int(session.execute(select(func.coalesce(func.max(TICKET.c.id), 0))).scalar_one()) + 1
    for chunk in chunks(rows):
        session.execute(insert(TICKET), chunk)
    add_downtime(session, TICKET.c.source == source, TICKET.c.id >= first)
    enter(session, act, "batch", "ticket", 0, None, {"source": source, "new": len(rows), "first_id": first})


def chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


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
