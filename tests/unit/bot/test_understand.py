"""Which verb a line means: named, implied by its first word, mistyped, or left out."""

import pytest

from bot.command import Command, Person, Reply, Verb
from bot.registry import commands
from bot.understand import choose, understand
from core.errors import DeskError

COMMANDS = commands()
SHOW = Verb("show", "show it", lambda _request, _session: Reply(()), "/thing show THING-1")
THING = Command("thing", "look at things", (SHOW,))


@pytest.mark.parametrize(
    ("command", "typed", "verb", "words"),
    [
        ("outage", "resolve OUT-1 Mended", "resolve", "OUT-1 Mended"),
        ("outage", "RESOLVE OUT-1", "resolve", "OUT-1"),
        ("outage", "p2 Email down", "log", "p2 Email down"),
        ("request", "standard New laptop", "log", "standard New laptop"),
        ("outage", "Email down", "log", "Email down"),
        ("outage", "updates failed on all phones", "log", "updates failed on all phones"),
        ("outage", "", "log", ""),
        ("kpi", "sla q2", "show", "sla q2"),
        ("outage", "close OUT-49 Restarted", "resolve", "OUT-49 Restarted"),
        ("outage", "Fixed OUT-49", "resolve", "OUT-49"),
        ("request", "done 12", "resolve", "12"),
        ("incident", "solved", "resolve", ""),
        ("incident", "fixed 12 printers", "log", "fixed 12 printers"),
        ("incident", "fixed windows rattle", "log", "fixed windows rattle"),
        ("obligation", "done OBL-1", "close", "OBL-1"),
        ("risk", "closed RSK-1", "close", "RSK-1"),
        ("risk", "view RSK-1", "show", "RSK-1"),
        ("risk", "RSK-1", "show", "RSK-1"),
        ("risk", "rsk-1 close", "close", "rsk-1"),
        ("outage", "OUT-1 fixed Restarted", "resolve", "OUT-1 Restarted"),
        ("project", "update PRJ-1 status:Begun", "edit", "PRJ-1 status:Begun"),
        ("project", "correct PRJ-1", "edit", "PRJ-1"),
        ("recommendation", "RVW-1 Buy a second link", "add", "RVW-1 Buy a second link"),
        ("change", "completed Repair of OUT-1", "add", "completed Repair of OUT-1"),
        ("risk", "Repeat OUT-1", "add", "Repeat OUT-1"),
        ("risk", '"delete RSK-4 again"', "add", '"delete RSK-4 again"'),
        ("incident", "p3 INC-4 is back", "log", "p3 INC-4 is back"),
    ],
)
def test_a_verb_is_named_implied_or_left_out(command: str, typed: str, verb: str, words: str) -> None:
    chosen, following = choose(COMMANDS[command], typed)
    assert (chosen.name, following) == (verb, words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("resolv OUT-12", "/outage resolve OUT-12"),
        ("lst", "/outage list"),
        ("udpate OUT-1 x", "/outage update OUT-1 x"),
    ],
)
def test_a_slip_in_a_verb_gets_the_line_that_was_meant(typed: str, meant: str) -> None:
    with pytest.raises(DeskError) as refused:
        choose(COMMANDS["outage"], typed)
    assert refused.value.sentence.endswith(f"Did you mean {meant}?")


UNDO = "a mistake of yours is taken back with /ict undo."
QUOTES = "Put it in quotes if it is text."


@pytest.mark.parametrize(
    ("command", "typed", "role", "said"),
    [
        ("risk", "delete RSK-4", "manager", f"/ict risk has no delete. For RSK-4 there are: edit, close, show; {UNDO}"),
        (
            "risk",
            "Reopen rsk-4.",
            "manager",
            f"/ict risk has no Reopen. For RSK-4 there are: edit, close, show; {UNDO}",
        ),
        (
            "timesheet",
            "delete TMS-1",
            "staff",
            f"/ict timesheet has no delete. For TMS-1 there are: edit, show; {UNDO}",
        ),
        ("risk", "delete RSK-4", "partner manager", "/ict risk has no delete. For RSK-4 there is: show."),
        (
            "project",
            "update PRJ-1 Tested by users",
            "staff",
            f"/ict project has no update. For PRJ-1 there are: edit, close, show; {UNDO} {QUOTES}",
        ),
        (
            "change",
            "completed CHG-3 again",
            "staff",
            f"/change has no completed. For CHG-3 there are: edit, show; {UNDO} {QUOTES}",
        ),
        ("risk", "RSK-4 gone", "manager", f"For RSK-4 there are: edit, close, show; {UNDO}"),
    ],
)
def test_what_is_said_of_a_record_is_never_a_title(command: str, typed: str, role: str, said: str) -> None:
    with pytest.raises(DeskError) as refused:
        choose(COMMANDS[command], typed, role)
    assert refused.value.sentence == said


def test_who_may_do_nothing_with_a_record_is_not_told_of_its_verbs() -> None:
    assert choose(COMMANDS["risk"], "delete RSK-4", "guest")[0].name == "add"


@pytest.mark.parametrize("text", ["/outage help", "/outage ?", "/ict outage help", "/ict help outage"])
def test_help_behind_a_command_is_the_help_of_it(text: str) -> None:
    meant = understand(text, COMMANDS, Person(1, "sam", "Sam", "staff"))
    assert meant.line == "ict help outage"


def test_help_with_more_words_is_something_to_log() -> None:
    meant = understand("/outage help me with email", COMMANDS, Person(1, "sam", "Sam", "staff"))
    assert meant.line == "outage log help me with email"


def test_a_command_of_which_no_verb_may_be_left_out_shows_its_examples() -> None:
    with pytest.raises(DeskError) as refused:
        choose(THING, "whatever")
    assert refused.value.sentence == "/thing: look at things. For example:\n  /thing show THING-1"


@pytest.mark.parametrize(
    ("typed", "role", "verb", "words"),
    [
        ("h1 2020-21 check", "manager", "check", "h1 2020-21"),
        ("h1 2020-21 say development Check this", "manager", "say", "h1 2020-21 development Check this"),
        ("say development Check this", "manager", "say", "development Check this"),
        ("q2 2020-21", "manager", "draft", "q2 2020-21"),
        ("q2 2020-21", "staff", "show", "q2 2020-21"),
        ("", "manager", "show", ""),
    ],
)
def test_a_verb_may_follow_what_it_is_about(typed: str, role: str, verb: str, words: str) -> None:
    chosen, following = choose(COMMANDS["report"], typed, role)
    assert (chosen.name, following) == (verb, words)
