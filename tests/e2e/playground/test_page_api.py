"""What the page speaks with the server: /page/…, its live feed, and who may ask at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot.playground.page_api import MovableClock
from bot.playground.server import Playground
from bot.playground.workspace import Workspace
from tests.e2e.playground import web
from tests.e2e.playground.tiny_app import ASHA, FULL, GUEST, MENU, SAM, TIMING, TITLE_FORM, Json, actions, button
from tests.e2e.playground.web import Api, Reply
from tests.e2e.playground.wire import wired

FRIDAY = datetime(2020, 8, 28, 14, 10, tzinfo=UTC)


class Hands:
    """A clock that stands until the page moves it."""

    now = FRIDAY

    def move(self, moment: datetime) -> None:
        self.now = moment


@pytest.fixture(scope="module")
def page() -> Iterator[Playground]:
    hands = Hands()
    timing = replace(TIMING, acknowledge=0.05)
    with Playground(FULL, timing=timing, clock=MovableClock(lambda: hands.now, hands.move)) as started:
        yield started


def asked(page: Playground, path: str) -> Reply:
    return web.get(f"{page.base_url}/page/{path}")


def sent(page: Playground, path: str, **body: object) -> Json:
    return web.post_json(f"{page.base_url}/page/{path}", body).json


def messages(page: Playground, channel: str, user: str = SAM) -> list[Json]:
    found: list[Json] = asked(page, f"messages?user={user}&channel={channel}").json["messages"]
    return found


def test_the_page_learns_who_and_what_is_there(page: Playground) -> None:
    told = asked(page, f"state?user={SAM}").json
    assert told["me"] == {
        "id": SAM, "name": "Sam Okafor", "title": "ICT engineer", "is_bot": False, "is_guest": False,
    }  # fmt: skip
    assert {"name": "/echo", "description": "", "usage_hint": ""} in told["commands"]
    assert {"callback_id": "log_this", "name": "Log this"} in told["shortcuts"]
    assert told["bot"] == {"id": "U_BOT", "name": "ictbot", "home": True}
    direct = [place for place in told["channels"] if place["kind"] == "im"]
    assert [(place["id"], place["with"]) for place in direct] == [("D_ENGINEER", "U_BOT")]
    assert "secret" not in {place["name"] for place in told["channels"]}


def test_what_was_said_is_unread_until_it_is_looked_at(page: Playground) -> None:
    def unread() -> int:
        places = asked(page, f"state?user={SAM}").json["channels"]
        return next(int(place["unread"]) for place in places if place["id"] == "C_RHL")

    sent(page, "say", user=ASHA, channel="C_RHL", text="one")
    sent(page, "say", user=SAM, channel="C_RHL", text="two")
    assert unread() == 1
    assert [message["text"] for message in messages(page, "C_RHL")] == ["one", "two"]
    assert unread() == 0


@pytest.mark.parametrize(
    ("path", "sentence", "status"),
    [
        ("state?user=U_NOBODY", "Nobody here is called U_NOBODY.", 404),
        ("state", "Nobody here is called .", 404),
        (f"messages?user={SAM}&channel=C_NOWHERE", "There is no channel C_NOWHERE.", 404),
        (f"messages?user={SAM}&channel=C_SECRET", "Sam Okafor is not in this channel.", 403),
        ("home?user=U_NOBODY", "Nobody here is called U_NOBODY.", 404),
    ],
)
def test_a_look_that_is_refused_says_why(page: Playground, path: str, sentence: str, status: int) -> None:
    reply = asked(page, path)
    assert (reply.status, reply.json) == (status, {"error": sentence})


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("say", {"channel": "C_BDC", "text": "x"}, "user is missing."),
        ("say", {"user": SAM, "channel": "C_BDC", "text": "  "}, "There is nothing to send."),
        ("say", {"user": SAM, "channel": "C_BDC", "text": "x", "thread_ts": "1.2"}, "This message is no longer there."),
        (
            "say",
            {"user": SAM, "channel": "C_BDC", "text": "/dance"},
            "/dance is not a valid command. Messages that start with a slash are taken as commands.",
        ),
        (
            "say",
            {"user": SAM, "channel": "C_BDC", "text": "/echo x", "thread_ts": "1.2"},
            "/echo is not supported in threads. Sorry!",
        ),
        ("submit", {"user": SAM, "view_id": "V0", "values": {}}, "This form is no longer open."),
        ("close", {"user": SAM, "view_id": "V0"}, "This form is no longer open."),
        (
            "shortcut",
            {"user": SAM, "channel": "C_BDC", "message_ts": "1.2", "callback_id": "log_this"},
            "This message is no longer there.",
        ),
        ("move_clock", {"to": "soon"}, "That is no time to move the clock to."),
        ("move_clock", {"by_seconds": "1e30"}, "That is no time to move the clock to."),
        ("control", {"disconnect": "boredom"}, None),
        ("control", {"skip_seconds": None}, None),
        ("control", {"fault": {"method": "auth.test"}}, None),
        ("control", {"request_url": "https://elsewhere.example/x"}, None),
    ],
)
def test_a_deed_that_is_refused_says_why(page: Playground, path: str, body: Json, sentence: str | None) -> None:
    answer = sent(page, path, **body)
    assert answer["error"]
    assert sentence in (None, answer["error"])


@pytest.mark.parametrize("body", [b"", b"[]", b"{"])
def test_a_deed_is_a_json_object(page: Playground, body: bytes) -> None:
    reply = web.post(f"{page.base_url}/page/say", body)
    assert (reply.status, reply.json) == (400, {"error": "This must be a JSON object."})


def test_the_clock_can_be_moved_where_there_is_one(page: Playground) -> None:
    assert asked(page, f"state?user={SAM}").json["now"] == "2020-08-28T14:10:00+00:00"
    assert sent(page, "move_clock", by_seconds=60)["now"] == "2020-08-28T14:11:00+00:00"
    assert sent(page, "move_clock", to="2020-09-01T09:00:00")["now"] == "2020-09-01T09:00:00+00:00"
    assert sent(page, "move_clock", to="2020-09-01T10:00:00+01:00")["now"] == "2020-09-01T09:00:00+00:00"
    sent(page, "say", user=SAM, channel="C_BDC", text="now")
    assert messages(page, "C_BDC")[-1]["ts"] == "1598950800.000000"


def test_without_a_clock_there_is_none_to_move(playground: Playground) -> None:
    assert asked(playground, f"state?user={SAM}").json["now"] is None
    assert sent(playground, "move_clock", by_seconds=60) == {"error": "The clock cannot be moved here."}


def test_the_page_can_make_things_fail(playground: Playground) -> None:
    api = Api(playground)
    fault = {"method": "auth.test", "kind": "error", "error": "fatal_error", "times": None}
    assert sent(playground, "control", fault=fault) == {"ok": True}
    assert api.error("auth.test") == "fatal_error"
    sent(playground, "control", clear=True, cut=True, skip_seconds=1, request_url="http://127.0.0.1:9/slack/events")
    assert api.ok("auth.test")
    playground.person(SAM).say("C_OUTAGES", "/echo to nobody")
    playground.deliver_to("http://localhost:9")


def posted(page: Playground, elements: list[Json], channel: str = "C_DDDC") -> str:
    args = {"channel": channel, "text": "x", "blocks": [actions(*elements)]}
    return str(Api(page).ok("chat.postMessage", **args)["ts"])


def test_only_what_is_there_can_be_pressed(page: Playground) -> None:
    where = {"user": SAM, "channel": "C_DDDC", "message_ts": posted(page, [button("Take", "take")])}
    gone = {"error": "This is no longer there to press."}
    assert sent(page, "press", **where, block_id="acts", action={"action_id": "give"}) == gone
    assert sent(page, "press", **where, block_id="other", action={"action_id": "take"}) == gone
    assert sent(page, "press", **where, block_id="acts", action={}) == gone
    assert sent(page, "press", **where, block_id="acts", action={"action_id": "take"}) == {"ok": True}
    with pytest.raises(LookupError, match="nothing to press called Give"):
        page.person(SAM).presses("C_DDDC", messages(page, "C_DDDC")[-1], "Give")


def test_what_is_chosen_travels_with_the_press(playground: Playground) -> None:
    overflow: Json = {"type": "overflow", "action_id": "more", "options": MENU["options"]}
    posted(playground, [overflow, {"type": "users_select", "action_id": "who"}], "C_OUTAGES")
    sam, chosen = playground.person(SAM), {"selected_option": MENU["options"][0]}
    with wired(playground) as app:
        playground.state.timing = replace(playground.state.timing, acknowledge=0.05)
        sam.presses("ict-outages", sam.sees("ict-outages")[-1], "more", **chosen)
        assert app.next()["payload"]["actions"][0]["selected_option"] == MENU["options"][0]
        sam.presses("ict-outages", sam.sees("ict-outages")[-1], "who", selected_user=ASHA)
        payload = app.next()["payload"]
    assert payload["actions"][0]["selected_user"] == ASHA
    assert payload["state"]["values"]["acts"] == {"who": {"type": "users_select", "selected_user": ASHA}}


def test_a_shortcut_must_be_known(page: Playground) -> None:
    sent(page, "say", user=SAM, channel="C_DDDC", text="hello")
    where = {"user": SAM, "channel": "C_DDDC", "message_ts": messages(page, "C_DDDC")[-1]["ts"]}
    assert sent(page, "shortcut", **where, callback_id="dance") == {"error": "There is no such shortcut."}
    assert sent(page, "shortcut", **where, callback_id="ignored") == {"ok": True}


def test_a_form_is_sent_and_closed_by_its_owner(page: Playground) -> None:
    trigger = page.state.triggers.issue(SAM)
    view = Api(page).ok("views.open", trigger_id=trigger, view=TITLE_FORM)["view"]["id"]
    nothing = {"title": {"value": {"type": "plain_text_input", "value": ""}}}
    answer = sent(page, "submit", user=SAM, view_id=view, values=nothing)
    assert answer == {"ok": False, "errors": {"title": "Please complete this required field."}}
    typed = {"title": {"value": {"type": "plain_text_input", "value": "Printer"}}}
    refused = web.post_json(f"{page.base_url}/page/submit", {"user": SAM, "view_id": view, "values": typed})
    assert (refused.status, refused.json["error"]) == (502, "We had some trouble connecting. Try again?")
    assert sent(page, "close", user=GUEST, view_id=view) == {"error": "This form belongs to somebody else."}
    assert sent(page, "close", user=SAM, view_id=view) == {"ok": True}
    page.settle()


def test_home_is_empty_until_the_app_fills_it(page: Playground) -> None:
    assert asked(page, f"home?user={ASHA}").json == {"view": None}
    Api(page).ok("views.publish", user_id=ASHA, view={"type": "home", "blocks": [{"type": "divider"}]})
    assert asked(page, f"home?user={ASHA}").json["view"]["blocks"][0]["type"] == "divider"
    page.settle()


def test_an_app_that_did_not_subscribe_is_not_told_of_a_visit() -> None:
    with Playground(Workspace(events=())) as started:
        assert started.person(SAM).opens_home() is None
        started.person(SAM).say(SAM, "hello")
        started.settle()


# files


def uploaded(page: Playground, content: bytes | None, **fields: str) -> Reply:
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="../a b.csv"\r\n\r\n'
    file = b"" if content is None else head.encode() + content + b"\r\n"
    whole = "".join(parts).encode() + file + b"--x--\r\n"
    return web.post(f"{page.base_url}/page/upload", whole, {"Content-Type": "multipart/form-data; boundary=x"})


def test_a_file_is_uploaded_and_read_at_the_page(page: Playground) -> None:
    content = bytes(range(256))
    assert uploaded(page, content, user=SAM, channel=SAM, text="Tickets").json == {"ok": True}
    message = messages(page, SAM)[-1]
    assert (message["text"], message["files"][0]["name"]) == ("Tickets", "a b.csv")
    assert web.get(message["files"][0]["url"].replace(" ", "%20")).content == content
    assert asked(page, "file/F0/x").status == 404
    page.settle()


def test_an_upload_without_a_file_or_without_a_place_is_refused(page: Playground) -> None:
    assert uploaded(page, None, user=SAM, channel=SAM).json == {"error": "There is no file to send."}
    assert uploaded(page, b"x", user=SAM).json == {"error": "channel is missing."}
    gone = uploaded(page, b"x", user=SAM, channel=SAM, thread_ts="1.2")
    assert gone.json == {"error": "This message is no longer there."}


def test_an_empty_file_can_be_sent(page: Playground) -> None:
    assert uploaded(page, b"", user=SAM, channel="C_DDDC").json == {"ok": True}


# the live feed, and who may ask


def feed(page: Playground, user: str) -> str:
    return f"ws{page.base_url.removeprefix('http')}/page/live?user={user}"


def test_the_live_feed_is_for_somebody(page: Playground) -> None:
    with pytest.raises((InvalidStatus, ConnectionClosed)), connect(feed(page, "U_NOBODY"), proxy=None) as socket:
        socket.recv(timeout=10)


def test_everybody_hears_only_what_they_may_see(page: Playground) -> None:
    with connect(feed(page, ASHA), proxy=None) as socket:
        Api(page).ok("chat.postEphemeral", channel="C_DDDC", user=SAM, text="only Sam")
        ts = Api(page).ok("chat.postMessage", channel="C_DDDC", text="all")["ts"]
        Api(page).ok("chat.update", channel="C_DDDC", ts=ts, text="changed")
        Api(page).ok("chat.delete", channel="C_DDDC", ts=ts)
        lines = [str(socket.recv(timeout=10)) for _ in range(3)]
    kinds = ["message", "changed", "deleted"]
    assert [next(kind for kind in kinds if f'"type": "{kind}"' in line) for line in lines] == kinds


def test_a_page_from_elsewhere_is_turned_away(page: Playground) -> None:
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert web.get(f"{page.base_url}/page/state?user={SAM}", elsewhere).status == 403
    assert web.get(f"{page.base_url}/page/state?user={SAM}", {"Origin": page.base_url}).status == 200
    assert web.get(f"{page.base_url}/page/state?user={SAM}", {"Host": "elsewhere.example"}).status == 400
    with pytest.raises(InvalidStatus, match="403"):
        connect(feed(page, SAM), proxy=None, additional_headers=elsewhere).close()


def test_the_page_itself_is_served(page: Playground) -> None:
    reply = web.get(page.base_url + "/")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
