"""Money: what is spent of the year's budget, and what is saved, as at a period's end."""

from datetime import date
from fractions import Fraction

from core.facts import Count, Counts, Figure
from core.kpis.money import in_effect, saved, savings, spend
from core.sources import Group, Rules

RULES = Rules(date(2021, 10, 1))
MONTHS = (202108, 202109)


def test_the_year_to_date_is_that_at_the_last_months_end_and_its_goal_is_of_the_same_lines() -> None:
    facts = Counts(
        (
            Count(202108, "R1", (), 30, 100, 42),
            Count(202109, "R1", (), 36, 100, 58),
            Count(202109, "R2", (), 36, 100, 58),
        ),
        MONTHS,
    )
    assert spend(facts) == Figure(72, 200, 0.36, Fraction(58))
    assert spend(facts.only(levels=("R1",))).goal == 58
    assert spend(Counts((Count(202108, "R1", (), 30, 100, 42),), MONTHS)) == Figure(0, 0, None)


def test_of_a_budget_that_comes_to_nothing_or_to_income_no_share_is_taken() -> None:
    assert spend(Counts((Count(202109, "R1", (), -36, -100, -58),), MONTHS)) == Figure(-36, -100, None)


def test_a_saving_is_in_effect_from_its_start_until_it_is_dropped() -> None:
    began = {"starts_on": date(2020, 4, 1), "annual_pence": 100}
    kept, dropped = {**began, "dropped_on": None}, {**began, "dropped_on": date(2020, 9, 30)}
    planned = {**kept, "starts_on": date(2021, 9, 1)}
    groups: list[Group] = [(kept, 1), (dropped, 1), (planned, 1)]
    assert in_effect(groups, date(2020, 8, 1), date(2020, 9, 1)) == [(kept, 1), (dropped, 1)]
    assert in_effect(groups, date(2020, 9, 1), date(2020, 10, 1)) == [(kept, 1)]


def test_savings_are_annual_amounts_and_one_without_an_amount_has_no_part() -> None:
    assert saved({"annual_pence": 293_500}, RULES) == (293_500, 1)
    assert saved({"annual_pence": None}, RULES) is None
    facts = Counts((Count(202108, "", (), 1, 1), Count(202109, "", ("BDC",), 293_500, 1)), MONTHS)
    assert savings(facts) == Figure(293_500, 1, 293_500.0)
