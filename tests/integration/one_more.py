"""A program that changes one ticket again and again, for the tests that run several of them at once.

one_more.py ADDRESS REQUEST TIMES       says "ready", and begins at a line on its standard input
"""

import sys
from datetime import UTC, datetime

from sqlmodel import Session

from storage import tickets, trail
from storage.database import Database
from storage.trail import Act


def one_more(session: Session, act: Act) -> None:
    """Read, add one, write: what is lost when two do it at once and nobody waits."""
    ticket = tickets.get(session, 1, for_change=True)
    trail.change(session, act, ticket, {"reassignments": ticket.reassignments + 1})


def main(address: str, number: str, times: str) -> None:
    database = Database(address)
    database.revision()
    act = Act(int(number), datetime(2020, 8, 28, tzinfo=UTC), 1)
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    sys.stdin.readline()
    for _ in range(int(times)):
        database.write(lambda session: one_more(session, act))
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
