"""A recomputation outlives the bot that was at it: the next one goes on where the last whole part ended."""

import signal
import subprocess
import sys
from pathlib import Path

import bot
from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place
from bot.desk import SHIPPED
from bot.running import ticker_of
from bot.settings import Settings
from storage.database import Database
from storage.models import Recomputation, Ticket
from tests.conftest import FRIDAY
from tests.e2e import blocked_recomputing
from tests.e2e.programs import surroundings
from tests.integration.rows import rows
from tests.talk import Heard

PROJECT = Path(bot.__file__).parents[1]
MANY = 35
STRICTER = f'{SHIPPED.read_text(encoding="utf-8")}\n[[targets]]\nkind = "incident"\nfrom = 2020-08-01\nP3 = "1 hour"\n'


def allowed(desk: Bot) -> list[int]:
    return [row["allowed_minutes"] for row in rows(desk.database, Ticket)]


def test_it_goes_on_after_a_kill_and_is_told_once(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(STRICTER, encoding="utf-8")
    desk = build(Settings(), SetClock(FRIDAY), Database(database_url))
    for number in range(MANY):
        line = f"/incident p3 Printer {number} jams partner:BDC"
        assert not desk.dispatcher.answer(line, "engineer", Place("shell"), FRIDAY).is_error
    command = [sys.executable, "-m", blocked_recomputing.__name__, database_url, str(path)]
    with subprocess.Popen(command, cwd=PROJECT, env=surroundings(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "recomputing\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert allowed(desk) == [60] * 20 + [510] * (MANY - 20)
    check = [sys.executable, "-m", "bot", "check", "database", "--db", database_url]
    said = subprocess.run(check, cwd=PROJECT, env=surroundings(), capture_output=True, text=True, check=True).stdout
    assert "changed from 1 August 2020: 57% of 35 tickets are recomputed so far.\n" in said
    again, heard = build(Settings(desk=path), SetClock(FRIDAY), Database(database_url)), Heard()
    for _ in range(2):
        ticker_of(again, heard).tick()
    assert allowed(again) == [60] * MANY
    assert [row["changed"] for row in rows(again.database, Recomputation)] == [0, MANY]
    told = "Targets or hours changed from 1 August 2020: 35 tickets recomputed, 35 of them with other figures."
    assert heard.posts == [f"#ict-management: {told}"]
    desk.database.close()
    again.database.close()
