"""A Word draft that was edited by hand comes back: its text is kept, and each figure that differs is named."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Reply
from bot.imports.receive import Dropped, receive
from bot.observed import Course
from reports.document import DOCUMENT, Passage
from storage.models import ReportReturn, ReportVersion, ReportWords
from tests.integration.report.reporting import answered, begun, content, done
from tests.integration.rows import how_many, rows, say

BODY = "word/document.xml"
ASKED = "What has changed in the team?"


def edited(word: bytes, change: Callable[[str], str]) -> bytes:
    """As the text is after somebody's change to it."""
    whole = BytesIO()
    with ZipFile(BytesIO(word)) as before, ZipFile(whole, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            body = before.read(name)
            after.writestr(name, change(body.decode()).encode() if name == BODY else body)
    return whole.getvalue()


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(xml: str) -> str:
        assert old in xml, old
        return xml.replace(old, new)

    return change


def drop(bot: Bot, file: bytes, person: str = "manager", name: str = "draft.docx", number: str = "F1") -> Reply:
    dropped = Dropped(number, name, len(file), f"@{person}", lambda: file)
    who = bot.dispatcher.person("shell", person)
    return bot.dispatcher.attempt(lambda: receive(bot.dispatcher, dropped, who, bot.clock()), Course())


@pytest.fixture
def draft(bot: Bot, clock: SetClock) -> bytes:
    """The half-year's draft in Word, with what was said to its questions."""
    begun(bot, clock)
    answered(bot)
    done(bot, "/report h1 2020-21 say team Two posts were filled.")
    done(bot, "/report h1 2020-21")
    return content(done(bot, "/report word h1 2020-21"))


def newest_texts(bot: Bot) -> list[str]:
    done(bot, "/report h1 2020-21")
    version = rows(bot.database, ReportVersion)[-1]
    return [block.text for block in DOCUMENT.validate_json(version["document"]).blocks if isinstance(block, Passage)]


def test_a_copy_that_nobody_changed_brings_nothing_new(bot: Bot, draft: bytes) -> None:
    said = drop(bot, draft).text
    assert "version 2: no words are new." in said
    assert "Every figure is as it was." in said
    assert how_many(bot.database, ReportVersion) == [2]


def test_what_a_person_wrote_is_kept_and_stays_theirs(bot: Bot, draft: bytes) -> None:
    said = drop(bot, edited(draft, replaced("Two posts were filled.", "Three posts were filled.")))
    assert not said.is_error
    assert "1 passage kept" in said.text
    words = {row["key"]: row for row in rows(bot.database, ReportWords)}
    assert (words["team"]["text"], words["team"]["whose"]) == ("Three posts were filled.", "Asha Rao")
    assert "Three posts were filled." in newest_texts(bot)


def test_a_reworded_sentence_of_ours_is_kept_and_one_with_another_figure_is_not_but_named(
    bot: Bot, draft: bytes
) -> None:
    known = next(text for text in newest_texts(bot) if "Internet Service Provider fault" in text)
    reworded = known.replace("occurred in", "happened in")
    said = drop(bot, edited(draft, replaced(known, reworded)))
    assert "1 passage kept" in said.text, said.text
    assert reworded in newest_texts(bot)
    wrong = next(text for text in newest_texts(bot) if "calls raised" in text)
    again = content(done(bot, "/report word h1 2020-21"))
    told = drop(bot, edited(again, replaced(wrong, wrong.replace("47", "74"))), number="F2").text
    assert "74" in told
    assert wrong in newest_texts(bot)
    assert reworded in newest_texts(bot)


def test_a_figure_that_differs_stands_against_signing_until_a_better_copy_comes(bot: Bot, draft: bytes) -> None:
    drop(bot, edited(draft, replaced("Two posts were filled.", "Two posts were filled, and 99 outages mended.")))
    refused = say(bot, "/report h1 2020-21 sign", "manager").text
    assert refused.startswith("Not signed.\n1. In the Word copy: ")
    assert "99" in refused
    done(bot, "/report h1 2020-21")
    better = content(done(bot, "/report word h1 2020-21"))
    drop(bot, edited(better, replaced(", and 99 outages mended", "")), number="F2")
    assert done(bot, "/report h1 2020-21 sign").text.startswith("Signed by Asha Rao")


def test_what_was_taken_can_be_undone(bot: Bot, draft: bytes) -> None:
    drop(bot, edited(draft, replaced("Two posts were filled.", "Three posts were filled.")))
    done(bot, "/ict undo")
    assert "Two posts were filled." in newest_texts(bot)
    assert [row["void_at"] is None for row in rows(bot.database, ReportReturn)] == [False]


def test_the_same_file_twice_is_taken_once(bot: Bot, draft: bytes) -> None:
    first, second = (drop(bot, draft).text for _ in range(2))
    assert first == second
    assert how_many(bot.database, ReportReturn) == [1]


def test_of_a_signed_report_only_what_differs_is_told(bot: Bot, draft: bytes) -> None:
    done(bot, "/report h1 2020-21 sign")
    said = drop(bot, edited(draft, replaced("Two posts were filled.", "99 posts were filled."))).text
    assert "it is signed, so nothing is kept." in said
    assert "99" in said
    assert how_many(bot.database, ReportReturn) == [0]


def test_only_a_manager_sends_a_draft_back(bot: Bot, draft: bytes) -> None:
    assert drop(bot, draft, "engineer").text == (
        "draft.docx: importing is not open to you: you are service desk. It is open to: manager, admin."
    )
    assert how_many(bot.database, ReportReturn) == [0]


def test_another_word_file_is_told_what_can_come(bot: Bot) -> None:
    assert drop(bot, b"PK nothing of the kind").is_error
    assert how_many(bot.database, ReportReturn) == [0]
