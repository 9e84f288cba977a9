"""Requests that write: each is claimed by the channel's own id, and its reply kept, so that a second delivery
is answered the same and does nothing.

Statements that every command needs are built once: to build one costs five times what it costs to run it.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, or_, select, update
from sqlmodel import Session, col

from core.imports.uploads import IMPORTING, QUEUED
from storage.database import dialect_of, insert_once
from storage.models import StoredRequest, Trail, Upload
from storage.trail import Act, table_of

REQUEST = table_of(StoredRequest)
TRAIL, UPLOAD = table_of(Trail), table_of(Upload)
UNDO = "ict undo"  # what a request's line begins with that takes back another
CLAIM = insert_once(REQUEST, "request_id")
FINISH = update(REQUEST).where(REQUEST.c.number == bindparam("claimed")).values(reply=bindparam("reply"))
SAME_BEFORE = (
    select(func.max(REQUEST.c.number))
    .where(REQUEST.c.person_id == bindparam("person"), REQUEST.c.at >= bindparam("since"))
    .where(REQUEST.c.line == bindparam("line"), REQUEST.c.number != bindparam("own"), REQUEST.c.undone_by.is_(None))
)


def claim(session: Session, request_id: str, at: datetime, person_id: int, line: str) -> Act | None:
    """The act under which to write, or None when this id was already claimed (and then its reply is there)."""
    values = {"request_id": request_id, "at": at, "person_id": person_id, "line": line}
    number = session.connection().execute(CLAIM[dialect_of(session)], values).scalar()
    return None if number is None else Act(number, at, person_id)


def finish(session: Session, number: int, reply: str) -> None:
    session.connection().execute(FINISH, {"claimed": number, "reply": reply})


def stored_reply(session: Session, request_id: str) -> str:
    return str(session.execute(select(REQUEST.c.reply).where(REQUEST.c.request_id == request_id)).scalar_one())


def same_before(session: Session, act: Act, line: str, within: timedelta) -> int | None:
    """The number of an equal line by the same person a moment ago that was not undone.

    It may be higher than the act's own: who came first took a number first, but perhaps not the turn.
    """
    mine = {"person": act.person_id, "since": act.at - within, "line": line, "own": act.number}
    return session.connection().execute(SAME_BEFORE, mine).scalar()


def last_of(session: Session, person_id: int, since: datetime) -> int | None:
    """The newest request of a person that changed something, or is about to, and is not undone.

    What only took something back is passed over, so that who goes on taking back comes further and further.
    """
    wrote = exists().where(TRAIL.c.number == REQUEST.c.number)
    imports = exists().where(UPLOAD.c.number == REQUEST.c.number, UPLOAD.c.state.in_((QUEUED, IMPORTING)))
    undone = REQUEST.alias()
    took_back = select(undone.c.undone_by).where(undone.c.undone_by.is_not(None), undone.c.line.not_like(f"{UNDO}%"))
    mine = (
        select(func.max(REQUEST.c.number))
        .where(REQUEST.c.person_id == person_id, REQUEST.c.at >= since, REQUEST.c.number.not_in(took_back))
        .where(REQUEST.c.undone_by.is_(None), or_(wrote, imports))
    )
    return session.execute(mine).scalar()


def get(session: Session, number: int) -> StoredRequest | None:
    return session.get(StoredRequest, number, with_for_update=True)


def standing(session: Session, number: int) -> int | None:
    """The request by which what this one did is there: itself, or the undo of its undo. None where it is taken back."""
    by = undoer(session, number)
    again = undoer(session, by) if by is not None else None
    if by is None or again is None:
        return number if by is None else None
    return standing(session, again)


def undoer(session: Session, number: int) -> int | None:
    return session.execute(select(REQUEST.c.undone_by).where(REQUEST.c.number == number)).scalar()


def origin(session: Session, number: int) -> int:
    """What was done in the first place, where this one undoes it, or undoes its undo."""
    undone = session.execute(select(REQUEST.c.number).where(REQUEST.c.undone_by == number)).scalar()
    return number if undone is None else origin(session, undone)


def newest(session: Session) -> datetime | None:
    return session.execute(select(func.max(REQUEST.c.at))).scalar()


def mark_undone(session: Session, number: int, by: int) -> None:
    session.execute(update(StoredRequest).where(col(StoredRequest.number) == number).values(undone_by=by))
