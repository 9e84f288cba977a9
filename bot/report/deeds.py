"""What was done to records since a report was signed, from the trail: each change with what the record was before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.command import Request
from bot.when import spoken
from core.calendar import Calendar, day_words
from core.records import REGISTERS
from core.report.counted import Counted
from core.report.moved import History, Step
from core.tickets import INCIDENT, reference, unpack_partners
from core.wording import listed
from storage import reports
from storage.models import ReportVersion, Trail
from storage.trail import RECORDS, thaw

Values = Mapping[str, Any]
HANGING = frozenset({"hold", "downtime", "note", "alert", "silence"})  # what they do to a ticket is in its own entry


@dataclass(frozen=True)
class State:
    """A record as it was or is, and of a ticket what is counted."""

    table: str
    number: int
    values: Values
    counted: Counted | None = None


@dataclass(frozen=True)
class Since:
    """`imported`: by table, the sentences of imports."""

    histories: Sequence[History]
    imported: Mapping[str, Sequence[str]]


def done_since(request: Request, session: Session, version: ReportVersion) -> Since:
    entries: dict[tuple[str, int], list[Trail]] = {}
    imported: dict[str, list[str]] = {}
    for entry in reports.written_since(session, version):
        if entry.action == "batch":
            sentence = f"Records were imported on {day_of(entry, request)}."
            imported.setdefault(entry.record, []).append(sentence)
        elif entry.record in RECORDS and entry.record not in HANGING:
            entries.setdefault((entry.record, entry.record_id), []).append(entry)
    histories = [History(table, steps(request, session, own)) for (table, _), own in entries.items()]
    return Since(histories, imported)


def steps(request: Request, session: Session, entries: Sequence[Trail]) -> tuple[Step, ...]:
    """From how the record now is back to how it was: each entry has the values from before it."""
    record, number = entries[0].record, entries[0].record_id
    values: Values = session.get_one(RECORDS[record], number).model_dump()
    name, found = name_of(record, number, values), list[Step]()
    for entry in reversed(entries):
        before = None if entry.action == "add" else {**values, **thaw(RECORDS[record], entry.before)}
        told = f"{name} {deed(record, before, values, entry, request)}"
        was, became = (state_of(record, number, each, request) for each in (before, values))
        found.append(Step(was, became, told))
        values = before or {}
    return tuple(reversed(found))


def state_of(record: str, number: int, values: Values | None, request: Request) -> State | None:
    """None before it was there, and once it is withdrawn."""
    if values is None or values["void_at"] is not None:
        return None
    counted = counted_of(values, request.desk.calendar) if record == "ticket" else None
    return State(record, number, values, counted)


def counted_of(values: Values, calendar: Calendar) -> Counted:
    def day(at: datetime | None) -> date | None:
        return calendar.local(at).date() if at else None

    reopenings = values["reopenings"]
    return Counted(
        values["kind"],
        values["level"],
        unpack_partners(values["partners"]),
        calendar.local(values["opened_at"]).date(),
        day(values["ended_at"]),
        values["reported_month"],
        day(values["due_at"]),
        values["worked_minutes"],
        {
            "met_target": values["met_target"],
            "first_contact": values["first_contact"],
            "reopened": None if reopenings is None else reopenings > 0,
        },
    )


def deed(record: str, before: Values | None, after: Values, entry: Trail, request: Request) -> str:
    """Was logged on 12 November 2020. / was corrected on 25 November 2020: priority from P2 to P3."""
    on = day_of(entry, request)
    if before is None:
        return f"was logged on {on}."
    if (before["void_at"] is None) != (after["void_at"] is None):
        return f"was {'withdrawn' if after['void_at'] else 'brought back'} on {on}."
    if record != "ticket":
        return f"was changed on {on}."
    if (before["ended_at"] is None) != (after["ended_at"] is None):
        ended = "resolved" if after["resolved_at"] else "closed unresolved"
        return f"was {'reopened' if after['ended_at'] is None else ended} on {on}."
    what = listed([*corrections(before, after, request)])
    return f"was corrected on {on}{f': {what}' if what else ''}."


def corrections(before: Values, after: Values, request: Request) -> Iterator[str]:
    level = "priority" if after["kind"] == INCIDENT else "size"
    for column, name in (("level", level), ("partners", "partners"), ("opened_at", "start"), ("ended_at", "end")):
        was, now = (shown(values[column], request) for values in (before, after))
        if was != now:
            yield f"{name} from {was} to {now}"


def shown(value: object, request: Request) -> str:
    if isinstance(value, datetime):
        return spoken(value, request.now, request.desk.zone, always_date=True)
    return ", ".join(unpack_partners(str(value or ""))) or "none"


def day_of(entry: Trail, request: Request) -> str:
    return day_words(request.desk.calendar.local(entry.at).date())


def name_of(table: str, number: int, values: Values) -> str:
    if table == "ticket":
        return reference(values["kind"], values["level"], number)
    if table in REGISTERS:
        return REGISTERS[table].reference(number)
    return f"A {table.replace('_', ' ')}"
