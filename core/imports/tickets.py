"""Tickets in other tools' exports: one profile for each tool, every row checked, plain columns out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.imports.cells import described, listed, other_words, time_words
from core.imports.events import Waits
from core.imports.plan import TIMES, Plan, fields_of
from core.imports.profiles import UNSIZED, Profile
from core.imports.tables import Numbered, Sheet
from core.imports.times import MISSING, read_many
from core.tickets import LEVELS, REQUEST
from core.zones import Flags, Seconds, to_utc_many

PART = 10_000
LINES_SHOWN = 20

_COUNTS = {"": MISSING} | {str(count): count for count in range(10_000)}
WITHOUT = {
    "made_sla": "there is no flag of the tool's to compare our clock with",
    "reassignments": "first contact is not known",
    "reopenings": "none counts as reopened",
}
_CLOCK_CHANGES = {"skipped": "moved forward", "doubled": "taken as the first of the two"}

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class TicketColumns:
    """One entry a ticket in each column, in the order of their lines in the file.

    Times are epoch seconds, UTC, or MISSING; `opened` is never missing. Priorities are core.tickets.LEVELS, kinds
    incident or request. What the export leaves out is "" as a text, MISSING as a count, None as an SLA flag.
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

    def ended(self) -> Seconds:
        """When each stopped being open, resolved or not."""
        return np.where(self.resolved == MISSING, self.closed, self.resolved)

    def first_contacts(self) -> list[bool | None]:
        """An export does not say who the first line is: never reassigned and never reopened must do. None where it does
        not say how often a ticket was reassigned, or the ticket is not resolved.
        """
        is_moved = (self.reassignments > 0) | (self.reopenings > 0)
        is_known = (self.resolved != MISSING) & (is_moved | (self.reassignments != MISSING))
        return [not moved if known else None for moved, known in zip(is_moved.tolist(), is_known.tolist(), strict=True)]


@dataclass(frozen=True)
class RowError:
    """A row that was left out: where, what stood there, and what would mend it. `cells`: the row as it stands."""

    line: int
    column: str
    value: str
    mend: str
    cells: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Part:
    """Some thousand rows of an export: the tickets, the rows left out with the first fault of each, and what is odd.

    `waits`: None in a list, which says nothing of waiting.
    """

    tickets: TicketColumns
    errors: tuple[RowError, ...]
    oddities: "Oddities"
    waits: Waits | None = None


@dataclass(frozen=True, eq=False)
class Oddities:
    """How many were closed unresolved, how many requests came without a size, and for each kind of clock change the
    lines of the times that it touched.
    """

    unresolved: int
    unsized: int
    moved: Mapping[str, list[int]]


def read_parts(sheet: Sheet, plan: Plan, size: int = PART) -> Iterator[Part]:
    """The rows that count, `size` at a time: what a file of any length needs of the memory. There is always a part."""
    rows, first = compress(sheet.rows(), plan.counts), 0
    some = [*islice(rows, size)]
    while some or not first:
        yield _part(some, sheet.header, plan, first)
        first += size
        some = [*islice(rows, size)]


def warnings(sheet: Sheet, plan: Plan, odd: Sequence[Oddities]) -> Iterator[str]:
    """What is to be known of the whole file."""
    if plan.superseded:
        yield f"Rows with a later row of the same reference: {plan.superseded:,}. The last of each counts."
    has, columns = fields_of(plan.profile, sheet.header), plan.profile.columns
    for name, lost in WITHOUT.items():
        if name in columns and name not in has:
            yield f"The file has no column {columns[name]}: {lost}."
    if unresolved := sum(part.unresolved for part in odd):
        yield f"Tickets closed with no resolved time: {unresolved:,}. They are kept without one."
    if unsized := sum(part.unsized for part in odd):
        yield f"Requests without a size: {unsized:,}. They are taken as {UNSIZED}."
    for change, reading in _CLOCK_CHANGES.items():
        if lines := [line for part in odd for line in part.moved[change]]:
            where = ", ".join(map(str, sorted(set(lines))[:LINES_SHOWN]))
            yield f"Times that a clock change {change}, {reading}: {len(lines):,}, on lines {where}."


