"""A log of status changes: which row of each ticket is the last, and from when to when tickets waited."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.imports.profiles import RESOLVED, Profile
from core.imports.tables import Sheet
from core.imports.times import MISSING, Order, read_many
from core.zones import Flags, Seconds, to_utc_many

Numbers = NDArray[np.int64]
WORKED = -1
_TOGETHER = 10_000  # rows whose times are read at once


@dataclass(frozen=True, eq=False)
class Waits:
    """One entry a wait, in order of its ticket and its start: a log has them, a list has none.

    `owner`: the place of its ticket among those that count. `end` is MISSING while it goes on. `reason`: its place in
    `reasons`.
    """

    owner: Numbers
    start: Seconds
    end: Seconds
    reason: NDArray[np.int8]
    reasons: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.owner)

    def only(self, which: Flags | Numbers) -> "Waits":
        return Waits(self.owner[which], self.start[which], self.end[which], self.reason[which], self.reasons)

    def of(self, kept: Flags) -> "Waits":
        """Those of some tickets, whose places are counted among these alone."""
        mine = self.only(kept[self.owner])
        return Waits((np.cumsum(kept) - 1)[mine.owner], mine.start, mine.end, mine.reason, self.reasons)

    def between(self, first: int, last: int) -> "Waits":
        """Those of a run of tickets, whose places are counted from its first."""
        rows = slice(*np.searchsorted(self.owner, (first, last)))
        return Waits(self.owner[rows] - first, self.start[rows], self.end[rows], self.reason[rows], self.reasons)

    def within(self, opened: Seconds, ended: Seconds) -> "Waits":
        """What of them lies in the life of their tickets; `ended` is MISSING for one that goes on."""
        over = ended[self.owner]
        end = np.where(self.end == MISSING, over, np.where(over == MISSING, self.end, np.minimum(self.end, over)))
        start = np.maximum(self.start, opened[self.owner])
        return Waits(self.owner, start, end, self.reason, self.reasons).only((end == MISSING) | (start < end))


class Undated(NamedTuple):
    """A row of a log whose time cannot be read: its number, its line, that time, and the row as it stands."""

    row: int
    line: int
    time: str
    cells: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Log:
    """The time (UTC) and the status of each row; a row without a time has MISSING and says nothing of waiting.

    `status` is the place of the wait's reason in `reasons`, of which the first is RESOLVED, and WORKED for any other.
    `bad`: the rows with a time that cannot be read.
    """

    time: Seconds
    status: NDArray[np.int8]
    reasons: tuple[str, ...]
    bad: tuple[Undated, ...]


def read_log(sheet: Sheet, profile: Profile, places: Sequence[int], zone: str, order: Order) -> Log:
    """`places`: of the columns with the time and the status."""
    reasons = (RESOLVED, *sorted({*profile.waiting.values()} - {RESOLVED}))
    known = {status.casefold(): reasons.index(reason) for status, reason in profile.waiting.items()}
    time, status, bad = array("q"), array("b"), list[Undated]()
    rows = sheet.rows()
    while some := [*islice(rows, _TOGETHER)]:
        for _, cells in some:
            cells.extend([""] * (len(sheet.header) - len(cells)))
        texts, words = ([cells[place].strip() for _, cells in some] for place in places)
        seconds, is_local, wrong = read_many(["" if text in profile.missing else text for text in texts], order)
        seconds[is_local] = to_utc_many(seconds[is_local], zone)[0]
        bad += [Undated(len(time) + at, some[at][0], texts[at], tuple(some[at][1])) for at in wrong]
        time.extend(seconds.tolist())
        status.extend(known.get(word.casefold(), WORKED) for word in words)
    return Log(np.asarray(time), np.asarray(status), reasons, tuple(bad))


def in_ticket_order(keys: Numbers, time: Seconds | None = None) -> tuple[Numbers, Flags]:
    """(the rows ordered by ticket and time, which of them is the last of its ticket); equal times as in the file."""
    order = np.argsort(keys, kind="stable") if time is None else np.lexsort((time, keys))
    return order, ~_same_as_next(keys[order])


def waits(log: Log, order: Numbers, is_last: Flags, counts: NDArray[np.uint8]) -> Waits:
    """A status holds from its row until the ticket's next row with another one.

    The time between a resolution and a reopening is a wait too; what is resolved at the end waits no more.
    """
    place = (np.cumsum(counts, dtype=np.int64) - 1)[order[is_last]]
    owner = np.repeat(place, np.diff(np.flatnonzero(is_last), prepend=-1))
    is_dated = log.time[order] != MISSING
    owner, rows = owner[is_dated], order[is_dated]
    start, status = log.time[rows], log.status[rows]
    begins = ~np.roll(_same_as_next(owner) & _same_as_next(status), 1)
    owner, start, status = owner[begins], start[begins], status[begins]
    goes_on = _same_as_next(owner)
    end = np.where(goes_on, np.roll(start, -1), MISSING)
    is_wait = (status > 0) | ((status == 0) & goes_on)
    found = Waits(owner, start, end, status, log.reasons).only(is_wait & (start != end))
    return found.only(np.argsort(found.owner, kind="stable"))


def _same_as_next(values: NDArray[np.signedinteger]) -> Flags:
    """Of the last one: False."""
    return np.append(values[1:] == values[:-1], np.zeros(min(len(values), 1), dtype=np.bool_))
