"""What has happened in a workspace: its channels, their messages, and who is told of a change. One lock guards it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count, takewhile
from threading import RLock
from typing import Any

from bot.playground.clocks import Clock, Stamps, Stopwatch
from bot.playground.errors import SlackError
from bot.playground.files import File, Files
from bot.playground.forms import HOLDS, Values, starting_values
from bot.playground.tickets import LinkTickets, ResponseUrls, Triggers
from bot.playground.views import Views
from bot.playground.workspace import Json, Timing, User, Workspace


@dataclass
class Place:
    """A channel, or the direct message of `person` with the bot."""

    id: str
    name: str
    topic: str
    members: set[str]
    person: str = ""
    is_private: bool = False
    is_archived: bool = False
    messages: dict[str, "Message"] = field(default_factory=dict)  # by ts, oldest first

    @property
    def is_im(self) -> bool:
        return bool(self.person)


@dataclass
class Message:
    """`only_for` is set on ephemeral messages; `values` is the state of the message's menus, by person."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    files: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)  # their ts
    only_for: str = ""
    is_bot: bool = False
    is_deleted: bool = False
    edited_ts: str = ""
    more: Json = field(default_factory=dict)  # attachments, metadata: kept and given back
    values: dict[str, Values] = field(default_factory=dict)

    def values_for(self, user: str) -> Values:
        return self.values.setdefault(user, starting_values(self.blocks))


@dataclass(frozen=True)
class Change:
    """One line of the live feed, for these persons; a message is drawn for each of them when it is sent."""

    kind: str
    people: frozenset[str]
    message: Message | None = None
    body: Json = field(default_factory=dict)


