"""After a change of targets or hours: what was computed under the policy before is computed again, part by part beside
all else, and gone on with where it was broken off.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from sqlmodel import Session

from bot.clock import Clock
from bot.command import Post
from bot.desk import Desk
from bot.dispatch import queue
from bot.parts import line
from core.calendar import day_words
from core.errors import DeskError
from core.numbers import grouped
from core.recompute import differing, recompute
from core.terms import BEGINNING
from storage import people, recomputation, requests, trail
from storage.database import Database
from storage.models import Recomputation

log = logging.getLogger(__name__)
ROWS_AT_ONCE = 4_000  # a few hundredths of a second, for which others wait
PAUSE_SECONDS = 0.005  # in which those who wait get their turn
WHO = ("@desk.toml", "desk.toml")  # no person's key begins so


@dataclass(frozen=True)
class Recomputing:
    """Each part is a short transaction of its own that locks, computes and writes its tickets, so that nothing which a
    person changes meanwhile is overwritten. Only the newest policy's is worked at, by a bot that has that policy.
    """

    database: Database
    desk: Desk
    clock: Clock
    policy_id: int
    rows_at_once: int = ROWS_AT_ONCE
    pause_seconds: float = PAUSE_SECONDS
    _stopping: Event = field(default_factory=Event, repr=False)

    def stop(self) -> None:
        """What is under way is left after its part, for the next start to go on with."""
        self._stopping.set()

    def work_waiting(self) -> int:
        """All that is left to recompute; gives how many parts it took."""
        mine = self.database.read(lambda session: recomputation.under_way(session, self.policy_id))
        if mine is None:
            return 0
        if mine.total is None:
            total = self.database.read(lambda session: recomputation.how_many(session, self.begins(mine)))
            self.database.write(lambda session: self.begin(session, total))
        parts = 0
        try:
            while not self._stopping.is_set() and self.database.write(self.go_on):
                parts += 1
                self._stopping.wait(self.pause_seconds)
        except DeskError as busy:  # a record of this part is locked for long, such as by an import
            log.warning("recomputation goes on later: %s", busy.sentence)
        return parts

    def begins(self, mine: Recomputation) -> datetime:
        return self.desk.calendar.midnight(mine.from_on or BEGINNING)

    def begin(self, session: Session, total: int) -> None:
        """The one entry in the trail, before anything changes: which policy came after which, from when."""
        mine = recomputation.under_way(session, self.policy_id, for_change=True)
        if mine is None or mine.total is not None:
            return
        person = people.person_id(session, *WHO)
        act = requests.claim(session, f"recomputation {mine.id}", self.clock(), person, "a new desk.toml")
        if act is not None:
            before = {"policy_id": recomputation.policy_before(session, mine)}
            after = {"policy_id": mine.policy_id, "from_on": mine.from_on, "tickets": total}
            trail.enter(session, act, "batch", recomputation.RECORD, mine.policy_id, before, after)
        mine.total = total

    def go_on(self, session: Session) -> bool:
        """One part; False when there was nothing left to do."""
        mine = recomputation.under_way(session, self.policy_id, for_change=True)
        if mine is None:
            return False
        last = recomputation.last_number(session)
        until = min(mine.last_id + self.rows_at_once, last)
        self.do_part(session, mine, (mine.last_id + 1, until))
        mine.last_id = until
        if until == last:
            self.finish(session, mine)
        return until < last

    def do_part(self, session: Session, mine: Recomputation, numbers: tuple[int, int]) -> None:
        tickets, holds = recomputation.part(session, numbers, self.begins(mine))
        new = recompute(tickets, holds, self.desk.terms, int(self.clock().timestamp()))
        columns, rows = differing(tickets.figures, new)
        found = {name: values[rows] for name, values in new.columns().items() if name in columns}
        recomputation.store(session, tickets.numbers[rows], found, self.policy_id)
        mine.done += len(tickets)
        mine.changed += int(rows.sum())

    def finish(self, session: Session, mine: Recomputation) -> None:
        mine.finished_at = self.clock()
        if mine.done and mine.from_on is not None:
            words = f"Targets or hours changed from {day_words(mine.from_on)}: {grouped(mine.done)} tickets recomputed"
            said = line(f"{words}, {grouped(mine.changed)} of them with other figures.")
            post = Post(self.desk.channels["management"], f"recomputation:{mine.id}", (said,))
            queue(session, mine.finished_at, post, f"recomputed:{mine.id}")
