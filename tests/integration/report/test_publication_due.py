"""A report that is due for publication is spoken of in time, and not once it is out or its committee has met."""

from datetime import datetime

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.job import Alert
from bot.jobs.report_publication import check
from bot.plain import plain
from tests.integration.report.reporting import AFTER, answered, begun, done


@pytest.fixture
def planned(bot: Bot, clock: SetClock) -> Bot:
    """A draft for Tuesday 24 November, so that Monday the 16th leaves five clear working days."""
    begun(bot, clock)
    answered(bot)
    done(bot, "/report committee h1 2020-21 24 Nov 2020")
    return bot


def alerts(bot: Bot, at: datetime) -> list[Alert]:
    return bot.database.read(lambda session: check(at, bot.desk, session))


def told(bot: Bot, at: datetime) -> list[str]:
    return [plain(alert.post.parts) for alert in alerts(bot, at)]


def on(day: int) -> datetime:
    return AFTER.replace(day=day)


def test_it_is_spoken_of_from_two_working_days_before(planned: Bot) -> None:
    assert told(planned, on(11)) == []
    (said,) = told(planned, on(12))
    assert said.startswith(
        "Quarterly Report on the Joint ICT Service, April to September 2020, is not published yet. "
        "To be signed by: manager.\nCommittee Tue 24 Nov; publish by Mon 16 Nov (five clear working days)."
    )
    assert said.endswith("[Check] [Sign]")


def test_what_is_signed_is_to_be_published(planned: Bot) -> None:
    done(planned, "/report sign h1 2020-21")
    (said,) = told(planned, on(16))
    assert "It is signed." in said
    assert said.endswith("[Publish]")


def test_once_too_late_it_is_told_anew_and_after_the_meeting_no_more(planned: Bot) -> None:
    (due,), (late,), (later,), after = ([one.key for one in alerts(planned, on(day))] for day in (16, 17, 23, 24))
    assert due != late == later
    assert after == []


def test_what_is_published_is_done(planned: Bot) -> None:
    done(planned, "/report sign h1 2020-21")
    done(planned, "/report publish h1 2020-21 sure:yes")
    assert told(planned, on(16)) == []
