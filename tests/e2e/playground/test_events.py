"""Mentions, direct messages, Home, the message shortcut and files."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.e2e.playground import web
from tests.e2e.playground.tiny_app import OUTAGES, SAM, WORKSPACE, Running
from tests.e2e.playground.web import Api


def test_a_mention_is_answered_in_its_thread(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "@ictbot is email down?")
    body = running.wait_for("mention")
    assert body["event"]["text"] == "<@U_BOT> is email down?"
    answer = sam.waits_for(OUTAGES, "You called?")
    assert answer["thread_ts"] == body["event"]["ts"]


def test_a_mention_in_a_thread_names_the_thread(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "Email is slow")
    first = sam.sees(OUTAGES)[0]
    sam.say(OUTAGES, "@ictbot see above", thread_ts=first["ts"])
    assert running.wait_for("mention")["event"]["thread_ts"] == first["ts"]
    sam.waits_for(OUTAGES, "You called?")
    assert sam.sees(OUTAGES)[0]["reply_count"] == 2


def test_a_direct_message_reaches_the_app(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(SAM, "what is open?")
    event = running.wait_for("message")["event"]
    assert (event["channel_type"], event["channel"]) == ("im", "D_ENGINEER")
    assert sam.waits_for(SAM, "I heard")["text"] == "I heard: what is open?"


def test_a_plain_message_in_a_channel_is_none_of_the_apps_business(running: Running) -> None:
    running.playground.person(SAM).say(OUTAGES, "lunch?")
    running.playground.settle()
    assert running.heard.all == []


def test_what_is_said_where_the_bot_is_not_reaches_nobody(api: Api) -> None:
    api.playground.person(SAM).say("others", "@ictbot are you there?")
    assert api.playground.person(SAM).sees("others")[-1]["text"] == "<@U_BOT> are you there?"
    api.playground.settle()


def test_home_is_published_when_somebody_looks(running: Running) -> None:
    sam = running.playground.person(SAM)
    assert sam.opens_home() is None
    running.playground.wait_until(sam.home)
    home = sam.home()
    assert home is not None
    sam.presses_in_view(home, "New")
    assert running.wait_for("in_view")["view"]["type"] == "home"
    sam.opens_home()
    assert running.wait_for("home", 2)["event"]["view"]["id"] == home["id"]


def test_a_shortcut_brings_the_message_and_a_trigger(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "Email is down at Wirksworth")
    sam.uses_shortcut(OUTAGES, sam.sees(OUTAGES)[0], "log_this")
    body = running.wait_for("shortcut")
    assert (body["message"]["text"], body["channel"]["name"]) == ("Email is down at Wirksworth", "ict-outages")
    assert sam.waits_for_form()["callback_id"] == "title_form"


def test_a_picture_shows_a_moment_after_its_upload(running: Running) -> None:
    sam = running.playground.person(SAM)
    client = running.client
    done = client.files_upload_v2(
        channel="C_OUTAGES", content=b"\x89PNG", filename="chart.png", initial_comment="The chart", alt_txt="A chart"
    )
    message = sam.waits_for(OUTAGES, "The chart")
    assert message["files"][0]["alt_txt"] == "A chart"
    assert web.get(message["files"][0]["url"]).content == b"\x89PNG"
    known = client.files_info(file=done["file"]["id"])["file"]
    assert known["shares"]["public"]["C_OUTAGES"][0]["ts"] == message["ts"]
    picture = {"type": "image", "alt_text": "A chart", "slack_file": {"id": known["id"]}}
    client.chat_postMessage(channel=OUTAGES, text="Again", blocks=[picture])
    assert sam.waits_for(OUTAGES, "Again")["blocks"][0]["image_url"] == message["files"][0]["url"]


def test_a_file_is_read_with_the_token_and_a_sign_in_page_without(running: Running) -> None:
    running.playground.person(SAM).uploads(SAM, "tickets.csv", bytes(range(256)))
    event = running.wait_for("message")["event"]
    assert event["subtype"] == "file_share"
    url = event["files"][0]["url_private_download"]
    assert web.get(url, {"Authorization": f"Bearer {WORKSPACE.bot_token}"}).content == bytes(range(256))
    assert "Sign in" in web.get(url).text


def test_an_upload_to_nowhere_is_ready_but_shared_with_nobody(running: Running) -> None:
    client = running.client
    done = client.files_upload_v2(content="a,b", filename="tickets.csv", title="Tickets")
    assert client.files_info(file=done["file"]["id"])["file"]["shares"] == {}
    picture = {"type": "image", "alt_text": "?", "slack_file": {"id": done["file"]["id"]}}
    running.playground.wait_until(lambda: running.playground.state.files.get(done["file"]["id"]).is_ready)
    client.chat_postMessage(channel=OUTAGES, text="now", blocks=[picture])


def test_a_picture_cannot_be_shown_in_a_block_right_after_its_upload(running: Running) -> None:
    announced = running.client.files_getUploadURLExternal(filename="chart.png", length=4)
    picture = {"type": "image", "alt_text": "A chart", "slack_file": {"id": announced["file_id"]}}
    with pytest.raises(SlackApiError, match="invalid slack file"):
        running.client.chat_postMessage(channel=OUTAGES, text="Chart", blocks=[picture])


def test_an_upload_has_all_its_steps(running: Running) -> None:
    client, refused = running.client, running.refused
    announced = client.files_getUploadURLExternal(filename="chart.png", length=4)
    complete = client.files_completeUploadExternal
    files = [{"id": announced["file_id"], "title": "Chart"}]
    assert refused(lambda: complete(files=files, channel_id="C_OUTAGES")) == "file_not_found"
    assert web.post(announced["upload_url"], b"1234").text == "OK - 4"
    assert web.post(announced["upload_url"], b"5678").status == 404
    assert refused(lambda: complete(files=files, channel_id="ict-outages")) == "channel_not_found"
    assert refused(lambda: complete(files=files, channel_id="U_ENGINEER")) == "channel_not_found"
    assert refused(lambda: client.files_getUploadURLExternal(filename="x", length=0)) == "missing_argument"
    long = "x" * 1001
    announce = client.files_getUploadURLExternal
    assert refused(lambda: announce(filename="x", length=1, alt_txt=long)) == "alt_txt_too_large"


def test_a_persons_file_in_a_channel_goes_with_its_mention(running: Running) -> None:
    sam = running.playground.person(SAM)
    sam.say(OUTAGES, "Look at this")
    first = sam.sees(OUTAGES)[0]["ts"]
    sam.uploads(OUTAGES, "screen.png", b"\x89PNG", thread_ts=first, text="@ictbot what is this?")
    event = running.wait_for("mention")["event"]
    assert (event["files"][0]["name"], event["thread_ts"], event["parent_user_id"]) == ("screen.png", first, SAM)
