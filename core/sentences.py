"""Sentences that follow from figures. Nothing in them is invented: every word stands on a number."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from core.control import wilson
from core.facts import Count, Counts, Figure, Kpi, share
from core.goals import Goal, aim, is_chance, standing, written
from core.month_names import MONTHS
from core.numbers import SMALL_NUMBER, grouped, percent, percentage, plural, rounded, share_words
from core.periods import Period, month_words
from core.values import apart, distance_words, plain_value, target_words, value_words

HALF = 0.5
FEW = 4
TOO_FEW = "too few cases to judge"


def before_words(period: Period, before: Period) -> str:
    """April to June, with its year only when that is another one."""
    same_year = before.start.year == period.start.year
    return before.words.removesuffix(f" {period.start.year}") if same_year else before.words


def count_sentence(
    kpi: Kpi, period: Period, now: Figure, before: Figure | None, earlier: Period | None, *, is_over: bool = True
) -> str:
    """July to September 2020: 32 outages, up 17 from 15 in April to June.

    What goes on cannot be up or down on the whole of another period, unless it is a level, such as what is outstanding.
    """
    is_level = kpi.is_level
    said = f"{period.words}: {plural(now.n, kpi.noun)}{' now' if is_level and not is_over else ''}"
    if not is_over and not is_level:
        whole = (
            ""
            if before is None or earlier is None
            else f"; {grouped(before.n)} in all of {before_words(period, earlier)}"
        )
        return f"{said} so far{whole}."
    if before is None or earlier is None:
        return f"{said}; there is nothing earlier to compare with." if period.is_whole_months else f"{said}."
    there = f"{grouped(before.n)} in {before_words(period, earlier)}"
    if now.n == before.n:
        return f"{said}, as many as in {before_words(period, earlier)}."
    return f"{said}, {'up' if now.n > before.n else 'down'} {grouped(abs(now.n - before.n))} from {there}."


def share_sentence(
    kpi: Kpi,
    period: Period,
    now: Figure,
    before: Figure | None,
    earlier: Period | None,
    target: float | None,
    *,
    is_over: bool = True,
) -> str:
    """April to June 2020: 93.2% (1,204 of 1,292), up 0.4 percentage points from 92.8% in January to March."""
    if now.said or (before and before.said):
        return value_sentence(kpi, period, now, before, earlier, target, is_over=is_over)
    if now.value is None:
        return f"{period.words}: not measured, no {kpi.noun[1]}."
    said = f"{period.words}: {share_words(now.n, now.d, target)}{'' if is_over else ' so far'}"
    if before is None or earlier is None or before.value is None:
        return f"{said}; there is nothing earlier to compare with."
    if min(now.d, before.d) < SMALL_NUMBER:  # so few bear no claim of better or worse
        return f"{said}; it was {share_words(before.n, before.d)} in {before_words(period, earlier)}."
    return f"{said}, {moved(now, before, target)} {percent(before.n, before.d)} in {before_words(period, earlier)}."


def moved(now: Figure, before: Figure, target: float | None) -> str:
    points = points_between(now, before, target)
    if points == 0:
        return "the same as" if now.n * before.d == before.n * now.d else "hardly moved from"
    return f"{'up' if points > 0 else 'down'} {abs(points):,} percentage points from"


def points_between(now: Figure, before: Figure, target: float | None) -> Decimal:
    """Percentage points between the figures as they are printed, so that a reader can subtract them."""
    if not now.d or not before.d:
        return Decimal(0)
    return percentage(now.n, now.d, target) - percentage(before.n, before.d)


def value_sentence(
    kpi: Kpi,
    period: Period,
    now: Figure,
    before: Figure | None,
    earlier: Period | None,
    target: float | None,
    *,
    is_over: bool = True,
) -> str:
    """July to September 2021: 4.86 of 5 (695 points from 143 scores), up 0.12 from 4.74 of 5 in April to June."""
    value, was = kpi.exact(now), kpi.exact(before) if before else None
    if value is None:
        return f"{period.words}: not measured, no {kpi.noun[1]}."
    goes_on = not (is_over or kpi.is_level or kpi.unit == "met")
    said = f"{period.words}: {value_words(kpi, now, target)}{' so far' if goes_on else ''}"
    if before is None or earlier is None or was is None:
        return f"{said}; there is nothing earlier to compare with."
    there = f"{plain_value(kpi, before)} in {before_words(period, earlier)}"
    if kpi.unit == "met":
        return f"{said}; it was {there}."
    if value == was:
        return f"{said}, the same as in {before_words(period, earlier)}."
    if not is_over:
        return f"{said}; it was {there}."
    gap = apart(kpi, now, before, target)
    how = f"{'up' if gap > 0 else 'down'} {distance_words(kpi, gap)}" if gap else "hardly moved"
    return f"{said}, {how} from {there}."


def goal_sentence(kpi: Kpi, figure: Figure, goal: Goal) -> str:
    """Target 4.5: met. / Target 35%: 5.0 percentage points below, within tolerance. The target and how it stands."""
    if (wanted := aim(figure, goal)) is None:
        return "No target."
    target, how = float(wanted), "Target" if figure.goal is None else "Profiled by then"
    said = f"{how} {'at most ' * (goal.direction == 'at most')}{target_words(kpi, target)}"
    stand = standing(kpi, figure, goal)
    if stand.state == "not measured":
        return f"{said}."
    if stand.state == "on target":
        return f"{said}: met."
    if kpi.unit == "met":
        return f"{said}: not met."
    tolerance = ", within tolerance" if stand.state == "within tolerance" else ""
    if kpi.is_of_cases and not figure.said and goal.direction == "at least":
        return f"{said}: {miss_words(figure, target)}{tolerance}."
    value = kpi.exact(figure) or 0
    return f"{said}: {distance_words(kpi, stand.gap)} {'below' if value < wanted else 'above'}{tolerance}."


def target_sentence(figure: Figure, target: float | None) -> str:
    """Target 90%: met. / Target 90%: 9.2 percentage points below, beyond normal variation (73.0 to 86.7)."""
    if target is None:
        return "No target."
    if figure.value is None:
        return f"Target {target:g}%."
    if misses(figure, target):
        return f"Target {target:g}%: {miss_words(figure, target)}."
    return f"Target {target:g}%: met."


def miss_words(figure: Figure, target: float) -> str:
    """Of a handful of cases a percentage promises too much, and so does what chance explains."""
    if figure.d < SMALL_NUMBER:
        return f"below, {TOO_FEW}"
    chance = "within normal variation" if is_chance(figure, target) else "beyond normal variation"
    return f"{points_below(figure, target)} percentage points below, {chance} {reach_words(figure, target)}"


def reach_words(figure: Figure, target: float) -> str:
    """(73.0 to 86.7): the interval of the share."""
    low, high = (100 * bound for bound in wilson(figure.n, figure.d))
    return f"({rounded_off(low, target)} to {rounded_off(high, target)})"


def rounded_off(bound: float, target: float) -> str:
    """One decimal, or more where 89.97 would read as the 90 that it does not reach."""
    shown = f"{bound:.1f}"
    return f"{rounded(bound, target)}" if float(shown) == target != bound else shown


def points_below(figure: Figure, target: float) -> str:
    """9.2: between the figures as they are printed, so that a reader can subtract them."""
    return f"{Decimal(str(target)) - percentage(figure.n, figure.d, target)}"


TargetOf = Callable[[str, int], float | None]  # of a partner in a month (yyyymm), in per cent


class Miss(NamedTuple):
    """A month (yyyymm) in which a partner missed its target, in per cent."""

    month: int
    partner: str
    figure: Figure
    target: float

    @property
    def is_chance(self) -> bool:
        return is_chance(self.figure, self.target)


def every_miss(facts: Counts, partners: Sequence[str], target_of: TargetOf) -> list[Miss]:
    """By month, then as the partners come."""
    return [
        Miss(month, partner, figure, target)
        for month in facts.months
        for partner in partners
        if (target := target_of(partner, month)) is not None
        and misses(figure := share(facts.only(months=(month,), partner=partner)), target)
    ]


def worth_telling(found: Sequence[Miss]) -> list[Miss]:
    """Of more than a few only those that chance does not explain."""
    return [miss for miss in found if not miss.is_chance] if len(found) > FEW else list(found)


def missed(facts: Counts, partners: Iterable[str], target_of: TargetOf) -> list[str]:
    """May DDDC: 80.8% (101 of 125), 9.2 percentage points below. One sentence for each month and partner that missed.

    Of more than a few only those that chance does not explain are told; the others are counted.
    """
    found = every_miss(facts, tuple(partners), target_of)
    told = worth_telling(found)
    return [*(miss_sentence(miss) for miss in told), *untold(len(found) - len(told))]


def untold(number: int) -> list[str]:
    return [f"Below target within normal variation: {number} more months of a partner."] if number else []


def miss_sentence(miss: Miss) -> str:
    cases = share_words(miss.figure.n, miss.figure.d, miss.target)
    return f"{MONTHS[miss.month % 100 - 1]} {miss.partner}: {cases}, {miss_words(miss.figure, miss.target)}."


def misses(figure: Figure, target: float) -> bool:
    return figure.d > 0 and 100 * figure.n < written(target) * figure.d


def row_sentence(label: str, values: Sequence[int | None], months: Sequence[int], before: int | None) -> str:
    """P2: Jul 18, Aug 5, Sep 8 = 31 (was 15). What is not known is a dash, and then there is no sum."""
    each = ", ".join(f"{month_words(month, short=True)} {number(n)}" for month, n in zip(months, values, strict=True))
    was = "" if before is None else f" (was {grouped(before)})"
    return f"{label}: {each}{total_of(values)}{was}"


def total_sentence(values: Sequence[int | None]) -> str:
    """Total: 18, 6, 8 = 32."""
    return f"Total: {', '.join(map(number, values))}{total_of(values)}"


def number(value: int | None) -> str:
    return "-" if value is None else grouped(value)


def total_of(values: Sequence[int | None]) -> str:
    known = [value for value in values if value is not None]
    return f" = {grouped(sum(known))}" if len(known) == len(values) > 1 else ""


def peak_sentence(rows: Sequence[Count], plural_of: str) -> str:
    """July had 18 of 31 P2s (58%). Said only when one of several months had more than half."""
    by_month: dict[int, int] = {}
    for row in rows:
        by_month[row.month] = by_month.get(row.month, 0) + row.d
    whole = sum(by_month.values())
    most = max(by_month, key=lambda month: by_month[month], default=0)
    if len(by_month) < 2 or by_month[most] <= HALF * whole:
        return ""
    return (
        f"{MONTHS[most % 100 - 1]} had {by_month[most]} of {whole} {plural_of} ({100 * by_month[most] / whole:.0f}%)."
    )
