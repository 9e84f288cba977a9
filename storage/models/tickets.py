"""The ticket (incident or request) that carries the clock, and what hangs off it: holds, downtime, notes."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from storage.models.base import UtcDateTime

LEVELS = (
    "(kind = 'incident' AND level IN ('P1', 'P2', 'P3', 'P4'))"
    " OR (kind = 'request' AND level IN ('minor', 'standard', 'major', 'bespoke'))"
)
COUNTED = "void_at IS NULL"  # and void_at in the index, or SQLite before 3.41 opens each row to look
CARRIED_OVER = "void_at IS NULL AND (ended_month IS NULL OR ended_month > opened_month)"  # open at some month's end
OF_SERVICE = "void_at IS NULL AND service IS NOT NULL"
WATCHED = "watch_at IS NOT NULL"
TYPED_REF = "source IS NULL AND source_ref IS NOT NULL AND void_at IS NULL"


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that matter, on both databases."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class Ticket(SQLModel, table=True):
    """One thing, one record. `partners` is ",BDC,DDDC," (sorted, commas around, so that one is found by LIKE) or "".

    `source` is the tool that knows it as `source_ref`; empty where people have typed that without the tool's name.
    `resolved_at` is empty for a ticket that was closed unresolved; `ended_at` is when it stopped being open either way,
    and `ended_month` its local yyyymm, as `opened_month` is of `opened_at`.
    `allowed_minutes`, `due_at`, `warn_at`: the clock; the last two are empty while on hold. `watch_at`: when the SLA
    watch looks next. From `reported_month` (local yyyymm) on: the outcome, written on resolution, cleared on reopening.
    """

    __table_args__: ClassVar[tuple[object, ...]] = (
        CheckConstraint(LEVELS, name="level"),
        CheckConstraint("resolved_at IS NULL OR resolved_at >= opened_at", name="resolved_after_opened"),
        CheckConstraint("(resolved_at IS NULL) = (reported_month IS NULL)", name="outcome_on_resolution"),
        partial_index(
            "ix_ticket_resolved",
            "kind",
            "reported_month",
            "level",
            "partners",
            "met_target",
            "first_contact",
            "reopenings",
            "void_at",
            "worked_minutes",
            where=COUNTED,
        ),
        partial_index("ix_ticket_opened", "kind", "opened_month", "level", "partners", "void_at", where=COUNTED),
        partial_index(
            "ix_ticket_carried_over",
            "ended_month",
            "opened_month",
            "opened_at",
            "kind",
            "level",
            "partners",
            "due_at",
            "void_at",
            where=CARRIED_OVER,
        ),
        partial_index("ix_ticket_ended", "ended_month", "ended_at", where=COUNTED),
        partial_index("ix_ticket_service", "service", "opened_at", where=OF_SERVICE),
        partial_index("ix_ticket_watch", "watch_at", where=WATCHED),
        partial_index("ix_ticket_source", "source_ref", "source", where=COUNTED, unique=True),
        partial_index("ix_ticket_typed_ref", "source_ref", where=TYPED_REF, unique=True),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, primary_key=True)
    kind: str
    level: str
    summary: str
    service: str | None = None
    partners: str = ""
    reporter_id: int | None = Field(default=None, foreign_key="person.id")
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_month: int
    agreed_on: date | None = None
    held_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_month: int | None = None
    cause: str | None = None
    resolution: str | None = None
    reassignments: int = 0
    reopenings: int = 0
    allowed_minutes: int
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    warn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    warned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    watch_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reported_month: int | None = None
    worked_minutes: int | None = None
    met_target: bool | None = None
    first_contact: bool | None = None
    policy_id: int = Field(foreign_key="policy.id")
    source: str | None = None
    source_ref: str | None = None
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Hold(SQLModel, table=True):
    """A closed or running hold. The time between a resolution and a reopening is one too: reason "resolved", and how.

    `source`: the tool whose log of status changes it came from; empty for one that was made here.
    """

    __table_args__: ClassVar[tuple[object, ...]] = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ends_after_start"),
    )

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    source: str | None = None


class Downtime(SQLModel, table=True):
    """Which service was down, from when to when, for what share of its users (per cent), planned or not."""

    __table_args__: ClassVar[tuple[object, ...]] = (
        CheckConstraint("share BETWEEN 1 AND 100", name="share"),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ends_after_start"),
        partial_index("ix_downtime_service", "service", "started_at", where=COUNTED),
    )

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    service: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    share: int = 100
    planned: bool = False
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Note(SQLModel, table=True):
    """What happened, in the words of the person who wrote it."""

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: int = Field(foreign_key="person.id")
    text: str
    void_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
