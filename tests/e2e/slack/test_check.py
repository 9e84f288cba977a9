"""`ictbot check slack` and `ictbot manifest` as programs, and what connecting says where it cannot be."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Bot
from bot.desk import SHIPPED
from bot.desk_file import read_desk
from bot.playground.faults import Fault
from bot.playground.server import Playground
from bot.playground.workspace import Workspace
from bot.registry import commands
from bot.settings import Settings
from bot.slack.check import check
from bot.slack.connect import connect
from bot.slack.manifest import SCOPES, manifest
from core.errors import DeskError
from tests.e2e.programs import ictbot

DESK = read_desk(SHIPPED)
WORKSPACE = Workspace(scopes=SCOPES)
CHANNELS = [f"ok: in #{channel.name}" for channel in WORKSPACE.channels]
BOT, APP, SECRET = WORKSPACE.bot_token, WORKSPACE.app_token, WORKSPACE.signing_secret


@contextmanager
def served(workspace: Workspace = WORKSPACE) -> Iterator[Playground]:
    with Playground(workspace) as playground:
        yield playground


def settings(
    playground: Playground, bot: str | None = BOT, app: str | None = APP, secret: str | None = None
) -> Settings:
    given = {"slack_bot_token": bot, "slack_app_token": app, "slack_signing_secret": secret}
    return Settings.model_validate({name: value for name, value in given.items() if value} | address(playground))


def address(playground: Playground) -> dict[str, object]:
    return {"slack_api": playground.api_url, "http_port": 0}


def looked(workspace: Workspace = WORKSPACE, **tokens: str | None) -> list[str]:
    with served(workspace) as playground:
        return [str(finding) for finding in check(settings(playground, **tokens), DESK)]


def is_well(lines: list[str]) -> bool:
    return not any(line.startswith("wrong: ") for line in lines)


def test_all_is_well() -> None:
    found = looked()
    assert is_well(found)
    assert found[:2] == ["ok: ictbot in workspace Council ICT", "ok: all scopes"]
    assert sorted(found[2:-1]) == sorted(CHANNELS)
    assert found[-1] == "ok: Socket Mode"


def test_without_a_token_the_first_step_is_named() -> None:
    assert looked(bot=None) == ["wrong: ICTBOT_SLACK_BOT_TOKEN is not set: `ictbot manifest` is the first step to one"]


def test_a_wrong_token_is_named_and_not_shown() -> None:
    assert looked(bot="xoxb-wrong") == [
        "wrong: Slack says invalid_auth: copy the bot token again from the app's page, and install the app once more."
    ]


@pytest.mark.parametrize("lost", SCOPES)
def test_a_missing_scope_is_named_whatever_else_it_hinders(lost: str) -> None:
    found = looked(replace(WORKSPACE, scopes=tuple(scope for scope in SCOPES if scope != lost)))
    assert not is_well(found)
    assert found[1:] == [
        f"wrong: missing scopes {lost}: paste `ictbot manifest` again and reinstall the app",
        "ok: Socket Mode",
    ]


def test_a_missing_channel_and_one_without_the_bot_are_named() -> None:
    first, second, *others = WORKSPACE.channels
    alone = replace(second, members=("U_ENGINEER",))
    found = looked(replace(WORKSPACE, channels=(alone, *others)))
    assert not is_well(found)
    assert f"wrong: missing #{first.name}: make it, or name another in desk.toml" in found
    assert f"wrong: not in #{second.name}: type /invite @ictbot there" in found
    assert sum(line.startswith("ok: in #") for line in found) == len(others)


@pytest.mark.parametrize(
    ("tokens", "is_taken", "said"),
    [
        (
            {"app": "xapp-wrong"},
            False,
            "wrong: refused ICTBOT_SLACK_APP_TOKEN (invalid_auth): make one with connections:write",
        ),
        ({"app": None, "secret": SECRET}, True, "ok: signed HTTP on 127.0.0.1:0"),
        (
            {"app": None},
            False,
            "wrong: missing ICTBOT_SLACK_APP_TOKEN (Socket Mode) or ICTBOT_SLACK_SIGNING_SECRET (HTTP)",
        ),
    ],
)
def test_the_way_in_is_looked_at(tokens: dict[str, str | None], *, is_taken: bool, said: str) -> None:
    found = looked(WORKSPACE, **tokens)
    assert (is_well(found), found[-1]) == (is_taken, said)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("ratelimited", "Slack says ratelimited: try again in a minute."),
        ("error", "Slack says internal_error: try again in a minute."),
        ("cut_before", "Slack does not answer (RemoteDisconnected): is the network, or ICTBOT_SLACK_API, right?"),
    ],
)
def test_a_slack_that_does_not_answer_is_told_from_a_wrong_token(kind: str, said: str) -> None:
    with served() as playground:
        playground.faults.add(Fault.parsed({"method": "conversations.list", "kind": kind}))
        assert list(map(str, check(settings(playground), DESK))) == [f"wrong: {said}"]


def test_the_program_says_it_and_gives_a_status(tmp_path: Path) -> None:
    with served() as playground:
        (tmp_path / ".env").write_text(f"ICTBOT_SLACK_API={playground.api_url}\nICTBOT_SLACK_APP_TOKEN={APP}\n")
        well = ictbot("check", "slack", cwd=tmp_path, ICTBOT_SLACK_BOT_TOKEN=BOT)
        wrong = ictbot("check", "slack", cwd=tmp_path, status=1, ICTBOT_SLACK_BOT_TOKEN=f"{BOT}-wrong")
    assert well.stdout.splitlines()[-1] == "ok: Socket Mode"
    assert "invalid_auth" in wrong.stdout
    assert "xoxb" not in wrong.stdout + wrong.stderr


@pytest.mark.parametrize("url", ["", "https://ict.example.gov.uk/slack/events"])
def test_the_program_prints_the_manifest(tmp_path: Path, url: str) -> None:
    words = ("--url", url) if url else ()
    said = ictbot("manifest", *words, cwd=tmp_path, ICTBOT_SLACK_PREFIX="dddc-")
    told = json.loads(said.stdout)
    assert told == manifest(DESK, commands(), "dddc-", url)


def test_a_manifest_that_slack_would_refuse_is_not_printed(tmp_path: Path) -> None:
    refused = ictbot("manifest", cwd=tmp_path, status=1, ICTBOT_SLACK_PREFIX="The ")
    assert refused.stdout == ""
    assert "is no command for Slack: set ICTBOT_SLACK_PREFIX" in refused.stderr


def test_without_a_bot_token_there_is_no_connection(bot_on_file: Bot) -> None:
    with served() as playground:
        assert connect(bot_on_file, settings(playground, bot=None)) is None


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        ({"bot": "xoxb-wrong"}, r"Slack does not take ICTBOT_SLACK_BOT_TOKEN \(invalid_auth\)\. Copy it again"),
        ({"app": "xapp-wrong"}, r"Slack does not take ICTBOT_SLACK_APP_TOKEN \(invalid_auth\)\. Make one with"),
        ({"app": None}, r"Slack needs ICTBOT_SLACK_APP_TOKEN \(Socket Mode\) or ICTBOT_SLACK_SIGNING_SECRET"),
    ],
)
def test_what_cannot_be_connected_is_a_sentence(bot_on_file: Bot, tokens: dict[str, str | None], said: str) -> None:
    with served() as playground, pytest.raises(DeskError, match=said):
        connect(bot_on_file, settings(playground, **tokens))


def test_an_address_at_which_there_is_no_slack_is_a_sentence(bot_on_file: Bot) -> None:
    with served() as playground:
        given = settings(playground)
    with pytest.raises(DeskError, match=r"Slack cannot be reached at http://127\.0\.0\.1:\d+/api/"):
        connect(bot_on_file, given)


def test_a_port_that_is_taken_is_a_sentence(bot_on_file: Bot) -> None:
    with served() as playground:
        given = settings(playground, app=None, secret="x").model_copy(update={"http_port": playground.port})  # noqa: S106
        with pytest.raises(DeskError, match="Name another ICTBOT_HTTP_PORT"):
            connect(bot_on_file, given)
