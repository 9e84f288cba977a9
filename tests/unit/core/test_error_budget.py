"""What is left of a target: by hand, at its edges, and in words."""

import pytest

from core.error_budget import ErrorBudget, budget_sentence


def test_45_resolved_of_which_4_missed_and_12_open_of_which_1_is_late() -> None:
    """90% of 57 are 51.3, so 52; 41 are met, 11 of the open ones must be, and 11 can be."""
    left = ErrorBudget(90, resolved=45, missed=4, open=12, late=1)
    assert (left.must_meet, left.can_meet, left.may_miss, left.is_lost) == (11, 11, 0, False)
    later = ErrorBudget(90, resolved=45, missed=4, open=12, late=2)
    assert (later.must_meet, later.can_meet, later.may_miss, later.is_lost) == (11, 10, -1, True)
    assert later.rescue == 3  # 51 of 57; 54 of 60


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (
            ErrorBudget(90, 100, 4, 20, 1),
            (
                "Target 90%: 96 of 100 so far, 20 open (1 past its deadline)."
                " 7 more may miss: 12 of the other 19 must be met."
                " Forecast 95.0% (114 of 120), from 93.3% to 95.8%."
            ),
        ),
        (
            ErrorBudget(90, 45, 4, 12, 1),
            (
                "Target 90%: 41 of 45 so far, 12 open (1 past its deadline). No more may miss."
                " Forecast 89.5% (51 of 57), from 84.2% to 91.2%."
            ),
        ),
        (
            ErrorBudget(90, 45, 4, 12, 2),
            (
                "Target 90%: 41 of 45 so far, 12 open (2 past their deadline)."
                " 90% cannot be met any more with what is open: at best 89.5% (51 of 57). It would take 3 further ones,"
                " all met. Forecast 87.7% (50 of 57), from 84.2% to 89.5%."
            ),
        ),
        (ErrorBudget(90, 0, 0, 2, 0), "Target 90%: 0 of 0 so far, 2 open. No more may miss."),
        (
            ErrorBudget(100, 30, 1, 0, 0),
            (
                "Target 100%: 29 of 30 so far, 0 open."
                " 100% cannot be met any more with what is open: at best 96.7% (29 of 30)."
            ),
        ),
        (
            ErrorBudget(90, 9, 1, 4, 0),
            "Target 90%: 8 of 9 so far, 4 open. No more may miss. Forecast 12 of 13, from 9 to 12.",
        ),
        (
            ErrorBudget(90, 10, 1, 0, 0),
            "Target 90%: 9 of 10 so far, 0 open. No more may miss, counting those still to come.",
        ),
        (
            ErrorBudget(0, 1, 1, 0, 0),
            "Target 0%: 0 of 1 so far, 0 open. Any number more may miss, counting those still to come.",
        ),
        (
            ErrorBudget(90, 24, 0, 0, 0),
            "Target 90%: 24 of 24 so far, 0 open. 2 more may miss, counting those still to come.",
        ),
        (
            ErrorBudget(50, 40, 2, 3, 0),
            (
                "Target 50%: 38 of 40 so far, 3 open. 36 more may miss, counting those still to come."
                " Forecast 95.3% (41 of 43), from 93.0% to 95.3%."
            ),
        ),
    ],
)
def test_in_words(left: ErrorBudget, words: str) -> None:
    assert budget_sentence(left) == words


def test_it_says_whose_it_is() -> None:
    said = budget_sentence(ErrorBudget(90, 24, 0, 0, 0), "Incidents resolved within SLA, BDC, May 2020")
    assert said.startswith("Incidents resolved within SLA, BDC, May 2020, target 90%: 24 of 24 so far, 0 open. 2 more")
