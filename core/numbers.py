"""How figures are put into words: counts, percentages with their cases, and rounding that never flatters."""

from decimal import Decimal
from fractions import Fraction

NOT_MEASURED = "not measured"
SMALL_NUMBER = 20
"""Fewer cases than this are told as "5 of 6": a percentage of so few promises too much precision."""

Target = int | float | Decimal | Fraction


def grouped(count: int) -> str:
    """1234567 -> "1,234,567"."""
    return f"{count:,}"


def plural(number: int, noun: tuple[str, str]) -> str:
    """1 outage, 32 outages."""
    return f"{grouped(number)} {noun[number != 1]}"


def percent(numerator: int, denominator: int, target: Target | None = None) -> str:
    """(101, 125) -> "80.8%". `target` is in per cent; see `_settled` for what it does to the rounding."""
    _refuse_negative(denominator)
    if denominator == 0:
        return NOT_MEASURED
    return f"{percentage(numerator, denominator, target):,f}%"


def percentage(numerator: int, denominator: int, target: Target | None = None) -> Decimal:
    """As `percent` prints it: (101, 125) -> 80.8."""
    return _settled(Fraction(100 * numerator, denominator), target, places=1)


def share_words(numerator: int, denominator: int, target: Target | None = None) -> str:
    """(101, 125) -> "80.8% (101 of 125)"; (5, 6) -> "5 of 6"; (0, 0) -> "not measured"."""
    _refuse_negative(denominator)
    if denominator == 0:
        return NOT_MEASURED
    cases = f"{grouped(numerator)} of {grouped(denominator)}"
    return cases if denominator < SMALL_NUMBER else f"{percent(numerator, denominator, target)} ({cases})"


def rounded(value: float, target: Target | None = None) -> Decimal:
    """A finite measured value at two decimals (more where `target` asks for them), without trailing zeros.

    What a float has beyond its ninth decimal is noise of binary arithmetic (100 * 0.29) and is dropped first.
    """
    settled = _settled(_exact(round(value, 9)), target, places=2)
    return settled.quantize(Decimal(1)) if settled == settled.to_integral_value() else settled.normalize()


def _settled(value: Fraction, target: Target | None, places: int) -> Decimal:
    """`value` rounded half away from zero to `places` decimals, or to as many more as keep it off `target`.

    89.96 against 90 stays 89.96, because 90.0 would read as a target met. It works from above too: 5.04
    against "at most 5" stays 5.04. A value that *is* the target needs no more decimals.
    """
    goal = None if target is None else _exact(target)
    while True:
        shown = _half_up(value, places)
        if goal is None or value == goal or _side(Fraction(shown), goal) == _side(value, goal):
            return shown
        places += 1


def _side(value: Fraction, goal: Fraction) -> int:
    """-1 below the goal, 0 on it, 1 above it."""
    return (value > goal) - (value < goal)


def _half_up(value: Fraction, places: int) -> Decimal:
    steps = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(-steps if value < 0 else steps).scaleb(-places)


def _exact(number: Target) -> Fraction:
    """The number as written: the float 99.85 is 9985/100, not its binary neighbour."""
    return Fraction(str(number))


def _refuse_negative(denominator: int) -> None:
    if denominator < 0:
        raise ValueError(f"a share cannot be taken of {denominator} cases")
