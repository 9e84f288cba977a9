"""What a ticket is: kinds, levels, references, the state it is in, and what its clock and outcome follow from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.calendar import Calendar
from core.errors import DeskError
from core.sla import Span, Target, allowed_minutes, deadline, target_for, used_minutes

INCIDENT, REQUEST = "incident", "request"
LEVELS = {INCIDENT: ("P1", "P2", "P3", "P4"), REQUEST: ("minor", "standard", "major", "bespoke")}
OUTAGES = ("P1", "P2")
LETTERS = ("OUT", "INC", "REQ")  # before the number of a reference
JOIN_WITHIN = timedelta(minutes=15)  # two outages of one service this close are probably one
REFERENCE = re.compile(rf"^(?:({'|'.join(LETTERS)})-)?#?(\d{{1,9}})$", re.IGNORECASE)


def read_level(kind: str, typed: str) -> str | None:
    """`p2`, `P2`, `2` and `priority2` for an incident, `minor` and so on for a request; None for any other word."""
    word = typed.strip().lower().removeprefix("priority").strip(" -")
    word = f"p{word}" if kind == INCIDENT and word.isdigit() else word
    return next((level for level in LEVELS[kind] if level.lower() == word), None)


def is_outage(kind: str, level: str) -> bool:
    """A P1 or P2 incident is what the reports call an outage (seed 001, section 2.1.5)."""
    return kind == INCIDENT and level in OUTAGES


def reference(kind: str, level: str, number: int) -> str:
    """OUT-12, INC-12 or REQ-12: the number alone identifies, so a change of priority only changes the letters."""
    return f"{'OUT' if is_outage(kind, level) else kind[:3].upper()}-{number}"


def read_reference(typed: str) -> int | None:
    match = REFERENCE.match(typed.strip())
    return int(match[2]) if match else None


def pack_partners(partners: Iterable[str]) -> str:
    """`,BDC,DDDC,`, sorted: one column that a covering index can hold and LIKE '%,BDC,%' can search."""
    keys = sorted(set(partners))
    return f",{','.join(keys)}," if keys else ""


def unpack_partners(packed: str) -> tuple[str, ...]:
    return tuple(key for key in packed.split(",") if key)


@dataclass(frozen=True)
class Facts:
    """What the clock of one ticket needs. `holds` are the ended ones; `held_since` is the running one's start."""

    kind: str
    level: str
    partners: Sequence[str]
    opened_at: datetime
    holds: Sequence[Span] = ()
    held_since: datetime | None = None
    agreed_on: date | None = None


def clock_columns(facts: Facts, calendar: Calendar, targets: Sequence[Target]) -> dict[str, Any]:
    """allowed_minutes, due_at and warn_at as the ticket stands."""
    opened_on = calendar.local(facts.opened_at).date()
    target = target_for(targets, facts.kind, facts.level, facts.partners, opened_on)
    allowed = allowed_minutes(target, calendar, facts.opened_at, facts.agreed_on)
    limits = deadline(calendar, facts.opened_at, allowed, facts.holds, facts.held_since)
    return {"allowed_minutes": allowed, "due_at": limits.due_at, "warn_at": limits.warn_at}


def outcome_columns(
    facts: Facts, calendar: Calendar, allowed: int, resolved_at: datetime, *, first_contact: bool | None
) -> dict[str, Any]:
    """What the KPIs count, written once on resolution: the month of the last resolution, the minutes, the verdict.

    `first_contact`: None where it is not known.
    """
    if resolved_at < facts.opened_at:
        raise DeskError("It cannot have been resolved before it was opened. Give a later time.", "at")
    minutes = used_minutes(calendar, facts.opened_at, resolved_at, facts.holds)
    return {
        "reported_month": calendar.month(resolved_at),
        "worked_minutes": minutes,
        "met_target": minutes <= allowed,
        "first_contact": first_contact,
    }


NO_OUTCOME = dict.fromkeys(("reported_month", "worked_minutes", "met_target", "first_contact"))


def next_watch(*, due_at: datetime | None, warn_at: datetime | None, is_warned: bool) -> datetime | None:
    """When the SLA watch looks next at an open ticket: at the warning, then at the deadline. Held: both are empty."""
    return due_at if is_warned else warn_at
