"""The report of the joint service for April to September 2020, rebuilt from records: docs/reports/joint-2020-21.md."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.report.content.draft import Draft
from bot.report.typed_totals import typed_checks
from core.month_names import MONTHS
from core.report.casting import wrong_words
from core.report.stated import Lack
from reports.document import Drawn, Gap, Heading, Passage, Tabled
from reports.tables import Table as Grid
from reports.tables import cell_text
from tests.integration.report.joint_service import AFTER, HALF_YEAR, enter
from tests.integration.report.written import drafted, wrong
from tests.integration.rows import done

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
# What is no figure of the report: days, years, priorities, quarters, the bands of age, and the headings' own numbers.
NO_FIGURES = re.compile(
    rf"\d{{1,2}} (?:{'|'.join(MONTHS)}) 20\d\d|\b20\d\d(?:-\d\d)?\b|\bP[12]\w?\b|priority [12]|\bQ[12]\b"
    r"|12 months|of 12 |periods? \d|Entered from: .*|RSK-\d+|PRJ-\d+|SAV-\d+|FIG-\d+"
    r"|1 to 4 weeks|under 1 week|4 weeks to 3 months|over 3 months|\d+% target|Target \d+%|Office 365|phase \d",
    re.IGNORECASE,
)


@pytest.fixture
def joint(bot: Bot, clock: SetClock) -> Draft:
    enter(bot, clock)
    return drafted(bot, "h1 2020-21", AFTER)


def grid(found: Draft, caption: str) -> Grid:
    return next(
        block.grid
        for block in found.document.blocks
        if isinstance(block, Tabled) and block.grid.caption.startswith(caption)
    )


def sentences(found: Draft) -> list[str]:
    return [block.text for block in found.document.blocks if isinstance(block, Passage)]


def test_the_report_of_the_joint_service_is_rebuilt(joint: Draft) -> None:
    its_outages(joint)
    its_security(joint)
    its_budget(joint)
    its_sentences(joint)
    its_projects(joint)
    every_total_casts(joint)
    every_figure_is_stated(joint)
    nothing_is_lacking(joint)


def its_outages(found: Draft) -> None:
    assert grid(found, "Outages").rows == (
        ("Priority 1", 0, 0, 0, 0, 0, 1, 0, 1),
        ("Priority 2", 3, 5, 7, 15, 18, 5, 8, 31),
        ("Total", 3, 5, 7, 15, 18, 6, 8, 32),
    )


def its_security(found: Draft) -> None:
    rows = grid(found, "Security").rows
    assert [row[1:5] for row in rows] == [
        (0, 0, 0, 0),
        (0, 2, 2, 0),
        (0, 0, 0, 0),
        (2, 0, 1, 0),
        (0, 0, 0, 0),
        (0, 0, 0, 0),
        (0, 1, 0, 0),
        (0, 0, 0, 0),
        (1, 1, 1, 0),
        (3, 4, 4, 0),
    ]
    assert rows[6][6] == "Stolen iPad, DDDC"


def its_budget(found: Draft) -> None:
    whole = grid(found, "Revenue budget")
    shown = {row[0]: dict(zip(whole.columns, row, strict=True)) for row in whole.rows}
    total = shown["Total"]
    assert [total[name] for name in ("Full", "To date", "Actual", "Variance", "At this rate")] == [
        1_227_371,
        615_686,
        583_503,
        "(32,183)",
        1_162_722,
    ]
    assert [cell_text(shown["9 Income"][name]) for name in ("To date", "Actual", "Variance")] == [
        "(10,350)",
        "(9,000)",
        "1,350",
    ]


SAID = """
April to September 2020: 8,580 calls raised, up 1,310 from 7,270 in October 2019 to March 2020 (entered, not counted).
On average 230 more a month than in 2019-20: 1,430 against 1,200 (entered, not counted).
July 2020 had the most of 12 months: 1,610 (6 of 12 months entered, not counted).
Between 612 and 671 calls were outstanding at the month ends, the most at the end of July 2020.
In April 2020 BDC did not meet the 90% target by 0.5 percentage points: 89.5% (128 of 143), \
within normal variation (83.4 to 93.5).
In May 2020 DDDC did not meet the 90% target by 9.2 percentage points: 80.8% (101 of 125), \
beyond normal variation (73.0 to 86.7).
No partner missed its target from June to September 2020.
A priority 1 incident occurred in August 2020. Its cause: Internet Service Provider fault.
P2 outages in April to June 2020 were half those of January to March: 15 against 30 (entered, not counted), better.
P2 outages in July to September 2020 were 16 more than in April to June: 31 against 15, worse.
Time on projects, April to June 2020: 38.18% (1,569 of 4,110 hours), 3.18 percentage points above its 35% target.
Time on projects, July to September 2020: 29.32% (1,205 of 4,110 hours), 5.68 percentage points below its 35% target.
By period 6 £583,503 was spent against a budget to date of £615,686: £32,183 below it (5.2%).
At this rate the year ends at £1,162,722: £64,649 under the full budget of £1,227,371.
Employees: £35,333 adverse (7.1%). Permanent: restructure.
New joint internet connection: £2,935 a year from September 2021.
All 3 open risks were reviewed in September 2020.
None qualified as a serious breach that required reporting.
Recruiting: Technology Officer.
"""


def its_sentences(found: Draft) -> None:
    said = sentences(found)
    assert [sentence for sentence in SAID.strip().splitlines() if sentence not in said] == []


def its_projects(found: Draft) -> None:
    """Twelve, under their five owners, each with its status in somebody's words."""
    blocks = found.document.blocks
    at = next(
        at for at, block in enumerate(blocks) if isinstance(block, Passage) and block.text.startswith("12 projects")
    )
    until = next(n for n, block in enumerate(blocks) if n > at and isinstance(block, Heading) and block.level == 1)
    owners = [block.text for block in blocks[at:until] if isinstance(block, Heading)]
    assert owners == ["BDC", "Derbyshire Dales", "NEDDC", "Strategic Alliance", "Joint ICT Service"]
    spoken = [block for block in blocks[at + 1 : until] if isinstance(block, Passage)]
    assert len(spoken) == 12
    assert {(block.voice, block.who) for block in spoken} == {("person", "Asha Rao")}


