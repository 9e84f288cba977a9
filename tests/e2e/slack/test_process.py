"""`ictbot run` as a program of its own in a pretend workspace: it answers, ends well, and comes back from a kill."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.desk import SHIPPED
from bot.desk_file import read_desk
from bot.playground.faults import Fault
from bot.playground.server import Playground
from bot.playground.workspace import Timing
from bot.registry import commands
from tests.e2e.programs import PROGRAM, asked, surroundings
from tests.e2e.slack.workspace import ASHA, EMAIL_DOWN, MANAGEMENT, OUTAGES, SAM, installed


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def running(playground: Playground, folder: Path, *, is_http: bool) -> Iterator[subprocess.Popen[str]]:
    """From the moment on at which it takes what people type."""
    space, port = playground.workspace, free_port()
    settings = {"ICTBOT_SLACK_BOT_TOKEN": space.bot_token, "ICTBOT_SLACK_API": playground.api_url}
    settings |= {"ICTBOT_HTTP_PORT": str(port), "ICTBOT_SLACK_SIGNING_SECRET": space.signing_secret} if is_http else {}
    settings |= {} if is_http else {"ICTBOT_SLACK_APP_TOKEN": space.app_token}
    with subprocess.Popen(
        [*PROGRAM, "run"], cwd=folder, env=surroundings(**settings), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        where = f"in Slack by http://127.0.0.1:{port}/slack/events." if is_http else "in Slack by Socket Mode."
        assert process.stdout.readline().rstrip().endswith(where)
        if is_http:
            playground.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        else:
            playground.wait_for_app()
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def playground() -> Iterator[Playground]:
    with Playground(installed(read_desk(SHIPPED), commands()), timing=Timing(farewell=0.2)) as opened:
        yield opened


@pytest.mark.parametrize("is_http", [False, True], ids=["socket", "http"])
def test_it_answers_tells_and_ends(playground: Playground, tmp_path: Path, *, is_http: bool) -> None:
    with running(playground, tmp_path, is_http=is_http) as process:
        playground.person(SAM).say(OUTAGES, EMAIL_DOWN)
        playground.person(ASHA).waits_for(OUTAGES, "Email down at Wirksworth")
        playground.person(ASHA).waits_for(MANAGEMENT, "Email down at Wirksworth")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_what_a_killed_bot_had_not_sent_comes_once_when_it_is_back(playground: Playground, tmp_path: Path) -> None:
    playground.faults.add(Fault("chat.postMessage", "500", times=None))
    with running(playground, tmp_path, is_http=False) as process:
        playground.person(SAM).say(OUTAGES, EMAIL_DOWN)
        assert playground.person(SAM).sees(OUTAGES)[-1]["text"].startswith("OUT-1, P2, Email, DDDC")
        process.kill()
        process.wait()
    assert asked(tmp_path / "ictbot.db", "SELECT count(*) FROM outbox WHERE sent_at IS NULL") == [(2,)]
    playground.faults.clear()
    with running(playground, tmp_path, is_http=False):
        playground.wait_until(lambda: "Email down" in str(playground.person(ASHA).sees(OUTAGES)), 20)
        playground.person(ASHA).waits_for(MANAGEMENT, "Email down")
    for channel in (OUTAGES, MANAGEMENT):
        assert sum("Email down" in one["text"] for one in playground.person(ASHA).sees(channel)) == 1
