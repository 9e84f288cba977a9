"""Into which parts a figure is split, and whether they add to the whole."""

from collections.abc import Sequence

from bot.kpi.measured import Measured
from core.facts import Counts

UNNAMED, UNSAID = "no partner", "not said"
Split = tuple[str, str | None, tuple[str, ...] | None]  # label, partner, levels


def split_by(one: Measured, by: str) -> list[Split]:
    """The rows of a table: partners, levels, or none but the whole."""
    if by == "month" or (by == "partner" and one.partner):
        return []
    if by in {"priority", "level", one.kpi.parts.lower()}:
        levels = one.levels or one.parts or one.facts.levels()
        return [(level or UNSAID, None, (level,)) for level in levels]
    return [(partner or UNNAMED, partner, None) for partner in one.facts.partners()]


def told(one: Measured, splits: Sequence[Split]) -> Sequence[Split]:
    """A single part says no more than the whole, unless it names a class, a team or a priority."""
    named = any(levels and label != UNSAID for label, _, levels in splits)
    return splits if len(splits) > 1 or one.parts or named else []


def overlaps(one: Measured, splits: Sequence[Split]) -> bool:
    """Whether the rows add to more than the total, which must then be said."""
    return one.facts.is_shared() and any(partner is not None for _, partner, _ in splits)


def counted(one: Measured) -> Counts:
    """The facts of whatever is no duration."""
    assert isinstance(one.facts, Counts)  # noqa: S101 - only histograms are something else
    return one.facts
