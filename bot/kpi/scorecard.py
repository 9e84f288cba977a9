"""The scorecard: every measure in its group, with figure, target, state, two directions of travel, and the way down."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.kpi.measured import Measured, Past
from bot.parts import Button, Buttons, Part, Table, line
from core.entered import MARK
from core.facts import Figure
from core.goals import State
from core.kpis import GROUPS
from core.numbers import plural
from core.periods import Period
from core.travel import travel
from core.values import target_words, value_words
from reports.tables import Table as Grid

GROUP_NAMES = {"business": "Business activity", "customer": "Customer", "staff": "Staff", "finance": "Financial"}
STATES: tuple[State, ...] = ("off target", "within tolerance", "on target", "no target", "not measured")
MEASURE = ("measure", "measures")
UNMEASURED = Figure(0, 0, None)


def scorecard(found: Sequence[Measured], period: Period) -> tuple[Part, ...]:
    """What stands out first, then every measure, then a button to each."""
    whose = f"{found[0].partner}, " if found and found[0].partner else ""
    head = line(f"{whose}{period.words}: {plural(len(found), MEASURE)}. {states_sentence(found)}")
    return (head, *map(line, off_target(found)), Table(grid(found, period)), *ways_down(found, period))


def states_sentence(found: Iterable[Measured]) -> str:
    """2 off target, 1 within tolerance, 5 on target, 8 no target, 9 not measured."""
    states = [as_known(one).standing.state for one in found]
    return ", ".join(f"{states.count(state)} {state}" for state in STATES if state in states) + "."


def as_known(one: Measured) -> Measured:
    """With the figure of documents where nothing was counted; where those have none either, nothing was measured."""
    if one.is_counted:
        return one
    return replace(one, figure=one.as_entered() or UNMEASURED)


def off_target(found: Iterable[Measured]) -> list[str]:
    """Off target: Incidents resolved within SLA (87.4%); and what chance explains is said to be so."""
    missed = [one for one in map(as_known, found) if one.standing.state == "off target"]
    named = [
        f"{one.kpi.title} ({figure_words(one)}{', within normal variation' * one.standing.is_chance})" for one in missed
    ]
    return [f"Off target: {'; '.join(named)}."] if named else []


def grid(found: Iterable[Measured], period: Period) -> Grid:
    before, year_before = (each.words for each in (period.previous(), period.year_before()))
    heads = ("Measure", "Group", "Figure", "Target", "State", f"Against {before}", f"Against {year_before}")
    rows = tuple(row(as_known(one)) for one in found)
    return Grid(f"Scorecard, {period.words}", heads, rows)


def row(one: Measured) -> tuple[str, ...]:
    return (
        one.kpi.title,
        GROUP_NAMES[one.kpi.group],
        figure_words(one),
        goal_words(one),
        one.standing.words,
        since(one, one.past),
        since(one, one.year_ago),
    )


def figure_words(one: Measured) -> str:
    mark = f" ({MARK})" if not one.is_counted and one.figure.value is not None else ""
    return f"{value_words(one.kpi, one.figure, one.target)}{mark}"


def goal_words(one: Measured) -> str:
    if one.target is None:
        return "none"
    limit = "at most " if one.goal.direction == "at most" else ""
    late = "profile " if one.figure.goal is not None else ""
    return f"{limit}{late}{target_words(one.kpi, one.target)}"


def since(one: Measured, past: Past | None) -> str:
    figure: Figure | None = past.figure if past else None
    words = travel(one.kpi, one.figure, figure, one.goal.direction, is_whole=one.is_over)
    return f"{words} ({MARK})" if past and past.entered else words


def ways_down(found: Sequence[Measured], period: Period) -> list[Part]:
    """For each group its measures: each leads to its own answer, and that one to the records."""
    parts: list[Part] = []
    for group in GROUPS:
        own = [one for one in found if one.kpi.group == group]
        whose = f" partner:{own[0].partner}" if own and own[0].partner else ""
        words = " ".join([*own[0].levels, period.words]) if own else ""
        buttons = tuple(Button(one.kpi.name, f"kpi {one.kpi.name} {words}{whose}") for one in own)
        parts += [line(f"{GROUP_NAMES[group]}:"), Buttons(buttons)] if own else []
    return parts
