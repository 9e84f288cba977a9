"""What a new desk.toml costs: a million tickets computed again, and how long commands wait meanwhile."""

from collections.abc import Iterator
from itertools import count
from statistics import quantiles
from threading import Event, Thread
from time import perf_counter, sleep

from bench.kpis import TICKETS, filled
from bench.rig import PEOPLE, Bare, busy_bot, milliseconds
from bench.row import Row
from bot.app import Bot
from bot.clock import system_clock
from bot.command import Place
from bot.recomputing import Recomputing
from bot.shell import SHELL
from storage import recomputation

NUMBERS = count()  # no line twice
PAUSE_SECONDS = 0.05  # twenty commands a second
# A target of a third of the tickets, and then the hours of all of them, both from the beginning.
TARGET = {'P3 = "1 day"': 'P3 = "2 days"'}
HOURS = TARGET | {'windows = ["08:30-17:00"]\nday = "8:30"': 'windows = ["08:00-17:00"]\nday = "9:00"'}
CHANGES = {"a target changed": (TARGET, "kind = 'incident' AND level = 'P3'"), "all hours changed": (HOURS, "id > 0")}


def rows() -> list[Row]:
    with filled() as urls:
        return [row for kind, url in urls.items() for row in rows_on(kind, url)]


def rows_on(kind: str, url: str) -> Iterator[Row]:
    for name, (edits, whom) in CHANGES.items():
        floor = bare_seconds(url, whom)
        with busy_bot(url, edits) as bot:
            taken, waited = recomputed(bot)
            done = bot.database.read(recomputation.newest)
        assert done is not None
        assert done.done >= TICKETS
        what = f"{kind}: a million tickets recomputed, {name} ({done.changed:,} differ)"
        yield Row(what, taken, "s", floor, taken / floor, "<= 20 s")
        p95 = quantiles(waited, n=20)[-1]
        yield Row(f"{kind}: p95 of {len(waited)} commands meanwhile, {name}", p95, "ms", None, None, "none set")


def bare_seconds(url: str, whom: str) -> float:
    """The same columns of the same rows written by one statement, and taken back."""
    bare = Bare(url)
    same = ", ".join(f"{name} = {name}" for name in ("allowed_minutes", "due_at", "worked_minutes", "met_target"))
    bare.connection.execute("BEGIN")
    taken = milliseconds(lambda: bare.connection.execute(f"UPDATE ticket SET {same} WHERE {whom}"))
    bare.connection.execute("ROLLBACK")
    if not bare.is_sqlite:  # what autovacuum would do within the minute
        bare.connection.execute("VACUUM ticket")
    bare.close()
    return taken / 1000


def recomputed(bot: Bot) -> tuple[float, list[float]]:
    """(seconds, milliseconds of each command answered meanwhile)."""
    work = Recomputing(bot.database, bot.desk, system_clock, bot.dispatcher.policy_id)
    is_done, waited, start = Event(), list[float](), perf_counter()

    def run() -> None:
        work.work_waiting()
        is_done.set()

    thread = Thread(target=run)
    thread.start()
    while not is_done.is_set():
        waited.append(milliseconds(lambda: say(bot)))
        sleep(PAUSE_SECONDS)
    thread.join()
    return perf_counter() - start, waited


def say(bot: Bot) -> None:
    number = next(NUMBERS)
    line = f"/incident p4 Printer {number} jams partner:BDC"
    reply = bot.dispatcher.answer(line, PEOPLE[number % len(PEOPLE)], Place(SHELL), system_clock())
    assert not reply.is_error, reply.text
