"""The clock is set forwards and back between commands, and both clock changes pass while people type.

The bot's own clock is set, in this process, and its jobs and sender are run after each jump; posts fail now and then,
and senders die with a post in hand. The machine's clock stays as it is: that the ticker outlives its setting back is
tests/integration/test_set_clock.py's.
"""

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.rig import databases
from bench.row import Row
from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place, Post
from bot.desk import SHIPPED
from bot.jobs import sla_watch
from bot.outbox import LEASE, Attempt, CannotSendError
from bot.plain import plain
from bot.running import ticker_of
from bot.scheduler import Ticker
from bot.settings import Settings
from soak.row import counted, none_of
from soak.whole import broken, doubled, every
from storage import outbox
from storage.database import Database
from storage.models import Outbox, Ticket

SEED = 9
BEGIN = datetime(2020, 8, 28, 14, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
JUMPS = (10 * MINUTE, 60 * MINUTE, timedelta(days=1), timedelta(days=7))
CHANGES = {"spring": datetime(2021, 3, 28, 0, 0, tzinfo=UTC), "autumn": datetime(2020, 10, 25, 0, 0, tzinfo=UTC)}


@dataclass
class Flaky:
    """A channel that turns two posts of five away, and keeps the others."""

    chance: random.Random
    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds_between: float = 0

    def deliver(self, post: Post, earlier: str | None, _attempt: Attempt) -> str:
        if self.chance.random() < 0.4:
            raise CannotSendError("not now")
        self.said[post.to, plain(post.newest)] += 1
        return earlier or f"message {self.said.total()}"


@dataclass
class Desk:
    bot: Bot
    clock: SetClock
    channel: Flaky
    ticker: Ticker
    chance: random.Random
    answered: dict[str, datetime] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    late: int = 0  # posts that still waited an hour after the clock was right again

    def log(self, number: int) -> None:
        """A P1, which is announced in two places and will alert, in quiet hours too."""
        summary = f"Email down at site {number}"
        line = f"/outage p1 {summary} partner:BDC new:yes"
        reply = self.bot.dispatcher.answer(line, "engineer", Place("shell"), self.clock())
        if reply.is_error:
            self.refused.append(reply.text)
        else:
            self.answered[summary] = self.clock()

    def tick(self) -> None:
        """And now and then a sender takes a post and dies."""
        if self.chance.random() < 0.1:
            self.bot.database.write(lambda session: outbox.claim(session, self.clock(), LEASE))
        self.ticker.tick()


def rows(times: int) -> Iterator[Row]:
    with databases() as urls:
        for kind, url in urls.items():
            with desk_at(url) as desk:
                jump(desk, times)
                yield from figures(f"{kind}, clock set {times} times", desk)
                yield from changes(kind, desk)


@contextmanager
def desk_at(url: str) -> Iterator[Desk]:
    """Without a cap, which would hold back what is to be said at once, and with the SLA watch alone."""
    chance, clock = random.Random(SEED), SetClock(BEGIN)
    with tempfile.TemporaryDirectory() as folder:
        bot = build(Settings(desk=loud_desk(Path(folder))), clock, Database(url))
    channel = Flaky(chance)
    yield Desk(bot, clock, channel, replace(ticker_of(bot, channel), jobs=(sla_watch.JOB,)), chance)
    bot.database.close()


def loud_desk(folder: Path) -> Path:
    desk = folder / "desk.toml"
    text = SHIPPED.read_text(encoding="utf-8").replace("daily_cap = 20", "daily_cap = 1000")
    desk.write_text(text, encoding="utf-8")
    return desk


def jump(desk: Desk, times: int) -> None:
    """Forwards or back, a command, the jobs; the last one forwards, and put right before its posts have gone out."""
    for number in range(times - 1):
        desk.clock.set(BEGIN + number * MINUTE + desk.chance.choice((-1, 0, 1)) * desk.chance.choice(JUMPS))
        desk.log(number)
        desk.tick()
    desk.clock.set(BEGIN + times * MINUTE + JUMPS[-1])
    desk.log(times - 1)
    settle(desk, BEGIN + times * MINUTE)


def settle(desk: Desk, at: datetime) -> None:
    """An hour in which all that waits should go out; two weeks later all that is not resolved has breached."""
    tick_through(desk, at, 2, 60)
    desk.late += desk.bot.database.read(outbox.waiting)
    tick_through(desk, at + timedelta(days=14), 10, 600)


def tick_through(desk: Desk, at: datetime, every_minutes: int, minutes: int) -> None:
    for passed in range(0, minutes, every_minutes):
        desk.clock.set(at + passed * MINUTE)
        desk.ticker.tick()


def figures(name: str, desk: Desk) -> Iterator[Row]:
    posts = every(desk.bot.database, Outbox)
    unsent = [post for post in posts if post["sent_at"] is None]
    breached = [words for _, words in desk.channel.said if "breached its target" in words]
    yield counted(f"{name}: acknowledged", len(desk.answered), "commands")
    yield none_of(f"{name}: refused", len(desk.refused), "commands")
    yield none_of(f"{name}: kept with another time", len(desk.answered.items() - opened(desk.bot.database)), "records")
    yield counted(f"{name}: said", desk.channel.said.total(), "posts")
    yield none_of(f"{name}: not said within an hour", desk.late, "posts")
    yield none_of(f"{name}: never said", len(unsent), "posts")
    yield none_of(f"{name}: said twice", desk.channel.said.total() - len(posts) + len(unsent), "posts")
    yield none_of(f"{name}: breached and not said, or twice", abs(len(desk.answered) - len(breached)), "alerts")
    yield none_of(f"{name}: done twice", len(doubled(desk.bot.database)), "records")
    yield none_of(f"{name}: trail not whole", len(broken(desk.bot.database)), "places")


def opened(database: Database) -> set[tuple[str, datetime]]:
    return {(ticket["summary"], ticket["opened_at"]) for ticket in every(database, Ticket)}


def changes(kind: str, desk: Desk, every_minutes: int = 5) -> Iterator[Row]:
    """An outage every few minutes through both nights; what is counted includes what was before."""
    first = len(desk.answered)
    for name, midnight in CHANGES.items():
        for minutes in range(0, 180, every_minutes):
            desk.clock.set(midnight + minutes * MINUTE)
            desk.log(first)
            desk.tick()
            first += 1
        settle(desk, midnight + 180 * MINUTE)
        yield from figures(f"{kind}, {name} clock change", desk)
