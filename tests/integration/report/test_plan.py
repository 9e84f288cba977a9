"""A district's service delivery plan rebuilt from records: before its year, and what came of it after half of it."""

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.report.content.draft import Draft
from core.report.stated import Lack
from reports.document import Gap, Heading, Passage, Tabled
from reports.tables import Table
from tests.integration.report.district import (
    END_OF_YEAR,
    HALF_YEAR,
    PLANNED,
    enter_half_a_year,
    enter_the_plan,
)
from tests.integration.report.written import drafted
from tests.integration.rows import done, say


@pytest.fixture
def planned(bot: Bot, clock: SetClock) -> Bot:
    enter_the_plan(bot, clock)
    return bot


def plan(bot: Bot) -> Draft:
    return drafted(bot, "2023-24", PLANNED, bot.desk.reports[-1])


def half_year(bot: Bot) -> Draft:
    return drafted(bot, "h1 2023-24", HALF_YEAR, bot.desk.reports[-1])


def grids(found: Draft, piece: str) -> list[Table]:
    return [
        block.grid for block in found.document.blocks if isinstance(block, Tabled) and block.key.split(".")[0] == piece
    ]


def rows_of(found: Draft, piece: str) -> dict[str, tuple[object, ...]]:
    """By measure."""
    return {str(row[0]): row[1:] for grid in grids(found, piece) for row in grid.rows}


def words(found: Draft, key: str) -> str:
    return next(block.text for block in found.document.blocks if isinstance(block, Passage) and block.key == key)


def test_the_cost_of_the_service_is_gross_less_income(planned: Bot) -> None:
    found = plan(planned)
    assert words(found, "cost.1") == (
        "In 2023-24 the service costs £1,064,302; with an income of £35,816 the net budget is £1,028,486."
    )
    assert [(check.stated, check.adds_to) for check in found.checks if check.unit == "pounds"] == [
        (1_028_486, 1_028_486)
    ]
    assert grids(found, "cost")[0].rows[-1] == ("Net budget", "1,028,486")


def test_the_posts_are_ten_by_title_and_reports_go_to_a_committee_in_a_month(planned: Bot) -> None:
    found = plan(planned)
    assert words(found, "staffing.1") == "The service has 10 posts, all appointed."
    assert [row[2] for row in grids(found, "staffing")[0].rows] == [1, 1, 3, 1, 1, 2, 1, 10]
    assert grids(found, "forward")[0].rows == (
        ("Half-year report 2023 to 2024", "November 2023", "Operational Services", "planned"),
        ("End-of-year report 2023 to 2024", "March 2024", "Operational Services", "planned"),
        ("Service delivery plan 2024 to 2025", "March 2024", "Operational Services", "planned"),
    )


def test_each_measure_has_its_target_what_it_was_and_whose_it_is(planned: Bot) -> None:
    found = rows_of(plan(planned), "measures")
    assert len(found) == 16
    days = "of 1 April 2022 to 31 January 2023 only"
    support = "ICT Service and Support Team Leader"
    network = "Network/System Admin Team Leader"
    assert found["Royal Mail told within 5 working days"] == ("75%, annually", f"69.5% (66 of 95), {days}", support)
    assert found["Schemes sent within 5 working days"][1] == f"97.8% (44 of 45), {days}"
    assert found["Street names settled within 1 month"][1] == f"5 of 6, {days}"
    assert found["Systems uptime in working hours"] == (
        "99%, annually",
        f"99.77%, as printed: no counts, {days}",
        f"{support}, {network}",
    )
    assert (
        found["Tickets closed within SLA"][1]
        == "94%, as printed: no counts, of 17 October 2022 to 7 February 2023 only"
    )
    assert found["Critical audit findings open"][0] == "at most 0, annually"
    assert str(found["Critical audit findings open"][1]).startswith("12, ")
    assert str(found["High audit findings open"][1]).endswith("86 were found")
    assert found["Infrastructure reviewed, renewal plan made"] == (
        "by 30 June 2023, annually",
        "New measure",
        f"{network}, ICT Manager",
    )


def test_it_is_drafted_and_checked_in_chat_before_its_year_begins(planned: Bot) -> None:
    assert "The plan has 16 measures." in done(planned, "/report draft plan 2023-24", "manager").text
    said = done(planned, "/report check plan 2023-24", "manager").text
    assert "3 of 3 totals cast." in said
    assert "1 thing stands against signing:" in said


