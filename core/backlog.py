"""What is left open at an instant: how old it is, and by how much it grew or shrank."""

from collections.abc import Sequence
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


@dataclass(frozen=True)
class Flows:
    """`left`: the backlog at the end of each month that `opened` is of, and at the end of the one before them."""

    opened: Counts
    left: Counts

    def only(self, partner: str | None = None, levels: Sequence[str] | None = None) -> "Flows":
        return Flows(self.opened.only(None, partner, levels), self.left.only(None, partner, levels))

    def by_month(self) -> tuple[Flow, ...]:
        """What ended follows: it had been left before or was opened, and is not left now."""
        months = sorted(self.opened.months)
        ends = [self.left.only(months=(month,)).d for month in sorted(self.left.months)]
        raised = [self.opened.only(months=(month,)).d for month in months]
        each = zip(months, raised, ends[:-1], ends[1:], strict=True)
        return tuple(Flow(month, opened, before + opened - after) for month, opened, before, after in each)
