"""Every register: what is typed is what is stored, every step is in the trail and can be taken back, and nobody sees
more than they may.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Person, Reply
from bot.parts import File, Form
from bot.records.seen import visible_to
from bot.records.verbs import command_of
from bot.shell import buttons_of
from core.errors import DeskError
from core.records import REGISTERS
from core.records.fields import Register
from core.roles import ALLOWED, ROLES, may
from storage.models import TABLES, Trail
from storage.trail import table_of
from tests.conftest import FRIDAY
from tests.integration.rows import Row, done, frozen, how_many, put, replayed, rows, say

OUTAGE = "/outage p2 Email down partner:DDDC"
THURSDAY = datetime(2020, 8, 27, 8, 30, tzinfo=UTC)
LOOK, STAFF = ALLOWED["look"], ALLOWED["staff"]
MANAGERS = frozenset({"manager", "admin"})
FINANCE = MANAGERS | {"finance"}
SECURITY = MANAGERS | {"security"}

# Who adds, who edits and closes, who looks; `totals` are for all who look at anything.
MATRIX: dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {
    "change": (STAFF, STAFF, LOOK),
    "maintenance": (STAFF, STAFF, LOOK),
    "estate": (STAFF, STAFF, LOOK),
    "timesheet": (STAFF, STAFF, LOOK),
    "training": (STAFF, STAFF, LOOK),
    "satisfaction": (STAFF, STAFF, LOOK),
    "risk": (MANAGERS, MANAGERS, LOOK),
    "obligation": (MANAGERS, STAFF, LOOK),
    "audit": (MANAGERS, STAFF, LOOK),
    "debt": (STAFF, STAFF, LOOK),
    "saving": (FINANCE, FINANCE, LOOK),
    "project": (STAFF, STAFF, LOOK),
    "post": (MANAGERS, MANAGERS, LOOK),
    "security": (STAFF, SECURITY, SECURITY),
    "measure": (MANAGERS, MANAGERS, LOOK),
    "reading": (STAFF, STAFF, LOOK),
    "case": (STAFF, STAFF, LOOK),
    "figure": (MANAGERS, MANAGERS, LOOK),
    "review": (STAFF, STAFF, LOOK),
    "recommendation": (STAFF, STAFF, LOOK),
    "commentary": (STAFF, STAFF, LOOK),
}
every_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)


@every_register
def test_each_verb_is_open_to_these_roles_and_to_no_others(register: Register) -> None:
    adds, handles, sees = MATRIX[register.name]
    wanted = {"add": adds, "edit": handles, "close": handles, "totals": LOOK}
    for verb in command_of(register).verbs:
        assert {role for role in ROLES if may(role, verb.needs)} == wanted.get(verb.name, sees), verb.name


def needed(register: Register) -> list[str]:
    """The lines that make what its example refers to."""
    others = [REGISTERS[field.of] for field in register.fields if field.of]
    return [line for other in others for line in (*needed(other), f"/{other.name} {other.example}")]


def added(bot: Bot, register: Register) -> Reply:
    for line in (OUTAGE, *needed(register)):
        done(bot, line, "admin")
    return done(bot, f"/{register.name} add {register.example}", "admin")


def undo_of(reply: Reply, label: str = "Undo") -> str:
    return next(button.line for button in buttons_of(reply) if button.label == label)


@every_register
def test_every_step_can_be_taken_back_and_brought_back(register: Register, bot: Bot, clock: SetClock) -> None:
    added(bot, register)
    table = TABLES[register.name]
    steps = [f"edit {register.reference(1)} {register.correction}"]
    steps += [f"close {register.reference(1)}{' dropped' if register.drops else ''}"] if register.closes else []
    for step in steps:
        before = rows(bot.database, table)
        clock.move(timedelta(minutes=10))
        reply = done(bot, f"/{register.name} {step}", "admin")
        after = rows(bot.database, table)
        assert after != before
        undone = done(bot, undo_of(reply), "admin")
        assert "Now again as it was" in undone.text
        assert rows(bot.database, table) == before
        done(bot, undo_of(undone, "Undo the undo"), "admin")
        assert rows(bot.database, table) == after


@every_register
def test_the_trail_tells_each_record_as_it_stands(register: Register, bot: Bot) -> None:
    added(bot, register)
    done(bot, f"/{register.name} edit 1 {register.correction}", "admin")
    (row,) = rows(bot.database, TABLES[register.name])
    told = replayed(bot.database, register.name)[1]
    assert {"id": 1, "void_at": None, "source_ref": None} | told == frozen(row)


@every_register
def test_what_was_added_and_undone_is_gone_but_not_deleted(register: Register, bot: Bot) -> None:
    undone = done(bot, undo_of(added(bot, register)), "admin")
    assert "Withdrawn: " in undone.text
    assert rows(bot.database, TABLES[register.name])[0]["void_at"] == FRIDAY
    assert say(bot, f"/{register.name} list", "admin").text.startswith("No ")
    assert "was withdrawn by an undo" in say(bot, f"/{register.name} show 1", "admin").text


@every_register
def test_the_form_of_what_is_there_changes_nothing_when_it_is_sent_back(register: Register, bot: Bot) -> None:
    added(bot, register)
    asked = say(bot, f"/{register.name} edit 1", "admin")
    (form,) = (part for part in asked.parts if isinstance(part, Form))
    filled = " ".join(f'{field.key}:"{field.value}"' for field in form.fields if field.value)
    assert say(bot, f"{form.line} {filled}", "admin").text == f"{register.reference(1)} is like that already."


@every_register
def test_a_partners_manager_sees_that_partner_and_no_register_without(register: Register, bot: Bot) -> None:
    added(bot, register)
    of_another = " partner:BDC" if register.has("partner") else ""
    if of_another:
        done(bot, f"/{register.name} edit 1{of_another}", "admin")
    for verb in ("list all", "csv", "show 1"):
        reply = say(bot, f"/{register.name} {verb}", "partner")
        if register.restricted or not of_another or verb == "show 1":
            assert reply.is_error
        assert "BDC" not in reply.text
        assert not any("BDC" in part.text for part in reply.parts if isinstance(part, File))
    if of_another and not register.restricted:
        done(bot, f"/{register.name} edit 1 partner:DDDC", "admin")
        assert f"{register.reference(1)}, " in done(bot, f"/{register.name} show 1", "partner").text
        assert say(bot, f"/{register.name} list partner:BDC", "partner").text == "You see DDDC only."


def with_role(bot: Bot, role: str) -> Bot:
    people = {**bot.dispatcher.people, ("shell", role): Person(1, role, role, role)}
    return replace(bot, dispatcher=replace(bot.dispatcher, people=people))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", ["list", "list all", "show SEC-1", "csv", "edit SEC-1", "close SEC-1"])
def test_the_details_of_a_security_event_are_for_security_and_managers(role: str, verb: str, bot: Bot) -> None:
    done(bot, "/security theft Stolen iPad partner:DDDC")
    reply = say(with_role(bot, role), f"/security {verb}", role)
    if role not in SECURITY:
        assert reply.text.startswith(f"/security {verb.split(maxsplit=1)[0]} is not open to you: you are {role}. ")
    assert reply.visibility == "private"
    assert reply.posts == ()


@pytest.mark.parametrize("verb", ["list", "show SEC-1", "csv"])
def test_nothing_of_a_security_event_is_shared_but_its_totals(verb: str, bot: Bot) -> None:
    done(bot, "/security theft Stolen iPad partner:DDDC")
    refused = say(bot, f"/ict share security {verb}", "manager")
    assert refused.is_error
    assert "is never shared with a channel" in refused.text
    assert "iPad" not in refused.text
    shared = done(bot, "/ict share security totals", "manager")
    assert "Theft of device" in shared.text
    assert "iPad" not in shared.text


TYPED: list[tuple[str, str, Row]] = [
    ("change", "failed over:9 Firewall on:3 July 2020", {"outcome": "failed", "completed_on": date(2020, 7, 3)}),
    ("change", "backed-out Router emergency:y", {"outcome": "backed out", "emergency": True, "title": "Router"}),
    ("change", 'Router outcome:completed owner:"Priya Shah"', {"outcome": "completed", "owner_id": 2}),
    ("change", "completed Router outage:OUT-1", {"outage_id": 1}),
    ("security", "Stolen iPad kind:theft", {"kind": "theft of device", "partner": "DDDC", "aware_at": FRIDAY}),
    (
        "security",
        "advice Clowne asked aware:27/8 9:30",
        {"partner": "BDC", "aware_at": datetime(2020, 8, 27, 8, 30, tzinfo=UTC)},
    ),
    ("security", "reported application vulnerability Patched", {"kind": "reported application vulnerability"}),
    ("satisfaction", "5", {"score": 5, "scale": 5, "given_on": date(2020, 8, 28), "comment": None}),
    ("satisfaction", "6 Fine scale:7 for:OUT-1", {"score": 6, "scale": 7, "ticket_id": 1, "comment": "Fine"}),
    ("estate", "mobile phone number:1,200", {"device": "mobile phone", "number": 1200}),
    (
        "timesheet",
        "Web month:july 2020 hours:37.5 project:0",
        {"team": "Web", "month": 202007, "hours": 37.5, "project_hours": 0.0},
    ),
    ("saving", "Line amount:£2,935.50 from:2021-09-01", {"annual_pence": 293550, "starts_on": date(2021, 9, 1)}),
    ("risk", "Fire owner:asha", {"owner_id": 3}),
    ("post", "on hold Senior Application Development Officer", {"status": "on hold"}),
    ("obligation", "appraisal round Appraisals due:2023-06-30", {"kind": "appraisal round"}),
]


@pytest.mark.parametrize(("name", "line", "stored"), TYPED)
def test_what_is_typed_is_what_is_stored(name: str, line: str, stored: Row, bot: Bot) -> None:
    done(bot, OUTAGE)
    done(bot, f"/{name} {line}", "admin")
    (row,) = rows(bot.database, TABLES[name])
    assert {column: row[column] for column in stored} == stored


REFUSED: list[tuple[str, str, str]] = [
    ("change completed Router on:2020-09-03", "on", "is still to come"),
    ("change completed Router emergency:perhaps", "emergency", "yes or no"),
    ("change completed Router outcome:done", "outcome", "There is no outcome done."),
    ("change completed Router outage:router", "outage", "is a ticket, as in OUT-1"),
    ("change completed Router outage:OUT-9", "outage", "There is no record 9."),
    ("change completed Router owner:nobody", "owner", "There is no person nobody"),
    ("change completed Router partner:Mars", "partner", "There is no partner Mars"),
    ("change completed ☠", "title", "needs words that somebody can find again"),
    ("security virus Trojan aware:2020-08-28 23:10", "aware", "is still to come"),
    ("satisfaction 5.5", "score", "is a whole number"),
    ("satisfaction 11", "score", "is a number from 1 to 10"),
    ("satisfaction 6", "score", "cannot be more than best score"),
    ("estate laptop number:lots", "number", "is a number from 0 to"),
    ("timesheet Web month:q1 hours:1 project:1", "month", "is one month"),
    ("saving Line amount:dear from:2021-09-01", "amount", "is in pounds"),
    ("reading MSR-9 from:2020-04-01 to:2020-04-30 met:yes source:x1", "measure", "There is no measure MSR-9."),
    ("risk edit", "ref", "Which risk? For example: /ict risk edit RSK-12."),
    ("risk show RSK-7", "ref", "There is no RSK-7."),
    ("risk list page:0", "page", "page: is a number"),
    ("risk list colour", "", "There is no risk by colour"),
    ("security list colour", "", "There is no security event by colour"),
]


@pytest.mark.parametrize(("line", "field", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence_at_its_field(line: str, field: str, sentence: str, bot: Bot) -> None:
    reply = say(bot, f"/{line}", "admin")
    assert (reply.is_error, reply.field) == (True, field), reply.text
    assert sentence in reply.text
    assert how_many(bot.database, Trail) == [0]


def test_the_same_line_within_a_minute_is_a_second_press(bot: Bot, clock: SetClock) -> None:
    first = done(bot, "/change completed Router")
    again = say(bot, "/change completed Router")
    assert again.text.startswith("Already recorded a moment ago: CHG-1, completed: Router.")
    done(bot, undo_of(again, "Record it again"))
    assert how_many(bot.database, TABLES["change"]) == [2]
    clock.move(timedelta(minutes=2))
    done(bot, "/change completed Router")
    done(bot, undo_of(first))


def test_what_was_undone_may_be_typed_again_at_once(bot: Bot) -> None:
    done(bot, undo_of(done(bot, "/change completed Router")))
    done(bot, "/change completed Router")


def test_a_closed_record_is_opened_again_by_emptying_the_date(bot: Bot) -> None:
    done(bot, "/debt Old server")
    done(bot, "/debt close DBT-1 paid:2020-08-28")
    assert say(bot, "/debt close DBT-1").text == (
        "DBT-1 is closed already; /ict debt edit DBT-1 paid:none opens it again."
    )
    done(bot, "/debt edit DBT-1 paid:none")
    assert rows(bot.database, TABLES["debt"])[0]["paid_on"] is None


def test_closing_takes_what_it_came_to(bot: Bot) -> None:
    done(bot, "/obligation test Recovery plan due:2023-09-30", "admin")
    done(bot, "/obligation close OBL-1 Restored in 3 hours")
    assert rows(bot.database, TABLES["obligation"])[0]["evidence"] == "Restored in 3 hours"


def many(bot: Bot, number: int) -> None:
    plain = {"completed_on": date(2020, 7, 3), "emergency": False, "impact": False, "outcome": "completed"}
    put(bot.database, TABLES["change"], *(plain | {"title": f"=Change {at}"} for at in range(1, number + 1)))


def test_a_list_is_turned_page_by_page(bot: Bot) -> None:
    many(bot, 45)
    first = done(bot, "/change list q2 2020-21 outcome:completed")
    assert first.text.startswith("45 changes in July to September 2020; page 1 of 3.")
    assert [button.label for button in buttons_of(first)] == ["Next"]
    second = done(bot, undo_of(first, "Next"))
    assert "CHG-25 " in second.text
    assert "CHG-26 " not in second.text
    last = done(bot, undo_of(second, "Next"))
    assert [button.label for button in buttons_of(last)] == ["Previous"]
    assert undo_of(last, "Previous") == undo_of(first, "Next")
    assert done(bot, "/change list page:4").text == "No changes on page 4."
    assert done(bot, "/change list q1 2020-21").text == "No changes in April to June 2020."
    assert done(bot, "/change list failed").text == "No changes."


def test_a_file_has_every_record_and_no_formula(bot: Bot) -> None:
    many(bot, 25)
    (file,) = (part for part in done(bot, "/change csv").parts if isinstance(part, File))
    header, *lines = file.text.split("\r\n")[:-1]
    assert file.name == "change-2020-08-28.csv"
    assert header.startswith("Reference,Outcome,What,Date,Partner,")
    assert len(lines) == 25
    assert lines[-1] == "CHG-1,completed,'=Change 1,2020-07-03,,,no,no,,,"


DATED: Sequence[tuple[str, str, str]] = [
    ("security", "virus Trojan partner:BDC aware:2020-07-01 00:30", "q2 2020-21"),
    ("timesheet", "Web month:2020-07 hours:1 project:1", "q2 2020-21"),
    ("change", "completed Router on:2020-07-01", "q2 2020-21"),
]


@pytest.mark.parametrize(("name", "line", "period"), DATED)
def test_a_period_begins_at_local_midnight_and_ends_before_the_next(
    name: str, line: str, period: str, bot: Bot
) -> None:
    done(bot, f"/{name} {line}", "admin")
    assert done(bot, f"/{name} list all {period}", "admin").text.startswith("1 ")
    assert done(bot, f"/{name} list all q1 2020-21", "admin").text.startswith("No ")


def test_the_history_tells_of_withdrawal_and_of_what_was_redacted(bot: Bot) -> None:
    undone = done(bot, undo_of(done(bot, "/change completed Router")))
    done(bot, undo_of(undone, "Undo the undo"))
    said = done(bot, "/change show CHG-1").text.split("\n")
    assert [text.split("Sam Okafor  ")[1] for text in said if "Sam Okafor  " in text] == [
        "recorded",
        "withdrawn",
        "brought back",
    ]
    emptied = update(table_of(Trail)).values(before=None, after=None, redacted_at=FRIDAY)
    bot.database.write(lambda session: session.execute(emptied))
    said = done(bot, "/change show CHG-1").text.split("\n")
    assert [text.split("Sam Okafor  ")[1] for text in said if "Sam Okafor  " in text] == ["redacted"] * 3


@pytest.mark.parametrize("role", ROLES)
def test_what_is_visible_is_decided_in_one_place_whoever_asks(role: str) -> None:
    person = Person(1, role, role, role)
    if role in SECURITY:
        assert visible_to(REGISTERS["security"], person) == {}
    else:
        with pytest.raises(DeskError, match="Security events are not open to you"):
            visible_to(REGISTERS["security"], person)


def test_words_that_closing_has_no_place_for_are_not_lost(bot: Bot) -> None:
    done(bot, "/ict risk Flood likelihood:2 impact:5", "manager")
    refused = say(bot, "/ict risk close RSK-1 nothing left", "manager")
    assert refused.text.startswith("Closing RSK-1 takes no words, only fields such as closed:today.")
    done(bot, "/ict risk close RSK-1", "manager")
