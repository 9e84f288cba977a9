"""What a report says beside a figure: minutes, failures, audiences, programmes, debts and duties, one and several."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from core.facts import Figure
from core.kpis import catalogue
from core.report.changes import again_sentence, allowed_failures, cancelled_sentence, failure_sentence
from core.report.governance import (
    Debt,
    Duty,
    certificate_sentence,
    debts_sentence,
    duties_sentence,
    next_due_sentence,
    since_sentence,
)
from core.report.people import audience_sentence, training_sentence
from core.report.spending import Programme, in_pounds_that_add, pace_sentence, programmes_sentence
from core.report.uptime import late_sentence, minutes_sentence, planned_sentence, worst_sentence

ON, UNTIL = date(2021, 9, 30), date(2022, 9, 30)


def test_minutes_are_of_the_service_time_and_stand_beside_those_allowed() -> None:
    whole = Decimal(39_000)
    assert (
        minutes_sentence(Decimal("58.5"), whole, Decimal("58.5"))
        == "Of 39,000 service minutes 58.5 were down; the target allows 58.5."
    )
    assert minutes_sentence(Decimal(0), whole, None) == "Of 39,000 service minutes none was down."


def test_the_worst_service_is_named_where_there_are_several_and_one_was_down() -> None:
    up, down = ("Email", "100%", Decimal(0)), ("Payroll", "99.85%", Decimal("58.5"))
    said = worst_sentence([up, down])
    assert said == "The least available was Payroll, at 99.85% (58.5 minutes down); 1 of 2 was never down."
    assert worst_sentence([down]) == worst_sentence([up, up]) == ""


@pytest.mark.parametrize(
    ("late", "said"),
    [(0, "None was still open past its deadline"), (1, "One was"), (3, "3 were still open past their")],
)
def test_what_is_open_and_late_stands_beside_the_share(late: int, said: str) -> None:
    assert late_sentence(late).startswith(said)


def test_maintenance_that_was_planned_is_told() -> None:
    assert planned_sentence(1) == "Planned maintenance, on 1 occasion, is left out."
    assert planned_sentence(0) == "No maintenance was planned."


@pytest.mark.parametrize(
    ("tried", "target", "allowed"), [(143, 98, 2), (150, 98, 3), (149, 98, 2), (50, 98.0, 1), (0, 98, 0)]
)
def test_a_target_allows_so_many_failures(tried: int, target: float, allowed: int) -> None:
    assert allowed_failures(tried, target) == allowed


def test_failures_are_told_with_those_allowed_and_what_became_of_them() -> None:
    several = "There were 5 failures (changes that hit a service or were backed out), where the target allows 2."
    assert failure_sentence(5, 143, 98) == several
    assert failure_sentence(1, 143, None) == "There was 1 failure (a change that hit a service or was backed out)."
    assert failure_sentence(0, 143, 98) == "There were no failures."
    assert again_sentence(5, 5) == "All 5 have since been implemented again."
    assert again_sentence(5, 0) == "None has yet been implemented again."
    assert again_sentence(5, 1) == "1 of the 5 has since been implemented again."
    assert again_sentence(1, 0) == "It has not yet been implemented again."
    assert again_sentence(0, 0) == cancelled_sentence(0) == ""
    assert cancelled_sentence(2) == "The figures leave out 2 cancelled changes."


def test_audiences_have_how_many_they_are_from() -> None:
    kpi = catalogue()["satisfaction"]
    each = [("corporate", Figure(487, 100, 4.87)), ("school", Figure(4, 1, 4.0))]
    assert audience_sentence(kpi, each) == "Corporate: 4.87 of 5 from 100 scores; school: 4 of 5 from 1 score."
    assert audience_sentence(kpi, each[:1]) == ""
    assert training_sentence(1) == "That is over 1 training, counting the days of each person who was there."


def test_spending_that_is_not_near_its_profile_is_said_to_be_behind_or_ahead() -> None:
    behind = Figure(216_000_000, 600_000_000, 0.36, Fraction(58))
    assert pace_sentence(behind, 5) == "Spending is £1,320,000 behind its profile, and not near it."
    assert pace_sentence(behind, 22) == pace_sentence(Figure(0, 0, None), 5) == ""
    assert (
        pace_sentence(Figure(4, 6, 4 / 6, Fraction(50)), 5)
        == "Spending is £0.01 ahead of its profile, and not near it."
    )


def test_programmes_are_each_of_their_own_budget_and_print_pounds_that_add() -> None:
    each = [Programme("A", 100_050, 50_050, 63_050), Programme("B", 80_050, 40_000, 40_000), Programme("C", 0, 0, 0)]
    assert programmes_sentence(each) == "Ahead of profile: A (£130)."
    assert programmes_sentence(each[1:]) == "Every programme is on its profile."
    rows = in_pounds_that_add(each)
    assert [row.share for row in rows] == ["63.0%", "50.0%", "no budget", "57.2%"]
    assert sum(row.full for row in rows[:-1]) == rows[-1].full == 1801


def test_debts_are_told_with_what_they_cost_and_which_comes_first() -> None:
    servers, exchange = Debt("Servers", "Move", 18_000_000, date(2023, 9, 30)), Debt("Exchange", "", None, None)
    both = debts_sentence([servers, exchange], ON)
    assert both.startswith("On 30 September 2021 the register held 2 technical debts.")
    assert both.endswith("To be rid of them would cost £180,000; 1 of them has no cost yet.")
    assert debts_sentence([servers], ON).endswith("To be rid of it would cost £180,000.")
    assert debts_sentence([exchange], ON).endswith("1 technical debt. None has a cost yet.")
    assert debts_sentence([], ON) == "On 30 September 2021 the register held no technical debt."
    assert next_due_sentence([exchange, servers]) == "The first to be dealt with is Servers, by 30 September 2023."
    since = since_sentence(2, [("June 2021", 2), ("September 2020", 3)])
    assert since == "That is as many as at the end of June 2021 (2), and 1 fewer than at the end of September 2020 (3)."
    assert since_sentence(2, []) == next_due_sentence([exchange]) == ""


def test_duties_are_done_in_time_late_to_do_or_overdue() -> None:
    def duty(due: date, done: date | None = None, expires: date | None = None) -> Duty:
        return Duty("certificate", "Cyber Essentials", due, done, expires)

    march = date(2022, 3, 31)
    late, done = duty(date(2021, 7, 1), date(2021, 7, 2)), duty(date(2021, 7, 1), date(2021, 7, 1))
    overdue, to_do = duty(date(2021, 8, 1)), duty(march)
    assert [each.state(ON) for each in (late, done, overdue, to_do)] == [
        "done on 2 July 2021, late",
        "done on 1 July 2021, in time",
        "overdue",
        "to do",
    ]
    said = "Of 4 obligations up to 30 September 2022, on 30 September 2021 2 are done, 1 of them late; 1 is to do;"
    assert duties_sentence([late, done, overdue, to_do], ON, UNTIL) == f"{said} 1 is overdue."
    assert duties_sentence([], ON, UNTIL) == ""
    until = "Cyber Essentials is held until 31 March 2022"
    assert certificate_sentence(duty(march, None, march), ON) == f"{until}, when its renewal is due."
    assert certificate_sentence(duty(UNTIL, None, march), ON) == f"{until}; its renewal is due by 30 September 2022."
    assert certificate_sentence(duty(march, ON, march), ON) == f"{until}."
    assert certificate_sentence(to_do, ON) == "Cyber Essentials: to do, due by 31 March 2022."
