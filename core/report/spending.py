"""What a report says of spending: how far from its profile, in plain words, and each programme of its own budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from core.facts import Figure
from core.goals import written
from core.money import exactly, nearest_pound, rounded_to_add
from core.numbers import percent

OWN = "Each programme is measured against its own budget, so that their percentages do not add to 100%."


@dataclass(frozen=True)
class Programme:
    """Pence of the year's budget, of what was profiled by then, and spent."""

    name: str
    full: int
    profiled: int
    spent: int

    @property
    def gap(self) -> int:
        return self.spent - self.profiled

    @property
    def share(self) -> str:
        return percent(self.spent, self.full) if self.full > 0 else "no budget"


def pace_sentence(figure: Figure, tolerance: float) -> str:
    """Spending is £1,320,000 behind its profile, and not near it. Nothing where it is near."""
    if figure.value is None or figure.goal is None:
        return ""
    gap = figure.n - round(figure.goal * figure.d / 100)
    if abs(100 * Fraction(figure.n, figure.d) - figure.goal) <= written(tolerance):
        return ""
    return f"Spending is £{exactly(abs(gap))} {'behind' if gap < 0 else 'ahead of'} its profile, and not near it."


def programmes_sentence(programmes: Sequence[Programme]) -> str:
    """Ahead of profile: Enterprise agreement (£130,000). Behind profile: CERP replacement (£88,000)."""
    ahead = [f"{each.name} (£{exactly(each.gap)})" for each in programmes if each.gap > 0]
    behind = [f"{each.name} (£{exactly(-each.gap)})" for each in programmes if each.gap < 0]
    said = [f"{way} profile: {', '.join(named)}." for way, named in (("Ahead of", ahead), ("Behind", behind)) if named]
    return " ".join(said) or "Every programme is on its profile."


class Row(NamedTuple):
    """As a table prints it, in whole pounds."""

    name: str
    full: int
    profiled: int
    spent: int
    share: str


def in_pounds_that_add(programmes: Sequence[Programme]) -> list[Row]:
    """The rows of a table, the total last: the printed lines add to it."""
    columns = [[each.full for each in programmes], [each.profiled for each in programmes]]
    columns.append([each.spent for each in programmes])
    printed = zip(programmes, *map(rounded_to_add, columns), strict=True)
    lines = [Row(each.name, full, profiled, spent, each.share) for each, full, profiled, spent in printed]
    full, profiled, spent = (sum(column) for column in columns)
    whole = Programme("Total", full, profiled, spent)
    total = Row("Total", nearest_pound(full), nearest_pound(profiled), nearest_pound(spent), whole.share)
    return [*lines, total]
