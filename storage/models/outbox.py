"""What is still to be said, and where what was said stands."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.models.base import UtcDateTime

WAITING = text("sent_at IS NULL AND dead_at IS NULL")


class Outbox(SQLModel, table=True):
    """Written in the transaction that caused it, claimed with a lease, sent after commit, marked.

    `payload` is a channel-neutral post as JSON with its version. `subject` names its thread: posts of one subject keep
    their order. `alert_key` is what an alert is about, which threshold and which occasion: never twice.

    `tried_at`: since when it may have gone out without our knowing, as its sender ended or the channel did not answer.
    `found_at`: when it was then found in the channel's own record, and so not sent again.
    `dropped_at`: when somebody said that a dead letter is wanted no more.
    """

    __table_args__: ClassVar[tuple[object, ...]] = (
        Index("ix_outbox_waiting", "due_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_outbox_subject", "subject", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    queued_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    place: str
    subject: str
    payload: str
    alert_key: str | None = Field(default=None, unique=True)
    attempts: int = 0
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    dead_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = None
    tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    found_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    dropped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Message(SQLModel, table=True):
    """Where a subject stands in a channel, so that it is edited and continued rather than repeated."""

    place: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    outside_ref: str
