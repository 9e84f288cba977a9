"""What of a budget is to be warned of: variances without a reason, and a forecast that does not hold."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.budget import Line, Row, compared_row, is_over, row_of, total_of, variance_word
from core.money import exactly
from core.numbers import percent


def unexplained(lines: Sequence[Line], period: int, pounds: int, per_cent: float) -> list[tuple[Line, Row]]:
    """Lines whose variance is over both thresholds and has no reason yet; those without actuals are not compared."""
    found = [(one, compared_row(one, period)) for one in lines if not one.is_behind(period) and not one.reason]
    return [(one, row) for one, row in found if is_over(row, pounds, per_cent)]


def overspends(lines: Sequence[Line], period: int, pounds: int, per_cent: float) -> Iterator[tuple[str, Row]]:
    """Revenue or capital of which the lines together are forecast to end above the budget, by more than both."""
    for kind in dict.fromkeys(one.kind for one in lines):
        own = [one for one in lines if one.kind == kind]
        whole = total_of([row_of(one, period) for one in own])
        at_end = replace(whole, to_date=whole.full, actual=whole.outturn)
        if any(one.actuals for one in own) and at_end.variance > 0 and is_over(at_end, pounds, per_cent):
            yield kind, at_end


def variance_words(row: Row) -> str:
    """Employees 533,250 against 497,917 to date: 35,333 adverse (7.1%)."""
    word = variance_word(row.variance, is_income=row.is_income)
    share = f" ({percent(abs(row.variance), abs(row.to_date))})" if row.to_date else ""
    off = f"{exactly(abs(row.variance))} {word}{share}"
    return f"{row.name} {exactly(row.actual)} against {exactly(row.to_date)} to date: {off}"
