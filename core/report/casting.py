"""Whether what a report states casts: each check in words, for its reconciliation and for whoever would sign."""

from core.money import exactly, in_pounds
from core.numbers import grouped
from core.report.stated import Check

MONEY = {"pounds": in_pounds, "pence": exactly}


def amount(number: int, unit: str) -> str:
    """£583,503, (£32,183), or a plain number."""
    if unit not in MONEY:
        return grouped(number)
    size = f"£{MONEY[unit](abs(number))}"
    return f"({size})" if number < 0 else size


def amounts(check: Check) -> tuple[int | str, int | str]:
    """Both figures: money as it is written, all else as numbers."""
    if check.unit not in MONEY:
        return check.stated, check.adds_to
    return amount(check.stated, check.unit), amount(check.adds_to, check.unit)


def verdict(check: Check) -> str:
    """Agrees, or by how much it does not, and why where that is known."""
    if check.is_right:
        return "agrees"
    out = check.stated - check.adds_to
    because = f": {check.line}" if check.line else ""
    return f"{amount(abs(out), check.unit)} too {'much' if out > 0 else 'little'}{because}"


def wrong_words(check: Check, whose: str = "the draft") -> str:
    """Actual: lines add to £583,503, the draft says £601,503; £18,000 out: Income 9,000 added, not deducted."""
    found, said = (amount(number, check.unit) for number in (check.adds_to, check.stated))
    out = amount(abs(check.stated - check.adds_to), check.unit)
    because = f": {check.line}" if check.line else ""
    return f"{check.name}: {check.against} add to {found}, {whose} says {said}; {out} out{because}"


def together(checks: tuple[Check, ...]) -> str:
    """All 14 totals agree with what is behind them. / 2 of 14 totals do not agree with what is behind them."""
    wrong, every = sum(not check.is_right for check in checks), len(checks)
    if not checks:
        return "Nothing in this report is a total."
    if wrong:
        return f"{wrong} of {every} totals {'does' if wrong == 1 else 'do'} not agree with what is behind them."
    return (
        f"All {every} totals agree with what is behind them."
        if every > 1
        else "The one total agrees with what is behind it."
    )
