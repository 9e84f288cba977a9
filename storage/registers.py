"""Queries over the registers. Writing goes through storage/trail.py."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from core.sources import Group
from storage.models import TABLES, Trail
from storage.models.base import Kept

TOGETHER = 5_000  # values that one query names


@dataclass(frozen=True)
class Named:
    """A column whose words, whatever their case, are one of some names, which are in small letters."""

    column: str
    names: Collection[str]

    def where(self, table: type[Kept]) -> ColumnElement[bool]:
        return func.lower(getattr(table, self.column)).in_(self.names)


@dataclass(frozen=True)
class Wanted:
    """Which records: columns that equal a value, some that are empty, one from `since` up to, not including, `until`.

    `instead`: what stands for a column that should equal a value, in records where it is empty. `named`: besides.
    """

    equal: Mapping[str, Any] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    dated: str = ""
    since: Any = None
    until: Any = None
    instead: Mapping[str, Named] = field(default_factory=dict)
    named: Named | None = None

    def where(self, table: type[Kept]) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [col(table.void_at).is_(None)]
        found += [self.is_equal(table, name) for name in self.equal]
        found += [self.named.where(table)] if self.named else []
        found += [getattr(table, name).is_(None) for name in self.empty]
        if self.dated:
            found += [getattr(table, self.dated) >= self.since, getattr(table, self.dated) < self.until]
        return found

    def is_equal(self, table: type[Kept], name: str) -> ColumnElement[bool]:
        column = getattr(table, name)
        if name not in self.instead:
            return column == self.equal[name]  # type: ignore[no-any-return]  # whose class is known to the table alone
        return or_(column == self.equal[name], and_(column.is_(None), self.instead[name].where(table)))


def get(session: Session, name: str, number: int, *, for_change: bool = False) -> Kept | None:
    """One record of a register, void or not, locked for the transaction when it is to be changed."""
    return session.get(TABLES[name], number, with_for_update=for_change or None)


def among(session: Session, name: str, column: str, values: Sequence[object]) -> dict[Any, Kept]:
    """Those that stand and have one of these values in a column, by it."""
    table = TABLES[name]
    rows: list[Kept] = []
    for at in range(0, len(values), TOGETHER):
        some = getattr(table, column).in_(values[at : at + TOGETHER])
        rows += session.execute(select(table).where(some, col(table.void_at).is_(None))).scalars()
    return {getattr(row, column): row for row in rows}


def found(session: Session, name: str, wanted: Wanted, skip: int = 0, limit: int | None = None) -> Sequence[Any]:
    """The newest first."""
    table = TABLES[name]
    every = select(table).where(*wanted.where(table)).order_by(col(table.id).desc())
    return session.execute(every.offset(skip).limit(limit)).scalars().all()


def added_by(
    session: Session, name: str, equal: Mapping[str, Any], person_id: int, *, for_change: bool = False
) -> Kept | None:
    """The newest of these records that a person added, locked when it is to be changed."""
    table = TABLES[name]
    theirs = select(col(Trail.id)).where(col(Trail.record) == name, col(Trail.record_id) == col(table.id))
    theirs = theirs.where(col(Trail.action) == "add", col(Trail.person_id) == person_id)
    every = select(table).where(*Wanted(equal).where(table), theirs.exists())
    newest = every.order_by(col(table.id).desc()).limit(1)
    row: Kept | None = session.execute(newest.with_for_update() if for_change else newest).scalars().first()
    return row


def how_many(session: Session, name: str, wanted: Wanted) -> int:
    table = TABLES[name]
    return int(session.execute(select(func.count()).select_from(table).where(*wanted.where(table))).scalar_one())


def sums(session: Session, name: str, wanted: Wanted, columns: Sequence[str]) -> tuple[int | float, ...]:
    """Of each column what the records come to, added by the database."""
    table = TABLES[name]
    every = select(*(func.coalesce(func.sum(getattr(table, column)), 0) for column in columns))
    return tuple(session.execute(every.where(*wanted.where(table))).one())


def groups(session: Session, name: str, wanted: Wanted, by: Sequence[str], weight: str = "") -> list[Group]:
    """Records alike in some columns, and for how many things they stand: one each, or what the column `weight` says."""
    table = TABLES[name]
    columns = [getattr(table, column) for column in by]
    number = func.sum(func.coalesce(getattr(table, weight), 1)) if weight else func.count()
    rows = session.execute(select(*columns, number).where(*wanted.where(table)).group_by(*columns))
    return [(dict(zip(by, row[:-1], strict=True)), int(row[-1])) for row in rows]
