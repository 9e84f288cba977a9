"""What was said unasked, or was to be and was held back; and who wants to hear nothing of what, until when."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from core.manners import OUTCOMES
from storage.models.base import UtcDateTime, one_of

WAITING = text("escalate_at IS NOT NULL")
SUMMED = text("outcome = 'summed'")
STANDING = text("void_at IS NULL")


class Alert(SQLModel, table=True):
    """One warning in one place. `key`: what it is about, which threshold, which occasion, and where: never twice.

    `due_at` is when it is said, or goes into a summary. `escalate_at` is when somebody else is told, unless it is
    acknowledged before.
    """

    __table_args__: ClassVar[tuple[object, ...]] = (
        one_of("outcome", OUTCOMES),
        Index("ix_alert_place", "place", "due_at"),
        Index("ix_alert_subject", "subject", "id"),
        Index("ix_alert_escalate", "escalate_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_alert_summed", "due_at", sqlite_where=SUMMED, postgresql_where=SUMMED),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    place: str
    subject: str
    said: str
    why: str
    at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    outcome: str
    is_urgent: bool
    escalate_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Silence(SQLModel, table=True):
    """Nothing is said of a subject ("" is any) in a place ("" is any), until then or for good."""

    __table_args__: ClassVar[tuple[object, ...]] = (
        Index("ix_silence_subject", "subject", "place", sqlite_where=STANDING, postgresql_where=STANDING),
    )

    id: int = Field(default=None, primary_key=True)
    place: str
    subject: str
    since_at: datetime = Field(sa_type=UtcDateTime)
    until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
