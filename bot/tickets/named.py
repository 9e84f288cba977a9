"""Which ticket a line is about: by our reference, by another tool's, or by the thread in which it stands."""

from sqlmodel import Session

from bot.command import Request
from bot.tickets.words import command_of, ref
from core.errors import DeskError
from core.tickets import read_reference
from storage import tickets
from storage.models import Ticket


def find(request: Request, session: Session, *, for_change: bool = True) -> tuple[Ticket, str]:
    """The ticket that the line names, or in whose thread it stands, and the words that follow."""
    first, _, rest = request.typed.text.partition(" ")
    number = read_reference(first) or known_outside(first, session)
    if number is not None:
        return tickets.get(session, number, for_change=for_change), rest.strip()
    if request.place.subject.startswith("ticket:"):
        thread = int(request.place.subject.removeprefix("ticket:"))
        return tickets.get(session, thread, for_change=for_change), request.typed.text
    raise DeskError(
        f"Which record? For example: /{request.command} {request.verb} OUT-12. /{request.command} list shows them. "
        f"To log something that begins with the word {request.verb!r}, put its priority first: /{request.command} p2 …",
        "ref",
    )


def known_outside(word: str, session: Session) -> int | None:
    """The one record that another tool knows by this reference. DeskError where there are several."""
    if not any(sign.isdigit() for sign in word):
        return None
    found = tickets.of_outside(session, None, word)
    if len(found) > 1:
        ours = " and ".join(map(ref, found))
        raise DeskError(f"{ours} both have the reference {word:.40}. Name one of them.", "ref")
    return found[0].id if found else None


def find_open(request: Request, session: Session) -> tuple[Ticket, str]:
    ticket, rest = find(request, session)
    if ticket.ended_at is not None:
        raise DeskError(f"{ref(ticket)} is already over. /{command_of(ticket)} reopen {ref(ticket)} opens it again.")
    return ticket, rest
