"""Who leads: one session lock of PostgreSQL, on a connection of its own; on SQLite the only bot of the file."""

import logging

from sqlalchemy import Connection, Engine, create_engine, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session, col

from storage.database import Database
from storage.models import Leadership
from storage.running import database_time

log = logging.getLogger(__name__)
TRY = text("SELECT pg_try_advisory_lock(hashtextextended('ictbot leader', 0))")
# A leader that is frozen, or cut off, asks nothing for so long: the server itself then ends its session, and with it
# the lock. PostgreSQL 14 or newer.
SILENT_SECONDS = 10
LET_GO = text(f"SET idle_session_timeout = '{SILENT_SECONDS}s'")
STILL_THERE = text("SELECT 1")
NETWORK = {"connect_timeout": 5, "tcp_user_timeout": SILENT_SECONDS * 1000}


def term(session: Session) -> int | None:
    """The newest leader's."""
    return session.execute(select(col(Leadership.term))).scalar()


def current(session: Session) -> Leadership | None:
    return session.scalars(select(Leadership)).first()


def raise_term(session: Session, bot_id: int) -> int:
    """A new leader's own. Only for who holds the lock."""
    now = database_time(session)
    raised = update(Leadership).values(term=Leadership.term + 1, bot_id=bot_id, since=now)
    found = session.execute(raised.returning(col(Leadership.term))).scalar()
    if found is None:
        session.add(Leadership(id=1, term=1, bot_id=bot_id, since=now))
    return found or 1


class Seat:
    """Asked every second: who holds it keeps it by asking, and the others so find out when it is free."""

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database, self._bot_id = database, bot_id
        self._engine = None if database.is_sqlite else engine(database)
        self._connection: Connection | None = None
        self._term: int | None = None

    def hold(self) -> int | None:
        """The term that this bot leads in; None where another leads, or the database does not answer.

        DeskError where SQLite cannot be written.
        """
        if self._engine is None:
            self._term = self._term or self._database.write(lambda session: raise_term(session, self._bot_id))
            return self._term
        try:
            self._ask(self._engine)
        except DBAPIError as error:
            log.warning("the leader's connection is gone: %s", type(error.orig).__name__)
            self.leave()
        return self._term

    def _ask(self, own: Engine) -> None:
        if self._connection is None:
            self._connection = own.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._connection.execute(LET_GO)
        if self._term is not None:
            self._connection.execute(STILL_THERE)
        elif self._connection.execute(TRY).scalar():
            with Session(self._connection) as session:
                self._term = raise_term(session, self._bot_id)
                session.commit()

    def leave(self) -> None:
        """The lock goes with its connection."""
        self._term = None
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def engine(database: Database) -> Engine:
    return create_engine(database.url, poolclass=NullPool, connect_args=NETWORK)
