"""Fifty commands a second for minutes on end: incidents and their lives, outages that alert, figures with charts.

The pretend workspace and those who type are in this process and share the processors; the bot is its own, on SQLite.
"""

import asyncio
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import monotonic

import psutil

from bench.commands import PARTNERS
from bench.rig import PEOPLE
from bench.row import Row
from bench.slack import CHANNEL, Load, bot_process, memory
from bot.playground.state import Change
from soak.row import counted, none_of
from soak.whole import broken, doubled, every
from storage import outbox
from storage.database import Database
from storage.models import StoredRequest

A_SECOND, MINUTE = 50, 60
SHOWN = 20  # lines of the log
OUTAGE = '/outage p2 {service} down at site {number} partner:{partner} at:"3 days ago" new:yes'
INCIDENT = "/incident p3 {service} fails at desk {number} partner:{partner}"
LIFE = ("/incident take {}", "/incident hold {} waiting for the part", "/incident resolve {} Replaced")
ASKED = ("/kpi trend outages 12 months", "/sla", "/kpi outages this month", "/incident list")


@dataclass
class Minute:
    """What one minute came to: milliseconds of each answer; the bot's memory, and posts that wait, at its end."""

    taken: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    waiting: int = 0


@dataclass
class Desk:
    """Who types what: of a hundred lines 4 ask; of the others one logs for three that go on with what was logged, so
    that no more than a few hundred are open; one in two hundred is an outage.
    """

    load: Load
    logged: list[str] = field(default_factory=list)  # incidents with which somebody may go on
    begun: list[tuple[str, int]] = field(default_factory=list)
    writes: int = 0
    posts: int = 0
    pictures: int = 0

    def line(self, number: int) -> str:
        if number % 25 == 7:
            return ASKED[number // 25 % len(ASKED)]
        self.writes += 1
        if number % 4 and (self.logged or len(self.begun) > A_SECOND):
            return self.next_step()
        service = self.load.services[number % len(self.load.services)]
        form = INCIDENT if number % 200 else OUTAGE
        return form.format(service=service, number=number, partner=PARTNERS[number % len(PARTNERS)])

    def next_step(self) -> str:
        """Of an incident of a while ago, whose last step was answered."""
        name, step = self.begun.pop(0) if len(self.begun) > A_SECOND else (self.logged.pop(0), 0)
        if step + 1 < len(LIFE):
            self.begun.append((name, step + 1))
        return LIFE[step].format(name)

    def note(self, change: Change) -> None:
        """What is seen in the workspace."""
        said = change.message
        if said is None or not said.is_bot:
            return
        self.pictures += len(said.files)
        self.posts += not said.only_for
        if said.text.startswith("INC-") and ", P3" in said.text[:20]:
            self.logged.append(said.text.partition(",")[0])


def rows(times: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="ictbot-soak-") as name:
        folder = Path(name)
        with (folder / "log").open("w+") as log:
            with (
                bot_process(folder, "signed HTTP", log) as (load, bot),
                closing(Database(str(folder / "desk.db"))) as file,
            ):
                desk = Desk(load)
                load.playground.state.watch(desk.note)
                minutes = [one_minute(desk, bot, file, number) for number in range(times)]
                yield from figures(minutes, desk, file)
            log.seek(0)
            warnings = [line for line in log.read().splitlines() if " INFO " not in line]
            sys.stderr.writelines(f"{warning}\n" for warning in warnings[:SHOWN])
        yield none_of("lines in the log", len(warnings), "warnings")


def one_minute(desk: Desk, bot: psutil.Process, file: Database, number: int) -> Minute:
    minute = Minute()
    first = number * A_SECOND * MINUTE
    desk.load.playground.run(type_for_a_minute(desk, minute, first), 3 * MINUTE)
    minute.megabytes = memory(bot)
    minute.waiting = file.read(outbox.waiting)
    return minute


async def type_for_a_minute(desk: Desk, minute: Minute, first: int) -> None:
    """At a steady pace, whether or not those before were answered."""
    began, talks = monotonic(), set[asyncio.Task[None]]()
    for number in range(A_SECOND * MINUTE):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - monotonic()))
        talks.add(asyncio.create_task(say(desk, minute, first + number)))
    await asyncio.gather(*talks)


async def say(desk: Desk, minute: Minute, number: int) -> None:
    began = monotonic()
    await desk.load.playground.people.say(random.choice(PEOPLE).upper(), CHANNEL, desk.line(number))
    minute.taken.append((monotonic() - began) * 1000)


def figures(minutes: Sequence[Minute], desk: Desk, file: Database) -> Iterator[Row]:
    for number, minute in enumerate(minutes, start=1):
        yield counted(f"minute {number}: median to the answer", median(minute.taken), "ms")
        yield counted(f"minute {number}: 95 of 100 within", quantiles(minute.taken, n=20)[-1], "ms")
        yield counted(f"minute {number}: memory of the bot", minute.megabytes, "MB")
        yield counted(f"minute {number}: posts that wait", minute.waiting, "posts")
    stored = len(every(file, StoredRequest))
    yield counted("commands", sum(len(minute.taken) for minute in minutes), "commands")
    yield counted("stored", stored, "commands")
    yield none_of("not stored", desk.writes - stored, "commands")
    yield counted("posts in the workspace", desk.posts, "posts")
    yield counted("pictures of charts", desk.pictures, "pictures")
    yield none_of("done twice", len(doubled(file)), "records")
    yield none_of("trail not whole", len(broken(file)), "places")
