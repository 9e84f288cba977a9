"""What makes a change a success, a failure or none of the two."""

from datetime import date

import pytest

from core.facts import Count, Counts
from core.kpis.changes import change_success, emergency, emergency_changes, success
from core.sources import Pair, Rules

RULES = Rules(date(2021, 10, 1))


@pytest.mark.parametrize(
    ("outcome", "impact", "part"),
    [
        ("completed", False, (1, 1)),
        ("completed", True, (0, 1)),  # it hit a service
        ("failed", False, (0, 1)),
        ("backed out", True, (0, 1)),
        ("cancelled", False, None),
        ("cancelled", True, None),
    ],
)
def test_a_change_succeeded_if_it_was_completed_and_hit_nothing(outcome: str, impact: int, part: Pair | None) -> None:
    assert success({"outcome": outcome, "impact": bool(impact)}, RULES) == part


@pytest.mark.parametrize(
    ("outcome", "is_emergency", "part"), [("completed", 1, (1, 1)), ("failed", 0, (0, 1)), ("cancelled", 1, None)]
)
def test_an_emergency_is_of_all_but_the_cancelled(outcome: str, is_emergency: int, part: Pair | None) -> None:
    assert emergency({"outcome": outcome, "emergency": bool(is_emergency)}, RULES) == part


def test_shares_are_of_all_changes_together() -> None:
    facts = Counts((Count(202107, "", (), 138, 138), Count(202108, "", (), 0, 5)), (202107, 202108, 202109))
    figure = change_success(facts)
    assert (figure.n, figure.d) == (138, 143)
    assert emergency_changes(facts) == figure
