"""A bot that hangs in the middle of a recomputation, for the test that kills it there.

    python -m tests.e2e.blocked_recomputing ADDRESS DESK

It says "recomputing" when the third part is written and not yet committed.
"""

import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Event
from unittest.mock import patch

from bot.app import build
from bot.clock import SetClock
from bot.running import ticker_of
from bot.settings import Settings
from storage import recomputation
from storage.database import Database
from tests.conftest import FRIDAY
from tests.talk import Heard

STORE = recomputation.store
PARTS = count(1)


def hanging(*given: object) -> None:
    STORE(*given)  # type: ignore[arg-type]
    if next(PARTS) == 3:
        print("recomputing", flush=True)  # noqa: T201 - the test waits for it
        Event().wait()


def main(address: str, desk: str) -> None:
    bot = build(Settings(desk=Path(desk)), SetClock(FRIDAY), Database(address))
    with patch("storage.recomputation.store", hanging):
        replace(ticker_of(bot, Heard()).recomputing, rows_at_once=10).work_waiting()


if __name__ == "__main__":
    main(*sys.argv[1:])
