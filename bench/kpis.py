"""What a figure costs over a million tickets of three years, against the bare scan of the same range of an index."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import numpy as np
import psycopg
from sqlmodel import Session

from bench.rig import PEOPLE, POSTGRESQL, SQLITE, Bare, busy_bot, databases, interleaved
from bench.row import Row
from bot.app import Bot
from bot.command import Place
from bot.kpi.gather import asked, gather
from bot.kpi.measured import measure_all
from bot.shell import SHELL
from core.histogram import Histogram
from core.imports.tickets import TicketColumns
from core.imports.times import MISSING
from core.outcomes import clock_tickets
from core.periods import parse_period
from core.sources import Where
from core.tickets import OUTAGES
from storage import backlog, durations, imports, requests
from storage.bulk import add_rows

TICKETS, CHUNK, ROUNDS = 1_000_000, 50_000, 21
FIRST, NOW = datetime(2023, 10, 1, tzinfo=UTC), datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
QUARTER, OLD_QUARTER = "q2 2026-27", "q2 2024-25"
# How often each is drawn. Every tenth ticket names two partners or all of them.
LEVELS = {"incident P1": 1, "incident P2": 4, "incident P3": 35, "incident P4": 20}
LEVELS |= {"request minor": 20, "request standard": 15, "request major": 5}
PARTNERS = {"BDC": 30, "DDDC": 25, "NEDDC": 20, "RHL": 15, "BDC DDDC": 4, "DDDC NEDDC": 4, "BDC DDDC NEDDC RHL": 2}
# The same range of the same index, and nothing else; both databases read this SQL.
MONTHS = "BETWEEN 202607 AND 202609 AND void_at IS NULL"
BARE = {
    "sla": f"SELECT count(*) FILTER (WHERE met_target), count(*) FROM ticket "
    f"WHERE kind = 'incident' AND reported_month {MONTHS}",
    "outages": f"SELECT count(*) FROM ticket "
    f"WHERE kind = 'incident' AND level IN ('P1', 'P2') AND opened_month {MONTHS}",
    "raised": f"SELECT count(*) FROM ticket WHERE kind IN ('incident', 'request') AND opened_month {MONTHS}",
}


def rows() -> list[Row]:
    with filled() as urls:
        return [row for kind, url in urls.items() for row in rows_on(kind, url)]


@contextmanager
def filled() -> Iterator[dict[str, str]]:
    """A database of each kind with the same million tickets."""
    with databases() as urls:
        with busy_bot(urls[SQLITE]) as bot:
            fill(bot)
        copy(urls[SQLITE], urls[POSTGRESQL])
        yield urls


def rows_on(kind: str, url: str) -> Iterator[Row]:
    bare = Bare(url)
    with busy_bot(url) as bot:
        for name, query in BARE.items():
            assert counted(bot, name, QUARTER) == bare.ask(query)[0][-1]
            ours, floor = interleaved(ROUNDS, partial(counted, bot, name, QUARTER), partial(bare.ask, query))
            yield Row(f"{kind}: {name} of a quarter", ours, "ms", floor, ours / floor, "<= 3 times a bare scan")
        yield from backlogs(kind, bot, bare)
        yield from medians(kind, bot, bare)
        (taken,) = interleaved(ROUNDS, partial(scored, bot))
        yield Row(f"{kind}: the whole scorecard, three periods", taken, "ms", None, None, "<= 150 ms")
        (taken,) = interleaved(ROUNDS, partial(answered, bot))
        yield Row(f"{kind}: /kpi sla q2, all but its chart", taken, "ms", None, None, "none set")
    bare.close()


def counted(bot: Bot, name: str, quarter: str) -> int:
    """How many a KPI counts, as commands count it: without the numbers of the quarter before."""
    kpi = bot.dispatcher.kpis[name]
    over = asked(bot.desk, NOW, parse_period(quarter, NOW.date()))
    return bot.database.read(lambda session: gather(session, [kpi], over))[name].d


def scored(bot: Bot) -> None:
    """Every measure of the quarter, with the quarter and the year before."""
    kpis = [kpi for kpi in bot.dispatcher.kpis.values() if not kpi.is_detail]
    period = parse_period(QUARTER, NOW.date())
    bot.database.read(lambda session: measure_all(session, bot.desk, kpis, period, NOW, is_brief=True))


def backlogs(kind: str, bot: Bot, bare: Bare) -> Iterator[Row]:
    """At three month ends, against a bare look at what was carried over the first of them."""
    for name, quarter in (("this quarter", QUARTER), ("two years ago", OLD_QUARTER)):
        ends = asked(bot.desk, NOW, parse_period(quarter, NOW.date())).ends
        carried = f"ended_month > {min(ends)} AND ended_month > opened_month AND void_at IS NULL"
        query = f"SELECT count(*) FROM ticket WHERE {carried} AND opened_at < '{ends[max(ends)]:%Y-%m-%d %H:%M:%S}'"
        work = partial(counted, bot, "outstanding", quarter)
        ours, floor = interleaved(ROUNDS, work, partial(bare.ask, query))
        yield Row(f"{kind}: outstanding at three month ends, {name}", ours, "ms", floor, ours / floor, "<= 10 ms")
    aged = partial(backlog.by_age, where=Where("outstanding"), month=max(ends), at=ends[max(ends)])
    (taken,) = interleaved(ROUNDS, partial(bot.database.read, aged))
    yield Row(f"{kind}: outstanding by age, two years ago", taken, "ms", None, None, "none set")


def medians(kind: str, bot: Bot, bare: Bare) -> Iterator[Row]:
    """Of the minutes of a quarter, against the bare sum of the same minutes from the same index."""
    months = parse_period(QUARTER, NOW.date()).months()
    for whom, where, goal in (
        ("every ticket", Where("resolved"), "<= 30 ms"),
        ("P1 and P2", Where("resolved", ("incident",), OUTAGES), "<= 3 ms"),
    ):
        work = partial(bot.database.read, partial(durations.histogram, where=where, months=months))
        kinds, levels = ("', '".join(names) for names in (where.kinds, where.levels))
        those = f"kind IN ('{kinds}')" + (f" AND level IN ('{levels}')" if levels else "")
        query = f"SELECT sum(worked_minutes) FROM ticket WHERE {those} AND reported_month {MONTHS}"
        ours, floor = interleaved(ROUNDS, partial(median_of, work), partial(bare.ask, query))
        yield Row(f"{kind}: median time of {work().n:,}, {whom}", ours, "ms", floor, ours / floor, goal)


def median_of(read: Callable[[], Histogram]) -> int | None:
    return read().median


def answered(bot: Bot) -> None:
    reply = bot.dispatcher.answer("/kpi sla q2", PEOPLE[0], Place(SHELL), NOW)
    assert not reply.is_error, reply.text


def fill(bot: Bot, tickets: int = TICKETS) -> None:
    """By the import itself, so that every outcome is the one that the rules give."""
    random = np.random.default_rng(2026)
    for start in range(0, tickets, CHUNK):
        store(bot, f"bench {start}", drawn(random))


def drawn(random: np.random.Generator) -> TicketColumns:
    """Tickets opened at any time of the three years, most of them resolved within days."""
    opened = np.sort(random.integers(int(FIRST.timestamp()), int(NOW.timestamp()), CHUNK))
    resolved = opened + random.exponential(86_400, CHUNK).astype(np.int64)
    resolved[resolved > int(NOW.timestamp())] = MISSING
    levels, partners = (random.choice(list(of), CHUNK, p=np.array([*of.values()]) / 100) for of in (LEVELS, PARTNERS))
    nothing, none = [""] * CHUNK, np.zeros(CHUNK, dtype=np.int64)
    return TicketColumns(
        line=list(range(CHUNK)),
        reference=[f"T{number}" for number in range(CHUNK)],
        kind=[level.split(" ")[0] for level in levels.tolist()],
        priority=[level.split(" ")[1] for level in levels.tolist()],
        summary=[f"Ticket {number} of the bench" for number in range(CHUNK)],
        service=nothing,
        partners=[tuple(names.split(" ")) for names in partners.tolist()],
        group=nothing,
        cause=nothing,
        opened=opened,
        resolved=resolved,
        closed=resolved,
        reassignments=none,
        reopenings=none,
        made_sla=[None] * CHUNK,
    )


def store(bot: Bot, source: str, tickets: TicketColumns) -> None:
    clocked = clock_tickets(tickets, bot.desk.terms)
    columns = imports.columns_of(tickets, clocked, source, bot.dispatcher.policy_id, NOW)
    person = next(iter(bot.dispatcher.people.values()))

    def work(session: Session) -> None:
        act = requests.claim(session, str(uuid4()), NOW, person.id, source)
        assert act is not None
        after = imports.last_id(session)
        add_rows(session, "ticket", columns, range(len(tickets)))
        imports.enter_batch(session, act, source, len(tickets), after)

    bot.database.write(work)


def copy(sqlite_file: str, postgresql_url: str) -> None:
    """The very same tickets by COPY, and then what autovacuum would do within the minute."""
    with busy_bot(postgresql_url), psycopg.connect(postgresql_url, autocommit=True) as there:
        here = sqlite3.connect(sqlite_file)
        tickets = here.execute("SELECT * FROM ticket")
        names = ", ".join(column[0] for column in tickets.description)
        there.execute("SET TIME ZONE 'UTC'")
        with there.cursor().copy(f"COPY ticket ({names}) FROM STDIN".encode()) as target:
            for ticket in tickets:
                target.write_row(ticket)
        there.execute("SELECT setval('ticket_id_seq', max(id)) FROM ticket")
        there.execute("VACUUM ANALYZE ticket")
        here.close()
