"""Reading and importing what was dropped: beside all else, one file at a time, part by part, and again where it was
broken off.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock, Thread
from time import monotonic

from sqlmodel import Session

from bot.clock import Clock
from bot.command import Writing
from bot.desk import Desk
from bot.dispatch import queue
from bot.imports import card
from bot.imports.export import Rows
from bot.imports.memory import Known, noted, open_known, recall_in
from bot.imports.outcome import HasErrors, Outcome
from bot.imports.portions import Portion, portions
from bot.imports.through import go_through
from bot.parts import Part
from core.errors import DeskError
from core.imports.tables import read_table
from core.imports.uploads import ASKING, CANCELLED, FAILED, IMPORTED, READING, WAITING, unknown_words
from storage import requests, uploads
from storage.database import Database, take_turn
from storage.models import StoredMapping, Upload
from storage.trail import Act

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
ROWS_AT_ONCE = 5_000  # a few tenths of a second, for which others wait
SECONDS_BETWEEN = 3.0
RENEW_SECONDS = LEASE.total_seconds() / 4
BROKE = "I could not read it, three times over. The log has the reason; an administrator can look."


@dataclass(frozen=True)
class Intake:
    """Every part is a transaction under the request that said Import, so that others' commands go on between them and
    one undo takes it all back.
    """

    database: Database
    desk: Desk
    clock: Clock
    policy_id: int
    rows_at_once: int = ROWS_AT_ONCE
    seconds_between: float = SECONDS_BETWEEN
    renew_seconds: float = RENEW_SECONDS
    _leasing: Lock = field(default_factory=Lock, repr=False)
    _busy: Lock = field(default_factory=Lock, repr=False)
    _stopping: Event = field(default_factory=Event, repr=False)

    def stop(self) -> None:
        """What is under way is left after its part, for the next start to go on with."""
        self._stopping.set()

    def work_waiting(self) -> int:
        """Everything that waits to be read or imported; gives how many. Nothing where another thread is at it."""
        if not self._busy.acquire(blocking=False):
            return 0
        try:
            return self.work_through()
        finally:
            self._busy.release()

    def work_through(self) -> int:
        done: set[int] = set()
        while not self._stopping.is_set() and self.database.read(uploads.is_any_to_do):
            upload = self.database.write(lambda session: uploads.claim(session, self.clock(), LEASE, done))
            if upload is None:
                break
            done.add(upload.id)
            with self.renewing(upload):
                self.work(upload)
        return len(done)

    def work(self, upload: Upload) -> None:
        if upload.attempts > MOST_ATTEMPTS:
            self.turn(upload, lambda session, mine: self.give_up(session, mine, BROKE))
            return
        content = self.database.read(lambda session: uploads.content(session, upload.id))
        if content is None:  # it was cancelled just now
            return
        try:
            known = open_known(content, card.ways_of(upload), self.desk.zone, self.recall)
            self.read(upload, known) if upload.state == READING else self.bring(upload, known)
        except DeskError as error:
            if not error.field:  # the database, not the file: it is tried again when the lease is over
                raise
            self.ask(upload, content, error)

    @contextmanager
    def renewing(self, upload: Upload) -> Iterator[None]:
        """Its lease goes on while it is worked at, however long a file takes to read."""
        over = Event()

        def renew() -> None:
            while not over.wait(self.renew_seconds):
                with suppress(DeskError):  # the database is away: again at the next turn
                    self.turn(upload, lambda _session, mine: extend(mine, self.clock() + LEASE))

        thread = Thread(target=renew, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def recall(self, header: tuple[str, ...]) -> StoredMapping | None:
        return self.database.read(partial(recall_in, header))

    def turn(self, upload: Upload, work: Callable[[Session, Upload], None]) -> bool:
        """Something done to an upload that is still ours; False when it was cancelled or taken over meanwhile."""

        def guarded(session: Session) -> bool:
            mine = uploads.get(session, upload.id, for_change=True)
            if mine is None or (mine.state, mine.leased_until) != (upload.state, upload.leased_until):
                return False
            work(session, mine)
            session.add(mine)
            session.flush()
            upload.leased_until = mine.leased_until
            return True

        with self._leasing:
            return self.database.write(guarded)

    def say(self, session: Session, upload: Upload, shown: card.Card, *news: Part) -> None:
        queue(session, self.clock(), card.post(upload, shown, *news))

    def give_up(self, session: Session, upload: Upload, why: str) -> None:
        uploads.end(session, upload, FAILED)
        self.say(session, upload, card.failed(upload, why))

    def ask(self, upload: Upload, content: bytes, error: DeskError) -> None:
        """For what can be said of it, or was said wrongly; what else is wrong with a file must be mended in it."""
        is_open = error.field in {"map", "dates", "profile"} or any(asdict(card.ways_of(upload)).values())
        if not is_open or upload.state != READING:
            self.turn(upload, lambda session, mine: self.give_up(session, mine, error.sentence))
            return
        header = upload.header or json.dumps(read_table(content).header)

        def work(session: Session, mine: Upload) -> None:
            mine.state, mine.header, mine.leased_until, mine.attempts = ASKING, header, None, 0
            self.say(session, mine, card.question(mine, error))

        self.turn(upload, work)

    def read(self, upload: Upload, known: Known) -> None:
        self.show(upload, known, self.look(upload, known))

    def look(self, upload: Upload, known: Known) -> Outcome:
        """What it would do."""
        writing = self.writing(upload, 0)
        outcome = self.database.read(lambda session: go_through(known.export, writing, session, is_stored=False))
        return noted(outcome, known)

    def writing(self, upload: Upload, number: int) -> Writing:
        """As if whoever acts on it typed its rows now."""
        act = Act(number, self.clock(), upload.actor_id)
        return Writing(self.desk, act, self.policy_id, act.at, upload.role, upload.partner)

    def show(self, upload: Upload, known: Known, outcome: Outcome) -> None:
        """The preview; the rows with errors come back as a file."""
        words = unasked(known, outcome)

        def work(session: Session, mine: Upload) -> None:
            mine.state, mine.leased_until, mine.attempts, mine.number = WAITING, None, 0, None
            mine.header, mine.ways = json.dumps(outcome.header), json.dumps(asdict(known.ways))
            mine.words = json.dumps(words) if words else None
            mine.rows, mine.errors = len(known.export.plan.counts), len(outcome.errors)
            news = [card.wrong_rows(mine, outcome)] if card.sends_wrong_rows(mine, outcome) else []
            self.say(session, mine, card.preview(mine, outcome), *news)

        self.turn(upload, work)

    def bring(self, upload: Upload, known: Known) -> None:
        """Said to be imported. Without a word about its errors it is stored whole or not at all."""
        if not (upload.only_good or upload.done):
            outcome = self.look(upload, known)
            if outcome.errors:
                self.show(upload, known, outcome)
                return
        try:
            self.bring_parts(upload, known)
        except HasErrors as refused:
            self.show(upload, known, noted(refused.outcome, known))

    def bring_parts(self, upload: Upload, known: Known) -> None:
        told_at = monotonic()
        for portion in portions(known.export, self.rows_at_once, upload.done):
            if self._stopping.is_set():
                self.turn(upload, let_go)
                return
            is_due = monotonic() - told_at >= self.seconds_between
            if not self.turn(upload, self.storing(portion, is_told=is_due)):
                return
            told_at = monotonic() if is_due else told_at
        self.turn(upload, self.finish)

    def storing(self, portion: Portion, *, is_told: bool) -> Callable[[Session, Upload], None]:
        def work(session: Session, mine: Upload) -> None:
            if self.is_stopped(session, mine):
                return
            self.store(session, mine, portion)
            if is_told:
                self.say(session, mine, card.progress(mine))

        return work

    def is_stopped(self, session: Session, upload: Upload) -> bool:
        """By undoing the request under which it is imported."""
        stored = requests.get(session, upload.number or 0)
        if stored is not None and stored.undone_by is None:
            return False
        uploads.end(session, upload, CANCELLED)
        is_back = upload.done > 0 and requests.standing(session, upload.number or 0) is not None
        self.say(session, upload, card.stopped(upload, is_back=is_back))
        return True

    def store(self, session: Session, upload: Upload, portion: Portion) -> None:
        """Raises HasErrors where a record that a row names has changed since the look."""
        take_turn(session, f"import {portion.export.plan.profile.name}")
        writing = self.writing(upload, upload.number or 0)
        outcome = go_through(portion.export, writing, session, is_stored=True)
        if outcome.errors and not (upload.only_good or upload.done):
            raise HasErrors(outcome)
        upload.errors = len(outcome.errors) + (upload.errors or 0 if upload.done else 0)
        upload.new += outcome.new
        upload.changed += outcome.changed
        upload.unchanged += outcome.unchanged
        upload.done, upload.attempts = portion.until, 0
        upload.leased_until = writing.now + LEASE

    def finish(self, session: Session, upload: Upload) -> None:
        if self.is_stopped(session, upload):
            return
        uploads.end(session, upload, IMPORTED)
        self.say(session, upload, card.closed(upload, "imported; see below."), *card.imported(upload))


def extend(upload: Upload, until: datetime) -> None:
    if upload.leased_until is not None:  # it has been let go of just now
        upload.leased_until = until


def let_go(_session: Session, upload: Upload) -> None:
    upload.leased_until, upload.attempts = None, 0


def unasked(known: Known, outcome: Outcome) -> list[str]:
    """Priorities of tickets that their tool is not known to have, and that nobody has explained yet."""
    if isinstance(known.export, Rows):
        return []
    column = known.export.plan.profile.columns["priority"]
    refused = (error.value for error in outcome.errors if error.column == column)
    return unknown_words(refused, known.ways.priorities or "")
