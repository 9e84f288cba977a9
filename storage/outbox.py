"""The outbox: queued in the transaction that caused it, claimed with a lease, marked after sending."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.database import dialect_of, insert_once
from storage.leases import is_over
from storage.models import Message, Outbox
from storage.trail import table_of

LONGEST_WAIT = timedelta(minutes=10)  # until a post that failed is tried again
QUEUE = insert_once(table_of(Outbox), "alert_key")
PLACES = (
    select(Outbox.place)
    .where(Outbox.subject == bindparam("subject"))
    .group_by(Outbox.place)
    .order_by(func.min(Outbox.id))
)


def queue(session: Session, at: datetime, place: str, subject: str, payload: str, alert_key: str | None = None) -> bool:
    """Queue a post; False when an alert of this key was queued before."""
    values = {"queued_at": at, "due_at": at, "place": place, "subject": subject, "payload": payload}
    values |= {"alert_key": alert_key, "attempts": 0}
    return session.connection().execute(QUEUE[dialect_of(session)], values).scalar() is not None


def claim(session: Session, now: datetime, lease: timedelta, resting: Collection[str] = ()) -> Outbox | None:
    """Take a row to send; only ever the oldest of its subject and place, so that a thread keeps its order.

    `resting` are places that may not be spoken in just now.

    One at a time: the lease then covers one post, and one that breaks its sender holds up no other.
    """
    earlier = aliased(Outbox)
    is_waiting = (col(Outbox.sent_at).is_(None), col(Outbox.dead_at).is_(None))
    blocked = (
        select(earlier.id)
        .where(col(earlier.sent_at).is_(None), col(earlier.dead_at).is_(None))
        .where(earlier.subject == Outbox.subject, earlier.place == Outbox.place, col(earlier.id) < col(Outbox.id))
        .exists()
    )
    # What was queued by a clock that has been set back since is due; what failed keeps its wait.
    is_new = and_(col(Outbox.queued_at) > now, col(Outbox.attempts) == 0)
    is_due = or_(is_over(Outbox.due_at, now, LONGEST_WAIT), is_new)
    is_free = is_over(Outbox.leased_until, now, lease)
    ready = select(Outbox).where(*is_waiting, is_due, is_free, ~blocked).order_by(col(Outbox.id))
    if resting:
        ready = ready.where(col(Outbox.place).not_in(resting))
    row = session.exec(ready.limit(1).with_for_update(skip_locked=True)).first()
    if row is not None:
        row.leased_until = now + lease
        row.attempts += 1
    return row


def mark_sent(session: Session, row_id: int, now: datetime) -> None:
    session.execute(update(Outbox).where(col(Outbox.id) == row_id).values(sent_at=now, leased_until=None, error=None))


def mark_failed(session: Session, row_id: int, error: str, retry_at: datetime | None, now: datetime) -> None:
    """Try again at `retry_at`; without one the row is a dead letter."""
    values: dict[str, object] = {"leased_until": None, "error": error}
    values |= {"dead_at": now} if retry_at is None else {"due_at": retry_at}
    session.execute(update(Outbox).where(col(Outbox.id) == row_id).values(**values))


def is_queued(session: Session, alert_key: str) -> bool:
    return session.exec(select(Outbox.id).where(Outbox.alert_key == alert_key)).first() is not None


def waiting(session: Session) -> int:
    """How many posts are neither sent nor given up."""
    rows = select(func.count()).select_from(Outbox).where(col(Outbox.sent_at).is_(None), col(Outbox.dead_at).is_(None))
    return int(session.exec(rows).one())


def places(session: Session, subject: str) -> list[str]:
    """Where posts of a subject went or will go, the first one first."""
    return list(session.connection().execute(PLACES, {"subject": subject}).scalars())


def subject_at(session: Session, place: str, outside_ref: str) -> str | None:
    """Whose thread a message of a channel begins."""
    found = select(Message.subject).where(Message.place == place, Message.outside_ref == outside_ref)
    return session.exec(found).first()


def remember_message(session: Session, place: str, subject: str, outside_ref: str) -> None:
    session.merge(Message(place=place, subject=subject, outside_ref=outside_ref))


def forget_messages(session: Session) -> None:
    """For a workspace that begins anew: what is said next of a subject begins its thread again."""
    session.execute(delete(Message))


def message_ref(session: Session, place: str, subject: str) -> str | None:
    message = session.get(Message, (place, subject))
    return message.outside_ref if message else None
