"""What a report says of money: against its budget, and why a line stands off it."""

from datetime import date

from core.budget import Printed, Reason, Row
from core.report.spending import explained, heads_for, ledger, spent_to_date, variation

AUGUST, SEPTEMBER = date(2020, 8, 3), date(2020, 9, 14)


def printed(full: int, to_date: int, actual: int, outturn: int, name: str = "Total") -> Printed:
    row = Row(name, 100 * full, 100 * to_date, 100 * actual, 100 * outturn, is_income=full < 0)
    return Printed(row, full, to_date, actual, outturn)


def test_money_is_told_against_its_budget() -> None:
    total = printed(1_227_371, 615_686, 583_503, 1_162_722)
    said = "By period 6 £583,503 was spent against a budget to date of £615,686: £32,183 below it (5.2%)."
    assert spent_to_date(total, 6) == said
    assert heads_for(total) == "At this rate the year ends at £1,162,722: £64,649 under the full budget of £1,227,371."
    on_it = printed(100, 50, 50, 100)
    assert spent_to_date(on_it, 6).endswith("£50: on it.")
    assert heads_for(on_it) == "At this rate the year ends at £100: on the full budget of £100."
    assert "£10 above it" in spent_to_date(printed(100, 50, 60, 120), 6)


def test_a_variation_has_its_reason_or_says_that_it_has_none() -> None:
    income = printed(-20_700, -10_350, -9_000, -18_000, "Income")
    assert variation(income) == "Income: £1,350 shortfall, adverse (13.0%)"
    told = "Income: £1,350 shortfall, adverse (13.0%). Timing: recharges outstanding."
    assert explained(income, Reason("timing", "recharges outstanding")) == told
    assert explained(income, Reason("timing", "recharges outstanding.")) == told
    assert explained(income, None).endswith("No reason is recorded.")


def test_the_ledger_is_named_by_its_day() -> None:
    assert ledger([]) == ""
    assert ledger([AUGUST]) == "Actuals are those of the ledger of 3 August 2020."
    assert ledger([AUGUST, SEPTEMBER]) == "Actuals are those of the ledgers of 3 August 2020 to 14 September 2020."
