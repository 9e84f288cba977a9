"""What is to be said is said once, in the order of its thread, whatever happens to the channel or the sender."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Post
from bot.dispatch import queue
from bot.outbox import BROKE, LEASE, MOST_ATTEMPTS, CannotSendError, Sender, wait
from bot.parts import line
from bot.plain import plain
from bot.running import ticker_of
from storage import outbox
from storage.database import Database
from storage.models import Outbox
from tests.conftest import FRIDAY
from tests.integration.rows import Row, done, how_many, put, rows

SECOND = timedelta(seconds=1)


@dataclass
class Room:
    """A channel that keeps what it is given, with the message that it continues; `refuse` may turn a post away."""

    refuse: Callable[[str], Exception | None] = lambda _text: None
    heard: list[tuple[str, str | None]] = field(default_factory=list)
    seconds_between: float = 0

    def deliver(self, post: Post, earlier: str | None) -> str:
        text = plain(post.parts)
        error = self.refuse(text)
        if error:
            raise error
        self.heard.append((text, earlier))
        return earlier or f"message of {text}"

    @property
    def said(self) -> list[str]:
        return [text for text, _ in self.heard]


def post(database: Database, text: str, subject: str = "ticket:1", to: str = "ict", key: str | None = None) -> bool:
    said = Post(to, subject, (line(text),))
    return database.write(lambda session: queue(session, FRIDAY, said, key))


def only(database: Database) -> Row:
    (row,) = rows(database, Outbox)
    return row


def claimed(database: Database, clock: SetClock) -> str | None:
    """What a sender takes, whose process then ends without a word."""
    row = database.write(lambda session: outbox.claim(session, clock(), LEASE))
    return row.payload if row else None


def test_posts_are_sent_once_in_the_order_in_which_they_were_queued(database: Database, clock: SetClock) -> None:
    for number in range(50):
        post(database, f"{number}", subject=f"ticket:{number % 7}")
    room = Room()
    sender = Sender(database, room, clock)
    assert sender.send_waiting() == 50
    assert room.said == [f"{number}" for number in range(50)]
    assert sender.send_waiting() == 0
    assert all(row["sent_at"] == FRIDAY and row["leased_until"] is None for row in rows(database, Outbox))
    assert database.read(outbox.waiting) == 0


def test_the_first_post_of_a_subject_is_the_message_that_the_others_continue(
    database: Database, clock: SetClock
) -> None:
    for text, to in (("down", "ict"), ("down", "management"), ("taken", "ict"), ("resolved", "management")):
        post(database, text, to=to)
    room = Room()
    Sender(database, room, clock).send_waiting()
    assert room.heard == [
        ("down", None),
        ("down", None),
        ("taken", "message of down"),
        ("resolved", "message of down"),
    ]
    assert database.read(lambda session: outbox.places(session, "ticket:1")) == ["ict", "management"]


def test_a_post_waits_for_the_one_before_it_in_its_thread_and_others_go_on(database: Database, clock: SetClock) -> None:
    for text, subject in (("1a", "ticket:1"), ("1b", "ticket:1"), ("2a", "ticket:2"), ("2b", "ticket:2")):
        post(database, text, subject)
    broken = Room(lambda text: CannotSendError("the channel is gone") if text == "1a" else None)
    assert Sender(database, broken, clock).send_waiting() == 2
    assert broken.said == ["2a", "2b"]
    clock.move(wait(1))
    mended = Room()
    assert Sender(database, mended, clock).send_waiting() == 2
    assert mended.said == ["1a", "1b"]


def test_a_post_that_failed_is_tried_again_later_and_later(database: Database, clock: SetClock) -> None:
    post(database, "down")
    room = Room(lambda _text: CannotSendError("no network"))
    sender = Sender(database, room, clock)
    waits = []
    for _ in range(10):
        assert sender.send_waiting() == 0
        row = only(database)
        assert (row["error"], row["leased_until"], row["dead_at"]) == ("no network", None, None)
        waits.append((row["due_at"] - clock()).total_seconds())
        clock.set(row["due_at"] - SECOND)
        assert claimed(database, clock) is None  # not before its time
        clock.set(row["due_at"])
    assert waits == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600]


def test_a_channel_may_say_how_long_to_wait(database: Database, clock: SetClock) -> None:
    post(database, "down")
    room = Room(lambda _text: CannotSendError("too many posts", timedelta(seconds=90)))
    Sender(database, room, clock).send_waiting()
    assert only(database)["due_at"] == FRIDAY + timedelta(seconds=90)


def test_a_channel_may_ask_for_rest_between_two_posts_to_one_place(database: Database, clock: SetClock) -> None:
    for text, to in (("first", "ict"), ("second", "ict"), ("elsewhere", "management")):
        post(database, text, subject=text, to=to)
    room = Room(seconds_between=3600)
    sender = Sender(database, room, clock)
    assert (sender.send_waiting(), sender.send_waiting()) == (2, 0)
    assert room.said == ["first", "elsewhere"]
    room.seconds_between = 0
    assert Sender(database, room, clock).send_waiting() == 1  # a new one knows of no rest
    assert room.said == ["first", "elsewhere", "second"]


def test_a_post_that_can_never_be_sent_is_a_dead_letter_and_its_thread_goes_on(
    database: Database, clock: SetClock
) -> None:
    post(database, "to nobody")
    post(database, "next")
    room = Room(lambda text: CannotSendError("no such channel", is_final=True) if text == "to nobody" else None)
    assert Sender(database, room, clock).send_waiting() == 1
    assert room.said == ["next"]
    dead = rows(database, Outbox)[0]
    assert (dead["error"], dead["dead_at"], dead["sent_at"]) == ("no such channel", FRIDAY, None)
    assert database.read(outbox.waiting) == 0


def test_a_post_that_fails_too_often_is_given_up(database: Database, clock: SetClock) -> None:
    post(database, "down")
    sender = Sender(database, Room(lambda _text: CannotSendError("no network")), clock)
    for _ in range(MOST_ATTEMPTS):
        assert only(database)["dead_at"] is None
        sender.send_waiting()
        clock.set(max(clock(), only(database)["due_at"]))
    row = only(database)
    assert (row["attempts"], row["error"]) == (MOST_ATTEMPTS, "no network")
    assert row["dead_at"] is not None


def test_what_a_dead_sender_had_taken_is_sent_when_its_lease_is_over(database: Database, clock: SetClock) -> None:
    post(database, "first")
    post(database, "second")
    assert claimed(database, clock) is not None
    room = Room()
    sender = Sender(database, room, clock)
    clock.move(LEASE - SECOND)
    assert sender.send_waiting() == 0  # neither the taken one nor the one behind it
    clock.move(SECOND)
    assert sender.send_waiting() == 2
    assert room.said == ["first", "second"]


def test_a_post_that_breaks_its_sender_holds_up_only_its_own_thread(database: Database, clock: SetClock) -> None:
    for number in range(5):
        post(database, f"{number}", subject=f"ticket:{number}")
    room = Room(lambda text: RuntimeError("a defect of the channel") if text == "0" else None)
    sender = Sender(database, room, clock)
    with pytest.raises(RuntimeError, match="a defect of the channel"):
        sender.send_waiting()
    assert sender.send_waiting() == 4
    assert room.said == ["1", "2", "3", "4"]


def test_a_post_that_breaks_its_sender_each_time_is_given_up(database: Database, clock: SetClock) -> None:
    put(
        database,
        Outbox,
        {
            "queued_at": FRIDAY,
            "due_at": FRIDAY,
            "place": "ict",
            "subject": "ticket:1",
            "payload": "{}",
            "attempts": 0,
        },
    )
    post(database, "the next of its thread")
    room = Room()
    sender = Sender(database, room, clock)
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(ValueError, match="Field required"):
            sender.send_waiting()
        clock.move(LEASE)
    assert sender.send_waiting() == 1
    assert room.said == ["the next of its thread"]
    assert rows(database, Outbox)[0]["error"] == BROKE


def test_two_senders_never_send_one_post_twice(database: Database, clock: SetClock) -> None:
    for number in range(200):
        post(database, f"{number}", subject=f"ticket:{number % 20}")
    room = Room()  # appending to a list is one step, so both may share it
    ready = threading.Barrier(2)

    def send() -> None:
        ready.wait()
        sender = Sender(database, room, clock)
        while database.read(outbox.waiting):
            sender.send_waiting()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(room.said, key=int) == [f"{number}" for number in range(200)]
    assert [row["attempts"] for row in rows(database, Outbox)] == [1] * 200
    for thread in range(20):
        assert [int(text) for text in room.said if int(text) % 20 == thread] == list(range(thread, 200, 20))


def test_an_alert_queued_twice_is_there_once(database: Database) -> None:
    assert post(database, "at risk", key="at-risk:ticket:1:20200901T094000Z")
    assert not post(database, "at risk", key="at-risk:ticket:1:20200901T094000Z")
    assert post(database, "at risk, after a reopening", key="at-risk:ticket:1:20200902T094000Z")
    assert post(database, "said by a person")
    assert post(database, "said by a person")
    assert how_many(database, Outbox) == [4]
    assert database.read(lambda session: outbox.is_queued(session, "at-risk:ticket:1:20200901T094000Z"))
    assert not database.read(lambda session: outbox.is_queued(session, "breached:ticket:1"))


def test_two_bots_that_watch_one_database_say_an_alert_once(bot: Bot, clock: SetClock) -> None:
    done(bot, "/outage p2 Email down at Wirksworth")
    room = Room()
    tickers = [ticker_of(bot, room) for _ in range(2)]
    clock.move(timedelta(days=4))  # past the deadline on Tuesday
    ready = threading.Barrier(2)

    def tick(number: int) -> None:
        ready.wait()
        tickers[number].tick()

    threads = [threading.Thread(target=tick, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    Sender(bot.database, room, clock).send_waiting()
    assert len([text for text in room.said if text.startswith("OUT-1 breached its target")]) == 1
    assert len(room.said) == len(set(room.said))
