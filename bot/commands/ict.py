"""/ict: help, undo, and sharing with a channel what was answered privately."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.alerts.verbs import VERBS
from bot.command import Command, Person, Post, Reply, Request, Verb
from bot.grammar import did_you_mean
from bot.parts import Form, Table, buttons, line
from bot.records.words import headline as shown
from bot.refusals import NO_ROLE, refused
from bot.tickets.batch import call_off, sender_of, undo_import, upload_of
from bot.tickets.edit import channels_told
from bot.tickets.rework import settle
from bot.tickets.words import headline, subject
from bot.tickets.words import standing as card_now
from bot.understand import understand
from core.errors import DeskError
from core.records import REGISTERS
from core.roles import may
from core.tickets import read_reference
from reports.tables import Table as Grid
from storage import batches, people, recomputation, reports, requests, trail
from storage.models import TABLES, StoredRequest, Ticket


def show_help(request: Request, _session: Session) -> Reply:
    """All commands, or one with its verbs and fields, as far as the person may use them."""
    word = request.typed.text.strip().lstrip("/").lower()
    if word and word not in request.commands:
        raise DeskError(did_you_mean("command", word, list(request.commands)))
    shown = [request.commands[word]] if word else list(request.commands.values())
    rows = [row for command in shown for row in help_rows(command, request.person, in_short=not word)]
    if not rows:
        raise refused(f"{shown[0].typed} is", request.person, shown[0].verbs[0].needs, request.desk.partners)
    more = "" if word else " /ict help outage shows all that one of them can do."
    is_guest = not may(request.person.role, "look")
    intro = (
        f"You are {request.person.role}. {NO_ROLE}"
        if is_guest
        else f"Type a line, or only its beginning: what is missing is asked for.{more}"
    )
    keys = sorted({field.key for command in shown if word for verb in command.verbs for field in verb.fields})
    fields = [line(f'Fields, as key:value or key:"two words": {", ".join(keys)}.')] if keys else []
    grid = Grid("Commands", ("Command", "What it does", "Example"), tuple(rows))
    return Reply((line(intro), Table(grid), *fields))


def help_rows(command: Command, person: Person, *, in_short: bool) -> list[tuple[str, str, str]]:
    """What the person may do; in short one row, and the command's own help has the others."""
    open_to = [verb for verb in command.verbs if may(person.role, verb.needs)]
    if in_short:
        return [(command.typed, command.does, verb.example) for verb in open_to[:1]]
    return [(f"{command.typed} {verb.name}", verb.does, verb.example) for verb in open_to]


def undo(request: Request, session: Session) -> Reply:
    """Take back one request: the one whose number the button carries, or one's own last one."""
    number = number_of(request, session)
    stored = requests.get(session, number)
    refuse(request, session, stored, number)
    assert stored is not None  # noqa: S101 - refused above
    if batches.is_batch(session, number):
        return undo_import(request, session, stored)
    if upload := upload_of(session, number):
        return call_off(request, session, stored, upload)
    touched = trail.undo(session, request.act, number)
    requests.mark_undone(session, number, request.act.number)
    restored = [session.get_one(Ticket, record_id) for record, record_id in touched if record == "ticket"]
    for ticket in restored:
        settle(request.writing, session, ticket, stored.at)
    heads = [*map(headed, restored), *kept(touched, request, session)]
    lines = [line(f"Undone: {stored.line}"), *(line(standing(head)) for head in dict.fromkeys(heads))]
    again = buttons(("Undo the undo", f"ict undo {request.act.number}"))
    posts = tuple(post for ticket in restored for post in told(ticket, request, session))
    return replace(Reply((*lines, again)), posts=posts)


def headed(ticket: Ticket) -> tuple[str, bool]:
    return headline(ticket), ticket.void_at is not None


def kept(touched: Sequence[tuple[str, int]], request: Request, session: Session) -> list[tuple[str, bool]]:
    """The records of registers, as they now stand."""
    found = [(REGISTERS[name], session.get_one(TABLES[name], number)) for name, number in touched if name in REGISTERS]
    return [(shown(register, row, session, request.desk), row.void_at is not None) for register, row in found]


