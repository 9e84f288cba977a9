"""Who may speak without being listed: members of the groups that desk.toml names, as a channel tells of them.

The channel is asked before anything is opened in the database, and its answer serves for a while. Where it does not
answer, nobody is let in.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, Protocol, TypeVar

from bot.clock import Clock
from bot.command import Person
from bot.desk import Desk, Group
from core.errors import DeskError
from storage import people
from storage.database import Database

log = logging.getLogger(__name__)
FRESH = timedelta(minutes=10)  # so long an answer is not asked for again
LAST = timedelta(hours=1)  # so long it serves where the channel does not answer
REST = timedelta(seconds=30)  # so long a channel that did not answer is left alone
Answer = TypeVar("Answer")


class CannotAskError(Exception):
    """A channel's word that it does not say who is in a group."""


class Roster(Protocol):
    """What a channel knows of its people. Raises CannotAskError where it does not answer."""

    def members(self) -> Mapping[str, frozenset[str]]:
        """By the id of each group, the outside ids of those in it."""
        ...

    def name_of(self, outside_id: str) -> str | None:
        """None for guests, bots, people of another place and those who have left."""
        ...


@dataclass
class Answers(Generic[Answer]):
    """What was answered, by what was asked about."""

    ask: Callable[[str], Answer]
    clock: Clock
    _known: dict[str, tuple[datetime, Answer]] = field(default_factory=dict)
    _failed_at: dict[str, datetime] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def get(self, about: str) -> Answer:
        """CannotAskError where there is no answer, nor one that may still serve."""
        with self._lock:
            now = self.clock()
            if self.is_due(about, now):
                self.ask_again(about, now)
            known = self._known.get(about)
        if known is None or now - known[0] >= LAST:
            raise CannotAskError(about)
        return known[1]

    def is_due(self, about: str, now: datetime) -> bool:
        is_old = about not in self._known or now - self._known[about][0] >= FRESH
        return is_old and (about not in self._failed_at or now - self._failed_at[about] >= REST)

    def ask_again(self, about: str, now: datetime) -> None:
        try:
            self._known[about] = (now, self.ask(about))
            self._failed_at.pop(about, None)
        except CannotAskError as error:
            log.warning("members of groups not known: %s", error)
            self._failed_at[about] = now


class Members:
    """The members of the groups of one channel. Of several groups the first in desk.toml counts."""

    def __init__(self, channel: str, desk: Desk, roster: Roster, database: Database, clock: Clock) -> None:
        self.channel, self.roster, self.database = channel, roster, database
        self.groups = [(group.identities[channel], group) for group in desk.groups if channel in group.identities]
        self._members = Answers(lambda _: roster.members(), clock)
        self._enrolled = Answers(self.enrol, clock)

    def find(self, channel: str, outside_id: str) -> Person | None:
        """DeskError where the channel does not say who is in its groups."""
        if channel != self.channel or not self.groups:
            return None
        try:
            group = self.group_of(outside_id)
            enrolled = self._enrolled.get(outside_id) if group else None
        except CannotAskError as error:
            raise DeskError(
                "I cannot find out just now who belongs to the desk, so nothing was done. Try again in a minute; if it "
                f"goes on, an administrator can ask `ictbot check {self.channel}` why, or add you to desk.toml."
            ) from error
        return replace(enrolled, role=group.role, partner=group.partner) if group and enrolled else None

    def group_of(self, outside_id: str) -> Group | None:
        members = self._members.get("all groups")
        return next((group for outside, group in self.groups if outside_id in members.get(outside, ())), None)

    def enrol(self, outside_id: str) -> Person | None:
        """Members have a row like everybody, so that trail and ownership name them. Their role comes each time."""
        name = self.roster.name_of(outside_id)
        if name is None:
            return None
        key = people.member_key(self.channel, outside_id)
        number = self.database.write(lambda session: people.enrol_one(session, key, name, {self.channel: outside_id}))
        return Person(number, key, name, role="")
