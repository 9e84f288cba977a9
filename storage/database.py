"""Engines, and the only commit: every write of a process passes through `Database.write`, one transaction each.

SQLite has one writer at a time, so writes of a process come one after the other, each in BEGIN IMMEDIATE: nobody
waits on a busy file, and no read-modify-write can be lost. PostgreSQL locks rows instead, and has a few writers.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from psycopg.errors import DiskFull
from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session

from core.errors import DeskError
from storage.schema import HEAD

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")
POSTGRESQL_WRITERS = 4  # more would wait for each other: most of a command's time is Python's
WRITERS_CACHE, READERS_CACHE = 65_536, 16_384  # kilobytes; of five readers, and emptied by each commit of the writer
BUSY_SECONDS = 30  # other processes may write beside a bot; each holds the file for a millisecond


def read_url(typed: str) -> URL:
    """A database URL, or simply the path of an SQLite file. psycopg is the driver for PostgreSQL."""
    try:
        url = make_url(typed) if "://" in typed else URL.create("sqlite", database=typed.strip())
    except (ArgumentError, ValueError) as error:  # the latter for a port that is no number
        raise DeskError(f"I cannot read the database address {typed!r}. {EXAMPLES}", "db") from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        raise DeskError(f"The database must be an SQLite file or PostgreSQL. {EXAMPLES}", "db")
    return url


UNSURE = "The database went away as this was being stored, so it may be there or not. Look before you type it again."
FULL = "The database's disk is full; nothing was stored. Have room made on it, then type it again."
EXAMPLES = "Give a file such as desk.db, or an address such as postgresql://user@host/desk."


class Database:
    """Readers and the writer of one database. `synchronous` is for tests that need no durability."""

    def __init__(self, url: str, synchronous: str = "FULL") -> None:
        self.url = read_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writing = sqlite_engine(self.url, "BEGIN IMMEDIATE", synchronous)
            self._reading = sqlite_engine(self.url, "BEGIN", synchronous, query_only=True)
        else:
            self._writing = postgresql_engine(self.url)
            # One snapshot for all figures of an answer; SQLite gives that by itself.
            self._reading = self._writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        writers = 1 if self.is_sqlite else POSTGRESQL_WRITERS
        self._free = threading.Semaphore(writers)
        self._queue = ThreadPoolExecutor(writers, thread_name_prefix="writer")
        self._here = threading.local()
        self.waited: Callable[[float], None] = lambda _seconds: None  # for whoever measures the queue

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def write(self, work: Callable[[Session], Answer]) -> Answer:
        """Do `work` in one transaction: committed when it returns, rolled back when it raises.

        At once and in this thread where nobody writes. Otherwise it stands in a queue, first come, first served, and
        while one of the queue is flushed to disk, threads that were answered go on.
        """
        if getattr(self._here, "writes", False):
            raise RuntimeError("a write inside a write would wait for itself: pass the session on")
        if not self._free.acquire(blocking=False):
            return self._queue.submit(self._write_in_turn, work, time.monotonic()).result()
        try:
            return self._write_here(work)
        finally:
            self._free.release()

    def _write_in_turn(self, work: Callable[[Session], Answer], since: float) -> Answer:
        with self._free:
            self.waited(time.monotonic() - since)
            return self._write_here(work)

    def _write_here(self, work: Callable[[Session], Answer]) -> Answer:
        self._here.writes = True
        try:
            return in_transaction(self._writing, work)
        finally:
            self._here.writes = False

    def read(self, work: Callable[[Session], Answer]) -> Answer:
        """Do `work` on one unchanging view of the data; on SQLite beside the writer, never behind it."""
        return in_transaction(self._reading, work)

    def revision(self) -> str | None:
        """The migration that the database stands at; None for an empty one. DeskError for what is no database."""
        if self.path and not self.path.exists():
            return None
        try:
            return self.read(lambda session: revision_of(session.connection()))
        except DatabaseError as error:
            raise DeskError(f"{self.url.render_as_string()} cannot be read: {error.orig}. {EXAMPLES}", "db") from error

    def is_current(self) -> bool:
        return self.revision() == HEAD

    def close(self) -> None:
        self._queue.shutdown()
        if self.is_sqlite:
            self._reading.dispose()
        self._writing.dispose()


def revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


class UnreachableError(DeskError):
    """The database did not answer, is full, or stayed locked: nothing was stored."""


class UnsureError(UnreachableError):
    """The connection was cut during the commit, so that nobody knows here whether it is stored."""


def in_transaction(engine: Engine, work: Callable[[Session], Answer]) -> Answer:
    """UnreachableError where the database fails."""
    is_worked = False
    try:
        # Not expired on commit: a reply may still name what the transaction read.
        with Session(engine, expire_on_commit=False) as session, session.begin():
            answer = work(session)
            is_worked = True
    except (OperationalError, InterfaceError) as error:
        log.warning("database out of reach: %s", str(error.orig).strip().splitlines()[0])
        raise unreachable(error, is_committing=is_worked) from error
    else:
        return answer


def unreachable(error: DBAPIError, *, is_committing: bool) -> UnreachableError:
    """What the driver's error means for the one who asked. SQLite takes back what it cannot commit."""
    if is_committing and error.connection_invalidated:
        return UnsureError(UNSURE)
    if isinstance(error.orig, DiskFull) or getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return UnreachableError(FULL)
    reason = str(error.orig).strip().splitlines()[0]
    return UnreachableError(f"The database cannot be used now ({reason}); nothing was stored. Please try again.")


def sqlite_engine(url: URL, begin: str, synchronous: str, *, query_only: bool = False) -> Engine:
    """The driver's own transactions are switched off (isolation_level=None): it would begin late and deferred."""
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,  # what people typed must not come into an error's words
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        switch_to_wal(connection)
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA cache_size=-{READERS_CACHE if query_only else WRITERS_CACHE}")
        if query_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def postgresql_engine(url: URL) -> Engine:
    """Without parallel workers: to start them takes 7 ms, and what people ask reads a short range of an index."""
    engine = create_engine(url, pool_size=16, max_overflow=16, pool_pre_ping=True, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        connection.execute("SET max_parallel_workers_per_gather = 0")
        # A bot that is frozen in the middle of a transaction must not lock the others out for ever.
        connection.execute("SET idle_in_transaction_session_timeout = '5min'")
        connection.commit()

    return engine


def switch_to_wal(connection: Any) -> None:  # noqa: ANN401 - the driver's connection
    """SQLite does not wait for its turn in this: of two processes that open a new file at once, one is refused."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def insert_once(table: Table, *key: str) -> dict[str, Insert]:
    """By dialect, an insert that gives the new row's primary key, or nothing where a row of this key is there."""
    return {
        dialect.__name__.rpartition(".")[2]: dialect.insert(table)
        .on_conflict_do_nothing(index_elements=key)
        .returning(*table.primary_key)
        for dialect in (sqlite, postgresql)
    }


def dialect_of(session: Session) -> str:
    """The database's kind: sqlite or postgresql."""
    return session.get_bind().dialect.name


def server_time(session: Session) -> datetime | None:
    """What a database server's own clock says; SQLite has none."""
    return None if dialect_of(session) == "sqlite" else session.execute(text("SELECT clock_timestamp()")).scalar()


def take_turn(session: Session, what: str) -> None:
    """Hold until commit what must not happen twice at once, such as logging an outage of one service.

    SQLite writes one after the other anyway; PostgreSQL takes an advisory lock for the transaction.
    """
    if dialect_of(session) == "postgresql":
        session.execute(TURN, {"what": what})
