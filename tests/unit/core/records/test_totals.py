"""What records come to: never a mean of means, never scores of two scales together, never a count twice."""

from datetime import date

import pytest

from core.records import REGISTERS
from core.records import totals as t
from core.records.fields import Register, how_many
from core.records.security import serious_words
from core.sources import Group

every_total = pytest.mark.parametrize("register", [r for r in REGISTERS.values() if r.total], ids=lambda r: r.name)


@every_total
def test_a_total_is_worked_out_from_columns_that_there_are(register: Register) -> None:
    assert register.total is not None
    columns = {field.name for field in register.fields}
    assert {*register.total.of, register.total.weight} - {""} <= columns
    assert not register.total.by or register.has(register.total.by)


def change(outcome: str, number: int, *, impact: bool = False) -> Group:
    return {"outcome": outcome, "impact": impact}, number


def test_a_change_succeeds_if_it_was_completed_and_hit_no_service() -> None:
    groups = [
        change("completed", 138),
        change("completed", 2, impact=True),
        change("failed", 1),
        change("backed out", 2),
    ]
    assert t.success([*groups, change("cancelled", 9)]) == (138, 143)
    said, how = t.success_words(groups, 98)
    assert said == (
        "Success rate: 96.5% (138 of 143). Target 98%: 1.5 percentage points below, "
        "within normal variation (92.1 to 98.5)."
    )
    assert "Cancelled ones are left out" in how


def test_without_a_change_that_was_tried_there_is_no_rate() -> None:
    assert t.success_words([change("cancelled", 3)], 98)[0] == "Success rate: not measured. Target 98%."


def device(kind: str, number: int, day: date, partner: str | None = None) -> Group:
    return {"device": kind, "counted_on": day, "partner": partner}, number


JUNE, SEPTEMBER = date(2021, 6, 30), date(2021, 9, 30)


def test_of_each_device_and_partner_the_last_count_stands() -> None:
    groups = [
        device("laptop", 400, JUNE),
        device("laptop", 410, SEPTEMBER),
        device("laptop", 90, JUNE, "BDC"),
        device("desktop", 80, JUNE),
    ]
    assert how_many(t.newest_counts(groups)) == 410 + 90 + 80


def test_servers_are_no_part_of_the_client_estate() -> None:
    groups = [device("laptop", 700, JUNE), device("tablet", 156, JUNE), device("desktop", 144, JUNE)]
    said, _ = t.mobile_words([*groups, device("virtual server", 60, JUNE)], None)
    assert said == "Mobile share of the client estate: 85.6% (856 of 1,000)."


def sheet(hours: float, project: float) -> Group:
    return {"team": "Infrastructure", "hours": hours, "project_hours": project}, 1


def test_project_time_sums_hours_and_averages_no_months() -> None:
    assert t.hours_words([sheet(600, 300), sheet(37.5, 0)]) == "47.1% (300 of 637.5 hours)"
    assert t.project_words([sheet(640, 192)], 35) == (
        "Project time: 30.0% (192 of 640 hours). Target 35%: 5.0 percentage points below.",
    )
    assert t.project_words([sheet(1000, 350)], 35)[0].endswith("Target 35%: met.")
    assert t.project_words([sheet(640, 192)], None) == ("Project time: 30.0% (192 of 640 hours).",)
    assert t.project_words([sheet(0, 0)], 35) == ("Project time: -.",)


def score(points: int, number: int, scale: int = 5) -> Group:
    return {"score": points, "scale": scale}, number


def test_a_mean_is_of_all_scores_of_one_scale() -> None:
    groups = [score(5, 123), score(4, 20)]
    assert t.mean_cell(groups) == "4.86 of 5 (143)"
    assert t.mean_words(groups, 4.5) == ("Mean score 4.86 of 5: 695 points from 143 scores. Target 4.5: met.",)
    assert t.mean_words([score(4, 2)], 4.5)[0].endswith("Target 4.5: 0.5 below.")
    assert t.mean_words([*groups, score(6, 10, scale=7)], 4.5) == (
        "Mean score 4.86 of 5: 695 points from 143 scores.",
        "Mean score 6 of 7: 60 points from 10 scores.",
    )
    assert t.mean_cell([]) == "-"


def test_one_score_is_no_scores() -> None:
    groups: list[Group] = [({"scale": 5, "score": 1}, 1)]
    assert t.mean_words(groups, None) == ("Mean score 1 of 5: 1 point from 1 score.",)


def test_training_counts_the_days_of_everybody_who_was_there() -> None:
    groups: list[Group] = [({"days": 0.5, "people": 12}, 2), ({"days": 1.0, "people": 1}, 1)]
    assert t.training_words(groups, None) == ("Training: 13 days, counted for each person who was there.",)
    assert t.training_words([({"days": 0.5, "people": 2}, 1)], None)[0].startswith("Training: 1 day, counted")
    assert t.training_words(groups, 10)[0].endswith("Target 10: met.")


def test_how_many_events_were_serious_is_said_and_nothing_else() -> None:
    said = "Serious, to be reported to the National Cyber Security Centre: "
    assert serious_words([({"serious": False}, 11)], None) == (f"{said}none.",)
    assert serious_words([({"serious": False}, 9), ({"serious": True}, 2)], None) == (f"{said}2.",)


def test_a_dropped_saving_is_left_out_and_said_to_be() -> None:
    savings: list[Group] = [
        ({"annual_pence": 293_500, "once_pence": None, "dropped_on": None}, 1),
        ({"annual_pence": 120_000, "once_pence": 5_000, "dropped_on": date(2020, 9, 30)}, 2),
    ]
    assert t.saved_a_year(savings) == "£2,935"
    assert t.saving_words(savings, None) == ("Together £2,935 a year; 2 dropped and left out.",)


def test_money_adds_up_to_the_penny() -> None:
    savings: list[Group] = [
        ({"annual_pence": 293_500, "once_pence": None, "dropped_on": None}, 1),
        ({"annual_pence": 50, "once_pence": 100_000, "dropped_on": None}, 2),
    ]
    assert t.saving_words(savings, None) == ("Together £2,936 a year, at a cost of £2,000 once.",)
    assert t.saving_words([({"annual_pence": None, "once_pence": None, "dropped_on": None}, 1)], None) == (
        "Together £0 a year; 1 without an amount.",
    )
    debts: list[Group] = [({"cost_pence": 1_200_050}, 1), ({"cost_pence": None}, 2)]
    assert t.debt_words(debts, None) == ("To be rid of them would cost £12,000.50; 2 without a cost.",)
    assert t.debt_words(debts[:1], None) == ("To be rid of them would cost £12,000.50.",)
