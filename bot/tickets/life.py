"""The life of a ticket after it was logged: taken, assigned, held, resumed, resolved, reopened, corrected."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.command import Field, Post, Question, Reply, Request
from bot.matching import read_partners
from bot.parts import Form, FormField
from bot.persons import person_meant
from bot.tickets import outside, signed
from bot.tickets.again import NOTHING_YET
from bot.tickets.asking import how_did_we_do
from bot.tickets.named import find, find_open
from bot.tickets.rework import end_hold, rework, spans
from bot.tickets.times import at_of
from bot.tickets.words import (
    actions,
    command_of,
    deadline_words,
    headline,
    parts_of,
    ref,
    standing,
    subject,
    used_words,
)
from bot.when import spoken
from core.errors import DeskError
from core.periods import month_words
from core.sla import hours_and_minutes
from core.tickets import is_outage, pack_partners, unpack_partners
from core.wording import ended
from storage import people, tickets, trail
from storage.models import Hold, Note, Ticket

AT = Field("at", "When, if not now")


def answer(request: Request, session: Session, ticket: Ticket, *lines: str) -> Reply:
    """Seen by the whole channel, in its thread, when the ticket is an outage; the thread's head shows how it stands."""
    reply = Reply(parts_of(lines, actions(ticket, undo=request.act.number)), subject=subject(ticket))
    if not is_outage(ticket.kind, ticket.level):
        return reply
    return replace(reply, visibility="channel", head=standing(ticket, request, people.names(session)))


def take(request: Request, session: Session) -> Reply:
    ticket, _ = find_open(request, session)
    before = ticket.owner_id
    if before == request.person.id:
        raise DeskError(f"{ref(ticket)} is already yours.")
    moved = {"reassignments": ticket.reassignments + 1} if before is not None else {}
    rework(request.writing, session, ticket, {"owner_id": request.person.id, **moved})
    was = f", until now {people.names(session)[before]}'s" if before is not None else ""
    taken = f"{ref(ticket)} is {request.person.name}'s{was}."
    return answer(request, session, ticket, taken, deadline_words(ticket, request.desk, request.now))


def assign(request: Request, session: Session) -> Reply:
    ticket, rest = find_open(request, session)
    person, name = person_meant(request, session, request.field("to") or rest)
    if ticket.owner_id == person:
        raise DeskError(f"{ref(ticket)} is already {name}'s.")
    moved = {"reassignments": ticket.reassignments + 1} if ticket.owner_id is not None else {}
    rework(request.writing, session, ticket, {"owner_id": person, **moved})
    return answer(
        request, session, ticket, f"{ref(ticket)} is {name}'s.", deadline_words(ticket, request.desk, request.now)
    )


def update(request: Request, session: Session) -> Reply:
    ticket, rest = find(request, session)
    text = rest or request.field("text")
    if not text:
        raise Question(missing(request, ticket, "What is new?"))
    add_note(request, session, ticket, text)
    return answer(request, session, ticket, f"{ref(ticket)}, {request.person.name}: {ended(text)}")


def acknowledge(request: Request, session: Session) -> Reply:
    """Somebody has seen the warning; nothing else changes."""
    ticket, _ = find_open(request, session)
    add_note(request, session, ticket, "Has seen the warning")
    return answer(request, session, ticket, f"{ref(ticket)}: {request.person.name} has seen the warning.")


def add_note(request: Request, session: Session, ticket: Ticket, text: str) -> None:
    note = {"ticket_id": ticket.id, "at": request.now, "person_id": request.person.id, "text": text}
    trail.add(session, request.act, Note, note)


def missing(request: Request, ticket: Ticket, asked: str) -> Form:
    line = f"{request.command} {request.verb} {ref(ticket)}"
    return Form(f"{asked} {NOTHING_YET}", line, (FormField("text", asked, required=True),))


def hold(request: Request, session: Session) -> Reply:
    ticket, rest = find_open(request, session)
    reason = rest or request.field("text")
    if ticket.held_since is not None:
        raise DeskError(f"{ref(ticket)} is on hold already. /{command_of(ticket)} resume {ref(ticket)} goes on.")
    if not reason:
        raise Question(missing(request, ticket, "Waiting for whom or what?"))
    at = at_of(request)
    refuse_before(at, (ticket.opened_at, "it began"), "put on hold", request)
    trail.add(session, request.act, Hold, {"ticket_id": ticket.id, "started_at": at, "reason": reason})
    rework(request.writing, session, ticket, {"held_since": at})
    used = used_words(ticket, request.desk, spans(session, ticket), at)
    since = spoken(at, request.now, request.desk.zone)
    return answer(
        request,
        session,
        ticket,
        f"{ref(ticket)} on hold since {since}: {ended(reason)}",
        f"The clock stands at {used}.",
    )


def refuse_before(at: datetime, earlier: tuple[datetime, str], what: str, request: Request) -> None:
    if at < earlier[0]:
        when = f"{spoken(earlier[0], request.now, request.desk.zone)}, when {earlier[1]}"
        raise DeskError(f"It cannot have been {what} before {when}. Give a later at:.", "at")


