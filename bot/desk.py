"""desk.toml: what this desk promises and to whom, read into core's records. A mistake in it is named in words."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core.calendar import Calendar, Hours, Week
from core.errors import DeskError
from core.kpis import catalogue
from core.records import REGISTERS
from core.roles import ROLES
from core.sla import Target
from core.tickets import LEVELS

SHIPPED = Path(__file__).with_name("desk.toml")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def as_minutes(clock_time: object) -> int:
    """Minutes of `8:30`, up to `24:00`."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", str(clock_time).strip())
    if not match or (minutes := int(match[1]) * 60 + int(match[2])) > 24 * 60 or int(match[2]) > 59:
        raise ValueError(f"{clock_time!r} is not a time of day such as 08:30")
    return minutes


def as_window(text: object) -> tuple[int, int]:
    start, dash, end = str(text).partition("-")
    if not dash:
        raise ValueError(f"{text!r} is not a window such as 08:30-17:00")
    return as_minutes(start), as_minutes(end)


def as_days(text: object) -> frozenset[int]:
    """Weekday numbers of `mon-fri` or `mon, wed, sat`."""
    days: set[int] = set()
    for item in str(text).lower().split(","):
        first, _, last = item.strip().partition("-")
        if first not in DAYS or (last or first) not in DAYS[DAYS.index(first) :]:
            raise ValueError(f"{text!r} is not a list of days such as mon-fri or mon, wed")
        days.update(range(DAYS.index(first), DAYS.index(last or first) + 1))
    return frozenset(days)


def known_role(role: str) -> str:
    if role not in ROLES:
        raise ValueError(f"{role!r} is not one of {', '.join(ROLES)}")
    return role


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


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
    """`target` is a share of 100, or a mean score. `kpi` may be a register that comes to a figure."""

    kpi: str
    target: float = Field(ge=0, le=100)
    from_on: date = Field(alias="from")
    partner: str | None = None


class BudgetRules(Section):
    """A reason is asked for a variance over both: so many pounds, and so many per cent of the budget to date."""

    threshold_pounds: int = Field(default=1000, ge=0)
    threshold_percent: float = Field(default=0, ge=0)


class Listed(Section):
    key: str
    name: str
    role: Annotated[str, AfterValidator(known_role)]
    partner: str | None = None  # whom a partner manager manages
    identities: Mapping[str, str] = {}


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
    people: tuple[Listed, ...]


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
    people: tuple[Listed, ...]

    @property
    def calendar(self) -> Calendar:
        """The hours that hold where a ticket names no service."""
        return self.calendars["standard"]

    def calendar_of(self, service: str | None) -> Calendar:
        known = next((item for item in self.services if item.name == service), None)
        return self.calendars[known.hours] if known else self.calendar

    def service_hours(self) -> dict[str, str]:
        """The name of the hours of each service."""
        return {service.name: service.hours for service in self.services}

    def kpi_target(self, kpi: str, on: date, partner: str | None = None) -> float | None:
        """The target in force on a day, a partner's own before the general one."""
        rows = [t for t in self.kpi_targets if t.kpi == kpi and t.from_on <= on and t.partner in (None, partner)]
        return max(rows, key=lambda row: (row.partner is not None, row.from_on)).target if rows else None


def read_desk(path: Path) -> Desk:
    """The desk of a file. DeskError names the place and the mistake."""
    try:
        text = path.read_text(encoding="utf-8")
        file = DeskFile.model_validate(tomllib.loads(text))
        return build_desk(file, text)
    except OSError as error:
        raise DeskError(f"I cannot read {path}: {error.strerror}. Name your desk.toml in ICTBOT_DESK.") from error
    except tomllib.TOMLDecodeError as error:
        raise DeskError(f"{path} is not valid TOML: {error}.") from error
    except ValidationError as error:
        raise DeskError("\n".join([f"{path} has mistakes:", *map(mistake, error.errors())])) from error
    except ValueError as error:
        raise DeskError(f"{path}: {str(error).rstrip('.')}.") from error


