"""The bot in a pretend workspace, as it runs in a real one: by Socket Mode or by signed HTTP, on its own database."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Command
from bot.demo.page import workspace_of
from bot.desk import Desk as Policy
from bot.playground.page_api import MovableClock
from bot.playground.person import Person
from bot.playground.server import Playground
from bot.playground.state import Change, State
from bot.playground.workspace import Channel, Timing, User, Workspace
from bot.running import ticker_of
from bot.scheduler import Ticker
from bot.settings import Settings
from bot.slack.channel import SlackChannel
from bot.slack.connect import connect
from storage import tickets
from tests.slack_payload import check_message, check_view

Json = dict[str, Any]

SAM, ASHA, GUEST, STRANGER = "U_ENGINEER", "U_MANAGER", "U_GUEST", "U_STRANGER"
OUTAGES, MANAGEMENT, DDDC, SHARED = "C_OUTAGES", "C_MANAGEMENT", "C_DDDC", "C_SHARED"
EMAIL_DOWN = "/outage p2 Email down at Wirksworth partner:DDDC"


def chosen(option: str) -> Json:
    return {
        "type": "static_select",
        "selected_option": {"text": {"type": "plain_text", "text": option}, "value": option},
    }


def typed(text: str) -> Json:
    return {"type": "plain_text_input", "value": text}


@dataclass
class Desk:
    """The bot as connected; time stands still, and what waits is sent when a test says so."""

    playground: Playground
    bot: Bot
    clock: SetClock
    ticker: Ticker
    channel: SlackChannel
    http_address: str = ""

    @property
    def is_http(self) -> bool:
        return bool(self.http_address)

    def person(self, user: str = SAM) -> Person:
        return self.playground.person(user)

    def send(self) -> int:
        """What waits goes out, whatever rest its place should have."""
        self.ticker.sender.rests.clear()
        return self.ticker.sender.send_waiting()

    def send_all(self) -> None:
        """Until nothing waits: the second post to a place waits for the first."""
        while self.send():
            pass

    def say(self, text: str, user: str = SAM, channel: str = OUTAGES, thread: str = "") -> None:
        """Typed, answered, and everything that follows is sent."""
        self.person(user).say(channel, text, thread)
        self.playground.settle()
        self.send_all()

    def press(self, message: Json, label: str, user: str = SAM, channel: str = OUTAGES) -> None:
        self.person(user).presses(channel, message, label)
        self.playground.settle()
        self.send_all()

    def texts(self, user: str = SAM, channel: str = OUTAGES) -> list[str]:
        return [message["text"] for message in self.person(user).sees(channel)]

    def newest(self, user: str = SAM, channel: str = OUTAGES) -> Json:
        return self.person(user).sees(channel)[-1]

    def head(self, channel: str = OUTAGES) -> Json:
        """The message that begins a record's thread."""
        shown = self.person(SAM).sees(channel)
        return next(one for one in shown if not one.get("ephemeral") and one.get("thread_ts") in (None, one["ts"]))

    def records(self) -> int:
        return self.bot.database.read(tickets.how_many)


def installed(desk: Policy, known: Mapping[str, Command], more: Sequence[User] = ()) -> Workspace:
    """The demo's workspace, with a stranger in a shared channel, and some whom desk.toml does not list."""
    base = workspace_of(desk, known)
    others = (User(STRANGER, "Somebody Else", team="T_OTHER"), User("U_NOBODY", "Not Listed"), *more)
    shared = Channel(SHARED, "shared", members=(SAM, ASHA, STRANGER, "U_BOT"))
    return replace(base, users=(*base.users, *others), channels=(*base.channels, shared))


@contextmanager
def checked(state: State) -> Iterator[None]:
    """All that the bot has shown in the end, edits and forms that closed included, is within Slack's rules."""
    messages: list[Json] = []
    views: list[Json] = []

    def note(change: Change) -> None:
        said = change.message
        if said and said.is_bot:
            messages.append({"text": said.text, "blocks": said.blocks, "files": said.files})
        elif change.kind in {"view", "home"}:
            views.extend(view.given for view in state.views.everything())

    end = state.watch(note)
    yield
    end()
    for message in messages:
        check_message(message)
    for view in views:
        check_view(view)


@contextmanager
def opened(bot: Bot, clock: SetClock, *, is_http: bool, more: Sequence[User] = (), **settled: object) -> Iterator[Desk]:
    workspace = installed(bot.desk, bot.dispatcher.commands, more)
    timing = Timing(sharing=0.0, farewell=0.2, retries=(0.05, 0.05, 0.05))
    with (
        Playground(workspace, timing=timing, clock=MovableClock(clock, clock.set)) as playground,
        checked(playground.state),
    ):
        by_http, by_socket = (
            {"slack_signing_secret": workspace.signing_secret},
            {"slack_app_token": workspace.app_token},
        )
        settings = Settings.model_validate(
            {"slack_bot_token": workspace.bot_token, "slack_api": playground.api_url, "http_port": 0}
            | (by_http if is_http else by_socket)
            | settled
        )
        connection = connect(bot, settings)
        assert connection is not None
        if is_http:
            playground.deliver_to(connection.ways[0])
        else:
            playground.wait_for_app()
        try:
            ticker, address = ticker_of(bot, connection.channel), connection.ways[0] if is_http else ""
            yield Desk(playground, bot, clock, ticker, connection.channel, address)
        finally:
            connection.close()
