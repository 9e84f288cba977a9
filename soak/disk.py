"""SQLite on a small disk that fills while people type, is given room, fills again, and so on.

The disk is a file system in memory, which only root may mount: nothing is synced to it, it only fills as others do.
"""

import logging
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from bench.row import Row
from bot.app import build
from bot.clock import system_clock
from bot.command import Place
from bot.settings import Settings
from soak.row import counted, none_of
from soak.typist import Typist, figures, told, type_while
from storage.database import FULL, Database
from storage.migrate import migrate

FIRST, MORE = 6144, 512  # kilobytes
FULL_FOR = 0.3  # seconds
Resize = Callable[[int], None]


def rows(times: int) -> Iterator[Row]:
    logging.getLogger("storage.database").setLevel(logging.ERROR)  # it says each time that the disk is full
    with small_disk() as (folder, resize), closing(Database(str(folder / "desk.db"))) as database:
        migrate(database)
        bot = build(Settings(), system_clock, database)
        unanswered: list[str] = []

        def ask() -> None:
            answer = bot.dispatcher.answer("/sla", "manager", Place("shell"), system_clock())
            unanswered.extend([answer.text] if answer.is_error else [])

        people = type_while(bot, lambda those: fill(those, resize, ask, times))
        name = f"SQLite, disk full {times} times"
        yield none_of(f"{name}: /sla asked meanwhile and not answered", len(unanswered), "questions")
        yield counted(f"{name}: told to have room made", how_many_full(people), "commands")
        yield from figures(name, told(bot, people))


@contextmanager
def small_disk() -> Iterator[tuple[Path, Resize]]:
    """A folder, and how to give it another size. CalledProcessError where mounting is not permitted."""
    with tempfile.TemporaryDirectory(prefix="ictbot-soak-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={FIRST}k", "ictbot-soak", folder], check=True)
        try:
            yield Path(folder), lambda size: remount(folder, size)
        finally:
            subprocess.run(["umount", folder], check=True)


def remount(folder: str, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}k", folder], check=True)


def fill(people: Sequence[Typist], resize: Resize, ask: Callable[[], None], times: int) -> None:
    """Until somebody is told that it is full, and a little longer; then there is room, until it is full again."""
    for number in range(1, times + 1):
        before = how_many_full(people)
        while how_many_full(people) == before:
            time.sleep(0.02)
        time.sleep(FULL_FOR)
        ask()
        resize(FIRST + MORE * number)
    resize(4 * FIRST + MORE * times)
    time.sleep(1.0)


def how_many_full(people: Sequence[Typist]) -> int:
    return sum(answer == FULL for person in people for answer in list(person.answers.values()))
