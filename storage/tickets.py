"""Queries over tickets and what hangs off them. Writing goes through storage/trail.py."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, bindparam, cast, func, or_, update
from sqlmodel import Session, col, select

from core.errors import DeskError
from core.tickets import INCIDENT, OUTAGES, next_watch
from storage.models import Downtime, Hold, Note, Outbox, Ticket
from storage.models.accounts import Review

URGENT_FIRST = (col(Ticket.due_at).is_(None), col(Ticket.due_at), col(Ticket.id))
AT_A_TIME = 1_000  # of a list without end
OUTAGE_NEAR = (
    select(Ticket)
    .where(Ticket.service == bindparam("service"), Ticket.kind == INCIDENT, col(Ticket.level).in_(OUTAGES))
    .where(col(Ticket.opened_at).between(bindparam("since"), bindparam("until")))
    .where(col(Ticket.ended_at).is_(None), col(Ticket.void_at).is_(None))
    .order_by(col(Ticket.id).desc())
    .limit(1)
)


def get(session: Session, number: int, *, for_change: bool = False) -> Ticket:
    """One ticket, locked for the transaction when it is to be changed. DeskError when there is none."""
    ticket = session.get(Ticket, number, with_for_update=for_change or None)
    if ticket is None:
        raise DeskError(f"There is no record {number}. `list` shows those that are open.", "ref")
    if ticket.void_at is not None:
        raise DeskError(f"Record {number} was withdrawn by an undo; `/ict undo` of that undo brings it back.", "ref")
    return ticket


def holds(session: Session, ticket_id: int) -> list[Hold]:
    mine = select(Hold).where(Hold.ticket_id == ticket_id, col(Hold.void_at).is_(None))
    return list(session.exec(mine.order_by(col(Hold.started_at))))


def downtimes(session: Session, ticket_id: int) -> list[Downtime]:
    mine = select(Downtime).where(Downtime.ticket_id == ticket_id, col(Downtime.void_at).is_(None))
    return list(session.exec(mine.order_by(col(Downtime.started_at))))


def notes(session: Session, ticket_id: int) -> list[Note]:
    mine = select(Note).where(Note.ticket_id == ticket_id, col(Note.void_at).is_(None))
    return list(session.exec(mine.order_by(col(Note.at), col(Note.id))))


def outage_near(session: Session, service: str, at: datetime, within: timedelta) -> Ticket | None:
    """The newest open outage of a service that began within a time of `at`: probably the same one."""
    span = {"service": service, "since": at - within, "until": at + within}
    return session.exec(OUTAGE_NEAR, params=span).first()


def of_outside(session: Session, source: str | None, source_ref: str) -> Sequence[Ticket]:
    """Those that another tool knows by this reference; where the tool is not known on either side, any tool will do."""
    wanted: list[ColumnElement[bool]] = [col(Ticket.source_ref) == source_ref, col(Ticket.void_at).is_(None)]
    wanted += [or_(col(Ticket.source) == source, col(Ticket.source).is_(None))] if source else []
    return session.exec(select(Ticket).where(*wanted).order_by(col(Ticket.id))).all()


def listed(
    session: Session,
    kind: str,
    levels: Sequence[str] = (),
    partner: str | None = None,
    *,
    words: Sequence[str] = (),
    opened: tuple[int, int] | None = None,
    owner_id: int | None = None,
    open_only: bool = True,
    limit: int,
) -> Sequence[Ticket]:
    """Tickets of a kind that have all of these words; of the open ones the most urgent deadline first, those on hold
    last, of all the newest first. `opened`: the first and the last month (yyyymm).
    """
    wanted: list[ColumnElement[bool]] = [col(Ticket.kind) == kind, col(Ticket.void_at).is_(None)]
    wanted += [col(Ticket.ended_month).is_(None)] if open_only else []
    wanted += [col(Ticket.level).in_(levels)] if levels else []
    wanted += [col(Ticket.opened_month).between(*opened)] if opened else []
    wanted += [col(Ticket.owner_id) == owner_id] if owner_id is not None else []
    wanted += [*of_partner(partner), *map(has_word, words)]
    order = (col(Ticket.due_at).is_(None), col(Ticket.due_at)) if open_only else ()
    order = (*order, col(Ticket.id).desc())
    return session.exec(select(Ticket).where(*wanted).order_by(*order).limit(limit)).all()


def has_word(word: str) -> ColumnElement[bool]:
    """In what happened, the service, the cause or how it was mended, whatever the case."""
    said = (Ticket.summary, Ticket.service, Ticket.cause, Ticket.resolution)
    return or_(*(col(column).icontains(word, autoescape=True) for column in said))


def of_partner(partner: str | None) -> list[ColumnElement[bool]]:
    return [col(Ticket.partners).contains(f",{partner},", autoescape=True)] if partner else []


def still_open(partner: str | None) -> list[ColumnElement[bool]]:
    return [col(Ticket.ended_month).is_(None), col(Ticket.void_at).is_(None), *of_partner(partner)]


def open_outages(session: Session, limit: int) -> Sequence[Ticket]:
    """The newest first. What is open has no month of its resolution either, by which an index leads to it."""
    mine = select(Ticket).where(Ticket.kind == INCIDENT, col(Ticket.level).in_(OUTAGES), col(Ticket.void_at).is_(None))
    mine = mine.where(col(Ticket.reported_month).is_(None), col(Ticket.ended_month).is_(None))
    return session.exec(mine.order_by(col(Ticket.id).desc()).limit(limit)).all()


def unreviewed_outages(session: Session, since: datetime, *, only_told: bool = False) -> Sequence[Ticket]:
    """Outages resolved since then of which there is no review; `only_told`: of which something was said here."""
    reviewed = select(Review.id).where(Review.outage_id == Ticket.id, col(Review.void_at).is_(None)).exists()
    mine = select(Ticket).where(Ticket.kind == INCIDENT, col(Ticket.level).in_(OUTAGES), col(Ticket.void_at).is_(None))
    mine = mine.where(col(Ticket.reported_month) >= since.year * 100 + since.month, col(Ticket.resolved_at) >= since)
    if only_told:
        mine = mine.where(select(Outbox.id).where(Outbox.subject == "ticket:" + cast(Ticket.id, String)).exists())
    return session.exec(mine.where(~reviewed).order_by(col(Ticket.id))).all()


def pressing(session: Session, until: datetime, partner: str | None, limit: int) -> Sequence[Ticket]:
    """Open ones whose deadline lies before a time, the latest deadline first."""
    mine = select(Ticket).where(*still_open(partner), col(Ticket.due_at) < until)
    return session.exec(mine.order_by(col(Ticket.due_at).desc(), col(Ticket.id)).limit(limit)).all()


def to_watch(session: Session, now: datetime, limit: int, *, for_change: bool) -> Sequence[Ticket]:
    """Open tickets whose warning or deadline has come: one look into a small index."""
    due = select(Ticket).where(col(Ticket.watch_at) <= now).order_by(col(Ticket.watch_at), col(Ticket.id))
    due = due.limit(limit)
    return session.exec(due.with_for_update(skip_locked=True) if for_change else due).all()


def set_watch(session: Session, ticket_id: int, watch_at: datetime | None, warned_at: datetime | None) -> None:
    """The watch's own marks, outside the trail: they follow from the clock."""
    marks = {"watch_at": watch_at, "warned_at": warned_at}
    session.execute(update(Ticket).where(col(Ticket.id) == ticket_id).values(**marks))


def rewatch(session: Session, ticket: Ticket) -> None:
    """Set the marks anew after the ticket changed. A later deadline is warned of again, an earlier warning stands."""
    is_over = ticket.ended_at is not None or ticket.void_at is not None
    watch_at = next_watch(due_at=ticket.due_at, warn_at=ticket.warn_at, is_warned=ticket.warned_at is not None)
    ticket.watch_at = None if is_over else watch_at
    session.add(ticket)
    session.flush()


def how_many(session: Session) -> int:
    return int(session.exec(select(func.count()).select_from(Ticket)).one())
