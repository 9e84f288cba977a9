"""What /sla costs with seventeen thousand tickets open, against a bare count of them by kind, level and partners."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from bench.kpis import CHUNK, NOW, ROUNDS, drawn, store
from bench.rig import PEOPLE, Bare, busy_bot, databases, interleaved
from bench.row import Row
from bot.app import Bot
from bot.command import Place
from bot.shell import SHELL
from core.imports.times import MISSING

OPEN = 17_000
BARE = (
    "SELECT kind, level, partners, count(*) FROM ticket WHERE ended_month IS NULL AND void_at IS NULL GROUP BY 1, 2, 3"
)


def rows() -> list[Row]:
    with databases() as urls:
        return [row for kind, url in urls.items() for row in rows_on(kind, url)]


def rows_on(kind: str, url: str) -> Iterator[Row]:
    bare = Bare(url)
    with busy_bot(url) as bot:
        fill(bot)
        for line in ("/sla now", "/sla now BDC", "/sla mine"):
            ours, floor = interleaved(ROUNDS, partial(said, bot, line), partial(bare.ask, BARE))
            yield Row(f"{kind}: {line}, {OPEN:,} open", ours, "ms", floor, ours / floor, "<= 100 ms")
    bare.close()


def fill(bot: Bot) -> None:
    """Of fifty thousand, those open that were opened last: most of them are breached."""
    tickets = drawn(np.random.default_rng(2026))
    ended = np.where(np.arange(CHUNK) < CHUNK - OPEN, np.minimum(tickets.opened + 3600, int(NOW.timestamp())), MISSING)
    store(bot, "standing", replace(tickets, resolved=ended, closed=ended))


def said(bot: Bot, line: str) -> str:
    reply = bot.dispatcher.answer(line, PEOPLE[0], Place(SHELL), NOW)
    assert not reply.is_error, reply.text
    return reply.text
