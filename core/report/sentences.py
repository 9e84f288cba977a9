"""What a committee report says of its indicators: who missed a target, when nobody did, what caused outages, and how a
number stands to that of the quarter before. Every word follows from a figure.
"""

from collections.abc import Iterator, Sequence

from core.control import Z
from core.facts import Figure, Kpi
from core.goals import written
from core.month_names import MONTHS
from core.months import run_words
from core.numbers import SMALL_NUMBER, grouped, percentage, plural, share_words
from core.periods import Period, month_words
from core.sentences import FEW, Miss, before_words, miss_words, points_below
from core.values import distance_words, printed, value_words
from core.wording import ended, listed

MOST_MISSES = 6  # that one sentence names
INCIDENT = ("priority {} incident", "priority {} incidents")


def did_not_meet(miss: Miss) -> str:
    """In May 2020 DDDC did not meet the 90% target by 9.2 percentage points: 80.8% (101 of 125).

    Where there are so few cases that they bear no percentage, they are told as cases.
    """
    figure, target = miss.figure, miss.target
    whose = f"In {month_words(miss.month)} {miss.partner}"
    if figure.d < SMALL_NUMBER:
        needed = -(-written(target) * figure.d // 100)
        return (
            f"{whose} had {figure.n} of {figure.d} within target, where {target:g}% needs {needed}: too few to judge."
        )
    by = f"by {points_below(figure, target)} percentage points"
    chance = miss_words(figure, target).partition("below, ")[2]
    return f"{whose} did not meet the {target:g}% target {by}: {share_words(figure.n, figure.d, target)}, {chance}."


def below_target(misses: Sequence[Miss]) -> list[str]:
    """Below target: BDC April (89.5%, 0.5 points), DDDC May (80.8%, 9.2 points). In one sentence."""
    each = [f"{miss.partner} {MONTHS[miss.month % 100 - 1]} ({how_far(miss)})" for miss in misses[:MOST_MISSES]]
    more = len(misses) - len(each)
    return [f"Below target: {', '.join(each)}{f', and {grouped(more)} more' if more else ''}."] if each else []


def how_far(miss: Miss) -> str:
    if miss.figure.d < SMALL_NUMBER:
        return f"{miss.figure.n} of {miss.figure.d}"
    return f"{percentage(miss.figure.n, miss.figure.d, miss.target)}%, {points_below(miss.figure, miss.target)} points"


def nobody_missed(months: Sequence[int], missed: Sequence[int]) -> list[str]:
    """No partner missed its target from June to September 2020: for each run of months."""
    return [f"No partner missed its target {within(run)}." for run in runs(months, missed)]


def within(run: Sequence[int]) -> str:
    return f"{'from' if len(run) > 1 else 'in'} {run_words(run[0], run[-1])}"


def runs(months: Sequence[int], missed: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for month in months:
        if month not in missed:
            run.append(month)
        elif run:
            yield run
            run = []
    if run:
        yield run


def of_priorities(nouns: tuple[str, str], levels: Sequence[tuple[str, int]]) -> str:
    """47 outages, 1 P1 and 46 P2."""
    each = [f"{grouped(n)} {level}" for level, n in levels if n]
    whole = plural(sum(n for _, n in levels), nouns)
    return f"{whole}, {listed(each)}." if each else f"{whole}."


def causes(level: str, found: Sequence[tuple[int, str]]) -> str:
    """A priority 1 incident occurred in August 2020. Its cause: … `found`: month and recorded cause of each."""
    noun = (INCIDENT[0].format(level[1:]), INCIDENT[1].format(level[1:]))
    if not found:
        return f"No {noun[0]} occurred."
    if len(found) == 1:
        ((month, cause),) = found
        known = f"Its cause: {cause}" if cause else "Its cause is not recorded"
        return f"A {noun[0]} occurred in {month_words(month)}. {ended(known)}"
    if len(found) <= FEW:
        each = "; ".join(f"{month_words(month)}, {cause or 'not recorded'}" for month, cause in found)
        return f"{plural(len(found), noun)} occurred. {ended(f'Their causes: {each}')}"
    unknown = sum(not cause for _, cause in found)
    whose = f"of {grouped(unknown)} the cause is not recorded" if unknown else "of each the cause is recorded"
    return f"{plural(len(found), noun)} occurred; {whose}."


def against_before(
    nouns: str, now: int, before: int, period: Period, earlier: Period, *, polarity: int, mark: str = ""
) -> str:
    """P2 outages in April to June 2020 were half those of January to March: 15 against 30, better. `mark`: that the
    earlier number is of documents.

    Better or worse is said only of a difference that chance does not explain, half or twice only of large enough ones.
    """
    there = before_words(period, earlier)
    was = f"{nouns} in {period.words} were"
    if now == before:
        return f"{was} as many as in {there}: {grouped(now)}{mark}."
    cases = f"{grouped(now)} against {grouped(before)}{mark}"
    word = "better" if (now > before) is (polarity > 0) else "worse"
    judged = "" if not polarity or is_noise(now, before) else f", {word}"
    if min(now, before) * 2 == max(now, before) >= SMALL_NUMBER:
        return f"{was} {'half' if now < before else 'twice'} those of {there}: {cases}{judged}."
    return f"{was} {grouped(abs(now - before))} {'more' if now > before else 'fewer'} than in {there}: {cases}{judged}."


def is_noise(now: int, before: int) -> bool:
    """Whether two counts of rare events differ by chance: the variance of their difference is their sum."""
    return (now - before) ** 2 <= Z * Z * (now + before)


def level_range(ends: Sequence[tuple[int, int]], nouns: str) -> str:
    """Between 612 and 671 calls were outstanding at the month ends, the most at the end of July 2020."""
    most = max(n for _, n in ends)
    least = min(n for _, n in ends)
    if most == least:
        return f"{grouped(most)} {nouns} at each month's end."
    when = [month for month, n in ends if n == most]
    at = f", the most at the end of {month_words(when[0])}" if len(when) == 1 else ""
    return f"Between {grouped(least)} and {grouped(most)} {nouns} at the month ends{at}."


def net_change(period: Period, opened: int, ended_of_them: int) -> str:
    """8,580 were opened in April to September 2020 and 7,912 ended: 668 more were left at the end."""
    net = opened - ended_of_them
    left = f"{grouped(abs(net))} {'more' if net > 0 else 'fewer'} were left at the end" if net else "as many were left"
    was = "was" if opened == 1 else "were"
    return f"{grouped(opened)} {was} opened in {period.words} and {grouped(ended_of_them)} ended: {left}."


def of_target(kpi: Kpi, figure: Figure, period: Period, target: float | None) -> str:
    """Time on projects, April to June 2020: 38.4% (384 of 1,000 hours), 3.4 percentage points above its 35% target."""
    said = f"{kpi.title}, {period.words}: {value_words(kpi, figure, target)}"
    if target is None or figure.value is None:
        return f"{said}."
    gap = printed(kpi, figure, target) - written(target)
    if not gap:
        return f"{said}, at its {target:g}% target."
    return f"{said}, {distance_words(kpi, gap)} {'above' if gap > 0 else 'below'} its {target:g}% target."
