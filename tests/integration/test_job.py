"""What `ictbot check alerts` shows: what a job would say, why, and whether it was said before; nothing is written."""

from datetime import UTC, datetime

from bot.alerts.say import preview
from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place
from bot.jobs.sla_watch import JOB
from bot.running import ticker_of
from tests.talk import Heard


def shown(bot: Bot, at: datetime) -> str:
    return bot.database.read(lambda session: preview(JOB, at, bot.desk, session))


def test_a_preview_says_what_the_job_would_and_why_and_writes_nothing(bot: Bot, clock: SetClock) -> None:
    assert shown(bot, clock()) == "sla-watch: 0 to say, 0 of them said before."
    bot.dispatcher.answer("/outage p2 Email down partner:DDDC", "engineer", Place("shell"), clock())
    at_risk = datetime(2020, 9, 1, 8, 40, tzinfo=UTC)
    expected = (
        "sla-watch: 1 to say, 0 of them said before.\n"
        "#ict-outages | OUT-1 at risk: 3 h 00 of 4 h 00 used, due today 10:40.\n"
        "Never on hold. No owner. [Take] [Hold] [Resolve] [Acknowledge] [Snooze]\n"
        "  why: OUT-1 at-risk: warned from today 09:40, due today 10:40"
    )
    assert shown(bot, at_risk) == expected
    assert shown(bot, at_risk) == expected


def test_a_preview_knows_what_was_said_before(bot: Bot, clock: SetClock) -> None:
    bot.dispatcher.answer("/outage p2 Email down partner:DDDC", "engineer", Place("shell"), clock())
    clock.set(datetime(2020, 9, 1, 10, 0, tzinfo=UTC))
    heard = Heard()
    ticker_of(bot, heard).tick()
    bot.dispatcher.answer("/outage edit OUT-1 cause:disk", "engineer", Place("shell"), clock())
    assert shown(bot, clock()).startswith("sla-watch: 1 to say, 1 of them said before.\n")
    said = len(heard.posts)
    ticker_of(bot, heard).tick()
    assert not [post for post in heard.posts[said:] if "breached" in post]
