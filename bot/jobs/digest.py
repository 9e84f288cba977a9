"""The weekday digest: what is breached, at risk and due today, for each channel; nothing where there is nothing."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import Part, buttons, line
from bot.records.words import headline as headline_of
from bot.tickets.words import headline, is_breached
from bot.when import spoken
from core.numbers import grouped
from core.records import DUE
from core.working_days import is_working
from storage import registers, tickets
from storage.models import Ticket
from storage.registers import Wanted

MOST_NAMED = 10
MOST = 500
LATEST = timedelta(hours=4)  # a bot that starts later leaves that day's out


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    """One for management of all, and one for each partner's channel of its own."""
    today = desk.calendar.local(now).date()
    since = desk.calendar.midnight(today) + timedelta(minutes=desk.alerts.digest)
    if not is_working(desk.calendar, today) or not since <= now < since + LATEST:
        return []
    places: list[tuple[str, str | None]] = [(desk.channels["management"], None)]
    places += [(channel, partner.key) for partner in desk.partners for channel in partner.channels[:1]]
    found = [digest(place, partner, today, now, desk, session) for place, partner in places]
    return [alert for alert in found if alert]


def digest(place: str, partner: str | None, today: date, now: datetime, desk: Desk, session: Session) -> Alert | None:
    tonight = desk.calendar.midnight(today + timedelta(days=1))
    found = tickets.pressing(session, tonight, partner, MOST)
    breached = [ticket for ticket in found if is_breached(ticket, desk, now)]
    due = [ticket for ticket in found if not is_breached(ticket, desk, now)]
    records = [] if partner else list(due_this_week(today, desk, session))
    if not found and not records:
        return None
    number = f"{grouped(len(breached))}{' or more' * (len(found) == MOST)} past their deadline"
    at_risk = sum(ticket.warned_at is not None for ticket in due)
    first = f"{today:%A} {today.day} {today:%B}: {number}, {len(due)} due today, {at_risk} of them at risk."
    rows = [*named("Due", due, now, desk), *named("Was due", breached, now, desk), *records]
    whose = f" partner:{partner}" if partner else ""
    parts: list[Part] = [*map(line, [first, *rows]), buttons(("What is open", f"sla now{whose}"))]
    key = f"digest:{today}:{place}"
    return Alert(key, Post(place, key, tuple(parts)), f"{len(breached)} breached, {len(due)} due by midnight", "digest")


def due_this_week(today: date, desk: Desk, session: Session) -> Iterator[str]:
    """Records of registers whose day comes before Monday."""
    monday = today + timedelta(days=7 - today.weekday())
    for register in DUE:
        closes = register.field(register.closes).name
        rows = registers.found(session, register.name, Wanted({}, (closes,), "due_on", today, monday), limit=MOST_NAMED)
        for row in rows:
            yield f"Due {row.due_on:%A}: {headline_of(register, row, session, desk)}"


def named(what: str, found: Sequence[Ticket], now: datetime, desk: Desk) -> list[str]:
    """The newest deadlines; how many more there are."""
    first = [(one, one.due_at) for one in found[:MOST_NAMED] if one.due_at]
    rows = [f"{what} {spoken(due_at, now, desk.zone)}: {headline(one)}" for one, due_at in first]
    return rows + ([f"{what}: {grouped(len(found) - MOST_NAMED)} more."] if len(found) > MOST_NAMED else [])


JOB = Job("digest", "each working morning, say what is past its deadline and what is due today", 300, check, check)
