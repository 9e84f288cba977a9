"""A request id is done once and answered the same; what ended in a question or an error stores nothing."""

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Reply
from bot.settings import Settings
from storage.database import Database
from storage.models import Downtime, Hold, Note, Outbox, StoredRequest, Ticket, Trail
from tests.integration.rows import done, how_many, rows, say

EMAIL = "/outage p2 Email down at Wirksworth"


def five_times(bot: Bot, line: str) -> list[Reply]:
    """One after the other, under one id."""
    return [say(bot, line, request_id="Ev1") for _ in range(5)]


def five_at_once(bot: Bot, line: str) -> list[Reply]:
    ready = threading.Barrier(5)

    def deliver(_number: int) -> Reply:
        ready.wait()
        return say(bot, line, request_id="Ev1")

    with ThreadPoolExecutor(5) as threads:
        return list(threads.map(deliver, range(5)))


@pytest.mark.parametrize("deliver", [five_times, five_at_once])
@pytest.mark.parametrize(
    ("line", "records"),
    [
        (EMAIL, [1, 1, 2]),
        ("/incident p3 Printer jams", [1, 0, 0]),
        ("/request bespoke A new planning system agreed:2020-09-30", [1, 0, 0]),
    ],
)
def test_a_line_delivered_five_times_is_one_record_and_one_answer(
    bot: Bot, deliver: object, line: str, records: list[int]
) -> None:
    assert callable(deliver)
    replies = deliver(bot, line)
    assert {reply.text for reply in replies} == {replies[0].text}
    assert all(
        (reply.parts, reply.visibility, reply.subject) == (replies[0].parts, replies[0].visibility, replies[0].subject)
        for reply in replies
    )
    assert not replies[0].is_error
    assert how_many(bot.database, Ticket, Downtime, Outbox) == records
    assert how_many(bot.database, StoredRequest) == [1]


@pytest.mark.parametrize("deliver", [five_times, five_at_once])
def test_an_undo_delivered_five_times_is_done_once(bot: Bot, deliver: object) -> None:
    """Done twice it would undo something else: without a number it takes back the last change that is not undone."""
    assert callable(deliver)
    done(bot, "/incident p3 Printer jams")
    done(bot, "/incident take INC-1")
    replies = deliver(bot, "/ict undo")
    assert {reply.text for reply in replies} == {replies[0].text}
    assert all(reply.parts == replies[0].parts for reply in replies)
    assert replies[0].text.startswith("Undone: incident take INC-1")
    (ticket,) = rows(bot.database, Ticket)
    assert (ticket["owner_id"], ticket["void_at"]) == (None, None)
    assert how_many(bot.database, StoredRequest, Trail) == [3, 3]


def test_a_second_delivery_is_answered_as_it_was_even_when_things_have_moved_on(bot: Bot) -> None:
    first = say(bot, EMAIL, request_id="Ev1")
    done(bot, "/outage resolve OUT-1 Restarted")
    again = say(bot, EMAIL, request_id="Ev1")
    assert again.text == first.text
    assert how_many(bot.database, Ticket) == [1]


def test_an_id_whose_first_delivery_failed_may_be_tried_again(bot: Bot) -> None:
    assert say(bot, "/outage p2", request_id="Ev1").is_error
    assert not say(bot, EMAIL, request_id="Ev1").is_error
    assert how_many(bot.database, Ticket) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "/outage p2",  # what happened?
        "/outage p2 Everything is down",  # which service?
        "/outage p3 Email is slow",  # an outage is P1 or P2
        "/outage p2 Email down at:tomorrow",  # in the future
        "/outage p2 Email down at:2020-01-01",  # long ago
        "/outage p2 Email down partner:Mars",
        "/outage p2 Email down share:900",
        "/outage resolve OUT-99",
        "/outage update OUT-99 still down",
        "/outage resolv OUT-1",
        "/outage p2 Email down servise:Email",
        "/request bespoke A new planning system",  # by which date?
        "/ict undo",
        "/ict undo 99",
        "/nothing at all",
        "",
    ],
)
def test_a_question_or_an_error_stores_nothing(bot: Bot, line: str) -> None:
    assert say(bot, line).is_error
    assert how_many(bot.database, StoredRequest, Ticket, Trail, Downtime, Hold, Note, Outbox) == [0] * 7


@pytest.mark.parametrize("person", ["guest", "nobody"])
def test_who_may_do_nothing_stores_nothing(bot: Bot, person: str) -> None:
    assert say(bot, EMAIL, person).is_error
    assert how_many(bot.database, StoredRequest, Ticket, Trail, Outbox) == [0] * 4


@pytest.mark.parametrize(
    "line",
    [
        "/outage take OUT-1",  # already theirs
        "/outage hold OUT-1",  # waiting for what?
        "/outage hold OUT-1 supplier at:13:00",  # before it began
        "/outage resume OUT-1",  # not on hold
        "/outage reopen OUT-1",  # open
        "/outage edit OUT-1",  # what?
        "/outage edit OUT-1 priority:p2",  # it is
        "/outage resolve OUT-1 at:13:00",
        "/outage assign OUT-1 to nobody",
        "/outage p2 Email down at Matlock too",  # join, or new?
        EMAIL,  # a moment ago
    ],
)
def test_a_question_or_an_error_about_a_record_changes_nothing(bot: Bot, line: str) -> None:
    done(bot, EMAIL)
    done(bot, "/outage take OUT-1")
    tables = (StoredRequest, Ticket, Trail, Downtime, Hold, Note, Outbox)
    before = [rows(bot.database, table) for table in tables]
    assert say(bot, line).is_error
    assert [rows(bot.database, table) for table in tables] == before


@pytest.fixture
def broken_bot(tmp_path: Path, migrated_file: Path, clock: SetClock) -> Iterator[Bot]:
    """A bot whose database loses a table after it was started."""
    database = Database(str(shutil.copy(migrated_file, tmp_path / "desk.db")), synchronous="OFF")
    yield build(Settings(), clock, database)
    database.close()


def test_what_breaks_half_way_is_answered_and_stores_nothing(broken_bot: Bot) -> None:
    """The ticket is written first, its downtime after it."""
    broken_bot.database.write(lambda session: session.execute(text("ALTER TABLE downtime RENAME TO gone")))
    reply = say(broken_bot, EMAIL)
    assert reply.is_error
    assert "nothing was stored" in reply.text
    assert how_many(broken_bot.database, StoredRequest, Ticket, Trail, Outbox) == [0] * 4
    broken_bot.database.write(lambda session: session.execute(text("ALTER TABLE gone RENAME TO downtime")))
    done(broken_bot, EMAIL)
