"""What help shows can be typed: every verb's example does what it says, and whoever may not do it gets nothing."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from bot.app import Bot
from bot.clock import SetClock
from bot.command import POST, Person, Place, Post, Reply, Verb
from bot.dispatch import failure
from bot.imports.intake import Intake
from bot.imports.receive import Dropped, receive
from bot.parts import line
from bot.registry import commands
from core.records import REGISTERS
from core.roles import ROLES, may
from storage.database import Database
from storage.models import Note, Outbox, StoredRequest, Ticket, Trail
from storage.trail import table_of
from tests.conftest import FRIDAY
from tests.integration.rows import put

VERBS = [(name, verb) for name, command in commands().items() for verb in command.verbs]
LOGGED = {
    "incident": "/incident p3 Scanner jams partner:RHL",
    "outage": "/outage p2 Telephony down partner:RHL",
    "request": "/request standard New phone partner:RHL",
}
BUDGET = (
    "/budget line 1 Employees 991834 2020-21",
    "/budget line 4 Services 249207 2020-21",
    "/budget line 5 Stock 12000 2020-21",
    "/budget actual Employees 533250 p1-6 2020-21",
)
BEHALF = 'on-behalf-of:"Jo Grey" evidence:"e-mail of 27 August"'
REPORT = (
    "/report q1 2020-21",
    "/report say q1 2020-21 summary Calls were answered in time.",
    "/report sign q1 2020-21",
    f"/report say q1 2020-21 comment-legal Within the remit. {BEHALF}",
    f"/report say q1 2020-21 comment-finance Within budget. {BEHALF}",
    "/report publish q1 2020-21",
)
# How much of it a verb needs; one line, where it does not stand here.
READY = {"draft": 0, "sign": 2, "publish": 5, "resolve": 6, "compare": 3, "restatements": 3}
BEFORE = {"resume": "hold {} waiting", "reopen": "resolve {} mended"}  # what must have happened
LETTERS = {"incident": "INC", "outage": "OUT", "request": "REQ"}
KNOWN = b"reference,kind,priority,summary,opened,resolved\nC-1,incident,P2,Email down,2020-08-03 09:00,\n"
UNEXPLAINED = b"Call,Urgency,Logged,Fixed\nL-1,1,3/4/2020 09:00,\n"
PLACE = Place("shell", "ict-outages")  # what is shared needs a channel

every_verb = pytest.mark.parametrize(("command", "verb"), VERBS, ids=[f"{name} {verb.name}" for name, verb in VERBS])


def preparation(command: str, verb: Verb) -> Sequence[str]:
    """The lines to be said first: a record of that kind as number 1, in the state that the verb needs."""
    if command == "ict":
        return [LOGGED["incident"]]
    if command in REGISTERS:
        return kept(command, verb)
    if command == "budget":
        return BUDGET
    if command == "report":
        return BUDGET if verb.name == "adjust" else REPORT[: READY.get(verb.name, 1)]
    if command not in LOGGED or verb.name == "log":
        return []
    said = BEFORE.get(verb.name)
    return [LOGGED[command], *([f"/{command} {said.format(f'{LETTERS[command]}-1')}"] if said else [])]


def kept(name: str, verb: Verb) -> Sequence[str]:
    """A record of each register that this one refers to, and, unless it is added, one of its own."""
    needed = [f"/{field.of} add {REGISTERS[field.of].example}" for field in REGISTERS[name].fields if field.of]
    own = [] if verb.name == "add" else [f"/{name} add {REGISTERS[name].example}"]
    return [LOGGED["outage"], *needed, *own]


def dead_letter(database: Database, place: str = "ict-outages", error: str = "is_archived") -> None:
    post = Post(place, "ticket:1", (line("Email is down."),))
    waiting = {"queued_at": FRIDAY, "due_at": FRIDAY, "attempts": 1, "dead_at": FRIDAY, "error": error}
    put(database, Outbox, {"place": place, "subject": "ticket:1", "payload": POST.dump_json(post).decode(), **waiting})


def say(bot: Bot, clock: SetClock, typed: str, person: str = "admin") -> Reply:
    return bot.dispatcher.answer(typed, person, PLACE, clock())


def drop(bot: Bot, clock: SetClock, command: str, verb: Verb) -> None:
    """What nobody can type: the file that /ict import works on, and the post that /ict health sends again."""
    if command == "health" and verb.writes:
        dead_letter(bot.database)
    if command == "import":
        table = UNEXPLAINED if verb.name == "priorities" else KNOWN
        file = Dropped("F1", "calls.csv", len(table), "@admin", lambda: table)
        assert not receive(bot.dispatcher, file, bot.dispatcher.person("shell", "admin"), clock()).is_error
        Intake(bot.database, bot.desk, clock, bot.dispatcher.policy_id).work_waiting()
    if verb.name == "priorities":
        said = "profile:logbook reference:Call priority:Urgency opened:Logged resolved:Fixed dates:day-first"
        assert not say(bot, clock, f"/ict import look UPL-1 {said}").is_error
        Intake(bot.database, bot.desk, clock, bot.dispatcher.policy_id).work_waiting()


def with_every_role(bot: Bot) -> Bot:
    """One more person of each role, known to the shell by the role's name."""
    of_roles = {("shell", role): Person(1, role, role, role, "DDDC" if "partner" in role else None) for role in ROLES}
    return replace(bot, dispatcher=replace(bot.dispatcher, people={**bot.dispatcher.people, **of_roles}))


def remembered(session: Session) -> list[int]:
    """How many rows there are of everything that a person's words can write."""
    tables = (table_of(model) for model in (Ticket, Note, Trail, StoredRequest, Outbox))
    return [session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


@every_verb
def test_the_example_in_help_works(command: str, verb: Verb, bot: Bot, clock: SetClock) -> None:
    for typed in preparation(command, verb):
        assert not say(bot, clock, typed).is_error
    drop(bot, clock, command, verb)
    before = bot.database.read(remembered)
    reply = say(bot, clock, verb.example)
    assert reply.text
    assert not reply.is_error, reply.text
    assert (bot.database.read(remembered) != before) == verb.writes


@every_verb
def test_whoever_lacks_its_role_is_told_so_and_nothing_is_stored(
    command: str, verb: Verb, bot: Bot, clock: SetClock
) -> None:
    for typed in preparation(command, verb):
        say(bot, clock, typed)
    drop(bot, clock, command, verb)
    before = bot.database.read(remembered)
    for role in ROLES:
        if not may(role, verb.needs):
            told = f"{commands()[command].typed} {verb.name} is not open to you: you are {role}. "
            reply = say(with_every_role(bot), clock, verb.example, role)
            assert reply.text.startswith(told)
            assert reply == failure(reply.text)
    assert say(bot, clock, verb.example, "stranger").text.startswith("I do not know 'stranger' here.")
    assert bot.database.read(remembered) == before


def test_a_guest_may_read_the_help_alone() -> None:
    assert [(name, verb.name) for name, verb in VERBS if may("guest", verb.needs)] == [("ict", "help")]
