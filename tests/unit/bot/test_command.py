"""Commands, verbs and replies: what a channel may rely on."""

import pytest

from bot.command import Command, Question, Reply, Verb
from bot.parts import Form, FormField, buttons, line
from bot.registry import commands


def test_a_command_finds_its_verbs_by_name_and_knows_which_may_be_left_out() -> None:
    outage = commands()["outage"]
    resolve = outage.verb("resolve")
    assert resolve is not None
    assert resolve.name == "resolve"
    assert outage.verb("explode") is None
    assert outage.default is outage.verb("log")


def test_a_command_may_have_neither_a_default_nor_shortcuts() -> None:
    verb = Verb("show", "show it", lambda _request, _session: Reply(()), "/thing show")
    thing = Command("thing", "look at things", (verb,))
    assert thing.default is None
    assert thing.shortcut("p2") is None


@pytest.mark.parametrize(
    ("command", "word", "is_kept"),
    [
        ("outage", "OUT-1", True),
        ("outage", "inc-12", True),
        ("risk", "RSK-4", True),
        ("risk", "4", False),
        ("risk", "OUT-4", False),
        ("risk", "RSK-x", False),
        ("risk", "risk", False),
        ("kpi", "OUT-1", False),
    ],
)
def test_a_command_knows_the_references_of_its_records_by_their_letters(
    command: str, word: str, *, is_kept: bool
) -> None:
    assert commands()[command].keeps(word) is is_kept


def test_every_verb_is_named_once_says_what_it_does_and_needs_a_role() -> None:
    for command in commands().values():
        names = [verb.name for verb in command.verbs]
        assert len(names) == len(set(names))
        assert sum(verb.is_default for verb in command.verbs) <= 1
        assert all(verb.does and verb.needs and verb.example.startswith(command.typed) for verb in command.verbs)


def test_a_reply_is_private_until_it_says_otherwise_and_its_text_is_all_of_it() -> None:
    reply = Reply((line("Taken."), buttons(("Undo", "ict undo 1"))))
    assert reply.visibility == "private"
    assert not reply.is_error
    assert reply.text == "Taken. [Undo]"


def test_a_question_is_answered_with_its_parts_and_is_not_done() -> None:
    form = Form("Which?", "outage log", (FormField("priority", "Priority", required=True),))
    question = Question(form)
    assert question.reply == Reply((form,), is_error=True, asks=True)
    assert str(question) == question.reply.text
