"""chat.* and files.*: what is posted, changed and taken back, and what Slack refuses of it."""

import pytest

from bot.playground.server import Playground
from tests.e2e.playground import web
from tests.e2e.playground.tiny_app import ASHA, FULL, OUTAGES, SAM, Json, actions, button
from tests.e2e.playground.web import Api

SECTION: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "*OUT-1*"}}


def seen(api: Api, channel: str = "C_DDDC", user: str = SAM) -> list[Json]:
    return api.playground.person(user).sees(channel)


def test_a_message_is_posted_and_told_back(api: Api) -> None:
    blocks = [SECTION, actions(button("Take", "take"))]
    answer = api.ok("chat.postMessage", channel="ict-dddc", text="OUT-1", blocks=blocks, unfurl_links=False)
    assert (answer["channel"], answer["message"]["bot_id"]) == ("C_DDDC", "B1")
    assert answer["message"]["blocks"][0]["block_id"]
    last = seen(api)[-1]
    assert (last["ts"], last["text"], last["bot"]) == (answer["ts"], "OUT-1", True)


def test_a_message_to_a_person_is_a_direct_message(api: Api) -> None:
    assert api.ok("chat.postMessage", channel=ASHA, text="Yours")["channel"] == "D_MANAGER"
    assert seen(api, ASHA, ASHA)[-1]["text"] == "Yours"


def test_a_reply_goes_to_the_first_message_of_its_thread(api: Api) -> None:
    first = api.ok("chat.postMessage", channel="C_DDDC", text="first")["ts"]
    reply = api.ok("chat.postMessage", channel="C_DDDC", text="second", thread_ts=first)
    further = api.ok("chat.postMessage", channel="C_DDDC", text="third", thread_ts=reply["ts"])
    assert further["message"]["thread_ts"] == first
    assert api.error("chat.postMessage", channel="C_DDDC", text="x", thread_ts="1.2") == "cannot_reply_to_message"


def test_only_one_sees_an_ephemeral_message(api: Api) -> None:
    api.ok("chat.postEphemeral", channel="C_DDDC", user=SAM, text="only Sam")
    assert seen(api)[-1]["ephemeral"] is True
    assert "only Sam" not in str(seen(api, user=ASHA))


def test_an_ephemeral_message_can_be_neither_changed_nor_answered(api: Api) -> None:
    ts = api.ok("chat.postEphemeral", channel="C_DDDC", user=SAM, text="only Sam")["message_ts"]
    assert api.error("chat.update", channel="C_DDDC", ts=ts, text="x") == "message_not_found"
    assert api.error("chat.delete", channel="C_DDDC", ts=ts) == "message_not_found"
    assert api.error("chat.postMessage", channel="C_DDDC", thread_ts=ts, text="x") == "cannot_reply_to_message"


def test_a_changed_message_keeps_its_blocks_unless_it_is_given_others(api: Api) -> None:
    ts = api.ok("chat.postMessage", channel="C_DDDC", text="OUT-1", blocks=[SECTION])["ts"]
    kept = api.ok("chat.update", channel="C_DDDC", ts=ts, text="OUT-1 closed")["message"]
    assert (kept["text"], kept["blocks"][0]["text"]["text"], kept["edited"]["user"]) == (
        "OUT-1 closed", "*OUT-1*", "U_BOT",
    )  # fmt: skip
    assert "blocks" not in api.ok("chat.update", channel="C_DDDC", ts=ts, text="plain", blocks=[])["message"]
    assert seen(api)[-1]["edited"] is True


def test_a_message_is_taken_back_but_not_from_under_its_replies(api: Api) -> None:
    alone, first = (api.ok("chat.postMessage", channel="C_NEDDC", text="x")["ts"] for _ in range(2))
    reply = api.ok("chat.postMessage", channel="C_NEDDC", text="reply", thread_ts=first)["ts"]
    for ts in (alone, first):
        api.ok("chat.delete", channel="C_NEDDC", ts=ts)
    assert [(one["ts"], one.get("deleted", False)) for one in seen(api, "C_NEDDC")] == [(first, True), (reply, False)]
    assert api.error("chat.update", channel="C_NEDDC", ts=first, text="x") == "message_not_found"


def test_nobody_elses_message_can_be_changed(api: Api) -> None:
    api.playground.person(SAM).say("C_DDDC", "mine")
    ts = seen(api)[-1]["ts"]
    assert api.error("chat.update", channel="C_DDDC", ts=ts, text="x") == "cant_update_message"
    assert api.error("chat.delete", channel="C_DDDC", ts=ts) == "cant_delete_message"
    assert api.error("chat.delete", channel="C_DDDC", ts="1.2") == "message_not_found"


