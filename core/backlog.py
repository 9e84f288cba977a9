"""What is left open at an instant: how old it is, and by how much it grew or shrank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from core.facts import Counts


class AgeBand(NamedTuple):
    """Open for this many days of the calendar or more (24 hours each), and for less than the next band."""

    words: str
    days: int


AGE_BANDS = (
    AgeBand("under 1 week", 0),
    AgeBand("1 to 4 weeks", 7),
    AgeBand("4 weeks to 3 months", 28),
    AgeBand("over 3 months", 91),
)


def opened_since(at: datetime, bands: Sequence[AgeBand] = AGE_BANDS) -> tuple[datetime, ...]:
    """The instant from which on what was opened is younger than each band but the first."""
    return tuple(at - timedelta(days=band.days) for band in bands[1:])


class Flow(NamedTuple):
    """Of one month (yyyymm): opened, ended, and what that adds to the backlog."""

    month: int
    opened: int
    ended: int

    @property
    def net(self) -> int:
        return self.opened - self.ended


@dataclass(frozen=True)
class Aged:
    """The backlog at an instant by age: facts of every band, none of them in two."""

    bands: tuple[tuple[AgeBand, Counts], ...]

    @property
    def d(self) -> int:
        return sum(counts.d for _, counts in self.bands)


def flows(opened: Counts, left: Counts, months: Sequence[int]) -> tuple[Flow, ...]:
    """`left`: the backlog at the end of each of these months and of the one before them.

    What ended follows: opened, and not left over. Filter both alike for a partner's or a level's.
    """
    ends: Mapping[int, int] = {month: left.only(months=(month,)).d for month in left.months}
    found, before = [], ends[min(ends)]
    for month in months:
        raised = opened.only(months=(month,)).d
        found.append(Flow(month, raised, raised + before - ends[month]))
        before = ends[month]
    return tuple(found)
