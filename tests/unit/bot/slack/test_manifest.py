"""The app's manifest is one that Slack takes, and asks for what the bot needs and no more."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

import bot.slack
from bot.command import Command, Verb
from bot.desk import SHIPPED, Group
from bot.desk_file import read_desk
from bot.registry import commands
from bot.slack.manifest import GROUP_SCOPES, SCOPES, hint, manifest
from core.errors import DeskError

DATA = Path(__file__).parents[3] / "data" / "slack"
SCHEMA = json.loads((DATA / "manifest.v2.json").read_text(encoding="utf-8"))
METHOD_SCOPES: dict[str, list[str]] = json.loads((DATA / "method_scopes.json").read_text(encoding="utf-8"))
URL = "https://ict.example.gov.uk/slack/events"
EVENT_SCOPES = {"app_mention": "app_mentions:read", "message.im": "im:history"}
DOWNLOAD = "files:read"  # of what people drop, from the address that the event gives
UPLOAD = {"files.getUploadURLExternal", "files.completeUploadExternal"}
DESK = read_desk(SHIPPED)
ALL_SCOPES = (*SCOPES, *GROUP_SCOPES)


def made(prefix: str = "", url: str = "") -> dict[str, Any]:
    return manifest(DESK, commands(), prefix, url)


@pytest.mark.parametrize("url", ["", URL], ids=["socket", "http"])
@pytest.mark.parametrize("prefix", ["", "dddc-"])
def test_the_manifest_is_valid_by_slacks_schema(prefix: str, url: str) -> None:
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(made(prefix, url))] == []


def test_socket_mode_needs_no_address_and_http_has_it_everywhere() -> None:
    assert "request_url" not in json.dumps(made())
    assert made()["settings"]["socket_mode_enabled"] is True
    served = made(url=URL)
    settings = served["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == URL
    assert {command["url"] for command in served["features"]["slash_commands"]} == {URL}


def test_every_command_is_there_within_slacks_limits() -> None:
    told = made("dddc-")["features"]["slash_commands"]
    assert [command["command"] for command in told] == [
        f"/dddc-{name}" for name, each in commands().items() if each.is_slash
    ]
    assert {"/dddc-change", "/dddc-security"} <= {command["command"] for command in told}
    assert "/dddc-risk" not in {command["command"] for command in told}
    assert len(told) <= 50
    for command in told:
        assert len(command["command"]) <= 32
        assert 0 < len(command["description"]) <= 2_000
        assert 0 < len(command["usage_hint"]) <= 1_000
        assert command["should_escape"] is True


@pytest.mark.parametrize("prefix", ["x" * 26, "Ict", "ict ", "ict/", "ïct"])
def test_a_prefix_that_slack_does_not_take_is_refused(prefix: str) -> None:
    with pytest.raises(DeskError, match="set ICTBOT_SLACK_PREFIX"):
        made(prefix)


@pytest.mark.parametrize("url", ["ict.example.gov.uk", "http://ict.example.gov.uk/slack/events"])
def test_an_address_that_slack_does_not_send_to_is_refused(url: str) -> None:
    with pytest.raises(DeskError, match="https:// addresses only"):
        made(url=url)


def test_a_hint_has_the_fields_of_what_may_be_left_out_or_else_the_verbs() -> None:
    told = {name: hint(command, ("BDC", "RHL")) for name, command in commands().items()}
    assert "partner:BDC|RHL" in told["incident"]
    assert told["ict"] == "[command]"
    bare = Verb("show", "shows it", commands()["sla"].verbs[0].run, "/x show", is_default=True)
    assert hint(Command("x", "does x", (bare,)), ()) == "show"


def called_methods() -> set[str]:
    """Slack's methods as the source calls them: chat_postMessage is chat.postMessage."""
    source = "".join(file.read_text(encoding="utf-8") for file in Path(bot.slack.__path__[0]).glob("*.py"))
    names = {name.replace("_", ".") for name in re.findall(r"(?:client|\))\.([a-z]+_\w+)\(", source)}
    assert {"chat.postMessage", "files.upload.v2", "views.open", "apps.connections.open"} <= names
    return (names - {"files.upload.v2", "api.call"}) | UPLOAD


def test_the_scopes_cover_all_methods_that_are_called_and_no_more() -> None:
    needed = {"commands", DOWNLOAD, *EVENT_SCOPES.values()}
    assert {"app_home_opened", *EVENT_SCOPES} == set(made()["settings"]["event_subscriptions"]["bot_events"])
    for method in called_methods():
        accepted = METHOD_SCOPES[method]
        assert not accepted or set(accepted) & set(ALL_SCOPES), method
        needed |= set(accepted)
    assert set(ALL_SCOPES) <= needed
    assert {"channels:read", "groups:read"} <= set(SCOPES)  # public and private channels


def test_the_scopes_for_groups_are_asked_for_only_where_desk_toml_names_groups() -> None:
    group = Group(role="staff", identities={"slack": "S1"})
    with_groups = manifest(replace(DESK, groups=(group,)), commands())
    assert made()["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    assert with_groups["oauth_config"]["scopes"]["bot"] == list(ALL_SCOPES)
