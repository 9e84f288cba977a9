"""Which verb a line means: named, implied by its first word, mistyped, or left out."""

import pytest

from bot.command import Command, Reply, Verb
from bot.registry import commands
from bot.understand import choose
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
