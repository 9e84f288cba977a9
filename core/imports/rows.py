"""The rows of a table that is not of tickets: by field, as a person would type it; its dates settled as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from core.errors import DeskError
from core.imports.kinds import Kind, places
from core.imports.tables import Sheet
from core.imports.tickets import RowError
from core.imports.times import Order, read_time, settle
from core.month_names import MONTHS
from core.records.fields import Field
from core.zones import to_utc

DATES = ("date", "moment", "month")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROWS_LIMIT = 100_000  # of a register or a budget: they are compared as a whole
_LONGEST_DATE = 11


@dataclass(frozen=True, eq=False)
class RowPlan:
    """How a sheet is to be read. `profile` is the kind of table, `places` by key the column that holds it.

    `counts` has 1 for each row, as a plan of tickets has: here all of them count.
    """

    profile: Kind
    zone: str
    order: Order
    places: Mapping[str, int]
    counts: bytearray

    def column(self, key: str, header: tuple[str, ...]) -> str:
        """How the file calls it; its label, where the file has no such column."""
        if key in self.places:
            return header[self.places[key]]
        return next((one.label for one in self.profile.fields if one.key == key), key)


@dataclass(frozen=True)
class Row:
    """`given`: what is filled in, by key. `fault`: (key, what would mend it) of a cell that is no date."""

    line: int
    cells: tuple[str, ...]
    given: Mapping[str, str]
    fault: tuple[str, str] | None = None

    def error(self, plan: RowPlan, header: tuple[str, ...], key: str, mend: str) -> RowError:
        value = self.cells[plan.places[key]] if key in plan.places else ""
        return RowError(self.line, plan.column(key, header), value, mend, self.cells)


@dataclass(frozen=True)
class _Reading:
    plan: RowPlan
    fields: tuple[Field, ...]
    known: dict[tuple[str, str], str] = field(default_factory=dict)


def plan_rows(sheet: Sheet, kind: Kind, said: str, zone: str, order: Order | None = None) -> RowPlan:
    """DeskError: a column is lacking, or nothing in the file tells days from months and `order` does not either."""
    found = places(kind, sheet.header, said)
    dated = [found[one.key] for one in kind.fields if one.kind in DATES and one.key in found]
    counts, dates = bytearray(), set[str]()
    for _, cells in sheet.rows():
        counts.append(1)
        if len(counts) > ROWS_LIMIT:
            raise DeskError(f"The file has more than {ROWS_LIMIT:,} rows: split it by date.", "file")
        dates.update(cells[at].strip().partition(" ")[0][:_LONGEST_DATE] for at in dated if at < len(cells))
    return RowPlan(kind, zone, order or settle(sorted(dates)), found, counts)


def read_rows(sheet: Sheet, plan: RowPlan) -> Iterator[Row]:
    reading = _Reading(plan, tuple(one for one in plan.profile.fields if one.key in plan.places))
    width = len(sheet.header)
    for line, cells in sheet.rows():
        yield _row(line, (*cells, *[""] * (width - len(cells))), reading)


def _row(line: int, cells: tuple[str, ...], reading: _Reading) -> Row:
    given, fault = {}, None
    for one in reading.fields:
        text = plain(cells[reading.plan.places[one.key]])
        try:
            given[one.key] = _as_typed(one, text, reading) if text and one.kind in DATES else text
        except DeskError as error:
            fault = fault or (one.key, error.sentence)
    return Row(line, cells, given, fault)


def plain(cell: str) -> str:
    """Without the apostrophe that a file of ours has before what a spreadsheet would run."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def unread(header: tuple[str, ...], plan: RowPlan) -> list[str]:
    """The columns that no field is read from."""
    used = set(plan.places.values())
    return [name for place, name in enumerate(header) if name and place not in used]


def read_date(text: str, order: Order) -> date | None:
    """The day of a date, with a time behind it or without one; None if it is neither."""
    reading = read_time(text, order) or read_time(f"{text} 00:00", order)
    return datetime.fromtimestamp(reading.seconds, UTC).date() if reading else None


def _as_typed(one: Field, text: str, reading: _Reading) -> str:
    key = (one.kind, text)
    if key not in reading.known:
        reading.known[key] = {"date": _day, "moment": _moment, "month": _month}[one.kind](one, text, reading.plan)
    return reading.known[key]


def _day(one: Field, text: str, plan: RowPlan) -> str:
    day = read_date(text, plan.order)
    if day is None:
        raise DeskError(f"{one.label} is a day: write it as in 2020-07-03")
    return day.isoformat()


def _moment(one: Field, text: str, plan: RowPlan) -> str:
    """In UTC, to the second; a time that a clock change skipped or doubled is moved forward, or the first."""
    reading = read_time(text, plan.order)
    if reading is None:
        raise DeskError(f"{one.label} is a day with its time: write it as in 2020-07-03 14:10")
    wall = datetime.fromtimestamp(reading.seconds, UTC)
    at = wall if reading.is_utc else to_utc(wall.replace(tzinfo=None), plan.zone)[0]
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _month(one: Field, text: str, plan: RowPlan) -> str:
    day = read_date(text, plan.order)
    if day is not None:
        return f"{MONTHS[day.month - 1].lower()} {day.year}"
    if not any(sign.isdigit() for sign in text):
        raise DeskError(f"{one.label} is a month with its year: write it as in july 2020")
    return text
