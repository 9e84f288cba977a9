"""A half-year's report in a test: outages as they were, the words that are wanted, and what answers hold."""

from datetime import datetime
from pathlib import Path

import bot.demo
from bot.app import Bot
from bot.clock import SetClock
from bot.command import Reply
from bot.imports.files import import_file
from bot.parts import File
from tests.conftest import FRIDAY
from tests.integration.rows import say

OUTAGES = Path(bot.demo.__file__).parent / "outages-2020-21.csv"
AFTER = FRIDAY.replace(month=11, day=10)
ACTION = "/report h1 2020-21 say action/sla Calls of both are reviewed each week."
SUMMARY = "say summary Calls went up, and were answered."


def done(bot: Bot, line: str, person: str = "manager") -> Reply:
    reply = say(bot, line, person)
    assert not reply.is_error, reply.text
    return reply


def begun(bot: Bot, clock: SetClock, at: datetime = AFTER) -> None:
    """A first draft."""
    clock.set(at)
    import_file(bot, OUTAGES, confirmed=True)
    done(bot, "/report h1 2020-21")


def answered(bot: Bot) -> None:
    """Nothing stands against signing any more."""
    done(bot, ACTION)
    done(bot, f"/report h1 2020-21 {SUMMARY}")


def content(reply: Reply) -> bytes:
    (file,) = (part for part in reply.parts if isinstance(part, File))
    return file.content


def late_ticket(bot: Bot) -> None:
    done(bot, '/outage p2 Email down partner:BDC at:"14 Aug 2020 10:00" sure:yes', "engineer")