def _part(numbered: list[Numbered], header: tuple[str, ...], plan: Plan, first: int) -> Part:
    """`first`: the place of its first row among all that count."""
    rows = _rows(numbered, header, plan)
    times = _times(rows, plan)
    tickets, kept, unsized = _columns(rows, times)
    errors = sorted(rows.faults.values(), key=lambda error: error.line)
    unresolved = np.sum(kept & (times["closed"].utc != MISSING) & (times["resolved"].utc == MISSING))
    lines = np.array(rows.lines, dtype=np.int64)
    moved = {
        change: [line for column in times.values() for line in lines[getattr(column, change) & kept].tolist()]
        for change in _CLOCK_CHANGES
    }
    waits = _waits(plan, tickets, kept, first)
    return Part(tickets, (*_undated(plan, first), *errors), Oddities(int(unresolved), unsized, moved), waits)


def _waits(plan: Plan, tickets: TicketColumns, kept: Flags, first: int) -> Waits | None:
    if plan.waits is None:
        return None
    mine = plan.waits.between(first, first + len(kept)).of(kept)
    return mine.within(tickets.opened, tickets.ended())


def _undated(plan: Plan, first: int) -> Iterator[RowError]:
    """Those rows of a log without a time that do not count otherwise stand before the first part."""
    for row, line, text, cells in plan.undated if first == 0 else ():
        if not plan.counts[row]:
            yield RowError(line, plan.profile.columns["changed"], text, time_words(plan.order), cells)


@dataclass(frozen=True)
class _Rows:
    """A list of texts for each of our fields, and the first fault by row. `whole`: the rows as they stand."""

    profile: Profile
    lines: list[int]
    whole: list[list[str]]
    cells: dict[str, list[str]]
    faults: dict[int, RowError]

    def texts(self, name: str) -> list[str]:
        return self.cells.get(name) or [""] * len(self.lines)

    def reject(self, row: int, name: str, mend: str) -> None:
        column = self.profile.columns[name]
        if row not in self.faults:
            self.faults[row] = RowError(self.lines[row], column, self.cells[name][row], mend, tuple(self.whole[row]))


@dataclass(frozen=True)
class _Times:
    utc: Seconds
    skipped: Flags
    doubled: Flags


def _rows(numbered: list[Numbered], header: tuple[str, ...], plan: Plan) -> _Rows:
    for _, cells in numbered:
        if len(cells) < len(header):
            cells.extend([""] * (len(header) - len(cells)))
    missing, places = plan.profile.missing, fields_of(plan.profile, header)
    columns = {
        name: ["" if (text := cells[place].strip()) in missing else text for _, cells in numbered]
        for name, place in places.items()
    }
    rows = _Rows(plan.profile, [line for line, _ in numbered], [cells for _, cells in numbered], columns, {})
    mend = "put cells that hold the delimiter in quotation marks: the row has more cells than the header"
    undated = {bad.line for bad in plan.undated}
    for row, (line, whole) in enumerate(numbered):
        if len(whole) > len(header) and (extra := "".join(whole[len(header) :]).strip()):
            rows.faults[row] = RowError(line, "", extra, mend, tuple(whole))
        elif not rows.cells["reference"][row]:
            column, place = plan.profile.columns["reference"], places["reference"]
            rows.faults[row] = RowError(line, column, whole[place].strip(), "give it a reference", tuple(whole))
        elif line in undated:
            rows.reject(row, "changed", time_words(plan.order))
    return rows


def _times(rows: _Rows, plan: Plan) -> dict[str, _Times]:
    times = {name: _column_of_times(rows, name, plan) for name in TIMES}
    for row in np.flatnonzero(times["opened"].utc == MISSING).tolist():
        rows.reject(row, "opened", "give the time at which it was opened")
    for earlier, later in (("opened", "resolved"), ("resolved", "closed"), ("opened", "closed")):
        before, after = times[earlier].utc, times[later].utc
        for row in np.flatnonzero((after < before) & (after != MISSING)).tolist():
            there = f"{rows.profile.columns[earlier]}, {rows.cells[earlier][row]}"
            rows.reject(row, later, f"it lies before {there}: correct one of the two")
    return times


