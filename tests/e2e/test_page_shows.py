"""What the playground's page shows: every kind of block, never as markup; files, Home, news, the clock, the tour."""

from playwright.sync_api import APIResponse, Request, Route, WebSocketRoute, expect

from tests.e2e.conftest import Visit
from tests.e2e.page_app import Desk
from tests.e2e.visitor import last, write

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="red"/></svg>'


def test_nothing_that_is_typed_becomes_markup(visit: Visit, desk: Desk) -> None:
    page = visit()
    hostile = '<img src=x onerror="window.caught=1"> <b>bold</b> <javascript:alert(1)|press> &lt;i&gt; `<u>`'
    write(page, hostile)
    expect(page.locator(".message .text")).to_have_text(hostile.replace("`", ""))
    desk.client.chat_postMessage(channel="C_OUTAGES", text="raw <javascript:window.caught=1|press> <script>x</script>")
    assert "<script>" in last(page, "raw")
    expect(page.locator(".message :is(img, b, u, i, script)")).to_have_count(0)
    expect(page.locator(".message a")).to_have_count(0)
    assert page.evaluate("window.caught") is None


def test_every_kind_of_block_is_shown(visit: Visit) -> None:
    page = visit()
    write(page, "/everything")
    message = page.locator(".message", has_text="All kinds")
    expect(message.get_by_role("heading", name="All kinds")).to_be_visible()
    row = message.get_by_role("row", name="P2 18 5 8").first
    expect(row.get_by_role("rowheader")).to_have_text("P2")
    expect(row.get_by_role("cell", name="18")).to_have_css("text-align", "right")
    expect(message.get_by_role("group", name="By month")).to_contain_text("Priority")
    words = "Outages, bar. bar chart. P1: Jul 0, Aug 1, Sep 0. P2: Jul 18, Aug 5, Sep 8."
    expect(message.get_by_role("img", name=words)).to_be_visible()
    message.get_by_text("Figures as a table").first.click()
    expect(message.get_by_role("columnheader", name="P2").first).to_be_visible()
    expect(message.get_by_role("img", name="A small picture")).to_be_visible()
    enlarge = message.get_by_role("button", name="Enlarge")
    enlarge.click()
    expect(page.get_by_role("dialog", name="Picture")).to_contain_text("A small picture")
    page.keyboard.press("Escape")
    expect(enlarge).to_be_focused()


def test_an_answer_taller_than_the_page_is_shown_from_its_beginning(visit: Visit) -> None:
    page = visit()
    write(page, "/everything")
    expect(page.get_by_role("heading", name="All kinds")).to_be_in_viewport()
    write(page, "Thank you")
    expect(page.locator(".message", has_text="Thank you")).to_be_in_viewport()


def test_it_stays_there_when_the_channel_is_fetched_only_then(visit: Visit) -> None:
    page = visit(place="C_BDC")
    held: list[Route] = []
    page.route("**/page/messages*channel=C_OUTAGES", lambda route: held.append(route))  # noqa: PLW0108 - as below
    with page.expect_request("**/page/messages*channel=C_OUTAGES"):
        page.get_by_role("link", name="#ict-outages").click()
    write(page, "/everything")
    heading = page.get_by_role("heading", name="All kinds")
    expect(heading).to_be_in_viewport()
    former = heading.element_handle()
    held[0].continue_()
    page.wait_for_function("former => !former.isConnected", arg=former)
    expect(heading).to_be_in_viewport()


def test_who_has_scrolled_away_stays_there_until_they_are_answered(visit: Visit, desk: Desk) -> None:
    page = visit()
    write(page, "/everything")
    heading = page.get_by_role("heading", name="All kinds")
    heading.wait_for()
    page.get_by_role("log").evaluate("log => (log.scrollTop = 200)")
    page.wait_for_function("document.querySelector('.log').scrollTop === 200")
    desk.client.chat_postMessage(channel="C_OUTAGES", text="said by somebody else")
    last(page, "said by somebody else")
    assert page.get_by_role("log").evaluate("log => log.scrollTop") == 200
    write(page, "/kpi outages")
    expect(page.locator(".message.private")).to_be_in_viewport()


