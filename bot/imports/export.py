"""A file that another tool made: what it is a table of, and how it is to be read."""

from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import DeskError
from core.imports import kinds
from core.imports.kinds import Kind
from core.imports.mapping import profile_of, read_map, read_priorities, refusal
from core.imports.plan import Plan, plan, recognise
from core.imports.profiles import PROFILES, Profile
from core.imports.rows import RowPlan, plan_rows
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
    """Tickets of the tool that is `plan.profile.name`."""

    sheet: Sheet
    plan: Plan


@dataclass(frozen=True)
class Rows:
    """Rows of the register, or of the part of the budget, that is `plan.profile.name`."""

    sheet: Sheet
    plan: RowPlan


def open_export(source: Path | bytes, ways: Ways, zone: str) -> Export | Rows:
    """DeskError with what has still to be said of it, or what is wrong with it."""
    sheet = read_table(source)
    chosen = choose(sheet.header, ways)
    order = read_order(ways.dates) if ways.dates else None
    if isinstance(chosen, Kind):
        return Rows(sheet, plan_rows(sheet, chosen, ways.columns or "", ways.zone or zone, order))
    return Export(sheet, plan(sheet, chosen, ways.zone or chosen.zone or zone, order))


def choose(header: tuple[str, ...], ways: Ways) -> Profile | Kind:
    """What people say that it is, or else what its header says; priorities that they map come before its own."""
    if ways.profile in kinds.TABLES:
        return kinds.TABLES[ways.profile]
    priorities = read_priorities(ways.priorities or "")
    if ways.columns:
        return profile_of(ways.profile, read_map(ways.columns, header), priorities)
    found = named(ways.profile) if ways.profile else recognised(header)
    return found if isinstance(found, Kind) else replace(found, priorities={**found.priorities, **priorities})


def named(profile: str) -> Profile:
    for known in PROFILES:
        if known.name == profile:
            return known
    names = ", ".join([*(known.name for known in PROFILES), *kinds.TABLES])
    raise DeskError(f"There is no profile {profile!r}. There are {names}.", "profile")


def recognised(header: tuple[str, ...]) -> Profile | Kind:
    """DeskError, with what it might be, where that is not plain."""
    of_tickets = recognise(header)
    if of_tickets is not None:
        return of_tickets
    found = kinds.recognise(header)
    if len(found) == 1:
        return found[0]
    if found:
        these = " or ".join(kind.noun[1] for kind in found)
        options = " or ".join(f"--profile {kind.name}" for kind in found)
        raise DeskError(f"This may be a table of {these}: say it with {options}.", "profile")
    near = " or ".join(f"--profile {name}" for name in kinds.nearest(header))
    refused = refusal(header)
    raise DeskError(f"{refused.sentence} If these are no tickets, say {near}." if near else refused.sentence, "map")
