"""A report over Slack: drafted, its files in the direct message, signed, and a Word draft that comes back."""

from pathlib import Path
from typing import Any

import pytest

import bot.demo
from bot.imports.files import import_file
from bot.report.printing import Printing
from reports.word_back import read_back
from storage.models import Report, ReportFile, ReportReturn
from tests.conftest import FRIDAY
from tests.e2e.slack.test_dropping import work
from tests.e2e.slack.workspace import ASHA, MANAGEMENT, SAM, Desk
from tests.integration.report.test_taking_back import edited, replaced
from tests.integration.rows import how_many, rows

Json = dict[str, Any]
OUTAGES = Path(bot.demo.__file__).parent / "outages-2020-21.csv"
TITLE = "Quarterly Report on the Joint ICT Service, April to September 2020"


@pytest.fixture
def reporting(desk: Desk) -> Desk:
    """A draft of the half-year, before which everything that waits is sent."""
    desk.clock.set(FRIDAY.replace(month=11, day=10))
    import_file(desk.bot, OUTAGES, confirmed=True)
    desk.say("/report h1 2020-21", ASHA)
    return desk


def newest_file(desk: Desk, ending: str) -> tuple[str, bytes]:
    """The last so called in Asha's direct message, as the workspace keeps it; it shows a moment after its upload."""

    def shown() -> list[Json]:
        files = (file for one in desk.person(ASHA).sees(ASHA) for file in one.get("files") or ())
        return [file for file in files if file["name"].endswith(ending)]

    desk.playground.wait_until(lambda: bool(shown()))
    kept = desk.playground.state.files.get(shown()[-1]["id"]).content
    assert kept is not None
    return shown()[-1]["name"], kept


def test_a_draft_is_for_its_asker_with_its_charts_in_the_direct_message(reporting: Desk) -> None:
    assert not any(TITLE in text for text in reporting.texts(SAM))
    shown = [text for text in reporting.texts(ASHA) if TITLE in text]
    assert len(shown) == 1
    assert "against signing" in shown[0]
    _, content = newest_file(reporting, ".png")
    assert content.startswith(b"\x89PNG")


@pytest.mark.parametrize(("button", "ending", "begin"), [("Word", ".docx", b"PK"), ("HTML", ".html", b"<!")])
def test_its_files_come_as_documents(reporting: Desk, button: str, ending: str, begin: bytes) -> None:
    reporting.press(reporting.newest(ASHA), button, ASHA)
    name, content = newest_file(reporting, ending)
    assert name == f"joint-h1-2020-21-draft-1{ending}"
    assert content.lower().startswith(begin.lower())


def test_signed_in_chat_it_is_frozen_and_told_to_the_management(reporting: Desk) -> None:
    reporting.press(reporting.newest(ASHA), "Sign", ASHA)
    assert reporting.newest(ASHA)["text"].startswith("Not signed.")
    reporting.say("/report h1 2020-21 say action/sla Calls of both are reviewed each week.", ASHA)
    reporting.say("/report h1 2020-21 say summary Calls went up, and were answered.", ASHA)
    reporting.say("/report h1 2020-21 sign", ASHA)
    assert reporting.newest(ASHA)["text"].startswith("Signed by Asha Rao, 10 Nov 2020 14:10. Frozen: 47 outages")
    assert any(f"{TITLE}: signed by Asha Rao." in text for text in reporting.texts(ASHA, MANAGEMENT))
    reporting.press(reporting.newest(ASHA), "Word", ASHA)
    name, content = newest_file(reporting, "joint-h1-2020-21.docx")
    Printing(reporting.bot.database, lambda: ["docx"]).work_waiting()
    kept = {row["name"]: row["content"] for row in rows(reporting.bot.database, ReportFile)}
    assert kept[name] == content


def test_a_word_draft_that_is_dropped_comes_back(reporting: Desk) -> None:
    reporting.say("/report h1 2020-21 say team Two posts were filled.", ASHA)
    reporting.say("/report h1 2020-21", ASHA)
    reporting.say("/report word h1 2020-21", ASHA)
    name, content = newest_file(reporting, "draft-2.docx")
    assert read_back(content).reference == "ictbot-report:1:2"
    changed = edited(content, replaced("Two posts were filled.", "Three posts were filled."))
    reporting.person(ASHA).uploads(ASHA, name, changed)
    work(reporting)
    assert any("1 passage kept" in text for text in reporting.texts(ASHA, ASHA))
    assert how_many(reporting.bot.database, Report, ReportReturn) == [1, 1]
