"""A real browser for the playground's page, and the page as one person sees it."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.page_app import Desk, running

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's own Chromium: required, so that no machine leaves the page untested."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, f"The page is tested in a real browser: install one of {', '.join(BROWSERS)}."
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def started_desk() -> Iterator[Desk]:
    with running() as started:
        yield started


@pytest.fixture
def desk(started_desk: Desk) -> Desk:
    """Started once, since ending a Socket Mode connection takes a second; emptied for every test."""
    started_desk.tidy()
    return started_desk


@pytest.fixture
def visit(browser: Browser, desk: Desk) -> Iterator[Visit]:
    """Opens the page as a person, at a place; `options` are those of a browser context. No script may fail."""
    contexts = []
    failures: list[str] = []

    def opened(person: str = "U_ENGINEER", place: str = "C_OUTAGES", **options: object) -> Page:
        options = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"} | options
        context = browser.new_context(**options)  # type: ignore[arg-type]  # as the caller knows them
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{desk.playground.base_url}/#/{person}/{place}")
        page.locator("#place-title", has_not_text="Loading").wait_for()
        page.locator(".log, #home").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert failures == []
