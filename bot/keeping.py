"""`ictbot backup` and `ictbot restore`: where the file goes, which database it is, and what is said of it."""

import re
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from bot.clock import system_clock
from bot.running import only_bot
from bot.settings import Settings
from core.errors import DeskError
from storage import backup
from storage.archive import Manifest
from storage.database import Database

STAMPED = re.compile(r"ictbot-(\d{8}-\d{6})\.zip")


def keep(settings: Settings, to: Path | None) -> str:
    """A file in a folder is named by the time."""
    now, where = system_clock(), to or settings.backups
    if where is None:
        raise DeskError("Name the file to write, or set ICTBOT_BACKUPS to a folder.", "file")
    target = where / f"ictbot-{now:%Y%m%d-%H%M%S}.zip" if where.is_dir() else where
    database = Database(settings.database_url)
    try:
        made = backup.backup(database, target, now, version("ictbot"))
    finally:
        database.close()
    return f"{words(made)} are in {target} ({target.stat().st_size / 1e6:,.1f} MB), and were read again: they agree."


def bring_back(settings: Settings, source: Path, replacing: str) -> str:
    database = Database(settings.database_url)
    lock = only_bot(database) if database.path and database.path.exists() else None
    try:
        made = backup.restore(database, source, replacing)
    finally:
        database.close()
        if lock:
            lock.release()
    return f"{words(made)}, as they were at {made.at} UTC, are in {database.url.render_as_string()}: they agree."


def words(made: Manifest) -> str:
    return f"{made.rows:,} rows of {len(made.tables)} tables"


def newest(folder: Path) -> datetime | None:
    """When the newest backup in a folder was made, by its name; None where there is none."""
    named = (STAMPED.fullmatch(path.name) for path in folder.glob("*"))
    return max((datetime.strptime(f"{name[1]}+0000", "%Y%m%d-%H%M%S%z") for name in named if name), default=None)
