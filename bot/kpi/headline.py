"""The first sentences of a KPI's answer: how much, against its target, and against what it was before."""

from dataclasses import replace

from bot.kpi.measured import Measured
from core import sentences
from core.entered import MARK
from core.periods import month_words
from core.travel import travel
from core.values import value_words


def is_only_entered(one: Measured) -> bool:
    """Nothing was counted, and documents have some of it."""
    return not one.is_counted and bool(one.entered)


def headline(one: Measured) -> str:
    """What was counted; where nothing was, what documents say, marked so."""
    if one.is_counted and one.uncounted:
        return in_part(one)
    entered = one.as_entered()
    if entered is None or one.is_counted:
        return sentence(one)
    return f"{MARK.capitalize()}: {sentence(replace(one, figure=entered))}"


def in_part(one: Measured) -> str:
    """Of a period that is partly of documents what was counted: the whole is not known, and judged by nothing."""
    counted = plain(replace(one, past=None)).partition(";")[0].removesuffix(".")
    others = " and ".join(map(month_words, one.uncounted))
    return f"{counted}, without {others}, which {'is' if len(one.uncounted) == 1 else 'are'} {MARK}."


def plain(one: Measured) -> str:
    """Whose, how much, and against what it was before."""
    whose = "".join(f"{word}, " for word in (one.partner, *one.levels) if word)
    compared = (one.kpi, one.period, one.figure, one.before, one.earlier)
    if one.kpi.unit == "count":
        return whose + sentences.count_sentence(*compared, is_over=one.is_over)
    said = sentences.share_sentence if one.kpi.is_of_cases else sentences.value_sentence
    return whose + said(*compared, one.target, is_over=one.is_over)


def sentence(one: Measured) -> str:
    mark = f" ({MARK})." if one.entered_before and one.figure.value is not None else "."
    return f"{plain(one).removesuffix('.')}{mark} {sentences.goal_sentence(one.kpi, one.figure, one.goal)}"


def year_ago(one: Measured) -> list[str]:
    """A year before, July to September 2019: 40; down 8, better."""
    past, now = one.year_ago, one.figure if one.is_counted else one.as_entered()
    if past is None or past.figure.value is None or now is None or now.value is None:
        return []
    mark = f" ({MARK})" if past.entered else ""
    there = f"A year before, {past.period.words}: {value_words(one.kpi, past.figure)}{mark}"
    moved = travel(one.kpi, now, past.figure, one.goal.direction, is_whole=one.is_over)
    return [f"{there}." if moved.startswith("was ") else f"{there}; since then {moved}."]
