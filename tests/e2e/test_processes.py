"""The running bot beside other programs: nothing lost, nothing said twice, and it ends as it should."""

import re
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import bot
from bot.app import build
from bot.clock import SetClock
from bot.command import Place
from bot.outbox import LEASE
from bot.running import ticker_of
from bot.settings import Settings
from storage.database import Database
from storage.schema import HEAD
from tests.conftest import FRIDAY
from tests.e2e import blocked_bot
from tests.e2e.programs import asked, dumped, ictbot, start, surroundings
from tests.talk import Heard

PROJECT = Path(bot.__file__).parents[1]
ANNOUNCED = re.compile(r"#(ict-\w+) \| OUT-\d+, P2, Email, BDC: Email down in room (\d+)\.")
STOPPED = re.compile(
    r"\S+ INFO bot.presence \S+ leads, term \d+\n\S+ INFO bot.running stopping: .*\n\S+ INFO bot.running stopped: .*\n"
)
BREACHED_AT = datetime(2020, 9, 1, 9, 45, tzinfo=UTC)  # due at 10:40 in Derbyshire


@contextmanager
def running(*words: str, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """`ictbot run` from its first words on; ended in any case."""
    with start("run", *words, cwd=cwd) as process:
        try:
            assert process.stdout
            assert "watching sqlite:///" in process.stdout.readline()
            yield process
        finally:
            process.kill()


def end(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> tuple[str, str]:
    process.send_signal(number)
    said = process.communicate()
    assert process.returncode == 0, said
    return said


@pytest.mark.slow
@pytest.mark.timeout(600)  # sixty programs take a minute on two idle cores
def test_sixty_programs_beside_a_running_bot_lose_nothing_and_each_post_is_printed_once(tmp_path: Path) -> None:
    def log(room: int) -> str:
        return ictbot("say", f"/outage p2 Email down in room {room} partner:BDC new:yes", cwd=tmp_path).stdout

    with running(cwd=tmp_path) as process:
        with ThreadPoolExecutor(8) as programs:
            answers = list(programs.map(log, range(60)))
        assert process.stdout
        printed: list[str] = []
        while sum(bool(ANNOUNCED.match(line)) for line in printed) < 120:
            printed.append(process.stdout.readline())
        rest, complaints = end(process)
    posts = Counter(ANNOUNCED.findall("".join(printed) + rest))
    assert posts == {(place, f"{room}"): 1 for place in ("ict-outages", "ict-management") for room in range(60)}
    assert STOPPED.fullmatch(complaints)
    assert len({answer.partition(",")[0] for answer in answers}) == 60
    file = tmp_path / "ictbot.db"
    assert asked(file, "SELECT count(*), count(DISTINCT summary) FROM ticket") == [(60, 60)]
    assert asked(file, "SELECT count(*) FROM request WHERE reply IS NOT NULL") == [(60,)]
    assert asked(file, "SELECT count(*), sum(attempts) FROM outbox WHERE sent_at IS NOT NULL") == [(120, 120)]


def test_a_second_bot_on_one_file_is_refused_in_words(tmp_path: Path) -> None:
    with running("--db", "desk.db", cwd=tmp_path) as first:
        (tmp_path / "other.db").symlink_to("desk.db")
        for name in ("desk.db", str(tmp_path / "desk.db"), "other.db"):
            refused = ictbot("run", "--db", name, cwd=tmp_path, status=1)
            assert refused.stderr.startswith(f"Another bot runs on {name}. Stop it first")
        end(first)
    with running("--db", "desk.db", cwd=tmp_path) as second:
        second.kill()
    with running("--db", "desk.db", cwd=tmp_path) as third:  # a lock goes with its process, however that ended
        end(third)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_bot_with_status_0(tmp_path: Path, number: signal.Signals) -> None:
    with running(cwd=tmp_path) as process:
        said, log = end(process, number)
    assert said == ""
    assert STOPPED.fullmatch(log)


@pytest.mark.slow
def test_what_hangs_is_waited_for_only_so_long_and_the_log_says_so(tmp_path: Path) -> None:
    """Somebody holds the file, so that the sender cannot end."""
    with running(cwd=tmp_path) as process:
        holder = sqlite3.connect(tmp_path / "ictbot.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        ictbot("check", "database", cwd=tmp_path)  # readers are not held up
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate()
        holder.close()
    assert process.returncode == 1
    assert "ERROR bot.running stopped before all had ended: it goes on at the next start" in log


def logged(address: str) -> None:
    """An outage whose announcements have gone out, so that only its alert is still to come."""
    desk = build(Settings(), SetClock(FRIDAY), Database(address))
    desk.dispatcher.answer("/outage p2 Email down at Wirksworth", "engineer", Place("shell"), FRIDAY)
    ticker_of(desk, Heard()).tick()
    desk.database.close()


def killed(address: str, stage: str) -> None:
    """A bot that is at `stage` with the alert, and is ended there by the strongest signal."""
    line = [sys.executable, "-m", blocked_bot.__name__, address, BREACHED_AT.isoformat(), stage]
    with subprocess.Popen(line, cwd=PROJECT, env=surroundings(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == f"{stage}\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize(("stage", "lease"), [("queued", timedelta(0)), ("delivering", LEASE)])
def test_an_alert_outlives_the_bot_that_wrote_it(database_url: str, stage: str, lease: timedelta) -> None:
    """Written and not yet taken to be sent, it goes at once; taken by a bot that died, when the lease is over."""
    logged(database_url)
    killed(database_url, stage)
    clock = SetClock(BREACHED_AT)
    desk = build(Settings(), clock, Database(database_url))
    heard = Heard()
    ticker = ticker_of(desk, heard)
    if lease:
        clock.move(lease - timedelta(seconds=1))
        ticker.tick()
    early = len(heard.posts)
    clock.set(BREACHED_AT + lease)
    ticker.tick()
    assert len(breaches(heard)) == 1
    assert not lease or len(heard.posts) == early + 1  # what the dead one had taken, which comes when its lease is over
    assert breaches(heard)[0].startswith(
        "#ict-outages: OUT-1 breached its target: 4 h 00 allowed, was due today 10:40."
    )
    clock.move(timedelta(days=1))
    ticker.tick()
    assert len(breaches(heard)) == 1
    desk.database.close()


def breaches(heard: Heard) -> list[str]:
    return [post for post in heard.posts if "breached its target" in post]


def test_check_alerts_says_what_would_be_said_and_why_and_writes_nothing(tmp_path: Path) -> None:
    ictbot("say", "/outage p2 Email down at Wirksworth", "--at", "2020-08-28 15:10", cwd=tmp_path)
    before = dumped(tmp_path / "ictbot.db")
    quiet = ictbot("check", "alerts", "--at", "2020-09-01 09:39", cwd=tmp_path).stdout
    assert "sla-watch: 0 to say, 0 of them said before." in quiet.splitlines()
    assert "uploads: 0 to say, 0 of them said before." in quiet.splitlines()
    assert "digest: 2 to say, 0 of them said before." in quiet.splitlines()
    for _ in range(2):
        said = ictbot("check", "alerts", "--at", "2020-09-01 09:45", cwd=tmp_path).stdout.splitlines()
        at = said.index("sla-watch: 1 to say, 0 of them said before.")
        assert said[at : at + 4] == [
            "sla-watch: 1 to say, 0 of them said before.",
            "#ict-outages | OUT-1 at risk: 3 h 05 of 4 h 00 used, due today 10:40.",
            "Never on hold. No owner. [Take] [Hold] [Resolve] [Acknowledge] [Snooze]",
            "  why: OUT-1 at-risk: warned from today 09:40, due today 10:40",
        ]
    assert dumped(tmp_path / "ictbot.db") == before


def test_check_looks_at_everything_and_says_so_by_its_status(tmp_path: Path) -> None:
    before = ictbot("check", cwd=tmp_path, status=1).stdout
    assert f"wrong: the database stands at nothing, this program needs {HEAD}: run ictbot migrate" in before
    ictbot("say", "/outage p2 Email down at Wirksworth", cwd=tmp_path)
    well = ictbot("check", cwd=tmp_path).stdout.splitlines()
    assert all(line.startswith("ok: ") for line in well)
    assert len(well) == 7
    wrong = ictbot("check", cwd=tmp_path, status=1, ICTBOT_BACKUPS=".").stdout.splitlines()
    assert wrong == [*well, "wrong: there is no backup in .: run ictbot backup"]
    mistaken = ictbot("run", cwd=tmp_path, status=1, ICTBOT_OPS_PORT="many").stderr
    assert mistaken.startswith("ICTBOT_OPS_PORT: Input should be a valid integer")
