"""KPI figures of months before the bot, taken from documents: entered, never counted, and never added to what was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.facts import Count, Counts, Figure, Kpi
from core.numbers import grouped
from core.periods import month_words
from core.values import shown

MARK = "entered, not counted"


@dataclass(frozen=True)
class Entered:
    """Of a partner, or of the whole; of one level, or of all. `d` is empty for a count."""

    ref: str
    month: int
    partner: str | None
    level: str | None
    n: int
    d: int | None
    source: str

    @property
    def whose(self) -> str:
        return ", ".join(filter(None, (self.partner, self.level)))

    def count(self) -> Count:
        """As a fact: of a plain count every one is a hit."""
        partners = (self.partner,) if self.partner else ()
        return Count(self.month, self.level or "", partners, self.n, self.n if self.d is None else self.d)


def is_of(one: Entered, partner: str | None, levels: Sequence[str]) -> bool:
    """Whether it is wanted where this partner (None: everybody) and these levels (none: all) are asked for."""
    return (partner is None or one.partner == partner) and (not levels or one.level in levels)


def whole_of(
    rows: Iterable[Entered],
    months: Sequence[int],
    partner: str | None,
    levels: Sequence[str],
    parts: Sequence[str] = (),
) -> Counts | None:
    """The facts of a partner (None: of all together) over these months, if every one of them was entered.

    A month was entered as one figure, or as one for each of `parts`, the levels that the KPI is made of. Asked for
    some levels, each of them is needed.
    """
    own = [one for one in rows if one.partner == partner]
    found = [chosen for month in months if (chosen := month_of(own, month, levels, parts))]
    if len(found) < len(months):
        return None
    return Counts(tuple(one.count() for each in found for one in each), tuple(months))


def month_of(own: Sequence[Entered], month: int, levels: Sequence[str], parts: Sequence[str]) -> list[Entered]:
    here = {one.level: one for one in own if one.month == month}
    if not levels and None in here:
        return [here[None]]
    wanted = levels or parts
    return [here[level] for level in wanted] if wanted and set(wanted) <= set(here) else []


def as_counted(kpi: Kpi, n: int, d: int | None) -> tuple[int, int | None]:
    """In the parts in which the KPI counts: hours were typed as hours, and it may count ten-thousandths of them."""
    return n * kpi.per, d if d is None or not kpi.is_share else d * kpi.per


def not_used(kpi: Kpi, one: Entered, counted: Figure) -> str:
    """April 2020, BDC: entered as 107 of 120, but 5 of 6 were counted here, and they hold (FIG-2)."""
    whose = f", {one.whose}" if one.whose else ""
    there, here = cases(kpi, one.n, one.d), cases(kpi, counted.n, counted.d)
    return f"{month_words(one.month)}{whose}: entered as {there}; {here} counted here, which holds ({one.ref})."


def cases(kpi: Kpi, n: int, d: int | None) -> str:
    top = f"{shown(Fraction(n, kpi.per)):,}"
    if d is None or not (kpi.is_share or kpi.is_mean):
        return top
    return f"{top} of {shown(Fraction(d, kpi.per if kpi.is_share else 1)):,}"


def sources(rows: Iterable[Entered]) -> str:
    """Source: report of quarter 1 (FIG-1, FIG-2)."""
    by_source: dict[str, list[str]] = {}
    for one in rows:
        by_source.setdefault(one.source, []).append(one.ref)
    said = "; ".join(f"{source} ({span(refs)})" for source, refs in by_source.items())
    return f"Entered from: {said}."


def span(refs: Sequence[str]) -> str:
    """FIG-1, FIG-2 and 22 more: who wants them all looks at the list."""
    shown = ", ".join(refs[:2])
    return shown if len(refs) <= 2 else f"{shown} and {len(refs) - 2} more"


@dataclass(frozen=True)
class Known:
    """How many in a month, and whether that was entered rather than counted."""

    month: int
    n: int
    is_entered: bool = False


def marked(months: Sequence[Known]) -> str:
    """Some figures of a sum may be entered and others counted: then it says so."""
    entered = sum(one.is_entered for one in months)
    some = "" if entered == len(months) else f"{entered} of {len(months)} months "
    return f" ({some}{MARK})" if entered else ""


def more_a_month(own: Sequence[Known], before: Sequence[Known], year: str) -> str:
    """On average 230 more a month than in 2019-20: 1,480 against 1,250. Nothing where one side is not known."""
    if not own or not before:
        return ""
    now, then = average(own), average(before)
    gap = round(now - then)
    how = f"{grouped(abs(gap))} {'more' if gap > 0 else 'fewer'} a month than" if gap else "as many a month as"
    mine = "" if all(one.is_entered for one in own) else marked(own)  # of all, the headline says so
    return f"On average {how} in {year}: {grouped(round(now))}{mine} against {grouped(round(then))}{marked(before)}."


def average(months: Sequence[Known]) -> Fraction:
    """How many a month."""
    return Fraction(sum(one.n for one in months), len(months))


def most_in_a_year(own: Sequence[Known], year: Sequence[Known]) -> str:
    """July 2020 had the most of 12 months: 1,620. Said only where it lies in the period, and no other had as many."""
    most = [one for one in year if one.n == max(each.n for each in year)]
    if len(most) != 1 or most[0].n == 0 or most[0].month not in {one.month for one in own}:
        return ""
    return f"{month_words(most[0].month)} had the most of {len(year)} months: {grouped(most[0].n)}{marked(year)}."
