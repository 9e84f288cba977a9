"""For tests of logs of status changes: the slow way to know how long a ticket was worked on, and all that counts."""

import csv
import gzip
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from core.calendar import Calendar
from storage.models import Downtime, Hold, Ticket

WAITING = {"Awaiting User Info", "Awaiting Evidence", "Awaiting Vendor"}
OVER = {"Resolved", "Closed"}
MINUTE = timedelta(minutes=1)
LONDON = ZoneInfo("Europe/London")

Event = dict[str, str]


def events_of(file: Path) -> dict[str, list[Event]]:
    """The rows of each incident in order of time, by its number."""
    found: dict[str, list[Event]] = defaultdict(list)
    with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["number"]].append(row)
    return {number: sorted(rows, key=lambda row: at(row["sys_updated_at"])) for number, rows in found.items()}


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=LONDON).astimezone(UTC)


def minutes_worked(rows: list[Event], calendar: Calendar) -> int:
    minute, end = at(rows[-1]["opened_at"]), at(rows[-1]["resolved_at"])
    reopened = [row["incident_state"] not in OVER for row in rows]
    times = [at(row["sys_updated_at"]) for row in rows]
    minutes = 0
    while minute < end:
        before = sum(time <= minute for time in times)
        state = rows[before - 1]["incident_state"] if before else ""
        is_held = state in WAITING or (state in OVER and any(reopened[before:]))
        minutes += calendar.worked(minute, minute + MINUTE) == MINUTE.total_seconds() and not is_held
        minute += MINUTE
    return minutes


def everything(session: Session) -> list[list[object]]:
    """Tickets, holds and downtime that are not withdrawn."""
    return [
        [*session.exec(select(model).where(col(model.void_at).is_(None)).order_by(col(model.id)))]
        for model in (Ticket, Hold, Downtime)
    ]
