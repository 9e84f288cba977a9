"""All tables as lines of text, the same for the same rows on either database; and such lines as rows again."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Boolean, Connection, LargeBinary, String, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from storage.bulk import insert_rows
from storage.models.base import SPELLING

VERSION = "alembic_version"  # the migration that the tables stand at
ROWS_AT_ONCE = 5_000
REFUSALS = ("refuse_trail_change", "refuse_report_change")  # the functions of triggers that guard what is kept


@dataclass(frozen=True)
class Shape:
    """A table as the database has it, of whatever migration: a backup may be older than this code.

    `binary` and `truth` are the columns of bytes and of yes or no; `order` is by the key, of texts by their bytes.
    """

    name: str
    columns: tuple[str, ...]
    binary: frozenset[str]
    truth: frozenset[str]
    key: tuple[str, ...]
    order: str


def shapes(connection: Connection) -> list[Shape]:
    """Those that are referred to before those that refer to them."""
    schema = inspect(connection)
    names = [name for name, _ in schema.get_sorted_table_and_fkc_names() if name and name != VERSION]
    keys = {name: schema.get_pk_constraint(name)["constrained_columns"] for name in names}
    by_bytes = "" if connection.dialect.name == "sqlite" else ' COLLATE "C"'
    return [shape(name, schema.get_columns(name), keys[name], by_bytes) for name in names]


def shape(name: str, columns: list[ReflectedColumn], key: list[str], by_bytes: str) -> Shape:
    def of(kind: type) -> frozenset[str]:
        return frozenset(column["name"] for column in columns if isinstance(column["type"], kind))

    order = ", ".join(f'"{column}"{by_bytes if column in of(String) else ""}' for column in key)
    names = tuple(sorted(column["name"] for column in columns))
    return Shape(name, names, of(LargeBinary), of(Boolean), tuple(key), order)


def lines(connection: Connection, table: Shape) -> Iterator[bytes]:
    """A row each, as a JSON array: times in UTC to the second, bytes in base64."""
    columns = ", ".join(f'"{column}"' for column in table.columns)
    query = text(f'SELECT {columns} FROM "{table.name}" ORDER BY {table.order}')  # noqa: S608 - names from the schema
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain).encode
    truth = [at for at, column in enumerate(table.columns) if column in table.truth]
    for row in connection.execute(query, execution_options={"stream_results": True, "yield_per": ROWS_AT_ONCE}):
        values = list(row)
        for at in truth:  # SQLite has numbers for them
            values[at] = None if values[at] is None else bool(values[at])
        yield encode(values).encode() + b"\n"


def plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(SPELLING)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"no backup was ever made of a {type(value).__name__}")


def store(connection: Connection, table: Shape, stored: Iterator[bytes]) -> None:
    """PostgreSQL looks whether what a row refers to is there when the COPY ends, SQLite at the commit."""
    rows = (row_of(line, table) for line in stored)
    if connection.dialect.name == "postgresql":
        insert_rows(connection, table.name, table.columns, rows)
        return
    while some := list(islice(rows, ROWS_AT_ONCE)):
        insert_rows(connection, table.name, table.columns, some)


def row_of(line: bytes, table: Shape) -> list[Any]:
    values: list[Any] = json.loads(line)
    for at, column in enumerate(table.columns):
        if column in table.binary and values[at] is not None:
            values[at] = b64decode(values[at])
    return values


def is_empty(connection: Connection, table: Shape) -> bool:
    return connection.execute(text(f'SELECT 1 FROM "{table.name}" LIMIT 1')).first() is None  # noqa: S608 - as above


def counters(connection: Connection, tables: list[Shape]) -> dict[str, int]:
    """The highest number that each table has given, though its row may be gone: no reference is given twice."""
    if connection.dialect.name == "sqlite":
        if not connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")).first():
            return {}
        return {name: int(seq) for name, seq in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    found = {}
    for table, sequence in sequences(connection, tables):
        found[table.name] = int(
            connection.execute(
                text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 - as above
            ).scalar_one()
        )
    return found


def count_on(connection: Connection, tables: list[Shape], given: Mapping[str, int]) -> None:
    """New rows get higher numbers than any that was given."""
    if connection.dialect.name == "sqlite":
        for name, highest in given.items():
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :highest)"),
                {"name": name, "highest": max(highest, highest_of(connection, name, "rowid"))},
            )
        return
    for table, sequence in sequences(connection, tables):
        highest = max(given.get(table.name, 0), highest_of(connection, table.name, f'"{table.key[0]}"'))
        if highest:
            connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})


def highest_of(connection: Connection, table: str, column: str) -> int:
    return int(connection.execute(text(f'SELECT coalesce(max({column}), 0) FROM "{table}"')).scalar_one())  # noqa: S608 - as above


def sequences(connection: Connection, tables: list[Shape]) -> list[tuple[Shape, str]]:
    """PostgreSQL's, with their tables."""
    query = text("SELECT pg_get_serial_sequence(:name, :key)")
    found = [
        (table, connection.execute(query, {"name": f'"{table.name}"', "key": table.key[0]}).scalar())
        for table in tables
    ]
    return [(table, name) for table, name in found if name]


def drop_all(connection: Connection) -> None:
    """With the function by which PostgreSQL keeps the trail."""
    for name in [*(table.name for table in reversed(shapes(connection))), VERSION]:
        connection.execute(text(f'DROP TABLE IF EXISTS "{name}"'))
    if connection.dialect.name == "postgresql":
        for refusal in REFUSALS:
            connection.execute(text(f"DROP FUNCTION IF EXISTS {refusal}"))
