"""What a plan promises of each kind of measure, and its words for cost and posts, one and several."""

from datetime import date

import pytest

from core.report.plan import (
    Cost,
    allowance,
    cost_sentence,
    is_due_later,
    output,
    owners,
    promise,
    staffing_sentence,
)
from core.sla import Target
from core.sources import Values

PLAIN = {
    "kind": "share",
    "target": None,
    "direction": None,
    "due_on": None,
    "timescale": None,
    "allowed_days": None,
    "allowed_months": None,
    "owner_post": None,
    "coowners": None,
}


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ({"target": 90.0, "timescale": "annually"}, "90%, annually"),
        ({"target": 99.85}, "99.85%"),
        ({"kind": "turnaround", "target": 75.0, "allowed_days": 5}, "75% within 5 working days"),
        ({"kind": "turnaround", "target": 100.0, "allowed_months": 1}, "100% within 1 month"),
        ({"kind": "count", "target": 0.0, "direction": "at most"}, "at most 0"),
        ({"kind": "mean score", "target": 4.5}, "4.5"),
        ({"kind": "date met", "due_on": date(2023, 6, 30)}, "by 30 June 2023"),
        ({"kind": "date met"}, "to be met"),
        ({"kind": "certificate", "timescale": "annually"}, "to be held, annually"),
        ({"kind": "context", "timescale": "as required"}, "no target, as required"),
    ],
)
def test_a_measure_promises(measure: Values, words: str) -> None:
    assert promise(PLAIN | dict(measure)) == words


def test_a_measure_is_owned_by_a_post_or_else_a_person() -> None:
    assert owners({"owner_post": "ICT Manager", "coowners": "Team Leader"}, "Asha Rao") == "ICT Manager, Team Leader"
    assert owners(PLAIN, "Asha Rao") == "Asha Rao"
    assert owners(PLAIN, "") == "nobody yet"


def test_what_it_was_stands_before_what_the_plan_says_of_it() -> None:
    assert output("38 were found.", "12") == "12. 38 were found"
    assert output(None, "12") == "12"
    assert output("New measure", "") == "New measure"
    assert output(None, "") == "nothing recorded"


def test_only_a_date_can_be_due_later() -> None:
    assert is_due_later(PLAIN | {"kind": "date met", "due_on": date(2023, 12, 31)}, date(2023, 9, 30))
    assert not is_due_later(PLAIN | {"kind": "date met", "due_on": date(2023, 9, 30)}, date(2023, 9, 30))
    assert not is_due_later(PLAIN, date(2023, 9, 30))


def test_the_net_budget_is_gross_less_income() -> None:
    said = "In 2023-24 the service costs £1,064,302; with an income of £35,816 the net budget is £1,028,486."
    assert cost_sentence(Cost(1_064_302, -35_816), "2023-24") == said
    assert cost_sentence(Cost(5, 0), "2023-24") == "In 2023-24 the service costs £5; no income is budgeted."


def test_posts_are_told_by_their_state() -> None:
    assert staffing_sentence([("appointed", 9), ("vacant", 1)]) == "The service has 10 posts: 9 appointed, 1 vacant."
    assert staffing_sentence([("appointed", 10)]) == "The service has 10 posts, all appointed."
    assert staffing_sentence([("vacant", 1)]) == "The service has 1 post, vacant."
    assert staffing_sentence([]) == "No posts are recorded."


def test_an_allowance_is_in_hours_days_or_agreed() -> None:
    on = date(2023, 4, 1)
    each = (Target("incident", "P1", 4, "hours", on), Target("incident", "P3", 1, "days", on))
    assert [allowance(target) for target in each] == ["4 hours", "1 day"]
    assert allowance(Target("request", "bespoke", 0, "agreed", on)) == "agreed with the user"
