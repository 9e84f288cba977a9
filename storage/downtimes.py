"""When services were down, planned or not, and which outages were reviewed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from core.outages import Down, Reviewed
from core.tickets import INCIDENT, OUTAGES, reference, unpack_partners
from storage.models import Downtime, Ticket
from storage.models.accounts import Review
from storage.models.operations import Maintenance


def between(session: Session, start: datetime, end: datetime) -> list[Down]:
    """All that touch these times, the oldest first; planned maintenance among them."""
    goes_on = or_(col(Downtime.ended_at).is_(None), col(Downtime.ended_at) > start)
    unplanned = (
        select(Downtime, Ticket)
        .join(Ticket, col(Ticket.id) == col(Downtime.ticket_id))
        .where(col(Downtime.void_at).is_(None), col(Ticket.void_at).is_(None))
        .where(col(Downtime.started_at) < end, goes_on)
    )
    found = [
        Down(
            down.service,
            down.started_at,
            down.ended_at,
            down.share,
            down.planned,
            reference(ticket.kind, ticket.level, ticket.id),
        )
        for down, ticket in session.execute(unplanned)
    ]
    return sorted([*found, *maintenance(session, start, end)], key=lambda down: down.started_at)


def maintenance(session: Session, start: datetime, end: datetime) -> list[Down]:
    here = (col(Maintenance.starts_at) < end, col(Maintenance.ends_at) > start)
    planned = select(Maintenance).where(col(Maintenance.void_at).is_(None), *here)
    return [
        Down(row.service, row.starts_at, row.ends_at, is_planned=True, reference=f"MNT-{row.id}")
        for row in session.execute(planned).scalars()
    ]


def reviewed(session: Session, since: datetime, until: datetime) -> Sequence[Reviewed]:
    """Outages that ended in a time, each with the day of its first review."""
    first = func.min(col(Review.reviewed_on))
    of_it = (col(Review.outage_id) == col(Ticket.id)) & col(Review.void_at).is_(None)
    columns = (col(Ticket.id), col(Ticket.level), col(Ticket.partners), col(Ticket.ended_at))
    ended = (
        select(*columns, first)
        .outerjoin(Review, of_it)
        .where(col(Ticket.void_at).is_(None), col(Ticket.kind) == INCIDENT, col(Ticket.level).in_(OUTAGES))
        .where(col(Ticket.resolved_at).is_not(None), col(Ticket.ended_at) >= since, col(Ticket.ended_at) < until)
        .group_by(*columns)
        .order_by(col(Ticket.ended_at), col(Ticket.id))
    )
    return [
        Reviewed(level, unpack_partners(partners), ended_at, reviewed_on, reference(INCIDENT, level, number))
        for number, level, partners, ended_at, reviewed_on in session.execute(ended)
    ]
