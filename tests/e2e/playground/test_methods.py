"""Who and where: tokens, scopes, auth, conversations, users, groups and bots, with Slack's own errors."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.playground.server import Playground
from bot.playground.workspace import Workspace
from tests.e2e.playground import web
from tests.e2e.playground.tiny_app import FULL, SAM, Json
from tests.e2e.playground.web import Api


def test_auth_tells_who_the_bot_is(api: Api) -> None:
    told = api.ok("auth.test")
    assert (told["team_id"], told["user_id"], told["bot_id"], told["user"]) == ("T1", "U_BOT", "B1", "ictbot")


def test_a_token_is_needed_and_must_be_right(api: Api) -> None:
    url = f"{api.playground.api_url}auth.test"
    assert web.post(url).json["error"] == "not_authed"
    assert web.post(url, b"token=xoxb-other", {"Content-Type": "application/x-www-form-urlencoded"}).json == {
        "ok": False, "error": "invalid_auth",
    }  # fmt: skip
    assert web.get(f"{url}?token=xoxb-playground").json["ok"]


def test_each_token_opens_its_own_methods(api: Api) -> None:
    workspace = api.playground.workspace
    wrong = api.reply("apps.connections.open", {}, workspace.bot_token)
    assert wrong.json["error"] == "not_allowed_token_type"
    assert api.reply("chat.postMessage", {}, workspace.app_token).json["error"] == "not_allowed_token_type"
    assert api.ok("apps.connections.open")["url"].startswith("ws://127.0.0.1:")
    assert api.reply("auth.test", {}, workspace.app_token).json["ok"]


def test_a_method_that_slack_does_not_have_is_unknown(api: Api) -> None:
    answer = api.reply("chat.shout", {}).json
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")


@pytest.mark.parametrize(("body", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object")])
def test_a_body_must_be_a_json_object(api: Api, body: bytes, error: str) -> None:
    headers = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-playground"}
    assert web.post(f"{api.playground.api_url}auth.test", body, headers).json["error"] == error


@pytest.fixture(scope="module")
def bare() -> Iterator[Api]:
    """An app that was given no scope at all."""
    with Playground(replace(Workspace(), scopes=())) as started:
        yield Api(started)


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("chat.postMessage", {}, "chat:write"),
        ("chat.update", {}, "chat:write"),
        ("chat.postEphemeral", {}, "chat:write"),
        ("chat.delete", {}, "chat:write"),
        ("files.getUploadURLExternal", {}, "files:write"),
        ("files.completeUploadExternal", {}, "files:write"),
        ("files.info", {}, "files:read"),
        ("users.info", {}, "users:read"),
        ("users.list", {}, "users:read"),
        ("bots.info", {}, "users:read"),
        ("users.lookupByEmail", {}, "users:read.email"),
        ("usergroups.list", {}, "usergroups:read"),
        ("usergroups.users.list", {}, "usergroups:read"),
        ("conversations.open", {}, "im:write"),
        ("conversations.join", {}, "channels:join"),
        ("conversations.list", {}, "channels:read"),
        ("conversations.info", {"channel": "C_OUTAGES"}, "channels:read"),
        ("conversations.members", {"channel": "D_ENGINEER"}, "im:read"),
        ("conversations.history", {"channel": "C_OUTAGES"}, "channels:history"),
        ("conversations.replies", {"channel": "D_ENGINEER"}, "im:history"),
    ],
)
def test_a_method_without_its_scope_says_which_it_needs(bare: Api, method: str, args: Json, needed: str) -> None:
    answer = bare.reply(method, args)
    assert (answer.json["error"], answer.json["needed"], answer.json["provided"]) == ("missing_scope", needed, "")
    assert answer.headers["x-oauth-scopes"] == ""


def test_views_need_no_scope(bare: Api) -> None:
    home: Json = {"type": "home", "blocks": []}
    assert bare.ok("views.publish", user_id=SAM, view=home)["view"]["type"] == "home"


# conversations


def names(api: Api, **args: object) -> set[str]:
    return {one["name"] for one in api.ok("conversations.list", **args)["channels"]}


def test_channels_are_listed_by_kind(api: Api) -> None:
    assert {"ict-outages", "others", "old"} <= names(api)
    assert names(api, types="private_channel") == {"board"}
    assert "old" not in names(api, types="public_channel,private_channel", exclude_archived=True)
    direct = api.ok("conversations.list", types="im")["channels"]
    assert {"id": "D_ENGINEER", "user": SAM}.items() <= direct[0].items()


def test_channels_are_listed_in_pages(api: Api) -> None:
    found, cursor = [], ""
    while True:
        page = api.ok("conversations.list", limit=4, cursor=cursor)
        found.append([one["name"] for one in page["channels"]])
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert [len(names) for names in found] == [4, 4]
    assert found[0][0] == "ict-outages"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"types": "public_channel,club"}, "invalid_types"), ({"cursor": "x"}, "invalid_cursor"),
        ({"limit": "many"}, "invalid_limit"), ({"limit": 1001}, "invalid_limit"), ({"limit": 0}, "invalid_limit"),
    ],
)  # fmt: skip
def test_a_list_refuses_what_it_cannot_read(api: Api, args: Json, error: str) -> None:
    assert api.error("conversations.list", **args) == error


def test_a_channel_is_known_by_its_id(api: Api) -> None:
    told = api.ok("conversations.info", channel="C_OUTAGES")["channel"]
    assert (told["name"], told["is_member"], told["topic"]["value"]) == (
        "ict-outages", True, "What is down, and what is back",
    )  # fmt: skip
    assert api.ok("conversations.info", channel="C_OTHERS")["channel"]["is_member"] is False
    assert api.ok("conversations.info", channel="C_BOARD")["channel"]["is_private"] is True
    assert api.error("conversations.info", channel="C_NOWHERE") == "channel_not_found"


def test_a_private_channel_without_the_bot_is_not_there(api: Api) -> None:
    assert api.error("conversations.info", channel="C_SECRET") == "channel_not_found"
    assert api.error("chat.postMessage", channel="C_SECRET", text="psst") == "channel_not_found"


def test_members_are_told(api: Api) -> None:
    assert api.ok("conversations.members", channel="C_BOARD")["members"] == ["U_BOT", "U_MANAGER"]
    assert api.ok("conversations.members", channel="D_ENGINEER")["members"] == ["U_BOT", SAM]


def test_a_direct_message_is_opened_by_person_or_by_id(api: Api) -> None:
    assert api.ok("conversations.open", users=SAM)["channel"] == {"id": "D_ENGINEER"}
    assert api.ok("conversations.open", channel="D_ENGINEER", return_im=True)["channel"]["user"] == SAM


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "users_list_not_supplied"),
        ({"users": "U_NOBODY"}, "user_not_found"),
        ({"users": "U_BOT"}, "invalid_user_combination"),
        ({"users": ",".join(f"U{n}" for n in range(9))}, "too_many_users"),
        ({"users": "U_ENGINEER,U_MANAGER"}, "method_not_supported_for_channel_type"),
        ({"channel": "C_OUTAGES"}, "method_not_supported_for_channel_type"),
        ({"channel": "C_NOWHERE"}, "channel_not_found"),
    ],
)
def test_what_cannot_be_opened(api: Api, args: Json, error: str) -> None:
    assert api.error("conversations.open", **args) == error


def test_the_bot_can_join_a_public_channel() -> None:
    with Playground(FULL) as started:
        api = Api(started)
        assert api.error("chat.postMessage", channel="C_OTHERS", text="hello") == "not_in_channel"
        assert "warning" not in api.ok("conversations.join", channel="C_OTHERS")
        assert api.ok("conversations.join", channel="others")["warning"] == "already_in_channel"
        api.ok("chat.postMessage", channel="C_OTHERS", text="hello")
        assert api.error("conversations.join", channel="D_ENGINEER") == "method_not_supported_for_channel_type"


def test_history_is_newest_first_and_replies_are_with_their_thread(api: Api) -> None:
    said = [api.ok("chat.postMessage", channel="C_BDC", text=f"message {number}")["ts"] for number in range(3)]
    api.ok("chat.postMessage", channel="C_BDC", text="reply", thread_ts=said[0])
    api.ok("chat.postEphemeral", channel="C_BDC", user=SAM, text="only Sam")
    history = api.ok("conversations.history", channel="C_BDC", limit=2)
    assert ([one["text"] for one in history["messages"]], history["has_more"]) == (["message 2", "message 1"], True)
    between = {"channel": "C_BDC", "oldest": said[0], "latest": said[2]}
    assert [one["ts"] for one in api.ok("conversations.history", **between)["messages"]] == [said[1]]
    assert len(api.ok("conversations.history", **between, inclusive=True)["messages"]) == 3
    thread = api.ok("conversations.replies", channel="C_BDC", ts=said[0])["messages"]
    assert [one["text"] for one in thread] == ["message 0", "reply"]
    assert thread[0]["reply_count"] == 1


def test_metadata_is_told_where_it_is_asked_for_and_replies_within_the_times_named(api: Api) -> None:
    marked = {"metadata": {"event_type": "post", "event_payload": {"id": 1}}}
    head = api.ok("chat.postMessage", channel="C_BDC", text="head", **marked)["ts"]
    replies = [
        api.ok("chat.postMessage", channel="C_BDC", text=f"reply {number}", thread_ts=head, **marked)["ts"]
        for number in range(3)
    ]
    asked = {"channel": "C_BDC", "include_all_metadata": True}
    (told,) = api.ok("conversations.history", **asked, limit=1)["messages"]
    assert told["metadata"] == marked["metadata"]
    assert "metadata" not in api.ok("conversations.history", channel="C_BDC")["messages"][0]
    later = api.ok("conversations.replies", **asked, ts=head, oldest=replies[0])["messages"]
    assert [one["ts"] for one in later] == [head, *replies[1:]]
    assert all(one["metadata"] == marked["metadata"] for one in later)
    first = api.ok("conversations.replies", **asked, ts=head, limit=2)
    assert ([one["ts"] for one in first["messages"]], first["has_more"]) == ([head, replies[0]], True)


def test_history_refuses_what_it_cannot_read(api: Api) -> None:
    assert api.error("conversations.history", channel="C_BDC", oldest="long ago") == "invalid_ts_oldest"
    assert api.error("conversations.history", channel="C_BDC", latest="now") == "invalid_ts_latest"
    assert api.error("conversations.history", channel="C_OTHERS") == "not_in_channel"
    assert api.error("conversations.replies", channel="C_BDC", ts="1.2") == "thread_not_found"


# people


def test_people_are_told_with_what_matters_for_roles(api: Api) -> None:
    sam, guest = (api.ok("users.info", user=name)["user"] for name in (SAM, "U_GUEST"))
    assert (sam["real_name"], sam["profile"]["email"]) == ("Sam Okafor", "sam.okafor@council.example")
    assert (sam["is_restricted"], guest["is_restricted"]) == (False, True)
    stranger = api.ok("users.info", user="U_STRANGER")["user"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T2")
    assert api.error("users.info", user="U_NOBODY") == "user_not_found"
    assert api.error("users.info") == "invalid_arguments"


def test_all_people_are_listed_in_pages(api: Api) -> None:
    first = api.ok("users.list", limit=5)
    rest = api.ok("users.list", cursor=first["response_metadata"]["next_cursor"])
    assert [one["id"] for one in (*first["members"], *rest["members"])][-2:] == ["U_STRANGER", "U_BOT"]
    assert rest["members"][-1]["is_bot"] is True


def test_a_person_is_found_by_mail(api: Api) -> None:
    assert api.ok("users.lookupByEmail", email="Asha.Rao@council.example")["user"]["id"] == "U_MANAGER"
    assert api.error("users.lookupByEmail", email="nobody@council.example") == "users_not_found"


def test_groups_and_their_people(api: Api) -> None:
    plain = api.ok("usergroups.list")["usergroups"]
    assert [group["handle"] for group in plain] == ["engineers", "none"]
    full = api.ok("usergroups.list", include_users=True, include_count="1")["usergroups"][0]
    assert (full["users"], full["user_count"]) == ([SAM, "U_INFRA"], 2)
    assert api.ok("usergroups.users.list", usergroup="S_ENGINEERS")["users"] == [SAM, "U_INFRA"]
    assert api.error("usergroups.users.list", usergroup="S0") == "no_such_subteam"


def test_a_bot_is_known_by_its_id(api: Api) -> None:
    assert api.ok("bots.info", bot="B1")["bot"]["user_id"] == "U_BOT"
    assert api.ok("bots.info") == {"ok": True}
    assert api.error("bots.info", bot="B2") == "bot_not_found"
