"""Tickets in other tools' exports: one profile for each tool, every row checked, plain columns out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.errors import DeskError
from core.imports.profiles import PROFILES, Profile
from core.imports.tables import Sheet, wall_clock
from core.tickets import LEVELS
from core.zones import FIRST_YEAR, LAST_YEAR, Flags, Seconds, to_utc_many

MISSING = -1  # a time that the export leaves out; all real ones are far above

_FLAGS: Mapping[str, bool | None] = {"true": True, "false": False, "": None}
_COUNTS = {"": 0} | {str(count): count for count in range(10_000)}
_CLOCK_CHANGES = {"skipped": "moved forward", "doubled": "taken as the first of the two"}

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class TicketColumns:
    """One entry a ticket in each column, in the order of their lines in the file.

    Times are epoch seconds, UTC, or MISSING; `opened` is never missing. Priorities are core.tickets.LEVELS, kinds
    incident or request. What the export leaves out is "" as a text, 0 as a count, None as an SLA flag.
    """

    line: list[int]
    reference: list[str]
    kind: list[str]
    priority: list[str]
    summary: list[str]
    service: list[str]
    partners: list[tuple[str, ...]]
    group: list[str]
    cause: list[str]
    opened: Seconds
    resolved: Seconds
    closed: Seconds
    reassignments: NDArray[np.int64]
    reopenings: NDArray[np.int64]
    made_sla: list[bool | None]

    def __len__(self) -> int:
        return len(self.line)


@dataclass(frozen=True)
class RowError:
    """A row that was left out: where, what stood there, and what would mend it."""

    line: int
    column: str
    value: str
    mend: str


def recognise(header: tuple[str, ...]) -> Profile:
    """The profile whose marking columns all stand in the header, in any order and case. DeskError if none."""
    for profile in PROFILES:
        if not _lacking(profile, header):
            return profile
    known = "; ".join(f"{profile.name} has {', '.join(_lacking(profile, ()))}" for profile in PROFILES)
    raise DeskError(f"I know no export with these columns. Export it with those of one: {known}.", "file")


def read_tickets(
    sheet: Sheet, profile: Profile, zone: str | None = None
) -> tuple[TicketColumns, tuple[RowError, ...], tuple[str, ...]]:
    """(tickets, the rows left out with the first fault of each, warnings).

    The last row of each reference counts, because an event log has a row for each change of an incident.
    Times are of `zone`, or else of the profile's. DeskError: the sheet lacks a column that the profile needs.
    """
    if lacking := _lacking(profile, sheet.header):
        raise DeskError(f"The file lacks {', '.join(lacking)}: export it again with them.", "file")
    rows, nameless, superseded = _last_rows(sheet, profile)
    times = _times(rows, zone or profile.zone)
    tickets, kept = _columns(rows, times)
    errors = sorted([*nameless, *rows.faults.values()], key=lambda error: error.line)
    return tickets, tuple(errors), tuple(_warnings(rows, times, kept, superseded))


@dataclass(frozen=True)
class _Rows:
    """The last row of each reference: a list of texts for each of our fields, and the first fault by row."""

    profile: Profile
    lines: list[int]
    cells: dict[str, list[str]]
    faults: dict[int, RowError]

    def texts(self, name: str) -> list[str]:
        return self.cells.get(name) or [""] * len(self.lines)

    def reject(self, row: int, name: str, mend: str) -> None:
        error = RowError(self.lines[row], self.profile.columns[name], self.cells[name][row], mend)
        self.faults.setdefault(row, error)


@dataclass(frozen=True)
class _Times:
    utc: Seconds
    skipped: Flags
    doubled: Flags


def _lacking(profile: Profile, header: tuple[str, ...]) -> list[str]:
    present = {column.casefold() for column in header}
    return [profile.columns[name] for name in profile.needs if profile.columns[name] not in present]


def _last_rows(sheet: Sheet, profile: Profile) -> tuple[_Rows, list[RowError], int]:
    """(rows, errors of the rows without a reference, how many rows gave way to a later one)."""
    header = [column.casefold() for column in sheet.header]
    names = [name for name, column in profile.columns.items() if column in header]
    pick = itemgetter(*(header.index(profile.columns[name]) for name in names))
    latest: dict[str, tuple[int, tuple[str, ...], str]] = {}
    nameless: list[RowError] = []
    superseded = 0
    for line, cells in sheet.rows:
        cells.extend([""] * (len(header) - len(cells)))
        picked = pick(cells)
        reference = picked[0].strip()
        if reference in profile.missing:
            nameless.append(RowError(line, profile.columns["reference"], reference, "give it a reference"))
            continue
        superseded += latest.pop(reference, None) is not None
        latest[reference] = line, picked, "".join(cells[len(header) :]).strip()
    return _transposed(profile, names, list(latest.values())), nameless, superseded


def _transposed(profile: Profile, names: list[str], rows: list[tuple[int, tuple[str, ...], str]]) -> _Rows:
    cells = {
        name: ["" if (text := cells[place].strip()) in profile.missing else text for _, cells, _ in rows]
        for place, name in enumerate(names)
    }
    mend = "put cells that hold the delimiter in quotation marks: the row has more cells than the header"
    faults = {row: RowError(line, "", extra, mend) for row, (line, _, extra) in enumerate(rows) if extra}
    return _Rows(profile, [line for line, _, _ in rows], cells, faults)


def _times(rows: _Rows, zone: str) -> dict[str, _Times]:
    times = {name: _column_of_times(rows, name, zone) for name in ("opened", "resolved", "closed")}
    for row in np.flatnonzero(times["opened"].utc == MISSING).tolist():
        rows.reject(row, "opened", "give the time at which it was opened")
    for earlier, later in (("opened", "resolved"), ("resolved", "closed"), ("opened", "closed")):
        before, after = times[earlier].utc, times[later].utc
        for row in np.flatnonzero((after < before) & (after != MISSING)).tolist():
            there = f"{rows.profile.columns[earlier]}, {rows.cells[earlier][row]}"
            rows.reject(row, later, f"it lies before {there}: correct one of the two")
    return times


def _column_of_times(rows: _Rows, name: str, zone: str) -> _Times:
    examples, forms = " or ".join(rows.profile.times), tuple(rows.profile.times.values())
    read = {text: wall_clock(text, forms) for text in set(rows.texts(name))}
    known = {text: seconds for text, seconds in read.items() if seconds is not None} | {"": MISSING}
    mend = f"write it as {examples}, with a year from {FIRST_YEAR} to {LAST_YEAR}"
    local = np.array(_mapped(rows, name, known, MISSING, mend), dtype=np.int64)
    given = local != MISSING
    utc, skipped, doubled = np.full_like(local, MISSING), np.zeros_like(given), np.zeros_like(given)
    utc[given], skipped[given], doubled[given] = to_utc_many(local[given], zone)
    return _Times(utc, skipped, doubled)


def _columns(rows: _Rows, times: dict[str, _Times]) -> tuple[TicketColumns, Flags]:
    """(the tickets without a fault, which rows they are)."""
    kinds = _mapped(rows, "kind", rows.profile.kinds, "")
    priorities = _mapped(rows, "priority", rows.profile.priorities, "")
    _refuse_mixed(rows, kinds, priorities)
    flags = _mapped(rows, "made_sla", _FLAGS, None, "write true or false")
    reassignments = _mapped(rows, "reassignments", _COUNTS, 0, "write a whole number")
    reopenings = _mapped(rows, "reopenings", _COUNTS, 0, "write a whole number")
    kept = np.array([row not in rows.faults for row in range(len(rows.lines))], dtype=np.bool_)
    tickets = TicketColumns(
        line=_only(rows.lines, kept),
        reference=_only(rows.texts("reference"), kept),
        kind=_only(kinds, kept),
        priority=_only(priorities, kept),
        summary=_only(_summaries(rows), kept),
        service=_only(rows.texts("service"), kept),
        partners=[_partners(text) for text in _only(rows.texts("partners"), kept)],
        group=_only(rows.texts("group"), kept),
        cause=_only(rows.texts("cause"), kept),
        opened=times["opened"].utc[kept],
        resolved=times["resolved"].utc[kept],
        closed=times["closed"].utc[kept],
        reassignments=np.array(reassignments, dtype=np.int64)[kept],
        reopenings=np.array(reopenings, dtype=np.int64)[kept],
        made_sla=_only(flags, kept),
    )
    return tickets, kept


def _refuse_mixed(rows: _Rows, kinds: list[str], priorities: list[str]) -> None:
    """An incident has a priority, a request a size."""
    for row, (kind, priority) in enumerate(zip(kinds, priorities, strict=True)):
        if kind and priority and priority not in LEVELS[kind]:
            rows.reject(row, "priority", f"of a {kind}, write one of {', '.join(LEVELS[kind])}")


def _only(values: list[T], kept: Flags) -> list[T]:
    return list(compress(values, kept))


def _mapped(rows: _Rows, name: str, known: Mapping[str, T], otherwise: T, mend: str = "") -> list[T]:
    """Our value for each text, and `otherwise` in the rows rejected because theirs is not known."""
    words = {word.casefold(): ours for word, ours in known.items()}
    texts = [text.casefold() for text in rows.texts(name)]
    for row, text in enumerate(texts):
        if text not in words:
            rows.reject(row, name, mend or f"write one of {', '.join(known)}")
    return [words.get(text, otherwise) for text in texts]


def _partners(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, re.split("[;,]", text)))))


def _summaries(rows: _Rows) -> list[str]:
    parts = map(rows.texts, ("summary", "category", "subcategory", "symptom", "reference"))
    return [summary or _described(*others) for summary, *others in zip(*parts, strict=True)]


def _described(category: str, subcategory: str, symptom: str, reference: str) -> str:
    """What to call a ticket without a summary: "Category 55 / Subcategory 170, symptom 72"."""
    place = " / ".join(filter(None, (category, subcategory)))
    # Only a word in sentence case gives up its capital: "VPN drops" stays.
    tail = symptom[:1].lower() + symptom[1:] if place and symptom[1:2].islower() else symptom
    return ", ".join(filter(None, (place, tail))) or f"Ticket {reference}"


def _warnings(rows: _Rows, times: dict[str, _Times], kept: Flags, superseded: int) -> Iterator[str]:
    if superseded:
        yield f"Rows with a later row of the same reference: {superseded:,}. The last of each counts."
    for name in ("made_sla", "reassignments", "reopenings"):
        if name in rows.profile.columns and name not in rows.cells:
            yield f"The file has no column {rows.profile.columns[name]}: counts stand at 0, flags at unknown."
    if unresolved := np.sum(kept & (times["closed"].utc != MISSING) & (times["resolved"].utc == MISSING)):
        yield f"Tickets closed with no resolved time: {unresolved:,}. They are kept without one."
    for change, reading in _CLOCK_CHANGES.items():
        marked = np.array([getattr(column, change) & kept for column in times.values()])
        if where := ", ".join(str(rows.lines[row]) for row in np.flatnonzero(marked.sum(axis=0))):
            yield f"Times that a clock change {change}, {reading}: {marked.sum():,}, on lines {where}."
