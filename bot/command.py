"""What a command is given and what it gives back: Request, Reply and Post, and the table of Verbs that is a Command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter
from sqlmodel import Session

from bot.desk import Desk
from bot.grammar import Typed
from bot.parts import Part
from bot.plain import plain
from core.facts import Kpi
from core.records.fields import is_reference
from storage.trail import Act


@dataclass(frozen=True)
class Person:
    """`partner` is the only one that a partner's manager may look at."""

    id: int
    key: str
    name: str
    role: str
    partner: str | None = None


@dataclass(frozen=True)
class Place:
    """Where something was said. `name` is a channel's name or "" for a private place; `subject` the thread's record."""

    channel: str
    name: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Post:
    """Something to say elsewhere, once committed. `to` is a channel's name, or `@` and a person's key; posts of one
    subject share a thread.

    `head` is what the first message of the thread now says, where that is edited rather than repeated. With a head
    alone nothing more is said.
    """

    to: str
    subject: str
    parts: tuple[Part, ...]
    head: tuple[Part, ...] = ()
    version: int = 1

    @property
    def where(self) -> str:
        """As people write it: #ict-outages, @engineer."""
        return self.to if self.to.startswith("@") else f"#{self.to}"

    @property
    def newest(self) -> tuple[Part, ...]:
        """What somebody who sees no edits is told."""
        return self.parts or self.head


@dataclass(frozen=True)
class Reply:
    """The answer. Private unless it says channel; where private is not to be had, it goes by direct message.

    `is_error`: nothing was stored; `asks`: because something must be known first; `field`: the one at fault.
    `told_in`: the channel in which everybody sees it, once the dispatcher has queued it there. `is_restricted`: it is
    for the one who asks, and no channel offers to share it.
    """

    parts: tuple[Part, ...]
    visibility: Literal["private", "channel"] = "private"
    subject: str = ""
    posts: tuple[Post, ...] = ()
    is_error: bool = False
    head: tuple[Part, ...] = ()
    asks: bool = False
    field: str = ""
    told_in: str = ""
    is_restricted: bool = False

    @property
    def text(self) -> str:
        """The whole answer in plain words."""
        return plain(self.parts)


REPLY = TypeAdapter(Reply)
POST = TypeAdapter(Post)


class Question(Exception):  # noqa: N818 - it is not an error: it asks, and nothing is stored until it is answered
    """Raised where more must be known before anything is written."""

    def __init__(self, *parts: Part) -> None:
        super().__init__(plain(parts))
        self.reply = Reply(parts, is_error=True, asks=True)


@dataclass(frozen=True)
class Field:
    """`key:value` as typed, and its line in a form. The value of one that `is_time` may be several words."""

    key: str
    label: str
    choices: tuple[str, ...] = ()
    required: bool = False
    is_time: bool = False


@dataclass(frozen=True)
class Writing:
    """Under which policy and request something changes, and when; with the role and partner of who changes it."""

    desk: Desk
    act: Act
    policy_id: int
    now: datetime
    role: str
    partner: str | None


@dataclass(frozen=True)
class Request:
    """Everything that a verb may know. `act` is there when the verb writes."""

    id: str
    now: datetime
    person: Person
    place: Place
    command: str
    verb: str
    line: str
    typed: Typed
    desk: Desk
    kpis: Mapping[str, Kpi]
    commands: "Mapping[str, Command]"
    policy_id: int
    act: Act

    @property
    def writing(self) -> Writing:
        return Writing(self.desk, self.act, self.policy_id, self.now, self.person.role, self.person.partner)

    @property
    def is_aloud(self) -> bool:
        """Of a verb that only looks: its answer is shared with a channel, which alone is remembered as a write."""
        return self.act.number > 0

    def field(self, key: str) -> str:
        return self.typed.fields.get(key, "")

    def is_sure(self) -> bool:
        """The person was asked about something unusual and meant it."""
        return self.field("sure").lower() in {"yes", "y"}


Run = Callable[[Request, Session], Reply]


@dataclass(frozen=True)
class Verb:
    """One thing that a command does. `needs` is a row of core.roles; `example` is shown in help, and tested.

    `takes` tells in words what follows the verb; `is_default` marks the verb that may be left out; the answer of one
    that `is_restricted` is for the person who asks, and is not shared. `also` are other words for it.
    """

    name: str
    does: str
    run: Run
    example: str
    takes: str = ""
    fields: tuple[Field, ...] = ()
    needs: str = "staff"
    writes: bool = False
    is_default: bool = False
    is_restricted: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Command:
    """A table of verbs. `shortcut` reads a first word that implies a verb, such as `p2`, and names that verb.

    One that is no slash command of its own is typed behind /ict. With `verb_may_follow` a verb may stand behind what it
    is about: `/report h1 2020-21 sign`. `letters` begin the references of its records: RSK-4.
    """

    name: str
    does: str
    verbs: tuple[Verb, ...]
    shortcut: Callable[[str], str | None] = lambda _word: None
    is_slash: bool = True
    verb_may_follow: bool = False
    letters: tuple[str, ...] = ()

    @property
    def typed(self) -> str:
        return f"/{self.name}" if self.is_slash else f"/ict {self.name}"

    def verb(self, name: str) -> Verb | None:
        return next((verb for verb in self.verbs if name == verb.name or name in verb.also), None)

    def keeps(self, word: str) -> bool:
        """Whether it is a reference of such a record. A number without letters may be of anything."""
        letters, dash, _ = word.partition("-")
        return bool(dash) and letters.upper() in self.letters and is_reference(word)

    @property
    def default(self) -> Verb | None:
        return next((verb for verb in self.verbs if verb.is_default), None)
