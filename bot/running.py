"""What runs by itself: the ways in, the ticker and its sender, and the lock that keeps it the only one on a file."""

import sys
from threading import Event

from filelock import FileLock, Timeout

from bot import registry
from bot.app import Bot
from bot.imports.intake import Intake
from bot.outbox import Channel, Sender
from bot.recomputing import Recomputing
from bot.scheduler import Ticker
from bot.settings import Settings
from bot.shell import Terminal
from bot.slack.connect import ABREAST, connect
from core.errors import DeskError
from storage import uploads
from storage.database import Database


def ticker_of(bot: Bot, channel: Channel, abreast: int = 1) -> Ticker:
    """All jobs of bot/jobs, the intake, recomputation, and a sender that speaks in `channel`, so many posts at once."""
    sender = Sender(bot.database, channel, bot.clock, abreast)
    intake = Intake(bot.database, bot.desk, bot.clock, bot.dispatcher.policy_id)
    recomputing = Recomputing(bot.database, bot.desk, bot.clock, bot.dispatcher.policy_id)
    return Ticker(bot.database, bot.desk, bot.clock, tuple(registry.jobs().values()), sender, intake, recomputing)


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


def run_until(bot: Bot, settings: Settings, stop: Event) -> None:
    """In Slack where its tokens are set, until `stop`: first nothing more is taken, then what runs is finished."""
    lock = only_bot(bot.database)
    if lock:  # the only bot here: who was at an upload before ended, and its lease need not be waited for
        bot.database.write(uploads.free)
    connection = connect(bot, settings)
    if connection:
        ticker = ticker_of(bot, connection.channel, ABREAST)
        where = f"in Slack by {' and '.join(connection.ways)}"
    else:
        ticker = ticker_of(bot, Terminal(sys.stdout))
        where = "no Slack settings: posts are printed"
    scheduler = ticker.start()
    sys.stdout.write(f"{bot.desk.name}: watching {bot.database.url.render_as_string()}, {where}.\n")
    sys.stdout.flush()
    stop.wait()
    if connection:
        connection.close()
    ticker.intake.stop()
    ticker.recomputing.stop()
    scheduler.shutdown()
    bot.database.close()
    if lock:
        lock.release()
