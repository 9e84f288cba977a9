"""What these tests share: saying a line, and looking at the rows behind the answer."""

import json
from typing import Any

import psycopg
from sqlalchemy import ClauseElement, func, insert, select, text
from sqlmodel import Session, SQLModel

from bot.app import Bot
from bot.command import Place, Reply
from storage import requests, trail
from storage.database import Database
from storage.models import Ticket, Trail
from storage.trail import BOOKKEEPING, Act, table_of
from tests.conftest import FRIDAY

Row = dict[str, Any]
IN_DDDC = Place("shell", "ict-dddc")


def say(bot: Bot, line: str, person: str = "engineer", request_id: str = "") -> Reply:
    """Said in a partner's channel, so that no partner need be named."""
    return bot.dispatcher.answer(line, person, IN_DDDC, bot.clock(), request_id)


def done(bot: Bot, line: str, person: str = "engineer") -> Reply:
    """A line that must be obeyed."""
    reply = say(bot, line, person)
    assert not reply.is_error, reply.text
    return reply


def rows(database: Database, model: type[SQLModel]) -> list[Row]:
    """Every row of a table, in the order of its key."""
    table = table_of(model)
    every = select(table).order_by(*table.primary_key)
    return database.read(lambda session: [dict(row) for row in session.execute(every).mappings()])


def how_many(database: Database, *models: type[SQLModel]) -> list[int]:
    def counted(session: Session) -> list[int]:
        counts = (select(func.count()).select_from(table_of(model)) for model in models)
        return [int(session.execute(count).scalar_one()) for count in counts]

    return database.read(counted)


def kept(row: Row) -> Row:
    """All of a row but the watch's own marks."""
    return {name: value for name, value in row.items() if name not in BOOKKEEPING}


def begin(database: Database, request_id: str = "a test's own") -> Act:
    """An act under which a test may write, in the name of the first person."""
    claimed = database.write(lambda session: requests.claim(session, request_id, FRIDAY, 1, request_id))
    assert claimed is not None
    return claimed


def add_ticket(database: Database, act: Act, **values: object) -> int:
    """A plain incident, straight through the trail."""
    plain = {
        "kind": "incident",
        "level": "P3",
        "summary": "Printer jams",
        "partners": "",
        "opened_at": FRIDAY,
        "opened_month": 202008,
        "reassignments": 0,
        "reopenings": 0,
        "allowed_minutes": 510,
        "policy_id": 1,
    }
    return int(database.write(lambda session: trail.add(session, act, Ticket, plain | values).id))


def put(database: Database, model: type[SQLModel], *values: Row) -> None:
    """Rows straight into a table, past the trail."""
    database.write(lambda session: session.execute(insert(table_of(model)), list(values)))


def analyse(database: Database) -> None:
    """So that the planner knows of the rows, and PostgreSQL which pages an index may answer for."""
    if database.is_sqlite:
        database.write(lambda session: session.execute(text("ANALYZE")))
        return
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:  # VACUUM runs in no transaction
        connection.execute("VACUUM ANALYZE")


def explained(database: Database, query: ClauseElement) -> str:
    """How the database goes about it."""
    written = query.compile(database._reading, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    lines = database.read(lambda session: session.execute(text(f"{explain} {written}")).all())
    return "\n".join(str(line[-1]) for line in lines)


def replayed(database: Database, record: str) -> dict[int, Row]:
    """Each record of a table as its trail tells it: what was added, and then what was changed."""
    told: dict[int, Row] = {}
    for entry in rows(database, Trail):
        if entry["record"] == record:
            told.setdefault(entry["record_id"], {}).update(json.loads(entry["after"]))
    return told


def frozen(row: Row) -> Row:
    """A row in the spelling of the trail."""
    spelt: Row = json.loads(trail.freeze(row))
    return spelt
