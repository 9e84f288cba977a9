"""Who may do what: the table of tests/data/role_matrix.txt against the dispatcher, and what must never be seen."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.app import Bot
from bot.command import POST, REPLY, Command, Person, Reply, Verb
from bot.dispatch import BROKEN
from bot.parts import Form, Part
from bot.registry import commands
from bot.shell import buttons_of
from bot.slack.listeners import HOME
from bot.slack.views import START
from bot.understand import understand
from core.records import REGISTERS
from core.roles import ALLOWED, ROLES
from storage.models import Outbox
from tests.integration.rows import done, rows
from tests.integration.test_examples import BUDGET, LOGGED, PLACE, REPORT, VERBS, preparation, with_every_role

Row = Mapping[str, str]
MATRIX = Path(__file__).parents[1] / "data" / "role_matrix.txt"
CLOSED = ("not open to you: you are", "are not kept by partner.")
OTHERS = (
    "That is for Finance, or the holder of",
    "Somebody else wrote that",
    "That was not asked of you",
    "is signed by: ",
)
SAID = {"ict undo": "/ict undo 1"}  # where the example says nothing of whose it is
NOT_FOR_SECURITY = sorted(set(ROLES) - ALLOWED["security"])
HIDDEN = "Zebra"  # a word that nobody of another partner, and nobody but security, may read
VARIANTS = ("", " all", " partner:BDC", " partner:all", " aug 2020", " 1", " 2", " 3", " by:partner", " page:2")


@cache
def matrix() -> dict[str, Row]:
    """By line, the word for each role."""
    lines = [line for line in MATRIX.read_text().splitlines() if line and not line.startswith("#")]
    (_, *roles), *cells = ([cell.strip() for cell in line.split("|")] for line in lines)
    return {line: dict(zip(roles, words, strict=True)) for line, *words in cells}


def answer(bot: Bot, line: str, role: str) -> Reply:
    return with_every_role(bot).dispatcher.answer(line, role, PLACE, bot.clock())


def outcome(reply: Reply) -> str:
    assert BROKEN not in reply.text
    if reply.is_error and any(words in reply.text for words in CLOSED):
        return "no"
    return "own" if any(words in reply.text for words in OTHERS) else "yes"


def test_every_verb_has_its_row_and_every_row_its_verb() -> None:
    assert sorted(matrix()) == sorted(f"{name} {verb.name}" for name, verb in VERBS)


@pytest.mark.parametrize("line", matrix())
def test_every_row_has_a_word_for_every_role_and_a_guest_may_read_the_help_alone(line: str) -> None:
    row = matrix()[line]
    assert set(row) == set(ROLES)
    assert set(row.values()) <= {"yes", "one", "own", "no"}
    assert row["guest"] == ("yes" if line == "ict help" else "no")
    assert {role for role, word in row.items() if word == "one"} <= {"partner manager"}


def test_each_role_may_do_what_its_column_says_and_nothing_else(bot: Bot) -> None:
    for prepared in (LOGGED["incident"], *BUDGET, *REPORT[:1]):
        done(bot, prepared, "admin")
    seen: dict[str, Row] = {}
    for name, verb in VERBS:
        line = f"{name} {verb.name}"
        seen[line] = {role: outcome(answer(bot, SAID.get(line, verb.example), role)) for role in ROLES}
    wanted = {line: {role: word.replace("one", "yes") for role, word in row.items()} for line, row in matrix().items()}
    different = {line: (seen[line], wanted[line]) for line in wanted if seen[line] != wanted[line]}
    assert different == {}


def test_a_verb_whose_need_nobody_has_named_is_open_to_nobody(bot: Bot) -> None:
    verb = Verb("open", "open the vault", lambda _request, _session: Reply(()), "/vault open", needs="a key")
    known = {**bot.dispatcher.commands, "vault": Command("vault", "keep things", (verb,))}
    changed = replace(bot, dispatcher=replace(bot.dispatcher, commands=known))
    assert {role: answer(changed, "/vault open", role).text for role in ROLES} == {
        role: f"/vault open is not open to you: you are {role}."
        f"{' An administrator can give you a role in desk.toml.' if role == 'guest' else ''}"
        for role in ROLES
    }


def sent(parts: tuple[Part, ...]) -> Iterator[str]:
    """The lines that buttons and forms would send."""
    yield from (button.line for button in buttons_of(Reply(parts)))
    yield from (part.line for part in parts if isinstance(part, Form))


def posted(bot: Bot) -> list[str]:
    return [row["payload"] for row in rows(bot.database, Outbox)]


ASKING = (
    "/outage",
    "/outage p2 Something is wrong partner:DDDC",
    "/outage p2 Email down",
    "/outage p3 Email slow partner:DDDC",
    "/incident p3 Printer jams partner:DDDC at:2020-01-01",
    "/request bespoke New screens partner:DDDC",
    "/outage hold OUT-1",
    "/outage update OUT-1",
    "/outage edit OUT-1",
    "/risk add",
    "/risk edit RSK-1",
    "/budget actual Income 9000 p1-6 2020-21",
)


def offered(bot: Bot) -> set[str]:
    """Every line behind a button or a form: of each verb's example, of questions, of posts, of Slack's Home tab."""
    found = {*HOME, *sent((START,))}
    prepared = [line for name, verb in VERBS for line in (*preparation(name, verb), verb.example)]
    for line in (*prepared, *prepared, *ASKING):
        found.update(sent(answer(bot, line, "admin").parts))
    for post in map(POST.validate_json, posted(bot)):
        found.update(sent((*post.parts, *post.head)))
    return found


def test_every_button_and_every_form_is_a_line_that_the_table_knows(bot: Bot) -> None:
    admin = Person(1, "admin", "admin", "admin")
    lines = offered(bot)
    assert len(lines) > 100
    for line in sorted(lines):
        meant = understand(line, bot.dispatcher.commands, admin)
        row = matrix()[f"{meant.command} {meant.verb.name}"]
        assert meant.verb.needs in ALLOWED
        for role in (role for role, word in row.items() if word == "no"):
            assert outcome(answer(bot, line, role)) == "no", f"{role}: {line}"


@pytest.mark.parametrize("role", sorted(ALLOWED["look"] - {"admin", "manager"}))
def test_no_private_answer_offers_what_the_role_does_not_allow(role: str, bot: Bot) -> None:
    for name in ("incident", "request", "outage"):
        done(bot, LOGGED[name], "admin")
    for register in REGISTERS.values():
        done(bot, f"/{register.name} add {register.example}", "admin")
    shown = [answer(bot, f"/{name} show 1", role) for name in ("incident", *REGISTERS)]
    offers = [button.line for reply in shown for button in buttons_of(reply)]
    assert [line for line in offers if outcome(answer(bot, line, role)) == "no"] == []
    assert bool(offers) is (role != "partner manager")


def read_by(bot: Bot, role: str, lines: list[str]) -> str:
    """All that somebody of a role gets to read, in a channel, where more may go wrong than in private."""
    return "\n".join(REPLY.dump_json(answer(bot, line, role)).decode() for line in lines)


def looking() -> list[str]:
    """Every way to look, in every variant, and the same shared with a channel."""
    every = [
        f"/{name} {verb.name}{more}"
        for name, verb in VERBS
        if not verb.writes
        for more in (*VARIANTS, verb.example.removeprefix(f"{commands()[name].typed} {verb.name}"))
    ]
    figures = [f"/kpi {verb} {kpi} aug 2020" for verb in ("show", "records", "csv") for kpi in ("raised", "outages")]
    return [*every, *figures, *(f"/ict share {line}" for line in [*every, *figures] if "share" not in line)]


def secrets(bot: Bot) -> None:
    done(bot, f"/security theft {HIDDEN} stolen partner:DDDC", "admin")
    done(bot, f"/security edit SEC-1 title:{HIDDEN} action:{HIDDEN}", "admin")


@pytest.mark.parametrize("role", NOT_FOR_SECURITY)
def test_no_detail_of_a_security_event_reaches_those_who_may_not_see_it(role: str, bot: Bot) -> None:
    secrets(bot)
    tries = ["/ict undo", "/ict undo 1", "/ict undo 2", "/security edit SEC-1", "/security close SEC-1"]
    assert HIDDEN not in read_by(bot, role, [*looking(), *tries])
    assert HIDDEN not in "".join(posted(bot))


def test_no_detail_of_a_security_event_is_ever_said_in_a_channel(bot: Bot) -> None:
    secrets(bot)
    ways = ["/security edit SEC-1 done:Wiped", "/security close SEC-1", "/ict undo", "/ict undo"]
    read = read_by(bot, "security", [*looking(), *ways]) + read_by(bot, "admin", ["/ict undo 2", *looking(), *ways])
    assert HIDDEN in read
    assert HIDDEN not in "".join(posted(bot))
    assert posted(bot)


NARROW = ("personal:yes", "serious:no", "decision:report", "open")


@pytest.mark.parametrize("role", sorted(ALLOWED["look"]))
def test_no_count_of_security_events_tells_one_of_them_by_yes_and_no(role: str, bot: Bot) -> None:
    secrets(bot)
    most, alone = "/security totals theft partner:DDDC aug 2020", "Security events are counted by class, partner and"
    assert answer(bot, most, role).text.startswith("1 security event of DDDC in August 2020.")
    assert ("Serious" in answer(bot, most, role).text) is (role in ALLOWED["security"])
    for more in NARROW:
        said = answer(bot, f"{most} {more}", role)
        assert (alone in said.text) is said.is_error is (role not in ALLOWED["security"]), said.text
        shared = answer(bot, f"/ict share {most} {more}", role)
        assert shared.is_error, shared.text
        assert role == "partner manager" or alone in shared.text
    assert answer(bot, "/security totals personal:yes serious:no", role).text.endswith(
        "leave personal: and serious: out."
    ) is (role not in ALLOWED["security"])
    assert posted(bot) == []


def of_another_partner(bot: Bot) -> None:
    """A ticket of each kind and a record of each register of Bolsover's, each of them with the word."""
    for line in ("/outage p2 Email down", "/incident p3 Printer jams", "/request standard New phone"):
        done(bot, f"{line} {HIDDEN} partner:BDC cause:{HIDDEN}", "admin")
    for register in REGISTERS.values():
        if register.has("partner"):
            done(bot, f"/{register.name} add {register.example}", "admin")
            text = next(field.key for field in register.fields if field.kind == "text")
            done(bot, f"/{register.name} edit 1 partner:BDC {text}:{HIDDEN}", "admin")


@pytest.mark.parametrize(("role", "is_seen"), [("partner manager", False), ("manager", True)])
def test_a_partners_manager_reads_nothing_of_another_partner(role: str, bot: Bot, *, is_seen: bool) -> None:
    of_another_partner(bot)
    bot.database.write(lambda session: session.execute(delete(Outbox)))
    assert (HIDDEN in read_by(bot, role, looking())) is is_seen
    assert (HIDDEN in "".join(posted(bot))) is is_seen
