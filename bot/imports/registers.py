"""Rows of a register: read as typed lines are, told apart by what identifies them, and written."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlmodel import Session

from bot.command import Request, Writing
from bot.imports.outcome import Outcome
from bot.imports.rows import ROWS_SHOWN, as_request, cleaned, enter_batch, not_read, preview
from bot.records.checks import ENTERED_AT_ONCE, Rows, in_turn
from bot.records.read import read
from bot.records.words import as_typed, values_of
from core.errors import DeskError
from core.imports.kinds import OUTSIDE, REFERENCE
from core.imports.rows import Row, RowPlan
from core.imports.tables import Sheet
from core.records import REGISTERS
from core.records.fields import Field, Register
from storage import registers, trail
from storage.models import TABLES
from storage.models.base import Kept
from storage.trail import AS_JSON, Values

OWN = frozenset({REFERENCE.key, OUTSIDE.key})


@dataclass(frozen=True)
class Reading:
    """`known`: what cells were read as, because a file says the same thing in many rows."""

    register: Register
    request: Request
    session: Session
    known: dict[tuple[str, str], object] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.register, self.session, self.request.person.id)

    def value(self, one: Field, typed: str) -> object:
        key = (one.key, typed)
        if key not in self.known:
            self.known[key] = read(one, typed, self.request, self.session)
        return self.known[key]

    def typed(self, row: Mapping[str, object]) -> dict[str, str]:
        fields = [one for one in self.register.fields if one.name in row]
        return {one.key: as_typed(one, row[one.name], self.session, self.request.desk) for one in fields}


@dataclass(frozen=True)
class Meant:
    """A row as read. `number` is the record that it names, or else `source_ref` is what it is known by."""

    row: Row
    values: Values
    number: int | None
    source_ref: str


def bring_records(sheet: Sheet, plan: RowPlan, writing: Writing, session: Session, *, is_stored: bool) -> Outcome:
    """Every row compared with what is there, and, where it is to be stored, written."""
    register = REGISTERS[plan.profile.name]
    request = as_request(writing, session, register.name, register.needs, register.handles)
    reading, outcome = Reading(register, request, session), Outcome(sheet.header)
    if is_stored:
        in_turn(register, session, request.person.id)
    meant = list(understood(reading, cleaned(sheet, plan, outcome), plan, outcome))
    new, changed = compared(reading, meant, plan, outcome)
    outcome.errors.sort(key=lambda error: error.line)
    outcome.first = preview(plan, sheet.header, [reading.typed(one.values) for one in meant[:ROWS_SHOWN]])
    outcome.warnings = (*not_read(sheet, plan), *(taken(register, plan) if new else ()))
    if is_stored:
        with trail.alone(ENTERED_AT_ONCE):
            trail.add_many(session, writing.act, TABLES[register.name], new)
            for row, values in changed:
                trail.change(session, writing.act, row, values)
        enter_batch(writing, session, register.name, outcome)
    return outcome


def understood(reading: Reading, rows: Iterable[Row], plan: RowPlan, outcome: Outcome) -> Iterable[Meant]:
    """The rows whose cells can be read. What names the same record twice is an error, the same content twice is not."""
    seen: Counter[str] = Counter()
    for row in rows:
        try:
            one = read_row(reading, row, seen)
        except DeskError as error:
            outcome.errors.append(row.error(plan, outcome.header, error.field or "", error.sentence))
        else:
            yield one


def read_row(reading: Reading, row: Row, seen: Counter[str]) -> Meant:
    values = {
        one.name: reading.value(one, typed) if typed else None
        for one in reading.register.fields
        if (typed := row.given.get(one.key)) is not None
    }
    number = number_of(reading.register, row.given.get(REFERENCE.key, ""))
    outside = row.given.get(OUTSIDE.key, "")
    named = f"number {number}" if number is not None else f"outside {outside}" if outside else ""
    known_by = named or content(values)
    seen[known_by] += 1
    if named and seen[named] > 1:
        raise DeskError(
            f"An earlier row is of {row.given[REFERENCE.key] if number is not None else outside} already: keep one",
            REFERENCE.key if number is not None else OUTSIDE.key,
        )
    return Meant(row, values, number, known_by if named else f"{known_by} {seen[known_by]}")


def number_of(register: Register, reference: str) -> int | None:
    number = register.read_reference(reference) if reference else None
    if reference and number is None:
        raise DeskError(f"A reference is as in {register.reference(12)}; leave it empty for a new one", REFERENCE.key)
    return number


def content(values: Values) -> str:
    """What identifies a row that names nothing: all that it says, whatever the order of its columns."""
    said = AS_JSON.encode({name: value for name, value in values.items() if value is not None})
    return f"row {hashlib.sha256(said.encode()).hexdigest()[:32]}"


def compared(
    reading: Reading, meant: Sequence[Meant], plan: RowPlan, outcome: Outcome
) -> tuple[list[Values], list[tuple[Kept, Values]]]:
    """The rows to add, and for known records what the file has otherwise than we have."""
    name = reading.register.name
    numbers = [one.number for one in meant if one.number is not None]
    by_number = registers.among(reading.session, name, "id", numbers)
    by_source = registers.among(reading.session, name, "source_ref", [one.source_ref for one in meant])
    new: list[Values] = []
    changed: list[tuple[Kept, Values]] = []
    for one in meant:
        there = by_source.get(one.source_ref) if one.number is None else by_number.get(one.number)
        try:
            values = added(reading, one) if there is None else differing(reading, one, there)
        except DeskError as error:
            outcome.errors.append(one.row.error(plan, outcome.header, error.field or "", error.sentence))
            continue
        if there is None:
            new.append(values)
        elif values:
            changed.append((there, values))
        else:
            outcome.unchanged += 1
    outcome.new, outcome.changed = len(new), len(changed)
    return new, changed


def added(reading: Reading, one: Meant) -> Values:
    """All columns of a new record: what the row leaves out is the default, as in a typed line."""
    if one.number is not None:
        ref = reading.register.reference(one.number)
        raise DeskError(f"There is no {ref}; leave the reference empty to add a new one", REFERENCE.key)
    values: Values = {field.name: one.values.get(field.name) for field in reading.register.fields}
    for each in reading.register.fields:
        if values[each.name] is None and each.default:
            values[each.name] = reading.value(each, each.default)
        if values[each.name] is None and each.required:
            raise DeskError(f"{each.label} is needed: fill it in", each.key)
    reading.rows.check(values)
    return values | {"source_ref": one.source_ref}


def differing(reading: Reading, one: Meant, there: Kept) -> Values:
    """What the row says otherwise. One that is known by its content says what it said when it came in."""
    if one.source_ref.startswith("row "):
        return {}
    values = {}
    for each in reading.register.fields:
        now, said = getattr(there, each.name), one.values.get(each.name)
        goes_without_saying = said is None and (each.default or each.name not in one.values)
        if goes_without_saying or to_the_minute(said) == to_the_minute(now):
            continue
        if said is None and each.required:
            raise DeskError(f"{each.label} is needed: fill it in", each.key)
        values[each.name] = said
    if values:
        reading.rows.check({**values_of(reading.register, there), **values}, there)
    return values


def to_the_minute(value: object) -> object:
    """A file of ours says no seconds."""
    return value.replace(second=0) if isinstance(value, datetime) else value


def taken(register: Register, plan: RowPlan) -> list[str]:
    """What new records get where the file has no such column."""
    lacking = [f"{one.label} {one.default}" for one in register.fields if one.default and one.key not in plan.places]
    return [f"What the file has no column for, and is taken: {', '.join(lacking)}."] if lacking else []
