"""A total that does not cast is named, with by how much it is out and why."""

import pytest

from core.report.casting import amount, together, verdict, wrong_words
from core.report.stated import Check

RIGHT = Check("Outages", 47, 47, "records", "ticket records")
ACTUAL = Check("Actual", 601_503, 583_503, "pounds", "lines", "Income 9,000 added, not deducted")


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (583_503, "pounds", "£583,503"),
        (-32_183, "pounds", "(£32,183)"),
        (-905, "pence", "(£9.05)"),
        (1_681, "records", "1,681"),
    ],
)
def test_an_amount_is_written_in_its_unit(number: int, unit: str, words: str) -> None:
    assert amount(number, unit) == words


def test_what_agrees_says_so_and_what_does_not_by_how_much() -> None:
    assert verdict(RIGHT) == "agrees"
    assert verdict(ACTUAL) == "£18,000 too much: Income 9,000 added, not deducted"
    assert verdict(Check("Outages", 46, 47, "records", "ticket records")) == "1 too little"


def test_whoever_would_sign_reads_what_the_draft_says_and_what_it_adds_to() -> None:
    out = "£18,000 out: Income 9,000 added, not deducted"
    assert wrong_words(ACTUAL) == f"Actual: lines add to £583,503, the draft says £601,503; {out}"
    short = Check("Outages", 46, 47, "records", "ticket records")
    assert wrong_words(short) == "Outages: ticket records add to 47, the draft says 46; 1 out"


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        ((), "Nothing in this report is a total."),
        ((RIGHT,), "The one total agrees with what is behind it."),
        ((RIGHT, RIGHT), "All 2 totals agree with what is behind them."),
        ((RIGHT, ACTUAL), "1 of 2 totals does not agree with what is behind them."),
        ((ACTUAL, ACTUAL), "2 of 2 totals do not agree with what is behind them."),
    ],
)
def test_the_page_says_at_once_whether_all_agrees(checks: tuple[Check, ...], words: str) -> None:
    assert together(checks) == words
