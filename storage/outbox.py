"""The outbox: queued in the transaction that caused it, claimed with a lease, begun, and marked after sending."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, text, update
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

# A sender that is frozen within a transaction must not keep its row from the others.
BRIEF = text("SET LOCAL idle_in_transaction_session_timeout = '10s'")


@dataclass(frozen=True)
class Begun:
    """`tried_at`: since when an earlier try may have gone out; `earlier`: the message of the subject there."""

    tried_at: datetime | None
    earlier: str | None


def is_waiting() -> tuple[ColumnElement[bool], ...]:
    return col(Outbox.sent_at).is_(None), col(Outbox.dead_at).is_(None)


def queue(
    session: Session,
    at: datetime,
    place: str,
    subject: str,
    payload: str,
    alert_key: str | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Queue a post, to be sent at once or when it is due; False when an alert of this key was queued before."""
    values = {"queued_at": at, "due_at": due_at or at, "place": place, "subject": subject, "payload": payload}
    values |= {"alert_key": alert_key, "attempts": 0}
    return session.connection().execute(QUEUE[dialect_of(session)], values).scalar() is not None


def claim(session: Session, now: datetime, lease: timedelta, resting: Collection[str] = ()) -> Outbox | None:
    """Take a row to send; only ever the oldest of its subject and place, so that a thread keeps its order.

    What is held back until later, and was never tried, holds up nothing.

    `resting` are places that may not be spoken in just now.

    One at a time: the lease then covers one post, and one that breaks its sender holds up no other.
    """
    earlier = aliased(Outbox)
    blocked = (
        select(earlier.id)
        .where(col(earlier.sent_at).is_(None), col(earlier.dead_at).is_(None))
        .where(earlier.subject == Outbox.subject, earlier.place == Outbox.place, col(earlier.id) < col(Outbox.id))
        .where(or_(col(earlier.due_at) <= now, col(earlier.attempts) > 0))
        .exists()
    )
    # What was queued by a clock that has been set back since is due; so is what failed and would wait for too long.
    is_new = and_(col(Outbox.queued_at) > now, col(Outbox.due_at) == col(Outbox.queued_at), col(Outbox.attempts) == 0)
    is_stuck = and_(col(Outbox.attempts) > 0, is_over(Outbox.due_at, now, LONGEST_WAIT))
    is_due = or_(col(Outbox.due_at) <= now, is_new, is_stuck)
    is_free = is_over(Outbox.leased_until, now, lease)
    ready = select(Outbox).where(*is_waiting(), is_due, is_free, ~blocked).order_by(col(Outbox.id))
    if resting:
        ready = ready.where(col(Outbox.place).not_in(resting))
    be_brief(session)
    row = session.exec(ready.limit(1).with_for_update(skip_locked=True)).first()
    if row is not None:
        row.leased_until = now + lease
        row.attempts += 1
    return row


def be_brief(session: Session) -> None:
    if dialect_of(session) == "postgresql":
        session.execute(BRIEF)


def begin(session: Session, mine: Outbox, now: datetime) -> Begun | None:
    """Right before it is sent: None where the lease is over, or another has it. From here on it may have gone out."""
    be_brief(session)
    row = session.get(Outbox, mine.id, with_for_update=True)
    if row is None or row.sent_at or row.dead_at or row.leased_until != mine.leased_until:
        return None
    if row.leased_until is None or row.leased_until <= now:
        return None
    before, row.tried_at = row.tried_at, row.tried_at or now
    return Begun(before, message_ref(session, row.place, row.subject))


def renew(session: Session, mine: Outbox, until: datetime) -> None:
    if held(session, mine, {"leased_until": until}):
        mine.leased_until = until


def held(session: Session, mine: Outbox, values: dict[str, object]) -> bool:
    """Write to a row that is still its sender's; False where it was taken over."""
    same = update(Outbox).where(col(Outbox.id) == mine.id, col(Outbox.leased_until) == mine.leased_until, *is_waiting())
    return session.execute(same.values(**values).returning(col(Outbox.id))).first() is not None


def mark_sent(session: Session, row_id: int, now: datetime, *, is_found: bool = False) -> None:
    """True whoever holds the row by now. Found: an earlier try had gone out, and it was not sent again."""
    values: dict[str, object] = {"sent_at": now, "leased_until": None, "error": None}
    values |= {"found_at": now} if is_found else {}
    be_brief(session)
    session.execute(update(Outbox).where(col(Outbox.id) == row_id).values(**values))


@dataclass(frozen=True)
class Failure:
    """Try again at `retry_at`; without it the row is a dead letter. `is_free`: it costs the post none of its tries.

    `is_unsure`: it may have gone out all the same.
    """

    error: str
    retry_at: datetime | None
    is_free: bool = False
    is_unsure: bool = False


def mark_failed(session: Session, mine: Outbox, failure: Failure, now: datetime) -> None:
    values: dict[str, object] = {"leased_until": None, "error": failure.error}
    values |= {"dead_at": now} if failure.retry_at is None else {"due_at": failure.retry_at}
    values |= {"attempts": Outbox.attempts - 1} if failure.is_free else {}
    values |= {} if failure.is_unsure else {"tried_at": None}
    be_brief(session)
    held(session, mine, values)


def free(session: Session) -> None:
    """Whoever was at them is gone."""
    session.execute(update(Outbox).where(col(Outbox.leased_until).is_not(None)).values(leased_until=None))


def oldest(session: Session) -> datetime | None:
    """Since when the longest waiting post waits."""
    return session.exec(select(func.min(Outbox.queued_at)).where(*is_waiting())).one()


def dead(session: Session, limit: int) -> Sequence[Outbox]:
    """Those that were given up and are wanted, oldest first."""
    return session.exec(select(Outbox).where(*is_dead()).order_by(col(Outbox.id)).limit(limit)).all()


def how_many_dead(session: Session) -> int:
    return int(session.exec(select(func.count()).select_from(Outbox).where(*is_dead())).one())


def is_dead() -> tuple[ColumnElement[bool], ...]:
    return col(Outbox.dead_at).is_not(None), col(Outbox.dropped_at).is_(None)


def dead_letter(session: Session, row_id: int) -> Outbox | None:
    row = session.get(Outbox, row_id, with_for_update=True)
    return row if row is not None and row.dead_at and not row.dropped_at else None


def revive(session: Session, row: Outbox, now: datetime) -> None:
    """As if it were queued now, in its own place of its thread."""
    row.dead_at, row.due_at, row.attempts, row.error = None, now, 0, None
    session.add(row)


def found(session: Session) -> int:
    """How many posts were found in the channel's own record, and so not sent twice."""
    rows = select(func.count()).select_from(Outbox).where(col(Outbox.found_at).is_not(None))
    return int(session.exec(rows).one())


def is_queued(session: Session, alert_key: str) -> bool:
    return session.exec(select(Outbox.id).where(Outbox.alert_key == alert_key)).first() is not None


def waiting(session: Session) -> int:
    """How many posts are neither sent nor given up."""
    rows = select(func.count()).select_from(Outbox).where(*is_waiting())
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
