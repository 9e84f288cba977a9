"""A KPI's figure in words, by its unit: always with what it was counted from."""

from decimal import Decimal
from fractions import Fraction

from core.facts import Figure, Kpi
from core.money import exactly
from core.numbers import NOT_MEASURED, percent, percentage, plural, rounded, share_words
from core.sla import hours_and_minutes


def value_words(kpi: Kpi, figure: Figure, target: float | None = None) -> str:
    """80.8% (101 of 125); 32; 4.86 of 5 (695 points from 143 scores); 36.5 days; £2,935."""
    if figure.said or figure.value is None:
        return figure.said or NOT_MEASURED
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
    number = f"{shown(value, target):,}"
    return f"{number} of {kpi.out_of}" if kpi.unit == "score" and kpi.out_of else in_unit(kpi, number)


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
            return f" ({n:,} {'point' if n == 1 else 'points'} from {plural(figure.d, kpi.noun)})"
        case "time":
            return f" (median of {plural(figure.d, kpi.noun)})"
        case "hours":
            return f" ({in_unit(kpi, f'{n:,}')}, {plural(figure.d, kpi.noun)})"
    return ""


def printed(kpi: Kpi, figure: Figure, target: float | None = None) -> Fraction:
    """The number of `plain_value`."""
    value = kpi.exact(figure) or Fraction(0)
    if kpi.is_of_cases and figure.d:
        return Fraction(percentage(figure.n, figure.d, target))
    return value if kpi.unit in {"money", "time"} else Fraction(shown(value, target))


def apart(kpi: Kpi, now: Figure, before: Figure, target: float | None = None) -> Fraction:
    """Between the figures as they are printed, so that a reader can subtract them."""
    return printed(kpi, now, target) - printed(kpi, before)


def target_words(kpi: Kpi, target: float) -> str:
    """90%, 4.5, £2,000: as the value is written."""
    return in_unit(kpi, f"{rounded(target):,}")


def in_unit(kpi: Kpi, number: str) -> str:
    match kpi.unit:
        case "met":
            return kpi.promised
        case "share":
            return f"{number}%"
        case "money":
            return f"£{number}"
        case "count" | "score" | "number":
            return number
    unit = "hours" if kpi.unit == "time" else kpi.unit
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def distance_words(kpi: Kpi, gap: Fraction) -> str:
    """How far one value is from another: 9.2 percentage points, 0.12, £500. As small as it is, it is not nothing."""
    size = rounded(float(abs(gap)), target=0)
    if kpi.unit == "share":
        return f"{size if size % 1 else size.quantize(Decimal('0.1')):,f} percentage points"
    if kpi.unit == "time":
        return hours_and_minutes(round(abs(gap) * kpi.per))
    return in_unit(kpi, f"{size:,f}") if size else "0"