class State:
    """`base_url` is the server's own address, without a slash at its end."""

    def __init__(self, workspace: Workspace, base_url: str, clock: Clock, timing: Timing, stopwatch: Stopwatch) -> None:
        self.workspace = workspace
        self.base_url = base_url
        self.timing = timing
        self.stopwatch = stopwatch
        self.stamp = Stamps(clock)
        self.triggers = Triggers(stopwatch, timing.trigger)
        self.urls = ResponseUrls(stopwatch, timing.response_url)
        self.links = LinkTickets()
        self.files = Files(base_url)
        self.views = Views(workspace)
        self.lock = RLock()
        self.users = {user.id: user for user in workspace.everyone()}
        self.groups = {group.id: group for group in workspace.groups}
        self.places = {
            one.id: Place(
                one.id,
                one.name,
                one.topic,
                set(workspace.members_of(one)),
                is_private=one.is_private,
                is_archived=one.is_archived,
            )
            for one in workspace.channels
        }
        self.last_read: dict[tuple[str, str], str] = {}
        self._watchers: list[Callable[[Change], object]] = []
        self._block_numbers = count(1)
        for user in workspace.users:
            self.direct(user.id)

    def watch(self, watcher: Callable[[Change], object]) -> Callable[[], None]:
        """Called with every change, in its thread; gives what ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, kind: str, people: Iterable[str], message: Message | None = None, **body: Any) -> None:  # noqa: ANN401 - JSON
        change = Change(kind, frozenset(people), message, body)
        for watcher in tuple(self._watchers):
            watcher(change)

    def user(self, user_id: str) -> User:
        if user_id not in self.users:
            raise SlackError("user_not_found")
        return self.users[user_id]

    def place(self, name: str) -> Place:
        """By id, by name with or without #, or by the id of the person whose direct message it is."""
        with self.lock:
            if name in self.users and not self.users[name].is_bot:
                return self.direct(name)
            if name in self.places:
                return self.places[name]
            wanted = name.removeprefix("#")
            for place in self.places.values():
                if wanted == place.name and not place.is_im:
                    return place
        raise SlackError("channel_not_found")

    def direct(self, user_id: str) -> Place:
        """The direct message of this person with the bot, made when there is none."""
        bot = self.workspace.bot_user
        place_id = f"D{user_id[1:]}"
        with self.lock:
            if place_id not in self.places:
                self.places[place_id] = Place(place_id, bot.name, "", {user_id, bot.id}, user_id)
            return self.places[place_id]

    def join(self, place: Place, user_id: str) -> None:
        place.members.add(user_id)
        self.tell("channel", place.members, channel=place.id)

    def message(self, place: Place, ts: str) -> Message:
        found = place.messages.get(ts)
        if found is None or found.is_deleted:
            raise SlackError("message_not_found")
        return found

    def post(self, place: Place, user: str, text: str, blocks: Iterable[Json] = (), **more: Any) -> Message:  # noqa: ANN401 - fields of Message
        """A new message; `more` are further fields of Message."""
        with self.lock:
            is_bot = user == self.workspace.bot_user.id
            message = Message(self.stamp(), place.id, user, text, self.named(blocks), is_bot=is_bot, **more)
            place.messages[message.ts] = message
            if message.thread_ts in place.messages and not message.only_for:
                place.messages[message.thread_ts].replies.append(message.ts)
            for file_id in message.files:
                self.files.get(file_id).shares.setdefault(place.id, []).append(message.ts)
        self.tell("ephemeral" if message.only_for else "message", self.readers(message), message)
        return message

    def change(self, message: Message, text: str, blocks: list[Json] | None) -> None:
        """Without `blocks` the old ones stay."""
        with self.lock:
            message.text = text
            message.edited_ts = self.stamp()
            if blocks is not None:
                message.blocks, message.values = self.named(blocks), {}
        self.tell("changed", self.readers(message), message)

    def delete(self, message: Message) -> None:
        """What others have replied to stays as a tombstone."""
        with self.lock:
            message.is_deleted = True
            if not self.replies(message):
                del self.places[message.channel].messages[message.ts]
        self.tell("deleted", self.readers(message), message)

    def readers(self, message: Message) -> set[str]:
        return {message.only_for} if message.only_for else set(self.places[message.channel].members)

    def replies(self, message: Message) -> list[Message]:
        others = self.places[message.channel].messages
        return [others[ts] for ts in message.replies if ts in others]

    def seen_by(self, place: Place, user: str) -> list[Message]:
        """Oldest first, with the ephemeral ones for this person."""
        with self.lock:
            return [one for one in place.messages.values() if one.only_for in ("", user)]

    def mark_read(self, place: Place, user: str) -> None:
        with self.lock:
            self.last_read[user, place.id] = next(reversed(place.messages), "")

    def unread(self, place: Place, user: str) -> int:
        read = self.last_read.get((user, place.id), "")
        with self.lock:
            new = takewhile(lambda one: one.ts > read, reversed(place.messages.values()))
            return sum(one.user != user and one.only_for in ("", user) for one in new)

    def share(self, files: Iterable[File], place: Place, text: str, thread_ts: str, blocks: Iterable[Json]) -> None:
        """The bot's files become visible; unlike people's, they come some time after their upload."""
        for file in (chosen := list(files)):
            file.is_ready = True
        bot = self.workspace.bot_user.id
        self.post(place, bot, text, blocks, thread_ts=thread_ts, files=[file.id for file in chosen])

    def named(self, blocks: Iterable[Json]) -> list[Json]:
        """Blocks and elements with the ids that Slack gives to those without."""
        named = []
        for block in blocks:
            copy = {"block_id": self.block_name(), **block}
            if (key := HOLDS.get(copy["type"])) in copy:
                held = copy[key]
                copy[key] = (
                    list(map(self.with_action_id, held)) if isinstance(held, list) else self.with_action_id(held)
                )
            named.append(copy)
        return named

    def with_action_id(self, element: Json) -> Json:
        return element if element["type"] == "image" else {"action_id": self.block_name(), **element}

    def block_name(self) -> str:
        return f"b{next(self._block_numbers):04d}"
