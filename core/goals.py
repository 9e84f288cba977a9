"""How a figure stands to its target: five states, always in words, and whether chance explains a miss."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from core.control import wilson
from core.facts import Figure, Kpi
from core.numbers import SMALL_NUMBER

State = Literal["on target", "within tolerance", "off target", "no target", "not measured"]
Direction = Literal["at least", "at most", "near"]


@dataclass(frozen=True)
class Goal:
    """What was promised, in the figure's unit. `tolerance`: how far off it may be and still be amber, not red; of what
    is to be near its target, how far off is still near.

    `owner` is the key of the person who answers for it, or of a measure the post.
    """

    target: float | None = None
    tolerance: float = 0
    direction: Direction = "at least"
    owner: str = ""


def by_nature(kpi: Kpi) -> Direction:
    """Where more is better, at least the target; where less is, at most; else close to it."""
    if kpi.polarity == 0:
        return "near"
    return "at least" if kpi.polarity > 0 else "at most"


@dataclass(frozen=True)
class Standing:
    """`gap` is how far off target, in the figure's unit: 0 when it is met. `is_chance`: within normal variation."""

    state: State
    gap: Fraction = Fraction(0)
    is_chance: bool = False

    @property
    def words(self) -> str:
        return f"{self.state}, within normal variation" if self.is_chance else self.state


def standing(kpi: Kpi, figure: Figure, goal: Goal) -> Standing:
    """By whole-number arithmetic, so that 89.96% never meets 90%. A target of the facts goes before the policy's."""
    value = kpi.exact(figure)
    target = aim(figure, goal)
    if value is None:
        return Standing("not measured")
    if target is None:
        return Standing("no target")
    gap = off_by(value, target, goal.direction)
    if gap <= (written(goal.tolerance) if goal.direction == "near" else 0):
        return Standing("on target")
    state: State = "within tolerance" if gap <= written(goal.tolerance) else "off target"
    is_many = figure.d >= SMALL_NUMBER  # of fewer nothing is said of chance
    return Standing(state, gap, kpi.is_of_cases and is_many and not figure.said and is_chance(figure, float(target)))


def aim(figure: Figure, goal: Goal) -> Fraction | None:
    if figure.goal is not None:
        return figure.goal
    return None if goal.target is None else written(goal.target)


def off_by(value: Fraction, target: Fraction, direction: Direction) -> Fraction:
    """Above 0 when the target is missed."""
    if direction == "near":
        return abs(value - target)
    return target - value if direction == "at least" else value - target


def is_chance(figure: Figure, target: float) -> bool:
    """Whether the target lies in the Wilson interval of a share of cases."""
    low, high = wilson(figure.n, figure.d)
    return 100 * low <= target <= 100 * high


def written(number: float | Decimal) -> Fraction:
    """The number as it was written: 99.85 is 9985/100, not its binary neighbour."""
    return Fraction(str(number))
