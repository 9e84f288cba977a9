"""What a command costs: one at a time, against a bare commit of one row, and with a hundred people at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from threading import Barrier
from time import perf_counter

from bench.rig import PEOPLE, SQLITE, Bare, busy_bot, databases, interleaved
from bench.row import Row
from bot.app import Bot
from bot.clock import system_clock
from bot.command import Place, Reply
from bot.shell import SHELL
from storage import tickets

ROUNDS = 400
SECONDS = 8.0
PARTNERS = ("BDC", "DDDC", "NEDDC", "RHL")
# Lines of which no two are alike, over all services, so that no one service's turn is what is measured.
INCIDENT = "/incident p3 {service} fails at desk {number} partner:{partner}"
OUTAGE = "/outage p2 {service} down at site {number} partner:{partner} new:yes"


def rows() -> list[Row]:
    with databases() as urls:
        return [row for kind, url in urls.items() for row in rows_on(kind, url)]


def rows_on(kind: str, url: str) -> Iterator[Row]:
    with busy_bot(url) as bot:
        one, bare = one_command(bot, url if kind != SQLITE else str(Path(url).with_name("bare.db")))
        yield Row(f"{kind}: one /incident, committed", one, "ms", bare, one / bare, "<= 4 times a bare commit")
        for command, form in (("/incident", INCIDENT), ("/outage", OUTAGE)):
            rate, p95 = crowd(bot, form)
            name, bare_rate = f"{kind}: 100 people, {command}", 1000 / bare
            yield Row(name, rate, "a second", bare_rate, rate / bare_rate, ">= 400 a second")
            yield Row(f"{name}, p95", p95, "ms", None, None, "<= 300 ms")


def one_command(bot: Bot, bare_url: str) -> tuple[float, float]:
    """Median milliseconds of a whole command, and of a bare commit of one row that holds the same line."""
    bare = Bare(bare_url)
    bare.make_table()
    lines = [(PEOPLE[number % len(PEOPLE)], line(bot, INCIDENT, "one", number)) for number in range(ROUNDS)]
    ours = iter(lines)
    floor = enumerate(lines)
    whole, commit = interleaved(ROUNDS, lambda: said(bot, *next(ours)), lambda: bare.commit_row(*next(floor)))
    bare.close()
    return whole, commit


def line(bot: Bot, form: str, who: str, number: int) -> str:
    services = bot.desk.services
    service = services[(sum(who.encode()) + number) % len(services)].name
    return form.format(service=service, number=f"{who}-{number}", partner=PARTNERS[number % len(PARTNERS)])


def said(bot: Bot, who: str, text: str) -> Reply:
    reply = bot.dispatcher.answer(text, who, Place(SHELL), system_clock())
    assert not reply.is_error, reply.text
    return reply


def crowd(bot: Bot, form: str) -> tuple[float, float]:
    """Commands a second, and the milliseconds within which 95 of 100 were answered. Every one is in the database."""
    before = bot.database.read(tickets.how_many)
    start = Barrier(len(PEOPLE) + 1)
    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        talks = [pool.submit(talk, bot, form, who, start) for who in PEOPLE]
        start.wait()
        began = perf_counter()
        people = [each.result() for each in talks]
    elapsed = perf_counter() - began
    logged = sum(len(taken) - len(taken) // 10 for taken in people)
    assert bot.database.read(tickets.how_many) - before == logged
    taken = [seconds for each in people for seconds in each]
    return len(taken) / elapsed, quantiles(taken, n=20)[-1] * 1000


def talk(bot: Bot, form: str, who: str, start: Barrier) -> list[float]:
    """The seconds each command of one person took; every tenth takes the last ticket or puts it on hold."""
    taken: list[float] = []
    last, name = "", form.split(" ", maxsplit=1)[0]
    start.wait()
    until = perf_counter() + SECONDS
    while perf_counter() < until:
        number = len(taken)
        text = line(bot, form, who, number)
        if number % 10 == 9:
            text = f"{name} {'take' if number % 20 == 9 else 'hold'} {last} waiting for the supplier"
        began = perf_counter()
        last = said(bot, who, text).subject.removeprefix("ticket:")
        taken.append(perf_counter() - began)
    return taken
