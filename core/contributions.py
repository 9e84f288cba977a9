"""What changed: how much each part of a whole contributed to the difference between two figures, exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

Case = tuple[int, int]
"""n of d."""

NOTHING: Case = (0, 0)
REST = "all others"


@dataclass(frozen=True)
class Contribution:
    """Of one part. `own`: because its own figure moved; `weight`: because it has more or fewer of all cases.

    In the unit of the figure: cases of a count, fractions of 1 of a share.
    """

    label: str
    before: Case
    now: Case
    own: Fraction
    weight: Fraction = Fraction(0)

    @property
    def whole(self) -> Fraction:
        return self.own + self.weight


def of_counts(before: Mapping[str, Case], now: Mapping[str, Case]) -> list[Contribution]:
    """The difference of each part; they add to the difference of the sums."""
    return [Contribution(label, was, is_, Fraction(is_[0] - was[0])) for label, was, is_ in beside(before, now)]


def of_shares(before: Mapping[str, Case], now: Mapping[str, Case]) -> list[Contribution]:
    """Parts of a share; own and weight of all parts add to the difference of the two shares. ValueError without cases.

    With w the part's share of all cases and r its own share: own = mean w * change of r, and weight = change of w *
    (mean r - mean of the two totals). A part that has more cases and a share below the total so pulls the total down.
    A part without cases on one side has no r there; the other side's is taken, so all of it is weight.
    """
    all_before, all_now = added(before.values()), added(now.values())
    if not all_before[1] or not all_now[1]:
        raise ValueError("a share of nothing cannot be compared")
    level = (Fraction(*all_before) + Fraction(*all_now)) / 2
    return [of_share(label, was, is_, all_before[1], all_now[1], level) for label, was, is_ in beside(before, now)]


def of_share(label: str, was: Case, now: Case, cases_before: int, cases_now: int, level: Fraction) -> Contribution:
    weight_before, weight_now = Fraction(was[1], cases_before), Fraction(now[1], cases_now)
    rate_before = Fraction(*(was if was[1] else now)) if was[1] or now[1] else level
    rate_now = Fraction(*now) if now[1] else rate_before
    own = (weight_before + weight_now) / 2 * (rate_now - rate_before)
    weight = (weight_now - weight_before) * ((rate_before + rate_now) / 2 - level)
    return Contribution(label, was, now, own, weight)


def beside(before: Mapping[str, Case], now: Mapping[str, Case]) -> list[tuple[str, Case, Case]]:
    labels = sorted(before.keys() | now.keys())
    return [(label, before.get(label, NOTHING), now.get(label, NOTHING)) for label in labels]


def added(cases: Iterable[Case]) -> Case:
    every = list(cases)
    return sum(n for n, _ in every), sum(d for _, d in every)


def largest(parts: Sequence[Contribution], few: int) -> list[Contribution]:
    """The few that contributed most, either way, and all others as one, so that they still add to the difference."""
    ranked = sorted(parts, key=lambda part: (-abs(part.whole), part.label))
    rest = ranked[few:]
    if len(rest) < 2:
        return ranked
    own = sum((part.own for part in rest), Fraction(0))
    weight = sum((part.weight for part in rest), Fraction(0))
    others = Contribution(REST, added(p.before for p in rest), added(p.now for p in rest), own, weight)
    return [*ranked[:few], others]


def in_tenths(amounts: Sequence[Fraction], total: Decimal) -> list[Decimal]:
    """Amounts to one decimal so that they add to a total of one decimal: those nearest to the next are rounded up."""
    floors = [floor(10 * amount) for amount in amounts]
    missing = int(total * 10) - sum(floors)
    each, more = divmod(missing, len(amounts)) if amounts else (0, 0)
    nearest = sorted(range(len(amounts)), key=lambda at: floors[at] - 10 * amounts[at])[:more]
    return [Decimal(low + each + (at in nearest)).scaleb(-1) for at, low in enumerate(floors)]
