"""What works only for a while or only so often: triggers, response_urls, and the tickets of Socket Mode."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from bot.playground.errors import SlackError

RESPONSE_USES = 5


@dataclass
class Trigger:
    user: str
    issued: float
    is_used: bool = False


@dataclass
class Triggers:
    """trigger_ids: for one call of views.open or views.push within `life` seconds."""

    stopwatch: Callable[[], float]
    life: float
    _known: dict[str, Trigger] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def issue(self, user: str) -> str:
        self._forget_old()
        name = f"{next(self._numbers)}.1000.{secrets.token_hex(8)}"
        self._known[name] = Trigger(user, self.stopwatch())
        return name

    def redeem(self, name: str) -> str:
        """The user who set it off."""
        trigger = self._known.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if self.stopwatch() - trigger.issued > self.life:
            raise SlackError("expired_trigger_id")
        trigger.is_used = True
        return trigger.user

    def _forget_old(self) -> None:
        """Kept ten lives, so that one that comes too late is told so."""
        while self._known:
            oldest = next(iter(self._known))
            if self.stopwatch() - self._known[oldest].issued <= 10 * self.life:
                return
            del self._known[oldest]


@dataclass
class ResponseUrl:
    """Where an answer goes: `message_ts` is the message whose button was pressed, or empty after a slash command."""

    channel: str
    user: str
    issued: float
    message_ts: str = ""
    uses: int = RESPONSE_USES


@dataclass
class ResponseUrls:
    stopwatch: Callable[[], float]
    life: float
    _known: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(self, channel: str, user: str, message_ts: str = "") -> str:
        """The last part of the address."""
        self._forget_old()
        name = secrets.token_urlsafe(18)
        self._known[name] = ResponseUrl(channel, user, self.stopwatch(), message_ts)
        return name

    def use(self, name: str) -> ResponseUrl:
        found = self._known.get(name)
        if found is None or self.stopwatch() - found.issued > self.life:
            raise SlackError("expired_url")
        if found.uses == 0:
            raise SlackError("used_url")
        found.uses -= 1
        return found

    def _forget_old(self) -> None:
        while self._known:
            oldest = next(iter(self._known))
            if self.stopwatch() - self._known[oldest].issued <= self.life:
                return
            del self._known[oldest]


@dataclass
class LinkTickets:
    """What apps.connections.open hands out: each opens one Socket Mode connection."""

    _known: set[str] = field(default_factory=set)

    def issue(self) -> str:
        name = secrets.token_urlsafe(18)
        self._known.add(name)
        return name

    def redeem(self, name: str) -> bool:
        is_known = name in self._known
        self._known.discard(name)
        return is_known
