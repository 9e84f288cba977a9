"""What a command costs from typing to its acknowledgement: playground and load here, the bot a process of its own.

Every command is committed. The pretend workspace and the load take their share of the same processors.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import IO

import psutil

from bench.commands import INCIDENT, PARTNERS
from bench.rig import PEOPLE, Bare, busy_desk, interleaved
from bench.row import Row
from bot.demo.page import workspace_of
from bot.desk_file import read_desk
from bot.playground.faults import Fault
from bot.playground.server import Playground
from bot.playground.workspace import User, Workspace
from bot.registry import commands
from storage.database import Database
from storage.migrate import migrate

ONE_PERSON, SECONDS, HOUR = 200, 8.0, 6_000  # a hundred people, a command a minute
SLOW = 0.1
CHANNEL = "C_OUTAGES"


def rows() -> list[Row]:
    return [*rows_of("Socket Mode"), *rows_of("signed HTTP")]


def rows_of(way: str) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="ictbot-bench-") as name, bot_process(folder := Path(name), way) as both:
        load, bot = both
        bare = commit(folder / "bare.db")
        one = load.one_person()
        yield Row(f"{way}: one person, p95 to acknowledgement", one, "ms", bare, one / bare, "<= 5 ms")
        before = memory(bot)
        load.playground.faults.add(Fault("*", "slow", times=None, seconds=SLOW))
        rate, p95 = load.crowd()
        crowd = f"{way}: 100 people, Slack takes 100 ms a call"
        yield Row(crowd, rate, "a second", 1000 / bare, rate * bare / 1000, ">= 400 a second")
        yield Row(f"{crowd}, p95", p95, "ms", None, None, "<= 300 ms")
        load.an_hour()
        after = memory(bot)
        yield Row(f"{way}: memory after an hour's {HOUR:,} more", after, "MB", before, after / before, "none set")


def commit(path: Path) -> float:
    """Median milliseconds of a bare commit of one row."""
    bare = Bare(str(path))
    bare.make_table()
    (taken,) = interleaved(ONE_PERSON, partial(lambda numbers: bare.commit_row(next(numbers), ("a", "b")), count()))
    bare.close()
    return taken


def memory(bot: psutil.Process) -> float:
    """Megabytes that the bot's process holds."""
    return float(bot.memory_info().rss / 2**20)


@contextmanager
def bot_process(folder: Path, way: str, errors: IO[str] | None = None) -> Iterator[tuple["Load", psutil.Process]]:
    """`ictbot run` on a new database, connected to a playground in this process. Its log goes to `errors`, or ours."""
    desk_file, database = busy_desk(folder), Database(str(folder / "desk.db"))
    migrate(database)
    database.close()
    with Playground(workspace(desk_file)) as playground:
        space = playground.workspace
        settings = {
            "DATABASE_URL": str(folder / "desk.db"),
            "DESK": str(desk_file),
            "SLACK_BOT_TOKEN": space.bot_token,
            "SLACK_API": playground.api_url,
            "HTTP_PORT": "0",
        }
        is_http = way == "signed HTTP"
        settings |= {"SLACK_SIGNING_SECRET": space.signing_secret} if is_http else {"SLACK_APP_TOKEN": space.app_token}
        environment = os.environ | {f"ICTBOT_{name}": value for name, value in settings.items()}
        command = [sys.executable, "-m", "bot", "run"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
            assert process.stdout is not None
            watches = process.stdout.readline()
            if is_http:
                playground.deliver_to(watches.rstrip(".\n").rpartition(" ")[2])
            else:
                playground.wait_for_app()
            yield Load(playground, [each.name for each in read_desk(desk_file).services]), psutil.Process(process.pid)
            process.terminate()


def workspace(desk_file: Path) -> Workspace:
    """The demo's, with a hundred more people, all of them in all channels."""
    base = workspace_of(read_desk(desk_file), commands())
    crowd = tuple(User(who.upper(), who) for who in PEOPLE)
    return replace(
        base, users=(*base.users, *crowd), channels=tuple(replace(each, members=()) for each in base.channels)
    )


class Load:
    """People who type at the playground, in its own thread."""

    def __init__(self, playground: Playground, services: Sequence[str]) -> None:
        self.playground = playground
        self.services = services
        self.numbers = count()

    async def say(self, who: str) -> float:
        """Milliseconds from typing to the acknowledgement."""
        number = next(self.numbers)
        service, partner = self.services[number % len(self.services)], PARTNERS[number % len(PARTNERS)]
        text = INCIDENT.format(service=service, number=number, partner=partner)
        began = perf_counter()
        await self.playground.people.say(who.upper(), CHANNEL, text)
        return (perf_counter() - began) * 1000

    def one_person(self) -> float:
        """The milliseconds within which 95 of 100 commands of one person were acknowledged."""

        async def talk() -> list[float]:
            return [await self.say(PEOPLE[0]) for _ in range(ONE_PERSON)]

        return quantiles(self.playground.run(talk(), 600), n=20)[-1]

    def crowd(self) -> tuple[float, float]:
        """Commands a second, and the milliseconds within which 95 of 100 were acknowledged."""

        async def talk(who: str, until: float) -> list[float]:
            taken: list[float] = []
            while perf_counter() < until:
                taken.append(await self.say(who))
            return taken

        async def all_talk() -> list[list[float]]:
            until = perf_counter() + SECONDS
            return await asyncio.gather(*(talk(who, until) for who in PEOPLE))

        began = perf_counter()
        taken = [one for person in self.playground.run(all_talk(), 600) for one in person]
        return len(taken) / (perf_counter() - began), quantiles(taken, n=20)[-1]

    def an_hour(self) -> None:
        async def talk() -> None:
            for _ in range(HOUR // len(PEOPLE)):
                await asyncio.gather(*(self.say(who) for who in PEOPLE))

        self.playground.run(talk(), 1200)
