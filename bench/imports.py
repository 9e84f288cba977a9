"""What it costs to import a million tickets, against the bare drivers bringing in the same rows, and what memory."""

import csv
import gc
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import psycopg

from bench.rig import POSTGRESQL, SQLITE, databases, milliseconds
from bench.row import Row
from bot.app import build
from bot.clock import system_clock
from bot.imports.export import Ways
from bot.imports.files import import_file
from bot.settings import Settings

TICKETS = int(os.environ.get("BENCH_IMPORT_TICKETS", "1_000_000"))
LOOKED_AT = 10_000
TABLES, CHUNK = ("ticket", "downtime"), 50_000
FIRST, LAST = (int(datetime(year, 10, 1, tzinfo=UTC).timestamp()) for year in (2023, 2026))
HEADER = ("reference", "kind", "priority", "summary", "service", "partners", "opened", "resolved", "cause")
LEVELS, PARTNERS = ("P1", "P2", "P3", "P4"), ("BDC", "DDDC", "NEDDC", "RHL", "BDC;DDDC")
SERVICES = ("", "Email", "Internet", "Printing")


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="ictbot-bench-") as folder, databases() as urls:
        file, small = Path(folder) / "tickets.csv", Path(folder) / "small.csv"
        write(file, TICKETS)
        write(small, LOOKED_AT)
        return [row for kind, url in urls.items() for row in rows_on(kind, url, file, small)]


def rows_on(kind: str, url: str, file: Path, small: Path) -> Iterator[Row]:
    """The preview of the small file is taken while the database is empty, as before a first import."""
    seconds, _ = imported(url, small, "look")
    yield Row(f"{kind}: preview of {LOOKED_AT:,} rows", seconds, "s", None, None, "none set")
    ours, memory = imported(url, file, "yes")
    floor = bare(kind, url)
    yield Row(f"{kind}: import of {TICKETS:,} tickets", ours, "s", floor, ours / floor, "<= 3 times the bare driver")
    yield Row(f"{kind}: its peak memory above the start", memory, "MB", None, None, "<= 300 MB")


def write(file: Path, tickets: int) -> None:
    random = np.random.default_rng(2026)
    opened = np.sort(random.integers(FIRST, LAST, tickets))
    ended = opened + random.exponential(86_400, tickets).astype(np.int64)
    levels, partners = random.choice(LEVELS, tickets, p=(0.01, 0.04, 0.55, 0.4)), random.choice(PARTNERS, tickets)
    services = random.choice(SERVICES, tickets)
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        for at in range(tickets):
            times = [str(np.datetime64(int(time[at]), "s")).replace("T", " ") for time in (opened, ended)]
            known = (f"T{at}", "incident", levels[at], f"Ticket {at} of the bench", services[at], partners[at])
            writer.writerow((*known, times[0], times[1] if ended[at] < LAST else "", ""))


def imported(url: str, file: Path, how: str) -> tuple[float, float]:
    """(seconds, megabytes above the start) of an import by a process of its own, without its start."""
    command = (sys.executable, "-m", "bench.imports", url, str(file), how)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory = map(float, done.stdout.split()[-2:])
    return seconds, memory


def measure(url: str, file: Path, how: str) -> None:
    """What that process does: import, and say how long it took and how much memory it needed."""
    bot = build(Settings(database_url=url), system_clock)
    gc.freeze()  # as the program does when it has loaded
    before, begun = megabytes("VmRSS"), perf_counter()
    # Of a million times in British clocks a few would be skipped, and stand before their opening.
    outcome = import_file(bot, file, Ways(zone="UTC"), confirmed=how == "yes")
    taken = perf_counter() - begun
    assert not outcome.errors, outcome.words()
    print(taken, megabytes("VmHWM") - before)
    bot.database.close()


def megabytes(name: str) -> float:
    """Of the memory held now (VmRSS) or at most so far (VmHWM); getrusage would count the parent's too."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def bare(kind: str, url: str) -> float:
    """Seconds in which the driver brings the same rows into the same tables, emptied, with the same indexes.

    Only its own calls are timed, with the rows ready in chunks, so that the floor is as low as it can be.
    """
    return {SQLITE: bare_sqlite, POSTGRESQL: bare_postgresql}[kind](url)


def bare_sqlite(file: str) -> float:
    source = sqlite3.connect(file, isolation_level=None)
    source.execute("VACUUM INTO ?", (f"{file}.copy",))
    source.close()
    source = sqlite3.connect(f"{file}.copy")
    target = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        target.execute(f"PRAGMA {pragma}")
    for statement in ("DELETE FROM downtime", "DELETE FROM ticket", "VACUUM", "BEGIN IMMEDIATE"):
        target.execute(statement)
    taken = 0.0
    for table in TABLES:
        held = source.execute(f"SELECT * FROM {table} ORDER BY id")
        marks = ", ".join("?" * len(held.description))
        while some := held.fetchmany(CHUNK):
            taken += milliseconds(partial(target.executemany, f"INSERT INTO {table} VALUES ({marks})", some))
    taken += milliseconds(partial(target.execute, "COMMIT"))
    source.close()
    target.close()
    return taken / 1000


def bare_postgresql(url: str) -> float:
    taken = 0.0
    with psycopg.connect(url) as source, psycopg.connect(url) as target:
        for table in TABLES:
            source.execute(f"CREATE TEMPORARY TABLE held_{table} AS SELECT * FROM {table}")
        source.commit()
        target.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        target.commit()
        for table in TABLES:
            with source.cursor(f"held_{table}") as held, target.cursor() as cursor:
                held.execute(f"SELECT * FROM held_{table} ORDER BY id")
                begun = perf_counter()
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    fetching = sum(write_rows(copy, held) for _ in range(TICKETS // CHUNK + 1))
                taken += (perf_counter() - begun - fetching) * 1000
        taken += milliseconds(target.commit)
    return taken / 1000


def write_rows(copy: psycopg.Copy, held: psycopg.ServerCursor[Any]) -> float:
    """Copy a chunk; gives the seconds that it took to fetch it, which are not the driver's to bear."""
    begun = perf_counter()
    rows = held.fetchmany(CHUNK)
    fetched = perf_counter() - begun
    for row in rows:
        copy.write_row(row)
    return fetched


if __name__ == "__main__":
    measure(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
