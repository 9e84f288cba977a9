"""What was said of a table with the same header before: used where the file leaves it open, and told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.imports.export import Export, Rows, Ways, open_export
from bot.imports.outcome import Outcome
from core.errors import DeskError
from core.imports.mapping import header_digest
from core.imports.tables import read_table
from storage import uploads
from storage.models import StoredMapping

REMEMBERED = {"map": "columns", "dates": "order of day and month", "profile": "tool"}  # by the field that lacks it
Recall = Callable[[tuple[str, ...]], StoredMapping | None]


@dataclass(frozen=True)
class Known:
    """The export, the ways by which it was opened, and what of them was remembered, in words."""

    export: Export | Rows
    ways: Ways
    note: str = ""


def open_known(source: Path | bytes, ways: Ways, zone: str, recall: Recall) -> Known:
    """As `open_export`; what people say now goes before what they said then. DeskError: what has still to be said."""
    used: list[str] = []
    before: StoredMapping | None = None
    while True:
        try:
            export = open_export(source, ways, zone)
        except DeskError as error:
            before = before or recall(read_table(source).header) if error.field in REMEMBERED else None
            more = recalled(before, error.field, ways) if before else ways
            if more == ways:
                raise
            used.append(REMEMBERED[error.field or ""])
            ways = more
        else:
            return Known(export, ways, told(used, before.at, zone) if before and used else "")


def recalled(before: StoredMapping, field: str | None, ways: Ways) -> Ways:
    if field == "dates":
        return replace(ways, dates=ways.dates or before.dates)
    if field == "profile":
        return replace(ways, profile=before.profile) if ways.columns and not ways.profile else ways
    if ways.columns or not before.columns:
        return ways
    priorities = ways.priorities or before.priorities
    return replace(ways, columns=before.columns, profile=ways.profile or before.profile, priorities=priorities)


def told(used: list[str], at: datetime, zone: str) -> str:
    day = at.astimezone(ZoneInfo(zone))
    return f"Remembered from such a file of {day.day} {day:%B %Y}: its {' and '.join(used)}."


def remember(session: Session, header: tuple[str, ...], ways: Ways, at: datetime, person_id: int) -> None:
    """What could not be seen in the file itself; a file that says all needs no memory."""
    if ways.columns or ways.dates:
        said = {"profile": ways.profile, "columns": ways.columns, "priorities": ways.priorities, "dates": ways.dates}
        uploads.remember(session, StoredMapping(digest=header_digest(header), at=at, person_id=person_id, **said))


def noted(outcome: Outcome, known: Known) -> Outcome:
    """What was remembered stands before all that is to be known of the file."""
    outcome.warnings = tuple(filter(None, (known.note, *outcome.warnings)))
    return outcome


def recall_in(header: tuple[str, ...], session: Session) -> StoredMapping | None:
    return uploads.recall(session, header_digest(header))