def every_total_casts(found: Draft) -> None:
    assert wrong(found) == []
    page = grid(found, "Every total")
    assert len(page.rows) == len(found.checks) > 30
    assert {row[-1] for row in page.rows} == {"agrees"}


def every_figure_is_stated(found: Draft) -> None:
    """Each number of a computed sentence, of a table and of a chart's title is a part of something that is stated."""
    known = {
        number for one in found.stated for number in NUMBER.findall(f"{one.words} {one.n:,} {one.d:,} {one.source}")
    }
    assert [text for text in printed(found) if set(NUMBER.findall(NO_FIGURES.sub("", text))) - known] == []
    keys = [one.key for one in found.stated]
    assert len(keys) == len(set(keys))


def printed(found: Draft) -> Iterator[str]:
    for block in found.document.blocks:
        if isinstance(block, Passage) and block.voice == "computed":
            yield block.text
        elif isinstance(block, Tabled) and "register" not in block.key and block.key != "reconciliation.table1":
            yield from (cell_text(cell) for row in block.grid.rows for cell in row[1:])
        elif isinstance(block, Drawn):
            yield block.drawing.title


def nothing_is_lacking(found: Draft) -> None:
    assert [lack.key for lack in found.lacks if lack.blocks] == ["words/summary"]
    assert [block.key for block in found.document.blocks if isinstance(block, Gap)] == ["summary", "team"]


