"""A KPI in the sentences of a report: what it came to, how that stands to its target, and how it has moved.

They say what `core/sentences.py` says in a chat, for people who read a paper: whole sentences, one fact after another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.control import is_same_within_chance, wilson
from core.entered import MARK
from core.facts import Figure, Kpi
from core.goals import Goal, aim, standing
from core.numbers import SMALL_NUMBER, plural
from core.sentences import points_below, rounded_off
from core.travel import UNKNOWN, travel
from core.values import distance_words, plain_value, target_words, value_words


@dataclass(frozen=True)
class Then:
    """An earlier period, by its words, and what is known of it; `is_entered`: by documents only."""

    words: str
    figure: Figure | None
    is_entered: bool = False


def result(lead: str, kpi: Kpi, figure: Figure, goal: Goal, *, mark: str = "") -> list[str]:
    """The success rate of changes was 96.5% (138 of 143), 1.5 percentage points below the target of 98%.

    `lead` is the beginning, up to the figure; `mark` stands in brackets behind that ("so far").
    """
    if figure.value is None:
        return [f"{lead} not measured: nothing is recorded of the period."]
    wanted = aim(figure, goal)
    counted = value_words(kpi, figure, None if wanted is None else float(wanted))
    said = f"{lead} {counted}{f' ({mark})' if mark else ''}"
    return [f"{said}{target_words_of(kpi, figure, goal)}.", *chance_sentence(kpi, figure, goal)]


def target_words_of(kpi: Kpi, figure: Figure, goal: Goal) -> str:
    """How the figure stands to its target, to follow on it; what has none is said to have none."""
    wanted = aim(figure, goal)
    if wanted is None:
        return "; it has no target"
    target = float(wanted)
    named = (
        f"the {target_words(kpi, target)} that was profiled by then"
        if figure.goal is not None
        else named_target(kpi, goal, target)
    )
    stand = standing(kpi, figure, goal)
    if stand.state == "on target":
        return f", {met_words(goal)} {named}"
    if kpi.unit == "met":
        return f", which misses {named}"
    near = ", within tolerance" if stand.state == "within tolerance" else ""
    if kpi.is_of_cases and not figure.said and goal.direction == "at least":
        return f", {points_below(figure, target)} percentage points below {named}{near}"
    value = kpi.exact(figure) or 0
    return f", {distance_words(kpi, stand.gap)} {'below' if value < wanted else 'above'} {named}{near}"


def named_target(kpi: Kpi, goal: Goal, target: float) -> str:
    """The target of 98%, or the limit of 2."""
    return f"the {'limit' if goal.direction == 'at most' else 'target'} of {target_words(kpi, target)}"


def met_words(goal: Goal) -> str:
    return {"at least": "which meets", "at most": "which is within", "near": "which is near"}[goal.direction]


def chance_sentence(kpi: Kpi, figure: Figure, goal: Goal) -> list[str]:
    """Of a share of cases that misses its target, whether chance alone may explain it."""
    if not kpi.is_of_cases or figure.said or figure.goal is not None or goal.direction != "at least":
        return []
    stand = standing(kpi, figure, goal)
    if goal.target is None or not stand.gap or figure.d < SMALL_NUMBER:
        return []
    low, high = (f"{rounded_off(100 * bound, goal.target)}%" for bound in wilson(figure.n, figure.d))
    is_so = "within normal variation" if stand.is_chance else "beyond normal variation"
    return [f"That is {is_so}: with {plural(figure.d, kpi.noun)}, chance alone may put it between {low} and {high}."]


def course(kpi: Kpi, now: Figure, earlier: Sequence[Then], goal: Goal, *, is_whole: bool = True) -> list[str]:
    """It is up 0.12 on April to June 2021 (4.74 of 5), which is better. Nothing of periods that nothing is known of."""
    known = [(then, travel(kpi, now, then.figure, goal.direction, is_whole=is_whole)) for then in earlier]
    told = [moved_words(kpi, now, then, moved) for then, moved in known if moved != UNKNOWN]
    return [f"It {', and '.join(told)}."] if told and now.value is not None else []


def moved_words(kpi: Kpi, now: Figure, then: Then, moved: str) -> str:
    """Is up 0.12 on April to June 2021 (4.74 of 5), which is better."""
    assert then.figure is not None  # noqa: S101 - else it is not known how it moved
    if moved.startswith("was "):
        return f"was {value_words(kpi, then.figure)} in {then.words}{f' ({MARK})' if then.is_entered else ''}"
    there = f"{then.words} ({plain_value(kpi, then.figure)}{f', {MARK}' if then.is_entered else ''})"
    if moved == "the same":
        return f"is the same as in {there}"
    if moved == "hardly moved":
        return f"has hardly moved since {there}"
    how, _, judged = moved.partition(", ")
    return f"is {how} on {there}{f', which is {judged}{caveat(kpi, now, then.figure)}' if judged else ''}"


def caveat(kpi: Kpi, now: Figure, before: Figure) -> str:
    """Of cases chance may be asked about."""
    if not kpi.is_of_cases or now.said or before.said:
        return ""
    is_same = is_same_within_chance((now.n, now.d), (before.n, before.d))
    return ", though within normal variation" if is_same else ""
