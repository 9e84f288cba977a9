"""What a report says of risks, security events, savings and posts: no more than the records bear."""

from datetime import date

import pytest

from core.periods import financial_period
from core.report.registers import (
    HOW_MANY_SERIOUS,
    dropped,
    posts,
    risks_reviewed,
    saving,
    savings_together,
    serious,
)

HALF_YEAR = financial_period(2020, 1, 6)
AUGUST, SEPTEMBER = date(2020, 8, 3), date(2020, 9, 14)


@pytest.mark.parametrize(
    ("reviewed", "said"),
    [
        ([], "No risk is open."),
        ([None, date(2020, 3, 1)], "None of the 2 open risks was reviewed in April to September 2020."),
        ([SEPTEMBER], "The one open risk was reviewed in September 2020."),
        ([SEPTEMBER, SEPTEMBER], "All 2 open risks were reviewed in September 2020."),
        ([AUGUST, SEPTEMBER], "All 2 open risks were reviewed in April to September 2020, the last in September 2020."),
        ([AUGUST, None], "1 of 2 open risks was reviewed in August 2020."),
        ([AUGUST, AUGUST, None], "2 of 3 open risks were reviewed in August 2020."),
    ],
)
def test_risks_are_said_to_be_reviewed_only_where_they_were(reviewed: list[date | None], said: str) -> None:
    assert risks_reviewed(reviewed, HALF_YEAR) == said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((0, 0, 0), ""),
        ((11, 0, 0), "None qualified as a serious breach that required reporting."),
        ((11, 1, 0), "1 qualified as a serious breach that required reporting."),
        ((11, 2, 1), "2 qualified as serious breaches that required reporting."),
        ((11, 0, 1), "Of 1 security event it is not decided yet whether to report it."),
        ((11, 0, 2), "Of 2 security events it is not decided yet whether to report them."),
    ],
)
def test_that_none_was_serious_is_said_only_when_it_is_so_and_decided(figures: tuple[int, int, int], said: str) -> None:
    assert serious(*figures) == said


def test_a_small_number_of_serious_breaches_is_not_told_in_public() -> None:
    assert serious(11, 2, 0, least=5) == serious(11, 0, 4, least=5) == HOW_MANY_SERIOUS
    assert serious(11, 5, 0, least=5).startswith("5 qualified as serious breaches")
    assert serious(11, 0, 0, least=5) == "None qualified as a serious breach that required reporting."


def test_a_saving_has_its_amount_and_its_start() -> None:
    start = date(2021, 9, 1)
    assert (
        saving("Internet link", 293_500, start, None, HALF_YEAR) == "Internet link: £2,935 a year from September 2021."
    )
    assert saving("Paper.", 10_050, SEPTEMBER, 5_000, HALF_YEAR) == (
        "Paper: £100.50 a year since September 2020, at a cost of £50 once."
    )
    assert saving("SIP", None, None, None, HALF_YEAR) == (
        "SIP: an amount that is not known yet, from a date that is not set yet."
    )


def test_a_dropped_saving_says_so_and_when() -> None:
    assert dropped("SIP telephony.", date(2020, 9, 30)) == "SIP telephony: dropped on 30 September 2020."


@pytest.mark.parametrize(
    ("begun", "said"), [(0, "none of which"), (293_500, "all of which"), (100_000, "£1,000 of which")]
)
def test_savings_together_say_how_much_has_begun(begun: int, said: str) -> None:
    whole = f"Together £2,935 a year, {said} had begun by the end of September 2020."
    assert savings_together(293_500, begun, HALF_YEAR) == whole
    assert savings_together(0, 0, HALF_YEAR) == ""


def test_posts_stand_by_state() -> None:
    assert posts({"appointed": ["Administration Assistant"], "vacant": [], "on hold": ["Analyst", "Trainee (2)"]}) == [
        "Appointed: Administration Assistant.",
        "On hold: Analyst, Trainee (2).",
    ]
