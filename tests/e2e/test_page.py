"""Talking with the bot at the playground's page: real browser, real server, a small Bolt app behind it."""

from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import last, write


def test_enter_sends_and_shift_enter_starts_a_new_line(visit: Visit) -> None:
    page = visit()
    page.locator("#write").press_sequentially("The switch")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("is *back*")
    page.keyboard.press("Enter")
    said = page.locator(".message", has_text="The switch")
    expect(said).to_contain_text("Sam Okafor")
    expect(said.locator(".text br")).to_have_count(1)
    expect(said.locator("strong", has_text="back")).to_have_count(1)
    expect(page.locator("#write")).to_have_value("")


def test_a_command_is_answered_privately_and_posted_for_all(visit: Visit) -> None:
    engineer, manager = visit(), visit("U_MANAGER")
    write(engineer, "/outage p2 Email down at Wirksworth")
    expect(engineer.locator(".message.private")).to_contain_text("Only visible to you")
    expect(engineer.locator(".note")).to_contain_text("You sent /outage p2 Email down at Wirksworth")
    expect(engineer.locator(".message", has_text="Email down at Wirksworth")).to_have_count(2)
    expect(manager.locator(".message", has_text="Email down at Wirksworth")).to_have_count(1)
    expect(manager.locator(".message.private")).to_have_count(0)


def test_a_pressed_button_changes_the_message_in_its_place_and_keeps_the_focus(visit: Visit) -> None:
    page = visit()
    write(page, "/outage p2 Email down")
    message = page.locator(".message:not(.private)", has_text="Email down")
    message.get_by_role("button", name="Take").focus()
    page.keyboard.press("Enter")
    expect(message).to_contain_text("Sam Okafor has it")
    expect(message).to_contain_text("(edited)")
    expect(message.get_by_role("button", name="Take")).to_be_focused()
    expect(message.get_by_role("button", name="1 reply")).to_be_visible()


def test_a_dangerous_button_asks_first(visit: Visit) -> None:
    page = visit()
    write(page, "/outage p2 Email down")
    undo = page.locator(".message:not(.private)").get_by_role("button", name="Undo")
    undo.click()
    question = page.get_by_role("dialog", name="Undo?")
    question.get_by_role("button", name="No").click()
    expect(undo).to_be_focused()
    undo.click()
    question.get_by_role("button", name="Undo", exact=True).click()
    assert "Only visible to you" in last(page, "Undone.")
    expect(page.locator(".message", has_text="Undone.")).to_have_count(1)


