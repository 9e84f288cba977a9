"""The SLA watch: a ticket at risk, once, and an outage past its deadline, once; its owner is told first."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.announce import announced_in
from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import Button, Buttons, line
from bot.tickets.words import command_of, is_breached, owner, ref, subject, used_words
from bot.when import spoken
from core.sla import Span, hours_and_minutes
from core.tickets import is_outage, unpack_partners
from storage import people, tickets
from storage.models import Ticket

AT_A_TIME = 200  # tickets in one transaction; the rest follow at the next tick


def watch(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    """Alerts for tickets whose moment has come, and their next moment set in the same transaction."""
    due = ripe(now, desk, session, for_change=True)
    alerts = describe(due, now, desk, session)
    for ticket in due:
        then = None if is_breached(ticket, desk, now) else ticket.due_at
        tickets.set_watch(session, ticket.id, then, ticket.warned_at or now)
    return alerts


def preview(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    return describe(ripe(now, desk, session, for_change=False), now, desk, session)


def ripe(now: datetime, desk: Desk, session: Session, *, for_change: bool) -> list[Ticket]:
    """Those of which there is something new to say. One whose deadline is closing time waits for the doors to open."""
    looked_at = tickets.to_watch(session, now, AT_A_TIME, for_change=for_change)
    return [ticket for ticket in looked_at if ticket.warned_at is None or is_breached(ticket, desk, now)]


def describe(due: Sequence[Ticket], now: datetime, desk: Desk, session: Session) -> list[Alert]:
    names = people.names(session)
    return [
        alert
        for ticket in due
        if not is_for_digest(ticket, desk, now) and (alert := alert_of(ticket, now, desk, session, names))
    ]


def is_for_digest(ticket: Ticket, desk: Desk, now: datetime) -> bool:
    """Breaches of all but P1 and P2 stand in the weekday digest, not one by one."""
    return is_breached(ticket, desk, now) and not is_outage(ticket.kind, ticket.level)


def alert_of(ticket: Ticket, now: datetime, desk: Desk, session: Session, names: Mapping[int, str]) -> Alert | None:
    """At risk while there is time left, breached once there is none; a bot that slept says only the latter."""
    spans = [(hold.started_at, hold.ended_at) for hold in tickets.holds(session, ticket.id) if hold.ended_at]
    breached = is_breached(ticket, desk, now)
    said = breach_line(ticket, now, desk) if breached else risk_line(ticket, now, desk, spans)
    parts = (line(said), line(f"{held_words(ticket, desk, spans)} {owner(ticket, names)}"), actions(ticket))
    threshold, occasion = ("breached", ticket.due_at) if breached else ("at-risk", ticket.due_at)
    why = f"{ref(ticket)} {threshold}: warned from {at(ticket.warn_at, now, desk)}, due {at(ticket.due_at, now, desk)}"
    key = f"{threshold}:{subject(ticket)}:{occasion:%Y%m%dT%H%M%SZ}" if occasion else ""
    if not key:
        return None
    post = Post(place_of(ticket, desk, session), subject(ticket), parts)
    return Alert(key, post, why, "ticket", owner_key(ticket, session), is_urgent=ticket.level == "P1")


def owner_key(ticket: Ticket, session: Session) -> str:
    return people.key_of(session, ticket.owner_id) if ticket.owner_id is not None else ""


def at(moment: datetime | None, now: datetime, desk: Desk) -> str:
    return spoken(moment, now, desk.zone) if moment else "never"


def risk_line(ticket: Ticket, now: datetime, desk: Desk, spans: Sequence[Span]) -> str:
    return f"{ref(ticket)} at risk: {used_words(ticket, desk, spans, now)}, due {at(ticket.due_at, now, desk)}."


def breach_line(ticket: Ticket, now: datetime, desk: Desk) -> str:
    allowed = hours_and_minutes(ticket.allowed_minutes)
    return f"{ref(ticket)} breached its target: {allowed} allowed, was due {at(ticket.due_at, now, desk)}."


def held_words(ticket: Ticket, desk: Desk, spans: Sequence[Span]) -> str:
    if not spans:
        return "Never on hold."
    calendar = desk.calendar_of(ticket.service)
    return f"On hold for {hours_and_minutes(sum(calendar.worked(*span) for span in spans) // 60)} of working time."


def actions(ticket: Ticket) -> Buttons:
    taking = () if ticket.owner_id is not None else ("Take",)
    labels = (*taking, "Hold", "Resolve", "Acknowledge")
    return Buttons(
        tuple(
            Button(label, f"{command_of(ticket)} {label.lower()} {ref(ticket)}", label in {"Hold", "Resolve"})
            for label in labels
        )
    )


def place_of(ticket: Ticket, desk: Desk, session: Session) -> str:
    """Where it was announced; or else its partner's channel, or else the one for outages."""
    announced = announced_in(session, desk, subject(ticket))
    if announced:
        return announced
    hit = unpack_partners(ticket.partners)
    own = [channel for partner in desk.partners if (partner.key,) == hit for channel in partner.channels]
    return own[0] if own else desk.channels["outages"]


JOB = Job(
    name="sla-watch",
    does="warn when 75% of the allowed time is used or an hour is left, and say when the deadline has passed",
    every_seconds=30,
    run=watch,
    preview=preview,
)
