"""Sending what the outbox holds: claimed with a lease, said in a channel, marked; tried again when it fails.

What may have gone out in a try whose end nobody knows is looked for in the channel's own record before it is said
again.
"""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor
from concurrent.futures import wait as first_of
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock
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
LEASE = timedelta(seconds=20)  # renewed while a post takes longer
FIRST_WAIT = timedelta(seconds=5)
LONGEST_PLACE_WAIT = timedelta(minutes=1)
MOST_ATTEMPTS = 20
BROKE = "given up: every try to send it broke off; the log has the tracebacks"


class CannotSendError(Exception):
    """A channel's word that a post did not go out. `wait` is how long it asks for; a final one is never retried.

    `is_unsure`: it may have gone out all the same. `of_place`: it is not the post's fault, and none will go out there.
    """

    def __init__(
        self,
        reason: str,
        wait: timedelta | None = None,
        *,
        is_final: bool = False,
        is_unsure: bool = False,
        of_place: bool = False,
    ) -> None:
        super().__init__(reason)
        self.wait, self.is_final, self.is_unsure, self.of_place = wait, is_final, is_unsure, of_place


@dataclass
class Attempt:
    """One try to say a post. The channel puts `mark` into what it says, and says back what became of it.

    `tried_at`: an earlier try may have gone out since then, so it looks for the mark first. `went_out`: something of
    the post stands there now; `is_found`: it stood there already.
    """

    mark: str
    tried_at: datetime | None = None
    went_out: bool = False
    is_found: bool = False


class Channel(Protocol):
    """Where posts go. `earlier` is the reference of the first message of the subject there, if there is one.

    `deliver` gives the reference of the message that begins the thread, or nothing where there is none.

    `seconds_between` two posts to one place, as far as the channel asks for it.
    """

    @property
    def seconds_between(self) -> float: ...

    def deliver(self, post: Post, earlier: str | None, attempt: Attempt) -> str: ...


def always(_session: Session) -> bool:
    """Where there is only one."""
    return True


@dataclass
class Rests:
    """Places that may not be spoken in just now, on the machine's own steady clock."""

    _until: dict[str, float] = field(default_factory=dict)
    _troubles: dict[str, tuple[int, float]] = field(default_factory=dict)  # how many in a row, and their rest's end

    def over(self) -> set[str]:
        """Forget the rests that are over; gives the places that still rest."""
        now = monotonic()
        self._until = {place: until for place, until in self._until.items() if until > now}
        return set(self._until)

    def rest(self, place: str, seconds: float) -> None:
        self._until[place] = max(monotonic() + seconds, self._until.get(place, 0.0))

    def trouble(self, place: str, asked: timedelta | None) -> timedelta:
        """Longer with each failure in a row, or as asked. Posts that fail side by side are one failure."""
        now = monotonic()
        count, until = self._troubles.get(place, (0, 0.0))
        count += now >= until
        pause = asked or min(wait(count), LONGEST_PLACE_WAIT)
        self._troubles[place] = count, now + pause.total_seconds()
        self.rest(place, pause.total_seconds())
        return pause

    def is_well(self, place: str) -> None:
        self._troubles.pop(place, None)

    def clear(self) -> None:
        self._until.clear()
        self._troubles.clear()


