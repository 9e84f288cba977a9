"""kill -9 while commands come in, again and again, on both databases.

A process dies, the machine does not: what it wrote to a file is still in the system's cache. power.py cuts the power.
"""

from collections.abc import Iterator
from contextlib import closing

from bench.rig import databases
from bench.row import Row
from soak.killing import Killed, people_at
from soak.row import counted, none_of
from soak.whole import broken, doubled, lost
from storage.database import Database

SEED = 6


def rows(times: int) -> Iterator[Row]:
    with databases() as urls:
        for kind, url in urls.items():
            yield from rows_on(kind, url, times)


def rows_on(kind: str, url: str, times: int) -> Iterator[Row]:
    """The figures of so many kills on one database."""
    with people_at(url, SEED) as desk:
        desk.kill(times)
        desk.come_back()
    with closing(Database(url)) as database:
        yield from figures(f"{kind}, {times} kills", desk, database)


def figures(name: str, desk: Killed, database: Database) -> Iterator[Row]:
    acknowledged = [f"slack:{told}" for person in desk.people for told in person.acknowledged]
    yield counted(f"{name}: acknowledged", len(acknowledged), "commands")
    yield none_of(f"{name}: acknowledged and lost", len(lost(database, acknowledged)), "commands")
    yield counted(f"{name}: sent again, as nobody answered", sum(person.resent for person in desk.people), "commands")
    yield counted(
        f"{name}: delivered again though answered", sum(person.repeated for person in desk.people), "commands"
    )
    yield none_of(f"{name}: done twice", len(doubled(database)), "records")
    yield none_of(f"{name}: answered otherwise", sum(len(person.surprises) for person in desk.people), "commands")
    yield none_of(f"{name}: trail not whole", len(broken(database)), "places")
    yield counted(f"{name}: slowest return", desk.slowest, "s")
