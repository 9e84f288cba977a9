"""Looking at tickets: one with its history, or a list."""

from datetime import datetime

from sqlmodel import Session

from bot import sheets
from bot.command import Reply, Request
from bot.grammar import spelt
from bot.parts import Facts, Part, Table, buttons, line
from bot.tickets.listed import Listed, listed
from bot.tickets.named import find
from bot.tickets.rework import spans
from bot.tickets.sheet import sheet
from bot.tickets.words import actions, card, grid, state, used_words
from bot.when import spoken
from core.errors import DeskError
from core.tickets import unpack_partners
from reports.tables import Table as Grid
from storage import people, tickets
from storage.models import Ticket

SHOWN = 200
IN_A_SHEET = 50_000


def show(request: Request, session: Session) -> Reply:
    ticket, _ = find(request, session, for_change=False)
    if request.person.partner and request.person.partner not in unpack_partners(ticket.partners):
        raise DeskError(f"You see {request.person.partner} only.", "ref")
    names = people.names(session)
    lines = list(card(ticket, request, names))
    lines[1:2] = [] if ticket.ended_at else lines[1:2]
    parts: list[Part] = [*lines, Facts(tuple(facts(request, session, ticket)))]
    story = history(request, session, ticket, names)
    if story.rows:
        parts.append(Table(story))
    return Reply((*parts, actions(ticket)))


def facts(request: Request, session: Session, ticket: Ticket) -> list[tuple[str, str]]:
    until = ticket.resolved_at or ticket.held_since or request.now
    known = [
        ("State", state(ticket, request.desk, request.now)),
        ("Clock", used_words(ticket, request.desk, spans(session, ticket), until)),
        (
            "Resolved",
            spoken(ticket.resolved_at, request.now, request.desk.zone) if ticket.resolved_at else None,
        ),
        ("Resolution", ticket.resolution),
        ("Cause", ticket.cause),
        ("Target", None if ticket.met_target is None else "met" if ticket.met_target else "missed"),
        ("Agreed date", f"{ticket.agreed_on:%-d %B %Y}" if ticket.agreed_on else None),
    ]
    return [(label, value) for label, value in known if value]


def history(request: Request, session: Session, ticket: Ticket, names: dict[int, str]) -> Grid:
    """Holds and notes in the order in which they happened."""

    def when(at: datetime | None) -> str:
        return spoken(at, request.now, request.desk.zone) if at else "now"

    number = ticket.id
    events = [
        (hold.started_at, f"on hold until {when(hold.ended_at)}: {hold.reason}")
        for hold in tickets.holds(session, number)
    ]
    events += [(note.at, f"{names[note.person_id]}: {note.text}") for note in tickets.notes(session, number)]
    rows = tuple((when(at), words) for at, words in sorted(events))
    return Grid("What happened", ("When", "What"), rows)


def listing(request: Request, session: Session) -> Reply:
    """Open ones, or with `all` the newest of all; of a partner, and with words, where such are typed."""
    wanted = listed(request)
    found = wanted.found(session, SHOWN)
    what = wanted.called(len(found))
    if not found:
        return Reply((line(f"No {what}."), *among_all(wanted, request)))
    names = people.names(session)
    said = f"{'The first ' if len(found) == SHOWN else ''}{len(found)} {what}"
    table = Table(grid(found, request.desk, names, request.now, said))
    return Reply((line(f"{said}, {'newest' if wanted.is_of_all else 'most urgent'} first."), table))


def among_all(wanted: Listed, request: Request) -> tuple[Part, ...]:
    """Where words stand in none that is open, they may stand in one that is not."""
    if wanted.is_of_all or not request.typed.words:
        return ()
    again = [request.command, "list all", *request.typed.words, *spelt(request.typed.fields)]
    return (buttons(("Of all", " ".join(again))),)


def as_file(request: Request, session: Session) -> Reply:
    """The same list with all that is known of each."""
    wanted = listed(request)
    found = wanted.found(session, IN_A_SHEET)
    what = wanted.called(len(found))
    name = f"{request.command}-{request.desk.calendar.local(request.now):%Y-%m-%d}"
    file = sheets.as_file(request, name, sheet(found, request, people.names(session), what.capitalize()))
    first = "the first " if len(found) == IN_A_SHEET else ""
    return Reply((line(f"{first}{len(found):,} {what}, {sheets.said_as(request)}."), file))
