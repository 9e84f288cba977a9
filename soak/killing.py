"""`ictbot run`'s own bot as a process of its own that is killed and started again, while people type.

Each start is forked off a process that has loaded the modules: loading them takes longer than all else.
"""

import io
import multiprocessing
import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from threading import Event, Thread

from bot.app import build
from bot.clock import system_clock
from bot.demo.page import workspace_of
from bot.desk import SHIPPED
from bot.desk_file import read_desk
from bot.playground.server import Playground
from bot.playground.signed_http import SignedHttp
from bot.registry import commands
from bot.running import run_until
from bot.settings import Settings
from soak.person import Person
from storage.database import Database

USERS = ("U_ENGINEER", "U_MANAGER", "U_ENGINEER", "U_MANAGER")
LONGEST = 0.3  # seconds that a bot lives after its first answer
TOO_EARLY = 0.1  # of all kills: these come while it starts
PATIENCE = 60.0


def run(settings: dict[str, object]) -> None:
    made = Settings.model_validate(settings)
    with redirect_stdout(io.StringIO()):
        run_until(build(made, system_clock, Database(made.database_url)), made, Event())


@dataclass
class Killed:
    """A bot on one database, and who types at it."""

    settings: dict[str, object]
    people: list[Person]
    threads: list[Thread]
    chance: random.Random
    slowest: float = 0.0  # seconds from a start until somebody was answered
    context: multiprocessing.context.ForkServerContext = field(
        default_factory=lambda: multiprocessing.get_context("forkserver")
    )

    def __post_init__(self) -> None:
        self.context.set_forkserver_preload(["soak.killing"])

    def answered(self) -> int:
        return sum(len(person.acknowledged) for person in self.people)

    def kill(self, times: int) -> None:
        for _ in range(times):
            process = self.context.Process(target=run, args=(self.settings,))
            process.start()
            if self.chance.random() >= TOO_EARLY:
                self.wait_for_an_answer()
            time.sleep(self.chance.uniform(0, LONGEST))
            process.kill()
            process.join()

    def wait_for_an_answer(self) -> None:
        """TimeoutError where the bot does not come back."""
        before, began = self.answered(), time.monotonic()
        while self.answered() == before:
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError("The bot that was killed does not answer when it is back.")
            time.sleep(0.005)
        self.slowest = max(self.slowest, time.monotonic() - began)

    def come_back(self) -> None:
        """A last start, during which everybody comes to the end of what they were at."""
        process = self.context.Process(target=run, args=(self.settings,))
        process.start()
        self.wait_for_an_answer()
        self.stop()
        process.kill()
        process.join()

    def stop(self) -> None:
        for person in self.people:
            person.stop.set()
        for thread in self.threads:
            thread.join()


@contextmanager
def people_at(url: str, seed: int) -> Iterator[Killed]:
    """Four people who type without pause; they stop at the end."""
    chance = random.Random(seed)
    with Playground(workspace_of(read_desk(SHIPPED), commands())) as playground:
        space, port, stop = playground.workspace, free_port(), Event()
        settings: dict[str, object] = {
            "database_url": url,
            "http_port": port,
            "slack_api": playground.api_url,
            "slack_bot_token": space.bot_token,
            "slack_signing_secret": space.signing_secret,
        }
        way = SignedHttp(f"http://127.0.0.1:{port}/slack/events", playground.state)
        people = [
            Person(f"{number}", user, way, stop, random.Random(chance.random())) for number, user in enumerate(USERS)
        ]
        threads = [Thread(target=person.live, name=person.name) for person in people]
        for thread in threads:
            thread.start()
        desk = Killed(settings, people, threads, chance)
        try:
            yield desk
        finally:
            desk.stop()
            way.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
