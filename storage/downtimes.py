"""When services were down, planned or not, and which outages were reviewed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from core.outages import Down, Reviewed
from core.tickets import INCIDENT, OUTAGES, reference, unpack_partners
from storage.models import Downtime, Ticket
from storage.models.accounts import Review
from storage.models.operations import Maintenance

OUTAGE = (Ticket.id, Ticket.level, Ticket.partners, Ticket.reported_month, Ticket.ended_at)


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


def reviewed(session: Session, months: Sequence[int], since: datetime) -> list[Reviewed]:
    """Outages resolved in some months that have a review or ended since a time, each with the day of its first.

    Two queries, each from the end that is short: the reviews there are, and what ended lately.
    """
    outage = (col(Ticket.void_at).is_(None), col(Ticket.kind) == INCIDENT, col(Ticket.level).in_(OUTAGES))
    wanted = select(*map(col, OUTAGE)).where(*outage, col(Ticket.reported_month).in_(months))
    with_one = wanted.where(col(Ticket.id).in_(select(col(Review.outage_id)).where(col(Review.void_at).is_(None))))
    lately = wanted.where(col(Ticket.ended_at) >= since)
    rows = {row.id: row for query in (with_one, lately) for row in session.execute(query)}
    written = first_reviews(session, list(rows))
    return [
        Reviewed(
            row.id, row.level, unpack_partners(row.partners), row.reported_month, row.ended_at, written.get(row.id)
        )
        for row in rows.values()
    ]


def first_reviews(session: Session, outages: Sequence[int]) -> dict[int, date]:
    """By outage, the day of its first review."""
    mine = col(Review.outage_id).in_(outages)
    first = select(col(Review.outage_id), func.min(col(Review.reviewed_on))).where(mine, col(Review.void_at).is_(None))
    return {row[0]: row[1] for row in session.execute(first.group_by(col(Review.outage_id)))}