def standing(head: tuple[str, bool]) -> str:
    text, is_void = head
    return f"{'Withdrawn' if is_void else 'Now again as it was'}: {text}"


def told(ticket: Ticket, request: Request, session: Session) -> list[Post]:
    """Those who were told of it as an outage are told that something was taken back."""
    words = (line(f"{standing(headed(ticket))} By {request.person.name}."),)
    head = words if ticket.void_at else card_now(ticket, request, people.names(session))
    return [Post(place, subject(ticket), words, head) for place in channels_told(session, ticket)]


def number_of(request: Request, session: Session) -> int:
    typed = request.typed.text.strip().lstrip("#")
    if typed and read_reference(typed) is None:
        raise DeskError("/ict undo takes back your last change; the Undo button under an answer takes back that one.")
    last = int(typed) if typed else requests.last_of(session, request.person.id, earliest(request))
    if last is None:
        hours = request.desk.undo.hours
        span = {1: "hour", 24: "day"}.get(hours, f"{hours} hours")
        raise DeskError(f"You have changed nothing in the last {span} that is not undone already.")
    return last


def earliest(request: Request) -> datetime:
    """From when on people may take back what they did themselves."""
    return request.now - timedelta(hours=request.desk.undo.hours)


def refuse(request: Request, session: Session, stored: StoredRequest | None, number: int) -> None:
    if stored is None or number >= request.act.number:
        raise DeskError(f"There is no change {number} to undo.")
    if stored.undone_by is not None:
        raise DeskError("That is undone already.")
    if reports.is_frozen(session, number):
        raise DeskError(
            "That report is signed and stays as it is; later changes appear as restatements in the next one."
        )
    if reports.is_built_on(session, number):
        raise DeskError("Something was said, asked or signed in that report since. Undo that first.")
    if recomputation.is_recorded(session, number):
        raise DeskError("That followed from desk.toml. Put back there what it said, and start the bot again.")
    if may(request.person.role, "manager"):
        return
    if request.person.id not in {stored.person_id, sender_of(session, number)}:
        raise DeskError("Somebody else wrote that; they, or a manager, can undo it.")
    if stored.at < earliest(request):
        hours = request.desk.undo.hours
        raise DeskError(
            f"That was more than {hours} hour{'s' if hours > 1 else ''} ago, so only a manager can undo it now: "
            f"/ict undo {number}. Or correct the record with edit."
        )


def share(request: Request, session: Session) -> Reply:
    """The answer to a line that only looks, said to everybody in the channel in which it is shared."""
    if not request.place.name:
        raise DeskError("There is nobody here to share it with: share it in a channel.")
    meant = understand(request.typed.text, request.commands, request.person, request.desk.partners)
    command = request.commands[meant.command].typed
    if meant.verb.is_restricted:
        raise DeskError(f"{command} {meant.verb.name} is for those who may see it, and is never shared with a channel.")
    if meant.verb.writes:
        raise DeskError(f"{command} {meant.verb.name} changes something; only what is looked at can be shared.")
    looked = replace(request, command=meant.command, verb=meant.verb.name, line=meant.line, typed=meant.typed)
    answer = meant.verb.run(looked, session)
    if any(isinstance(part, Form) for part in answer.parts):
        raise DeskError(
            f"{command} {meant.verb.name} asks for more in a form. Type what is to be shared as a whole line."
        )
    who = line(f"{request.person.name} shares /{meant.line}")
    return Reply((who, *answer.parts), visibility="channel", subject=f"shared:{request.act.number}")


COMMAND = Command(
    name="ict",
    does="help, undo, sharing an answer with the channel, and what to do about warnings",
    verbs=(
        Verb("help", "show what can be typed", show_help, "/ict help", "[command]", needs="help", is_default=True),
        Verb("undo", "take back your last change", undo, "/ict undo", writes=True),
        Verb(
            "share",
            "say to the whole channel what a line answers",
            share,
            "/ict share kpi outages q2 2020-21",
            "line",
            needs="look",
            writes=True,
        ),
        *VERBS,
    ),
)
