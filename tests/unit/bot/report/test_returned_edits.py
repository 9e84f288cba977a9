"""What was edited in a Word copy, put into a later draft: nothing about what is restricted into a public one."""

import json
from datetime import UTC, date, datetime

from bot.desk import SHIPPED
from bot.desk_file import read_desk
from bot.report.naming import Named
from bot.report.returned import edited
from bot.report.standing import Standing
from core.periods import parse_period
from reports.document import Document, Passage, Run
from storage.models import ReportReturn

AT = datetime(2020, 10, 5, 9, 0, tzinfo=UTC)
NONE, ONE = "None qualified as a serious breach.", "None qualified; the iPad was locked."
DOCUMENT = Document("A", "B", "C", (Passage("sla.1", (Run("87%."),)), Passage("security.1", (Run(NONE),))))


def standing() -> Standing:
    reworded, added = [["security.1", NONE, ONE]], [["security.table1", "It was mine."], ["sla.1", "Busy."]]
    row = ReportReturn(
        id=1,
        report_id=1,
        version_id=1,
        person_id=1,
        at=AT,
        reworded=json.dumps(reworded),
        added=json.dumps(added),
        findings="[]",
    )
    named = Named(read_desk(SHIPPED).reports[0], parse_period("q1 2020-21", date(2020, 10, 5)))
    return Standing(named, None, (), (), (), (row,), None, {1: "Sam Okafor"})


def said(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Passage)]


def test_what_was_edited_stands_in_the_internal_copy() -> None:
    assert said(edited(DOCUMENT, standing(), lambda _: True)) == ["87%.", "Busy.", ONE, "It was mine."]


def test_nothing_that_was_written_beside_restricted_numbers_is_in_the_public_copy() -> None:
    assert said(edited(DOCUMENT, standing(), lambda about: about != "security")) == ["87%.", "Busy.", NONE]