def test_a_thread_opens_beside_is_answered_there_and_escape_goes_back(visit: Visit) -> None:
    page = visit()
    write(page, "Is anybody in Matlock?")
    page.locator(".message", has_text="Matlock").hover()
    page.get_by_role("button", name="Reply in thread to Sam Okafor").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("I am.")
    page.keyboard.press("Enter")
    expect(thread.get_by_role("log")).to_contain_text("I am.")
    expect(page.locator("#place-body .message", has_text="I am.")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()
    expect(page.get_by_role("button", name="1 reply")).to_be_focused()


def test_a_mention_reaches_the_bot_which_answers_in_the_thread(visit: Visit) -> None:
    page = visit()
    page.locator("#write").press_sequentially("@ict")
    expect(page.get_by_role("option", name="@ictbot")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("are you there?")
    page.keyboard.press("Enter")
    expect(page.locator(".mention", has_text="@ictbot")).to_be_visible()
    page.get_by_role("button", name="1 reply").click()
    expect(page.locator("#thread")).to_contain_text("You called, @Sam Okafor?")


def test_a_missing_priority_opens_a_form_that_tells_what_is_wrong_at_the_field(visit: Visit) -> None:
    page = visit()
    write(page, "/outage it")
    form = page.get_by_role("dialog", name="Outage")
    expect(form.get_by_label("What happened")).to_have_value("it")
    expect(form.get_by_label("Priority")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(form.get_by_label("Priority")).to_have_accessible_description("Please complete this required field.")
    form.get_by_label("Priority").select_option("P2")
    form.get_by_role("button", name="Send").click()
    summary = form.get_by_label("What happened")
    expect(summary).to_have_accessible_description("Say what is down.")
    expect(summary).to_be_focused()
    summary.fill("Email down")
    form.get_by_role("button", name="Send").dblclick()
    expect(form).to_be_hidden()
    expect(page.locator("#write")).to_be_focused()
    expect(page.locator(".message", has_text="P2: Email down")).to_have_count(1)


def test_what_was_typed_outlives_an_update_and_a_further_form(visit: Visit) -> None:
    page = visit()
    write(page, "/outage it")
    form = page.locator("#modal")
    form.get_by_label("Details").fill("since noon")
    form.get_by_label("DDDC").first.check()
    form.get_by_role("button", name="Look up").click()
    expect(form.get_by_role("heading", name="Looked up")).to_be_visible()
    form.get_by_role("button", name="Next form").click()
    expect(form.get_by_role("heading", name="Next")).to_be_visible()
    expect(form.get_by_label("Details")).to_have_value("")
    page.keyboard.press("Escape")
    expect(form.get_by_role("heading", name="Looked up")).to_be_visible()
    expect(form.get_by_label("Details")).to_have_value("since noon")
    expect(form.get_by_label("DDDC").first).to_be_checked()
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def test_suggestions_name_commands_then_their_fields(visit: Visit) -> None:
    page = visit()
    box = page.locator("#write")
    box.press_sequentially("/")
    expect(page.get_by_role("option")).to_have_count(5)
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    expect(chosen).to_contain_text("/kpi")
    expect(chosen).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(box).to_have_value("/outage ")
    expect(page.locator(".usage")).to_contain_text("p1|p2 what happened")
    expect(page.get_by_role("option").first).to_have_text("p1")
    page.keyboard.type("p2 Email down pa")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("option")).to_have_text(["partner:BDC", "partner:DDDC"])
    page.keyboard.type("DDDC")
    expect(page.locator(".usage .given")).to_have_text("partner: ✓ given")
    expect(page.get_by_role("option")).to_have_count(0)


def test_the_up_arrow_brings_back_what_was_sent(visit: Visit) -> None:
    page = visit()
    for words in ("first", "second"):
        write(page, words)
        last(page, words)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#write")).to_have_value("second")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#write")).to_have_value("first")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#write")).to_have_value("")


def test_choices_in_a_message_are_sent_once_they_are_made(visit: Visit) -> None:
    page = visit()
    write(page, "/everything")
    page.get_by_role("button", name="More choices").click()
    page.get_by_role("menuitem", name="Red").click()
    assert "Chosen: Red" in last(page, "Chosen: Red")
    page.get_by_role("button", name="Colour").press("ArrowDown")
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    last(page, "Chosen: Green")
    expect(page.get_by_role("button", name="Green")).to_be_focused()
    page.get_by_label("Day").fill("2020-09-01")
    page.keyboard.press("Enter")
    last(page, "Chosen: 2020-09-01")


def test_a_shortcut_is_used_from_the_messages_menu(visit: Visit) -> None:
    page = visit()
    write(page, "Phones are down")
    page.get_by_role("button", name="More actions for the message of Sam Okafor").press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Log this as an incident")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#modal").get_by_label("What happened")).to_have_value("Phones are down")


def test_a_refusal_is_said_and_what_was_typed_comes_back(visit: Visit) -> None:
    page = visit()
    write(page, "/nonsense here")
    expect(page.get_by_role("alert")).to_contain_text("/nonsense is not a valid command")
    expect(page.locator("#write")).to_have_value("/nonsense here")


def test_an_app_that_does_not_answer_is_told_as_slack_tells_it(visit: Visit) -> None:
    page = visit()
    write(page, "/silent")
    expect(page.locator(".note", has_text='failed with the error "operation_timeout"')).to_be_visible()
