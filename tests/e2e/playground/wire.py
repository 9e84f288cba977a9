"""Socket Mode as an app without any library would speak it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

from bot.playground.server import Playground
from tests.e2e.playground.tiny_app import Json
from tests.e2e.playground.web import Api


class Wire:
    """One connection, and how it was greeted."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.hello = self.next()

    def next(self) -> Json:
        found: Json = json.loads(self.socket.recv(timeout=10))
        return found

    def acknowledge(self, envelope: Json, **more: Any) -> None:  # noqa: ANN401 - JSON
        self.socket.send(json.dumps({"envelope_id": envelope["envelope_id"], **more}))


@contextmanager
def wired(playground: Playground) -> Iterator[Wire]:
    with connect(Api(playground).ok("apps.connections.open")["url"], proxy=None) as socket:
        yield Wire(socket)
