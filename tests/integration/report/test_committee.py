"""A county's committee report rebuilt from records: its figures, what is plainly said of them, and what is missing."""

from pathlib import Path

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.report.content.draft import Draft
from reports.document import Document, Drawn, Gap, Heading, Passage, Tabled, numbers
from storage.database import Database
from tests.integration.report.county import DRAFTED, county, enter_the_quarter
from tests.integration.report.written import drafted
from tests.integration.rows import done


@pytest.fixture
def desk(database: Database, clock: SetClock, tmp_path: Path) -> Bot:
    return county(database, clock, tmp_path)


def committee(bot: Bot) -> Draft:
    shape = next(shape for shape in bot.desk.reports if shape.key == "committee")
    return drafted(bot, "q2 2021-22", DRAFTED, shape)


def passage(found: Draft, key: str) -> str:
    return next(block.text for block in found.document.blocks if isinstance(block, Passage) and block.key == key)


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]


def test_every_figure_of_the_quarter_is_in_its_sentence(desk: Bot, clock: SetClock) -> None:
    enter_the_quarter(desk, clock)
    found = committee(desk)
    assert passage(found, "availability.1").startswith(
        "Availability of critical services was 99.85% (38,941.5 of 39,000 service minutes), which meets the target of "
        "99.85%. Of 39,000 service minutes 58.5 were down; the target allows 58.5. Planned maintenance, on 1 occasion,"
    )
    assert passage(found, "mobile.1") == (
        "The share of mobile devices in the client estate was 85.6% (8,560 of 10,000); it has no target. It is down "
        "0.2 percentage points on April to June 2021 (85.8%)."
    )
    said = passage(found, "change.1")
    assert said.startswith("The success rate of technical changes was 96.5% (138 of 143), 1.5 percentage points below")
    assert "There were 5 failures (changes that hit a service or were backed out), where the target allows 2." in said
    assert "All 5 have since been implemented again. The figures leave out 1 cancelled change." in said
    said = passage(found, "satisfaction.1")
    assert said.startswith(
        "Customer satisfaction was 4.86 of 5 (695 points from 143 scores), which meets the target of 4.5"
    )
    assert "Corporate: 4.87 of 5 from 100 scores; school: 4.84 of 5 from 43 scores." in said
    assert passage(found, "training.1").startswith("Training delivered was 30 days; it has no target. That is over 2 ")


def test_spending_far_behind_its_profile_is_not_called_near_it(desk: Bot, clock: SetClock) -> None:
    enter_the_quarter(desk, clock)
    found = committee(desk)
    assert passage(found, "spend.1") == (
        "Revenue spending to date was 36% (£2,160,000 of £6,000,000), 22.0 percentage points below the 58% that was "
        "profiled by then. Spending is £1,320,000 behind its profile, and not near it."
    )
    reason = next(block for block in found.document.blocks if isinstance(block, Passage) and block.key == "spend.2")
    assert (reason.voice, reason.who) == ("person", "Finance Partner")
    programmes = next(
        block.grid for block in found.document.blocks if isinstance(block, Tabled) and block.key == "capital.table1"
    )
    assert [row[4] for row in programmes.rows] == ["63.0%", "50.0%", "6.0%", "52.1%"]
    assert "Each programme is measured against its own budget" in passage(found, "capital.1")


def test_technical_debt_and_the_certificate_are_told_as_at_the_quarters_end(desk: Bot, clock: SetClock) -> None:
    enter_the_quarter(desk, clock)
    done(desk, "/ict debt Raised too late cost:5 raised:2021-10-04")
    found = committee(desk)
    said = "On 30 September 2021 the register held 2 technical debts. To be rid of them would cost £180,000; 1 of them "
    assert passage(found, "debt.1").startswith(f"{said}has no cost yet.")
    said = passage(found, "obligations.1")
    assert said.startswith("Cyber Essentials is held until 31 March 2022, when its renewal is due.")


def test_it_casts_and_each_figure_is_stated_once(desk: Bot, clock: SetClock) -> None:
    enter_the_quarter(desk, clock)
    found = committee(desk)
    assert [check for check in found.checks if not check.is_right] == []
    by_name = {check.name: (check.adds_to, check.unit) for check in found.checks}
    assert by_name["Changes that succeeded"] == (138, "changes")
    assert by_name["Changes that succeeded, of all"] == (143, "changes")
    assert by_name["Customer satisfaction"] == (695, "points")
    assert by_name["Availability of critical services"] == (2_336_490, "seconds")
    assert by_name["Revenue spend against its profile"] == (2_160_000, "pounds")
    stated = {one.key: (one.n, one.d) for one in found.stated}
    assert len(stated) == len(found.stated)
    assert stated["change/2021-07..2021-09/all"] == (138, 143)
    assert stated["mobile/2021-04..2021-06/all"] == (8550, 9970)


def test_a_missed_target_wants_an_action_until_somebody_says_one(desk: Bot, clock: SetClock) -> None:
    enter_the_quarter(desk, clock)
    (lack,) = [lack for lack in committee(desk).lacks if lack.key.startswith("action/")]
    assert lack.key == "action/change"
    assert lack.sentence == (
        "Off target in July to September 2021: Changes that succeeded, 96.5% (138 of 143), target 98%. No "
        "corrective action is recorded"
    )
    done(desk, '/ict commentary "Two of three were rehearsed first" about:change period:"q2 2021-22"', "manager")
    found = committee(desk)
    assert not [lack for lack in found.lacks if lack.key.startswith("action/")]
    words = [block for block in found.document.blocks if isinstance(block, Passage) and block.key == "change.2"]
    assert [(block.text, block.who) for block in words] == [("Two of three were rehearsed first.", "Asha Rao")]


def test_its_parts_are_in_the_order_of_a_committee_and_its_paragraphs_are_numbered_through(
    desk: Bot, clock: SetClock
) -> None:
    enter_the_quarter(desk, clock)
    document = committee(desk).document
    assert headings(document) == [
        "Purpose of the report",
        "Information",
        "Other options considered",
        "Reasons for recommendations",
        "Statutory and policy implications",
        "Recommendations",
        "For any enquiries about this report please contact",
        "Constitutional comments",
        "Financial comments",
        "Background papers and published documents",
        "Electoral divisions and members affected",
        "Appendix A: performance measures",
        "Appendix B: how the figures add up",
    ]
    numbered = [number for number in numbers(document) if number]
    assert numbered == [f"{number}." for number in range(1, len(numbered) + 1)]
    blocking = {lack.key for lack in committee(desk).lacks if lack.blocks}
    assert not blocking & {"words/comment-legal", "words/comment-finance"}  # the officers comment on what was signed
    asked = [block.key for block in document.blocks if isinstance(block, Gap)]
    assert {"comment-legal", "comment-finance", "options", "implications"} <= set(asked)
    assert any(isinstance(block, Drawn) and block.key == "scorecard.chart1" for block in document.blocks)


def test_of_nothing_it_is_said_that_there_is_nothing(desk: Bot) -> None:
    found = committee(desk)
    assert passage(found, "change.1") == (
        "The success rate of technical changes was not measured: nothing is recorded of the period."
    )
    assert passage(found, "debt.1") == "On 30 September 2021 the register held no technical debt."
    assert {lack.key for lack in found.lacks} >= {"data/availability", "data/change", "data/spend", "words/options"}
    assert not [check for check in found.checks if not check.is_right]
    assert not [block for block in found.document.blocks if isinstance(block, Drawn)]
