"""How a ticket is shown: its card, its clock in words, and the buttons that its state allows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.command import Request
from bot.desk import Desk
from bot.parts import Buttons, Paragraph, Part, buttons, line
from bot.when import spoken
from core.calendar import Calendar
from core.sla import Span, breached_before, hours_and_minutes, used_minutes
from core.tickets import INCIDENT, is_outage, reference, unpack_partners
from core.wording import ended
from reports.tables import Table as Grid
from storage.models import Ticket

COLUMNS = ("Reference", "Level", "Service", "Partners", "Summary", "Due", "Owner", "State")
A_WEEK = timedelta(days=7)
OUTSIDE = "Outside reference"  # a column only where one of them has one


def ref(ticket: Ticket) -> str:
    return reference(ticket.kind, ticket.level, ticket.id)


def subject(ticket: Ticket) -> str:
    """The thread of this ticket, whatever its letters become."""
    return f"ticket:{ticket.id}"


def command_of(ticket: Ticket) -> str:
    return "outage" if is_outage(ticket.kind, ticket.level) else ticket.kind


def headline(ticket: Ticket) -> str:
    """OUT-1, P2, Email, DDDC: Email down at Wirksworth."""
    about = [ref(ticket), ticket.level, ticket.service or "", *unpack_partners(ticket.partners)]
    return f"{', '.join(word for word in about if word)}: {ended(ticket.summary)}"


def outside(ticket: Ticket) -> str:
    """Servicenow INC0001234, as another tool knows it; "" for most."""
    return " ".join(filter(None, (ticket.source, ticket.source_ref)))


def owner(ticket: Ticket, names: Mapping[int, str]) -> str:
    return f"Owner {names[ticket.owner_id]}." if ticket.owner_id is not None else "No owner."


def deadline_words(ticket: Ticket, desk: Desk, now: datetime) -> str:
    """Fix by Tue 1 Sep 10:40 (4 working hours; Monday is a bank holiday)."""
    if ticket.due_at is None:
        return "No deadline while it is on hold."
    calendar = desk.calendar_of(ticket.service)
    closed = closed_days(calendar, max(ticket.opened_at, now - A_WEEK), ticket.due_at)  # one opened again may be old
    why = "; ".join([f"{working_time(ticket.allowed_minutes, calendar, ticket.opened_at)}", *closed])
    verb = "Fix" if ticket.kind == INCIDENT else "Done"
    return f"{verb} by {spoken(ticket.due_at, now, desk.zone)} ({why})."


def working_time(minutes: int, calendar: Calendar, opened_at: datetime) -> str:
    """4 working hours, 3 working days, 6 h 30 of working time."""
    days, rest = divmod(minutes, calendar.minutes_per_day(calendar.local(opened_at).date()))
    if days and not rest:
        return f"{days} working day{'s' if days > 1 else ''}"
    if minutes and not minutes % 60:
        return f"{minutes // 60} working hour{'s' if minutes > 60 else ''}"
    return f"{hours_and_minutes(minutes)} of working time"


def closed_days(calendar: Calendar, start: datetime, end: datetime) -> list[str]:
    """Monday is a bank holiday. Weekends are no news."""
    first, last = calendar.local(start).date().toordinal(), calendar.local(end).date().toordinal()
    days = [type(calendar.local(start).date()).fromordinal(day) for day in range(first, last + 1)]
    closed = [(day, calendar.closed_for(day)) for day in days if day.weekday() < 5]
    return [f"{day:%A}{'' if last - first < 7 else f' {day.day} {day:%B}'} is a {why}" for day, why in closed if why]


def used_words(ticket: Ticket, desk: Desk, holds: Sequence[Span], until: datetime) -> str:
    """3 h 00 of 4 h 00 used."""
    used = used_minutes(desk.calendar_of(ticket.service), ticket.opened_at, until, holds)
    return f"{hours_and_minutes(used)} of {hours_and_minutes(ticket.allowed_minutes)} used"


def is_breached(ticket: Ticket, desk: Desk, now: datetime) -> bool:
    return ticket.due_at is not None and ticket.due_at < breached_before(desk.calendar_of(ticket.service), now)


def state(ticket: Ticket, desk: Desk, now: datetime) -> str:
    if ticket.resolved_at is not None:
        return "resolved late" if ticket.met_target is False else "resolved"
    if ticket.ended_at is not None:
        return "closed unresolved"
    if ticket.held_since is not None:
        return "on hold"
    return "breached" if is_breached(ticket, desk, now) else "open"


def actions(ticket: Ticket, *, undo: int | None = None, taken: bool = False) -> Buttons:
    """What one can do now; each is a command line."""
    name, who = command_of(ticket), ref(ticket)
    if ticket.ended_at is not None:
        offered = ["Reopen", "Edit"]
    elif ticket.held_since is not None:
        offered = ["Resume", "Resolve"]
    else:
        offered = ["Hold", "Resolve", "Edit"] if taken or ticket.owner_id is not None else ["Take", "Resolve", "Edit"]
    pairs = [(label, f"{name} {label.lower()} {who}") for label in offered]
    return buttons(*pairs, *([("Undo", f"ict undo {undo}")] if undo else []))


def card(ticket: Ticket, request: Request, names: Mapping[int, str], told: str = "") -> tuple[Paragraph, ...]:
    """The three lines that answer a new ticket."""
    started = spoken(ticket.opened_at, request.now, request.desk.zone, always_date=True)
    known_as = f"Outside reference {outside(ticket)}." if ticket.source_ref else ""
    return (
        line(f"{headline(ticket)} {'Started' if ticket.kind == INCIDENT else 'Asked'} {started}."),
        line(deadline_words(ticket, request.desk, request.now)),
        line(" ".join(word for word in (told, owner(ticket, names), known_as) if word)),
    )


def standing(ticket: Ticket, request: Request, names: Mapping[int, str]) -> tuple[Part, ...]:
    """The card as the ticket stands now: what the head of its thread is edited to."""
    first, deadline, last = card(ticket, request, names)
    if ticket.ended_at is not None:
        deadline = line(f"{state(ticket, request.desk, request.now).capitalize()}{resolution(ticket)}")
    elif ticket.held_since is not None:
        deadline = line(f"On hold since {spoken(ticket.held_since, request.now, request.desk.zone, always_date=True)}.")
    return first, deadline, last, actions(ticket)


def changed_words(columns: Iterable[str]) -> str:
    """What an edit touched, as people call it."""
    shown = {OUTSIDE.lower() if name.startswith("source") else name.replace("_", " ") for name in columns}
    return ", ".join(sorted(shown))


def resolution(ticket: Ticket) -> str:
    return f": {ended(ticket.resolution)}" if ticket.resolution else "."


def grid(tickets: Sequence[Ticket], desk: Desk, names: Mapping[int, str], now: datetime, caption: str) -> Grid:
    rows = tuple(
        (
            ref(ticket),
            ticket.level,
            ticket.service,
            ", ".join(unpack_partners(ticket.partners)),
            ticket.summary,
            spoken(ticket.due_at, now, desk.zone) if ticket.due_at else None,
            names[ticket.owner_id] if ticket.owner_id is not None else None,
            state(ticket, desk, now),
            ticket.source_ref,
        )
        for ticket in tickets
    )
    if any(ticket.source_ref for ticket in tickets):
        return Grid(caption, (*COLUMNS, OUTSIDE), rows)
    return Grid(caption, COLUMNS, tuple(row[:-1] for row in rows))


def parts_of(lines: Sequence[str], *after: Part) -> tuple[Part, ...]:
    return (*(line(text) for text in lines), *after)
