"""A real browser for the playground's page, and the page as one person sees it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.app import build
from bot.clock import ShiftedClock
from bot.demo.page import Stage, staged
from bot.demo.records import OUTAGES
from bot.imports.files import import_file
from bot.settings import Settings
from storage.database import Database
from tests.conftest import FRIDAY
from tests.e2e.page_app import Desk, running

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

PATIENCE = 30_000  # milliseconds for what must appear: a busy machine is no fault of the page
expect.set_options(timeout=PATIENCE)

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


@contextmanager
def visits(browser: Browser, base_url: str) -> Iterator[Visit]:
    """Opens the page as a person, at a place; `options` are those of a browser context. No script may fail."""
    contexts = []
    failures: list[str] = []

    def opened(person: str = "U_ENGINEER", place: str = "C_OUTAGES", **options: object) -> Page:
        usual = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", "locale": "en-GB"}
        context = browser.new_context(**usual | options)  # type: ignore[arg-type]  # as the caller knows them
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{base_url}/#/{person}/{place}")
        page.locator("#place-title", has_not_text="Loading").wait_for()
        page.locator(".log, #home").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert failures == []


@pytest.fixture
def visit(browser: Browser, desk: Desk) -> Iterator[Visit]:
    """The page before the small app of page_app.py."""
    with visits(browser, desk.playground.base_url) as opened:
        yield opened


@contextmanager
def real_bot(file: Path) -> Iterator[Stage]:
    """As `make demo` puts it behind the page, with the outages of 2020-21; it is Friday 28 August 2020, 15:10."""
    clock = ShiftedClock(FRIDAY)
    database = Database(str(file), synchronous="OFF")
    bot = build(Settings(), clock, database)
    import_file(bot, OUTAGES, confirmed=True)
    clock.set(FRIDAY)
    with staged(bot, clock) as stage:
        yield stage
    database.close()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Stage]:
    """One for the tests that bear one another's records: ending a Socket Mode connection takes three seconds."""
    with real_bot(Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("stage") / "desk.db"))) as opened:
        yield opened


@pytest.fixture
def come(browser: Browser, stage: Stage) -> Iterator[Visit]:
    """The page before the real bot."""
    with visits(browser, stage.playground.base_url) as opened:
        yield opened


@pytest.fixture
def come_fresh(browser: Browser, tmp_path: Path, migrated_file: Path) -> Iterator[Visit]:
    """The page before a real bot of its own, for who moves the clock or counts what is open."""
    file = Path(shutil.copy(migrated_file, tmp_path / "desk.db"))
    with real_bot(file) as stage, visits(browser, stage.playground.base_url) as opened:
        yield opened
