"""Several `ictbot run` as programs of their own on one PostgreSQL, with the playground as their Slack."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bot.command import Post
from bot.desk import SHIPPED
from bot.desk_file import read_desk
from bot.dispatch import queue
from bot.parts import line
from bot.playground.faults import Fault
from bot.playground.server import Playground
from bot.playground.workspace import Timing
from bot.registry import commands
from storage import leadership, outbox, running
from storage.database import Database
from tests.e2e.programs import PROGRAM, surroundings
from tests.e2e.slack.workspace import installed

CHANNELS = ("ict-outages", "ict-management", "ict-bdc", "ict-dddc", "ict-neddc", "ict-rhl")
PLACES = ("C_OUTAGES", "C_MANAGEMENT", "C_BDC", "C_DDDC", "C_NEDDC", "C_RHL")
POLL = 0.05
TIMING = Timing(farewell=0.2)


@dataclass
class Fleet:
    """`processes` by their numbers in the register of running bots."""

    playground: Playground
    database: Database
    url: str
    folder: Path
    processes: dict[int, subprocess.Popen[str]] = field(default_factory=dict)

    def start(self) -> int:
        """One more, from the moment on at which it takes what people type."""
        space = self.playground.workspace
        settings = {"ICTBOT_SLACK_BOT_TOKEN": space.bot_token, "ICTBOT_SLACK_API": self.playground.api_url}
        settings |= {"ICTBOT_SLACK_APP_TOKEN": space.app_token, "ICTBOT_DATABASE_URL": self.url}
        with (self.folder / "log.txt").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [*PROGRAM, "run"],
                cwd=self.folder,
                env=surroundings(**settings),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert process.stdout
        assert "in Slack by Socket Mode" in process.stdout.readline()
        with psycopg.connect(self.url) as connection:
            row = connection.execute("SELECT max(id) FROM running_bot").fetchone()
        assert row
        self.processes[row[0]] = process
        return int(row[0])

    def leader(self) -> int:
        """Waits until a bot that runs here leads."""
        until(lambda: (found := self.leading()) and found in self.processes)
        return self.leading()

    def leading(self) -> int:
        found = self.database.read(leadership.current)
        return found.bot_id if found else 0

    def signal(self, number: int, what: signal.Signals) -> None:
        self.processes[number].send_signal(what)

    def kill(self, number: int) -> None:
        self.signal(number, signal.SIGKILL)
        self.processes.pop(number).communicate()

    def end(self, number: int) -> int:
        """Gracefully; its status."""
        self.signal(number, signal.SIGTERM)
        process = self.processes.pop(number)
        process.communicate(timeout=60)
        return process.returncode

    def end_connections(self) -> int:
        """All that any bot has, in the middle of whatever it does; how many those were."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        with psycopg.connect(self.url, autocommit=True) as connection:
            return len(connection.execute(f"{others} AND pid <> pg_backend_pid()").fetchall())

    def alert(self, number: int, threads: int) -> None:
        """One of so many threads, over six channels."""
        thread = number % threads
        post = Post(
            CHANNELS[thread % len(CHANNELS)], f"ticket:{thread}", (line(f"Alert {number} of thread {thread}."),)
        )
        now = datetime.now(UTC).replace(microsecond=0)
        self.database.write(lambda session: queue(session, now, post, f"alert:{number}"))

    def blind(self) -> None:
        """As installed before the bot asked to see channels: it cannot look into Slack's record."""
        space = self.playground.state.workspace
        scopes = tuple(scope for scope in space.scopes if not scope.endswith(":history"))
        self.playground.state.workspace = replace(space, scopes=scopes)

    def slow(self, seconds: float) -> None:
        """From now on Slack takes so long for a message; done it is, whatever becomes of the bot meanwhile."""
        self.playground.faults.add(Fault("chat.postMessage", "slow", times=None, seconds=seconds))

    def said(self) -> list[str]:
        """The alerts that stand in the channels, place by place in the order in which they were said."""
        with self.playground.state.lock:
            places = [[*self.playground.state.places[name].messages.values()] for name in PLACES]
        return [message.text for place in places for message in place if message.text.startswith("Alert ")]

    def all_sent(self, seconds: float) -> None:
        until(lambda: not self.database.read(outbox.waiting), seconds)

    def found(self) -> int:
        return self.database.read(outbox.found)

    def doubled(self) -> int:
        return sum(times - 1 for times in Counter(self.said()).values())

    def lost(self, alerts: int) -> int:
        return alerts - len(set(self.said()))

    def out_of_order(self) -> int:
        """How many were said before an earlier one of their thread; the first saying of each counts."""
        last: dict[str, int] = {}
        wrong = 0
        for text in dict.fromkeys(self.said()):
            number, _, thread = text.removeprefix("Alert ").partition(" of ")
            wrong += int(number) < last.get(thread, -1)
            last[thread] = max(int(number), last.get(thread, -1))
        return wrong

    def seconds_without_leader(self, before: int) -> float:
        """Until another leads than the one that did."""
        began = time.monotonic()
        until(lambda: self.leading() not in {0, before}, 60)
        return time.monotonic() - began

    def running(self) -> list[str]:
        return self.database.read(lambda session: [bot.name for bot in running.live(session)])


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """TimeoutError when it does not come true. A database that just ended our connection is asked again."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("What was waited for did not happen.")
        time.sleep(POLL)


@contextmanager
def fleet(url: str, folder: Path, bots: int, timing: Timing = TIMING) -> Iterator[Fleet]:
    workspace = installed(read_desk(SHIPPED), commands())
    database = Database(url)
    with Playground(workspace, timing=timing) as playground:
        opened = Fleet(playground, database, url, folder)
        try:
            for _ in range(bots):
                opened.start()
            yield opened
        finally:
            for process in opened.processes.values():
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
                process.communicate()
            database.close()
