"""The bot itself at the page, as `make demo` shows it: typed and pressed in a real browser, and what is then seen."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Locator, Page, expect

from core.imports.tables import read_table
from tests.e2e.conftest import Visit
from tests.e2e.visitor import focused, last, tab_to, write

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
EMAIL_DOWN = "/outage p2 Email down at Wirksworth partner:DDDC"
LOGGED = "P2, Email, DDDC: Email down at Wirksworth. Started Fri 28 Aug 15:10."
FIX_BY = "Fix by Tue 1 Sep 10:40 (4 working hours; Monday is a bank holiday)."
SECOND_QUARTER = (
    "July to September 2020: 32 outages, up 17 from 15 in April to June. No target.",
    "P1: Jul 0, Aug 1, Sep 0 = 1 (was 0)",
    "P2: Jul 18, Aug 5, Sep 8 = 31 (was 15)",
    "Total: 18, 6, 8 = 32",
    "July had 18 of 31 P2s (58%). August P1: Internet Service Provider fault.",
)
LONG = 45_000  # milliseconds: the SLA watch looks every 30 seconds where the clock is not moved


def card(page: Page, words: str = "Email down at Wirksworth") -> Locator:
    """The newest message of the channel itself that holds these words."""
    return page.locator("#place-body .message:not(.private)", has_text=words).last


def answer(page: Page, words: str) -> Locator:
    """The newest private answer that holds these words."""
    return page.locator("#place-body .message.private", has_text=words).last


def press(message: Locator, label: str) -> None:
    message.get_by_role("button", name=label, exact=True).click()


def buttons(message: Locator) -> list[str]:
    return message.locator(".actions button").all_inner_texts()


def move_clock(page: Page, field: str) -> None:
    page.locator("#clock").click()
    page.get_by_label("Or to").fill(field)
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_role("dialog").wait_for(state="hidden")


def test_an_outage_in_one_line_and_the_warning_that_comes_by_itself(come_fresh: Visit) -> None:
    engineer, manager = come_fresh(), come_fresh("U_MANAGER", "C_MANAGEMENT")
    write(engineer, EMAIL_DOWN)
    expect(answer(engineer, LOGGED)).to_contain_text("Everybody here is told.")
    for words in (LOGGED, FIX_BY, "ICT management told. No owner."):
        expect(card(engineer)).to_contain_text(words)
    assert buttons(card(engineer)) == ["Take", "Resolve", "Edit", "Undo"]
    expect(card(manager)).to_contain_text(FIX_BY)
    write(engineer, "/outage p2 email wirksworth")
    question = answer(engineer, "began within 15 minutes of this")
    expect(question).to_contain_text("Nothing is stored yet. Join it, or a new one?")
    assert buttons(question) == ["Join OUT-48", "New outage"]
    press(question, "Join OUT-48")
    engineer.get_by_role("button", name="1 reply").click()
    thread = engineer.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("Report noted: email wirksworth.")
    move_clock(engineer, "2020-09-01T09:40")
    warned = re.compile(r"OUT-48 at risk: 3 h 0[01] of 4 h 00 used, due today 10:40\.")  # the clock goes on
    warning = thread.locator(".message", has_text=warned)
    expect(warning).to_contain_text("Never on hold. No owner.", timeout=LONG)
    assert buttons(warning) == ["Take", "Hold", "Resolve", "Acknowledge", "Snooze"]
    expect(engineer.locator("#clock")).to_contain_text("Tue 1 Sep 2020 09:4")


def test_a_quarter_to_the_cell_with_its_chart_its_records_and_its_csv(come_fresh: Visit) -> None:
    page = come_fresh("U_MANAGER")
    move_clock(page, "2020-10-30T15:10")  # the quarter is over
    write(page, "/kpi outages q2 2020-21")
    figures = answer(page, "July to September 2020")
    for line in SECOND_QUARTER:
        expect(figures).to_contain_text(line)
    assert buttons(figures) == ["32 records", "CSV", "Share here"]
    press(figures, "32 records")
    expect(answer(page, "32 outages in July to September 2020").get_by_role("row")).to_have_count(33)
    page.get_by_role("link", name="ictbot 1 unread").click()
    chart = page.locator("#place-body .message img").last
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert chart.get_attribute("alt")
    expect(chart).to_be_in_viewport()
    page.go_back()
    press(figures, "CSV")
    page.get_by_role("link", name="ictbot 1 unread").click()
    with page.expect_download() as saving:
        page.get_by_role("link", name=re.compile(r"^Download .+\.csv$")).click()
    assert len(saving.value.path().read_text().splitlines()) == 33
    write(page, "/kpi xlsx outages q2 2020-21")
    with page.expect_download() as saving:
        page.get_by_role("link", name=re.compile(r"^Download .+\.xlsx$")).click()
    assert len(list(read_table(saving.value.path().read_bytes()).rows())) == 32


def test_an_outage_is_taken_held_resumed_resolved_and_brought_back_by_its_buttons(come: Visit) -> None:
    page = come()
    write(page, "/outage p2 Phones down partner:BDC new:yes")
    outage = card(page, "Phones down")
    press(outage, "Take")
    expect(outage).to_contain_text("Owner Sam Okafor.")
    press(outage, "Hold")
    form = page.get_by_role("dialog")
    form.get_by_role("textbox").first.fill("waiting for the supplier")
    page.keyboard.press("Enter")
    expect(outage).to_contain_text("On hold since")
    press(outage, "Resume")
    expect(outage).not_to_contain_text("On hold since")
    press(outage, "Resolve")
    expect(outage).to_contain_text("Resolved")
    outage.get_by_role("button", name=re.compile(r"\d replies")).click()
    press(page.locator("#thread .message", has_text="resolved").last, "Undo")
    expect(page.locator("#thread")).to_contain_text("Undone: ")
    expect(outage).to_contain_text("Owner Sam Okafor.")
    expect(outage).not_to_contain_text("Resolved")


def test_a_missing_priority_is_asked_for_in_a_form_that_knows_the_rest(come: Visit) -> None:
    page = come()
    write(page, "/outage Email down at Matlock partner:DDDC")
    form = page.get_by_role("dialog", name="Outage")
    expect(form.get_by_label("Partner")).to_have_value("DDDC")
    form.get_by_label("Priority").select_option("P2")
    form.get_by_label("Partner").fill("Mars")
    page.keyboard.press("Enter")
    expect(form.get_by_label("Partner")).to_have_accessible_description(re.compile("There is no partner Mars"))
    form.get_by_label("Partner").fill("DDDC")
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    expect(card(page, "Email down at Matlock")).to_contain_text("P2, Email, DDDC")


def test_what_the_manager_shares_the_engineer_sees(come: Visit) -> None:
    manager, engineer = come("U_MANAGER", "C_DDDC"), come(place="C_DDDC")
    write(manager, "/kpi outages q1 2020-21")
    expect(engineer.locator(".message")).to_have_count(0)
    press(answer(manager, "April to June 2020"), "Share here")
    shared = card(engineer, "Asha Rao shares")
    expect(shared).to_contain_text("Total: 3, 5, 7 = 15")
    shared.get_by_role("button", name="1 reply").click()
    picture = engineer.locator("#thread").get_by_role("img", name=re.compile("png|outages"))
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_home_shows_what_is_ones_own_and_logs_from_a_button(come_fresh: Visit) -> None:
    page = come_fresh()
    write(page, EMAIL_DOWN)
    press(card(page), "Take")
    last(page, "Owner Sam Okafor.")
    page.get_by_role("link", name="ictbot Home").click()
    home = page.locator("#home")
    expect(home).to_contain_text("1 open of Sam Okafor's: 0 breached, 0 at risk, 0 on hold.")
    expect(home).to_contain_text("OUT-48")
    home.get_by_role("button", name="Log an incident").click()
    expect(page.get_by_role("dialog", name="Incident").get_by_label("Priority")).to_be_focused()


def test_a_guest_gets_nothing(come: Visit) -> None:
    guest, engineer = come("U_GUEST"), come()
    write(engineer, "/outage p2 Email down in the chamber partner:RHL new:yes")
    outage = card(guest, "Email down in the chamber")
    for typed in ("/outage p1 Everything down", "/kpi outages q2 2020-21", "/sla now"):
        write(guest, typed)
        expect(answer(guest, "you are guest")).to_be_visible()
    press(outage, "Take")
    expect(answer(guest, "/outage take is not open to you")).to_be_visible()
    guest.get_by_role("link", name="ictbot Home").click()
    expect(guest.locator("#home")).not_to_contain_text("OUT-")
    expect(outage).to_have_count(0)
    expect(card(engineer, "Email down in the chamber")).to_contain_text("No owner.")


def test_with_the_keyboard_alone_an_outage_is_logged_and_taken(come: Visit) -> None:
    page = come()
    tab_to(page, "Skip to the message box")
    page.keyboard.press("Enter")
    assert focused(page) == "Message #ict-outages"
    page.keyboard.type("/outage p2 Internet down at Bakewell partner:DDDC new:yes\n")
    last(page, "Everybody here is told.")
    outage = card(page, "Internet down at Bakewell")
    outage.wait_for()
    tab_to(page, "Take", backwards=True)
    page.keyboard.press("Enter")
    expect(outage).to_contain_text("Owner Sam Okafor.")
    tab_to(page, "1 reply to ictbot")
    page.keyboard.press("Enter")
    expect(page.locator("#thread")).to_contain_text("is Sam Okafor's.")


def outage_state(page: Page) -> None:
    what = f"Email down at a width of {page.evaluate('innerWidth')}"
    write(page, f"/outage p2 {what} partner:NEDDC new:yes")
    press(card(page, what), "Take")
    expect(card(page, what)).to_contain_text("Owner")
    card(page, what).locator(".replies").click()
    page.get_by_role("complementary", name="Thread").wait_for()


def form_state(page: Page) -> None:
    page.keyboard.press("Escape")
    write(page, "/outage Something is down")
    page.get_by_role("dialog", name="Outage").wait_for()


def figures_state(page: Page) -> None:
    page.keyboard.press("Escape")
    write(page, "/kpi outages q1 2020-21")
    press(answer(page, "April to June 2020"), "15 records")
    answer(page, "15 outages in April to June 2020").get_by_role("table").wait_for()


def all_figures_state(page: Page) -> None:
    write(page, "/kpi q1 2020-21")
    answer(page, "Incidents resolved within SLA").get_by_role("table").first.wait_for()


def chart_state(page: Page) -> None:
    if page.locator("#drawer-button").is_visible():
        page.locator("#drawer-button").click()
    page.get_by_role("link", name=re.compile("^ictbot( |$)(?!Home)")).click()
    page.locator("#place-body .message img").last.wait_for()


def home_state(page: Page) -> None:
    if page.locator("#drawer-button").is_visible():
        page.locator("#drawer-button").click()
    page.get_by_role("link", name="ictbot Home").click()
    page.locator("#home").get_by_role("button", name="Help").wait_for()


STATES = (outage_state, form_state, figures_state, all_figures_state, chart_state, home_state)


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_what_the_bot_says(come: Visit, size: dict[str, int], scheme: str) -> None:
    page = come("U_MANAGER", viewport=size, color_scheme=scheme)
    axe, wrong = Axe(), {}
    for state in STATES:
        state(page)
        found = axe.run(page)
        if found.violations_count:
            wrong[state.__name__] = found.generate_report()
    assert wrong == {}
