"""Imported tickets: what is new, changed or the same, and writing the new ones in bulk."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, literal, select
from sqlmodel import Session

from core.imports.tickets import MISSING, TicketColumns
from core.outcomes import Clocked
from core.tickets import INCIDENT, OUTAGES, pack_partners
from storage.database import dialect_of
from storage.models import Downtime, Ticket
from storage.trail import Act, Values, enter, table_of

TICKET, DOWNTIME = table_of(Ticket), table_of(Downtime)
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

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Batch:
    new: int
    changed: int
    unchanged: int


def columns_of(tickets: TicketColumns, clocked: Clocked, source: str, policy_id: int, now: datetime) -> Columns:
    """The columns of the ticket table, one value a ticket. An open one is watched only from now on: history raises no
    alarm.

    An export does not say who the first line is: for first contact, never reassigned and never reopened must do.
    """
    opened, resolved, closed = (
        instants(column.tolist()) for column in (tickets.opened, tickets.resolved, tickets.closed)
    )
    due = instants(clocked.due)
    ended = [one or other for one, other in zip(resolved, closed, strict=True)]
    reworked = (tickets.reassignments + tickets.reopenings).tolist()
    count = len(tickets)
    return {
        "kind": tickets.kind,
        "level": tickets.priority,
        "summary": tickets.summary,
        "service": [service or None for service in tickets.service],
        "partners": [pack_partners(partners) for partners in tickets.partners],
        "opened_at": opened,
        "opened_month": clocked.opened_month,
        "resolved_at": resolved,
        "ended_at": ended,
        "cause": [cause or None for cause in tickets.cause],
        "reassignments": tickets.reassignments.tolist(),
        "reopenings": tickets.reopenings.tolist(),
        "allowed_minutes": clocked.allowed_minutes,
        "due_at": due,
        "watch_at": [at if watched(end, at, now) else None for end, at in zip(ended, due, strict=True)],
        "reported_month": clocked.reported_month,
        "worked_minutes": clocked.worked_minutes,
        "met_target": clocked.met_target,
        "first_contact": [None if at is None else not again for at, again in zip(resolved, reworked, strict=True)],
        "policy_id": [policy_id] * count,
        "source": [source] * count,
        "source_ref": tickets.reference,
    }


def instants(seconds: Sequence[int]) -> list[datetime | None]:
    known = {second: datetime.fromtimestamp(second, UTC) for second in set(seconds) if second != MISSING}
    return [known.get(second) for second in seconds]


def watched(ended: datetime | None, due: datetime | None, now: datetime) -> bool:
    return ended is None and due is not None and due > now


@dataclass(frozen=True)
class Difference:
    """Which rows are new, and for known tickets (by number) the values that the export has otherwise than we have."""

    new: list[int]
    changed: list[tuple[int, Values]]
    unchanged: int


def is_known(session: Session, source: str) -> bool:
    return session.execute(select(TICKET.c.id).where(TICKET.c.source == source).limit(1)).first() is not None


def all_new(columns: Columns) -> Difference:
    return Difference([*range(len(columns["source_ref"]))], [], 0)


def difference(session: Session, columns: Columns, fields: Collection[str]) -> Difference:
    """`fields` are those of the profile: only what it knows is compared."""
    names = [column for column, field in FROM_EXPORT.items() if field in fields]
    wanted = [TICKET.c.id, TICKET.c.source_ref, *(TICKET.c[name] for name in names)]
    references, sources = columns["source_ref"], set(columns["source"])
    held = select(*wanted).where(TICKET.c.source.in_(sources), TICKET.c.source_ref.in_(references))
    there = {row["source_ref"]: row for row in session.execute(held).mappings()}
    known = [(there[reference], at) for at, reference in enumerate(references) if reference in there]
    pairs = [(ours["id"], {n: columns[n][at] for n in names if ours[n] != columns[n][at]}) for ours, at in known]
    changed = [(number, values) for number, values in pairs if values]
    new = [at for at, reference in enumerate(references) if reference not in there]
    return Difference(new, changed, len(known) - len(changed))


def last_id(session: Session) -> int:
    return int(session.execute(select(func.coalesce(func.max(TICKET.c.id), 0))).scalar_one())


def add_rows(session: Session, columns: Columns, which: Sequence[int]) -> None:
    """In bulk, past all that would look at each row: COPY on PostgreSQL, the driver's executemany on SQLite."""
    names = ", ".join(columns)
    connection = session.connection()
    if dialect_of(session) == "postgresql":
        raw = connection.connection.cursor()
        with raw.copy(f"COPY ticket ({names}) FROM STDIN") as target:
            for row in rows_of(columns, which):
                target.write_row(row)
    elif which:
        marks = ", ".join("?" * len(columns))
        spelt = {name: spell(values) if name.endswith("_at") else values for name, values in columns.items()}
        statement = f"INSERT INTO ticket ({names}) VALUES ({marks})"  # noqa: S608 - names of our own columns
        connection.exec_driver_sql(statement, list(rows_of(spelt, which)))


def rows_of(columns: Columns, which: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    lists = [*columns.values()]
    return (tuple(values[at] for values in lists) for at in which)


def spell(times: Sequence[datetime | None]) -> list[str | None]:
    """As storage.models.base.UtcDateTime writes them on SQLite."""
    return [None if at is None else str(at)[:19] for at in times]


def enter_batch(session: Session, act: Act, source: str, new: int, after: int) -> None:
    """One trail entry for all rows added since number `after`, and the downtime of the outages among them.

    Outages that name a service were down from opening to resolution.
    """
    mine = (TICKET.c.source == source, TICKET.c.id > after)
    outages = (TICKET.c.kind == INCIDENT, TICKET.c.level.in_(OUTAGES), TICKET.c.service.is_not(None))
    down = select(
        TICKET.c.id, TICKET.c.service, TICKET.c.opened_at, TICKET.c.ended_at, literal(100), literal(value=False)
    ).where(*mine, *outages)
    names = ["ticket_id", "service", "started_at", "ended_at", "share", "planned"]
    session.execute(insert(DOWNTIME).from_select(names, down.order_by(TICKET.c.id), include_defaults=False))
    last = session.execute(select(func.max(TICKET.c.id)).where(*mine)).scalar() or after
    reach = {"source": source, "first_id": after + 1, "last_id": last}
    enter(session, act, "batch", "ticket", 0, None, reach | {"new": new})
