"""What a KPI is counted from: tickets, records of a register, downtime, reviews, the budget, readings of a measure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from core.turnaround import Allowed

Values = Mapping[str, Any]  # a record by column, as stored
Group = tuple[Values, int]  # records alike in every column that is asked for, and for how many things they stand
Pair = tuple[int, int]  # n and d
Only = Literal["hit", "missed"]
"""The part of what is counted that is in the numerator, or the part that is not."""


@dataclass(frozen=True)
class Rules:
    """What the policy says that a record's part in a KPI depends on. `today` is local."""

    today: date
    scale: int = 5
    """The best satisfaction score; scores of other scales are not comparable."""


@dataclass(frozen=True)
class Where:
    """Which tickets a KPI counts. `resolved` and `opened` by that month, `outstanding` at each month's end.

    `hits` names the outcome that makes the numerator; without one every ticket counts.
    """

    source: Literal["resolved", "opened", "outstanding"]
    kinds: tuple[str, ...] = ("incident", "request")
    levels: tuple[str, ...] = ()
    hits: Literal["met_target", "first_contact", "reopened"] | None = None

    @property
    def is_level(self) -> bool:
        return self.source == "outstanding"


@dataclass(frozen=True)
class Durations:
    """The working minutes that tickets took, of those that are resolved."""

    where: Where

    @property
    def levels(self) -> tuple[str, ...]:
        return self.where.levels

    @property
    def is_level(self) -> bool:
        return False


Each = Callable[[Values, Rules], Pair | None]
Stands = Callable[[Sequence[Group], date, date], Sequence[Group]]


@dataclass(frozen=True)
class Rows:
    """Records of a register, by the date column `dated`. `each` gives a record's part of n and d; None: it has none.

    `of`: the other columns that `each` and `stands` look at. `level` is the column that splits the figure, `weight` the
    one that says for how many things a record stands. `stands` chooses those that count in the month from one date up
    to, not including, another; a KPI that is a state at the month's end has its own.
    """

    register: str
    dated: str
    each: Each
    of: tuple[str, ...] = ()
    level: str = ""
    weight: str = ""
    stands: Stands | None = None
    levels: tuple[str, ...] = ()

    @property
    def is_level(self) -> bool:
        return self.stands is not None

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.dated, *self.of, *([self.level] if self.level else []))))

    def standing(self, groups: Sequence[Group], start: date, end: date) -> Sequence[Group]:
        if self.stands is not None:
            return self.stands(groups, start, end)
        return [(values, number) for values, number in groups if start <= values[self.dated] < end]


@dataclass(frozen=True)
class Downtimes:
    """Service minutes, and those that were down. `tally` says which of them is counted of which."""

    only_critical: bool
    of: Literal["uptime", "failures"]
    levels: tuple[str, ...] = ()
    is_level: bool = False


@dataclass(frozen=True)
class Reviews:
    """Outages by the month of their resolution, and whether they were reviewed in time."""

    levels: tuple[str, ...] = ()
    is_level: bool = False


@dataclass(frozen=True)
class Books:
    """The budget of the year to date: spent, of the full budget, against what was profiled until then."""

    kind: Literal["revenue", "capital"]
    levels: tuple[str, ...] = ()
    is_level: bool = True


@dataclass(frozen=True)
class Plan:
    """A measure of the service plan by its number: of what kind it is, and what is promised in its record.

    Its readings count in the month in which they end; a turnaround has cases, which count in the month in which they
    end. A certificate is a state: held or not at the month's end.
    """

    number: int
    kind: str
    target: float | None = None
    direction: Literal["at least", "at most"] = "at least"
    due_on: date | None = None
    allowed: Allowed | None = None
    owner: str = ""
    levels: tuple[str, ...] = ()
    is_level: bool = False


@dataclass(frozen=True)
class Read:
    """A reading of a measure: of which days, and what it says where it has no counts that can be added to others.

    `per`: how many of its n and d make one.
    """

    number: int
    first: date
    last: date
    said: str = ""
    per: int = 1

    @property
    def has_counts(self) -> bool:
        return not self.said


def one(_values: Values, _rules: Rules) -> Pair:
    """Every record is one."""
    return 0, 1


def open_at_the_end(began: str, ended: str) -> Stands:
    """What had begun by the end and not ended."""

    def stands(groups: Sequence[Group], _start: date, end: date) -> Sequence[Group]:
        return [
            (values, number)
            for values, number in groups
            if values[began] < end and (values[ended] is None or values[ended] >= end)
        ]

    return stands


def newest_of(dated: str, *alike: str) -> Stands:
    """Of records alike in some columns the last one before the end: an earlier count is not added to it."""

    def stands(groups: Sequence[Group], _start: date, end: date) -> Sequence[Group]:
        before = [(values, number) for values, number in groups if values[dated] < end]
        last: dict[tuple[Any, ...], date] = {}
        for values, _ in before:
            key = tuple(values[column] for column in alike)
            last[key] = max(values[dated], last.get(key, values[dated]))
        return [(v, n) for v, n in before if v[dated] == last[tuple(v[column] for column in alike)]]

    return stands


def started_by_the_end(began: str) -> Stands:
    def stands(groups: Sequence[Group], _start: date, end: date) -> Sequence[Group]:
        return [(values, number) for values, number in groups if values[began] < end]

    return stands


def tickets_of(source: object) -> Where | None:
    """Which tickets are behind a figure, where tickets are."""
    if isinstance(source, Durations):
        return source.where
    return source if isinstance(source, Where) else None
