"""Many rows at once, past all that would look at each of them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table
from sqlmodel import Session

from core.imports.times import MISSING
from core.zones import Seconds
from storage.database import dialect_of

SEPARATOR = 10  # the place of the T in 2016-02-29T14:05:00


class Times(Sequence[Any]):
    """A column of instants: datetimes where it is compared, and texts, many at once, where it is written."""

    def __init__(self, seconds: Seconds) -> None:
        self.seconds = seconds

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 - a datetime or None, or of a slice a list of them
        return self.datetimes[at]

    def __len__(self) -> int:
        return len(self.seconds)

    @cached_property
    def datetimes(self) -> list[datetime | None]:
        seconds = self.seconds.tolist()
        known = {second: datetime.fromtimestamp(second, UTC) for second in set(seconds) if second != MISSING}
        return [known.get(second) for second in seconds]

    def spelt(self, ending: str = "") -> list[str | None]:
        """As storage.models.base.UtcDateTime writes them on SQLite, 2016-02-29 14:05:00; `ending`: +00 for UTC."""
        texts = np.datetime_as_string(self.seconds.astype("datetime64[s]"))
        letters = texts.view(np.uint32).reshape(len(texts), texts.itemsize // 4)
        letters[:, SEPARATOR] = ord(" ")
        there = (self.seconds != MISSING).tolist()
        return [text + ending if known else None for text, known in zip(texts.tolist(), there, strict=True)]


Columns = Mapping[str, Sequence[Any]]


def add_rows(session: Session, table: str, columns: Columns, which: Sequence[int]) -> None:
    """In bulk, those of `which`."""
    ending = "+00" if dialect_of(session) == "postgresql" else ""
    insert_rows(session.connection(), table, columns, rows_of(columns, which, ending))


def insert_rows(connection: Connection, table: str, columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY on PostgreSQL, the driver's executemany on SQLite."""
    names = [f'"{column}"' for column in columns]
    if connection.dialect.name == "postgresql":
        raw = connection.connection.cursor()
        with raw.copy(f'COPY "{table}" ({", ".join(names)}) FROM STDIN') as target:
            for row in rows:
                target.write_row(row)
    elif listed := [tuple(row) for row in rows]:
        marks = ", ".join("?" * len(names))
        statement = f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({marks})'  # noqa: S608 - our own columns
        connection.exec_driver_sql(statement, listed)


def rows_of(columns: Columns, which: Sequence[int], ending: str = "") -> Iterator[tuple[Any, ...]]:
    lists = [values.spelt(ending) if isinstance(values, Times) else values for values in columns.values()]
    if len(which) == len(lists[0]):
        return zip(*lists, strict=True)
    return zip(*([values[at] for at in which] for values in lists), strict=True)


def change_rows(session: Session, table: Table, ids: Sequence[int], columns: Columns) -> None:
    """One value a row of `ids` in each column: one statement with arrays on PostgreSQL, executemany on SQLite."""
    if not ids:
        return
    if dialect_of(session) == "postgresql":
        arrays = [as_array(values.spelt("+00") if isinstance(values, Times) else values) for values in columns.values()]
        settings = ", ".join(f"{name} = new.{name}" for name in columns)
        given = ", ".join(f"CAST(%s AS {table.c[name].type.compile(session.get_bind().dialect)}[])" for name in columns)
        names = ", ".join(columns)
        statement = (
            f"UPDATE {table.name} SET {settings} FROM unnest(CAST(%s AS INTEGER[]), {given}) AS new(number, {names})"  # noqa: S608 - names of our own columns
            f" WHERE {table.name}.id = new.number"
        )
        session.connection().exec_driver_sql(statement, (as_array(ids), *arrays))
    else:
        settings = ", ".join(f"{name} = ?" for name in columns)
        rows = list(rows_of({**columns, "id": ids}, range(len(ids))))
        session.connection().exec_driver_sql(f"UPDATE {table.name} SET {settings} WHERE id = ?", rows)  # noqa: S608


def as_array(values: Sequence[object]) -> str:
    """PostgreSQL's spelling of numbers and texts, which is that of JSON between other brackets."""
    return f"{{{json.dumps(values)[1:-1]}}}"
