"""Looking at tickets: one with its history, or a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import sheets
from bot.command import Reply, Request
from bot.grammar import quote
from bot.matching import apart_from_partners, one_partner
from bot.parts import Facts, Part, Table, buttons, line
from bot.tickets.named import find
from bot.tickets.rework import spans
from bot.tickets.sheet import sheet
from bot.tickets.times import today
from bot.tickets.words import actions, card, grid, state, used_words
from bot.when import spoken
from core.errors import DeskError
from core.periods import Period, find_period
from core.tickets import INCIDENT, OUTAGES, read_level, unpack_partners
from reports.tables import Table as Grid
from storage import people, tickets
from storage.models import Ticket

STATES = frozenset({"all", "open", "mine"})
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
    found, what = wanted(request, session)
    if not found:
        return Reply((line(f"No {what}."), *among_all(request)))
    names = people.names(session)
    said = f"{'The first ' if len(found) == SHOWN else ''}{len(found)} {what}"
    table = Table(grid(found, request.desk, names, request.now, said))
    order = "newest" if listed(request, found[0].kind).is_of_all else "most urgent"
    return Reply((line(f"{said}, {order} first."), table))


def among_all(request: Request) -> tuple[Part, ...]:
    """Where words stand in none that is open, they may stand in one that is not."""
    if listed(request, INCIDENT).is_of_all or not request.typed.words:
        return ()
    fields = [f"{key}:{quote(value)}" for key, value in request.typed.fields.items()]
    return (buttons(("Of all", " ".join([request.command, "list all", *request.typed.words, *fields]))),)


def as_file(request: Request, session: Session) -> Reply:
    """The same list with all that is known of each."""
    found, what = wanted(request, session, IN_A_SHEET)
    name = f"{request.command}-{request.desk.calendar.local(request.now):%Y-%m-%d}"
    file = sheets.as_file(request, name, sheet(found, request, people.names(session), what.capitalize()))
    first = "the first " if len(found) == IN_A_SHEET else ""
    return Reply((line(f"{first}{len(found):,} {what}, {sheets.said_as(request)}."), file))


@dataclass(frozen=True)
class Listed:
    """What a list is of: of all or of what is open those of some levels, a period, a partner, one's own, with words."""

    is_of_all: bool
    levels: tuple[str, ...]
    period: Period | None
    partner: str | None
    is_mine: bool
    words: tuple[str, ...]

    def named(self, what: str) -> str:
        """1 open outage of P1 opened in July 2020 of DDDC with “email”: what follows the number."""
        of = [f"of {self.partner}"] if self.partner else []
        of += ["of yours"] if self.is_mine else []
        of += [f"with {' and '.join(f'“{word:.40}”' for word in self.words)}"] if self.words else []
        levels = f" of {' and '.join(self.levels)}" if self.levels else ""
        opened = f" opened in {self.period.words}" if self.period else ""
        return " ".join([f"{'' if self.is_of_all else 'open '}{what}{levels}{opened}", *of])


def listed(request: Request, kind: str) -> Listed:
    """A period is of all that was opened in it. `p1` is a priority here, and no period of a budget."""
    typed = [word.rstrip("?!") for word in request.typed.words]
    levels = {word: read_level(kind, word) for word in typed if not word.isdigit()}
    states = {word.lower() for word in typed} & STATES
    rest = [word for word in typed if not levels.get(word) and word.lower() not in STATES]
    period, behind = find_period(rest, today(request))
    words, said = apart_from_partners(request.desk, behind)
    partner = one_partner(request.desk, request.field("partner") or said, request.person.partner)
    chosen = tuple(dict.fromkeys(filter(None, levels.values())))
    return Listed(bool(period) or "all" in states, chosen, period, partner, "mine" in states, tuple(words))


def wanted(request: Request, session: Session, limit: int = SHOWN) -> tuple[Sequence[Ticket], str]:
    """The tickets that a list is of, and how so many of them are called."""
    outages = request.command == "outage"
    kind = INCIDENT if outages else request.command
    asked = listed(request, kind)
    found = tickets.listed(
        session,
        kind,
        asked.levels or (OUTAGES if outages else ()),
        asked.partner,
        words=asked.words,
        opened=(asked.period.months()[0], asked.period.months()[-1]) if asked.period else None,
        owner_id=request.person.id if asked.is_mine else None,
        open_only=not asked.is_of_all,
        limit=limit,
    )
    return found, asked.named(f"{request.command}{'s' if len(found) != 1 else ''}")
