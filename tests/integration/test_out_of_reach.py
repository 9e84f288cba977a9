"""The database goes away, or has no room: what is said is true, nothing is half stored, and it goes on by itself."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from bot.app import Bot
from bot.observed import Event, Ran
from bot.running import ticker_of
from soak.whole import broken
from storage.database import FULL, UNSURE, Database, UnreachableError
from storage.models import StoredRequest, Ticket
from storage.tickets import how_many as how_many_tickets
from tests.integration.rows import done, how_many, say
from tests.talk import Heard

LINE = "/incident p3 Printer jams"
Commit = Callable[[Any], None]


def cut(connection: psycopg.Connection[Any]) -> None:
    """Ended by the server, as when it is stopped."""
    with psycopg.connect(connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])


def cut_after(commit: Commit, connection: psycopg.Connection[Any]) -> None:
    """It is stored, and the server's word for it never comes."""
    commit(connection)
    cut(connection)
    connection.execute("SELECT 1")


def cut_before(commit: Commit, connection: psycopg.Connection[Any]) -> None:
    cut(connection)
    commit(connection)


def cuts(patched: pytest.MonkeyPatch, bot: Bot, way: Callable[..., None], times: int) -> None:
    """The next so many commits are cut."""
    dialect, left = bot.database._writing.dialect, [way] * times
    commit = dialect.do_commit

    def do_commit(connection: Any) -> None:  # noqa: ANN401 - the driver's connection
        if left:
            left.pop()(commit, connection.driver_connection)
        else:
            commit(connection)

    patched.setattr(dialect, "do_commit", do_commit)


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("way", [cut_after, cut_before])
def test_a_commit_that_is_cut_is_asked_for_again_and_done_once(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, way: Callable[..., None]
) -> None:
    cuts(monkeypatch, bot, way, times=1)
    assert done(bot, LINE).text.startswith("INC-")
    assert how_many(bot.database, Ticket, StoredRequest) == [1, 1]
    assert broken(bot.database) == []


@pytest.mark.only_on("postgresql")
def test_a_commit_that_is_cut_again_and_again_is_not_said_to_be_undone(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        cuts(patched, bot, cut_after, times=2)
        assert say(bot, LINE, request_id="one").text == UNSURE
    assert say(bot, LINE, request_id="one").text.startswith("INC-1, P3")
    assert how_many(bot.database, Ticket) == [1]


@pytest.mark.only_on("sqlite")
def test_a_full_file_is_a_sentence_and_works_again_when_there_is_room(bot: Bot) -> None:
    limit(bot.database, 1)  # no more than there are
    answers = [say(bot, f"/incident p3 Screen {number} flickers").text for number in range(200)]
    logged = [answer for answer in answers if answer.startswith("INC-")]
    assert answers[-1] == FULL
    assert answers == logged + [FULL] * (200 - len(logged))
    assert how_many(bot.database, Ticket, StoredRequest) == [len(logged)] * 2
    assert broken(bot.database) == []
    limit(bot.database, 1_000_000)
    assert say(bot, LINE).text.startswith("INC-")


def limit(database: Database, pages: int) -> None:
    database.write(lambda session: session.execute(text(f"PRAGMA max_page_count = {pages}")))


@pytest.mark.only_on("postgresql")
def test_a_job_that_cannot_reach_the_database_says_so_in_a_line(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cuts(monkeypatch, bot, cut_before, times=1)
    seen: list[Event] = []
    ticker = replace(ticker_of(bot, Heard()), observe=seen.append)
    ticker.guarded("job", lambda: bot.database.write(how_many_tickets), 60)
    ticker.guarded("job", lambda: bot.database.write(how_many_tickets), 60)
    assert [one.is_broken for one in seen if isinstance(one, Ran)] == [True, False]
    assert [record.exc_info for record in caplog.records if record.levelname != "INFO"] == [None]


@pytest.mark.only_on("postgresql")
def test_a_full_server_is_the_same_sentence(bot: Bot) -> None:
    """Its own error of a full disk, 53100."""
    refuse = text("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$")
    with pytest.raises(UnreachableError, match=f"^{FULL}$"):
        bot.database.write(lambda session: session.execute(refuse))
