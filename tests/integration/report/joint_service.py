"""The records of a joint service in April to September 2020, as the report of those two quarters has them (seed 001):
the demo's own, of which bot/demo/README.md says what is real.
"""

from datetime import UTC, datetime

from bot.app import Bot
from bot.clock import SetClock
from bot.demo.records import half_year
from core.periods import financial_period

AFTER = datetime(2020, 10, 5, 9, 0, tzinfo=UTC)
HALF_YEAR = financial_period(2020, 1, 6)


def enter(bot: Bot, clock: SetClock) -> None:
    """All of it, imported and typed on 5 October 2020."""
    clock.set(AFTER)
    half_year(bot)
