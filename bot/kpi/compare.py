"""/kpi compare: two periods side by side, and whether one is better."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.kpi.headline import is_only_entered
from bot.kpi.measured import Measured
from core.control import is_same_within_chance
from core.entered import MARK
from core.facts import Figure
from core.numbers import SMALL_NUMBER, rounded
from core.sentences import points_between
from core.values import value_words
from reports.tables import Cell
from reports.tables import Table as Grid

MOST_OFFERED = 5  # buttons


@dataclass(frozen=True)
class Pair:
    """The same of an earlier and of a later period."""

    before: Measured
    now: Measured

    @property
    def is_whole(self) -> bool:
        """Whether both are over: of what goes on no more can be said than what it is so far."""
        return self.before.is_over and self.now.is_over

    @property
    def is_alike(self) -> bool:
        """Whether a number of one may be set against a number of the other: flows need periods of one length."""
        kpi, lengths = self.now.kpi, {len(self.before.period.months()), len(self.now.period.months())}
        return kpi.is_share or kpi.is_mean or kpi.is_level or (self.is_whole and len(lengths) == 1)

    @property
    def target(self) -> float | None:
        return self.now.target


def known(one: Measured) -> Figure | None:
    """What was counted, or else what documents say; None where that is not known of the whole period."""
    if is_only_entered(one):
        return one.as_entered()
    if (one.uncounted and not one.kpi.is_level) or not one.is_counted:
        return None
    return one.figure if one.figure.value is not None else None


def shown(one: Measured) -> str:
    """93.2% (356 of 382), or 1,204."""
    figure = known(one)
    if figure is None:
        return "not known" if one.uncounted or one.kpi.unit == "count" else "not measured"
    words = value_words(one.kpi, figure, one.target)
    marks = [*([] if one.is_over else ["so far"]), *([MARK] if is_only_entered(one) else [])]
    return f"{words} ({', '.join(marks)})" if marks else words


def difference(pair: Pair) -> Decimal | None:
    """In percentage points of shares as printed, or in the figure's unit; None where the two cannot be compared."""
    before, now = known(pair.before), known(pair.now)
    if before is None or now is None or not pair.is_alike:
        return None
    kpi = pair.now.kpi
    if kpi.is_of_cases:
        return points_between(now, before, pair.target)
    values = [kpi.exact(figure) for figure in (before, now)]
    earlier, later = (Decimal(0) if value is None else rounded(float(value)) for value in values)
    return later - earlier


def signed(amount: Decimal) -> str:
    return f"{amount:+,}" if amount else "0"


def judged(pair: Pair) -> str:
    """Better or worse by polarity, and whether chance explains it; nothing of plain demand, or of too few cases."""
    before, now, moved = known(pair.before), known(pair.now), difference(pair)
    if before is None or now is None or moved is None or not pair.is_whole:
        return ""
    kpi = pair.now.kpi
    if kpi.is_of_cases and min(before.d, now.d) < SMALL_NUMBER:
        return "too few to say"
    later, earlier = kpi.exact(now) or 0, kpi.exact(before) or 0
    way = (later > earlier) - (later < earlier)
    word = {1: "better", -1: "worse", 0: "" if way else "the same"}[way * kpi.polarity]
    if not kpi.is_of_cases or not way or before.said or now.said:
        return word
    is_chance = is_same_within_chance((now.n, now.d), (before.n, before.d))
    return f"{word}, {'within' if is_chance else 'beyond'} normal variation".removeprefix(", ")


def not_compared(pair: Pair) -> str:
    """Why there is no difference, where both numbers are known."""
    if known(pair.before) is None or known(pair.now) is None:
        return ""
    return f" {'One period is longer' if pair.is_whole else 'One is not over'}, so the numbers are not compared."


def every(pairs: Sequence[Pair]) -> Grid:
    """All KPIs, a row each."""
    first = pairs[0]
    heads = ("KPI", first.before.period.words, first.now.period.words, "Difference", "Which is")
    rows = tuple((pair.now.kpi.title, *row(pair)) for pair in pairs)
    return Grid("", heads, rows)


def worst(pairs: Sequence[Pair]) -> list[Pair]:
    """Those to look into: worse, and not by chance."""
    return [pair for pair in pairs if judged(pair) in {"worse", "worse, beyond normal variation"}][:MOST_OFFERED]


def row(pair: Pair) -> tuple[Cell, ...]:
    moved = difference(pair)
    unit = " points" if pair.now.kpi.is_share else ""
    return shown(pair.before), shown(pair.now), "-" if moved is None else f"{signed(moved)}{unit}", judged(pair) or "-"


def headline(pair: Pair) -> str:
    """Incidents resolved within SLA, DDDC: 88.6% (328 of 370) in April to June 2020, 93.2% (356 of 382) in July to …"""
    one = pair.now
    whose = ", ".join(filter(None, (one.kpi.title, one.partner, *one.levels)))
    each = ", ".join(f"{shown(half)} in {half.period.words}" for half in (pair.before, one))
    moved = difference(pair)
    if moved is None:
        return f"{whose}: {each}.{not_compared(pair)}"
    unit = "percentage points " if one.kpi.is_share else ""
    less = "fewer" if one.kpi.unit == "count" else "less"
    way = f"{abs(moved):,} {unit}{'more' if moved > 0 else less}" if moved else "no difference"
    word = judged(pair)
    return f"{whose}: {each}: {way}{f', {word}' if word else ''}."
