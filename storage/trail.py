"""The one way to write a record: `add` and `change` leave an entry in the append-only trail, `undo` follows it back."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, Insert, Table, insert, update
from sqlalchemy import select as sql_select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from core.errors import DeskError
from storage.models import BUDGET, REPORTS, TABLES, Alert, Downtime, Hold, Note, Recomputation, Silence, Ticket, Trail
from storage.models.base import UtcDateTime

RECORDS: dict[str, type[SQLModel]] = {
    "ticket": Ticket,
    "hold": Hold,
    "downtime": Downtime,
    "note": Note,
    "alert": Alert,
    "silence": Silence,
    **TABLES,
    **BUDGET,
    **REPORTS,
}
# The own marks of the SLA watch and of escalation: they follow from the clock, and are neither trailed nor compared.
BOOKKEEPING = frozenset({"watch_at", "warned_at", "escalate_at"})
# What of a ticket follows from its other columns and the policy; another policy changes it past the trail.
FOLLOWS = frozenset({"allowed_minutes", "due_at", "warn_at", "worked_minutes", "met_target", "policy_id"})
FOLLOWS |= frozenset({"opened_month", "ended_month", "reported_month"})
ENTERED_SINCE = "The same was entered again since. Undo that first."
TOGETHER = 1_000  # rows of one statement

Values = dict[str, Any]


def table_of(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


ENTER = insert(table_of(Trail))
AS_JSON = json.JSONEncoder(default=lambda value: value.isoformat(), ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Act:
    """Under which request (`number`), when and by whom something is written."""

    number: int
    at: datetime
    person_id: int


def add(session: Session, act: Act, record: type[SQLModel], values: Values) -> Any:  # noqa: ANN401 - a Row
    """Insert a row and its trail entry, and give the row as it now stands, which has the attributes of the record.

    Past the ORM, because every logged ticket comes through here.
    """
    row = session.connection().execute(insertion(record), values).one()
    enter(session, act, "add", table_of(record).name, row.id, None, values)
    return row


def add_many(session: Session, act: Act, record: type[SQLModel], rows: Sequence[Values]) -> None:
    """The same in bulk, for rows that all name the same columns: an entry each, in two statements for a thousand."""
    table = table_of(record)
    insertion = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    for at in range(0, len(rows), TOGETHER):
        some = rows[at : at + TOGETHER]
        ids = session.connection().execute(insertion, some).scalars()
        entries = [entry_of(act, "add", table.name, number, None, row) for number, row in zip(ids, some, strict=True)]
        session.connection().execute(ENTER, entries)


@cache
def insertion(record: type[SQLModel]) -> Insert:
    table = table_of(record)
    return insert(table).returning(*table.c)


def change(session: Session, act: Act, row: Any, values: Values) -> bool:  # noqa: ANN401 - any of RECORDS
    """Change a loaded row and say so in the trail; False when nothing was different."""
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not before:
        return False
    row.sqlmodel_update({name: values[name] for name in before})
    session.add(row)
    session.flush()
    enter(session, act, "change", row.__tablename__, row.id, before, {name: values[name] for name in before})
    return True


@contextmanager
def alone(sentence: str) -> Iterator[None]:
    """The sentence as a DeskError, where a table allows one such row only and there is another."""
    try:
        yield
    except IntegrityError as error:
        raise DeskError(sentence) from error


def turn_many(session: Session, act: Act, record: type[SQLModel], ids: Sequence[int], at: datetime | None) -> None:
    """Make rows void at a time, or with None let them stand again, each with its entry."""
    table = table_of(record)
    for start in range(0, len(ids), TOGETHER):
        mine = table.c.id.in_(ids[start : start + TOGETHER])
        before = session.execute(sql_select(table.c.id, table.c.void_at).where(mine).with_for_update()).all()
        session.execute(update(table).where(mine).values(void_at=at))
        entries = [
            entry_of(act, "change", table.name, row.id, {"void_at": row.void_at}, {"void_at": at}) for row in before
        ]
        session.connection().execute(ENTER, entries)
    session.expire_all()


def enter(
    session: Session, act: Act, action: str, record: str, record_id: int, before: Values | None, after: Values
) -> None:
    session.connection().execute(ENTER, entry_of(act, action, record, record_id, before, after))


def entry_of(
    act: Act, action: str, record: str, record_id: int, before: Values | None, after: Values
) -> dict[str, object]:
    return {
        "number": act.number,
        "at": act.at,
        "person_id": act.person_id,
        "action": action,
        "record": record,
        "record_id": record_id,
        "before": None if before is None else freeze(before),
        "after": freeze(after),
    }


def of_request(session: Session, number: int) -> list[Trail]:
    return list(session.exec(select(Trail).where(Trail.number == number).order_by(col(Trail.id))))


def of_record(session: Session, record: str, record_id: int) -> list[Trail]:
    """Everything that happened to one record, oldest first."""
    mine = select(Trail).where(Trail.record == record, Trail.record_id == record_id)
    return list(session.exec(mine.order_by(col(Trail.id))))


def last_writers(session: Session, record: str, ids: Sequence[int]) -> dict[int, int]:
    """By record the person who wrote it last; of what came in bulk nobody is known."""
    mine = (col(Trail.record) == record, col(Trail.record_id).in_(ids))
    entries = select(Trail).where(*mine).order_by(col(Trail.id))
    return {entry.record_id: entry.person_id for entry in session.exec(entries)}


def undo(session: Session, act: Act, number: int) -> list[tuple[str, int]]:
    """Put back what request `number` changed, newest entry first; an added row becomes void, as nothing is deleted.

    Gives the records touched. DeskError when one of them has been changed since: undoing would lose that.
    """
    entries = of_request(session, number)[::-1]
    for entry in entries:
        model = RECORDS[entry.record]
        row = session.get(model, entry.record_id, with_for_update=True)
        if entry.redacted_at is not None:
            raise DeskError("What that changed has been redacted, so it cannot be put back. Use edit.")
        if is_changed_since(row, left_by(session, entry, act)):
            raise DeskError("That record has been changed since. Undo the later change first, or use edit.")
        back = {"void_at": act.at} if entry.action == "add" else thaw(model, entry.before)
        put_back(session, act, row, back)
    return [(entry.record, entry.record_id) for entry in entries]


def put_back(session: Session, act: Act, row: Any, back: Values) -> None:  # noqa: ANN401 - any of RECORDS
    """DeskError where a table allows one such row only, and there is a newer one."""
    with alone(ENTERED_SINCE):
        change(session, act, row, back)


def left_by(session: Session, entry: Trail, act: Act) -> Values:
    """How its request left the record, as far as the entry and the later ones of others know.

    All that was changed later counts, for what a ticket's clock and outcome say follows from its other columns. A later
    change that was itself undone leaves the values as they were, and so does not count.
    """
    model = RECORDS[entry.record]
    left = thaw(model, entry.after)
    for later in of_record(session, entry.record, entry.record_id):
        if later.id > entry.id and later.number not in {entry.number, act.number}:
            left = thaw(model, later.before) | left
    if entry.record == "ticket" and is_recomputed_since(session, entry.at):
        return {name: value for name, value in left.items() if name not in FOLLOWS}
    return left


def is_recomputed_since(session: Session, at: datetime) -> bool:
    """Whether another policy came into force since then by which tickets are computed otherwise."""
    later = select(Recomputation.id).where(Recomputation.at >= at, col(Recomputation.from_on).is_not(None))
    return session.exec(later.limit(1)).first() is not None


def is_changed_since(row: object, left: Values) -> bool:
    return any(getattr(row, name) != value for name, value in left.items())


def freeze(values: Values) -> str:
    kept = {name: value for name, value in values.items() if name not in BOOKKEEPING}
    return AS_JSON.encode(kept)


def thaw(model: type[SQLModel], frozen: str | None) -> Values:
    columns = table_of(model).c
    return {name: read_value(columns[name].type, value) for name, value in json.loads(frozen or "{}").items()}


def read_value(kind: object, value: Any) -> Any:  # noqa: ANN401 - a JSON value, by column type
    if value is not None and isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if value is not None and isinstance(kind, Date):
        return date.fromisoformat(value)
    return value
