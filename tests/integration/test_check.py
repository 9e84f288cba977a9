"""`ictbot check`: each thing that can be wrong is named, with what to do; what is well is said too."""

import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import check as looking
from bot.app import Bot
from bot.check import backups, check, check_database
from bot.clock import SetClock
from bot.settings import read_settings
from core.errors import DeskError
from storage.database import Database
from storage.schema import HEAD
from tests.conftest import FRIDAY
from tests.integration.conftest import NewUrl
from tests.integration.rows import done

Usage = namedtuple("Usage", ("total", "used", "free"))  # noqa: PYI024 - as shutil has it


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Without the settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def address(bot: Bot) -> str:
    return str(bot.database.path or bot.database.url.render_as_string(hide_password=False))


def test_a_desk_that_is_well_has_a_line_for_each_thing(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    done(bot, "/outage p2 Email down")
    monkeypatch.setattr(looking, "server_time", lambda _session: FRIDAY if "postgres" in address(bot) else None)
    found = [str(finding) for finding in check(address(bot), bot.clock)]
    assert " has no mistake: Joint ICT Service, " in found[0]
    assert found[1:5] == [
        "ok: 3 kinds of report have templates that can be filled",
        f"ok: the database answers and stands at {HEAD}",
        "ok: the clock stands at 28 Aug 2020 14:10 UTC, and after the newest record",
        "ok: 2 posts wait to be sent, 0 were given up",
    ]
    assert found[-1] == "ok: no Slack settings: posts are printed"
    assert all(line.startswith("ok: ") for line in found)


def wrong(bot: Bot) -> list[str]:
    return [finding.text for finding in check_database(address(bot), bot.clock()) if not finding.is_well]


def test_a_clock_before_the_newest_record_is_told(bot: Bot, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "server_time", lambda _session: None)
    done(bot, "/incident p3 Printer jams")
    assert wrong(bot) == []
    clock.move(timedelta(days=-1))
    assert wrong(bot) == ["the clock stands at 27 Aug 2020 14:10 UTC, before the newest record (28 Aug 2020 14:10)"]


def test_a_clock_apart_from_the_database_servers_is_told(bot: Bot) -> None:
    """The test's clock stands years before the server's."""
    told = [text for text in wrong(bot) if "NTP" in text]
    assert len(told) == (0 if bot.database.is_sqlite else 1)


def test_posts_that_wait_for_long_are_told(bot: Bot, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "server_time", lambda _session: None)
    done(bot, "/outage p2 Email down")
    clock.move(timedelta(minutes=11))
    assert wrong(bot) == ["2 posts wait, the oldest since 28 Aug 2020 14:10 UTC: start ictbot run, or look at its log"]


def test_a_database_of_another_version_is_told_and_nothing_is_asked_of_it(bot: Bot) -> None:
    bot.database.write(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '0001'")))
    told = wrong(bot)
    bot.database.write(lambda session: session.execute(text(f"UPDATE alembic_version SET version_num = '{HEAD}'")))
    assert told == [f"the database stands at 0001, this program needs {HEAD}: run ictbot migrate"]


def test_a_database_that_is_not_there_yet_is_told(new_url: NewUrl) -> None:
    (told,) = [finding.text for finding in check_database(new_url(), FRIDAY) if not finding.is_well]
    assert told == f"the database stands at nothing, this program needs {HEAD}: run ictbot migrate"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://ict@127.0.0.1:1/none", "The database cannot be used now"),
        ("mysql://host/desk", "The database must be an SQLite file or PostgreSQL"),
    ],
)
def test_a_database_that_does_not_answer_is_told(url: str, said: str) -> None:
    (told,) = check_database(url, FRIDAY)
    assert not told.is_well
    assert told.text.startswith(said)


def test_a_full_disk_is_told(here: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(migrated_file, here / "desk.db")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**9, 9 * 10**8, 10**8))
    (told,) = [finding.text for finding in check_database("desk.db", FRIDAY) if not finding.is_well]
    assert told == "0.1 GB free beside desk.db, which has 0.0 GB: make room"


def test_settings_that_cannot_be_are_named_and_not_quoted(monkeypatch: pytest.MonkeyPatch, clock: SetClock) -> None:
    monkeypatch.setenv("ICTBOT_HTTP_PORT", "xoxb-secret")
    monkeypatch.setenv("ICTBOT_LOG", "xml")
    with pytest.raises(DeskError) as refused:
        read_settings(None)
    assert [line.partition(":")[0] for line in refused.value.sentence.split("\n")] == ["ICTBOT_HTTP_PORT", "ICTBOT_LOG"]
    assert "xoxb" not in refused.value.sentence
    assert [finding.is_well for finding in check(None, clock)] == [False, False]


def test_each_mistake_of_desk_toml_is_told(here: Path, monkeypatch: pytest.MonkeyPatch, clock: SetClock) -> None:
    monkeypatch.setenv("ICTBOT_DESK", "none.toml")
    (told,) = check(None, clock)
    assert not told.is_well
    assert "none.toml" in told.text
    (here / "none.toml").write_text("name = ", encoding="utf-8")
    assert not any(finding.is_well for finding in check(None, clock))


def test_the_age_of_the_newest_backup_is_told(here: Path) -> None:
    assert str(backups(here, FRIDAY)) == f"wrong: there is no backup in {here}: run ictbot backup"
    for day in ("20200826-140000", "20200827-141000"):
        (here / f"ictbot-{day}.zip").touch()
    (here / "ictbot-of-mine.zip").touch()
    assert str(backups(here, FRIDAY)) == f"ok: the newest backup in {here} is 24 hours old"
    assert str(backups(here, FRIDAY + timedelta(days=2))).endswith("is 72 hours old: run ictbot backup")


def test_what_was_opened_is_closed(new_url: NewUrl) -> None:
    """A look at a database leaves no connection, which would be in a restore's way."""
    url = new_url()
    list(check_database(url, FRIDAY))
    database = Database(url)
    assert database.revision() is None
    database.close()
