"""Direction of travel: how a figure stands to an earlier one, and whether that is better or worse."""

from core.facts import Figure, Kpi
from core.goals import Direction
from core.numbers import SMALL_NUMBER
from core.values import apart, distance_words, value_words

UNKNOWN = "-"


def travel(kpi: Kpi, now: Figure, before: Figure | None, direction: Direction, *, is_whole: bool = True) -> str:
    """Up 17, worse. What goes on is not held against a whole period, and so few cases bear no claim: then what it was.

    Better and worse follow what is promised of the measure, not the arrow; of plain demand neither is said.
    """
    value, was = kpi.exact(now), kpi.exact(before) if before else None
    if before is None or was is None:
        return UNKNOWN
    is_few = kpi.is_of_cases and min(now.d, before.d) < SMALL_NUMBER
    if value is None or is_few or kpi.unit == "met" or not (is_whole or kpi.is_level or kpi.is_share or kpi.is_mean):
        return f"was {value_words(kpi, before)}"
    gap = apart(kpi, now, before)
    if gap == 0:
        return "the same" if value == was else "hardly moved"
    said = f"{'up' if gap > 0 else 'down'} {distance_words(kpi, gap)}"
    return said if direction == "near" else f"{said}, {'better' if (gap > 0) is (direction == 'at least') else 'worse'}"
