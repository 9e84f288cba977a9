"""/sla: what is open, at risk and breached at this moment, of everybody or of the one who asks."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot import sheets
from bot.command import Command, Field, Reply, Request, Verb
from bot.kpi.left import left_now
from bot.matching import one_partner
from bot.parts import Table, line
from bot.policy import unsettled
from bot.sheets import in_both
from bot.tickets.sheet import sheet
from bot.tickets.words import grid, is_breached
from storage import people, tickets
from storage.models import Ticket


def now(request: Request, session: Session) -> Reply:
    """Breached first, then at risk, then the rest; those on hold have no deadline."""
    typed = request.field("partner") or request.typed.text
    partner = one_partner(request.desk, typed, request.person.partner)
    whose = f" for {partner}" if partner else ""
    found = tickets.open_tickets(session, partner)
    return standing(request, session, found, whose, left_now(request, session, found, partner))


def as_file(request: Request, session: Session) -> Reply:
    """Everything open, with all that is known of each."""
    typed = request.field("partner") or request.typed.text
    found = tickets.open_tickets(session, one_partner(request.desk, typed, request.person.partner))
    name = f"sla-{request.desk.calendar.local(request.now):%Y-%m-%d}"
    file = sheets.as_file(request, name, sheet(found, request, people.names(session), "Open"))
    return Reply((line(f"{len(found):,} open, {sheets.said_as(request)}."), file))


def mine(request: Request, session: Session) -> Reply:
    """Only what the person who asks has taken or was given."""
    known = tickets.open_tickets(session, request.person.partner)
    found = [ticket for ticket in known if ticket.owner_id == request.person.id]
    return standing(request, session, found, f" of {request.person.name}'s")


def standing(
    request: Request, session: Session, found: Sequence[Ticket], whose: str, left: Sequence[str] = ()
) -> Reply:
    """`left`: what is left of this month's targets, in words."""
    breached = [ticket for ticket in found if is_breached(ticket, request.desk, request.now)]
    at_risk = [ticket for ticket in found if is_warned_of(ticket, request.now) and ticket not in breached]
    held = sum(ticket.held_since is not None for ticket in found)
    summary = f"{len(found)} open{whose}: {len(breached)} breached, {len(at_risk)} at risk, {held} on hold."
    groups = (("Breached", breached), ("At risk", at_risk))
    others = [ticket for ticket in found if ticket not in breached and ticket not in at_risk]
    names = people.names(session)

    def table(caption: str, rows: Sequence[Ticket]) -> Table:
        return Table(grid(rows, request.desk, names, request.now, caption))

    tables = [table(caption, rows) for caption, rows in (*groups, ("Open", others)) if rows]
    return Reply((line(summary), *map(line, left), *unsettled(session, request.policy_id, date.max), *tables))


def is_warned_of(ticket: Ticket, now: datetime) -> bool:
    return ticket.warn_at is not None and ticket.warn_at <= now


COMMAND = Command(
    name="sla",
    does="show what is open, at risk and breached now",
    verbs=(
        Verb(
            name="now",
            does="everything open, most urgent first",
            run=now,
            example="/sla now",
            takes="[partner]",
            needs="look",
            fields=(Field("partner", "Partner"),),
            is_default=True,
        ),
        *in_both(
            Verb(
                name="csv",
                does="everything open as a CSV file",
                run=as_file,
                example="/sla csv",
                takes="[partner]",
                needs="look",
                fields=(Field("partner", "Partner"),),
            )
        ),
        Verb(name="mine", does="what is yours, most urgent first", run=mine, example="/sla mine", needs="look"),
    ),
)
