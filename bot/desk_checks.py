"""What may be wrong in a desk.toml whose values are of the right kind: names that point nowhere, or at two things."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.desk import DeskFile, Group, HoursSection, KpiTarget, Listed, TargetsSection
from bot.desk_alerts import OWNER, USUAL
from bot.toml_lines import Loc
from core.calendar import Calendar, Hours, Week
from core.errors import DeskError
from core.kpis import catalogue
from core.records import by_partner
from core.roles import ROLES
from core.tickets import LEVELS

Named = tuple[Loc, str]
Holders = Sequence[Listed | Group]
HUNDRED = 100
LOST = "which are not defined"


@dataclass(frozen=True)
class Mistake:
    """Where in the file, and what, as a sentence without its full stop."""

    at: Loc
    said: str


def mistakes(file: DeskFile) -> list[Mistake]:
    wrong_targets = list(unreadable_targets(file))
    untold = [] if wrong_targets else list(untargeted(file))
    return [*doubles(file), *dangling(file), *wrong_targets, *untold, *impossible_hours(file)]


def doubles(file: DeskFile) -> Iterator[Mistake]:
    """Keys must be single, whatever their case."""
    yield from repeated("partner", [(("partners", at, "key"), each.key) for at, each in enumerate(file.partners)])
    yield from repeated(
        "place", [(("partners", at, "places"), p) for at, one in enumerate(file.partners) for p in one.places]
    )
    yield from repeated("service", service_names(file))
    yield from repeated("day of hours", hours_from(file))
    yield from repeated("person", [(("people", at, "key"), each.key) for at, each in enumerate(file.people)])
    yield from repeated("identity", identities("people", file.people))
    yield from repeated("group", identities("groups", file.groups))
    yield from repeated("report", [(("reports", at, "key"), each.key) for at, each in enumerate(file.reports)])


def service_names(file: DeskFile) -> Iterator[Named]:
    for at, service in enumerate(file.services):
        yield ("services", at, "name"), service.name
        yield from ((("services", at, "also"), name) for name in sorted(set(service.also) - {service.name}))


def identities(section: str, holders: Holders) -> Iterator[Named]:
    for at, holder in enumerate(holders):
        for channel, outside in holder.identities.items():
            yield (section, at, "identities", channel), f"{channel} {outside}"


def hours_from(file: DeskFile) -> Iterator[Named]:
    for name, listed in file.hours.items():
        for at, each in enumerate(listed):
            yield ("hours", name, at, "from"), f"{name} {each.from_on}"


def repeated(what: str, named: Iterable[Named]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for at, key in named:
        if key.lower() in seen:
            yield Mistake(at, f"the {what} {key!r} is there twice")
        seen.add(key.lower())


def dangling(file: DeskFile) -> Iterator[Mistake]:
    """What names a thing that is not there."""
    if "standard" not in file.hours:
        yield Mistake(("hours",), "hours.standard is missing: it holds where a ticket names no service")
    for at, service in enumerate(file.services):
        if service.hours not in file.hours:
            yield Mistake(
                ("services", at, "hours"), f"the service {service.name!r} has hours {service.hours!r}, {LOST}"
            )
    yield from idle_targets(file.kpi_targets)
    for role in file.first_line:
        if role not in ROLES:
            yield Mistake(("first_line",), f"{role!r} is not one of {', '.join(ROLES)}")
    for name in ("outages", "management"):
        if name not in file.channels:
            yield Mistake(("channels",), f'the channel for {name} is missing: {name} = "…"')
    yield from lost_partners(file)
    yield from lost_routes(file)
    yield from lost_authors(file)


def lost_routes(file: DeskFile) -> Iterator[Mistake]:
    """Whom warnings are told must be somebody."""
    known = {OWNER, USUAL, *file.channels, *(f"@{person.key}" for person in file.people)}
    for kind, route in file.alerts.routes.items():
        for key, named in (("tell", route.tell), ("then", (route.then,))):
            for who in set(named) - known - {""}:
                yield Mistake(("alerts", "routes", kind, key), f"there is no channel or person {who!r} to tell")


def lost_authors(file: DeskFile) -> Iterator[Mistake]:
    known = {person.key for person in file.people}
    for at, shape in enumerate(file.reports):
        named = (*(("authors", who) for who in shape.authors), ("contact", shape.contact))
        for key, who in named:
            if who and who not in known:
                yield Mistake(("reports", at, key), f"there is no person {who!r}")


def idle_targets(rows: Sequence[KpiTarget]) -> Iterator[Mistake]:
    """Targets of what there is not, or that can never be reached."""
    kpis = catalogue()
    for at, row in enumerate(rows):
        kpi = kpis.get(row.kpi)
        if kpi is None:
            yield Mistake(("kpi_targets", at, "kpi"), f"there is no KPI {row.kpi!r}: /kpi list shows them")
        elif row.partner is not None and not by_partner(kpi):
            yield Mistake(("kpi_targets", at, "partner"), f"{kpi.name!r} is not kept by partner")
        elif kpi.is_share and row.target is not None and row.target > HUNDRED:
            yield Mistake(("kpi_targets", at, "target"), "target is a share, which should be less than or equal to 100")


def lost_partners(file: DeskFile) -> Iterator[Mistake]:
    known = {partner.key for partner in file.partners}
    for at, partner in enumerate(file.partners):
        if partner.key.lower() == "all":
            yield Mistake(("partners", at, "key"), f"no partner can be called {partner.key!r}, which stands for all")
    sections: Mapping[str, Sequence[TargetsSection | KpiTarget | Listed | Group]]
    sections = {"targets": file.targets, "kpi_targets": file.kpi_targets, "people": file.people, "groups": file.groups}
    for name, rows in sections.items():
        for at, row in enumerate(rows):
            if row.partner is not None and row.partner not in known:
                yield Mistake((name, at, "partner"), f"there is no partner {row.partner!r}")
    yield from wrong_partner("people", file.people)
    yield from wrong_partner("groups", file.groups)


def wrong_partner(section: str, holders: Holders) -> Iterator[Mistake]:
    for at, holder in enumerate(holders):
        if holder.partner is None and holder.role == "partner manager":
            yield Mistake((section, at), 'a partner manager needs the partner that they manage: partner = "…"')
        elif holder.partner is not None and holder.role != "partner manager":
            said = f"only a partner manager is kept to one partner, and this is {holder.role}: leave partner out"
            yield Mistake((section, at, "partner"), said)


def unreadable_targets(file: DeskFile) -> Iterator[Mistake]:
    for at, section in enumerate(file.targets):
        for level, text in (section.model_extra or {}).items():
            try:
                section.target(level, str(text))
            except ValueError as error:
                yield Mistake(("targets", at, level), str(error))


def untargeted(file: DeskFile) -> Iterator[Mistake]:
    """Every level needs a target that holds for all partners."""
    general = {(target.kind, target.level) for s in file.targets if s.partner is None for target in s.targets()}
    for kind, levels in LEVELS.items():
        first = next((at for at, section in enumerate(file.targets) if section.kind == kind), 0)
        for level in levels:
            if (kind, level) not in general:
                yield Mistake(("targets", first), f'{kind}s of level {level} have no target: {level} = "…"')


def impossible_hours(file: DeskFile) -> Iterator[Mistake]:
    for name, sections in file.hours.items():
        try:
            calendar_of(name, sections, file)
        except DeskError as error:
            yield Mistake(("hours", name), f"hours.{name}: {error.sentence.rstrip('.')}")


def calendar_of(name: str, sections: Iterable[HoursSection], file: DeskFile) -> Calendar:
    """DeskError where its hours cannot be kept."""
    closures = frozenset(closure.on for closure in file.closures)
    return Calendar(name, tuple(map(hours_of, sections)), closures, file.zone)


def hours_of(section: HoursSection) -> Hours:
    week: Week = tuple(section.windows if day in section.days else () for day in range(7))
    return Hours(section.from_on, week, section.day, section.bank_holidays == "closed")
