"""What was asked and what it changed: requests with their replies, the append-only trail, and the policy in force."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.models.base import UtcDateTime, one_of


class StoredRequest(SQLModel, table=True):
    """A write that was asked for, under the channel's own id: delivered twice, done once, answered the same."""

    __tablename__ = "request"
    __table_args__: ClassVar[tuple[object, ...]] = (
        Index("ix_request_person", "person_id", "at"),
        {"sqlite_autoincrement": True},
    )

    number: int = Field(default=None, primary_key=True)
    request_id: str = Field(unique=True)
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: int = Field(foreign_key="person.id")
    line: str
    reply: str | None = None
    undone_by: int | None = Field(default=None, foreign_key="request.number")


class Trail(SQLModel, table=True):
    """Who, when, what, before and after (JSON). Triggers refuse its deletion and any change but redaction."""

    __table_args__: ClassVar[tuple[object, ...]] = (
        one_of("action", ("add", "change", "batch")),
        Index("ix_trail_record", "record", "record_id"),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    number: int = Field(foreign_key="request.number", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: int = Field(foreign_key="person.id")
    action: str
    record: str
    record_id: int
    before: str | None = None
    after: str | None = None
    redacted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Policy(SQLModel, table=True):
    """A version of desk.toml as it was, by its hash: every outcome names the one that it was computed under."""

    id: int = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    text: str
    at: datetime = Field(sa_type=UtcDateTime)


class Recomputation(SQLModel, table=True):
    """One row each time that another policy came into force: the newest is the one that the records go by.

    What was computed since `from_on` is computed again, in the order of the tickets' numbers; empty where the policies
    differ in nothing that tickets are computed by. Of `total` tickets, known once it has begun, `done` are gone through
    and `changed` had other figures. One that is not the newest stays as far as it came.
    """

    id: int = Field(default=None, primary_key=True)
    policy_id: int = Field(foreign_key="policy.id")
    at: datetime = Field(sa_type=UtcDateTime)
    from_on: date | None = None
    last_id: int = 0
    total: int | None = None
    done: int = 0
    changed: int = 0
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
