"""Sending what the outbox holds: claimed with a lease, said in a channel, marked; tried again when it fails."""

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor
from concurrent.futures import wait as first_of
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from time import monotonic
from typing import Protocol

from sqlmodel import Session

from bot.clock import Clock
from bot.command import POST, Post
from storage import outbox
from storage.database import Database
from storage.models import Outbox
from storage.outbox import LONGEST_WAIT

log = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 0.1
LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=5)
MOST_ATTEMPTS = 20
BROKE = "given up: every try to send it broke off; the log has the tracebacks"


class CannotSendError(Exception):
    """A channel's word that a post did not go out. `wait` is how long it asks for; a final one is never retried."""

    def __init__(self, reason: str, wait: timedelta | None = None, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.is_final = is_final


class Channel(Protocol):
    """Where posts go. `earlier` is the reference of the first message of the subject there, if there is one.

    `deliver` gives the reference of the message that begins the thread, or nothing where there is none.

    `seconds_between` two posts to one place, as far as the channel asks for it.
    """

    @property
    def seconds_between(self) -> float: ...

    def deliver(self, post: Post, earlier: str | None) -> str: ...


@dataclass(frozen=True)
class Sender:
    """Sends so many `abreast`, in the order of each thread, at the pace that each place bears."""

    database: Database
    channel: Channel
    clock: Clock
    abreast: int = 1
    _rested_at: dict[str, float] = field(default_factory=dict)  # by place, on the machine's own steady clock
    _claiming: Lock = field(default_factory=Lock, repr=False)

    def send_waiting(self) -> int:
        """Send everything that may go now; gives how many went. A slow one holds up only its own thread."""
        sent = 0
        underway: set[Future[bool]] = set()
        with ThreadPoolExecutor(self.abreast, thread_name_prefix="sender") as pool:
            while (row := self.next_row(len(underway))) or underway:
                if row:
                    underway.add(pool.submit(self.send, row))
                else:
                    done, underway = first_of(underway, LOOK_AGAIN_SECONDS, return_when=FIRST_COMPLETED)
                    sent += sum(each.result() for each in done)
        return sent

    def next_row(self, underway: int) -> Outbox | None:
        """A row to send, whose place then rests."""
        if underway >= self.abreast:
            return None
        with self._claiming:
            row = self.database.write(self.claim)
            if row:
                self._rested_at[row.place] = monotonic() + self.channel.seconds_between
            return row

    def claim(self, session: Session) -> Outbox | None:
        now = monotonic()
        for place in [place for place, until in self._rested_at.items() if until <= now]:
            del self._rested_at[place]
        return outbox.claim(session, self.clock(), LEASE, self._rested_at)

    def send(self, row: Outbox) -> bool:
        """One post; whether it went out. A failure is noted with the time of the next try."""
        now = self.clock()
        if row.attempts > MOST_ATTEMPTS:  # unreadable, or it broke the channel each time: no failure was ever noted
            return self.failed(row, BROKE, None, now)
        post = POST.validate_json(row.payload)
        try:
            earlier = self.database.read(lambda session: outbox.message_ref(session, row.place, row.subject))
            outside_ref = self.channel.deliver(post, earlier)
        except CannotSendError as error:
            is_last = error.is_final or row.attempts >= MOST_ATTEMPTS
            retry_at = None if is_last else now + min(error.wait or wait(row.attempts), LONGEST_WAIT)
            return self.failed(row, str(error), retry_at, now)
        is_new = outside_ref not in {"", earlier}
        self.database.write(partial(mark, row=row, outside_ref=outside_ref, is_new=is_new, now=now))
        return True

    def failed(self, row: Outbox, reason: str, retry_at: datetime | None, now: datetime) -> bool:
        log.warning("post %s to %s not sent: %s", row.id, row.place, reason)
        self.database.write(
            lambda session: outbox.mark_failed(session, row.id, error=reason, retry_at=retry_at, now=now)
        )
        return False


def mark(session: Session, row: Outbox, outside_ref: str, now: datetime, *, is_new: bool) -> None:
    outbox.mark_sent(session, row.id, now)
    if is_new:
        outbox.remember_message(session, row.place, row.subject, outside_ref)


def wait(attempts: int) -> timedelta:
    """Twice as long after each failure, up to ten minutes."""
    doubled: int = 2 ** max(attempts - 1, 0)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
