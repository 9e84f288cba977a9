"""Socket Mode: a connection that Slack sends requests through, and that is ended without losing an answer."""

from contextlib import suppress
from functools import partial
from socket import SHUT_RDWR
from threading import Condition
from time import monotonic

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.observed import Observe
from bot.serving import PATIENCE, Served
from bot.settings import Settings
from bot.slack.client import TIMEOUT, ObservedClient, secret
from core.errors import DeskError

PING_SECONDS = 1  # a connection that was cut is noticed after five of them, and opened again
LISTENERS = 32  # the client's own default of 10 answers 92 commands a second once a call takes 100 ms


class Door:
    """Counts those who are inside, and once it is shut lets nobody in: Slack sends to another bot, or again."""

    def __init__(self) -> None:
        self.changed, self.inside, self.is_shut = Condition(), 0, False

    def enter(self) -> bool:
        with self.changed:
            self.inside += not self.is_shut
            return not self.is_shut

    def leave(self) -> None:
        with self.changed:
            self.inside -= 1
            self.changed.notify_all()

    def shut(self, patience: float) -> bool:
        """When nobody is inside, or after half of so many seconds; whether all have left within all of them.

        Whoever comes to a shut door gets no answer, and it is shut for as long as those inside take.
        """
        until = monotonic() + patience
        with self.changed:
            self.changed.wait_for(lambda: not self.inside, patience / 2)
            self.is_shut = True
            return self.changed.wait_for(lambda: not self.inside, until - monotonic())


class Guarded(SocketModeHandler):
    """Bolt's own would close the socket under those who are still being answered."""

    def __init__(self, app: App, token: str, client: ObservedClient) -> None:
        self.door = Door()
        super().__init__(app, token, web_client=client, ping_interval=PING_SECONDS, concurrency=LISTENERS)

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        if self.door.enter():
            try:
                super().handle(client, req)
            finally:
                self.door.leave()


def by_socket(app: App, settings: Settings, observe: Observe) -> Served | None:
    """DeskError where Slack does not take the token."""
    if settings.slack_app_token is None:
        return None
    client = ObservedClient(settings, settings.slack_app_token, TIMEOUT, observe)
    handler = Guarded(app, secret(settings.slack_app_token), client)
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        hang_up(handler)
        said = error.response.get("error")
        sentence = f"Slack does not take ICTBOT_SLACK_APP_TOKEN ({said}). Make one with the scope connections:write."
        raise DeskError(sentence) from error
    return Served("Socket Mode", partial(leave, handler), handler.client.is_connected)


def leave(handler: Guarded) -> None:
    handler.door.shut(PATIENCE)
    handler.client.auto_reconnect_enabled = False
    stop_listening(handler)
    hang_up(handler)


def stop_listening(handler: SocketModeHandler) -> None:
    """The library closes a connection once something more has come over it, which could then not be answered."""
    session = handler.client.current_session
    if session is not None and session.sock is not None:
        with suppress(OSError):
            session.sock.shutdown(SHUT_RDWR)


def hang_up(handler: SocketModeHandler) -> None:
    """Where the connection's own thread closes the socket at the same moment, slack_sdk fails on the second closing."""
    handler.client.auto_reconnect_enabled = False
    with suppress(AttributeError):
        handler.client.disconnect()
    handler.close()  # type: ignore[no-untyped-call]
