"""A KPI month by month as a control chart, and what it says in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.control import TRIAL_BELOW, ControlChart, Signal
from core.facts import Figure, Unit
from core.months import run_words
from core.numbers import rounded

NO_SIGNALS = "No signals: the months move around their own mean no more than they usually do."
OWN_CASES = "Whether one month misses its target beyond normal variation is judged by the cases of that month alone."
BETTER = {1: ": better", -1: ": worse", 0: ""}


@dataclass(frozen=True)
class Point:
    """A month's figure, and its value in the unit of its target; `is_entered`: from a document, not counted."""

    month: int
    figure: Figure
    value: Fraction
    is_entered: bool = False

    @property
    def shown(self) -> float:
        return float(rounded(float(self.value)))


def chart_of(points: Sequence[Point]) -> ControlChart:
    """ValueError for fewer than two."""
    return ControlChart(tuple(point.value for point in points))


def limits_sentence(chart: ControlChart, unit: Unit) -> str:
    """Mean 92.1%, limits 86 to 98.2%. What cannot be, such as more than 100%, is left at what can."""
    sign = "%" if unit == "share" else ""
    lower, upper = bounds(chart, unit)
    said = f"Mean {shown(chart.mean)}{sign}, limits {shown(lower)}{sign} to {shown(upper)}{sign}"
    trial = f"; trial limits, as there are fewer than {TRIAL_BELOW} months" if chart.is_trial else ""
    return f"{said}{trial}."


def bounds(chart: ControlChart, unit: Unit) -> tuple[Fraction, Fraction]:
    """The limits as far as a figure can go."""
    upper = min(chart.upper, Fraction(100)) if unit == "share" else chart.upper
    return max(chart.lower, Fraction(0)), upper


def shown(value: Fraction) -> str:
    return f"{round(float(value), 1):,g}"


def marks(chart: ControlChart, months: Sequence[int], polarity: int) -> tuple[tuple[int, str], ...]:
    """(number of its last point, words) of each signal."""
    return tuple((signal.last, signal_words(signal, months, polarity)) for signal in chart.signals)


def signal_words(signal: Signal, months: Sequence[int], polarity: int) -> str:
    """May 2020 is below the limits: worse. / June to December 2020 are above the mean, 7 in a row: better."""
    named = run_words(months[signal.first], months[signal.last])
    number = signal.last - signal.first + 1
    up = signal.side > 0
    said = {
        "outside": f"{named} is {'above' if up else 'below'} the limits",
        "trend": f"{named} {'rise' if up else 'fall'} {number} in a row",
        "near": f"{named}: two of three near the {'upper' if up else 'lower'} limit",
        "shift": f"{named} are {'above' if up else 'below'} the mean, {number} in a row",
    }[signal.rule]
    return f"{said}{BETTER[signal.side * polarity]}"


def signals_sentence(chart: ControlChart, months: Sequence[int], polarity: int) -> str:
    """Each signal a sentence; without one, what that means."""
    said = [words for _, words in marks(chart, months, polarity)]
    return " ".join(f"{words}." for words in said) or NO_SIGNALS


def assurance(chart: ControlChart, unit: Unit, target: float | None, polarity: int) -> str:
    """Whether the target will be met as things are (NHS "assurance"); nothing without one."""
    if target is None or not polarity:
        return ""
    goal = Fraction(str(target))
    lower, upper = bounds(chart, unit)
    is_safe, is_lost = (lower >= goal, upper < goal) if polarity > 0 else (upper <= goal, lower > goal)
    sign = "%" if unit == "share" else ""
    if is_safe:
        return f"Target {target:g}{sign}: met in any month, as things are."
    if is_lost:
        return f"Target {target:g}{sign}: missed in any month, unless something is changed."
    return f"Target {target:g}{sign}: between the limits, so it is met in some months and missed in others, by chance."
