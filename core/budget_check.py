"""Totals that a document prints, against the lines: which do not add up, by how much, and a simple cause if any.

Amounts are whole pounds, as a document prints them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.budget import PERIODS, Line, Printed
from core.money import in_pounds, nearest_pound
from core.report.stated import Check

QUARTER = 3


@dataclass(frozen=True)
class Claim:
    """The totals that a document prints; None for one that it does not."""

    full: int | None = None
    to_date: int | None = None
    actual: int | None = None
    variance: int | None = None


Named = tuple[str, int]


def flipped(values: Sequence[Named], out: int) -> Iterator[str]:
    for name, value in values:
        if value and out == -2 * value:
            done = "added, not deducted" if value < 0 else "deducted, not added"
            yield f"{name} {abs(value):,} {done}"


def left_out(values: Sequence[Named], out: int) -> Iterator[str]:
    yield from (f"{name} {in_pounds(value)} left out" for name, value in values if value and out == -value)


def doubled(values: Sequence[Named], out: int) -> Iterator[str]:
    yield from (f"{name} {in_pounds(value)} counted twice" for name, value in values if value and out == value)


def single(found: Iterator[str]) -> str:
    """A cause is named only where no other of its kind would explain the difference as well."""
    causes = list(found)
    return causes[0] if len(causes) == 1 else ""


def cause(values: Sequence[Named], out: int) -> str:
    return next(filter(None, (single(kind(values, out)) for kind in (flipped, left_out, doubled))), "")


def earlier_value(lines: Sequence[Line], shown: Sequence[Printed], period: int, out: int) -> str:
    """One line that stands at the value of an earlier quarter's end."""
    found = (
        f"{line.name} at its value of periods 1 to {quarter}, {in_pounds(then)}, not {in_pounds(now.to_date)}"
        for line, now in zip(lines, shown, strict=True)
        for quarter in range(QUARTER, period, QUARTER)
        if (then := nearest_pound(line.to_date(quarter))) - now.to_date == out
    )
    return single(found)


def verdict(check: Check) -> str:
    """Actual (9,000): lines add to 583,503; 18,000 too much: Income 9,000 added, not deducted."""
    out = check.stated - check.adds_to
    if out == 0:
        return f"{check.name} {in_pounds(check.stated)}: adds up."
    because = f": {check.line}" if check.line else ""
    how = "too much" if out > 0 else "too little"
    return (
        f"{check.name} {in_pounds(check.stated)}: lines add to {in_pounds(check.adds_to)}; {abs(out):,} {how}{because}."
    )


def verdicts(
    claim: Claim, lines: Sequence[Line], shown: Sequence[Printed], total: Printed, period: int
) -> tuple[str, ...]:
    """One sentence for each total that the document prints."""
    return tuple(map(verdict, checked(claim, lines, shown, total, period)))


def checked(
    claim: Claim, lines: Sequence[Line], shown: Sequence[Printed], total: Printed, period: int
) -> Iterator[Check]:
    """Each total that the document prints, with what is wrong where a simple cause is known."""
    if claim.full is not None:
        values = [(one.row.name, one.full) for one in shown]
        yield of_lines("Full budget", claim.full, total.full, cause(values, claim.full - total.full))
    if claim.to_date is not None:
        values, out = [(one.row.name, one.to_date) for one in shown], claim.to_date - total.to_date
        why = cause(values, out) or earlier_value(lines, shown, period, out)
        yield of_lines("To date", claim.to_date, total.to_date, why)
    if claim.actual is not None:
        values = [(one.row.name, one.actual) for one in shown]
        yield of_lines("Actual", claim.actual, total.actual, cause(values, claim.actual - total.actual))
    if claim.variance is not None:
        yield of_lines("Variance", claim.variance, total.variance, variance_cause(claim, shown, total))


def of_lines(name: str, claimed: int, adds_to: int, why: str) -> Check:
    return Check(name, claimed, adds_to, "pounds", "lines", why)


def variance_cause(claim: Claim, shown: Sequence[Printed], total: Printed) -> str:
    """A line's, or that the printed variance is not the difference of the printed figures either."""
    assert claim.variance is not None  # noqa: S101 - asked by `checked` of a printed variance only
    why = cause([(one.row.name, one.variance) for one in shown], claim.variance - total.variance)
    if why or claim.actual is None or claim.to_date is None:
        return why
    difference = claim.actual - claim.to_date
    if difference == claim.variance:
        return "it follows from the printed actual and to date"
    return f"nor is it the printed actual less the printed to date, {in_pounds(difference)}"


def unlike_the_others(lines: Sequence[Line], period: int) -> tuple[str, ...]:
    """Lines whose budget to date is not their even share of the year, where all others (two or more) are at theirs.

    It is told and left as it is: a profile may well be meant.
    """
    gaps = [(line, line.to_date(period) - Fraction(line.full * period, PERIODS)) for line in lines]
    odd = [(line, gap) for line, gap in gaps if abs(gap) >= 100]
    if len(odd) != 1 or len(gaps) < 3:
        return ()
    ((line, gap),) = odd
    share = "half" if 2 * period == PERIODS else f"{period} twelfths"
    pounds, way = f"{round(abs(gap) / 100):,}", "above" if gap > 0 else "below"
    return (f"{line.name} to date is {pounds} {way} {share} of its full budget; every other line is at {share}.",)
