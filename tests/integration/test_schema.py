"""The migrated schema is the models' schema, and it refuses by itself what must not be."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Inspector, delete, inspect, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel

from bot.app import Bot
from core.errors import DeskError
from storage.database import Database
from storage.migrate import configuration, migrate
from storage.models import Downtime, Hold, Ticket, Trail
from storage.schema import HEAD
from storage.trail import table_of
from tests.conftest import FRIDAY
from tests.integration.conftest import NewUrl
from tests.integration.rows import add_ticket, begin, done, how_many, put, rows

TRAIL = table_of(Trail)


@pytest.fixture
def new(new_url: NewUrl) -> Iterator[Database]:
    opened = Database(new_url(), synchronous="OFF")
    yield opened
    opened.close()


def connected(database: Database) -> Connection:
    """For Alembic and the inspector, who work on connections; the test closes it with its engine."""
    return database._writing.connect()


# `indexes` reads those of SQLite instead.
unread = pytest.mark.filterwarnings("ignore:.*expression-based index")


@unread
def test_alembic_finds_no_difference_between_the_migrations_and_the_models(database: Database) -> None:
    with connected(database) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


@unread
def test_a_migrated_database_has_the_checks_and_indexes_that_the_models_would_make(
    database: Database, new_url: NewUrl
) -> None:
    """Alembic compares neither checks nor what an index leaves out, so both schemas are read back and compared."""
    made = Database(new_url(), synchronous="OFF")
    if made.path:
        made.path.parent.mkdir()
    with connected(made) as connection, connection.begin():
        SQLModel.metadata.create_all(connection)
    with connected(made) as by_models, connected(database) as by_migrations:
        assert described(inspect(by_migrations)) == described(inspect(by_models))
        assert indexes(by_migrations) == indexes(by_models)
        assert "coalesce(level" in indexes(by_models)["ix_figure_single"].lower()
    made.close()


def indexes(connection: Connection) -> dict[str, str]:
    """As the database would make them again, with their expressions and conditions."""
    sqlite = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    postgresql = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    found = connection.execute(text(sqlite if connection.dialect.name == "sqlite" else postgresql))
    return {name: definition for name, definition in found if "alembic_version" not in name}


def described(schema: Inspector) -> dict[str, Any]:
    return {name: table(schema, name) for name in sorted(schema.get_table_names()) if name != "alembic_version"}


def table(schema: Inspector, name: str) -> dict[str, Any]:
    return {
        # What a later migration adds comes last, wherever it stands in the model.
        "columns": sorted(
            (column["name"], str(column["type"]), column["nullable"]) for column in schema.get_columns(name)
        ),
        "key": schema.get_pk_constraint(name),
        "checks": sorted((check["name"], check["sqltext"]) for check in schema.get_check_constraints(name)),
        "unique": sorted((unique["name"], unique["column_names"]) for unique in schema.get_unique_constraints(name)),
        "foreign": sorted(
            (f["constrained_columns"], f["referred_table"], f["referred_columns"])
            for f in schema.get_foreign_keys(name)
        ),
        "indexes": sorted(
            (
                index["name"],
                index["column_names"],
                index["unique"],
                sorted((option, str(value)) for option, value in index.get("dialect_options", {}).items()),
            )
            for index in schema.get_indexes(name)
        ),
    }


def test_the_code_was_written_for_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [HEAD]


def test_down_to_nothing_and_up_again(new: Database) -> None:
    migrate(new)
    assert new.is_current()
    new.write(lambda session: command.downgrade(configuration(session.connection()), "base"))
    with connected(new) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    assert new.revision() is None
    migrate(new)
    assert new.is_current()


def test_migrating_twice_changes_nothing(bot: Bot) -> None:
    done(bot, "/outage p2 Email down at Wirksworth")
    migrate(bot.database)
    assert bot.database.is_current()
    assert how_many(bot.database, Ticket) == [1]


def test_two_programs_may_migrate_at_once(new_url: NewUrl) -> None:
    url = new_url()
    line = [sys.executable, "-m", "bot", "migrate", "--db", url]
    started = [subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(3)]
    said = [process.communicate()[0] for process in started]
    assert said == [f"The database stands at {HEAD}.\n"] * 3
    assert [process.returncode for process in started] == [0, 0, 0]


def test_a_database_of_a_newer_version_is_left_alone(new: Database) -> None:
    migrate(new)
    new.write(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DeskError, match=r"stands at 9999, which a newer version made. Update this program"):
        migrate(new)
    assert new.revision() == "9999"


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "change"},
        {"level": "P5"},
        {"kind": "request", "level": "P3"},
        {"level": "minor"},
        {"resolved_at": FRIDAY},  # without its outcome
        {"reported_month": 202008},  # an outcome without a resolution
        {"resolved_at": FRIDAY.replace(hour=1), "reported_month": 202008},  # before it was opened
        {"policy_id": 99},
        {"owner_id": 99},
        {"summary": None},
    ],
    ids=str,
)
def test_the_database_refuses_a_ticket_that_cannot_be(bot: Bot, values: dict[str, object]) -> None:
    act = begin(bot.database)
    with pytest.raises(IntegrityError):
        add_ticket(bot.database, act, **values)
    assert how_many(bot.database, Ticket, Trail) == [0, 0]


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Hold, {"reason": "supplier", "ended_at": FRIDAY.replace(hour=1)}),
        (Hold, {"reason": "supplier", "ticket_id": 99}),
        (Downtime, {"service": "Email", "planned": False, "share": 0}),
        (Downtime, {"service": "Email", "planned": False, "share": 101}),
        (Downtime, {"service": "Email", "planned": False, "share": 100, "ended_at": FRIDAY.replace(hour=1)}),
    ],
    ids=str,
)
def test_the_database_refuses_a_span_that_cannot_be(bot: Bot, model: type[SQLModel], values: dict[str, object]) -> None:
    number = add_ticket(bot.database, begin(bot.database))
    with pytest.raises(IntegrityError):
        put(bot.database, model, {"ticket_id": number, "started_at": FRIDAY} | values)


def test_the_database_refuses_an_unknown_act_in_the_trail(bot: Bot) -> None:
    act = begin(bot.database)
    entry = {"number": act.number, "at": act.at, "person_id": 1, "action": "delete", "record": "ticket", "record_id": 1}
    with pytest.raises(IntegrityError):
        put(bot.database, Trail, entry)


def test_the_trail_cannot_be_deleted(bot: Bot) -> None:
    add_ticket(bot.database, begin(bot.database))
    with pytest.raises(DBAPIError, match="the trail is append-only"):
        bot.database.write(lambda session: session.execute(delete(TRAIL)))
    assert how_many(bot.database, Trail) == [1]


@pytest.mark.parametrize(
    "values",
    [
        {"number": 2},
        {"at": FRIDAY.replace(hour=1)},
        {"person_id": 2},
        {"action": "batch"},
        {"record": "note"},
        {"record_id": 2},
        {"after": "{}"},
        {"before": None, "after": None},
        {"before": None, "after": None, "redacted_at": FRIDAY, "person_id": 2},
        {"after": "{}", "redacted_at": FRIDAY},
    ],
    ids=str,
)
def test_the_trail_cannot_be_rewritten(bot: Bot, values: dict[str, object]) -> None:
    add_ticket(bot.database, begin(bot.database))
    begin(bot.database, "another, so that number 2 is there")
    before = rows(bot.database, Trail)
    with pytest.raises(DBAPIError, match="the trail is append-only"):
        bot.database.write(lambda session: session.execute(update(TRAIL).values(**values)))
    assert rows(bot.database, Trail) == before


def test_the_texts_of_the_trail_can_be_redacted(bot: Bot) -> None:
    add_ticket(bot.database, begin(bot.database))
    (before,) = rows(bot.database, Trail)
    emptied = {"before": None, "after": None, "redacted_at": FRIDAY}
    bot.database.write(lambda session: session.execute(update(TRAIL).values(**emptied)))
    assert rows(bot.database, Trail) == [before | emptied]


def test_records_of_before_the_newest_columns_are_kept(new: Database) -> None:
    """Up with what the registers held, and down with what they can only hold since: nothing is lost on the way up."""
    migrate(new, "0003")
    old = (
        "INSERT INTO figure (kpi, month, numerator, denominator, source) VALUES ('sla', 202005, 101.0, 125.0, 'Q1')",
        "INSERT INTO obligation (kind, title, due_on) VALUES ('test', 'Recovery plan', '2023-09-30')",
        "INSERT INTO measure (kind, title, target) VALUES ('share', 'Uptime', 99.5)",
        "INSERT INTO saving (title, annual_pence, starts_on) VALUES ('Internet', 293500, '2021-09-01')",
    )
    since = (
        "INSERT INTO figure (kpi, month, level, numerator, source) VALUES ('outages', 202005, 'P2', 5, 'report')",
        "INSERT INTO obligation (kind, title, due_on, client) VALUES ('committee report', 'Q2', '2023-11-30', 'All')",
        "INSERT INTO saving (title) VALUES ('SIP')",
    )
    run(new, old)
    migrate(new)
    assert asked(new, "SELECT numerator, denominator, level FROM figure") == [(101, 125, None)]
    assert asked(new, "SELECT title, target, direction FROM measure") == [("Uptime", 99.5, None)]
    run(new, since)
    new.write(lambda session: command.downgrade(configuration(session.connection()), "0003"))
    assert asked(new, "SELECT numerator, denominator FROM figure ORDER BY id") == [(101.0, 125.0), (5.0, 5.0)]
    assert asked(new, "SELECT kind FROM obligation ORDER BY id") == [("test",), ("review",)]
    assert asked(new, "SELECT annual_pence FROM saving ORDER BY id") == [(293500,), (0,)]


def test_of_what_was_entered_twice_before_it_could_not_be_the_newest_stands(new: Database) -> None:
    migrate(new, "0003")
    figure = "INSERT INTO figure (kpi, month, partner, numerator, denominator, source) VALUES "
    sheet = "INSERT INTO timesheet (team, month, hours, project_hours) VALUES "
    rows = [f"{figure} ('sla', 202005, {of}, {n}, 125, 'Q1')" for of, n in (("NULL", 1), ("'BDC'", 2), ("NULL", 3))]
    run(new, [*rows, *(f"{sheet} ('Desk', 202005, {hours}, 0)" for hours in (5, 6))])
    migrate(new)
    assert asked(new, "SELECT numerator FROM figure WHERE void_at IS NULL ORDER BY id") == [(2,), (3,)]
    assert asked(new, "SELECT hours FROM timesheet WHERE void_at IS NULL") == [(6,)]


def run(database: Database, statements: Sequence[str]) -> None:
    database.write(lambda session: [session.execute(text(statement)) for statement in statements])


def asked(database: Database, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in database.read(lambda session: session.execute(text(query)).all())]


def test_the_month_of_an_ending_is_filled_by_the_zone_of_the_desk(new: Database) -> None:
    """Of before there was such a column, and one that had two policies, of which the newer was in Paris."""
    migrate(new, "0007")
    policy = "INSERT INTO policy (digest, text, at) VALUES ('{0}', 'zone = \"Europe/{0}\"', '2020-01-01 00:00:00')"
    ticket = (
        "INSERT INTO ticket (kind, level, summary, partners, opened_at, opened_month, ended_at, reassignments,"
        " reopenings, allowed_minutes, policy_id) VALUES"
        " ('incident', 'P3', 'Any', '', '2019-01-01 00:00:00', 201901, {}, 0, 0, 510, 1)"
    )
    ends = ("'2020-05-31 21:59:59'", "'2020-05-31 22:00:00'", "NULL", "'2019-12-31 23:00:00'", "'2019-01-15 12:00:00'")
    in_utc = [] if new.is_sqlite else ["SET LOCAL TIME ZONE 'UTC'"]
    run(new, [*in_utc, *map(policy.format, ("London", "Paris")), *map(ticket.format, ends)])
    migrate(new)
    months = [(202005,), (202006,), (None,), (202001,), (201901,)]
    assert asked(new, "SELECT ended_month FROM ticket ORDER BY id") == months
    assert asked(new, "SELECT policy_id, from_on, finished_at IS NULL FROM recomputation") == [(2, None, False)]
    new.write(lambda session: command.downgrade(configuration(session.connection()), "0007"))
    migrate(new)
    assert asked(new, "SELECT ended_month FROM ticket ORDER BY id") == months
