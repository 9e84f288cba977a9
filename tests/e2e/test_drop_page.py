"""A file dropped at the page in a real browser: looked at, imported, undone; with the mouse, and with keys alone."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import focused, tab_to
from tests.talk import DATA

LONG = 45_000  # milliseconds: the intake and the sender take their turns beside all else
DRAG = """([name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name, { type: "text/csv" }));
  const tell = (kind) =>
    document.querySelector("#place-body").dispatchEvent(
      new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
  tell("dragenter");
  const isMarked = document.querySelector("#place-body").classList.contains("dropping");
  tell("drop");
  return isMarked && !document.querySelector("#place-body").classList.contains("dropping");
}"""


def drop(page: Page, file: Path) -> None:
    """As from a folder beside the browser; the place to drop it on is marked meanwhile."""
    assert page.evaluate(DRAG, [file.name, file.read_text(encoding="utf-8")])


def said(page: Page, words: str) -> Locator:
    """The newest message that holds these words, once the bot has got as far."""
    message = page.locator("#place-body .message", has_text=words).last
    message.wait_for(timeout=LONG)
    return message


def press(message: Locator, label: str) -> None:
    message.get_by_role("button", name=label, exact=True).click()


def test_a_file_is_dropped_looked_at_imported_and_taken_back(come_fresh: Visit) -> None:
    page = come_fresh("U_MANAGER", "D_MANAGER")
    drop(page, DATA / "calls.csv")
    card = said(page, "3 new, 0 changed, 0 errors; 0 unchanged.")
    expect(card).to_contain_text("Scanner jams")
    expect(card).to_contain_text("Nothing is stored yet.")
    press(card, "Import")
    done = said(page, "imported. 3 new, 0 changed, 0 unchanged.")
    expect(done).to_be_visible()
    expect(page.locator("#place-body .message", has_text="imported; see below.")).to_have_count(1)
    press(done, "Undo")
    expect(said(page, "Tickets withdrawn: 3.")).to_be_visible()


def test_rows_with_errors_come_back_to_be_saved(come_fresh: Visit) -> None:
    page = come_fresh("U_MANAGER", "D_MANAGER")
    drop(page, DATA / "calls_with_errors.csv")
    card = said(page, "2 new, 0 changed, 2 errors")
    expect(card).to_contain_text("line 4, resolved '2020-08-09 10:00': it lies before opened")
    link = page.get_by_role("link", name="Download calls_with_errors.csv.errors.csv")
    with page.expect_download() as waited:
        link.click()
    assert "write one of P1, P2, P3, P4" in waited.value.path().read_text(encoding="utf-8")
    assert Axe().run(page).violations_count == 0


def test_with_keys_alone_a_file_is_attached_and_its_columns_are_told(come_fresh: Visit) -> None:
    page = come_fresh("U_ENGINEER", "D_ENGINEER")
    page.on(
        "filechooser", lambda _: None
    )  # from now on: a key is pressed sooner than the browser is told to wait for it
    tab_to(page, "Attach a file")
    assert focused(page) == "Attach a file"
    with page.expect_file_chooser() as waited:
        page.keyboard.press("Enter")
    waited.value.set_files(DATA / "logbook.csv")
    press(said(page, "I know no export with these columns"), "Say which column is which")
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("Which column of logbook.csv is which?")
    assert Axe().run(page).violations_count == 0
