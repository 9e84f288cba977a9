"""How long the clock takes: for one pair, for a million at once, and against the package workclock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from workclock import Holidays, Schedule, WorkDay

from bench.rig import interleaved
from bench.row import Row
from core.calendar import HORIZON_BEGINS, HORIZON_ENDS, Calendar, Hours, england_bank_holidays
from core.holds import Holds, due_many, used_seconds_many
from core.sla import used_seconds
from core.zones import Seconds

ROUNDS = 9
PAIRS = 1_000_000
SOME = 5_000  # pairs for what is slow
LONGEST = 30 * 86_400
CALENDAR = Calendar("standard", (Hours(date(2005, 1, 1), (((510, 1020),),) * 5 + ((),) * 2, 510),))
BANK_HOLIDAYS = Holidays(england_bank_holidays())
WORKCLOCK = Schedule([WorkDay(time(8, 30), time(17), days=range(5)), BANK_HOLIDAYS], time_zone="Europe/London")


def rows() -> list[Row]:
    """Pairs begin at random over 40 years and last up to 30 days, with a hold of up to 5 days each."""
    opened, until, holds = _tickets()
    return [*_one_pair(opened[:SOME], until[:SOME], holds), *_a_million(opened, until, holds), _faster(opened, until)]


def _tickets() -> tuple[Seconds, Seconds, Holds]:
    rng = np.random.default_rng(1)
    first, last = (int(end.timestamp()) for end in (HORIZON_BEGINS, HORIZON_ENDS - timedelta(days=90)))
    opened = rng.integers(first, last, PAIRS)
    start = opened + rng.integers(0, LONGEST, PAIRS)
    holds = Holds(np.arange(PAIRS), start, start + rng.integers(0, 5 * 86_400, PAIRS))
    return opened, opened + rng.integers(0, LONGEST, PAIRS), holds


def _one_pair(opened: Seconds, until: Seconds, holds: Holds) -> list[Row]:
    pairs = list(zip(map(_instant, opened), map(_instant, until), strict=True))
    held = [[(_instant(start), _instant(end))] for start, end in zip(holds.start[:SOME], holds.end[:SOME], strict=True)]
    worked, used, theirs = _microseconds(
        SOME,
        lambda: [CALENDAR.worked(start, end) for start, end in pairs],
        lambda: [used_seconds(CALENDAR, *pair, spans) for pair, spans in zip(pairs, held, strict=True)],
        lambda: [WORKCLOCK.between(start, end) for start, end in pairs],
    )
    return [
        Row("working time of one pair (against workclock)", worked, "us", theirs, worked / theirs, "<= 2 us"),
        Row("used time of one pair with a hold", used, "us", None, None, "none set"),
    ]


def _a_million(opened: Seconds, until: Seconds, holds: Holds) -> list[Row]:
    table = CALENDAR._table  # noqa: SLF001 the floor reads the very same table
    first, last = ((column - int(HORIZON_BEGINS.timestamp())) // 900 for column in (opened, until))
    allowed = np.full(PAIRS, 4 * 3600)
    floor, *measured = _microseconds(
        PAIRS,
        lambda: (table.take(first, mode="clip"), table.take(last, mode="clip")),
        lambda: CALENDAR.worked_many(opened, until),
        lambda: used_seconds_many(CALENDAR, opened, until, holds),
        lambda: due_many(CALENDAR, opened, allowed, holds),
    )
    goals = {
        "working time of a pair, a million at once": "<= 20 ns",
        "used time with a hold, a million at once": "<= 40 ns",
        "deadline with a hold, a million at once": "none set",
    }
    return [
        Row(name, 1000 * value, "ns", 1000 * floor, value / floor, goal)
        for (name, goal), value in zip(goals.items(), measured, strict=True)
    ]


def _faster(opened: Seconds, until: Seconds) -> Row:
    """Against workclock's own form for many pairs, which is faster than its form for one."""
    starts, ends = (column[:SOME].astype("datetime64[s]") for column in (opened, until))
    ours, theirs = interleaved(
        ROUNDS,
        lambda: CALENDAR.worked_many(opened, until),
        lambda: WORKCLOCK.between_many(starts, ends),
    )
    ours, theirs = ours * 1e6 / PAIRS, theirs * 1e6 / SOME
    return Row("workclock, many pairs at once (against ours)", theirs, "ns", ours, theirs / ours, ">= 100 times")


def _instant(epoch: int) -> datetime:
    return datetime.fromtimestamp(int(epoch), UTC)


def _microseconds(count: int, *works: Callable[[], object]) -> list[float]:
    """Of each work, divided by `count`."""
    return [1000 * taken / count for taken in interleaved(ROUNDS, *works)]
