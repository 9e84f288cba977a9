"""A file that another tool made: what it is a table of, and how it is to be read."""

from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import DeskError
from core.imports.mapping import profile_of, read_map, read_priorities, refusal
from core.imports.plan import Plan, plan, recognise
from core.imports.profiles import PROFILES, Profile
from core.imports.tables import Sheet, read_table
from core.imports.times import read_order


@dataclass(frozen=True)
class Ways:
    """What people say of a file that it does not say itself: the order of its dates, its columns, its priorities."""

    profile: str | None = None
    zone: str | None = None
    dates: str | None = None
    columns: str | None = None
    priorities: str | None = None


@dataclass(frozen=True)
class Export:
    sheet: Sheet
    plan: Plan


def open_export(source: Path | bytes, ways: Ways, zone: str) -> Export:
    """DeskError with what has still to be said of it, or what is wrong with it."""
    sheet = read_table(source)
    chosen = choose(sheet.header, ways)
    order = read_order(ways.dates) if ways.dates else None
    return Export(sheet, plan(sheet, chosen, ways.zone or chosen.zone or zone, order))


def choose(header: tuple[str, ...], ways: Ways) -> Profile:
    priorities = read_priorities(ways.priorities or "")
    if ways.columns:
        return profile_of(ways.profile or "other", read_map(ways.columns, header), priorities)
    found = named(ways.profile) if ways.profile else recognise(header)
    if found is None:
        raise refusal(header)
    return replace(found, priorities={**found.priorities, **priorities})


def named(profile: str) -> Profile:
    for known in PROFILES:
        if known.name == profile:
            return known
    raise DeskError(f"There is no profile {profile!r}. There are {', '.join(p.name for p in PROFILES)}.", "profile")