def _column_of_times(rows: _Rows, name: str, plan: Plan) -> _Times:
    utc, is_local, bad = read_many(rows.texts(name), plan.order)
    for row in bad:
        rows.reject(row, name, time_words(plan.order))
    skipped, doubled = np.zeros_like(is_local), np.zeros_like(is_local)
    utc[is_local], skipped[is_local], doubled[is_local] = to_utc_many(utc[is_local], plan.zone)
    return _Times(utc, skipped, doubled)


def _columns(rows: _Rows, times: dict[str, _Times]) -> tuple[TicketColumns, Flags, int]:
    """(the tickets without a fault, which rows they are, how many requests have no size of their own)."""
    kinds = _mapped(rows, "kind", rows.profile.kinds, "")
    priorities = _mapped(rows, "priority", rows.profile.priorities, "")
    unsized = [] if rows.profile.is_sized else [row for row, kind in enumerate(kinds) if kind == REQUEST]
    for row in unsized:
        priorities[row] = UNSIZED
    _refuse_mixed(rows, kinds, priorities)
    flags = _mapped(rows, "made_sla", rows.profile.flags, None)
    reassignments = _mapped(rows, "reassignments", _COUNTS, MISSING, "write a whole number")
    reopenings = _mapped(rows, "reopenings", _COUNTS, MISSING, "write a whole number")
    partners = {text: listed(text) for text in set(rows.texts("partners"))}
    kept = np.array([row not in rows.faults for row in range(len(rows.lines))], dtype=np.bool_)
    tickets = TicketColumns(
        line=_only(rows.lines, kept),
        reference=_only(rows.texts("reference"), kept),
        kind=_only(kinds, kept),
        priority=_only(priorities, kept),
        summary=_only(_summaries(rows), kept),
        service=_only(rows.texts("service"), kept),
        partners=[partners[text] for text in _only(rows.texts("partners"), kept)],
        group=_only(rows.texts("group"), kept),
        cause=_only(rows.texts("cause"), kept),
        opened=times["opened"].utc[kept],
        resolved=times["resolved"].utc[kept],
        closed=times["closed"].utc[kept],
        reassignments=np.array(reassignments, dtype=np.int64)[kept],
        reopenings=np.array(reopenings, dtype=np.int64)[kept],
        made_sla=_only(flags, kept),
    )
    return tickets, kept, int(kept[unsized].sum())


def _refuse_mixed(rows: _Rows, kinds: list[str], priorities: list[str]) -> None:
    """An incident has a priority, a request a size."""
    pairs = [*zip(kinds, priorities, strict=True)]
    mixed = {(kind, level) for kind, level in set(pairs) if kind and level and level not in LEVELS[kind]}
    for row, (kind, _) in enumerate(pairs) if mixed else ():
        if pairs[row] in mixed:
            rows.reject(row, "priority", f"of a {kind}, write one of {', '.join(LEVELS[kind])}")


def _only(values: list[T], kept: Flags) -> list[T]:
    return list(compress(values, kept))


def _mapped(rows: _Rows, name: str, known: Mapping[str, T], otherwise: T, mend: str = "") -> list[T]:
    """Our value for each text, and `otherwise` in the rows rejected because theirs is not known."""
    texts = rows.texts(name)
    ours = {text: known[text] for text in set(texts) if text in known}
    if len(ours) < len(set(texts)):
        folded = {word.casefold(): value for word, value in known.items()}
        ours |= {text: folded[text.casefold()] for text in set(texts) if text.casefold() in folded}
        for row, text in enumerate(texts):
            if text not in ours:
                rows.reject(row, name, mend or other_words(name, text, known))
    return [ours.get(text, otherwise) for text in texts]


def _summaries(rows: _Rows) -> list[str]:
    parts = map(rows.texts, ("summary", "category", "subcategory", "symptom", "reference"))
    return [summary or described(*others) for summary, *others in zip(*parts, strict=True)]
