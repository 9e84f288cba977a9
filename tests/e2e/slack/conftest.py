"""The bot in its pretend workspace, by both ways in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.clock import SetClock
from bot.settings import Settings
from storage.database import Database
from tests.e2e.slack.workspace import Desk, opened


@pytest.fixture
def bot_on_file(tmp_path: Path, migrated_file: Path, clock: SetClock) -> Iterator[Bot]:
    database = Database(str(shutil.copy(migrated_file, tmp_path / "desk.db")), synchronous="OFF")
    yield build(Settings(), clock, database)
    database.close()


@pytest.fixture(params=["socket", "http"])
def desk(request: pytest.FixtureRequest, bot_on_file: Bot, clock: SetClock) -> Iterator[Desk]:
    with opened(bot_on_file, clock, is_http=request.param == "http") as one:
        yield one


@pytest.fixture
def over_http(bot_on_file: Bot, clock: SetClock) -> Iterator[Desk]:
    with opened(bot_on_file, clock, is_http=True) as one:
        yield one


@pytest.fixture
def over_socket(bot_on_file: Bot, clock: SetClock) -> Iterator[Desk]:
    with opened(bot_on_file, clock, is_http=False) as one:
        yield one
