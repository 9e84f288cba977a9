"""What all tables share: aware UTC times on both databases, named constraints, enums held by CHECKs."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ColumnElement, DateTime, Dialect, Index, MetaData, String, text
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

# Alembic needs every constraint to have a name that it can repeat.
SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

STANDING = "void_at IS NULL"
SPELLING = "%Y-%m-%d %H:%M:%S"


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in whole seconds: timestamptz on PostgreSQL; on SQLite text in UTC, sortable and readable."""

    impl = String(19)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = DateTime(timezone=True) if dialect.name == "postgresql" else String(19)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - str or datetime, by database
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: times in the database are aware")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.strftime(SPELLING)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - as above
        if value is None:
            return None
        if dialect.name == "postgresql":
            at: datetime = value.astimezone(UTC)
            return at
        return datetime.fromisoformat(value).replace(tzinfo=UTC)


def one_of(column: str, choices: Iterable[str]) -> CheckConstraint:
    """Table models do not validate when constructed, so the database does."""
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def one_standing(name: str, *columns: str | Column[Any] | ColumnElement[Any]) -> Index:
    """At most one row that is not void."""
    return Index(name, *columns, unique=True, sqlite_where=text(STANDING), postgresql_where=text(STANDING))


class Kept(SQLModel):
    """What every register has. Nothing is deleted: what was undone is void.

    `source_ref`: which row of an imported table it comes from, so that the same row does not come in twice.
    """

    id: int = Field(default=None, primary_key=True)
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    source_ref: str | None = None
