"""Correcting a ticket: what the typed fields change, who is told that it is an outage, or none any more."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.command import Post, Question, Reply, Request
from bot.matching import read_partners
from bot.parts import Form, FormField, Part
from bot.tickets import outside, signed
from bot.tickets.again import NOTHING_YET
from bot.tickets.life import answer, resolved_words
from bot.tickets.log import service_meant
from bot.tickets.named import find
from bot.tickets.rework import rework
from bot.tickets.times import at_of, today
from bot.tickets.words import card, changed_words, ref, standing, subject
from bot.when import read_day, spoken
from core.errors import DeskError
from core.tickets import is_outage, pack_partners, read_level, unpack_partners
from storage import outbox, people, tickets
from storage.models import Ticket

EDITED = ("summary", "service", "partner", "at", "cause", "agreed", "priority", "size")


def edit(request: Request, session: Session) -> Reply:
    ticket, rest = find(request, session)
    was_outage = is_outage(ticket.kind, ticket.level)
    level = read_level(ticket.kind, rest)
    if rest and not level and not request.typed.fields:  # words alone do not say what they are to change
        raise Question(edit_form(request, ticket, rest))
    values = edited(request, session, ticket, *(("", level) if level else (rest, "")))
    if not values:
        raise Question(edit_form(request, ticket, rest))
    before = signed.counting(ticket)
    if not rework(request.writing, session, ticket, values):
        raise DeskError(f"{ref(ticket)} is like that already.")
    lines = [paragraph.spans[0].text for paragraph in card(ticket, request, people.names(session))]
    if ticket.resolved_at is not None:
        lines[1:] = resolved_words(request, session, ticket)
    lines += signed.restated(request, session, before, signed.counting(ticket))
    reply = answer(request, session, ticket, f"Changed: {changed_words(values)}.", *lines)
    if was_outage is is_outage(ticket.kind, ticket.level):
        return reply
    posts = told_before(ticket, reply.parts, request, session) if was_outage else [management(request, ticket, reply)]
    return replace(reply, posts=tuple(posts))


def management(request: Request, ticket: Ticket, reply: Reply) -> Post:
    return Post(request.desk.channels["management"], subject(ticket), reply.parts)


def told_before(ticket: Ticket, said: tuple[Part, ...], request: Request, session: Session) -> list[Post]:
    """Those who were told of an outage are told that it is none any more."""
    head = standing(ticket, request, people.names(session))
    return [Post(place, subject(ticket), said, head) for place in channels_told(session, ticket)]


def channels_told(session: Session, ticket: Ticket) -> list[str]:
    return sorted(place for place in outbox.places(session, subject(ticket)) if not place.startswith("@"))


def edited(request: Request, session: Session, ticket: Ticket, words: str, level: str) -> dict[str, object]:
    """The columns that the typed fields change; `words` beside them, or a level, need no field."""
    given = {key: request.field(key) for key in EDITED if request.field(key)}
    summary = given.get("summary") or words
    values: dict[str, object] = {"summary": summary} if summary else {}
    if typed := given.get("priority") or given.get("size") or level:
        values["level"] = read_level(ticket.kind, typed)
        if values["level"] is None:
            raise DeskError(f"{typed!r} is no level of this {ticket.kind}.", "priority")
    if "service" in given:
        needed = is_outage(ticket.kind, str(values.get("level", ticket.level)))
        values["service"] = service_meant(request, "", needed=needed) or None
    if "partner" in given:
        values["partners"] = pack_partners(read_partners(request.desk, given["partner"]))
    if "at" in given:
        values["opened_at"] = at_of(request)
        refuse_behind(session, ticket, at_of(request))
    if "agreed" in given:
        values["agreed_on"] = read_day(given["agreed"], today(request))
    values |= {"cause": given["cause"]} if "cause" in given else {}
    return values | outside.typed(request, session, ticket)


def refuse_behind(session: Session, ticket: Ticket, opened_at: datetime) -> None:
    """What happened since must stay after the start."""
    since = [hold.started_at for hold in tickets.holds(session, ticket.id)]
    since += [ticket.ended_at] if ticket.ended_at is not None else []
    if since and opened_at > min(since):
        raise DeskError("It cannot have begun after it was put on hold or resolved. Give an earlier at:.", "at")


def edit_form(request: Request, ticket: Ticket, words: str) -> Form:
    """With what stands there, and what was typed in its place; `words` most likely tell what happened."""
    started = spoken(ticket.opened_at, request.now, request.desk.zone, always_date=True)
    there = (
        ("summary", "Summary", words or ticket.summary),
        ("priority", "Level", ticket.level),
        ("service", "Service", ticket.service or ""),
        ("partner", "Partner", ",".join(unpack_partners(ticket.partners))),
        ("at", f"Started at (now: {started})", ""),
        ("cause", "Cause", ticket.cause or ""),
        ("ref", outside.REF.label, ":".join(filter(None, (ticket.source, ticket.source_ref)))),
    )
    fields = tuple(FormField(key, label, request.field(key) or value) for key, label, value in there)
    return Form(f"What should change in {ref(ticket)}? {NOTHING_YET}", f"{request.command} edit {ref(ticket)}", fields)
