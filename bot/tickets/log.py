"""Logging a ticket: what is still to be asked, and then one record, written once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.command import Field, Post, Question, Reply, Request
from bot.matching import find_service, partners_meant, read_partners, read_service
from bot.parts import Form, FormField, buttons, line
from bot.persons import person_meant
from bot.tickets import outside
from bot.tickets.again import NOTHING_YET, restate
from bot.tickets.times import started_at, today
from bot.tickets.words import actions, card, headline, ref, subject
from bot.when import read_day, time_said
from core.errors import DeskError
from core.tickets import (
    INCIDENT,
    JOIN_WITHIN,
    Facts,
    clock_columns,
    is_outage,
    next_watch,
    pack_partners,
    read_level,
    unpack_partners,
)
from storage import people, requests, tickets, trail
from storage.database import take_turn
from storage.models import Downtime, Ticket

MARKS = ":;,.()[]-"
SAME_WITHIN = timedelta(minutes=1)
MOST_BUTTONS = 8
NO_SERVICE = "none"

AT = Field("at", "Started at, if not now")
SERVICE = Field("service", "Service")
PARTNER = Field("partner", "Partner, several with commas, or all")
FIELDS = (
    SERVICE,
    PARTNER,
    AT,
    Field("cause", "Cause, if known"),
    Field("share", "Users hit, per cent"),
    Field("summary", "What happened"),
    outside.REF,
    Field("owner", "Whose it is"),
    Field("new", "It is not the outage that is open", ("yes",)),
    Field("again", "Log the same text again", ("yes",)),
)


def log(request: Request, session: Session, kind: str, levels: Sequence[str]) -> Reply:
    """One line becomes one ticket with its deadline; whatever must be known first is asked, and nothing is stored."""
    level, summary = opening(request, kind, levels)
    outage = is_outage(kind, level)
    at = started_at(request, summary if kind == INCIDENT else "")
    service = service_meant(request, summary, needed=outage)
    partners = partners_of(request, summary)
    take_turn(session, f"log by {request.person.id}")
    refuse_double(request, session)
    if outage:
        take_turn(session, f"outage of {service}")
        ask_to_join(request, session, service, at, summary)
    columns = {
        "kind": kind,
        "level": level,
        "summary": summary,
        "service": service or None,
        "partners": pack_partners(partners),
        "reporter_id": request.person.id,
        "owner_id": person_meant(request, session, owner)[0] if (owner := request.field("owner")) else None,
        "opened_at": at,
        "agreed_on": read_day(agreed, today(request)) if (agreed := request.field("agreed")) else None,
        "cause": request.field("cause") or None,
    } | outside.typed(request, session)
    ticket = store(request, session, columns, read_share(request))
    return logged(ticket, request, people.names(session) if ticket.owner_id else {})


def opening(request: Request, kind: str, levels: Sequence[str]) -> tuple[str, str]:
    """The level, from its field or the text, and the summary. Raises a form filled with what was typed."""
    first = request.typed.text.partition(" ")[0]
    named = request.field("priority") or request.field("size")
    rest, level = (request.typed.text, read_level(kind, named)) if named else level_said(request.typed.text, kind)
    summary = request.field("summary") or rest.strip()
    if named and level is None:
        raise DeskError(f"{named!r} is not one of {', '.join(levels)}.", "priority")
    if level is None and kind == INCIDENT and re.fullmatch(r"p\d", first, re.IGNORECASE):
        raise DeskError(f"There is no {first.upper()}. Choose from {', '.join(levels)}.", "priority")
    if level is not None and level not in levels:
        incident = restate(request, "incident log", text="", priority=level, summary=summary)
        raise Question(
            line(f"An outage is P1 or P2. Log a {level} as an incident? {NOTHING_YET}"),
            buttons((f"Log as {level} incident", incident)),
        )
    lacks_date = level == "bespoke" and not request.field("agreed")
    if level is None or not has_words(summary) or lacks_date:
        raise Question(form(request, levels, level or "", summary))
    return level, summary


def level_said(text: str, kind: str) -> tuple[str, str | None]:
    """The text without the word that is a level, and the level: the first word, or of an incident P1 to P4 anywhere."""
    words = text.split(" ")
    for at, word in enumerate(words):
        level = read_level(kind, word.strip(MARKS))
        if level and (at == 0 or (kind == INCIDENT and not word.strip(MARKS).isdigit())):
            return " ".join([*words[:at], *words[at + 1 :]]), level
    return text, None


def has_words(text: str) -> bool:
    """A lone emoji is no summary that anybody can find again."""
    return any(sign.isalnum() for sign in text)


def form(request: Request, levels: Sequence[str], level: str, summary: str) -> Form:
    key = "priority" if "P2" in levels else "size"
    service, partners = find_service(request.desk, summary), partners_meant(request.desk, summary, request.place.name)
    said = {"service": service.name if service else "", "partner": ", ".join(partners), "at": time_said(summary)[1]}
    asked = (
        FormField(key, key.capitalize(), level, tuple(levels), required=True),
        FormField("summary", "What happened" if key == "priority" else "What is needed", summary, required=True),
        *([FormField("agreed", "Agreed date", request.field("agreed"), required=True)] if level == "bespoke" else []),
        *(
            FormField(each.key, each.label, request.field(each.key) or said.get(each.key, ""))
            for each in (SERVICE, PARTNER, AT, outside.REF)
        ),
    )
    wanted = " and ".join(f.label.lower() for f in asked if f.required and not has_words(f.value))
    return Form(f"Please add {wanted}. {NOTHING_YET}", f"{request.command} log", asked)


def service_meant(request: Request, summary: str, *, needed: bool) -> str:
    """The configured service; for an outage one must fit, or it is asked for."""
    typed = request.field("service")
    if typed.lower() == NO_SERVICE:
        if needed:
            raise DeskError("An outage is of some service. Name it.", "service")
        return ""
    found = read_service(request.desk, typed) if typed else find_service(request.desk, summary)
    if found is None and needed:
        likely = sorted(request.desk.services, key=lambda service: not service.critical)[:MOST_BUTTONS]
        offered = [(service.name, restate(request, service=service.name)) for service in likely]
        raise Question(
            line(f"Which service is down? {NOTHING_YET} Press one, or add service: to the line."),
            buttons(*offered),
        )
    return found.name if found else ""


def partners_of(request: Request, summary: str) -> tuple[str, ...]:
    """Typed, or else named in the text, or else the channel's; asked for when the desk has several."""
    typed, listed = request.field("partner"), request.desk.partners
    if typed:
        return read_partners(request.desk, typed)
    found = partners_meant(request.desk, summary, request.place.name)
    if found or not listed:
        return found
    if len(listed) == 1:
        return (listed[0].key,)
    offered = [(partner.key, restate(request, partner=partner.key)) for partner in listed[:MOST_BUTTONS]]
    raise Question(
        line(f"Which partner is it for? {NOTHING_YET} Press one, or add partner: to the line."),
        buttons(*offered, ("All", restate(request, partner="all"))),
    )


