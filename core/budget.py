"""A budget: lines, profile and actuals by period (1 is April), variance in words, and the forecast outturn.

Money is integer pence, income below zero, so that one formula serves both: variance = actual - budget to date.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from core.errors import DeskError
from core.money import POUND, nearest_pound, rounded_to_add, spread
from core.numbers import percent
from core.periods import Period, financial_year

PERIODS = 12
KINDS = ("revenue", "capital")
REASONS = ("timing", "permanent")
NOTHING = (0,) * PERIODS


@dataclass(frozen=True)
class Spent:
    """What was spent in periods `since` to `period`; the two are equal, or the ledger gave the year so far as one."""

    since: int
    period: int
    pence: int


@dataclass(frozen=True)
class Reason:
    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """`profile` is the original budget by period, `moved` what virements added to it or took from it.

    An explicit adjustment is a line without a budget. `forecast` is the holder's own figure for the whole year.
    """

    code: str
    name: str
    kind: str = "revenue"
    programme: str = ""
    is_income: bool = False
    holder: str = ""
    profile: tuple[int, ...] = NOTHING
    moved: tuple[int, ...] = NOTHING
    actuals: tuple[Spent, ...] = ()
    committed: int = 0
    forecast: int | None = None
    reason: Reason | None = None

    @property
    def original(self) -> int:
        return sum(self.profile)

    @property
    def full(self) -> int:
        """The revised budget of the year."""
        return self.original + sum(self.moved)

    def to_date(self, period: int) -> int:
        return sum(self.profile[:period]) + sum(self.moved[:period])

    def actual(self, period: int) -> int:
        return sum(spent.pence for spent in self.actuals if spent.period <= period)

    def straddling(self, period: int) -> Spent | None:
        """Actuals that reach beyond the period and began before its end, so that they cannot be parted."""
        return next((spent for spent in self.actuals if spent.since <= period < spent.period), None)

    @property
    def reach(self) -> int:
        """The last period up to which there is a figure for each, 0 being a figure like others."""
        reach = 0
        for spent in sorted(self.actuals, key=lambda spent: spent.since):
            reach = max(reach, spent.period) if spent.since <= reach + 1 else reach
        return reach

    def is_behind(self, period: int) -> bool:
        """Whether actuals are missing, so that less time's spending would stand beside the budget of more."""
        return bool(self.code) and self.reach < period

    @property
    def is_overdrawn(self) -> bool:
        """Whether virements took more than there was: spending below zero, or income above it."""
        return self.full > 0 if self.is_income else self.full < 0

    def has_rate(self, period: int) -> bool:
        """Whether what was budgeted to date, and what is left, are both spending, or both income."""
        planned = self.to_date(period)
        sign = -1 if self.is_income else 1
        return sign * planned > 0 and sign * (self.full - planned) >= 0

    def outturn(self, period: int) -> int:
        """Where the year ends at this rate: actual to date + remaining profile x actual / budget to date.

        Where actuals reach less far, to date is as far as they do. Where there is no rate the rest of the budget is
        taken as it is profiled, and all of it where no actuals are known.
        """
        until = self.reach if self.is_behind(period) else period
        spent, planned = self.actual(until), self.to_date(until)
        remaining = self.full - planned
        if not self.has_rate(until):
            return spent + remaining
        return spent + nearest_penny(Fraction(remaining * spent, planned))


@dataclass(frozen=True)
class Row:
    """One line at the end of a period, or the sum of several."""

    name: str
    full: int
    to_date: int
    actual: int
    outturn: int
    is_income: bool = False

    @property
    def variance(self) -> int:
        return self.actual - self.to_date


@dataclass(frozen=True)
class Printed:
    """A row in whole pounds, rounded so that printed lines add to the printed total, down and across."""

    row: Row
    full: int
    to_date: int
    actual: int
    outturn: int

    @property
    def variance(self) -> int:
        return self.actual - self.to_date

    @property
    def word(self) -> str:
        return variance_word(self.variance, is_income=self.row.is_income)

    @property
    def percent(self) -> str:
        """Of the absolute budget to date; nothing where that is 0, and where it would only say 0% or 100%."""
        if 0 in {self.row.to_date, self.row.actual, self.variance}:
            return ""
        return percent(abs(self.row.variance), abs(self.row.to_date))


def nearest_penny(value: Fraction) -> int:
    pence = int(abs(value) + Fraction(1, 2))
    return -pence if value < 0 else pence