def test_a_message_has_an_address(api: Api) -> None:
    ts = api.ok("chat.postMessage", channel="C_DDDC", text="x")["ts"]
    link = api.ok("chat.getPermalink", channel="C_DDDC", message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/C_DDDC/p{ts.replace('.', '')}")


def test_attachments_and_metadata_are_kept(api: Api) -> None:
    more = {"attachments": [{"text": "old style"}], "metadata": {"event_type": "outage", "event_payload": {"id": 1}}}
    told = api.ok("chat.postMessage", channel="C_DDDC", **more)["message"]
    assert {name: told[name] for name in more} == more


def test_markdown_text_is_text(api: Api) -> None:
    assert api.ok("chat.postMessage", channel="C_DDDC", markdown_text="**bold**")["message"]["text"] == "**bold**"
    long = "x" * 5000
    ts = api.ok("chat.postMessage", channel="C_DDDC", text="short")["ts"]
    assert api.ok("chat.update", channel="C_DDDC", ts=ts, markdown_text=long)["text"] == long


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "no_text"),
        ({"text": "  "}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {"type": "section"}}, "invalid_blocks_format"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "y" * 12_001}, "msg_too_long"),
        ({"text": "x", "attachments": "nonsense"}, "invalid_attachments"),
        ({"text": "x", "attachments": {"text": "y"}}, "invalid_attachments"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x", "metadata": "nonsense"}, "invalid_metadata_format"),
        ({"text": "x", "metadata": []}, None),
        ({"text": "x", "metadata": [1]}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "y"}}, "invalid_metadata_schema"),
    ],
)
def test_what_no_chat_method_takes(api: Api, args: Json, error: str | None) -> None:
    ts = api.ok("chat.postMessage", channel="C_RHL", text="to be changed")["ts"]
    answers = [
        api.reply("chat.postMessage", {"channel": "C_RHL", **args}).json,
        api.reply("chat.postEphemeral", {"channel": "C_RHL", "user": SAM, **args}).json,
        api.reply("chat.update", {"channel": "C_RHL", "ts": ts, **args}).json,
    ]
    assert [answer.get("error") for answer in answers] == [error] * 3


def test_what_is_said_where_it_cannot_be(api: Api) -> None:
    assert api.error("chat.postMessage", channel="C_NOWHERE", text="x") == "channel_not_found"
    assert api.error("chat.postMessage", text="x") == "channel_not_found"
    assert api.error("chat.postMessage", channel="C_OTHERS", text="x") == "not_in_channel"
    assert api.error("chat.postMessage", channel="C_OLD", text="x") == "is_archived"
    assert api.error("chat.postEphemeral", channel="C_OLD", user=SAM, text="x") == "is_archived"
    assert api.error("chat.postEphemeral", channel="C_BOARD", user=SAM, text="x") == "user_not_in_channel"
    assert api.error("chat.postEphemeral", channel="C_BOARD", text="x") == "invalid_arguments"


def test_long_text_is_cut_in_a_new_message_and_refused_in_others(api: Api) -> None:
    whole = api.ok("chat.postMessage", channel="C_RHL", text="x" * 40_000)
    assert "warning" not in whole
    cut = api.ok("chat.postMessage", channel="C_RHL", text="x" * 40_001)
    assert (cut["warning"], len(cut["message"]["text"])) == ("message_truncated", 40_000)
    for length, error in ((4000, None), (4001, "msg_too_long")):
        change = {"channel": "C_RHL", "ts": cut["ts"], "user": SAM, "text": "x" * length}
        assert api.reply("chat.update", change).json.get("error") == error
        assert api.reply("chat.postEphemeral", change).json.get("error") == error


# how often


def test_calls_are_counted_by_tier_where_that_is_asked_for() -> None:
    with Playground(FULL, rate_limits=True) as started:
        api = Api(started)
        api.ok("chat.postMessage", channel="C_BDC", text="1")
        refused = api.reply("chat.postMessage", {"channel": "C_BDC", "text": "2"})
        assert (refused.status, refused.json["error"], refused.headers["Retry-After"]) == (429, "ratelimited", "1")
        api.ok("chat.postMessage", channel="C_DDDC", text="elsewhere")
        started.skip(1)
        api.ok("chat.postMessage", channel="C_BDC", text="2")
        for _ in range(20):
            api.ok("conversations.list")
        assert int(api.reply("conversations.list", {}).headers["Retry-After"]) in (3, 4)
        started.run(started.control({"rate_limits": False}))
        api.ok("conversations.list")


