"""What runs by itself: the ways in, the ticker and its sender, and what keeps it the only one that does."""

import sys
from threading import Event

from filelock import FileLock, Timeout
from sqlmodel import Session

from bot import registry
from bot.app import Bot
from bot.imports.intake import Intake
from bot.outbox import Channel, Sender, always
from bot.presence import Presence, join
from bot.recomputing import Recomputing
from bot.scheduler import Ticker, alone
from bot.settings import Settings
from bot.shell import Terminal
from bot.slack.connect import ABREAST, Connection, connect
from core.errors import DeskError
from storage import outbox, running, uploads
from storage.database import Database


def ticker_of(bot: Bot, channel: Channel, abreast: int = 1, presence: Presence | None = None) -> Ticker:
    """All jobs of bot/jobs, the intake, recomputation, and a sender that speaks in `channel`, so many posts at once.

    With `presence` it works only while this bot leads.
    """
    holds, leads = (presence.holds, presence.leads) if presence else (always, alone)
    sender = Sender(bot.database, channel, bot.clock, abreast, holds)
    intake = Intake(bot.database, bot.desk, bot.clock, bot.dispatcher.policy_id)
    recomputing = Recomputing(bot.database, bot.desk, bot.clock, bot.dispatcher.policy_id)
    jobs = tuple(registry.jobs().values())
    return Ticker(bot.database, bot.desk, bot.clock, jobs, sender, intake, recomputing, leads)


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


def let_go(session: Session) -> None:
    """For the only bot of an SQLite file: who was at work before ended, and no lease need be waited for."""
    uploads.free(session)
    outbox.free(session)
    running.forget(session)


def run_until(bot: Bot, settings: Settings, stop: Event) -> None:
    """In Slack where its tokens are set, until `stop`: first nothing more is taken, then what runs is finished."""
    lock = only_bot(bot.database)
    if lock:
        bot.database.write(let_go)
    presence = join(bot.database, bot.dispatcher.policy_id, stop)
    try:
        connection = connect(bot, settings)
        channel = connection.channel if connection else Terminal(sys.stdout)
        ticker = ticker_of(bot, channel, ABREAST if connection else 1, presence)
        presence.start()
        serve(bot, ticker, connection, stop)
    finally:
        presence.close()
    if presence.why:
        sys.stdout.write(f"{presence.why}: this bot has ended what it was at, and stops.\n")
    bot.database.close()
    if lock:
        lock.release()


def serve(bot: Bot, ticker: Ticker, connection: Connection | None, stop: Event) -> None:
    scheduler = ticker.start()
    where = f"in Slack by {' and '.join(connection.ways)}" if connection else "no Slack settings: posts are printed"
    sys.stdout.write(f"{bot.desk.name}: watching {bot.database.url.render_as_string()}, {where}.\n")
    sys.stdout.flush()
    stop.wait()
    if connection:
        connection.close()
    ticker.intake.stop()
    ticker.recomputing.stop()
    scheduler.shutdown()
