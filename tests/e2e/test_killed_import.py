"""An import outlives the bot that was at it, however that ended."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import bot
from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place
from bot.imports.intake import LEASE
from bot.imports.receive import Dropped, receive
from bot.plain import plain
from bot.running import ticker_of
from bot.settings import Settings
from storage.database import Database
from storage.models import Ticket
from tests.conftest import FRIDAY
from tests.e2e import blocked_intake
from tests.e2e.programs import surroundings
from tests.integration.rows import rows
from tests.talk import Heard

PROJECT = Path(bot.__file__).parents[1]
ROWS = "\n".join(f"C-{n},incident,P3,Call {n},2020-08-03 09:00,2020-08-03 10:00" for n in range(35))
CALLS = f"reference,kind,priority,summary,opened,resolved\n{ROWS}".encode()


def dropped(desk: Bot) -> None:
    """Looked at, and said to be imported."""
    file = Dropped("F1", "calls.csv", len(CALLS), "@manager", lambda: CALLS)
    receive(desk.dispatcher, file, desk.dispatcher.person("shell", "manager"), FRIDAY)
    ticker_of(desk, Heard()).tick()
    assert not desk.dispatcher.answer("/ict import go UPL-1", "manager", Place("shell"), FRIDAY).is_error


def killed(address: str) -> None:
    line = [sys.executable, "-m", blocked_intake.__name__, address]
    with subprocess.Popen(line, cwd=PROJECT, env=surroundings(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "importing\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL


def test_an_import_goes_on_after_a_kill_loses_and_doubles_nothing_and_is_told_once(database_url: str) -> None:
    clock = SetClock(FRIDAY)
    desk = build(Settings(), clock, Database(database_url))
    dropped(desk)
    killed(database_url)
    assert len(rows(desk.database, Ticket)) == 20
    heard = Heard()
    ticker = ticker_of(desk, heard)
    ticker.tick()
    assert len(rows(desk.database, Ticket)) == 20
    clock.set(FRIDAY + LEASE + timedelta(seconds=1))
    ticker.tick()
    ticker.tick()
    assert sorted(row["source_ref"] for row in rows(desk.database, Ticket)) == sorted(f"C-{n}" for n in range(35))
    said = [plain(post.newest) for post in heard.private]
    assert [text for text in said if ": imported. " in text] == [
        "UPL-1, calls.csv: imported. 35 new, 0 changed, 0 unchanged. [Undo]"
    ]
    assert "35." in desk.dispatcher.answer("/ict undo", "manager", Place("shell"), clock()).text
    desk.database.close()
