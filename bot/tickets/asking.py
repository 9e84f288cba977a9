"""Asking whoever logged a ticket how it went, once somebody else has resolved it."""

from sqlmodel import Session

from bot.command import Post, Request
from bot.parts import buttons, line
from bot.tickets.words import ref
from core.tickets import unpack_partners
from core.wording import ended
from storage import people
from storage.models import Ticket

SCORES = range(1, 6)


def how_did_we_do(request: Request, session: Session, ticket: Ticket) -> tuple[Post, ...]:
    """Five buttons, for the reporter's eyes only. Nobody is asked about their own work, nor who has left desk.toml."""
    if not request.desk.satisfaction.ask or ticket.reporter_id in {None, request.person.id}:
        return ()
    key = people.key_of(session, ticket.reporter_id)
    if not people.is_member(key) and key not in {person.key for person in request.desk.people}:
        return ()
    asked = line(f"How did we do with {ref(ticket)}? {ended(ticket.summary)} 1 is poor, 5 is excellent.")
    hit = unpack_partners(ticket.partners)
    about = f"for:{ref(ticket)}{f' partner:{hit[0]}' if len(hit) == 1 else ''}"
    scores = buttons(*((str(score), f"satisfaction add {score} {about}") for score in SCORES))
    return (Post(f"@{key}", f"satisfaction:{ticket.id}", (asked, scores)),)
