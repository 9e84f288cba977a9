"""Changing a ticket and everything that follows from it: its clock, its outcome, its downtime, its watch."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.command import Writing
from core.errors import DeskError
from core.sla import Span
from core.tickets import NO_OUTCOME, Facts, clock_columns, is_outage, outcome_columns, unpack_partners
from storage import tickets, trail
from storage.models import Downtime, Ticket


def spans(session: Session, ticket: Ticket) -> list[Span]:
    """The holds of a ticket that have ended."""
    return [(hold.started_at, hold.ended_at) for hold in tickets.holds(session, ticket.id) if hold.ended_at]


def rework(writing: Writing, session: Session, ticket: Ticket, values: dict[str, Any]) -> bool:
    """Write `values` and what they entail in one trail entry; False when nothing was different.

    Hold rows are written before this, so that the clock leaves them out. A new level or a reopening may be warned
    of again.
    """
    new = ticket.model_dump() | values
    calendar = writing.desk.calendar_of(new["service"])
    facts = Facts(
        new["kind"],
        new["level"],
        unpack_partners(new["partners"]),
        new["opened_at"],
        spans(session, ticket),
        new["held_since"],
        new["agreed_on"],
    )
    clock = clock_columns(facts, calendar, writing.desk.targets)
    outcome = NO_OUTCOME
    if new["resolved_at"] is not None:
        first = new["first_contact"]
        outcome = outcome_columns(facts, calendar, clock["allowed_minutes"], new["resolved_at"], first_contact=first)
    months = {"opened_month": calendar.month(new["opened_at"]), "ended_month": None, "policy_id": writing.policy_id}
    if new["ended_at"] is not None:
        months["ended_month"] = calendar.month(new["ended_at"])
    if ticket.level != new["level"] or ticket.reopenings != new["reopenings"]:
        ticket.warned_at = None
    changed = trail.change(session, writing.act, ticket, values | clock | outcome | months)
    sync_downtime(writing, session, ticket)
    tickets.rewatch(session, ticket)
    return changed


def rework_quietly(writing: Writing, session: Session, ticket: Ticket, values: dict[str, Any]) -> bool:
    """The same without an alarm for what has passed long ago: history."""
    was_watched = ticket.watch_at is not None
    changed = rework(writing, session, ticket, values)
    if not was_watched and ticket.watch_at is not None and ticket.watch_at <= writing.now:
        tickets.set_watch(session, ticket.id, None, ticket.warned_at)
    return changed


def settle(writing: Writing, session: Session, ticket: Ticket, since: datetime) -> None:
    """After the undoing of what was done then: what was put back may have been computed under an earlier policy, or by
    a version that did not keep the month of an ending.
    """
    is_stale = trail.is_recomputed_since(session, since) or (ticket.ended_at is None) != (ticket.ended_month is None)
    if is_stale and ticket.void_at is None:
        rework_quietly(writing, session, ticket, {})
    else:
        tickets.rewatch(session, ticket)


def sync_downtime(writing: Writing, session: Session, ticket: Ticket) -> None:
    """An outage has downtime from its start to its resolution; any other ticket has none."""
    rows = tickets.downtimes(session, ticket.id)
    if not is_outage(ticket.kind, ticket.level) or ticket.service is None:
        for row in rows:
            trail.change(session, writing.act, row, {"void_at": writing.now})
    elif not rows:
        add_downtime(writing, session, ticket, ticket.opened_at)
    elif ticket.ended_at is None and (again := reopened_at(session, ticket, rows[-1].ended_at)):
        add_downtime(writing, session, ticket, again)
    else:
        trail.change(session, writing.act, rows[0], {"started_at": ticket.opened_at})
        trail.change(session, writing.act, rows[-1], {"ended_at": ticket.ended_at})
        for row in rows:
            trail.change(session, writing.act, row, {"service": ticket.service})


def reopened_at(session: Session, ticket: Ticket, mended_at: datetime | None) -> datetime | None:
    """When it broke again after this mending: reopening leaves a hold that begins there."""
    return next((end for start, end in spans(session, ticket) if start == mended_at), None)


def add_downtime(writing: Writing, session: Session, ticket: Ticket, started_at: datetime) -> None:
    down = {
        "ticket_id": ticket.id,
        "service": ticket.service,
        "started_at": started_at,
        "ended_at": ticket.ended_at,
        "share": 100,
        "planned": False,
    }
    trail.add(session, writing.act, Downtime, down)


def end_hold(writing: Writing, session: Session, ticket: Ticket, at: datetime) -> None:
    for row in tickets.holds(session, ticket.id):
        if row.ended_at is None:
            if at < row.started_at:
                raise DeskError("It cannot have been resumed before it was put on hold. Give a later at:.", "at")
            trail.change(session, writing.act, row, {"ended_at": at})
