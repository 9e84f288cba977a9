"""Commands, their answers, response_urls and buttons."""

from tests.e2e.playground import web
from tests.e2e.playground.tiny_app import ASHA, GUEST, MENU, OUTAGES, SAM, Json, Running


def test_a_command_is_answered_in_its_acknowledgement(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/echo p2 Email down")
    answer = sam.sees(OUTAGES)[-1]
    assert (answer["text"], answer["bot"], answer["ephemeral"]) == ("You said p2 Email down", True, True)
    assert running.playground.person(ASHA).sees(OUTAGES) == []


def test_a_command_comes_as_slack_sends_it(running: Running) -> None:
    running.playground.person(SAM).say(OUTAGES, "/echo @Asha Rao in #ict-bdc: a < b & c https://a.example/x")
    body = running.wait_for("command")
    assert body["text"] == "<@U_MANAGER|asha.rao> in <#C_BDC|ict-bdc>: a &lt; b &amp; c <https://a.example/x>"
    assert (body["team_id"], body["channel_name"], body["user_name"]) == ("T1", "ict-outages", "sam.okafor")
    assert body["response_url"].startswith(running.playground.base_url)


def test_an_answer_may_be_for_everybody(running: Running) -> None:
    running.playground.person(SAM).say(OUTAGES, "/shout hello")
    assert running.playground.person(ASHA).sees(OUTAGES)[-1]["text"] == "HELLO"


def test_an_empty_acknowledgement_says_nothing(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/silent")
    assert sam.sees(OUTAGES) == []


def test_a_command_in_a_direct_message_says_so(running: Running) -> None:
    running.playground.person(SAM).say(SAM, "/echo here")
    assert running.wait_for("command")["channel_name"] == "directmessage"


def answer_at(url: str, **body: object) -> tuple[int, str]:
    response = web.post_json(url, body)
    return response.status, response.text


def test_a_response_url_works_five_times(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/respond")
    url = running.wait_for("respond")["response_url"]
    for number in range(5):
        assert answer_at(url, text=f"answer {number}", replace_original=True) == (200, "ok")
    assert [message["text"] for message in sam.sees(OUTAGES)] == [f"answer {number}" for number in range(5)]
    assert answer_at(url, text="once more") == (404, '{"ok":false,"error":"used_url"}')


def test_a_response_url_works_for_half_an_hour(running: Running) -> None:
    running.playground.person(SAM).say(OUTAGES, "/respond")
    url = running.wait_for("respond")["response_url"]
    running.playground.skip(30 * 60 - 10)
    assert answer_at(url, text="in time", response_type="in_channel") == (200, "ok")
    running.playground.skip(20)
    assert answer_at(url, text="late") == (404, '{"ok":false,"error":"expired_url"}')


def test_a_response_url_refuses_what_slack_refuses(running: Running) -> None:
    running.playground.person(SAM).say(OUTAGES, "/respond")
    url = running.wait_for("respond")["response_url"]
    assert answer_at(url) == (400, "no_text")
    divider: Json = {"type": "divider"}
    long: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    for blocks in ([{"type": "section"}], [divider] * 51, [long]):
        assert answer_at(url, blocks=blocks) == (400, "invalid_blocks")


def test_a_button_tells_what_was_pressed_and_where(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/button in_channel")
    message = sam.sees(OUTAGES)[-1]
    sam.presses(OUTAGES, message, "Take")
    body = running.wait_for("take")
    assert body["actions"][0]["value"] == "1"
    assert (body["container"]["message_ts"], body["message"]["text"]) == (message["ts"], "Buttons")
    changed = running.playground.person(ASHA).waits_for(OUTAGES, "Taken by")
    assert (changed["text"], changed["edited"]) == ("Taken by <@U_ENGINEER>", True)


def test_a_button_of_an_ephemeral_message_does_not_tell_the_message(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/button")
    sam.presses(OUTAGES, sam.sees(OUTAGES)[-1], "take")
    body = running.wait_for("take")
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    assert sam.waits_for(OUTAGES, "Taken by")["ephemeral"] is True


def test_a_guest_can_press_what_stands_in_the_channel(running: Running) -> None:
    running.playground.person(SAM).say(OUTAGES, "/button in_channel")
    guest = running.playground.person(GUEST)
    guest.presses(OUTAGES, guest.sees(OUTAGES)[-1], "Take")
    assert running.wait_for("take")["user"] == {
        "id": GUEST, "username": "visiting.guest", "name": "visiting.guest", "team_id": "T1",
    }  # fmt: skip


def test_menus_tell_their_state_with_every_press(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/menu")
    message = sam.sees(OUTAGES)[-1]
    sam.presses(OUTAGES, message, "choose", selected_option=MENU["options"][1])
    sam.presses(OUTAGES, message, "Take")
    chosen = running.wait_for("choose")["actions"][0]["selected_option"]
    state = running.wait_for("take")["state"]["values"]["acts"]["choose"]
    assert chosen == state["selected_option"] == MENU["options"][1]


def test_a_buttons_response_url_can_delete_or_leave_the_message(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "/button in_channel")
    message = sam.sees(OUTAGES)[-1]
    sam.presses(OUTAGES, message, "Take")
    url = running.wait_for("take")["response_url"]
    assert answer_at(url, text="beside it", replace_original=False) == (200, "ok")
    assert sam.waits_for(OUTAGES, "beside it")["ephemeral"] is True
    assert answer_at(url, delete_original="true") == (200, "ok")
    assert [one["text"] for one in sam.sees(OUTAGES)] == ["beside it"]
