"""A KPI's figure in words, by its unit: always with what it was counted from."""

from decimal import Decimal
from fractions import Fraction

from core.facts import Figure, Kpi
from core.money import exactly
from core.numbers import NOT_MEASURED, percent, plural, rounded, share_words
from core.sla import hours_and_minutes

UNITS = {"share": "%", "score": " of {}", "days": " days", "hours": " hours"}


def value_words(kpi: Kpi, figure: Figure, target: float | None = None) -> str:
    """80.8% (101 of 125); 32; 4.86 of 5 (695 points from 143 scores); 36.5 days; £2,935."""
    if figure.value is None:
        return NOT_MEASURED
    if figure.said:
        return figure.said
    if kpi.is_of_cases:
        return share_words(figure.n, figure.d, target)
    return f"{plain_value(kpi, figure, target)}{counted_from(kpi, figure)}"


def plain_value(kpi: Kpi, figure: Figure, target: float | None = None) -> str:
    """The value with its unit, and nothing else."""
    value = kpi.exact(figure)
    if value is None or figure.said:
        return figure.said or NOT_MEASURED
    if kpi.is_of_cases:
        return percent(figure.n, figure.d, target)
    if kpi.unit == "money":
        return f"£{exactly(figure.n)}"
    if kpi.unit == "time":
        return hours_and_minutes(figure.n)
    unit = "" if kpi.unit == "score" and not kpi.out_of else UNITS.get(kpi.unit, "")
    return f"{shown(value, target):,}{unit.format(kpi.out_of)}"


def shown(value: Fraction, target: float | None = None) -> Decimal:
    return rounded(float(value), target)


def counted_from(kpi: Kpi, figure: Figure) -> str:
    """What stands behind a value, in brackets; a plain count needs none."""
    n = shown(Fraction(figure.n, kpi.per))
    match kpi.unit:
        case "share" if kpi.noun[1] == "pounds":
            return f" (£{exactly(figure.n)} of £{exactly(figure.d)})"
        case "share":
            return f" ({n:,} of {shown(Fraction(figure.d, kpi.per)):,} {kpi.noun[1]})"
        case "score":
            return f" ({n:,} points from {plural(figure.d, kpi.noun)})"
        case "time":
            return f" (median of {plural(figure.d, kpi.noun)})"
        case "hours":
            return f" ({n:,} hours, {plural(figure.d, kpi.noun)})"
    return ""


def target_words(kpi: Kpi, target: float) -> str:
    """90%, 4.5, £2,000: as the value is written."""
    number = f"{rounded(target):,}"
    match kpi.unit:
        case "met":
            return kpi.promised
        case "share":
            return f"{number}%"
        case "money":
            return f"£{number}"
    if kpi.unit in {"count", "score", "number"}:
        return number
    return f"{number} {'hours' if kpi.unit == 'time' else kpi.unit}"


def distance_words(kpi: Kpi, gap: Fraction) -> str:
    """How far one value is from another: 9.2 percentage points, 0.12, £500."""
    size = abs(gap)
    if kpi.unit == "share":
        return f"{Decimal(f'{float(size):.1f}')} percentage points"
    if kpi.unit == "time":
        return hours_and_minutes(round(size * kpi.per))
    return target_words(kpi, float(size)) if size else "0"
