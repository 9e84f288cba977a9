"""The first sentences of a KPI's answer: how much, against its target, and against what it was before."""

from collections.abc import Sequence
from dataclasses import replace

from bot.kpi.measured import Measured
from core import sentences
from core.entered import MARK
from core.facts import UNMEASURED
from core.months import runs_words
from core.numbers import plural
from core.travel import travel
from core.values import value_words


def is_only_entered(one: Measured) -> bool:
    """Nothing was counted, and documents have some of it."""
    return not one.is_counted and bool(one.entered)


def headline(one: Measured) -> str:
    """What was counted; where nothing was, what documents say, marked so; and a nought only where records were kept."""
    if one.is_counted:
        return in_part(one) if one.uncounted and not one.kpi.is_level else sentence(one)
    if entered := one.as_entered():
        return f"{MARK.capitalize()}: {sentence(replace(one, figure=entered))}"
    if one.is_recorded and not one.entered:
        return sentence(one)
    said = entered_in_part(one) if one.entered else "not known, as nothing is recorded"
    return f"{whose(one)}{one.period.words}: {said}. {sentences.goal_sentence(one.kpi, UNMEASURED, one.goal)}"


def entered_in_part(one: Measured) -> str:
    """30 outages in January to March 2020, entered, not counted; nothing is known of April to December 2019."""
    known = [month for month in one.months if one.as_entered((month,))]
    figure = one.as_entered(known) if known else None
    if figure is None:
        return "not known as a whole, as documents have only parts of it"
    said = plural(figure.n, one.kpi.noun) if one.kpi.unit == "count" else value_words(one.kpi, figure, one.target)
    others = runs_words(set(one.months) - set(known))
    return f"{said} in {runs_words(known)}, {MARK}; nothing is known of {others}"


def in_part(one: Measured) -> str:
    """Of a period that is partly of documents what was counted: the whole is not known, and judged by nothing."""
    counted = plain(replace(one, past=None)).partition(";")[0].removesuffix(".")
    entered = [month for month in one.uncounted if month not in one.unknown]
    documents = f"{runs_words(entered)}, which {'is' if len(entered) == 1 else 'are'} {MARK}" if entered else ""
    nothing = f"{runs_words(one.unknown)}, of which nothing is recorded" if one.unknown else ""
    return f"{counted}, without {', and without '.join(filter(None, (documents, nothing)))}."


def of_whom(partner: str | None, levels: Sequence[str]) -> str:
    """, DDDC, P1: behind what is said of them."""
    return "".join(f", {word}" for word in (partner, *levels) if word)


def whose(one: Measured) -> str:
    """DDDC, P1, before what is said of them."""
    return "".join(f"{word}, " for word in (one.partner, *one.levels) if word)


def plain(one: Measured) -> str:
    """Whose, how much, and against what it was before."""
    compared = (one.kpi, one.period, one.figure, one.before, one.earlier)
    if one.kpi.unit == "count":
        return whose(one) + sentences.count_sentence(*compared, is_over=one.is_over)
    said = sentences.share_sentence if one.kpi.is_of_cases else sentences.value_sentence
    return whose(one) + said(*compared, one.target, is_over=one.is_over)


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
