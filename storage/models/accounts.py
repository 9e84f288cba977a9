"""The tables of security events, measures and reviews; the files of core/records describe their fields."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from core.kpis import GROUPS
from core.records.readings import DIRECTIONS, SHAPES
from core.records.security import CLASSES, DECISIONS
from core.tickets import LEVELS
from storage.models.base import Kept, UtcDateTime, one_of


class Security(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (
        one_of("kind", CLASSES),
        one_of("decision", DECISIONS),
    )

    kind: str
    title: str
    partner: str
    aware_at: datetime = Field(sa_type=UtcDateTime)
    personal: bool
    serious: bool
    decision: str | None = None
    reason: str | None = None
    ico_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ncsc_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    police_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    action: str | None = None
    closed_on: date | None = None


class Measure(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (
        one_of("kind", SHAPES),
        one_of("direction", DIRECTIONS),
        one_of("indicators", GROUPS),
    )

    kind: str
    title: str
    target: float | None = None
    timescale: str | None = None
    outcome: str | None = None
    objective: str | None = None
    plan_link: str | None = None
    baseline: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    coowners: str | None = None
    direction: str | None = None
    due_on: date | None = None
    indicators: str | None = None
    owner_post: str | None = None
    allowed_days: int | None = None
    allowed_months: int | None = None


class Case(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (Index("ix_case_measure_id", "measure_id", "ended_on"),)

    measure_id: int = Field(foreign_key="measure.id")
    title: str
    began_on: date
    ended_on: date | None = None
    note: str | None = None


class Reading(Kept, table=True):
    measure_id: int = Field(foreign_key="measure.id")
    starts_on: date
    ends_on: date
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    met: bool | None = None
    met_on: date | None = None
    source: str
    note: str | None = None
    missed: int | None = None


class Figure(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (one_of("level", sum(LEVELS.values(), ())),)

    kpi: str
    month: int
    partner: str | None = None
    numerator: int
    denominator: int | None = None
    source: str
    level: str | None = None


class Review(Kept, table=True):
    outage_id: int = Field(foreign_key="ticket.id")
    cause: str
    lessons: str | None = None
    reviewed_on: date


class Recommendation(Kept, table=True):
    review_id: int = Field(foreign_key="review.id")
    title: str
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    due_on: date | None = None
    done_on: date | None = None


class Commentary(Kept, table=True):
    about: str
    period: str
    text: str
