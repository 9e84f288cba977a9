"""`ictbot run` as operators meet it: asked for its health, read by Prometheus, its log searched, ended by a signal."""

import json
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread
from typing import IO
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot.desk import SHIPPED
from bot.desk_file import read_desk
from bot.playground.faults import Fault
from bot.playground.server import Playground
from bot.playground.workspace import Timing
from bot.registry import commands
from storage.schema import HEAD
from tests.e2e.programs import PROGRAM, asked, ictbot, surroundings
from tests.e2e.slack.test_process import free_port
from tests.e2e.slack.workspace import ASHA, EMAIL_DOWN, MANAGEMENT, OUTAGES, SAM, installed

DESK = read_desk(SHIPPED)
MARKED = "Zebedee"  # a name that somebody types


@pytest.fixture
def playground() -> Iterator[Playground]:
    with Playground(installed(DESK, commands()), timing=Timing(farewell=0.2)) as opened:
        yield opened


@contextmanager
def running(playground: Playground, folder: Path, *, is_http: bool, log: IO[str]) -> Iterator[tuple[Popen[str], str]]:
    """The program, and where its operations server is."""
    space, port = playground.workspace, free_port()
    by_http = {"ICTBOT_HTTP_PORT": str(port), "ICTBOT_SLACK_SIGNING_SECRET": space.signing_secret}
    settings = by_http if is_http else {"ICTBOT_SLACK_APP_TOKEN": space.app_token}
    settings |= {"ICTBOT_SLACK_BOT_TOKEN": space.bot_token, "ICTBOT_SLACK_API": playground.api_url}
    settings |= {"ICTBOT_OPS_PORT": "0", "ICTBOT_LOG": "json"}
    with Popen(
        [*PROGRAM, "run"], cwd=folder, env=surroundings(**settings), stdout=PIPE, stderr=log, text=True
    ) as program:
        assert program.stdout
        address = program.stdout.readline().rstrip().removesuffix(".").rpartition("; operations at ")[2]
        assert address.startswith("http://127.0.0.1:")
        if is_http:
            playground.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        else:
            playground.wait_for_app()
        try:
            yield program, address
        finally:
            program.kill()


def got(address: str, method: str = "GET") -> tuple[int, str]:
    try:
        with urlopen(Request(address, method=method), timeout=20) as answer:  # noqa: S310 - loopback
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.parametrize("is_http", [False, True], ids=["socket", "http"])
def test_it_is_alive_ready_and_counted(playground: Playground, tmp_path: Path, *, is_http: bool) -> None:
    with (tmp_path / "log").open("w") as log, running(playground, tmp_path, is_http=is_http, log=log) as (_, address):
        playground.person(SAM).say(OUTAGES, EMAIL_DOWN)
        playground.person(ASHA).waits_for(MANAGEMENT, "Email down at Wirksworth")
        assert got(f"{address}/healthz") == (200, "ok\n")
        assert got(f"{address}/readyz") == (
            200,
            f"ok: the database answers and stands at {HEAD}\nok: the ticker runs\nok: connected to Slack\n",
        )
        assert got(f"{address}/") == (404, "There are /healthz, /readyz and /metrics.\n")
        assert got(f"{address}/healthz", "POST")[0] == 404
        playground.wait_until(
            lambda: 'ictbot_job_runs_total{job="intake",outcome="ok"}' in got(f"{address}/metrics")[1]
        )
        status, metrics = got(f"{address}/metrics")
    assert status == 200
    assert 'ictbot_commands_total{command="outage",outcome="done",verb="log"} 1.0' in metrics
    assert 'ictbot_slack_calls_total{method="chat.postMessage",outcome="ok"}' in metrics
    assert "process_resident_memory_bytes " in metrics
    assert not any(person.name in metrics or "Wirksworth" in metrics for person in DESK.people)