def read_share(request: Request) -> int:
    typed = request.field("share").strip().removesuffix("%").strip() or "100"
    if not typed.isdecimal() or not 1 <= int(typed) <= 100:
        raise DeskError("share: is the users hit in per cent, from 1 to 100, for example share:25.", "share")
    return int(typed)


def refuse_double(request: Request, session: Session) -> None:
    """The same person and text within a minute is a second press, not a second fault."""
    before = requests.same_before(session, request.act, request.line, SAME_WITHIN)
    if before is None:
        return
    added = [entry for entry in trail.of_request(session, before) if entry.record == "ticket"]
    if added:
        ticket = tickets.get(session, added[0].record_id)
        raise Question(
            line(f"Already logged a moment ago: {headline(ticket)} Nothing more was stored."),
            buttons(
                ("Show", f"{request.command} show {ref(ticket)}"),
                ("Log it again", restate(request, again="yes")),
            ),
        )


def ask_to_join(request: Request, session: Session, service: str, at: datetime, summary: str) -> None:
    near = None if request.field("new") else tickets.outage_near(session, service, at, JOIN_WITHIN)
    if near:
        join = restate(request, f"outage join {ref(near)}", text="", summary=summary)
        raise Question(
            line(
                f"{headline(near)} It is open and began within 15 minutes of this. {NOTHING_YET} Join it, or a new one?"
            ),
            buttons((f"Join {ref(near)}", join), ("New outage", restate(request, new="yes"))),
        )


def store(request: Request, session: Session, columns: dict[str, Any], share: int) -> Ticket:
    """The row with its clock, and the downtime of an outage."""
    desk, at = request.desk, columns["opened_at"]
    calendar = desk.calendar_of(columns["service"])
    facts = Facts(
        columns["kind"],
        columns["level"],
        unpack_partners(columns["partners"]),
        at,
        agreed_on=columns["agreed_on"],
    )
    clock = clock_columns(facts, calendar, desk.targets)
    columns |= clock | {
        "opened_month": calendar.month(at),
        "watch_at": next_watch(due_at=clock["due_at"], warn_at=clock["warn_at"], is_warned=False),
        "policy_id": request.policy_id,
        "reassignments": 0,
        "reopenings": 0,
    }
    ticket: Ticket = trail.add(session, request.act, Ticket, columns)
    if is_outage(columns["kind"], columns["level"]):
        down = {
            "ticket_id": ticket.id,
            "service": columns["service"],
            "started_at": at,
            "share": share,
            "planned": False,
        }
        trail.add(session, request.act, Downtime, down)
    return ticket


def logged(ticket: Ticket, request: Request, names: Mapping[int, str]) -> Reply:
    """A new outage goes to the channel, and management is told at once."""
    outage = is_outage(ticket.kind, ticket.level)
    lines = card(ticket, request, names, "ICT management told." if outage else "")
    reply = Reply((*lines, actions(ticket, undo=request.act.number)), subject=subject(ticket))
    if not outage:
        return reply
    told = Post(request.desk.channels["management"], subject(ticket), (*card(ticket, request, names), actions(ticket)))
    return replace(reply, visibility="channel", posts=(told,))
