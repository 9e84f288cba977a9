"""A bot that gets as far as it is told and then hangs, for the test that kills it there.

    python -m tests.e2e.blocked_bot ADDRESS MOMENT queued|delivering

It says that word when it has got there.
"""

import sys
from datetime import datetime
from threading import Event

from bot.app import build
from bot.clock import SetClock
from bot.command import Post
from bot.outbox import Attempt
from bot.running import ticker_of
from bot.settings import Settings
from storage.database import Database


class Hangs:
    """A channel that never answers."""

    seconds_between = 0.0

    def deliver(self, _post: Post, _earlier: str | None, _attempt: Attempt) -> str:
        hang("delivering")
        return ""


def hang(word: str) -> None:
    print(word, flush=True)  # noqa: T201 - the test waits for it
    Event().wait()


def main(address: str, moment: str, stage: str) -> None:
    bot = build(Settings(), SetClock(datetime.fromisoformat(moment)), Database(address))
    ticker = ticker_of(bot, Hangs())
    for job in ticker.jobs:
        ticker.run_job(job)
    if stage == "queued":
        hang(stage)
    ticker.sender.send_waiting()


if __name__ == "__main__":
    main(*sys.argv[1:])
