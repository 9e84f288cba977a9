"""Imported tickets: what is new, changed or the same, and writing the new ones in bulk."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import RowMapping, func, insert, literal, or_, select
from sqlmodel import Session

from core.imports.tickets import TicketColumns
from core.imports.times import MISSING
from core.outcomes import Clocked
from core.tickets import INCIDENT, OUTAGES, pack_partners
from storage import waits
from storage.bulk import Columns, Times
from storage.models import Downtime, Ticket
from storage.trail import Act, Values, enter, table_of
from storage.waits import Wait

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
WORDS = frozenset({"summary", "service", "partners", "cause"})


def columns_of(tickets: TicketColumns, clocked: Clocked, source: str, policy_id: int, now: datetime) -> Columns:
    """The columns of the ticket table, one value a ticket. An open one is watched only from now on: history raises no
    alarm.
    """
    ended, due = tickets.ended(), np.array(clocked.due, dtype=np.int64)
    is_watched = (ended == MISSING) & (due != MISSING) & (due > now.timestamp())
    packed = {partners: pack_partners(partners) for partners in set(tickets.partners)}
    count = len(tickets)
    return {
        "kind": tickets.kind,
        "level": tickets.priority,
        "summary": tickets.summary,
        "service": [service or None for service in tickets.service],
        "partners": [packed[partners] for partners in tickets.partners],
        "opened_at": Times(tickets.opened),
        "opened_month": clocked.opened_month,
        "resolved_at": Times(tickets.resolved),
        "ended_at": Times(ended),
        "ended_month": clocked.ended_month,
        "cause": [cause or None for cause in tickets.cause],
        "reassignments": np.maximum(tickets.reassignments, 0).tolist(),
        "reopenings": np.maximum(tickets.reopenings, 0).tolist(),
        "held_since": Times(np.array(clocked.held_since, dtype=np.int64)),
        "allowed_minutes": clocked.allowed_minutes,
        "due_at": Times(due),
        "watch_at": Times(np.where(is_watched, due, MISSING)),
        "reported_month": clocked.reported_month,
        "worked_minutes": clocked.worked_minutes,
        "met_target": clocked.met_target,
        "first_contact": tickets.first_contacts(),
        "policy_id": [policy_id] * count,
        "source": [source] * count,
        "source_ref": tickets.reference,
    }


@dataclass(frozen=True)
class Change:
    """What an export has otherwise than a known ticket: of its columns, and of a log all that it waited."""

    number: int
    values: Values
    waits: Sequence[Wait] | None


@dataclass(frozen=True)
class Difference:
    """Which rows are new, and what the export has otherwise of tickets that are known."""

    new: list[int]
    changed: list[Change]
    unchanged: int


def is_known(session: Session, source: str) -> bool:
    """Whether anything of it may be here: imported, or logged here with a reference."""
    mine = or_(TICKET.c.source == source, TICKET.c.source.is_(None)), TICKET.c.source_ref.is_not(None)
    wanted = select(TICKET.c.id).where(*mine, TICKET.c.void_at.is_(None)).limit(1)
    return session.execute(wanted).first() is not None


def all_new(columns: Columns) -> Difference:
    return Difference([*range(len(columns["source_ref"]))], [], 0)


def difference(
    session: Session, columns: Columns, fields: Collection[str], waited: Mapping[int, Sequence[Wait]] | None
) -> Difference:
    """`fields` are those of the file: only what it has is compared. `waited`: of a log, the waits of each row."""
    names = ["source", *(column for column, field in FROM_EXPORT.items() if field in fields)]
    references = columns["source_ref"]
    there = known(session, columns, names)
    numbers = [there[reference]["id"] for reference in references if reference in there]
    held = waits.held(session, columns["source"][0], numbers) if waited is not None and numbers else {}
    changed = []
    for at, reference in enumerate(references):
        if ours := there.get(reference):
            values = {name: columns[name][at] for name in names if follows(ours, name, columns[name][at])}
            if values.get("resolved_at"):
                values["first_contact"] = columns["first_contact"][at]
            wanted = None if waited is None else waited.get(at, ())
            if wanted is not None and waits.is_same(held.get(ours["id"], ()), wanted):
                wanted = None
            if values or wanted is not None:
                changed.append(Change(ours["id"], values, wanted))
    new = [at for at, reference in enumerate(references) if reference not in there]
    return Difference(new, changed, len(numbers) - len(changed))


def follows(ours: RowMapping, column: str, value: object) -> bool:
    """Whether a known ticket takes a value of an export.

    An empty cell takes nothing away that says what it is about, and what the person who logged it here wrote stays.
    """
    is_kept = column in WORDS and (not value or (ours["reporter_id"] is not None and ours[column]))
    return ours[column] != value and not is_kept


def known(session: Session, columns: Columns, names: Sequence[str]) -> dict[str, RowMapping]:
    """The tickets that stand in the export, by outside reference; the source's own before those that have none."""
    wanted = [TICKET.c[name] for name in ("id", "source_ref", "reporter_id", *names)]
    mine = TICKET.c.source_ref.in_(columns["source_ref"]), TICKET.c.void_at.is_(None)
    found: dict[str, RowMapping] = {}
    for of in (TICKET.c.source.is_(None), TICKET.c.source.in_(set(columns["source"]))):
        found |= {row["source_ref"]: row for row in session.execute(select(*wanted).where(*mine, of)).mappings()}
    return found


def last_id(session: Session) -> int:
    return int(session.execute(select(func.coalesce(func.max(TICKET.c.id), 0))).scalar_one())


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
