"""What is left of a target while its period goes on: how many more may miss it, and how the period is likely to end."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, exp, floor, lgamma

from core.numbers import SMALL_NUMBER, grouped, percent, share_words

ASSUMED = (
    "Assumed: all that is open is resolved in the period, and nothing is added; what is past its deadline has missed; "
    "the others are met as often as those resolved so far. The range holds 95 of 100 outcomes."
)
LOW, MIDDLE, HIGH = 0.025, 0.5, 0.975


@dataclass(frozen=True)
class Forecast:
    """How many of a period's `total` are likely to be met: the middle of what can come, and 95% of it."""

    low: int
    middle: int
    high: int
    total: int


@dataclass(frozen=True)
class ErrorBudget:
    """`target` in per cent; `late` are those of the `open` ones that are past their deadline: theirs is used up."""

    target: float
    resolved: int
    missed: int
    open: int
    late: int

    @property
    def met(self) -> int:
        return self.resolved - self.missed

    @property
    def total(self) -> int:
        return self.resolved + self.open

    @property
    def can_meet(self) -> int:
        return self.open - self.late

    @property
    def must_meet(self) -> int:
        """How many of the open ones; more than `can_meet` where the target is lost."""
        return max(ceil(self._goal * self.total) - self.met, 0)

    @property
    def may_miss(self) -> int:
        """How many more; below 0 where the target is lost."""
        return self.can_meet - self.must_meet

    @property
    def is_lost(self) -> bool:
        return self.may_miss < 0

    @property
    def rescue(self) -> int | None:
        """How many that are not there yet would have to be met as well; None where no number would do."""
        if self._goal >= 1:
            return 0 if not self.is_lost else None
        return max(ceil((self._goal * self.total - self.met - self.can_meet) / (1 - self._goal)), 0)

    @property
    def spare(self) -> int | None:
        """How many more may miss, open or still to come, without another one met; None for any number of them."""
        return floor(self.met / self._goal) - self.resolved - self.late if self._goal else None

    @property
    def forecast(self) -> Forecast | None:
        """None before anything is resolved: there is nothing to judge by."""
        if not self.resolved:
            return None
        low, middle, high = (self.met + more for more in self._likely())
        return Forecast(low, middle, high, self.total)

    @property
    def _goal(self) -> Fraction:
        return Fraction(str(self.target)) / 100

    def _likely(self) -> tuple[int, int, int]:
        """How many of those that can still be met will be, by a beta-binomial distribution (Jeffreys' prior)."""
        n, a, b = self.can_meet, self.met + 0.5, self.missed + 0.5
        whole = lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(n + a + b) + lgamma(n + 1)
        reached, found = 0.0, [n, n, n]
        for k in range(n):
            reached += exp(whole + lgamma(k + a) + lgamma(n - k + b) - lgamma(k + 1) - lgamma(n - k + 1))
            found = [
                min(at, k) if reached >= bound else at for at, bound in zip(found, (LOW, MIDDLE, HIGH), strict=True)
            ]
        return found[0], found[1], found[2]


def budget_sentence(left: ErrorBudget, whose: str = "") -> str:
    """Target 90%: 41 of 45 so far, 12 open (1 past its deadline). 2 more may miss: 9 of the other 11 must be met."""
    late = f" ({grouped(left.late)} past {'its' if left.late == 1 else 'their'} deadline)" if left.late else ""
    so_far = f"{grouped(left.met)} of {grouped(left.resolved)} so far, {grouped(left.open)} open{late}"
    head = f"{whose}, target" if whose else "Target"
    return " ".join(filter(None, (f"{head} {left.target:g}%: {so_far}.", chances(left), forecast_words(left))))


def chances(left: ErrorBudget) -> str:
    if left.is_lost:
        return lost(left)
    if not left.must_meet:
        return spare_words(left.spare)
    if not left.may_miss:
        return "No more may miss."
    others = "the other " if left.late else "the "
    more = f"{grouped(left.may_miss)} more may miss"
    return f"{more}: {grouped(left.must_meet)} of {others}{grouped(left.can_meet)} must be met."


def spare_words(spare: int | None) -> str:
    number = "Any number" if spare is None else grouped(spare) if spare else "No"
    return f"{number} more may miss, counting those still to come."


def lost(left: ErrorBudget) -> str:
    """It says what would still save it, for those that come until the end."""
    best = share_words(left.met + left.can_meet, left.total, left.target)
    said = f"{left.target:g}% cannot be met any more with what is open: at best {best}."
    if left.rescue is None:
        return said
    return f"{said} It would take {grouped(left.rescue)} further {'one' if left.rescue == 1 else 'ones'}, all met."


def forecast_words(left: ErrorBudget) -> str:
    """Forecast 91.4% (53 of 58), from 86.2% to 96.6%. Nothing where it is settled."""
    likely = left.forecast
    if likely is None or not left.can_meet:
        return ""
    middle = share_words(likely.middle, likely.total, left.target)
    low, high = (bound_words(met, likely.total, left.target) for met in (likely.low, likely.high))
    return f"Forecast {middle}, from {low} to {high}."


def bound_words(met: int, total: int, target: float) -> str:
    return grouped(met) if total < SMALL_NUMBER else percent(met, total, target)
