"""What runs by itself: the ticker and its sender, and the lock that keeps it the only one on a file."""

from filelock import FileLock, Timeout

from bot import registry
from bot.app import Bot
from bot.outbox import Channel, Sender
from bot.scheduler import Ticker
from core.errors import DeskError
from storage.database import Database


def ticker_of(bot: Bot, channel: Channel, abreast: int = 1) -> Ticker:
    """All jobs of bot/jobs, and a sender that speaks in `channel`, so many posts at once."""
    sender = Sender(bot.database, channel, bot.clock, abreast)
    return Ticker(bot.database, bot.desk, bot.clock, tuple(registry.jobs().values()), sender)


def only_bot(database: Database) -> FileLock | None:
    """One bot (ticker and sender) for an SQLite file; others may write beside it. DeskError names the other."""
    if database.path is None:
        return None
    lock = FileLock(f"{database.path.resolve()}.bot.lock")  # a link to the file is the same file
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise DeskError(
            f"Another bot runs on {database.path}. Stop it first, or give this one a file of its own with --db; "
            "several bots on one database need PostgreSQL."
        ) from error
    return lock
