"""A clock that is put right while the bot runs: what was to be said is said, once, and soon."""

from datetime import datetime, timedelta, tzinfo
from threading import Semaphore

import apscheduler.schedulers.base
import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.imports.intake import LEASE as INTAKE_LEASE
from bot.outbox import FIRST_WAIT, LEASE, CannotSendError, Sender
from bot.running import ticker_of
from storage import uploads
from storage.database import Database
from tests.conftest import FRIDAY
from tests.integration.rows import done
from tests.integration.test_outbox import SECOND, Room, claimed, post
from tests.integration.test_uploads import CALLS, Chat

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_what_was_queued_before_the_clock_was_set_back_goes_at_once(bot: Bot, clock: SetClock) -> None:
    room = Room()
    clock.move(HOUR)
    done(bot, "/outage p2 Email down")
    clock.move(-HOUR)
    done(bot, "/outage update OUT-1 Engineer sent")
    ticker_of(bot, room).tick()
    assert len(room.said) == 3  # in the channel and to management, then the update


def test_what_failed_before_the_clock_was_set_back_is_tried_again_with_its_waits(
    database: Database, clock: SetClock
) -> None:
    clock.move(DAY)
    room = Room(lambda _text: CannotSendError("no"))
    post(database, "first")
    sender = Sender(database, room, clock)
    sender.send_waiting()
    clock.move(-DAY)
    sender.send_waiting()
    room.refuse = lambda _text: None
    sender.send_waiting()
    assert room.said == []  # it rests between two tries
    clock.move(2 * FIRST_WAIT)
    sender.send_waiting()
    assert room.said == ["first"]


def test_what_a_sender_had_taken_by_a_clock_that_was_set_back_is_sent(database: Database, clock: SetClock) -> None:
    post(database, "first")
    clock.move(DAY)
    assert claimed(database, clock)
    clock.move(-DAY)
    room = Room()
    assert Sender(database, room, clock).send_waiting() == 1


def test_a_file_that_was_being_read_by_a_clock_that_was_set_back_is_read(bot: Bot, clock: SetClock) -> None:
    chat = Chat(bot, clock)
    chat.drop(CALLS)
    assert bot.database.write(lambda session: uploads.claim(session, FRIDAY + DAY, INTAKE_LEASE))
    assert "3 new" in chat.work()[-1]


def test_the_lease_of_a_bot_whose_clock_goes_before_ours_holds(database: Database, clock: SetClock) -> None:
    post(database, "first")
    clock.move(LEASE - SECOND)
    assert claimed(database, clock)
    clock.set(FRIDAY)
    assert Sender(database, Room(), clock).send_waiting() == 0


def test_a_channel_cannot_ask_for_more_than_ten_minutes(database: Database, clock: SetClock) -> None:
    room = Room(lambda _text: CannotSendError("no", DAY))
    post(database, "first")
    sender = Sender(database, room, clock)
    sender.send_waiting()
    room.refuse = lambda _text: None
    clock.move(timedelta(minutes=10))
    assert sender.send_waiting() == 1


def test_an_alert_of_a_clock_that_went_before_is_not_said_again(bot: Bot, clock: SetClock) -> None:
    room = Room()
    ticker = ticker_of(bot, room)
    done(bot, "/outage p2 Email down")
    for _ in range(3):
        clock.move(7 * DAY)
        ticker.tick()
        clock.move(-7 * DAY)
        ticker.tick()
    assert sum("breached" in text for text in room.said) == 1


class Machine(datetime):
    """The machine's clock as APScheduler asks it."""

    ahead = HOUR

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Machine":
        return cls.fromtimestamp((datetime.now(tz) + cls.ahead).timestamp(), tz)


def test_the_ticker_goes_on_when_the_machines_clock_is_set_back(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Machine)
    monkeypatch.setattr(Machine, "ahead", HOUR)
    monkeypatch.setattr("bot.scheduler.system_clock", lambda: Machine.now(FRIDAY.tzinfo))
    runs = Semaphore(0)
    ticker = ticker_of(bot, Room())
    monkeypatch.setattr(type(ticker.sender), "send_waiting", lambda _self: runs.release())
    scheduler = ticker.start()
    assert runs.acquire(timeout=30)
    Machine.ahead = timedelta(0)
    assert all(runs.acquire(timeout=30) for _ in range(3))
    scheduler.shutdown()