def test_what_is_public_says_nothing_of_the_events_themselves(bot: Bot, joint: Draft) -> None:
    public = drafted(bot, "h1 2020-21", AFTER, audience="public")
    rows = grid(public, "Security").rows
    assert rows[-1] == ("Total", 3, 4, 4, 0, 11)
    assert not any("iPad" in cell_text(cell) for row in rows for cell in row)
    assert any("iPad" in cell_text(cell) for row in grid(joint, "Security").rows for cell in row)


def test_small_numbers_of_security_events_are_withheld_from_what_is_public(bot: Bot, joint: Draft) -> None:
    shape = bot.desk.reports[0].model_copy(update={"suppress_below": 3})
    public = drafted(bot, "h1 2020-21", AFTER, shape, audience="public")
    found = grid(public, "Security")
    assert [row[1:] for row in found.rows if any(row[1:])] == [
        (0, "[c]", "[c]", 0, "[c]"),
        ("[c]", 0, "[c]", 0, 3),
        (0, "[c]", "[c]", 0, "[c]"),
        ("[c]", "[c]", "[c]", 0, 3),
        (3, 4, 4, 0, 11),
    ]
    assert found.notes == ("[c] = confidential: 1 or 2, or what such a number could be worked out from.",)
    assert grid(drafted(bot, "h1 2020-21", AFTER, shape), "Security").rows == grid(joint, "Security").rows


def test_where_the_total_is_withheld_no_other_page_tells_it(bot: Bot, joint: Draft) -> None:
    shape = bot.desk.reports[0].model_copy(update={"suppress_below": 12})
    public = drafted(bot, "h1 2020-21", AFTER, shape, audience="public")
    assert {cell for row in grid(public, "Security").rows for cell in row[1:]} == {0, "[c]"}
    assert not [row for row in grid(public, "Every total").rows if str(row[0]).startswith("Security")]
    assert [row for row in grid(joint, "Every total").rows if str(row[0]).startswith("Security")]


def test_the_printed_totals_of_the_seed_are_each_refused_by_name(bot: Bot, joint: Draft) -> None:
    assert wrong(joint) == []
    printed_ones = "full:1,227,371 to-date:620,861 actual:601,503 variance:(54,501)"
    done(bot, f'/budget printed p6 2020-21 {printed_ones} document:"Quarterly report"', "finance")
    typed = bot.database.read(lambda session: typed_checks(session, HALF_YEAR))
    refused = [wrong_words(check) for check in typed if not check.is_right]
    income = "Income at its value of periods 1 to 3, (5,175), not (10,350)"
    neither = "nor is it the printed actual less the printed to date, (19,358)"
    assert refused == [
        f"To date: lines add to £615,686, the draft says £620,861; £5,175 out: {income}",
        "Actual: lines add to £583,503, the draft says £601,503; £18,000 out: Income 9,000 added, not deducted",
        f"Variance: lines add to (£32,183), the draft says (£54,501); £22,318 out: {neither}",
    ]


def wanted(found: Draft) -> list[Lack]:
    """What stands against signing, but for the summary, which nobody has written yet."""
    return [lack for lack in found.lacks if lack.blocks and lack.key != "words/summary"]


def test_a_missed_target_without_corrective_action_and_a_variance_without_reason_are_asked_for(
    bot: Bot, joint: Draft
) -> None:
    assert wanted(joint) == []
    done(bot, '/ict commentary edit COM-3 period:"april 2020"', "manager")
    done(bot, "/budget actual Depreciation 5,000 p1-6 2020-21", "finance")
    found = drafted(bot, "h1 2020-21", AFTER)
    assert [(lack.key, lack.sentence) for lack in wanted(found)] == [
        ("action/sla", "DDDC May missed its target: no corrective action"),
        ("reason/8", "Depreciation: £4,640 adverse (1,288.9%): no reason is recorded"),
    ]


