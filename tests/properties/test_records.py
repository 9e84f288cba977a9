"""Whatever is typed for whatever register: a sentence, or a record that can be shown, listed, filed and edited."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place, Reply
from bot.dispatch import BROKEN
from bot.grammar import quote
from bot.parts import Form
from bot.settings import Settings
from core.records import REGISTERS
from core.records.fields import Register
from storage.database import Database
from tests.conftest import FRIDAY

VALUES = (
    *(
        "yes",
        "no",
        "none",
        "now",
        "today",
        "2020-07-03",
        "3 July 2020 14:10",
        "2020-10-25 01:30",
        "july 2020",
        "202007",
    ),
    *("0", "5", "-1", "1e9", "99999999999", "£2,935", "£0.05", "37.55", "0.1", "1234567.8", "BDC", "all", "Priya Shah"),
    *("OUT-1", "1", "MSR-1", "MSR-2", "RVW-1", "completed", "theft", "share", "critical", "on hold", "=1+1", "<!here>"),
)
PLACE = Place("shell", "ict-dddc")
BEFORE = (
    "/outage p2 Email down",
    "/ict measure share Uptime",
    "/ict measure turnaround Numbering days:5",
    "/ict review OUT-1 A full disk",
)
values = st.sampled_from(VALUES) | st.text(st.characters(codec="utf-8"), max_size=20)


@pytest.fixture(scope="module")
def bot(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    file = shutil.copy(migrated_file, tmp_path_factory.mktemp("records") / "desk.db")
    database = Database(str(file), synchronous="OFF")
    built = build(Settings(), SetClock(FRIDAY), database)
    for line in BEFORE:
        assert not answer(built, line).is_error
    yield built
    database.close()


def answer(bot: Bot, line: str) -> Reply:
    reply = bot.dispatcher.answer(line, "admin", PLACE, FRIDAY)
    assert reply.text.strip()
    assert BROKEN not in reply.text, line
    return reply


@st.composite
def filled(draw: st.DrawFn) -> tuple[Register, Mapping[str, str]]:
    """Mostly what suits the field, so that much of it is stored."""
    register = draw(st.sampled_from(list(REGISTERS.values())))
    keys = [field.key for field in register.fields if field.required or draw(st.booleans())]
    suits = {field.key: st.sampled_from(field.choices) for field in register.fields if field.choices}
    return register, {key: draw(suits.get(key, values)) for key in keys}


@given(filled())
@settings(max_examples=300)
def test_what_is_stored_can_be_seen_and_sent_back_unchanged(
    bot: Bot, typed: tuple[Register, Mapping[str, str]]
) -> None:
    register, given_values = typed
    said = " ".join(f"{key}:{quote(value)}" for key, value in given_values.items() if value)
    reply = answer(bot, f"{register.name} add again:yes {said}")
    if reply.is_error:
        return
    ref = reply.text.split(":")[0].split(",")[0].rstrip(".")
    assert register.read_reference(ref), reply.text
    for verb in ("list all", "csv", f"show {ref}"):
        assert not answer(bot, f"{register.name} {verb}").is_error
    if register.name in {"measure", "reading", "case"}:
        for line in ("/kpi 2020-21", "/kpi july 2020", "/kpi msr-1 2020-21", "/kpi records msr-2 2020-21"):
            assert not answer(bot, line).is_error
    (form,) = (part for part in answer(bot, f"{register.name} edit {ref}").parts if isinstance(part, Form))
    back = " ".join(f"{field.key}:{quote(field.value)}" for field in form.fields if field.value)
    assert answer(bot, f"{form.line} {back}").text == f"{ref} is like that already."
