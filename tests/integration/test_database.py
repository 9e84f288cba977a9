"""What both databases promise to everything that is built on them."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session

from core.errors import DeskError
from storage.database import Database, read_url, switch_to_wal
from storage.models import Person, Policy
from tests.conftest import FRIDAY
from tests.integration.rows import how_many, rows


@pytest.fixture
def as_shipped(tmp_path: Path, migrated_file: Path) -> Iterator[Database]:
    """An SQLite database opened as the program opens it."""
    opened = Database(str(shutil.copy(migrated_file, tmp_path / "desk.db")))
    yield opened
    opened.close()


def pragma(name: str) -> Any:  # noqa: ANN401 - what SQLite answers
    return lambda session: session.execute(text(f"PRAGMA {name}")).scalar()


def add(session: Session, key: str) -> None:
    session.add(Person(key=key, name=key))
    session.flush()


def begin_beside(database: Database) -> None:
    """Another program that wants to write, and does not wait."""
    other = sqlite3.connect(str(database.path), timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    finally:
        other.close()


def test_sqlite_is_durable_and_keeps_its_references(as_shipped: Database) -> None:
    for ask in (as_shipped.write, as_shipped.read):
        assert ask(pragma("journal_mode")) == "wal"
        assert ask(pragma("synchronous")) == 2  # FULL: a commit is on disk before it is answered
        assert ask(pragma("foreign_keys")) == 1


def test_sqlite_readers_may_only_query(as_shipped: Database) -> None:
    assert as_shipped.read(pragma("query_only")) == 1
    assert as_shipped.write(pragma("query_only")) == 0


def test_the_caches_of_five_readers_are_small(as_shipped: Database) -> None:
    """Each connection has its own, which each commit empties: large ones would cost five times the memory."""
    assert as_shipped.read(pragma("cache_size")) == -16_384
    assert as_shipped.write(pragma("cache_size")) == -65_536


def test_a_writer_holds_the_file_from_its_first_question(as_shipped: Database) -> None:
    """BEGIN IMMEDIATE, so that what a writer reads cannot change before it writes."""

    def work(session: Session) -> None:
        session.execute(text("SELECT count(*) FROM person"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            begin_beside(as_shipped)

    as_shipped.write(work)
    begin_beside(as_shipped)


def test_a_reader_holds_nobody_up(as_shipped: Database) -> None:
    def work(session: Session) -> None:
        session.execute(text("SELECT count(*) FROM person"))
        begin_beside(as_shipped)

    as_shipped.read(work)


def test_several_programs_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    opened = [Database(str(tmp_path / "desk.db")) for _ in range(8)]
    ready = threading.Barrier(len(opened))

    def ask(database: Database) -> object:
        ready.wait()
        return database.write(pragma("journal_mode"))

    with ThreadPoolExecutor(len(opened)) as threads:
        assert list(threads.map(ask, opened)) == ["wal"] * len(opened)
    for database in opened:
        database.close()


def test_a_new_file_that_another_program_is_in_is_asked_again_until_it_is_free(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
    other.executescript("CREATE TABLE something (x); BEGIN; SELECT * FROM something;")
    ours = sqlite3.connect(tmp_path / "desk.db", timeout=0, isolation_level=None)
    tries: list[str] = []

    def leave_at_the_third(statement: str) -> None:
        tries.append(statement)
        if len(tries) == 3:
            other.execute("ROLLBACK")

    ours.set_trace_callback(leave_at_the_third)
    switch_to_wal(ours)
    assert tries == ["PRAGMA journal_mode=WAL"] * 3
    assert ours.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    ours.close()
    other.close()


def test_a_file_that_may_not_be_written_is_not_asked_again(tmp_path: Path) -> None:
    made = sqlite3.connect(tmp_path / "desk.db")
    made.executescript("CREATE TABLE something (x);")
    made.close()
    ours = sqlite3.connect(f"file:{tmp_path / 'desk.db'}?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        switch_to_wal(ours)
    ours.close()


def test_nothing_is_written_where_one_reads(database: Database) -> None:
    with pytest.raises((DeskError, DBAPIError), match=r"read-?only"):
        database.read(lambda session: add(session, "priya"))
    assert how_many(database, Person) == [0]


def test_a_reader_sees_one_state_from_beginning_to_end(database: Database) -> None:
    def work(session: Session) -> list[int]:
        first = session.execute(text("SELECT count(*) FROM person")).scalar_one()
        database.write(lambda writing: add(writing, "priya"))
        return [first, session.execute(text("SELECT count(*) FROM person")).scalar_one()]

    assert database.read(work) == [0, 0]
    assert how_many(database, Person) == [1]


def test_a_write_that_raises_leaves_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        add(session, "priya")
        raise DeskError("On second thoughts, no.")

    with pytest.raises(DeskError, match="On second thoughts"):
        database.write(work)
    assert how_many(database, Person) == [0]


def test_a_write_that_the_database_refuses_leaves_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        add(session, "priya")
        add(session, "priya")

    with pytest.raises(DBAPIError, match=r"(?i)unique"):
        database.write(work)
    assert how_many(database, Person) == [0]


def test_a_write_inside_a_write_says_so(database: Database) -> None:
    def work(session: Session) -> None:
        add(session, "priya")
        database.write(lambda inner: add(inner, "sam"))

    with pytest.raises(RuntimeError, match="a write inside a write would wait for itself: pass the session on"):
        database.write(work)
    assert how_many(database, Person) == [0]
    database.write(lambda session: add(session, "asha"))
    assert how_many(database, Person) == [1]


def test_what_a_transaction_read_can_still_be_named_after_it(database: Database) -> None:
    def work(session: Session) -> Person:
        person = Person(key="priya", name="Priya Shah")
        session.add(person)
        return person

    assert database.write(work).name == "Priya Shah"


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2020, 8, 28, 14, 10)  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="2020-08-28 14:10:00 has no time zone: times in the database are aware"):
        database.write(lambda session: session.add(Policy(digest="a", text="", at=naive)))
    assert how_many(database, Policy) == [0]


@pytest.mark.parametrize(
    "at",
    [
        FRIDAY,
        FRIDAY.astimezone(timezone(timedelta(hours=1))),
        datetime(2016, 3, 27, 1, 30, tzinfo=UTC),
        datetime(2005, 1, 1, tzinfo=timezone(timedelta(hours=-11))),
    ],
    ids=str,
)
def test_an_instant_comes_back_as_the_same_one_in_utc(database: Database, at: datetime) -> None:
    database.write(lambda session: session.add(Policy(digest="a", text="", at=at)))
    (row,) = rows(database, Policy)
    assert row["at"] == at
    assert row["at"].tzinfo is UTC


def test_an_empty_database_stands_at_nothing(tmp_path: Path) -> None:
    missing = Database(str(tmp_path / "none.db"))
    assert missing.revision() is None
    assert not missing.is_current()
    assert not (tmp_path / "none.db").exists()  # asking does not make it
    missing.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all, " * 100)
    letter = Database(str(tmp_path / "letter.txt"))
    with pytest.raises(DeskError, match=r"letter.txt cannot be read: file is not a database. Give a file such as"):
        letter.revision()
    letter.close()


def test_a_database_out_of_reach_is_a_sentence() -> None:
    nowhere = Database("postgresql://nobody@localhost:1/desk")
    with pytest.raises(DeskError, match=r"^The database cannot be used now \(connection failed: .*nothing was stored"):
        nowhere.revision()
    nowhere.close()


def test_a_file_that_stays_locked_is_a_sentence(as_shipped: Database) -> None:
    """The limit of 30 seconds is taken away, the lock is real."""
    as_shipped.write(pragma("busy_timeout = 0"))
    other = sqlite3.connect(str(as_shipped.path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DeskError, match=r"The database cannot be used now \(database is locked\); nothing was stored"):
        as_shipped.write(lambda session: add(session, "priya"))
    other.execute("ROLLBACK")
    other.close()
    as_shipped.write(lambda session: add(session, "priya"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("desk.db", "sqlite:///desk.db"),
        ("/srv/desk files/desk.db", "sqlite:////srv/desk files/desk.db"),
        ("sqlite:///desk.db", "sqlite:///desk.db"),
        ("postgresql://sam@host/desk", "postgresql+psycopg://sam@host/desk"),
        ("postgresql+psycopg2://sam@host:5433/desk", "postgresql+psycopg://sam@host:5433/desk"),
    ],
)
def test_an_address_or_a_path_is_read(typed: str, read: str) -> None:
    assert read_url(typed).render_as_string() == read


def test_a_path_is_taken_as_it_is_typed() -> None:
    assert read_url("what? 50%.db").database == "what? 50%.db"


@pytest.mark.parametrize("typed", ["", "  ", ":memory:", "sqlite://", "sqlite:///:memory:", "mysql://host/desk"])
def test_other_databases_are_refused(typed: str) -> None:
    with pytest.raises(
        DeskError, match=r"must be an SQLite file or PostgreSQL. Give a file such as desk.db"
    ) as refused:
        read_url(typed)
    assert refused.value.field == "db"


@pytest.mark.parametrize("typed", ["://", "postgresql://host:port/desk"])
def test_an_address_that_cannot_be_read_is_named(typed: str) -> None:
    with pytest.raises(DeskError, match="I cannot read the database address"):
        read_url(typed)
