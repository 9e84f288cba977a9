"""A draft is the shape, filled: figures with what they cast to, and questions where people must speak."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import bot.demo
from bot.app import Bot
from bot.desk_reports import ReportShape
from bot.imports.files import import_file
from core.report.stated import Check
from reports.document import Gap, Heading, Passage, Tabled
from tests.integration.report.written import drafted, wrong

NOW = datetime(2020, 10, 15, 9, 0, tzinfo=UTC)
OUTAGES = Path(bot.demo.__file__).parent / "outages-2020-21.csv"
BELOW = """== performance: Performance
## Outages
A priority 1 incident affects staff across several service areas.

{{ put("outages") }}

== development: Service development
{{ ask("team", "What has changed in the team?", of="manager") }}
"""
ABOVE = """== reconciliation: Reconciliation
{{ reconciliation() }}

== performance: Performance
## Outages
{{ put("outages", "table") }}
"""


def of_template(text: str, bot: Bot, folder: Path) -> ReportShape:
    """The desk's report with a template of its own."""
    path = folder / "own.md"
    path.write_text(text, encoding="utf-8")
    return bot.desk.reports[0].model_copy(update={"template": str(path)})


def test_a_draft_has_the_outages_of_both_quarters_and_they_cast(bot: Bot, tmp_path: Path) -> None:
    import_file(bot, OUTAGES, confirmed=True)
    found = drafted(bot, "h1 2020-21", NOW, of_template(BELOW, bot, tmp_path))
    (grid,) = [block.grid for block in found.document.blocks if isinstance(block, Tabled)]
    assert grid.rows[-1] == ("Total", 3, 5, 7, 15, 18, 6, 8, 32)
    assert {(check.stated, check.adds_to) for check in found.checks} == {(47, 47)}
    assert wrong(found) == []
    assert (
        sum(one.n for one in found.stated if len(one.key.split("/")[1]) == 7 and one.key.endswith(("P1", "P2"))) == 47
    )
    assert [lack.key for lack in found.lacks] == ["words/team"]


def test_a_draft_says_whose_words_each_passage_has(bot: Bot, tmp_path: Path) -> None:
    blocks = drafted(bot, "h1 2020-21", NOW, of_template(BELOW, bot, tmp_path)).document.blocks
    assert [block.text for block in blocks if isinstance(block, Heading)][:2] == ["Performance", "Outages"]
    assert {block.voice for block in blocks if isinstance(block, Passage)} == {"shape", "computed"}
    assert [block.who for block in blocks if isinstance(block, Gap)] == ["Asha Rao"]


def test_the_reconciliation_has_the_checks_of_what_is_put_below_it(bot: Bot, tmp_path: Path) -> None:
    import_file(bot, OUTAGES, confirmed=True)
    found = drafted(bot, "h1 2020-21", NOW, of_template(ABOVE, bot, tmp_path))
    heading, said, page, *_ = found.document.blocks
    assert isinstance(heading, Heading)
    assert isinstance(said, Passage)
    assert said.text == f"All {len(found.checks)} totals agree with what is behind them."
    assert isinstance(page, Tabled)
    assert page.grid.rows[0] == ("Outages", 47, 47, "records", "ticket records", "agrees")
    assert len(page.grid.rows) == len(found.checks)


def test_what_does_not_cast_stands_against_signing(bot: Bot) -> None:
    found = drafted(bot, "h1 2020-21", NOW)
    typed = Check("Actual", 601_503, 583_503, "pounds", "lines")
    assert wrong(found) == []
    assert wrong(replace(found, checks=(*found.checks, typed))) == [typed]