def test_home_is_what_the_bot_publishes(visit: Visit) -> None:
    page = visit(place="home")
    expect(page.get_by_role("heading", name="ictbot Home", level=1)).to_be_visible()
    expect(page.locator("#home").get_by_role("heading", name="Open now", level=2)).to_be_visible()
    with page.expect_response("**/page/press") as pressing:
        page.locator("#home").get_by_role("button", name="Take").click()
    assert pressing.value.ok


def test_pictures_and_files_are_sent_and_shown(visit: Visit) -> None:
    page = visit()
    for name, content in (("plan.svg", SVG), ("notes.txt", b"first line")):
        with page.expect_file_chooser() as choosing:
            page.get_by_role("button", name="Attach a file").click()
        choosing.value.set_files({"name": name, "mimeType": "", "buffer": content})
    picture = page.get_by_role("img", name="plan.svg")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 40
    with page.expect_download() as saving:
        page.get_by_role("link", name="Download notes.txt").click()
    assert saving.value.path().read_bytes() == b"first line"


def test_the_bot_warns_by_itself_when_the_clock_is_moved(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Move the clock: it shows Fri 28 Aug 2020 15:10").click()
    expect(page.get_by_role("button", name="Next weekday morning, Mon 31 Aug 2020 09:45")).to_be_focused()
    page.keyboard.press("Enter")
    last(page, "OUT-1 at risk")
    expect(page.locator("#clock")).to_contain_text("Mon 31 Aug 2020 09:45")
    page.locator("#clock").click()
    page.get_by_label("Or to").fill("2020-09-01T09:40")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#clock")).to_contain_text("Tue 1 Sep 2020 09:40")


def test_unread_messages_are_counted_until_the_channel_is_looked_at(visit: Visit) -> None:
    engineer, manager = visit(), visit("U_MANAGER", "C_BDC")
    write(engineer, "/outage p2 Email down")
    management = manager.get_by_role("link", name="#ict-management")
    expect(management).to_have_text("#ict-management 1 unread")
    expect(manager.get_by_role("status").last).to_have_text("New message in #ict-management")
    management.click()
    expect(manager.get_by_role("heading", level=1)).to_have_text("#ict-management")
    expect(management).to_have_text("#ict-management")
    expect(management).to_have_attribute("aria-current", "page")
    manager.go_back()
    expect(manager.get_by_role("heading", level=1)).to_have_text("#ict-bdc")


def test_what_is_said_while_a_channel_is_fetched_is_not_lost(visit: Visit, desk: Desk) -> None:
    page = visit(place="C_BDC")
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/page/messages*channel=C_DDDC", lambda route: held.append((route, route.fetch())))
    with page.expect_request("**/page/messages*channel=C_DDDC"):
        page.get_by_role("link", name="#ict-dddc").click()
    page.locator(".log").wait_for()
    desk.client.chat_postMessage(channel="C_DDDC", text="said meanwhile")
    last(page, "said meanwhile")
    route, answer = held[0]
    with page.expect_response("**/page/messages*channel=C_DDDC"):
        route.fulfill(response=answer)
    desk.client.chat_postMessage(channel="C_DDDC", text="said after that")
    last(page, "said after that")
    expect(page.locator(".message", has_text="said meanwhile")).to_have_count(1)


def test_after_a_break_of_the_line_nothing_is_missing(visit: Visit, desk: Desk) -> None:
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        lines.append(line)
        line.connect_to_server()

    page = visit(place="C_BDC")
    page.route_web_socket("**/page/live*", through)
    page.reload()
    page.locator(".log").wait_for()
    lines[0].close()
    expect(page.locator("#connection")).to_contain_text("Not connected")
    desk.client.chat_postMessage(channel="C_BDC", text="said meanwhile")
    last(page, "said meanwhile")
    expect(page.locator("#connection")).to_be_hidden()
    expect(page.locator(".message")).to_have_count(1)


def test_another_person_is_chosen_from_the_menu_and_sees_what_is_theirs(visit: Visit) -> None:
    page = visit()
    write(page, "/outage p2 Email down")
    expect(page.locator(".message.private")).to_have_count(1)
    page.get_by_role("button", name="You are Sam Okafor").click()
    expect(page.get_by_role("menuitemradio", checked=True)).to_contain_text("Sam Okafor")
    page.get_by_role("menuitemradio", name="Visiting Guest").click()
    expect(page.get_by_role("button", name="You are Visiting Guest")).to_be_visible()
    expect(page.get_by_role("link", name="#ict-management")).to_have_count(0)
    expect(page.locator(".message", has_text="Email down")).to_have_count(1)
    expect(page.locator(".message.private")).to_have_count(0)


def test_the_tour_leads_through_six_things(visit: Visit) -> None:
    page = visit("U_FINANCE", "C_BDC")
    tour = page.get_by_role("region", name="Try these six things")
    done = tour.locator("li.done")
    tour.get_by_role("button", name="Write it for me").click()
    expect(page.get_by_role("button", name="You are Sam Okafor")).to_be_visible()
    expect(page.locator("#write")).to_have_value("/outage p2 Email down at Wirksworth partner:DDDC")
    expect(page.get_by_role("heading", level=1)).to_have_text("#ict-outages")
    page.keyboard.press("Enter")
    expect(done).to_have_count(1)
    last(page, "Only visible to you")
    tour.get_by_role("button", name="Show me the button").click()
    expect(page.locator(".message:not(.private)").get_by_role("button", name="Take")).to_be_focused()
    page.keyboard.press("Enter")
    expect(done).to_have_count(2)
    tour.get_by_role("button", name="Open the clock").click()
    page.keyboard.press("Enter")
    tour.get_by_role("button", name="Show me what it said").click()
    expect(page.get_by_role("complementary", name="Thread")).to_contain_text("OUT-1 at risk")
    expect(done).to_have_count(3)
    tour.get_by_role("button", name="Write it for me").click()
    expect(page.get_by_role("button", name="You are Asha Rao")).to_be_visible()
    expect(page.locator("#write")).to_have_value("/kpi outages q2 2020-21")
    page.keyboard.press("Enter")
    tour.get_by_role("button", name="Show me the chart").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ictbot")
    expect(done).to_have_count(4)
    tour.get_by_role("button", name="Write it for me").click()
    expect(page.locator("#write")).to_have_value("/report h1 2020-21")
    page.keyboard.press("Enter")
    expect(done).to_have_count(5)
    tour.get_by_role("button", name="Go to Home").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ictbot Home")
    expect(done).to_have_count(6)
    expect(tour).to_contain_text("That is all of them.")


def test_the_tour_says_when_there_is_nothing_to_take_yet(visit: Visit) -> None:
    page = visit("U_MANAGER", "C_BDC")
    tour = page.get_by_role("region", name="Try these six things")
    tour.get_by_role("button", name="Press Take").click()
    tour.get_by_role("button", name="Show me the button").click()
    expect(tour).to_contain_text("There is no Take button here yet. Log an outage first.")


def test_the_tour_stays_away_once_it_is_closed(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Close the tour").click()
    expect(page.get_by_role("button", name="Tour", exact=True)).to_be_focused()
    page.reload()
    page.locator(".log").wait_for()
    expect(page.locator("#tour")).to_be_hidden()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Tour", exact=True).click()
    expect(page.locator("#tour")).to_be_visible()


def test_the_page_asks_nothing_of_anybody_else(visit: Visit, desk: Desk) -> None:
    page = visit()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright cannot mark a built-in
    desk.client.chat_postMessage(
        channel="C_OUTAGES", text="a link <https://example.org/|there>", blocks=[
            {"type": "image", "image_url": "https://example.org/spy.png", "alt_text": "From elsewhere"},
        ],
    )  # fmt: skip
    page.get_by_role("img", name="From elsewhere").wait_for()
    page.reload()
    page.get_by_role("img", name="From elsewhere").wait_for()
    outside = [request for request in asked if not request.url.startswith(desk.playground.base_url)]
    assert len(outside) < len(asked)
    assert {request.failure for request in outside} == {"csp"}, "The browser must not have been allowed to ask."
