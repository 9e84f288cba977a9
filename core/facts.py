"""The counted facts that KPIs take, and the figures that they give: numerators and denominators, never averages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Source = Literal["resolved", "opened", "outstanding"]
Unit = Literal["share", "count"]
Only = Literal["hit", "missed"]
"""The part of what is counted that is in the numerator, or the part that is not."""


@dataclass(frozen=True)
class Where:
    """Which tickets a KPI counts. `resolved` and `opened` by that month, `outstanding` at each month's end.

    `hits` names the outcome column that makes the numerator; without one every ticket counts.
    """

    source: Source
    kinds: tuple[str, ...] = ("incident", "request")
    levels: tuple[str, ...] = ()
    hits: Literal["met_target", "first_contact"] | None = None


class Count(NamedTuple):
    """`n` of `d` tickets of one month (yyyymm), level and set of partners."""

    month: int
    level: str
    partners: tuple[str, ...]
    n: int
    d: int


@dataclass(frozen=True)
class Counts:
    """Facts of some months. Filtering never merges figures; a ticket of several partners counts once in the whole."""

    rows: tuple[Count, ...] = ()
    asked: tuple[int, ...] = ()  # the months counted over, those without a ticket too

    @property
    def n(self) -> int:
        return sum(row.n for row in self.rows)

    @property
    def d(self) -> int:
        return sum(row.d for row in self.rows)

    def only(
        self,
        months: Iterable[int] | None = None,
        partner: str | None = None,
        levels: Iterable[str] | None = None,
    ) -> "Counts":
        wanted_months = self.months if months is None else tuple(months)
        wanted_levels = None if levels is None else frozenset(levels)
        kept = (
            row
            for row in self.rows
            if row.month in wanted_months
            and (partner is None or partner in (row.partners or ("",)))
            and (wanted_levels is None or row.level in wanted_levels)
        )
        return Counts(tuple(kept), wanted_months)

    @property
    def months(self) -> tuple[int, ...]:
        return self.asked or tuple(sorted({row.month for row in self.rows}))

    def partners(self) -> tuple[str, ...]:
        """Every partner named; "" stands for tickets that name none."""
        return tuple(sorted({partner for row in self.rows for partner in row.partners or ("",)}))

    def levels(self) -> tuple[str, ...]:
        return tuple(sorted({row.level for row in self.rows}))

    def is_shared(self) -> bool:
        """Whether the partners' figures add to more than the whole."""
        return any(len(row.partners) > 1 for row in self.rows)


@dataclass(frozen=True)
class Figure:
    """What a KPI gives: a count (`value` = n) or a share (`value` = n/d, None when nothing was there to measure)."""

    n: int
    d: int
    value: float | None


@dataclass(frozen=True)
class Kpi:
    """One row of the catalogue. `polarity`: +1 when more is better, -1 when less is, 0 for plain demand.

    `split` is what the answer shows beside the months; `noun` is what is counted, singular and plural.
    """

    name: str
    title: str
    group: Literal["business", "customer", "staff", "finance"]
    unit: Unit
    where: Where
    measure: Callable[[Counts], Figure]
    noun: tuple[str, str]
    split: Literal["level", "partner"]
    polarity: Literal[-1, 0, 1] = 0
    also: tuple[str, ...] = field(default=())
    formula: str = ""


def share(facts: Counts) -> Figure:
    return Figure(facts.n, facts.d, facts.n / facts.d if facts.d else None)


def total(facts: Counts) -> Figure:
    return Figure(facts.d, facts.d, float(facts.d))
