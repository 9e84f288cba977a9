"""All pictures: `make pictures` draws the charts, and takes the demo's page in a real Chromium, of the real bot."""  # noqa: INP001 - a script beside what it makes

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bot.app import build
from bot.clock import ShiftedClock
from bot.demo.page import staged
from bot.demo.records import OUTAGES
from bot.imports.files import import_file
from bot.settings import Settings
from docs.pictures.charts import draw
from storage.database import Database
from storage.migrate import migrate

HERE = Path(__file__).parent
FRIDAY = datetime(2020, 8, 28, 14, 10, tzinfo=UTC)  # 15:10 in Derbyshire
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESKTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)


@contextmanager
def page_of_the_bot() -> Iterator[str]:
    """The address of the page, with the outages of 2020-21 behind it; it is Friday 28 August 2020, 15:10."""
    with TemporaryDirectory() as folder:
        database = Database(str(Path(folder) / "desk.db"), synchronous="OFF")
        migrate(database)
        clock = ShiftedClock(FRIDAY)
        bot = build(Settings(), clock, database)
        import_file(bot, OUTAGES, confirmed=True)
        clock.set(FRIDAY)
        with staged(bot, clock) as stage:
            yield stage.playground.base_url
        database.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def visit(browser: Browser, address: str, size: ViewportSize = DESKTOP, *, is_dark: bool = False) -> Page:
    scheme = "dark" if is_dark else "light"
    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="en-GB")  # type: ignore[arg-type]  # one of two words
    page.add_init_script("sessionStorage.setItem('playground-tour', 'closed')")
    page.goto(address)
    page.locator(".log, #home > *").first.wait_for()
    return page


def write(page: Page, line: str) -> None:
    page.locator("#write").fill(line)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")


def take_picture(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)  # what is still on its way
    page.screenshot(path=HERE / f"page-{name}.png")


def figures(browser: Browser, base: str) -> None:
    """Before anything is logged, which would count. Shared, since the chart then stands beside the figures."""
    manager = visit(browser, f"{base}/#/U_MANAGER/C_MANAGEMENT")
    write(manager, "/kpi outages q2 2020-21")
    manager.get_by_role("button", name="Share here").click()
    other = visit(browser, f"{base}/#/U_INFRA/C_MANAGEMENT")
    other.get_by_role("button", name="1 reply").click()
    other.locator("#thread .message img").evaluate("image => image.decode()")
    take_picture(other, "kpi")


def outage(browser: Browser, base: str) -> None:
    """An outage is logged and taken; the bot warns on Tuesday."""
    engineer = visit(browser, f"{base}/#/U_ENGINEER/C_OUTAGES")
    write(engineer, "/outage p2 Email down at Wirksworth partner:DDDC")
    phone = visit(browser, f"{base}/#/U_INFRA/C_OUTAGES", PHONE, is_dark=True)
    engineer.get_by_role("button", name="Take", exact=True).click()
    engineer.get_by_role("button", name="1 reply").click()
    engineer.locator("#clock").click()
    engineer.get_by_label("Or to").fill("2020-09-01T09:45")
    engineer.get_by_role("button", name="Move", exact=True).click()
    engineer.locator("#thread", has_text="at risk").wait_for()
    take_picture(engineer, "desktop")
    phone.get_by_role("button", name="2 replies").click()
    take_picture(phone, "dark-phone")


def home(browser: Browser, base: str) -> None:
    engineer = visit(browser, f"{base}/#/U_ENGINEER/C_DDDC")
    for line in (
        "/incident p3 Printer jams on floor 2 partner:BDC",
        "/request standard New laptop for the planning team partner:BDC",
    ):
        write(engineer, line)
        engineer.locator(".message.private", has_text=line.split()[2]).wait_for(timeout=9_000)
    engineer.get_by_role("link", name="ictbot Home").click()
    engineer.locator("#home", has_text="Printer jams").wait_for()
    take_picture(engineer, "home")


if __name__ == "__main__":
    draw()
    with page_of_the_bot() as address, chromium() as opened:
        for scene in (figures, outage, home):
            scene(opened, address)