def resume(request: Request, session: Session) -> Reply:
    ticket, _ = find_open(request, session)
    if ticket.held_since is None:
        raise DeskError(f"{ref(ticket)} is not on hold.")
    since, at = ticket.held_since, at_of(request)
    end_hold(request.writing, session, ticket, at)
    rework(request.writing, session, ticket, {"held_since": None})
    held = hours_and_minutes(request.desk.calendar_of(ticket.service).worked(since, at) // 60)
    first = f"{ref(ticket)} goes on after {held} of working time on hold."
    return answer(request, session, ticket, first, deadline_words(ticket, request.desk, request.now))


def resolve(request: Request, session: Session) -> Reply:
    ticket, rest = find_open(request, session)
    at = at_of(request)
    refuse_before(at, latest(session, ticket), "resolved", request)
    end_hold(request.writing, session, ticket, at)
    values = {
        "held_since": None,
        "resolved_at": at,
        "ended_at": at,
        "resolution": rest or request.field("text") or None,
        "cause": request.field("cause") or ticket.cause,
        "owner_id": ticket.owner_id if ticket.owner_id is not None else request.person.id,
        "first_contact": is_first_contact(request, ticket),
    }
    rework(request.writing, session, ticket, values)
    reply = answer(request, session, ticket, *resolved_words(request, session, ticket))
    is_told = is_outage(ticket.kind, ticket.level)
    told = (Post(request.desk.channels["management"], subject(ticket), reply.parts),) if is_told else ()
    return replace(reply, posts=(*told, *how_did_we_do(request, session, ticket)))


def latest(session: Session, ticket: Ticket) -> tuple[datetime, str]:
    """What happened last to an open ticket, of all that stops and starts its clock."""
    ends = [
        (hold.ended_at, "it was reopened" if hold.reason.startswith("resolved") else "it went on")
        for hold in tickets.holds(session, ticket.id)
        if hold.ended_at is not None
    ]
    return max([(ticket.opened_at, "it began"), *ends])


def is_first_contact(request: Request, ticket: Ticket) -> bool:
    """Resolved by the first line, never reassigned, never reopened (domain.md section 2)."""
    return request.person.role in request.desk.first_line and not ticket.reassignments and not ticket.reopenings


def resolved_words(request: Request, session: Session, ticket: Ticket) -> list[str]:
    assert ticket.resolved_at is not None  # noqa: S101 - only called when it is
    how = f": {ended(ticket.resolution)}" if ticket.resolution else "."
    used = used_words(ticket, request.desk, spans(session, ticket), ticket.resolved_at)
    verdict = "within target" if ticket.met_target else "target missed"
    lines = [
        f"{ref(ticket)} resolved {spoken(ticket.resolved_at, request.now, request.desk.zone)}{how}",
        f"{used}: {verdict}. Counts in {month_words(ticket.reported_month or 0)}.",
    ]
    if is_outage(ticket.kind, ticket.level) and not ticket.cause:
        lines.append(f'No cause yet: /{command_of(ticket)} edit {ref(ticket)} cause:"…" puts it in the report.')
    return lines


def reopen(request: Request, session: Session) -> Reply:
    """The time between resolution and reopening was nobody's to work: it becomes a hold, and the outcome is cleared."""
    ticket, text = find(request, session)
    rest = text or request.field("text")
    if ticket.ended_at is None:
        raise DeskError(f"{ref(ticket)} is open.")
    at = at_of(request)
    refuse_before(at, (ticket.ended_at, "it was resolved"), "reopened", request)
    reason = f"resolved: {ticket.resolution}" if ticket.resolution else "resolved"  # its only place from now on
    gap = {"ticket_id": ticket.id, "started_at": ticket.ended_at, "ended_at": at, "reason": reason}
    trail.add(session, request.act, Hold, gap)
    values = {"resolved_at": None, "ended_at": None, "resolution": None, "reopenings": ticket.reopenings + 1}
    before = signed.counting(ticket)
    rework(request.writing, session, ticket, values)
    if rest:
        note = {"ticket_id": ticket.id, "at": at, "person_id": request.person.id, "text": rest}
        trail.add(session, request.act, Note, note)
    reopened = f"{ref(ticket)} is open again{f': {ended(rest)}' if rest else '.'}"
    told = signed.restated(request, session, before, signed.counting(ticket))
    return answer(request, session, ticket, reopened, deadline_words(ticket, request.desk, request.now), *told)


def join(request: Request, session: Session) -> Reply:
    """Another report of an outage that is known: a note on it, and its partners are hit too."""
    ticket, rest = find_open(request, session)
    hit: Sequence[str] = read_partners(request.desk, request.field("partner")) if request.field("partner") else ()
    text = rest or request.field("summary") or request.field("text") or "Reported again"
    if ticket.source_ref and request.field("ref"):  # a second reference finds no place but in the words
        text = f"{text} ({request.field('ref')})"
    known = {} if ticket.source_ref else outside.typed(request, session, ticket)
    add_note(request, session, ticket, text)
    partners = pack_partners([*unpack_partners(ticket.partners), *hit])
    rework(request.writing, session, ticket, {"partners": partners, **known})
    return answer(request, session, ticket, f"Joined to {headline(ticket)} Report noted: {ended(text)}")
