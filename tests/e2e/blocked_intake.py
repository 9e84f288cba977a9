"""A bot that hangs in the middle of an import, for the test that kills it there.

    python -m tests.e2e.blocked_intake ADDRESS

It says "importing" when the third of four parts is written and not yet committed.
"""

import sys
from dataclasses import replace
from itertools import count
from threading import Event
from unittest.mock import patch

from bot.app import build
from bot.clock import SetClock
from bot.imports.through import go_through
from bot.running import ticker_of
from bot.settings import Settings
from storage.database import Database
from tests.conftest import FRIDAY
from tests.talk import Heard


def main(address: str) -> None:
    bot = build(Settings(), SetClock(FRIDAY), Database(address))
    parts = count(1)

    def hanging(*given: object, is_stored: bool) -> object:
        outcome = go_through(*given, is_stored=is_stored)  # type: ignore[arg-type]
        if is_stored and next(parts) == 3:
            print("importing", flush=True)  # noqa: T201 - the test waits for it
            Event().wait()
        return outcome

    with patch("bot.imports.intake.go_through", hanging):
        replace(ticker_of(bot, Heard()).intake, rows_at_once=10).work_waiting()


if __name__ == "__main__":
    main(*sys.argv[1:])