@dataclass(frozen=True)
class Sender:
    """Sends so many `abreast`, in the order of each thread, at the pace that each place bears.

    `holds` says whether this bot is still the one that sends.
    """

    database: Database
    channel: Channel
    clock: Clock
    abreast: int = 1
    holds: Callable[[Session], bool] = always
    rests: Rests = field(default_factory=Rests)
    _claiming: Lock = field(default_factory=Lock, repr=False)
    _stopping: Event = field(default_factory=Event, repr=False)

    def stop(self) -> None:
        """What is being sent is finished; what waits is left to the next bot, unclaimed."""
        self._stopping.set()

    def send_waiting(self) -> int:
        """Send everything that may go now; gives how many went. A slow one holds up only its own thread."""
        sent = 0
        underway: dict[Future[bool], Outbox] = {}
        with ThreadPoolExecutor(self.abreast, thread_name_prefix="sender") as pool:
            while (row := self.next_row(len(underway))) or underway:
                if row:
                    underway[pool.submit(self.send, row)] = row
                    continue
                done, _ = first_of(underway, LOOK_AGAIN_SECONDS, return_when=FIRST_COMPLETED)
                for each in done:
                    del underway[each]
                sent += sum(each.result() for each in done)
                self.renew(underway.values())
        return sent

    def next_row(self, underway: int) -> Outbox | None:
        """A row to send, whose place then rests."""
        if underway >= self.abreast or self._stopping.is_set():
            return None
        with self._claiming:
            row = self.database.write(self.claim)
            if row:
                self.rests.rest(row.place, self.channel.seconds_between)
            return row

    def claim(self, session: Session) -> Outbox | None:
        return outbox.claim(session, self.clock(), LEASE, self.rests.over()) if self.holds(session) else None

    def renew(self, underway: Iterable[Outbox]) -> None:
        """The leases of those that take long."""
        now = self.clock()
        for row in underway:
            if row.leased_until and row.leased_until - now < LEASE * 2 / 3:
                self.database.write(partial(outbox.renew, mine=row, until=now + LEASE))

    def begin(self, session: Session, row: Outbox) -> outbox.Begun | None:
        return outbox.begin(session, row, self.clock()) if self.holds(session) else None

    def send(self, row: Outbox) -> bool:
        """One post; whether it went out. A failure is noted with the time of the next try."""
        if row.attempts > MOST_ATTEMPTS:  # unreadable, or it broke the channel each time: no failure was ever noted
            return self.failed(row, outbox.Failure(BROKE, None))
        post = POST.validate_json(row.payload)
        begun = self.database.write(lambda session: self.begin(session, row))
        if begun is None:
            log.warning("post %s to %s left to another bot", row.id, row.place)
            return False
        attempt = Attempt(mark_of(row), begun.tried_at)
        try:
            outside_ref = self.channel.deliver(post, begun.earlier, attempt)
        except CannotSendError as error:
            return self.failed(row, self.failure(row, error, attempt))
        self.rests.is_well(row.place)
        self.sent(row, outside_ref, attempt, is_new=outside_ref not in {"", begun.earlier})
        return True

    def sent(self, row: Outbox, outside_ref: str, attempt: Attempt, *, is_new: bool) -> None:
        if attempt.is_found:
            log.warning("post %s to %s had gone out before, and was not sent again", row.id, row.place)

        def work(session: Session) -> None:
            outbox.mark_sent(session, row.id, self.clock(), is_found=attempt.is_found)
            if is_new:
                outbox.remember_message(session, row.place, row.subject, outside_ref)

        self.database.write(work)

    def failure(self, row: Outbox, error: CannotSendError, attempt: Attempt) -> outbox.Failure:
        """Trouble of the whole place makes no dead letter, however long it lasts."""
        pause = self.rests.trouble(row.place, error.wait) if error.of_place else error.wait or wait(row.attempts)
        is_last = error.is_final or (row.attempts >= MOST_ATTEMPTS and not error.of_place)
        is_unsure = error.is_unsure or attempt.went_out or attempt.tried_at is not None
        return outbox.Failure(
            str(error), None if is_last else self.clock() + min(pause, LONGEST_WAIT), error.of_place, is_unsure
        )

    def failed(self, row: Outbox, failure: outbox.Failure) -> bool:
        log.warning("post %s to %s not sent: %s", row.id, row.place, failure.error)
        self.database.write(lambda session: outbox.mark_failed(session, row, failure, self.clock()))
        return False


def mark_of(row: Outbox) -> str:
    """Of this post and no other, in whatever database it was queued."""
    return f"{row.id}-{int(row.queued_at.timestamp())}"


def wait(attempts: int) -> timedelta:
    """Twice as long after each failure, up to ten minutes."""
    doubled: int = 2 ** min(max(attempts - 1, 0), MOST_ATTEMPTS)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
