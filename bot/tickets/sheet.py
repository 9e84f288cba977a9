"""Tickets as a table for a spreadsheet: everything of each, with times as times."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.command import Request
from bot.tickets.words import ref, state
from reports.tables import Cell, Table
from storage.models import Ticket

COLUMNS = (
    *("Reference", "Kind", "Level", "Service", "Partners", "Summary", "Opened", "Resolved", "Allowed minutes"),
    *("Used minutes", "Within target", "First contact", "Owner", "Cause", "Outside reference", "Due", "State"),
)
ANSWERS = {True: "yes", False: "no", None: None}


def sheet(found: Iterable[Ticket], request: Request, names: Mapping[int, str], caption: str) -> Table:
    return Table(caption, COLUMNS, tuple(row(ticket, request, names) for ticket in found))


def row(ticket: Ticket, request: Request, names: Mapping[int, str]) -> tuple[Cell, ...]:
    zone = ZoneInfo(request.desk.zone)

    def local(at: datetime | None) -> datetime | None:
        return at.astimezone(zone).replace(tzinfo=None) if at else None

    return (
        ref(ticket),
        ticket.kind,
        ticket.level,
        ticket.service,
        ticket.partners.strip(","),
        ticket.summary,
        local(ticket.opened_at),
        local(ticket.resolved_at),
        ticket.allowed_minutes,
        ticket.worked_minutes,
        ANSWERS[ticket.met_target],
        ANSWERS[ticket.first_contact],
        names.get(ticket.owner_id or 0),
        ticket.cause,
        ticket.source_ref,
        local(ticket.due_at),
        state(ticket, request.desk, request.now),
    )
