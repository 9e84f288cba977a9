"""What desk.toml may say, and the Desk that it makes: what is promised and to whom, in core's records."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.desk_alerts import AlertRules
from bot.desk_reports import ReportShape
from bot.desk_types import Role, Section, as_days, as_minutes, as_window
from core.calendar import Calendar
from core.facts import Kpi
from core.goals import Goal, by_nature
from core.sla import Target
from core.sources import Plan
from core.terms import STANDARD, Terms
from core.tickets import LEVELS

SHIPPED = Path(__file__).with_name("desk.toml")


class HoursSection(Section):
    from_on: date = Field(alias="from")
    days: Annotated[frozenset[int], BeforeValidator(as_days)]
    windows: Annotated[tuple[Annotated[tuple[int, int], BeforeValidator(as_window)], ...], Field(min_length=1)]
    day: Annotated[int, BeforeValidator(as_minutes)]
    bank_holidays: Literal["open", "closed"] = "closed"


class Closure(Section):
    on: date
    why: str


class Partner(Section):
    key: str = Field(pattern=r"^[A-Za-z0-9_-]+$")
    name: str
    places: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


class Service(Section):
    name: str = Field(pattern=r"\S")
    also: tuple[str, ...] = ()
    hours: str = "standard"
    critical: bool = False


class KpiTarget(Section):
    """`target` and `tolerance` are in the figure's unit: a share of 100, a mean score, days, hours, pounds, a number.

    Without a target the figure is context. `kpi` may be a register that comes to a figure.
    """

    kpi: str
    target: float | None = Field(default=None, ge=0)
    tolerance: float = Field(default=0, ge=0)
    direction: Literal["at least", "at most", "near"] | None = None
    owner: str = ""
    group: Literal["business", "customer", "staff", "finance"] | None = None
    from_on: date = Field(alias="from")
    partner: str | None = None


class BudgetRules(Section):
    """A reason is asked for a variance over both: so many pounds, and so many per cent of the budget to date."""

    threshold_pounds: int = Field(default=1000, ge=0)
    threshold_percent: float = Field(default=0, ge=0)


class UndoRules(Section):
    """How long people may take back what they did themselves; a manager may later."""

    hours: int = Field(default=24, ge=1, le=24 * 366)


class SatisfactionRules(Section):
    """Whether whoever reported a ticket is asked how it went; the best score of the scale that the KPI counts."""

    ask: bool = True
    scale: int = Field(default=5, ge=2, le=10)


class ReviewRules(Section):
    """Within how many working days the review of an outage is due."""

    within_days: int = Field(default=10, ge=1, le=250)


class Listed(Section):
    key: str = Field(pattern=r"^[^:@\s]+$")
    name: str
    role: Role
    partner: str | None = None  # whom a partner manager manages
    identities: Mapping[str, str] = {}


class Group(Section):
    """Whoever is in this group of a channel, and is not listed, has its role."""

    role: Role
    partner: str | None = None
    identities: Annotated[Mapping[str, str], Field(min_length=1)]


class TargetsSection(BaseModel):
    """A kind, a from-date, perhaps a partner, and one allowance for each level."""

    model_config = ConfigDict(extra="allow", frozen=True)
    kind: Literal["incident", "request"]
    from_on: date = Field(alias="from")
    partner: str | None = None

    def targets(self) -> tuple[Target, ...]:
        return tuple(self.target(level, str(text)) for level, text in (self.model_extra or {}).items())

    def target(self, level: str, text: str) -> Target:
        match = re.fullmatch(r"(?:([1-9]\d*) (hour|day)s?|agreed)", text)
        if level not in LEVELS[self.kind] or not match:
            raise ValueError(f"{level} = {text!r} is not a level with an allowance such as P3 = '1 day'")
        unit: Literal["hours", "days", "agreed"] = "agreed"
        if match[2]:
            unit = "hours" if match[2] == "hour" else "days"
        return Target(self.kind, level, int(match[1] or 0), unit, self.from_on, self.partner)


class DeskFile(Section):
    name: str
    zone: str = "Europe/London"
    first_line: tuple[str, ...] = ("service desk",)
    channels: Mapping[str, str]
    hours: Mapping[str, tuple[HoursSection, ...]]
    closures: tuple[Closure, ...] = ()
    partners: tuple[Partner, ...] = ()
    services: tuple[Service, ...]
    targets: tuple[TargetsSection, ...]
    kpi_targets: tuple[KpiTarget, ...] = ()
    budget: BudgetRules = BudgetRules()
    undo: UndoRules = UndoRules()
    satisfaction: SatisfactionRules = SatisfactionRules()
    reviews: ReviewRules = ReviewRules()
    alerts: AlertRules = AlertRules()
    reports: tuple[ReportShape, ...] = ()
    people: tuple[Listed, ...]
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Desk:
    """The policy as the rest of the bot uses it. `text` is the file itself, kept with every version."""

    text: str
    name: str
    zone: str
    first_line: frozenset[str]
    channels: Mapping[str, str]
    calendars: Mapping[str, Calendar]
    partners: tuple[Partner, ...]
    services: tuple[Service, ...]
    targets: tuple[Target, ...]
    kpi_targets: tuple[KpiTarget, ...]
    budget: BudgetRules
    undo: UndoRules
    satisfaction: SatisfactionRules
    reviews: ReviewRules
    alerts: AlertRules
    reports: tuple[ReportShape, ...]
    people: tuple[Listed, ...]
    groups: tuple[Group, ...]

    @property
    def calendar(self) -> Calendar:
        """The hours that hold where a ticket names no service."""
        return self.calendars[STANDARD]

    @cached_property
    def terms(self) -> Terms:
        return Terms(self.calendars, {each.name: each.hours for each in self.services}, self.targets, self.zone)

    def calendar_of(self, service: str | None) -> Calendar:
        return self.terms.calendar_of(service)

    def kpi_target(self, kpi: str, on: date, partner: str | None = None) -> float | None:
        """The target in force on a day, a partner's own before the general one."""
        row = self.kpi_policy(kpi, on, partner)
        return row.target if row else None

    def kpi_policy(self, kpi: str, on: date, partner: str | None = None) -> KpiTarget | None:
        rows = [t for t in self.kpi_targets if t.kpi == kpi and t.from_on <= on and t.partner in (None, partner)]
        return max(rows, key=lambda row: (row.partner is not None, row.from_on)) if rows else None

    def goal(self, kpi: Kpi, on: date, partner: str | None = None) -> Goal:
        """What is promised of a KPI on a day: of a measure by its record, of others by the policy.

        Where that does not say, more or less is better by its nature.
        """
        if isinstance(kpi.where, Plan):
            return Goal(kpi.where.target, direction=kpi.where.direction, owner=kpi.where.owner)
        row = self.kpi_policy(kpi.name, on, partner)
        if row is None:
            return Goal(direction=by_nature(kpi))
        return Goal(row.target, row.tolerance, row.direction or by_nature(kpi), row.owner)
