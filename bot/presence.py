"""This bot among those that run on its database: seen by the others, and leading when no other does."""

import logging
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

from sqlmodel import Session

from core.errors import DeskError
from storage import leadership, running
from storage.database import Database
from storage.models import RunningBot

log = logging.getLogger(__name__)
BEAT_SECONDS = 1.0
SEEN_EVERY_SECONDS = 5.0


@dataclass
class Presence:
    """Its own thread, since one that waits for a job to end would lose the lead. `stop` is set when it must end,
    and `why` then says why.
    """

    database: Database
    bot: RunningBot
    stop: Event
    term: int | None = None
    why: str = ""
    _seen_at: float = field(default_factory=monotonic)
    _closing: Event = field(default_factory=Event, repr=False)
    _thread: Thread | None = None

    def __post_init__(self) -> None:
        self._seat = leadership.Seat(self.database, self.bot.id)

    def leads(self) -> bool:
        """As far as it knows; it may have slept."""
        return self.term is not None

    def holds(self, session: Session) -> bool:
        """What the database says of it."""
        return self.term is not None and leadership.term(session) == self.term

    def beat(self) -> None:
        try:
            self.lead(self._seat.hold())
            if monotonic() - self._seen_at >= SEEN_EVERY_SECONDS:
                self.database.write(lambda session: running.be_seen(session, self.bot))
                self._seen_at = monotonic()
            self.why = self.database.read(lambda session: running.why_end(session, self.bot))
        except DeskError as error:
            log.warning("%s: %s", self.bot.name, error.sentence)
        if self.why:
            self.stop.set()

    def lead(self, term: int | None) -> None:
        if term and term != self.term:
            log.info("%s leads, term %s", self.bot.name, term)
        if self.term and term is None:
            log.warning("%s does not lead any more", self.bot.name)
        self.term = term

    def start(self) -> None:
        self.beat()
        self._thread = Thread(target=self.run, name="presence", daemon=True)
        self._thread.start()

    def run(self) -> None:
        while not self._closing.wait(BEAT_SECONDS):
            self.beat()

    def close(self) -> None:
        """The lead is given up last, when nothing of this bot is under way."""
        self._closing.set()
        if self._thread:
            self._thread.join()
        self._seat.leave()
        self.term = None
        try:
            self.database.write(lambda session: running.leave(session, self.bot))
        except DeskError as error:  # the others find out by themselves
            log.warning("%s: %s", self.bot.name, error.sentence)


def join(database: Database, policy_id: int, stop: Event) -> Presence:
    """DeskError where bots with another policy run."""
    return Presence(database, database.write(lambda session: running.join(session, policy_id)), stop)
