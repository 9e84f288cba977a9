"""The demo at a page, when somebody comes back to it: the database remembers, the pretend workspace does not."""

import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.clock import ShiftedClock
from bot.command import Place
from bot.demo.page import come_back, has_display
from bot.settings import Settings
from storage import outbox
from storage.database import Database
from tests.conftest import FRIDAY


def test_time_has_passed_and_nothing_that_was_said_stands_there(tmp_path: Path, migrated_file: Path) -> None:
    database = Database(str(shutil.copy(migrated_file, tmp_path / "demo.db")), synchronous="OFF")
    clock = ShiftedClock(FRIDAY)
    bot = build(Settings(), clock, database)
    come_back(bot, clock)
    assert clock() - FRIDAY < timedelta(minutes=1)
    bot.dispatcher.answer("/outage p2 Email down partner:DDDC", "engineer", Place("shell", "ict-outages"), clock())
    database.write(lambda session: outbox.remember_message(session, "ict-outages", "ticket:1", "C1:1598623800.000000"))
    clock.set(FRIDAY)
    come_back(bot, clock)
    assert timedelta(0) <= clock() - FRIDAY - timedelta(weeks=1) < timedelta(minutes=1)
    assert database.read(lambda session: outbox.message_ref(session, "ict-outages", "ticket:1")) is None
    database.close()


def test_a_browser_is_only_opened_where_it_can_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_display()
