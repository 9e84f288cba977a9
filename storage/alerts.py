"""Queries over what was said unasked, and over who wants to hear nothing. People's acts go through storage/trail.py."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, update
from sqlmodel import Session, col, select

from storage import trail
from storage.database import dialect_of, insert_once
from storage.models import Alert, Outbox, Silence

NOTE = insert_once(trail.table_of(Alert), "key")
HEARD = ("said", "later")


def note(session: Session, values: dict[str, Any]) -> int | None:
    """The number of a new one; None where one of this key was noted before."""
    number: int | None = session.connection().execute(NOTE[dialect_of(session)], values).scalar()
    return number


def is_known(session: Session, key: str) -> bool:
    return session.exec(select(Alert.id).where(Alert.key == key)).first() is not None


def known(session: Session, keys: Sequence[str]) -> set[str]:
    return set(session.exec(select(Alert.key).where(col(Alert.key).in_(keys))))


def has_been_told(session: Session, subject: str) -> bool:
    """Whether a warning of it was ever said, so that it is no history to the people here."""
    return session.exec(select(Alert.id).where(Alert.subject == subject).limit(1)).first() is not None


def of_subject(session: Session, subject: str) -> Sequence[Alert]:
    return session.exec(select(Alert).where(Alert.subject == subject).order_by(col(Alert.id))).all()


def is_said_since(session: Session, place: str, subject: str, said: str, since: datetime) -> bool:
    """Whether these very words were said of it there, or are to be."""
    mine = select(Alert.id).where(Alert.subject == subject, Alert.place == place, Alert.said == said)
    return session.exec(mine.where(Alert.due_at > since, col(Alert.outcome).in_(HEARD)).limit(1)).first() is not None


def how_many(session: Session, place: str, since: datetime, until: datetime) -> int:
    """Said there, or to be said, in a span of time."""
    mine = select(func.count()).select_from(Alert).where(Alert.place == place, col(Alert.outcome).in_(HEARD))
    return int(session.exec(mine.where(Alert.due_at >= since, Alert.due_at < until)).one())


def silences(session: Session, place: str, subject: str, now: datetime) -> Sequence[Silence]:
    """Those that hold now for a subject in a place."""
    lasting = or_(col(Silence.until_at).is_(None), col(Silence.until_at) > now)
    mine = select(Silence).where(col(Silence.void_at).is_(None), lasting)
    mine = mine.where(col(Silence.subject).in_(("", subject)), col(Silence.place).in_(("", place)))
    return session.exec(mine.order_by(col(Silence.id))).all()


def unacknowledged(session: Session, subject: str) -> Sequence[Alert]:
    open_ones = select(Alert).where(Alert.subject == subject, col(Alert.acknowledged_at).is_(None))
    return session.exec(open_ones.order_by(col(Alert.id))).all()


def acknowledge(session: Session, act: trail.Act, subject: str) -> int:
    """Somebody has seen to it: nobody else is told, and what was still to be said of it later is not. How many."""
    seen = unacknowledged(session, subject)
    for alert in seen:
        trail.change(session, act, alert, {"acknowledged_at": act.at})
    if waiting := [alert.key for alert in seen if alert.due_at > act.at]:
        mine = delete(Outbox).where(col(Outbox.alert_key).in_(waiting), col(Outbox.sent_at).is_(None))
        session.execute(mine.where(col(Outbox.attempts) == 0))
    return len(seen)


def to_escalate(session: Session, now: datetime, limit: int, *, for_change: bool) -> Sequence[Alert]:
    due = select(Alert).where(col(Alert.escalate_at) <= now, col(Alert.acknowledged_at).is_(None))
    due = due.order_by(col(Alert.escalate_at), col(Alert.id))
    due = due.limit(limit)
    return session.exec(due.with_for_update(skip_locked=True) if for_change else due).all()


def set_escalation(session: Session, ids: Iterable[int], at: datetime | None) -> None:
    """The escalation's own mark, outside the trail."""
    session.execute(update(Alert).where(col(Alert.id).in_(list(ids))).values(escalate_at=at))


def summed(session: Session, since: datetime, until: datetime) -> Sequence[Alert]:
    """Those over the cap whose moment lies in a span, by place."""
    over = select(Alert).where(Alert.outcome == "summed", Alert.due_at >= since, Alert.due_at < until)
    return session.exec(over.order_by(Alert.place, col(Alert.id))).all()
