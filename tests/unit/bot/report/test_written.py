"""What a signature holds to: all that a report says once it is signed, and what its public copy withholds."""

from dataclasses import replace
from datetime import date

from bot.report.written import digest
from core.report.stated import Stated
from reports.document import Document, Gap, Passage, Run

SAID = Passage("calls.1", (Run("18 calls were raised."),))
REPORT = Document("Report", "July 2020", "Desk", (SAID,))
STATED = (Stated("calls/2020-07/all", "Calls raised, July 2020", "18", 18),)
HASH = digest(REPORT, STATED, [0])


def test_its_own_standing_and_what_nobody_answered_are_no_part_of_it() -> None:
    asked = replace(REPORT, blocks=(SAID, Gap("team", "What has changed?", "Asha Rao", date(2020, 8, 3))))
    assert digest(replace(REPORT, status="Draft 2", reference="ictbot-report:1:2"), STATED, [0]) == HASH
    assert digest(asked, STATED, [0]) == HASH


def test_words_figures_and_what_is_withheld_are() -> None:
    other = replace(REPORT, blocks=(Passage("calls.1", (Run("19 calls were raised."),)),))
    assert HASH not in {digest(other, STATED, [0]), digest(REPORT, (), [0]), digest(REPORT, STATED, [5])}
