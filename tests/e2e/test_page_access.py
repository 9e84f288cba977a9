"""Everybody can use the playground's page: by keyboard, with a screen reader, on a phone, in the dark, enlarged."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import focused, last, stops, tab_to, write

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def everything(page: Page) -> None:
    write(page, "/everything")
    last(page, "All kinds")
    page.get_by_text("Figures as a table").last.click()


def command_suggestions(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator("#write").fill("/")
    page.get_by_role("option").first.wait_for()


def field_suggestions(page: Page) -> None:
    page.locator("#write").fill("/outage p2 partner:BDC s")
    page.get_by_role("option", name="service:").wait_for()


def thread(page: Page) -> None:
    write(page, "/outage p2 Email down")
    page.locator(".message:not(.private)").get_by_role("button", name="Take").click()
    page.get_by_role("button", name="1 reply").click()
    page.get_by_role("complementary", name="Thread").wait_for()


def form_with_errors(page: Page) -> None:
    page.keyboard.press("Escape")
    write(page, "/outage it")
    page.get_by_role("dialog", name="Outage").get_by_role("button", name="Send").click()
    page.get_by_text("Please complete this required field.").wait_for()


def message_menu(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("#write")).to_be_focused()  # the form gives it back, which would close a menu opened before
    page.get_by_role("button", name="More actions for the message of ictbot").last.press("Enter")
    page.get_by_role("menuitem", name="Copy text").wait_for()


def clock(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator("#clock").click()
    page.get_by_role("dialog", name="Move the clock").wait_for()


def refusal(page: Page) -> None:
    page.keyboard.press("Escape")
    write(page, "/nonsense")
    page.get_by_role("alert").wait_for()


def picture(page: Page) -> None:
    page.get_by_role("button", name="Enlarge").last.click()
    page.get_by_role("dialog", name="Picture").wait_for()


def people(page: Page) -> None:
    page.keyboard.press("Escape")
    if page.locator("#drawer-button").is_visible():
        page.locator("#drawer-button").click()
    page.get_by_role("button", name="You are Sam Okafor").click()
    page.get_by_role("menuitemradio", name="Asha Rao").wait_for()


def home(page: Page) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("link", name="ictbot Home").click()
    page.get_by_role("heading", name="Open now").wait_for()


STATES: tuple[Callable[[Page], None], ...] = (
    everything, picture, command_suggestions, field_suggestions, thread, form_with_errors, message_menu, clock,
    refusal, people, home,
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_any_state(visit: Visit, size: dict[str, int], scheme: str) -> None:
    page = visit(viewport=size, color_scheme=scheme)
    axe = Axe()
    found = {"as it opens": axe.run(page)}
    for state in STATES:
        state(page)
        found[state.__name__] = axe.run(page)
    wrong = {name: result.generate_report() for name, result in found.items() if result.violations_count}
    assert wrong == {}


def test_a_day_at_the_desk_without_a_mouse(visit: Visit) -> None:
    page = visit()
    keys = page.keyboard
    tab_to(page, "Skip to the message box")
    keys.press("Enter")
    assert focused(page) == "Message #ict-outages"
    keys.type("/outage p2 Email down\n")
    last(page, "Email down")
    tab_to(page, "Take", backwards=True)  # of the private answer, which comes last
    tab_to(page, "Take", backwards=True)
    keys.press("Enter")
    last(page, "Sam Okafor has it")
    tab_to(page, "1 reply to ictbot")
    keys.press("Enter")
    keys.type("On it.\n")
    expect(page.locator("#thread").get_by_role("log")).to_contain_text("On it.")
    keys.press("Escape")
    tab_to(page, "Message #ict-outages")
    keys.type("/outage Phones\n")
    expect(page.get_by_role("dialog").get_by_label("Priority")).to_be_focused()
    keys.type("P1")
    tab_to(page, "Send")
    keys.press("Enter")
    last(page, "P1: Phones")
    tab_to(page, "Move the clock: it shows", backwards=True)
    keys.press("Enter")
    keys.press("Enter")
    expect(page.get_by_role("button", name="3 replies")).to_be_visible()


def test_the_whole_page_is_passed_through_with_the_tab_key(visit: Visit) -> None:
    page = visit()
    write(page, "/everything")
    last(page, "All kinds")
    page.locator("#drawer-button").evaluate("() => document.activeElement.blur()")
    seen = list(stops(page, 60))
    assert "Skip to the messages" in seen[1:], "Tab must lead round to the beginning again."
    for name in ("#ict-outages", "Tour", "Write it for me", "Messages in #ict-outages", "More choices", "Send"):
        assert name in seen


def test_arrow_keys_go_from_message_to_message(visit: Visit) -> None:
    page = visit()
    for words in ("first", "second"):
        write(page, words)
        last(page, words)
    page.get_by_role("log").focus()
    for key, words in (("ArrowUp", "second"), ("ArrowUp", "first"), ("ArrowDown", "second")):
        page.keyboard.press(key)
        expect(page.locator(".message", has_text=words)).to_be_focused()


def test_a_form_keeps_the_focus_inside_and_gives_it_back(visit: Visit) -> None:
    page = visit()
    write(page, "/outage it")
    page.get_by_role("dialog").wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || modal.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator("#write")).to_be_focused()


def test_on_a_phone_the_sidebar_is_a_drawer(visit: Visit) -> None:
    page = visit(viewport=PHONE)
    opener = page.locator("#drawer-button")
    expect(page.get_by_role("link", name="#ict-bdc")).to_be_hidden()
    opener.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    assert focused(page) == "Close the list of channels"
    assert page.locator("main").evaluate("main => main.inert")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.press("Enter")
    page.get_by_role("link", name="#ict-bdc").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("#ict-bdc")
    expect(page.get_by_role("link", name="#ict-bdc")).to_be_hidden()
    assert not page.locator("main").evaluate("main => main.inert")


def test_on_a_phone_the_thread_covers_the_page(visit: Visit) -> None:
    page = visit(viewport=PHONE)
    thread(page)
    assert page.locator("main").evaluate("main => main.inert")
    assert page.locator("#thread").bounding_box() == {"x": 0, "y": 0, **PHONE}
    page.get_by_role("button", name="Close the thread").click()
    assert not page.locator("main").evaluate("main => main.inert")
    expect(page.get_by_role("button", name="1 reply")).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 640, 1280])
@pytest.mark.parametrize("text", ["100%", "200%"])
def test_nothing_has_to_be_scrolled_sideways(visit: Visit, width: int, text: str) -> None:
    page = visit(viewport={"width": width, "height": 740})
    everything(page)
    page.evaluate("size => document.documentElement.style.fontSize = size", text)
    for selector in ("html", "main", ".log"):
        box = page.locator(selector)
        assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 0, selector
    assert page.locator("#write").bounding_box()
    page.locator("#write").scroll_into_view_if_needed()
    expect(page.locator("#write")).to_be_in_viewport()


def test_nothing_moves_for_those_who_asked_for_that(visit: Visit) -> None:
    page = visit(viewport=PHONE)
    all_moving = "filter(one => parseFloat(getComputedStyle(one).transitionDuration))"
    moving = f"() => [...document.querySelectorAll('*')].{all_moving}"
    assert page.evaluate(f"({moving})().length") == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(f"({moving})().map(one => one.id)") == ["sidebar"]
