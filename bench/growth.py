"""The scorecard of five times as many tickets in the same three years: it may take five times as long, and no more."""

from collections.abc import Iterator
from functools import partial

from bench.kpis import ROUNDS, TICKETS, copy, counted, fill, scored
from bench.rig import POSTGRESQL, SQLITE, busy_bot, databases, interleaved
from bench.row import Row

QUARTER = "q2 2026-27"
MORE = 5


def rows() -> list[Row]:
    small, large = (dict(measured(tickets)) for tickets in (TICKETS, MORE * TICKETS))
    return [row for kind in small for row in compared(kind, small[kind], large[kind])]


def measured(tickets: int) -> Iterator[tuple[str, tuple[float, int]]]:
    """By database: milliseconds of a scorecard, and how many calls were raised in its quarter."""
    with databases() as urls:
        with busy_bot(urls[SQLITE]) as bot:
            fill(bot, tickets)
        copy(urls[SQLITE], urls[POSTGRESQL])
        for kind, url in urls.items():
            with busy_bot(url) as bot:
                (taken,) = interleaved(ROUNDS, partial(scored, bot))
                yield kind, (taken, counted(bot, "raised", QUARTER))


def compared(kind: str, small: tuple[float, int], large: tuple[float, int]) -> Iterator[Row]:
    growth = large[1] / small[1]
    goal = f"<= {growth:.2f} times, as the quarter's {large[1]:,} calls"
    yield Row(f"{kind}: scorecard of {MORE * TICKETS:,}", large[0], "ms", small[0], large[0] / small[0], goal)
