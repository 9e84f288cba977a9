"""What a ticket counts for in a figure of a report, and which tickets the figure of a key is of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.backlog import AGE_BANDS
from core.periods import month_of, month_period

Pair = tuple[int, int]  # n of d
NOTHING: Pair = (0, 0)


def less(one: Pair, other: Pair) -> Pair:
    return one[0] - other[0], one[1] - other[1]


@dataclass(frozen=True)
class Counted:
    """What of a ticket figures are counted from. Days are local, `reported` is yyyymm."""

    kind: str
    level: str
    partners: tuple[str, ...]
    opened_on: date
    ended_on: date | None = None
    reported: int | None = None
    due_on: date | None = None
    minutes: int | None = None
    outcomes: Mapping[str, bool | None] | None = None


@dataclass(frozen=True)
class Sought:
    """Which tickets a figure counts. By the month in which they were opened, resolved or ended, by being open at the
    end of the last month, or by being open at any time in these months.

    `partner`: one of that, "" one of none, None any. `age`: of which band, by its place. `late`: past its deadline at
    the end of the last month. `hits`: the outcome that makes the numerator.
    """

    by: Literal["opened", "resolved", "ended", "outstanding", "open"]
    first: int
    last: int
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    partner: str | None = None
    age: int | None = None
    late: bool = False
    hits: str = ""
    is_timed: bool = False

    def part(self, one: Counted | None) -> Pair:
        """What a ticket counts for; of durations, its minutes."""
        if one is None or not (self._is_of(one) and self._is_in(one)):
            return NOTHING
        if self.is_timed:
            return one.minutes or 0, 1
        hit = (one.outcomes or {}).get(self.hits) if self.hits else True
        return NOTHING if hit is None else (int(hit), 1)

    def _is_of(self, one: Counted) -> bool:
        is_theirs = self.partner is None or self.partner in (one.partners or ("",))
        is_level = not self.levels or one.level in self.levels
        return is_theirs and is_level and (not self.kinds or one.kind in self.kinds)

    def _is_in(self, one: Counted) -> bool:
        match self.by:
            case "opened":
                return self._covers(month_of(one.opened_on))
            case "resolved":
                return self._covers(one.reported)
            case "ended":
                return self._covers(month_of(one.ended_on) if one.ended_on else None)
            case "open":
                is_begun = month_of(one.opened_on) <= self.last
                return is_begun and (one.ended_on is None or month_of(one.ended_on) >= self.first)
        return self._is_left(one)

    def _covers(self, month: int | None) -> bool:
        return month is not None and self.first <= month <= self.last

    def _is_left(self, one: Counted) -> bool:
        end = month_period(self.last).end
        if one.opened_on >= end or (one.ended_on is not None and one.ended_on < end):
            return False
        if self.late and not (one.due_on and one.due_on < end):
            return False
        return self.age is None or self.age == sum((end - one.opened_on).days > band.days for band in AGE_BANDS[1:])