def test_measures_stand_under_their_outcome_and_objective(planned: Bot) -> None:
    found = plan(planned)
    level = {block.text: block.level for block in found.document.blocks if isinstance(block, Heading)}
    assert level["Customers are at the heart of everything we do."] == 2
    captions = [grid.caption for grid in grids(found, "measures")]
    assert captions[:2] == [
        "Keep improving the service, so that it saves as much as it can",
        "Manage the council's ICT risks, and keep its systems secure, resilient and within regulations",
    ]
    assert grids(found, "measures")[0].notes == ("Link to the corporate plan: Sound financial management.",)
    assert "Progress" not in level  # the year has not begun
    assert [block.key for block in found.document.blocks if isinstance(block, Gap)] == ["overview"]
    assert [lack.key for lack in found.lacks] == ["words/overview"]


def test_what_cannot_be_is_refused_where_it_is_entered(planned: Bot) -> None:
    said = say(planned, "/ict reading MSR-13 from:2022-04-01 to:2023-01-31 value:84.3 missed:1 source:plan").text
    assert said.startswith("84.3% with 1 missed cannot be: 5 of 6 is 83.3% and 6 of 7 is 85.7%.")


def test_the_desks_targets_are_those_of_its_policy(planned: Bot) -> None:
    (grid,) = grids(plan(planned), "sla-targets")
    assert grid.rows == (
        ("Incident, P1", "4 hours"),
        ("Incident, P2", "4 hours"),
        ("Incident, P3", "1 day"),
        ("Incident, P4", "3 days"),
        ("Request, minor", "3 days"),
        ("Request, standard", "5 days"),
        ("Request, major", "10 days"),
        ("Request, bespoke", "agreed with the user"),
    )


def test_after_half_a_year_each_has_its_result_its_state_and_what_people_say(planned: Bot, clock: SetClock) -> None:
    enter_half_a_year(planned, clock)
    found = half_year(planned)
    assert grids(found, "measures") == []
    rows = rows_of(found, "progress")
    state = {name: (row[1], row[2]) for name, row in rows.items()}
    assert state["Infrastructure reviewed, renewal plan made"] == ("met on 22 June 2023, in time", "on target")
    assert state["Recovery plan tested and updated"] == ("met on 3 October 2023, late", "off target")
    assert state["Virtual environment and storage reviewed"] == ("nothing recorded", "not due yet")
    assert state["Tickets closed within SLA"] == ("94.1% (1,120 of 1,190)", "on target")
    assert state["Critical audit findings open"] == ("0", "on target")
    assert rows["High audit findings open"][3] == "Three need a new firewall, ordered for November (Asha Rao)."
    assert words(found, "progress.1").startswith("Of 16 measures: 6 not measured, 4 on target, 3 off target, ")


def lack_of(found: Draft, key: str) -> Lack | None:
    return next((lack for lack in found.lacks if lack.key == key), None)


def test_a_miss_wants_an_action_of_the_measures_owner_and_a_figure_that_is_not_due_is_not_missed(
    planned: Bot, clock: SetClock
) -> None:
    done(planned, "/ict measure edit MSR-15 owner:Priya", "manager")
    enter_half_a_year(planned, clock)
    found = half_year(planned)
    wanted = lack_of(found, "action/msr-15")
    assert wanted is not None
    assert (wanted.who, wanted.blocks) == ("infrastructure", True)
    assert lack_of(found, "action/msr-7") is None  # somebody has said why
    assert lack_of(found, "data/msr-1") is None  # due in December
    assert lack_of(found, "data/msr-3") is None  # context
    blank = lack_of(found, "data/msr-9")
    assert blank is not None
    assert not blank.blocks  # a measure of the year may be read later in it


def test_at_the_end_of_the_year_a_measure_without_a_figure_stands_against_signing(
    planned: Bot, clock: SetClock
) -> None:
    enter_half_a_year(planned, clock)
    clock.set(END_OF_YEAR)
    found = drafted(planned, "2023-24", END_OF_YEAR, planned.desk.reports[-1])
    assert len(rows_of(found, "measures")) == len(rows_of(found, "progress")) == 16
    blank, late = lack_of(found, "data/msr-9"), lack_of(found, "data/msr-1")
    assert blank is not None
    assert late is not None
    assert (blank.blocks, late.blocks) == (True, True)
    assert all(check.is_right for check in found.checks)
