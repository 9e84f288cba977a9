"""The power is cut: what SQLite wrote and synced is played again up to each cut, without what was not yet synced.

Not simulated: a disk that says "written" before it is, and one that damages what it had written before. PostgreSQL
is left out: its own makers test this.
"""

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.row import Row
from soak.row import counted, none_of
from soak.syncs import Disk, Files, Step, traced
from soak.talker import SAID
from soak.whole import broken, lost
from storage.database import Database
from storage.migrate import migrate

SEED = 12
LINES = 400  # SQLite copies its log into the file several times meanwhile


@dataclass(frozen=True)
class Recording:
    """The files as they were before, and everything that happened to them."""

    file: Path
    before: Files
    steps: Sequence[Step]

    def cuts(self, times: int, chance: random.Random) -> list[int]:
        """Numbers of steps to be cut after: every other one directly after an acknowledgement."""
        said = [number for number, step in enumerate(self.steps) if step.kind == "said"]
        first = said[0] + 1
        some = [chance.choice(said) + 1 for _ in range(times // 2)]
        return sorted(some + [chance.randrange(first, len(self.steps)) for _ in range(times - len(some))])


@dataclass(frozen=True)
class Found:
    """After one cut: how many commands were acknowledged and are not there, and what is damaged."""

    acknowledged: int
    lost: int
    damage: Sequence[str]


def rows(times: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="ictbot-soak-") as folder:
        recording = record(Path(folder) / "full", LINES)
        for name, is_random in (("all that was not synced is gone", False), ("some of it is there", True)):
            found = list(cut_all(recording, times, is_random=is_random))
            yield from figures(f"SQLite, {times} cuts, {name}", found)
        # The instrument must be able to find a loss: without syncs there are some.
        found = list(cut_all(record(Path(folder) / "normal", LINES, "NORMAL"), times, is_random=False))
        without = sum(one.lost > 0 for one in found)
        yield counted("the same with synchronous=NORMAL, which we do not use: cuts that lose", without, "cuts")


def figures(name: str, found: Sequence[Found]) -> Iterator[Row]:
    yield counted(f"{name}: acknowledged before the cuts", sum(one.acknowledged for one in found), "commands")
    yield none_of(f"{name}: acknowledged and lost", sum(one.lost for one in found), "commands")
    yield none_of(f"{name}: damaged", sum(bool(one.damage) for one in found), "files")


def record(folder: Path, lines: int, synchronous: str = "FULL") -> Recording:
    """A desk that is told so many lines, with every write of its files."""
    folder.mkdir(parents=True)
    file = folder.resolve() / "desk.db"
    database = Database(str(file))
    migrate(database)
    database.close()
    before = Files({str(file): bytearray(file.read_bytes())}, {str(file)})
    log = folder.with_suffix(".strace")
    steps = traced(["soak.talker", str(file), str(lines), synchronous], log, file.parent)
    log.unlink()
    return Recording(file, before, steps)


def cut_all(recording: Recording, times: int, *, is_random: bool) -> Iterator[Found]:
    chance = random.Random(SEED)
    disk, played, said = Disk(recording.before.copy()), 0, list[str]()
    for cut in recording.cuts(times, chance):
        for step in recording.steps[played:cut]:
            disk.take(step)
            said += [step.data.removeprefix(SAID).decode().strip()] if step.kind == "said" else []
        played = cut
        yield look(recording.file, disk.after_a_cut(chance if is_random else None), said)


def look(file: Path, left: dict[str, bytes], said: Sequence[str]) -> Found:
    """What SQLite makes of the files that are left."""
    with tempfile.TemporaryDirectory(dir=file.parent.parent) as folder:
        for path, content in left.items():
            (Path(folder) / Path(path).name).write_bytes(content)
        copy = Path(folder) / file.name
        with closing(sqlite3.connect(copy)) as connection:
            damage = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        with closing(Database(str(copy))) as database:
            return Found(len(said), len(lost(database, said)), damage + broken(database))


def is_possible() -> bool:
    """Whether strace is here."""
    return shutil.which("strace") is not None
