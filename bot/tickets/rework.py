"""Changing a ticket and everything that follows from it: its clock, its outcome, its downtime, its watch."""

from typing import Any

from sqlmodel import Session

from bot.command import Request
from core.sla import Span
from core.tickets import NO_OUTCOME, Facts, clock_columns, is_outage, outcome_columns, unpack_partners
from storage import tickets, trail
from storage.models import Downtime, Ticket


def spans(session: Session, ticket: Ticket) -> list[Span]:
    """The holds of a ticket that have ended."""
    return [(hold.started_at, hold.ended_at) for hold in tickets.holds(session, ticket.id) if hold.ended_at]


def rework(request: Request, session: Session, ticket: Ticket, values: dict[str, Any]) -> bool:
    """Write `values` and what they entail in one trail entry; False when nothing was different.

    Hold rows are written before this, so that the clock leaves them out. A new level or a reopening may be warned
    of again.
    """
    new = ticket.model_dump() | values
    calendar = request.desk.calendar_of(new["service"])
    facts = Facts(
        new["kind"],
        new["level"],
        unpack_partners(new["partners"]),
        new["opened_at"],
        spans(session, ticket),
        new["held_since"],
        new["agreed_on"],
    )
    clock = clock_columns(facts, calendar, request.desk.targets)
    outcome = NO_OUTCOME
    if new["resolved_at"] is not None:
        first = bool(new["first_contact"])
        outcome = outcome_columns(facts, calendar, clock["allowed_minutes"], new["resolved_at"], first_contact=first)
    opened = calendar.local(new["opened_at"])
    months = {"opened_month": opened.year * 100 + opened.month, "policy_id": request.policy_id}
    if ticket.level != new["level"] or ticket.reopenings != new["reopenings"]:
        ticket.warned_at = None
    changed = trail.change(session, request.act, ticket, values | clock | outcome | months)
    sync_downtime(request, session, ticket)
    tickets.rewatch(session, ticket)
    return changed


def sync_downtime(request: Request, session: Session, ticket: Ticket) -> None:
    """An outage has downtime from its start to its resolution; any other ticket has none."""
    rows = tickets.downtimes(session, ticket.id)
    if not is_outage(ticket.kind, ticket.level) or ticket.service is None:
        for row in rows:
            trail.change(session, request.act, row, {"void_at": request.now})
    elif not rows or (ticket.ended_at is None and rows[-1].ended_at is not None):
        add_downtime(request, session, ticket, is_first=not rows)
    else:
        trail.change(session, request.act, rows[0], {"started_at": ticket.opened_at})
        trail.change(session, request.act, rows[-1], {"ended_at": ticket.ended_at})
        for row in rows:
            trail.change(session, request.act, row, {"service": ticket.service})


def add_downtime(request: Request, session: Session, ticket: Ticket, *, is_first: bool) -> None:
    down = {
        "ticket_id": ticket.id,
        "service": ticket.service,
        "started_at": ticket.opened_at if is_first else request.now,
        "ended_at": ticket.ended_at,
        "share": 100,
        "planned": False,
    }
    trail.add(session, request.act, Downtime, down)
