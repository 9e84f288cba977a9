"""The scorecard: every measure in its group, with figure, target, state, two directions of travel, and the way down."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.kpi.measured import Measured, Past
from bot.kpi.uptime import is_uptime, minutes_allowed
from bot.parts import Button, Buttons, Chart, Part, Table, line
from core.entered import MARK
from core.facts import UNMEASURED, Figure
from core.goals import State
from core.kpis import GROUP_NAMES, GROUPS
from core.numbers import plural
from core.periods import Period
from core.plan import of_days
from core.travel import travel
from core.values import target_words, value_words
from reports.charts import Group, Measure, Scorecard
from reports.tables import Table as Grid

STATES: tuple[State, ...] = ("off target", "within tolerance", "on target", "no target", "not measured")
MEASURE = ("measure", "measures")


def scorecard(found: Sequence[Measured], period: Period, desk: str, group: str = "") -> tuple[Part, ...]:
    """What stands out first, then every measure, or those of a group, then a button to each."""
    whose = "".join(f"{word}, " for word in (found[0].partner if found else None, GROUP_NAMES.get(group)) if word)
    head = line(f"{whose}{period.words}: {plural(len(found), MEASURE)}. {states_sentence(found)}")
    drawn = Chart(f"scorecard-{period.start:%Y-%m}", picture(found, period, desk))
    return (head, *map(line, off_target(found)), Table(grid(found, period)), drawn, *ways_down(found, period))


def picture(found: Sequence[Measured], period: Period, desk: str) -> Scorecard:
    """The same for print: in groups, with a sign for each state."""
    known = [as_known(one) for one in found]
    whose = f"{found[0].partner}, " if found and found[0].partner else ""
    groups = tuple(
        Group(GROUP_NAMES[group], tuple(measure_of(one) for one in known if one.kpi.group == group)) for group in GROUPS
    )
    return Scorecard(
        picture_title(known),
        f"ICT performance, {whose}{period.words}",
        f"Source: records of the {desk}",
        tuple(group for group in groups if group.measures),
        ("Period before", "Year before"),
    )


def picture_title(known: Sequence[Measured]) -> str:
    """Of those that were measured; how many were not is said too."""
    states = [one.standing.state for one in known]
    missed, blank = states.count("off target"), states.count("not measured")
    said = f"{missed} of {len(states) - blank} measured {'is' if missed == 1 else 'are'} off target"
    return f"{said}; {blank} {'is' if blank == 1 else 'are'} not measured" if blank else said


def measure_of(one: Measured) -> Measure:
    changes = (way(since(one, one.past)), way(since(one, one.year_ago)))
    stand, title = one.standing, one.kpi.title
    return Measure(title, figure_words(one), target_of(one), stand.state, changes, is_normal=stand.is_chance)


def way(words: str) -> str:
    """The last word of it: better, worse, up, the same."""
    last = words.rpartition(", ")[2]
    first = last.split(" ")[0]
    return first if first in {"up", "down"} else last


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
        target_and_minutes(one),
        one.standing.words,
        since(one, one.past),
        since(one, one.year_ago),
    )


def figure_words(one: Measured) -> str:
    mark = f" ({MARK})" if not one.is_counted and one.figure.value is not None else ""
    days = of_days(one.kpi, one.figure, one.period)
    return ", ".join(filter(None, (f"{value_words(one.kpi, one.figure, one.target)}{mark}", days)))


def target_of(one: Measured) -> str:
    if one.target is None:
        return "none"
    limit = "at most " if one.goal.direction == "at most" else ""
    late = "profile " if one.figure.goal is not None else ""
    return f"{limit}{late}{target_words(one.kpi, one.target)}"


def target_and_minutes(one: Measured) -> str:
    """Of an availability with the minutes that it may be down."""
    minutes = minutes_allowed(one, one.figure) if is_uptime(one) and one.figure.d else None
    return target_of(one) if minutes is None else f"{target_of(one)} ({minutes:,} minutes down)"


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
