"""What runs by itself: the ways in, the ticker and its sender, and what keeps it the only one that does."""

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event as ThreadEvent
from threading import Thread

from filelock import FileLock, Timeout
from sqlmodel import Session

from bot import registry
from bot.app import Bot
from bot.imports.intake import Intake
from bot.logs import journal
from bot.memory import share
from bot.metrics import Metrics
from bot.observed import Event, Observe
from bot.operations import open_operations
from bot.outbox import Channel, Sender, always
from bot.presence import Presence, join
from bot.recomputing import Recomputing
from bot.report.printing import Printing
from bot.scheduler import Ticker, alone
from bot.serving import Served, until
from bot.settings import Settings
from bot.shell import Terminal
from bot.slack.connect import ABREAST, Connection, connect
from bot.vitals import Vitals
from core.errors import DeskError
from storage import outbox, running, uploads
from storage.database import Database

log = logging.getLogger(__name__)
STOP_SECONDS = 25  # containers are commonly killed after 30
STOPPED = (logging.INFO, "stopped: what waits is sent at the next start")
CUT_SHORT = (logging.ERROR, "stopped before all had ended: it goes on at the next start, once its lease is over")


def ticker_of(bot: Bot, channel: Channel, abreast: int = 1, presence: Presence | None = None) -> Ticker:
    """All jobs of bot/jobs, the intake, recomputation, and a sender that speaks in `channel`, so many posts at once.

    With `presence` it works only while this bot leads.
    """
    holds, leads = (presence.holds, presence.leads) if presence else (always, alone)
    sender = Sender(bot.database, channel, bot.clock, abreast, holds)
    intake = Intake(bot.database, bot.desk, bot.clock, bot.dispatcher.policy_id)
    recomputing = Recomputing(bot.database, bot.desk, bot.clock, bot.dispatcher.policy_id)
    jobs, observe, printing = tuple(registry.jobs().values()), bot.dispatcher.observe, Printing(bot.database)
    return Ticker(bot.database, bot.desk, bot.clock, jobs, sender, intake, recomputing, printing, leads, observe)


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


def observed(bot: Bot, *observers: Observe) -> Bot:
    """The same bot, of which all these are told what happens."""

    def observe(event: Event) -> None:
        for each in observers:
            each(event)

    return replace(bot, dispatcher=replace(bot.dispatcher, observe=observe))


def run_until(bot: Bot, settings: Settings, stop: ThreadEvent) -> bool:
    """In Slack where its tokens are set, until `stop`. False where something did not end in time."""
    share()
    lock = only_bot(bot.database)
    if lock:
        bot.database.write(let_go)
    presence = join(bot.database, bot.dispatcher.policy_id, stop)
    vitals = Vitals(bot.database, settings.slack_bot_token is not None, presence.leads)
    metrics = Metrics(bot.database, bot.clock, vitals.is_leader)
    bot = observed(bot, journal, metrics.note, vitals.note)
    try:
        operations = open_operations(settings, vitals, metrics)
        connection = connect(bot, settings)
    except DeskError:
        presence.close()
        raise
    vitals.is_connected = connection.is_connected if connection else None
    is_done = serve(bot, presence, vitals, connection, operations, stop)
    if presence.why:
        sys.stdout.write(f"{presence.why}: this bot has ended what it was at, and stops.\n")
    if lock:
        lock.release()
    log.log(*(STOPPED if is_done else CUT_SHORT))
    return is_done


def serve(
    bot: Bot,
    presence: Presence,
    vitals: Vitals,
    connection: Connection | None,
    operations: Served | None,
    stop: ThreadEvent,
) -> bool:
    """Until `stop`: then nothing more is taken, and what runs is finished; the lead is given up last."""
    channel = connection.channel if connection else Terminal(sys.stdout)
    ticker = ticker_of(bot, channel, ABREAST if connection else 1, presence)
    presence.start()
    scheduler = ticker.start()
    say_where(bot, connection, operations)
    until(stop)
    log.info("stopping: nothing more is taken, what is under way is finished")
    vitals.is_stopping = True
    steps = [connection.close] if connection else []
    steps += [ticker.intake.stop, ticker.recomputing.stop, ticker.sender.stop, scheduler.shutdown]
    steps += [presence.close, bot.database.close, *([operations.close] if operations else [])]
    return done_within(STOP_SECONDS, steps)


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
