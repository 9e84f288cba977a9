"""Whatever is typed is answered: in words, never with a breakdown on our side, and never as markup."""

import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place, Reply
from bot.dispatch import BROKEN
from bot.parts import Button, Facts, File, FormField, Span
from bot.registry import commands
from bot.settings import Settings
from reports.tables import Table
from storage.database import Database

FRIDAY = datetime(2020, 8, 28, 14, 10, tzinfo=UTC)
HEADS = [f"{command.name} {verb.name}" for command in commands().values() for verb in command.verbs]
KEYS = sorted({field.key for command in commands().values() for verb in command.verbs for field in verb.fields})
WORDS = (
    *("p2", "P4", "minor", "bespoke", "OUT-1", "INC-2", "REQ-3", "#1", "0", "999999999", "Email", "Wirksworth"),
    *("CHG-1", "SEC-1", "completed", "advice"),
    *("all", "q2", "2020-21", "jul", "ytd", "last", "12", "months", "outages", "sla", "yesterday", "14:10", "agreed"),
)
SAID_BEFORE = (
    "/outage p2 Email down partner:DDDC",
    "/incident p3 Scanner jams partner:BDC,RHL",
    "/request minor New mouse partner:all",
    "/change completed Firewall upgrade on:2020-07-03",
    "/security theft Stolen iPad partner:DDDC personal:yes",
)
MARK = "<!mark>"  # stands for whatever a channel might take for markup

text = st.text(st.characters(codec="utf-8"), max_size=30)
pairs = st.builds("{}:{}".format, st.sampled_from(KEYS), text | st.sampled_from(WORDS))
pieces = st.lists(st.sampled_from(WORDS) | pairs | text, max_size=6).map(" ".join)
lines = text | pieces | st.builds("/{} {}".format, st.sampled_from(HEADS), pieces)
marked = st.builds("/{} {} {}".format, st.sampled_from(HEADS), pieces, st.just(MARK))
people = st.sampled_from(("engineer", "manager", "admin", "guest", "stranger"))


@pytest.fixture(scope="module")
def bot(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """One desk for all examples: what earlier ones stored is there for later ones."""
    file = shutil.copy(migrated_file, tmp_path_factory.mktemp("dispatch") / "desk.db")
    database = Database(str(file), synchronous="OFF")
    built = build(Settings(), SetClock(FRIDAY), database)
    for line in SAID_BEFORE:
        assert not built.dispatcher.answer(line, "engineer", Place("shell"), FRIDAY).is_error
    yield built
    database.close()


def answer(bot: Bot, line: str, person: str = "engineer") -> Reply:
    return bot.dispatcher.answer(line, person, Place("shell"), FRIDAY)


@given(lines, people)
@settings(max_examples=300)
def test_any_line_is_answered_in_words(bot: Bot, line: str, person: str) -> None:
    reply = answer(bot, line, person)
    assert reply.text.strip()
    assert BROKEN not in reply.text


@given(marked)
@settings(max_examples=150)
def test_what_a_person_typed_stands_only_where_no_channel_reads_markup(bot: Bot, line: str) -> None:
    assert MARK not in " ".join(fixed_words(answer(bot, line)))


def fixed_words(part: object) -> Iterator[str]:
    """Every text of a reply but spans, cells, values of facts and fields, files, and the lines behind buttons."""
    if isinstance(part, Span | File):
        return
    if isinstance(part, str):
        yield part
    elif isinstance(part, Facts):
        yield from (label for label, _ in part.pairs)
    elif isinstance(part, tuple):
        for item in part:
            yield from fixed_words(item)
    elif is_dataclass(part):
        for name in (field.name for field in fields(part)):
            if (type(part), name) not in {(Table, "rows"), (FormField, "value"), (Button, "line")}:
                yield from fixed_words(getattr(part, name))
