"""What all ways in from Slack share: who speaks from where, the answer, and how it gets back to the one who asked."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_sdk import WebClient

from bot.clock import Clock
from bot.command import Place, Post, Reply
from bot.dispatch import Dispatcher, queue
from bot.imports.receive import Dropped, receive
from bot.observed import Course
from bot.parts import Form
from bot.slack.answers import drawn_here
from bot.slack.channel import Directory
from bot.slack.client import UNREACHABLE, reason
from bot.slack.download import fetch
from bot.slack.spot import SLACK, Spot
from bot.slack.typed import as_typed
from bot.slack.views import form_view
from storage import outbox

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reception:
    """Only people of `team` are answered. `keys` are those of desk.toml by Slack's user ids.

    `draws`: whether Slack draws the charts that it can; otherwise all are pictures.
    """

    dispatcher: Dispatcher
    clock: Clock
    client: WebClient
    directory: Directory
    team: str
    keys: Mapping[str, str]
    prefix: str = ""
    draws: bool = True

    def answer(self, line: str, user: str, place: Place, request_id: str) -> Reply:
        """Never raises; done once for each request id, which is Slack's own for what was typed or pressed."""
        reply = self.dispatcher.answer(line, user, place, self.clock(), f"slack:{request_id}")
        return drawn_here(reply) if self.draws else reply

    def receive(self, file: Mapping[str, Any], spot: Spot, request_id: str) -> Reply:
        """A file as Slack's event tells it. Never raises; once for each file."""
        name, size = str(file.get("name") or "file"), int(file.get("size") or 0)
        dropped = Dropped(
            f"slack:{file['id']}", name, size, spot.to, partial(fetch, self.client, file), answer_key(request_id)
        )
        sender = partial(self.dispatcher.person, SLACK, spot.user)
        course = Course(request_id, "file", "drop")
        return self.dispatcher.attempt(lambda: receive(self.dispatcher, dropped, sender(), self.clock()), course)

    def typed(self, text: str) -> str:
        return as_typed(text, self.keys)

    def place(self, channel_id: str, ts: str = "") -> Place:
        """A channel, and the record whose message or thread is meant by `ts`."""
        name = self.directory.name_of(channel_id)
        subject = ""
        if name and ts:
            subject = self.dispatcher.database.read(
                lambda session: outbox.subject_at(session, name, f"{channel_id}:{ts}") or ""
            )
        return Place(SLACK, name, subject)

    def post(self, spot: Spot, reply: Reply, request_id: str) -> None:
        """A private answer, by way of the outbox: Slack may fail now, and the answer still comes, once."""
        said = Post(spot.to, f"answer:{spot.user}", reply.parts)
        key = answer_key(request_id)
        self.dispatcher.database.write(lambda session: queue(session, self.clock(), said, key))

    def open_form(self, form: Form, trigger_id: str, spot: Spot, place: Place) -> bool:
        """A form must be opened within three seconds of the press; False when Slack would not."""
        try:
            self.client.views_open(trigger_id=trigger_id, view=form_view(form, spot, place))
        except UNREACHABLE as error:
            log.warning("form not opened: %s", reason(error))
            return False
        return True

    def publish_home(self, user: str, view: Mapping[str, Any]) -> None:
        """Not tried again: the next look at the Home tab makes it anew."""
        try:
            self.client.views_publish(user_id=user, view=dict(view))
        except UNREACHABLE as error:
            log.warning("home not published: %s", reason(error))


def answer_key(request_id: str) -> str:
    """By it the outbox says an answer once."""
    return f"answer:{request_id}"