def row_of(line: Line, period: int) -> Row:
    return Row(
        line.name, line.full, line.to_date(period), line.actual(period), line.outturn(period), is_income=line.is_income
    )


def compared_row(line: Line, period: int) -> Row:
    """The row of a line as a table compares it: nothing to date and nothing spent where its actuals do not reach."""
    row = row_of(line, period)
    return replace(row, to_date=0, actual=0) if line.is_behind(period) else row


def complete_period(lines: Iterable[Line]) -> int:
    """The newest period to which the actuals of every line with a budget reach; 0 where one has none."""
    return min((one.reach for one in lines if one.code and one.full), default=0)


def total_of(rows: Sequence[Row], name: str = "Total") -> Row:
    """The sum of the lines, outturn included: the outturn of the totals would be another figure."""
    return Row(
        name,
        sum(row.full for row in rows),
        sum(row.to_date for row in rows),
        sum(row.actual for row in rows),
        sum(row.outturn for row in rows),
    )


def in_print(rows: Sequence[Row]) -> tuple[tuple[Printed, ...], Printed]:
    """The lines as printed, and their total."""
    columns: tuple[Callable[[Row], int], ...] = (
        lambda row: row.full,
        lambda row: row.to_date,
        lambda row: row.actual,
        lambda row: row.outturn,
    )
    rounded = [rounded_to_add([column(row) for row in rows]) for column in columns]
    lines = tuple(Printed(row, *cells) for row, *cells in zip(rows, *rounded, strict=True))
    whole = total_of(rows)
    return lines, Printed(whole, *(nearest_pound(column(whole)) for column in columns))


def variance_word(variance: int, *, is_income: bool) -> str:
    if variance == 0:
        return "on budget"
    if variance < 0:
        return "favourable"
    return "shortfall, adverse" if is_income else "adverse"


def under_words(forecast: int, full: int) -> str:
    """64,649 under, of whole pounds."""
    if forecast == full:
        return "on budget"
    return f"{abs(full - forecast):,} {'under' if forecast < full else 'over'}"


def is_over(row: Row, pounds: int, per_cent: float) -> bool:
    """Whether a variance is large enough for a reason to be asked: over both thresholds."""
    size = abs(row.variance)
    return size > pounds * POUND and 100 * size > Fraction(str(per_cent)) * abs(row.to_date)


def holders_outturn(lines: Iterable[Line], period: int) -> int:
    """The holders' own figures where they gave one, this rate of spend for the other lines."""
    return sum(line.outturn(period) if line.forecast is None else line.forecast for line in lines)


def reprofiled(profile: tuple[int, ...], first: int, last: int, pence: int) -> tuple[int, ...]:
    """The same budget with `pence` in periods `first` to `last`, evenly; later ones share evenly what is left of it.

    DeskError where nothing is later and the year no longer adds to the budget.
    """
    earlier = profile[: first - 1]
    left = sum(profile) - sum(earlier) - pence
    if last == PERIODS and left:
        raise DeskError(
            f"With that the profile is £{abs(left) / POUND:,.2f} {'below' if left > 0 else 'above'} the full budget. "
            "Its periods add to the full budget: mend an earlier period first.",
            "amount",
        )
    return (*earlier, *spread(pence, last - first + 1), *(spread(left, PERIODS - last) if last < PERIODS else ()))


def moved_by(pence: int, period: int) -> tuple[int, ...]:
    """A virement from its period on, evenly to the year's end."""
    return (*(0,) * (period - 1), *spread(pence, PERIODS - period + 1))


def added(first: Sequence[int], second: Sequence[int]) -> tuple[int, ...]:
    return tuple(one + other for one, other in zip(first, second, strict=True))


def periods_of(period: Period) -> tuple[int, int, int]:
    """Financial year, first and last period of it. DeskError unless it is whole months of one financial year."""
    *_, final = months = period.months()
    year = financial_year(period.start)
    first, last = (1 + (month // 100 - year) * PERIODS + month % 100 - 4 for month in (months[0], final))
    if not period.is_whole_months or last > PERIODS:
        examples = "q2 2020-21, p6 2020-21 or 2020-21"
        raise DeskError(f"A budget goes by whole periods of one financial year, such as {examples}.", "period")
    return year, first, last


def code_order(code: str) -> tuple[bool, int, str]:
    """Codes that are numbers first, in their order; then the others; what has no code comes last."""
    return (not code.isdecimal(), int(code) if code.isdecimal() else not code, code.casefold())
