"""A report's page in a real browser: for everybody, on a phone, and on paper."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, Page, ViewportSize

from reports.document import Document
from reports.html import as_html
from tests.some_document import BARE, PARAGRAPHS, RICH

DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def opened(browser: Browser, folder: Path, document: Document, size: ViewportSize) -> Page:
    file = folder / "report.html"
    file.write_text(as_html(document), encoding="utf-8")
    page = browser.new_page(viewport=size, java_script_enabled=True)
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("document", [RICH, PARAGRAPHS, BARE], ids=["rich", "paragraphs", "bare"])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, document: Document, size: ViewportSize) -> None:
    page = opened(browser, tmp_path, document, size)
    for folded in page.locator("summary").all():
        folded.click()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(TAGS)}})
    assert found.violations_count == 0, found.generate_report()
    page.close()


def test_axe_finds_what_is_broken_on_purpose(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, RICH, DESKTOP)
    page.evaluate("for (const image of document.images) image.removeAttribute('alt')")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(TAGS)}})
    assert [one["id"] for one in found.response["violations"]] == ["image-alt"]
    page.close()


def test_nothing_is_broader_than_a_phone_but_what_scrolls_by_itself(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, RICH, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.close()


def test_the_first_stop_leads_past_the_contents(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, RICH, DESKTOP)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"
    page.close()


def test_figures_of_charts_are_unfolded_on_paper(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, RICH, DESKTOP)
    figures = page.locator("details table").first
    assert not figures.is_visible()
    page.emulate_media(media="print")
    assert figures.is_visible()
    page.close()