def test_it_is_not_ready_while_its_database_is_another_versions(playground: Playground, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log, running(playground, tmp_path, is_http=False, log=log) as (_, address):
        changed(tmp_path, "UPDATE alembic_version SET version_num = '0001'")
        status, said = got(f"{address}/readyz")
        assert got(f"{address}/healthz") == (200, "ok\n")
    assert status == 503
    assert said.startswith(f"wrong: the database stands at 0001, this program needs {HEAD}: run ictbot migrate\n")


def changed(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "ictbot.db", isolation_level=None)
    connection.execute(statement)
    connection.close()


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = ictbot("run", cwd=tmp_path, status=1, ICTBOT_OPS_PORT=port)
    assert refused.stderr.startswith(f"127.0.0.1:{port} cannot be listened on (Address already in use")
    assert refused.stderr.endswith(" Name another ICTBOT_OPS_PORT.\n")


@pytest.mark.parametrize("is_http", [False, True], ids=["socket", "http"])
def test_no_secret_and_nothing_personal_is_in_the_log(playground: Playground, tmp_path: Path, *, is_http: bool) -> None:
    """What works, what is refused, what breaks, what Slack refuses and what is no request of Slack's."""
    sam = playground.person(SAM)
    with (tmp_path / "log").open("w") as log, running(playground, tmp_path, is_http=is_http, log=log) as (program, _):
        sam.say(OUTAGES, f"/outage p2 Email down for {MARKED} partner:DDDC")
        playground.person(ASHA).waits_for(MANAGEMENT, MARKED)
        for line in (f"/outage resolve OUT-9 {MARKED}", f"/ict {MARKED}", f"/outage {MARKED}:x", f"/incident {MARKED}"):
            sam.say(OUTAGES, line)
        sam.say(SAM, f"{MARKED} is in a direct message")
        for method in ("chat.postEphemeral", "chat.postMessage", "views.open"):
            playground.faults.add(Fault(method, "error", times=1, error="internal_error"))
        sam.say(SAM, f"sla now {MARKED}")
        sam.say(OUTAGES, "/incident")
        changed(
            tmp_path,
            "CREATE TRIGGER break_off BEFORE INSERT ON ticket BEGIN INSERT INTO hold (id) SELECT NEW.summary; END",
        )
        sam.say(OUTAGES, f"/outage p2 Telephony down for {MARKED} partner:DDDC")
        answer = sam.sees(OUTAGES)[-1]["text"]
        changed(tmp_path, "ALTER TABLE downtime RENAME TO gone")
        sam.say(OUTAGES, f"/outage p2 Website down for {MARKED} partner:DDDC")
        program.send_signal(signal.SIGTERM)
        assert program.wait(30) == 0
    whole = (tmp_path / "log").read_text(encoding="utf-8")
    told = [json.loads(line) for line in whole.splitlines()]
    space = playground.workspace
    secrets = [
        space.bot_token,
        space.app_token,
        space.signing_secret,
        "xoxb",
        "xapp",
        "response_url",
        playground.api_url,
    ]
    names = [*(person.name for person in DESK.people), *(user.name for user in space.users)]
    for word in [*secrets, *names, MARKED, "Email", "Telephony", "Website"]:
        assert word not in whole
    assert {"outage log done", "outage resolve refused"} <= {
        f"{line.get('command')} {line.get('verb')} {line.get('outcome')}" for line in told
    }
    (broken,) = [line for line in told if line["message"] == "request failed"][:1]
    assert broken["reference"] in answer
    assert broken["error"][-1].startswith("sqlalchemy.exc.IntegrityError (SQLITE_")
    assert {line["outcome"] for line in told if line["message"] == "Slack refused"} >= {"internal_error"}
    assert told[-1]["message"].startswith("stopped")


@pytest.mark.parametrize("is_http", [False, True], ids=["socket", "http"])
def test_who_is_being_answered_when_it_is_ended_is_answered(
    playground: Playground, tmp_path: Path, *, is_http: bool
) -> None:
    """A form takes Slack a second to open; the signal comes meanwhile."""
    sam = playground.person(SAM)
    with (tmp_path / "log").open("w") as log, running(playground, tmp_path, is_http=is_http, log=log) as (program, _):
        playground.faults.add(Fault("views.open", "slow", seconds=1.0))
        typing = Thread(target=sam.say, args=(OUTAGES, "/incident"))
        typing.start()
        playground.wait_until(lambda: not playground.faults._waiting)
        program.send_signal(signal.SIGTERM)
        typing.join()
        assert program.wait(30) == 0
        assert sam.waits_for_form()
    told = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    assert {line["level"] for line in told} == {"info"}, told  # an acknowledgement that finds no socket is an error


def test_a_post_that_is_being_sent_is_finished_and_none_stays_claimed(playground: Playground, tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log, running(playground, tmp_path, is_http=False, log=log) as (program, _):
        playground.faults.add(Fault("chat.postMessage", "slow", seconds=2.0))
        playground.person(SAM).say(OUTAGES, EMAIL_DOWN)
        playground.wait_until(lambda: not playground.faults._waiting)
        program.send_signal(signal.SIGTERM)
        assert program.wait(30) == 0
    file = tmp_path / "ictbot.db"
    assert asked(file, "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND leased_until IS NOT NULL") == [(0,)]
    ((sent,),) = asked(file, "SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL")
    seen = [playground.person(ASHA).sees(channel) for channel in (OUTAGES, MANAGEMENT)]
    assert sent == sum("Email down" in one["text"] for messages in seen for one in messages)
    assert sent in {1, 2}
    log_lines = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    ended = [line["message"].partition(":")[0] for line in log_lines if line["from"] == "bot.running"]
    assert ended == ["stopping", "stopped"]