def mistake(error: Mapping[str, object]) -> str:
    where = error["loc"]
    assert isinstance(where, tuple)  # noqa: S101 - pydantic's contract
    named = ".".join(f"{step + 1}" if isinstance(step, int) else str(step) for step in where)
    return f"  {named}: {str(error['msg']).removeprefix('Value error, ')}"


def build_desk(file: DeskFile, text: str) -> Desk:
    closures = frozenset(closure.on for closure in file.closures)
    check_names(file)
    return Desk(
        text=text,
        name=file.name,
        zone=file.zone,
        first_line=frozenset(file.first_line),
        channels=file.channels,
        calendars={name: calendar_of(name, sections, closures, file.zone) for name, sections in file.hours.items()},
        partners=file.partners,
        services=file.services,
        targets=tuple(target for section in file.targets for target in section.targets()),
        kpi_targets=file.kpi_targets,
        budget=file.budget,
        people=file.people,
    )


def calendar_of(name: str, sections: Iterable[HoursSection], closures: frozenset[date], zone: str) -> Calendar:
    try:
        return Calendar(name, tuple(map(hours_of, sections)), closures, zone)
    except DeskError as error:
        raise ValueError(f"hours.{name}: {error.sentence}") from error


def hours_of(section: HoursSection) -> Hours:
    week: Week = tuple(section.windows if day in section.days else () for day in range(7))
    return Hours(section.from_on, week, section.day, section.bank_holidays == "closed")


def check_names(file: DeskFile) -> None:
    """Names that point at something must find it, and keys must be single."""
    if "standard" not in file.hours:
        raise ValueError("hours.standard is missing: it holds where a ticket names no service")
    refuse_doubles("partner", [partner.key for partner in file.partners])
    refuse_doubles("service", [name for service in file.services for name in {service.name, *service.also}])
    refuse_doubles("place", [place for partner in file.partners for place in partner.places])
    refuse_doubles("day of hours", [f"{name} {each.from_on}" for name, listed in file.hours.items() for each in listed])
    refuse_doubles("person", [person.key for person in file.people])
    identities = [f"{channel} {outside}" for person in file.people for channel, outside in person.identities.items()]
    refuse_doubles("identity", identities)
    if missing := [*dangling(file), *untargeted(file)]:
        raise ValueError(f"these names are not defined: {'; '.join(missing)}")


def dangling(file: DeskFile) -> Iterator[str]:
    """What names a thing that is not there."""
    partners = {partner.key for partner in file.partners}
    for service in file.services:
        if service.hours not in file.hours:
            yield f"{service.name}: hours {service.hours!r}"
    named = {section.partner for section in file.targets} | {section.partner for section in file.kpi_targets}
    yield from (f"a target's partner {partner!r}" for partner in sorted(filter(None, named - partners)))
    yield from (f"partner {key!r}, which stands for all of them" for key in sorted(partners) if key.lower() == "all")
    for person in file.people:
        if person.partner is None and person.role == "partner manager":
            yield f"{person.key}: the partner whose manager they are"
        if person.partner is not None and person.partner not in partners:
            yield f"{person.key}: partner {person.partner!r}"
    yield from (f"kpi_targets: {each.kpi!r}" for each in file.kpi_targets if each.kpi not in targeted())
    yield from (f"first_line: {role!r}" for role in file.first_line if role not in ROLES)
    yield from (f"channels: {name!r}" for name in ("outages", "management") if name not in file.channels)


def targeted() -> set[str]:
    """What a target may be set for: KPIs, and registers that come to a figure."""
    return {*catalogue(), *(register.name for register in REGISTERS.values() if register.total)}


def untargeted(file: DeskFile) -> Iterator[str]:
    """Every level needs a target that holds for all partners."""
    general = {(target.kind, target.level) for s in file.targets if s.partner is None for target in s.targets()}
    for kind, levels in LEVELS.items():
        yield from (f"targets: {kind} {level}" for level in levels if (kind, level) not in general)


def refuse_doubles(what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key.lower() in seen:
            raise ValueError(f"the {what} {key!r} is there twice")
        seen.add(key.lower())
