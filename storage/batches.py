"""Taking back what one import brought: what it added is withdrawn together, its changes one by one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, String, Subquery, case, cast, func, literal, or_, select, update
from sqlmodel import Session

from core.errors import DeskError
from core.records import REGISTERS
from storage import trail
from storage.imports import DOWNTIME, TICKET
from storage.models import (
    TABLES,
    BudgetActual,
    BudgetFigure,
    BudgetLine,
    BudgetReason,
    Hold,
    Note,
    StoredRequest,
    Trail,
    Virement,
)
from storage.trail import Act, enter, table_of

REQUEST, TRAIL, NOTE, HOLD = table_of(StoredRequest), table_of(Trail), table_of(Note), table_of(Hold)
HANGING = (DOWNTIME, HOLD)  # what an import writes beside its tickets


Owner = tuple[str, int]  # a record by its table and number
# What stands or falls with what it hangs off: by table, that of the record and the column with its number.
HANGS_OFF = {
    **dict.fromkeys(("hold", "downtime", "note"), ("ticket", "ticket_id")),
    **dict.fromkeys(("budget_profile", "budget_actual", "budget_figure", "budget_reason"), ("budget_line", "line_id")),
}
# What others write on a record: its table, and the column that names it.
WRITTEN_ON: list[tuple[str, Column[Any]]] = [
    *(("budget_line", table_of(model).c.line_id) for model in (BudgetActual, BudgetFigure, BudgetReason)),
    *(("budget_line", table_of(Virement).c[side]) for side in ("from_line_id", "to_line_id")),
    *(
        (field.of or field.kind, table_of(TABLES[register.name]).c[field.name])
        for register in REGISTERS.values()
        for field in register.fields
        if field.kind in {"record", "ticket"}
    ),
]
COMMENTARY, LINE, MEASURE = table_of(TABLES["commentary"]), table_of(BudgetLine), table_of(TABLES["measure"])
# What commentary calls a record by.
SAID_OF: list[tuple[Column[Any], ColumnElement[str]]] = [
    (LINE.c.id, LINE.c.name),
    (MEASURE.c.id, f"{REGISTERS['measure'].letters}-" + cast(MEASURE.c.id, String)),
]


@dataclass(frozen=True)
class Undone:
    """Of what the import was; how many were withdrawn or brought back together; those put back and those kept."""

    record: str
    withdrawn: int
    brought_back: int
    restored: list[Owner]
    kept: list[Owner]


def is_batch(session: Session, number: int) -> bool:
    mine = select(TRAIL.c.id).where(TRAIL.c.number == number, TRAIL.c.action == "batch").limit(1)
    return session.execute(mine).first() is not None


def newest(session: Session) -> int | None:
    """The request to undo for the last import that counts: its own, or that which brought it back."""
    brought = select(TRAIL.c.number).where(TRAIL.c.action == "batch", TRAIL.c.before.is_(None))
    last = counting(brought)
    return session.execute(select(last.c.last).order_by(last.c.first.desc()).limit(1)).scalar()


def counting(firsts: Select[tuple[int]]) -> Subquery:
    """Of requests those (`first`) that are not undone, or whose undoing is undone, and so on; each with its `last`."""
    own = select(REQUEST.c.number.label("first"), REQUEST.c.number.label("last"), literal(1).label("counts"))
    chain = own.where(REQUEST.c.number.in_(firsts)).cte("chain", recursive=True, nesting=True)
    undone = REQUEST.alias("undone")
    step = select(chain.c.first, undone.c.undone_by, 1 - chain.c.counts).join(undone, undone.c.number == chain.c.last)
    chain = chain.union_all(step.where(undone.c.undone_by.is_not(None)))
    ends = select(chain.c.first, chain.c.last).join(REQUEST, REQUEST.c.number == chain.c.last)
    return ends.where(chain.c.counts == 1, REQUEST.c.undone_by.is_(None)).subquery()


def undo(session: Session, act: Act, number: int) -> Undone:
    """What people changed since is kept. The outside reference of a withdrawn ticket counts no longer, so that the
    same file can come in again.
    """
    entries = trail.of_request(session, number)[::-1]
    markers = [entry for entry in entries if entry.action == "batch"]
    singles = [(entry, owner(session, entry)) for entry in entries if entry.action != "batch"]
    touched = touched_since(session, act, number)
    kept = {mine for entry, mine in singles if is_kept(session, act, entry, touched)} | written_on(session, number)
    left = [(entry, mine) for entry, mine in singles if mine not in kept]
    gone = turn(session, act, [entry for entry, _ in left if made_void(entry) is False], act.at)
    back = turn(session, act, [entry for entry, _ in left if made_void(entry)], None)
    for entry, _ in left:
        if made_void(entry) is None:
            put_back(session, act, entry)
    restored = {mine for _, mine in left} - gone - back
    withdrawn, brought_back, edited = whole_batches(session, act, markers)
    counts = (withdrawn + len(gone), brought_back + len(back))
    return Undone(markers[0].record, *counts, sorted(restored), sorted(kept | edited))


def whole_batches(session: Session, act: Act, markers: Sequence[Trail]) -> tuple[int, int, set[Owner]]:
    """Of tickets: how many were withdrawn and brought back, and those that stay. Other imports are only marked."""
    withdrawn = brought_back = 0
    kept: set[Owner] = set()
    for entry in markers:
        reach = json.loads(entry.after or "{}")
        if entry.record != "ticket":
            enter(session, act, "batch", entry.record, 0, {}, {"source": entry.record})
        elif reach.get("void_at") is None:
            count, edited = withdraw(session, act, reach)
            withdrawn, kept = withdrawn + count, kept | {("ticket", number) for number in edited}
        else:
            brought_back += bring_back(session, act, reach)
    return withdrawn, brought_back, kept


def owner(session: Session, entry: Trail) -> Owner:
    if entry.record not in HANGS_OFF:
        return entry.record, entry.record_id
    record, column = HANGS_OFF[entry.record]
    return record, int(getattr(session.get_one(trail.RECORDS[entry.record], entry.record_id), column))


def touched_since(session: Session, act: Act, number: int) -> set[Owner]:
    """The records of a request of which others have written since."""
    later = TRAIL.alias("later")
    same = (later.c.record == TRAIL.c.record) & (later.c.record_id == TRAIL.c.record_id) & (later.c.id > TRAIL.c.id)
    others = later.c.number.not_in([number, act.number])
    found = select(TRAIL.c.record, TRAIL.c.record_id).join(later, same).where(TRAIL.c.number == number, others)
    return {(row.record, row.record_id) for row in session.execute(found.distinct())}


def is_kept(session: Session, act: Act, entry: Trail, touched: set[Owner]) -> bool:
    if entry.redacted_at is not None:
        return True
    if (entry.record, entry.record_id) not in touched:
        return False
    row = session.get(trail.RECORDS[entry.record], entry.record_id, with_for_update=True)
    return trail.is_changed_since(row, trail.left_by(session, entry, act))


def written_on(session: Session, number: int) -> set[Owner]:
    """What an import added and others have written on since: what they wrote would hang off nothing."""
    kept: set[Owner] = set()
    for record, column in WRITTEN_ON:
        table = column.table
        own = select(TRAIL.c.record_id).where(TRAIL.c.number == number, TRAIL.c.record == table.name)
        theirs = (table.c.void_at.is_(None), table.c.id.not_in(own))
        found = select(column).where(*theirs, column.in_(added_by(number, record)))
        kept |= {(record, owner) for owner in session.execute(found).scalars()}
    later = select(TRAIL.c.record_id).where(TRAIL.c.record == COMMENTARY.name, TRAIL.c.number > number)
    theirs = (COMMENTARY.c.void_at.is_(None), COMMENTARY.c.id.in_(later))
    for key, name in SAID_OF:
        said = select(COMMENTARY.c.id).where(*theirs, COMMENTARY.c.about == name)
        found = select(key).where(key.in_(added_by(number, key.table.name)), said.exists())
        kept |= {(key.table.name, owner) for owner in session.execute(found).scalars()}
    return kept


def added_by(number: int, record: str) -> Select[tuple[int]]:
    """The records of a table that a request added or brought back."""
    stands = or_(TRAIL.c.action == "add", TRAIL.c.after == trail.freeze({"void_at": None}))
    return select(TRAIL.c.record_id).where(TRAIL.c.number == number, TRAIL.c.record == record, stands)


def made_void(entry: Trail) -> bool | None:
    """Whether it withdrew a row; False where it added one or brought it back; None where it changed one."""
    if entry.action == "add":
        return False
    after = json.loads(entry.after or "{}")
    is_turn = [*after] == ["void_at"] and HANGS_OFF.get(entry.record, (entry.record,))[0] != "ticket"
    return after["void_at"] is not None if is_turn else None


def turn(session: Session, act: Act, entries: Sequence[Trail], at: datetime | None) -> set[Owner]:
    """Make rows void, or let them stand again; gives those that hang off nothing.

    DeskError where a table allows one such row only, and there is a newer one.
    """
    by_record: dict[str, list[int]] = {}
    for entry in entries:
        by_record.setdefault(entry.record, []).append(entry.record_id)
    with trail.alone(trail.ENTERED_SINCE):
        for record, ids in by_record.items():
            trail.turn_many(session, act, trail.RECORDS[record], ids, at)
    return {(record, number) for record, ids in by_record.items() for number in ids if record not in HANGS_OFF}


def put_back(session: Session, act: Act, entry: Trail) -> None:
    model = trail.RECORDS[entry.record]
    trail.put_back(session, act, session.get_one(model, entry.record_id), trail.thaw(model, entry.before))


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
    """Tickets that somebody changed, noted something on, put on hold or recorded something of, if that was not undone.

    A batch's own entries name no single ticket, so all that do were written by others; its own holds have a source.
    """
    undoers = select(REQUEST.c.undone_by).where(REQUEST.c.undone_by.is_not(None))
    span = (reach["first_id"], reach["last_id"])
    mine = (TRAIL.c.record == "ticket", TRAIL.c.record_id.between(*span))
    counts = counting(select(TRAIL.c.number).where(*mine, TRAIL.c.number.not_in(undoers)))
    changed = select(TRAIL.c.record_id).where(*mine, TRAIL.c.number.in_(select(counts.c.first)))
    recorded = [(column,) for record, column in WRITTEN_ON if record == "ticket"]
    beside = [
        select(column).where(column.between(*span), column.table.c.void_at.is_(None), *but)
        for column, *but in ((NOTE.c.ticket_id,), (HOLD.c.ticket_id, HOLD.c.source.is_(None)), *recorded)
    ]
    return select(TICKET.c.id).where(or_(*(TICKET.c.id.in_(found) for found in (changed, *beside))))


def enter_turn(session: Session, act: Act, reach: dict[str, Any], before: object, after: object) -> None:
    span = {name: reach[name] for name in ("source", "first_id", "last_id")}
    enter(session, act, "batch", "ticket", 0, {"void_at": before}, span | {"void_at": after})
