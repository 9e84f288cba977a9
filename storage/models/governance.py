"""The tables of the registers of a well-run service; core/records/governance.py describes their fields."""

from datetime import date
from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field

from core.records.governance import OBLIGATIONS, POST_STATES, SEVERITIES
from storage.models.base import Kept, one_of


class Risk(Kept, table=True):
    title: str
    likelihood: int | None = None
    impact: int | None = None
    mitigation: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    partner: str | None = None
    raised_on: date
    reviewed_on: date | None = None
    closed_on: date | None = None


class Obligation(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (one_of("kind", OBLIGATIONS),)

    kind: str
    title: str
    due_on: date
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    done_on: date | None = None
    expires_on: date | None = None
    evidence: str | None = None
    client: str | None = None


class Audit(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (one_of("severity", SEVERITIES),)

    severity: str
    title: str
    raised_on: date
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    due_on: date | None = None
    closed_on: date | None = None
    evidence: str | None = None
    number: int | None = None


class Debt(Kept, table=True):
    title: str
    plan: str | None = None
    cost_pence: int | None = Field(default=None, sa_type=BigInteger)
    raised_on: date
    due_on: date | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    paid_on: date | None = None


class Saving(Kept, table=True):
    title: str
    annual_pence: int | None = Field(default=None, sa_type=BigInteger)
    starts_on: date | None = None
    once_pence: int | None = Field(default=None, sa_type=BigInteger)
    partner: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    note: str | None = None
    achieved_on: date | None = None
    dropped_on: date | None = None


class Project(Kept, table=True):
    title: str
    client: str
    status: str
    partner: str | None = None
    lead_id: int | None = Field(default=None, foreign_key="person.id")
    due_on: date | None = None
    finished_on: date | None = None


class Post(Kept, table=True):
    __table_args__: ClassVar[tuple[object, ...]] = (one_of("status", POST_STATES),)

    status: str
    title: str
    since_on: date
    number: int | None = None
