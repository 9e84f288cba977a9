"""Many rows at once, past all that would look at each of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from core.imports.times import MISSING
from storage.database import dialect_of

Columns = Mapping[str, Sequence[Any]]


def instants(seconds: Sequence[int]) -> list[datetime | None]:
    known = {second: datetime.fromtimestamp(second, UTC) for second in set(seconds) if second != MISSING}
    return [known.get(second) for second in seconds]


def add_rows(session: Session, table: str, columns: Columns, which: Sequence[int]) -> None:
    """In bulk, past all that would look at each row: COPY on PostgreSQL, the driver's executemany on SQLite."""
    names = ", ".join(columns)
    connection = session.connection()
    if dialect_of(session) == "postgresql":
        raw = connection.connection.cursor()
        with raw.copy(f"COPY {table} ({names}) FROM STDIN") as target:
            for row in rows_of(columns, which):
                target.write_row(row)
    elif which:
        marks = ", ".join("?" * len(columns))
        spelt = {name: spell(values) if name.endswith("_at") else values for name, values in columns.items()}
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own columns
        connection.exec_driver_sql(statement, list(rows_of(spelt, which)))


def rows_of(columns: Columns, which: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    lists = [*columns.values()]
    return (tuple(values[at] for values in lists) for at in which)


def spell(times: Sequence[datetime | None]) -> list[str | None]:
    """As storage.models.base.UtcDateTime writes them on SQLite."""
    return [None if at is None else str(at)[:19] for at in times]
