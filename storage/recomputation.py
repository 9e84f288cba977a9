"""Which policy the records go by, how far they have been brought to it, and a part of the tickets at a time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, ColumnElement, Integer, Select, String, cast, extract, func, or_, select, text
from sqlmodel import Session

from core.holds import Holds
from core.imports.times import MISSING
from core.recompute import Figures, Standing
from core.tickets import unpack_partners
from core.zones import Seconds
from storage.bulk import Times, change_rows
from storage.database import dialect_of
from storage.models import Hold, Policy, Recomputation, Ticket, Trail
from storage.models.base import UtcDateTime
from storage.trail import table_of

TICKET, HOLD, TRAIL, DONE = table_of(Ticket), table_of(Hold), table_of(Trail), table_of(Recomputation)
RECORD = "policy"  # what the trail calls it
GIVE_WAY = text("SET LOCAL lock_timeout = '500ms'")  # before PostgreSQL looks for a deadlock, and ends somebody else


def newest(session: Session, *, for_change: bool = False) -> Recomputation | None:
    wanted = select(Recomputation).order_by(DONE.c.id.desc()).limit(1)
    return session.execute(wanted.with_for_update() if for_change else wanted).scalar()


def in_force(session: Session) -> int | None:
    """The policy that records go by, or are being brought to."""
    return session.execute(select(DONE.c.policy_id).order_by(DONE.c.id.desc()).limit(1)).scalar()


def under_way(session: Session, policy_id: int, *, for_change: bool = False) -> Recomputation | None:
    """Nothing where another policy came into force since: it has taken that over."""
    found = newest(session, for_change=for_change)
    return found if found is not None and found.policy_id == policy_id and found.finished_at is None else None


def put_in_force(session: Session, policy_id: int, at: datetime, from_on: date | None) -> None:
    session.add(Recomputation(policy_id=policy_id, at=at, from_on=from_on, finished_at=at if from_on is None else None))
    session.flush()


def policy_before(session: Session, mine: Recomputation) -> int | None:
    earlier = select(DONE.c.policy_id).where(DONE.c.id < mine.id).order_by(DONE.c.id.desc()).limit(1)
    return session.execute(earlier).scalar()


def text_of(session: Session, policy_id: int) -> str:
    return session.get_one(Policy, policy_id).text


def is_recorded(session: Session, number: int) -> bool:
    """Whether this request stands for a change of policy."""
    mine = select(TRAIL.c.id).where(TRAIL.c.number == number, TRAIL.c.record == RECORD).limit(1)
    return session.execute(mine).first() is not None


def how_many(session: Session, since: datetime) -> int:
    return int(session.execute(select(func.count()).select_from(TICKET).where(went_on(since))).scalar_one())


def last_number(session: Session) -> int:
    return int(session.execute(select(func.coalesce(func.max(TICKET.c.id), 0))).scalar_one())


def went_on(since: datetime) -> ColumnElement[bool]:
    """Not both ended and due before then. Void ones too: an undo may bring them back."""
    return or_(TICKET.c.ended_at.is_(None), TICKET.c.ended_at >= since, TICKET.c.due_at >= since)


def whole(column: ColumnElement[object]) -> ColumnElement[int]:
    """A column as whole numbers, times as epoch seconds; MISSING for NULL."""
    number = cast(extract("epoch", column), BigInteger) if isinstance(column.type, UtcDateTime) else column
    return func.coalesce(cast(number, Integer) if number is column else number, MISSING)


WORDS = (TICKET.c.kind, TICKET.c.level, TICKET.c.service, TICKET.c.partners, cast(TICKET.c.agreed_on, String))
TIMES = tuple(TICKET.c[name] for name in ("opened_at", "resolved_at", "ended_at", "held_since", "warned_at", "void_at"))
COMPUTED = tuple(TICKET.c[name] for name in Figures.__dataclass_fields__)
PART = select(*WORDS, TICKET.c.id, *map(whole, (*TIMES, *COMPUTED))).order_by(TICKET.c.id).with_for_update()
HELD = select(HOLD.c.ticket_id, whole(HOLD.c.started_at), whole(HOLD.c.ended_at))
HELD = HELD.where(HOLD.c.void_at.is_(None), HOLD.c.ended_at.is_not(None)).order_by(HOLD.c.ticket_id)


def part(session: Session, numbers: tuple[int, int], since: datetime) -> tuple[Standing, Holds]:
    """The tickets of a range of numbers that went on since then, locked until commit, and their ended holds."""
    if dialect_of(session) == "postgresql":
        session.execute(GIVE_WAY)
    rows = bare(session, PART.where(TICKET.c.id.between(*numbers), went_on(since)))
    columns = [*zip(*rows, strict=True)] or [()] * len(PART.selected_columns)
    kind, level, service, partners, agreed = map(list, columns[: len(WORDS)])
    ids, opened, resolved, ended, held, warned, void, *figures = map(as_numbers, columns[len(WORDS) :])
    known = {packed: unpack_partners(packed) for packed in set(partners)}
    found = Standing(
        ids,
        kind,
        level,
        [name or "" for name in service],
        [known[packed] for packed in partners],
        [day and date.fromisoformat(day) for day in agreed],
        opened,
        resolved,
        ended,
        held,
        warned != MISSING,
        void != MISSING,
        Figures(*figures),
    )
    return found, holds_of(session, numbers, ids)


def bare(session: Session, wanted: Select[Any]) -> list[tuple[Any, ...]]:
    """As the driver has them: a Row for each would cost a third of the whole."""
    with session.connection().execute(wanted) as found:
        return list(found.cursor.fetchall())


def as_numbers(values: Sequence[int]) -> Seconds:
    return np.array(values, dtype=np.int64)


def holds_of(session: Session, numbers: tuple[int, int], ids: Seconds) -> Holds:
    """Owned by the places of their tickets among `ids`."""
    rows = bare(session, HELD.where(HOLD.c.ticket_id.between(*numbers)))
    ticket, start, end = map(as_numbers, zip(*rows, strict=True)) if rows else (as_numbers(()),) * 3
    mine = np.isin(ticket, ids)
    return Holds(np.searchsorted(ids, ticket[mine]), start[mine], end[mine])


def store(session: Session, ids: Seconds, figures: dict[str, Seconds], policy_id: int) -> None:
    """These columns of these tickets, under a policy; outside the trail, which has one entry for them all."""
    columns = {name: spelt(name, values) for name, values in figures.items()}
    change_rows(session, TICKET, ids.tolist(), columns | {"policy_id": [policy_id] * len(ids)})


def spelt(name: str, values: Seconds) -> Sequence[object]:
    if isinstance(TICKET.c[name].type, UtcDateTime):
        return Times(values)
    return [None if value == MISSING else value for value in values.tolist()]
