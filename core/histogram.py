"""Facts of which an average would say little: how long each ticket took, and the quantiles of that."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.facts import chosen, is_shared, levels_of, partners_of


class Taken(NamedTuple):
    """The working minutes of each ticket of one month (yyyymm), level and set of partners, in no order.

    One entry a ticket: they take almost as many different times as there are tickets.
    """

    month: int
    level: str
    partners: tuple[str, ...]
    minutes: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Histogram:
    """Filtering never merges figures: quantiles are always of single tickets, never of other quantiles."""

    rows: tuple[Taken, ...] = ()
    asked: tuple[int, ...] = ()  # the months looked at, those without a ticket too

    @property
    def n(self) -> int:
        return sum(len(row.minutes) for row in self.rows)

    @property
    def d(self) -> int:
        return self.n

    @property
    def months(self) -> tuple[int, ...]:
        return self.asked

    def partners(self) -> tuple[str, ...]:
        return partners_of(self.rows)

    def levels(self) -> tuple[str, ...]:
        return levels_of(self.rows)

    def is_shared(self) -> bool:
        return is_shared(self.rows)

    def only(
        self, months: Iterable[int] | None = None, partner: str | None = None, levels: Iterable[str] | None = None
    ) -> "Histogram":
        wanted = self.asked if months is None else tuple(months)
        return Histogram(chosen(self.rows, wanted, partner, levels), wanted)

    def quantile(self, percent: int) -> int | None:
        """By nearest rank: the fewest minutes within which so many per cent of the tickets were done, or more.

        So it is always a time that some ticket took; of 2 tickets the median is the quicker one's. None without any.
        """
        if not self.n:
            return None
        minutes = np.concatenate([row.minutes for row in self.rows])
        place = max(-(-percent * self.n // 100), 1) - 1
        return int(np.partition(minutes, place)[place])

    @property
    def median(self) -> int | None:
        return self.quantile(50)