def test_what_documents_alone_have_is_marked_and_stated(bot: Bot, clock: SetClock) -> None:
    """The figures of the dialogues about calls and the SLA before the bot."""
    clock.set(AFTER)
    for line in entered_lines():
        done(bot, line, "manager")
    found = drafted(bot, "h1 2020-21", AFTER)
    said = sentences(found)
    begun = "Entered, not counted. April to September 2020: 8,580 calls raised, up 1,310 from 7,270"
    assert f"{begun} in October 2019 to March 2020 (entered, not counted)." in said
    assert "On average 230 more a month than in 2019-20: 1,430 against 1,200 (entered, not counted)." in said
    ends = "Between 612 and 671 calls were outstanding at the month ends, the most at the end of July 2020"
    assert f"{ends} (entered, not counted)." in said
    assert "No partner missed its target from June to September 2020." in said
    assert "Outages: nothing is recorded of April to September 2020." in said
    assert grid(found, "Incidents resolved within SLA").caption.endswith("entered, not counted")
    assert [lack.sentence for lack in wanted(found)] == [
        "DDDC May missed its target: no corrective action",
    ]
    every_figure_is_stated(found)


def entered_lines() -> Iterator[str]:
    for name in ("18_calls_before_the_bot.txt", "19_the_sla_before_the_bot.txt"):
        typed = (Path(__file__).parents[2] / "conversations" / name).read_text(encoding="utf-8").splitlines()
        corrections = {"edit", "calls-lost", "d:1200", "n:1171", "n:1601"}
        figures = (line.removeprefix("manager: ") for line in typed if line.startswith("manager: /ict figure "))
        yield from (line for line in figures if not corrections & set(line.split()))


def test_a_report_of_nothing_claims_nothing(bot: Bot, clock: SetClock) -> None:
    clock.set(AFTER)
    found = drafted(bot, "h1 2020-21", AFTER)
    computed = [block for block in found.document.blocks if isinstance(block, Passage) and block.voice == "computed"]
    assert computed
    claims = re.compile(r"\b0\b|better|worse|No partner|None qualified")
    assert not [block.text for block in computed if claims.search(block.text)]
    assert [lack.key for lack in found.lacks if lack.blocks] == ["words/summary"]
    assert [block for block in found.document.blocks if isinstance(block, Drawn)] == []


def test_an_adjustment_stands_as_a_line_with_its_name_and_reason(bot: Bot, joint: Draft) -> None:
    assert wrong(joint) == []
    done(bot, '/budget adjust (500) p6 2020-21 name:"Year-end adjustments" why:"Accruals reversed"', "finance")
    found = drafted(bot, "h1 2020-21", AFTER)
    assert "Year-end adjustments" in [row[0] for row in grid(found, "Revenue budget").rows]
    assert "Adjustment, Year-end adjustments: (£500). Accruals reversed" in sentences(found)
    assert wrong(found) == []


def test_a_saving_that_was_dropped_says_so_and_counts_no_more(bot: Bot, joint: Draft) -> None:
    assert any(said.startswith("Together £2,935 a year") for said in sentences(joint))
    done(bot, "/ict saving close SAV-1 dropped dropped:2020-09-30", "finance")
    found = drafted(bot, "h1 2020-21", AFTER)
    assert "New joint internet connection: dropped on 30 September 2020." in sentences(found)
    assert not any(said.startswith("Together") for said in sentences(found))
    assert grid(found, "Cost saving plan").rows[-1][:3] == ("Total", None, "£0")
    assert wrong(found) == []
    later = drafted(bot, "q3 2020-21", AFTER)
    assert "SAV-1" not in [row[0] for row in grid(later, "Cost saving plan").rows]
    assert wrong(later) == []


def test_a_period_that_goes_on_says_now_and_what_is_missing(bot: Bot, joint: Draft) -> None:
    assert wrong(joint) == []
    found = drafted(bot, "q3 2020-21", datetime(2020, 11, 15, 10, 0, tzinfo=UTC))
    assert grid(found, "Calls outstanding").columns[-1] == "Now"
    assert [lack.key for lack in wanted(found)] == ["data/actuals"]
    assert wrong(found) == []
