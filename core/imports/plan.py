"""What one look through a whole export settles: which rows count, and the order of day and month in its dates."""

from array import array
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

import numpy as np

from core.errors import DeskError
from core.imports.events import Numbers, Undated, Waits, in_ticket_order, read_log, waits
from core.imports.profiles import PROFILES, Profile
from core.imports.tables import Sheet
from core.imports.times import Order, settle

TIMES = ("opened", "resolved", "closed")
_LONGEST_DATE = 11  # 29/Feb/2016; longer first words are no dates, and need not be kept


@dataclass(frozen=True, eq=False)
class Plan:
    """How a sheet is to be read. `counts` has 1 for each row that does, 0 for one that a later row supersedes.

    `waits`: of a log of status changes, those of the rows that count; `undated`: its rows whose time cannot be read.
    """

    profile: Profile
    zone: str
    order: Order
    counts: bytearray
    superseded: int
    waits: Waits | None = None
    undated: tuple[Undated, ...] = ()

    def between(self, first: int, last: int) -> "Plan":
        """That of a run of rows as a sheet of their own."""
        counts = self.counts[first:last]
        before = self.counts[:first].count(1)
        waited = self.waits.between(before, before + counts.count(1)) if self.waits is not None else None
        undated = tuple(bad._replace(row=bad.row - first) for bad in self.undated if first <= bad.row < last)
        return replace(self, counts=counts, superseded=counts.count(0), waits=waited, undated=undated)


def recognise(header: tuple[str, ...]) -> Profile | None:
    """The profile whose marking columns all stand in the header, in any order and case."""
    return next((profile for profile in PROFILES if not lacking(as_in(header, profile), header)), None)


def as_in(header: tuple[str, ...], profile: Profile) -> Profile:
    """With the names that its columns have in this header."""
    present = folded(header)
    columns = {
        name: next((known for known in (column, *profile.also.get(name, ())) if known in present), column)
        for name, column in profile.columns.items()
    }
    return replace(profile, columns=columns)


def folded(header: tuple[str, ...]) -> list[str]:
    return [column.casefold().replace("’", "'") for column in header]  # noqa: RUF001 - as word processors write it


def lacking(profile: Profile, header: tuple[str, ...]) -> list[str]:
    present = folded(header)
    return [profile.columns[name] for name in profile.needs if profile.columns[name] not in present]


def fields_of(profile: Profile, header: tuple[str, ...]) -> dict[str, int]:
    """The place in the header of each of our fields that the sheet has; the reference comes first."""
    present = folded(header)
    return {name: present.index(column) for name, column in profile.columns.items() if column in present}


def plan(sheet: Sheet, profile: Profile, zone: str, order: Order | None = None) -> Plan:
    """The last row of each reference counts, because a log has a row for each change of an incident; of a log with
    times that is the latest one.

    `zone`: that of the times, where the profile has none of its own. DeskError: a column is lacking, or nothing in the
    file tells days from months and `order` does not either.
    """
    profile = as_in(sheet.header, profile)
    if absent := lacking(profile, sheet.header):
        raise DeskError(f"The file lacks {', '.join(absent)}: export it again with them.", "file")
    places = fields_of(profile, sheet.header)
    keys, settled = _look_through(sheet, profile, places, order)
    zone = profile.zone or zone
    rows, is_last = in_ticket_order(keys)
    log = None
    if profile.waiting and {"changed", "state"} <= places.keys() and not is_last.all():
        log = read_log(sheet, profile, (places["changed"], places["state"]), zone, settled)
        rows, is_last = in_ticket_order(keys, log.time)
    counts = np.zeros(len(keys), dtype=np.uint8)
    counts[rows[is_last]] = 1
    waited = waits(log, rows, is_last, counts) if log else None
    superseded = len(counts) - int(np.count_nonzero(counts))
    return Plan(profile, zone, settled, bytearray(counts), superseded, waited, log.bad if log else ())


def _look_through(sheet: Sheet, profile: Profile, places: dict[str, int], order: Order | None) -> tuple[Numbers, Order]:
    """(a number for each row that is the same for rows of one reference, the order of its dates).

    The number is the hash of the reference, so that a million take 8 MB: that two of them share one has odds of one
    in thirty million.
    """
    pick: Any = itemgetter(*(places[name] for name in ("reference", *TIMES, "changed") if name in places))
    keys, dates, missing, width = array("q"), set[str](), profile.missing, len(sheet.header)
    for row, (_, cells) in enumerate(sheet.rows()):
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
        reference, *times = pick(cells)
        reference = reference.strip()
        for time in times:
            dates.add(time.strip().partition(" ")[0][:_LONGEST_DATE])
        keys.append(row if reference in missing else hash(reference))
    return np.asarray(keys), order or settle(sorted(dates))
