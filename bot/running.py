"""What runs by itself: the ways in, the ticker and its sender, and the lock that keeps it the only one on a file."""

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event as ThreadEvent
from threading import Thread

from filelock import FileLock, Timeout

from bot import registry
from bot.app import Bot
from bot.imports.intake import Intake
from bot.logs import journal
from bot.metrics import Metrics
from bot.observed import Event, Observe
from bot.operations import open_operations
from bot.outbox import Channel, Sender
from bot.recomputing import Recomputing
from bot.scheduler import Ticker
from bot.serving import Served
from bot.settings import Settings
from bot.shell import Terminal
from bot.slack.connect import ABREAST, Connection, connect
from bot.vitals import Vitals
from core.errors import DeskError
from storage import uploads
from storage.database import Database

log = logging.getLogger(__name__)
STOP_SECONDS = 25  # containers are commonly killed after 30
STOPPED = (logging.INFO, "stopped: what waits is sent at the next start")
CUT_SHORT = (logging.ERROR, "stopped before all had ended: it goes on at the next start, once its lease is over")


def ticker_of(bot: Bot, channel: Channel, abreast: int = 1) -> Ticker:
    """All jobs of bot/jobs, the intake, recomputation, and a sender that speaks in `channel`, so many posts at once."""
    sender = Sender(bot.database, channel, bot.clock, abreast)
    intake = Intake(bot.database, bot.desk, bot.clock, bot.dispatcher.policy_id)
    recomputing = Recomputing(bot.database, bot.desk, bot.clock, bot.dispatcher.policy_id)
    jobs, observe = tuple(registry.jobs().values()), bot.dispatcher.observe
    return Ticker(bot.database, bot.desk, bot.clock, jobs, sender, intake, recomputing, observe)


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


def observed(bot: Bot, *observers: Observe) -> Bot:
    """The same bot, of which all these are told what happens."""

    def observe(event: Event) -> None:
        for each in observers:
            each(event)

    return replace(bot, dispatcher=replace(bot.dispatcher, observe=observe))


def run_until(bot: Bot, settings: Settings, stop: ThreadEvent) -> bool:
    """In Slack where its tokens are set, until `stop`. False where something did not end in time."""
    lock = only_bot(bot.database)
    if lock:  # the only bot here: who was at an upload before ended, and its lease need not be waited for
        bot.database.write(uploads.free)
    vitals = Vitals(bot.database, needs_slack=settings.slack_bot_token is not None)
    metrics = Metrics(bot.database, bot.clock, vitals.is_leader)
    bot = observed(bot, journal, metrics.note, vitals.note)
    operations = open_operations(settings, vitals, metrics)
    connection = connect(bot, settings)
    vitals.is_connected = connection.is_connected if connection else None
    ticker = ticker_of(bot, connection.channel, ABREAST) if connection else ticker_of(bot, Terminal(sys.stdout))
    scheduler = ticker.start()
    say_where(bot, connection, operations)
    stop.wait()
    log.info("stopping: nothing more is taken, what is under way is finished")
    vitals.is_stopping = True
    steps = [connection.close] if connection else []
    steps += [ticker.intake.stop, ticker.recomputing.stop, ticker.sender.stop, scheduler.shutdown, bot.database.close]
    is_done = done_within(STOP_SECONDS, [*steps, *([operations.close] if operations else [])])
    if lock:
        lock.release()
    log.log(*(STOPPED if is_done else CUT_SHORT))
    return is_done


def say_where(bot: Bot, connection: Connection | None, operations: Served | None) -> None:
    where = f"in Slack by {' and '.join(connection.ways)}" if connection else "no Slack settings: posts are printed"
    watched = f"; operations at {operations.address}" if operations else ""
    sys.stdout.write(f"{bot.desk.name}: watching {bot.database.url.render_as_string()}, {where}{watched}.\n")
    sys.stdout.flush()


def done_within(seconds: float, steps: Sequence[Callable[[], object]]) -> bool:
    """Each after the one before it; whether the last one came to its end in time."""

    def work() -> None:
        for step in steps:
            step()

    thread = Thread(target=work, name="stopping", daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()
