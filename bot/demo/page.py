"""The demo at a page: this bot, as it would run in Slack, in the playground's pretend workspace on this machine."""

import os
import signal
import sys
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from bot.app import Bot
from bot.clock import Clock, ShiftedClock
from bot.command import Command
from bot.demo.records import load
from bot.desk import Desk
from bot.playground.page_api import MovableClock
from bot.playground.server import Playground
from bot.playground.workspace import Command as SlashCommand
from bot.playground.workspace import Shortcut, Timing, Workspace
from bot.running import only_bot, ticker_of
from bot.scheduler import Ticker
from bot.serving import until
from bot.settings import Settings
from bot.slack.connect import ABREAST, Connection, connect
from bot.slack.manifest import manifest
from core.errors import DeskError
from storage import outbox, requests

FOLLOW_SECONDS = 0.2
LATER = timedelta(weeks=1)  # the same weekday and hour, at which the tour works
SECONDS_BETWEEN = 0.2  # posts to one channel: nobody at a page waits for Slack's pace


def workspace_of(desk: Desk, known: Mapping[str, Command]) -> Workspace:
    """The playground's own people and channels, with this bot's manifest installed."""
    app: dict[str, Any] = manifest(desk, known)
    features, scopes = app["features"], app["oauth_config"]["scopes"]["bot"]
    return Workspace(
        commands=tuple(
            SlashCommand(each["command"], each["description"], each["usage_hint"])
            for each in features["slash_commands"]
        ),
        shortcuts=tuple(Shortcut(each["callback_id"], each["name"]) for each in features["shortcuts"]),
        scopes=tuple(scopes),
        events=tuple(app["settings"]["event_subscriptions"]["bot_events"]),
    )


@dataclass(frozen=True)
class Stage:
    """The pretend workspace with the bot in it."""

    playground: Playground
    bot: Bot
    connection: Connection


@contextmanager
def staged(bot: Bot, clock: ShiftedClock, port: int = 0, timing: Timing | None = None) -> Iterator[Stage]:
    """Playground, bot and ticker, connected by Socket Mode. The page's clock is the bot's, and the jobs follow it."""
    workspace = workspace_of(bot.desk, bot.dispatcher.commands)
    moved = Event()

    def move(at: datetime) -> None:
        clock.set(at)
        moved.set()

    with Playground(workspace, port=port, timing=timing, clock=MovableClock(clock, move)) as playground:
        settings = Settings.model_validate(
            {
                "slack_bot_token": workspace.bot_token,
                "slack_app_token": workspace.app_token,
                "slack_api": playground.api_url,
            }
        )
        connection = connect(bot, settings)
        assert connection is not None  # noqa: S101 - there is a token
        ticker = ticker_of(bot, replace(connection.channel, seconds_between=SECONDS_BETWEEN), ABREAST)
        scheduler = ticker.start()
        # The page's own thread must not wait for jobs, which speak to the page.
        scheduler.add_job(partial(follow, moved, ticker), "interval", seconds=FOLLOW_SECONDS)
        try:
            yield Stage(playground, bot, connection)
        finally:
            ticker.intake.stop()
            scheduler.shutdown()
            connection.close()


def follow(moved: Event, ticker: Ticker) -> None:
    """The jobs look at once when the clock was moved."""
    if moved.is_set():
        moved.clear()
        ticker.tick()


def open_page(open_bot: Callable[[str, Clock], Bot], now: datetime, db: str, port: int) -> None:
    """Make the database where it is missing, load it, and serve the page until it is interrupted."""
    clock = ShiftedClock(now)
    Path(db).parent.mkdir(parents=True, exist_ok=True)
    bot = open_bot(db, clock)
    lock = only_bot(bot.database)
    come_back(bot, clock)
    sys.stdout.write("\n".join([f"{bot.desk.name}: the demo desk in {db}.", *load(bot), ""]))
    try:
        with staged(bot, clock, port) as stage:
            sys.stdout.write(f"\nOpen {stage.playground.base_url} in a browser. Ctrl-C ends it.\n")
            sys.stdout.flush()
            if has_display():
                webbrowser.open(stage.playground.base_url)
            wait_for_signal()
    except OSError as error:
        raise DeskError(f"Port {port} cannot be used ({error.strerror}). Name another with --port.") from error
    finally:
        sys.stdout.write("Ending.\n")
        bot.database.close()
        if lock:
            lock.release()


def has_display() -> bool:
    """Without one a browser for the terminal would be started, and take it over."""
    return sys.platform in {"darwin", "win32"} or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ))


def come_back(bot: Bot, clock: ShiftedClock) -> None:
    """Where somebody was before, time has passed; and of what was said then, nothing stands in the new workspace."""
    before = bot.database.read(requests.newest)
    while before and clock() <= before:
        clock.set(clock() + LATER)
    bot.database.write(outbox.forget_messages)


def wait_for_signal() -> None:
    done = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: done.set())
    until(done)
