"""Socket Mode: a connection that is hung up only once what came over it is answered."""

from contextlib import suppress
from socket import SHUT_RDWR
from time import monotonic, sleep
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

LOOK_AGAIN_SECONDS, QUIET_LOOKS = 0.02, 3


class Line(SocketModeHandler):
    """`underway`: the envelopes that came and are not acknowledged yet."""

    def __init__(self, app: App, token: str, **settings: Any) -> None:  # noqa: ANN401 - as the library has them
        super().__init__(app, token, **settings)
        self.underway: set[str] = set()

    def handle(self, client: Any, req: Any) -> None:  # noqa: ANN401 - as above
        self.underway.add(req.envelope_id)
        try:
            super().handle(client, req)
        finally:
            self.underway.discard(req.envelope_id)

    def finish(self, seconds: float) -> None:
        """Wait for a moment in which nothing is under way, and hang up in it.

        Slack cannot be told beforehand; what comes in that very moment its person must type again.
        """
        until, quiet = monotonic() + seconds, 0
        while quiet < QUIET_LOOKS and monotonic() < until:
            sleep(LOOK_AGAIN_SECONDS)
            quiet = quiet + 1 if not self.underway and self.client.message_queue.empty() else 0
        self.client.auto_reconnect_enabled = False
        self.stop_listening()
        hang_up(self)

    def stop_listening(self) -> None:
        """The library closes a connection once something more has come over it, which could then not be answered."""
        session = self.client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):
                session.sock.shutdown(SHUT_RDWR)


def hang_up(handler: SocketModeHandler) -> None:
    """Where the connection's own thread closes the socket at the same moment, slack_sdk fails on the second closing."""
    handler.client.auto_reconnect_enabled = False
    with suppress(AttributeError):
        handler.client.disconnect()
    handler.close()  # type: ignore[no-untyped-call]
