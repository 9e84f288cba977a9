"""The tables of the registers of daily work; core/records/operations.py describes their fields."""

from datetime import date, datetime
from typing import ClassVar

from sqlmodel import Field

from core.records.operations import AUDIENCES, DEVICES, OUTCOMES
from storage.models.base import Kept, UtcDateTime, one_of


class Change(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (one_of("outcome", OUTCOMES),)

    outcome: str
    title: str
    completed_on: date
    partner: str | None = None
    outage_id: int | None = Field(default=None, foreign_key="ticket.id")
    emergency: bool
    impact: bool
    reimplemented_on: date | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    number: int | None = None


class Estate(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (one_of("device", DEVICES),)

    device: str
    number: int
    counted_on: date
    partner: str | None = None
    note: str | None = None


class Timesheet(Kept, table=True):
    team: str
    month: int
    hours: float
    project_hours: float


class Training(Kept, table=True):
    title: str
    held_on: date
    days: float
    people: int
    partner: str | None = None


class Satisfaction(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (one_of("audience", AUDIENCES),)

    score: int
    scale: int
    given_on: date
    audience: str | None = None
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    partner: str | None = None
    comment: str | None = None
    number: int | None = None


class Maintenance(Kept, table=True):
    title: str
    service: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    owner_id: int | None = Field(default=None, foreign_key="person.id")