# files


def announced(api: Api, name: str = "chart.png", content: bytes = b"\x89PNG") -> Json:
    told = api.ok("files.getUploadURLExternal", filename=name, length=len(content))
    assert web.post(told["upload_url"], content).status == 200
    return told


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "invalid_arguments"), ({"files": []}, "invalid_arguments"), ({"files": "[{"}, "invalid_arguments"),
        ({"files": [{"title": "x"}]}, "invalid_arguments"), ({"files": ["F1"]}, "invalid_arguments"),
        ({"files": [{"id": "F0"}]}, "file_not_found"),
    ],
)  # fmt: skip
def test_an_upload_names_its_files(api: Api, args: Json, error: str) -> None:
    assert api.error("files.completeUploadExternal", **args) == error


def test_an_upload_says_how_long_it_is(api: Api) -> None:
    assert api.error("files.getUploadURLExternal", filename="x", length="long") == "invalid_arguments"


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ({"channel_id": "C_OTHERS"}, "not_in_channel"), ({"channel_id": "C_SECRET"}, "channel_not_found"),
        ({"channels": ",".join(["C_BDC"] * 101)}, "channels_limit_exceeded"),
        ({"channel_id": "C_BDC", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"channel_id": "C_BDC", "thread_ts": "1.2"}, "cannot_reply_to_message"),
    ],
)  # fmt: skip
def test_a_file_goes_where_the_bot_may_speak(api: Api, where: Json, error: str) -> None:
    files = [{"id": announced(api)["file_id"]}]
    assert api.error("files.completeUploadExternal", files=files, **where) == error


def test_a_file_is_shared_in_several_channels_with_blocks(api: Api) -> None:
    files = [{"id": announced(api)["file_id"], "title": "Chart"}]
    api.ok("files.completeUploadExternal", files=files, channels="C_BDC,C_NEDDC", blocks=[SECTION])
    for channel in ("C_BDC", "C_NEDDC"):
        message = api.playground.person(SAM).waits_for(channel, "chart.png")
        assert message["blocks"][0]["text"]["text"] == "*OUT-1*"


def test_a_file_is_told_by_its_id(api: Api) -> None:
    name = announced(api, "figures.csv", b"a,b")["file_id"]
    told = api.ok("files.info", file=name)["file"]
    assert (told["name"], told["filetype"], told["size"], told["mimetype"]) == ("figures.csv", "csv", 3, "text/csv")
    assert api.error("files.info", file="F0") == "file_not_found"
    assert api.error("files.info") == "invalid_arguments"


def test_a_picture_is_shown_by_its_private_address_too(api: Api) -> None:
    files = [{"id": announced(api)["file_id"]}]
    api.ok("files.completeUploadExternal", files=files, channel_id="C_BDC")
    api.playground.person(SAM).waits_for("C_BDC", files[0]["id"])
    url = api.ok("files.info", file=files[0]["id"])["file"]["url_private"]
    image: Json = {"type": "image", "alt_text": "A chart", "slack_file": {"url": url}}
    shown = [{**SECTION, "accessory": image}, {"type": "context", "elements": [image]}]
    api.ok("chat.postMessage", channel=OUTAGES, text="Chart", blocks=shown)
    blocks = seen(api, OUTAGES)[-1]["blocks"]
    assert blocks[0]["accessory"]["image_url"] == blocks[1]["elements"][0]["image_url"]
    for where in (
        {**SECTION, "accessory": {**image, "slack_file": {"id": "F0"}}},
        {**image, "slack_file": {"url": "x"}},
    ):
        assert api.error("chat.postMessage", channel=OUTAGES, text="Chart", blocks=[where]) == "invalid_blocks"


def test_a_download_needs_scope_token_and_file(api: Api) -> None:
    base, bearer = api.playground.base_url, {"Authorization": "Bearer xoxb-playground"}
    assert web.get(f"{base}/files/F0/x", bearer).status == 404
    told = announced(api, "figures.csv", b"a,b")["file_id"]
    found = web.get(f"{base}/files/{told}/figures.csv", bearer)
    assert (found.content, found.headers["content-disposition"]) == (b"a,b", "attachment")
    assert "Sign in" in web.get(f"{base}/files/{told}/figures.csv", {"Authorization": "Bearer xoxb-other"}).text
