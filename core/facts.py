"""The counted facts that KPIs take, and the figures that they give: numerators and denominators, never averages."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, NamedTuple, Protocol, Self, TypeVar

from core.sources import Books, Downtimes, Durations, Plan, Read, Reviews, Rows, Where

Source = Where | Durations | Rows | Downtimes | Reviews | Books | Plan
Unit = Literal["share", "count", "score", "days", "hours", "time", "money", "number", "met"]
Indicators = Literal["business", "customer", "staff", "finance"]


class Count(NamedTuple):
    """`n` of `d` in one month (yyyymm), of one level and set of partners.

    The level is whatever a KPI is split by: a priority, a class, a service, a budget programme. `goal` is what `n`
    should have come to where the facts themselves say so: the profile of a budget. `read`: the reading that says it.
    """

    month: int
    level: str
    partners: tuple[str, ...]
    n: int
    d: int
    goal: int = 0
    read: Read | None = None


class Cell(Protocol):
    """What every row of facts is of."""

    @property
    def month(self) -> int: ...
    @property
    def level(self) -> str: ...
    @property
    def partners(self) -> tuple[str, ...]: ...


class Facts(Protocol):
    """What a KPI is measured from: filtered, never merged."""

    @property
    def rows(self) -> tuple[Cell, ...]: ...
    @property
    def d(self) -> int: ...
    @property
    def months(self) -> tuple[int, ...]: ...
    def only(
        self, months: Iterable[int] | None = None, partner: str | None = None, levels: Iterable[str] | None = None
    ) -> Self: ...
    def partners(self) -> tuple[str, ...]: ...
    def levels(self) -> tuple[str, ...]: ...
    def is_shared(self) -> bool: ...


SomeCell = TypeVar("SomeCell", bound=Cell)


def chosen(
    rows: Iterable[SomeCell], months: Collection[int], partner: str | None, levels: Iterable[str] | None
) -> tuple[SomeCell, ...]:
    """The rows of some months and levels, and of one partner; "" is of what names none."""
    wanted_levels = None if levels is None else frozenset(levels)
    kept = (
        row
        for row in rows
        if row.month in months
        and (partner is None or partner in (row.partners or ("",)))
        and (wanted_levels is None or row.level in wanted_levels)
    )
    return tuple(kept)


def partners_of(rows: Iterable[Cell]) -> tuple[str, ...]:
    """Every partner named; "" stands for records that name none."""
    return tuple(sorted({partner for row in rows for partner in row.partners or ("",)}))


def levels_of(rows: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(sorted({row.level for row in rows}))


def is_shared(rows: Iterable[Cell]) -> bool:
    """Whether the partners' figures add to more than the whole."""
    return any(len(row.partners) > 1 for row in rows)


@dataclass(frozen=True)
class Counts:
    """Facts of some months. Filtering never merges figures; what has several partners counts once in the whole."""

    rows: tuple[Count, ...] = ()
    asked: tuple[int, ...] = ()  # the months counted over, those without a record too

    @property
    def n(self) -> int:
        return sum(row.n for row in self.rows)

    @property
    def d(self) -> int:
        return sum(row.d for row in self.rows)

    @property
    def goal(self) -> int:
        return sum(row.goal for row in self.rows)

    def only(
        self,
        months: Iterable[int] | None = None,
        partner: str | None = None,
        levels: Iterable[str] | None = None,
    ) -> "Counts":
        wanted = self.months if months is None else tuple(months)
        return Counts(chosen(self.rows, wanted, partner, levels), wanted)

    @property
    def months(self) -> tuple[int, ...]:
        return self.asked or tuple(sorted({row.month for row in self.rows}))

    def partners(self) -> tuple[str, ...]:
        return partners_of(self.rows)

    def levels(self) -> tuple[str, ...]:
        return levels_of(self.rows)

    def is_shared(self) -> bool:
        return is_shared(self.rows)


@dataclass(frozen=True)
class Figure:
    """What a KPI gives: a count (`value` = n), or n of d (`value` = n/d, None when nothing was there to measure).

    `goal` is a target that the facts themselves set, in per cent: the share of a budget that was to be spent by now.
    `said` is the figure as it is told where n and d are not what was counted, such as a printed share; `reads` are the
    readings that it comes from.
    """

    n: int
    d: int
    value: float | None
    goal: Fraction | None = None
    said: str = ""
    reads: tuple[Read, ...] = ()


UNMEASURED = Figure(0, 0, None)


@dataclass(frozen=True)
class Kpi:
    """One row of the catalogue. `measure` takes the facts of its source: counts, or of durations a histogram.

    `polarity`: +1 when more is better, -1 when less is, 0 for plain demand. `split` is what the answer shows beside the
    months; `noun` is what is counted, singular and plural. `parts` is what a level is called, where it is no priority
    or size. `per`: how many of `n` (of `n` for each `d`, in a mean) make one of the unit, such as ten-thousandths of a
    day. `out_of` is the best score, `promised` a target that is no number. One that `is_detail` is asked for by its
    name, and stands on no scorecard.
    """

    name: str
    title: str
    group: Indicators
    unit: Unit
    where: Source
    measure: Callable[[Any], Figure]
    noun: tuple[str, str]
    split: Literal["level", "partner"]
    polarity: Literal[-1, 0, 1] = 0
    also: tuple[str, ...] = field(default=())
    formula: str = ""
    parts: str = "Level"
    per: int = 1
    out_of: int = 0
    is_detail: bool = False
    promised: str = ""

    @property
    def is_share(self) -> bool:
        return self.unit == "share"

    @property
    def is_of_cases(self) -> bool:
        """Whether chance may be asked about: hours, minutes and pounds are no cases."""
        return self.is_share and self.per == 1

    @property
    def is_mean(self) -> bool:
        """Of so much for each: it is measured only where there was one."""
        return self.unit in {"score", "hours", "time"}

    @property
    def is_level(self) -> bool:
        """A state at each month's end, never added up over months."""
        return self.where.is_level

    def exact(self, figure: Figure) -> Fraction | None:
        """In the unit of its target: per cent, points, hours, pounds, or a number. None where it was not measured."""
        if figure.value is None:
            return None
        if self.is_share:
            return Fraction(100 * figure.n, figure.d)
        return Fraction(figure.n, figure.d * self.per if self.unit in {"score", "hours"} else self.per)


def share(facts: Counts) -> Figure:
    """N of d; what the facts set as a goal is a share of the same d."""
    goal = Fraction(100 * facts.goal, facts.d) if facts.d > 0 and facts.goal else None
    return Figure(facts.n, facts.d, facts.n / facts.d if facts.d > 0 else None, goal)


def mean(facts: Counts) -> Figure:
    """So much for each of d."""
    return Figure(facts.n, facts.d, facts.n / facts.d if facts.d else None)


def total(facts: Counts) -> Figure:
    """How many there were."""
    return Figure(facts.d, facts.d, float(facts.d))


def amount(facts: Counts) -> Figure:
    """How much there was, of d records."""
    return Figure(facts.n, facts.d, float(facts.n))


def at_the_end(facts: Counts) -> Counts:
    """Of a level, the state at the last month's end; of months, never a sum."""
    return facts.only(months=facts.months[-1:])
