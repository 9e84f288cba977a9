"""One call of a Web API method: its arguments as the methods want them, and what the table says of each method."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import SlackError
from bot.playground.state import Place, State
from bot.playground.workspace import Json

PAGE_SIZE, MOST_A_PAGE = 100, 1000


@dataclass(frozen=True)
class Call:
    """Arguments come as a form, where everything is text, or as JSON. `later` runs something after so many seconds."""

    state: State
    args: Mapping[str, Any]
    later: Callable[[float, Callable[[], None]], object]

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise SlackError("invalid_arguments", (f"missing required field: {name}",))
        return value

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal():
            raise SlackError("invalid_arguments", (f"must be a number [json-pointer:/{name}]",))
        return int(value)

    def json(self, name: str, error: str = "invalid_arguments") -> Any:  # noqa: ANN401 - whatever JSON holds
        """None when it is not given. SlackError with this code when it is no JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise SlackError(error) from None

    def place(self) -> Place:
        """A private channel without the bot is not there for it."""
        place = self.state.place(self.text("channel"))
        if place.is_private and not self.is_member(place):
            raise SlackError("channel_not_found")
        return place

    def is_member(self, place: Place) -> bool:
        return self.state.workspace.bot_user.id in place.members

    def place_with_bot(self) -> Place:
        place = self.place()
        if not self.is_member(place):
            raise SlackError("not_in_channel")
        return place

    def place_to_write(self) -> Place:
        place = self.place_with_bot()
        if place.is_archived:
            raise SlackError("is_archived")
        return place

    def need(self, *scopes: str) -> None:
        """One of them is enough."""
        provided = self.state.workspace.scopes
        if scopes and not any(scope in provided for scope in scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(provided))

    def page(self, everything: Sequence[Any]) -> tuple[list[Any], Json]:
        """The part that cursor and limit ask for, and what tells of the rest."""
        cursor, limit = self.text("cursor") or "0", self.text("limit") or str(PAGE_SIZE)
        if not cursor.isdecimal():
            raise SlackError("invalid_cursor")
        if not limit.isdecimal() or not 1 <= int(limit) <= MOST_A_PAGE:
            raise SlackError("invalid_limit")
        start = int(cursor)
        end = start + int(limit)
        following = str(end) if end < len(everything) else ""
        return list(everything[start:end]), {"response_metadata": {"next_cursor": following}}


@dataclass(frozen=True)
class Method:
    """Of `scopes` one is needed; `tier` is Slack's rate tier; `token` the kind that may call it."""

    run: Callable[[Call], Json]
    tier: int
    scopes: tuple[str, ...] = ()
    token: str = "xoxb"  # noqa: S105 - the beginning of bot tokens


def ids(value: str) -> list[str]:
    return [part for part in value.split(",") if part]
