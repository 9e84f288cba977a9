"""Socket Mode: connections that greet, carry envelopes, are acknowledged, and are taken away again."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, get_args
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.delivery import Answer, Parcel, Way
from bot.playground.state import State
from bot.playground.workspace import Json

MOST_CONNECTIONS = 10
FAILURES = ("operation_timeout", "dispatch_failed")
Goodbye = Literal["warning", "refresh_requested", "link_disabled"]
GREETING = {"host": "playground", "build_number": 1, "approximate_connection_time": 18060}  # seconds: five hours


def reason(given: object) -> Goodbye:
    """ValueError for what is none."""
    for known in ("warning", "refresh_requested", "link_disabled"):
        if given == known:
            return known
    raise ValueError(f"A connection is ended by one of {', '.join(get_args(Goodbye))}, not by {given}.")


@dataclass(eq=False)
class Connection:
    """A connection that was told goodbye gets nothing new while there is another."""

    websocket: WebSocket
    is_leaving: bool = False
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: Json) -> bool:
        try:
            await self.websocket.send_text(json.dumps(message))
        except (WebSocketDisconnect, RuntimeError):  # RuntimeError: closed on our side a moment ago
            return False
        return True

    async def close(self) -> None:
        """Nothing where it has ended by itself."""
        with suppress(WebSocketDisconnect, RuntimeError):
            await self.websocket.close()


@dataclass
class SocketMode(Way):
    state: State
    connections: list[Connection] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=lambda: dict.fromkeys(FAILURES, "timeout"))
    _waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    async def serve(self, websocket: WebSocket) -> None:
        """One connection, from its ticket to its end."""
        if not self.state.links.redeem(websocket.path_params["ticket"]):
            await websocket.close()
            return
        await websocket.accept()
        connection = Connection(websocket)
        if len(self.connections) >= MOST_CONNECTIONS:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await connection.close()
            return
        self.connections.append(connection)
        try:
            await self._listen(connection)
        except WebSocketDisconnect:
            pass
        finally:
            self.connections.remove(connection)
            connection.gone.set()

    async def _listen(self, connection: Connection) -> None:
        hello = {"type": "hello", "num_connections": len(self.connections), "debug_info": GREETING}
        await connection.send(hello | {"connection_info": {"app_id": self.state.workspace.app_id}})
        while True:
            self._acknowledge(await connection.websocket.receive_text())

    def _acknowledge(self, line: str) -> None:
        """On whichever connection it comes; a second one for the same envelope changes nothing, nor does nonsense."""
        try:
            message = json.loads(line)
        except ValueError:
            return
        waiting = self._waiting.get(str(message.get("envelope_id"))) if isinstance(message, dict) else None
        if waiting is not None and not waiting.done():
            payload = message.get("payload") or {}
            waiting.set_result(payload if isinstance(payload, dict) else {"text": str(payload)})

    async def carry(self, parcel: Parcel) -> Answer:
        envelope = self._envelope(parcel)
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        try:
            for _ in range(parcel.copies):
                if not await self._send_to_one(envelope):
                    return Answer(error="dispatch_failed")
            return Answer(await asyncio.wait_for(waiting, self.state.timing.acknowledge))
        except TimeoutError:
            return Answer(error="operation_timeout")
        finally:
            del self._waiting[envelope["envelope_id"]]

    def _envelope(self, parcel: Parcel) -> Json:
        envelope = {"envelope_id": str(uuid4()), "type": parcel.kind, "payload": parcel.payload}
        if parcel.kind == "events_api":
            tried = {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
            return envelope | {"accepts_response_payload": False} | tried
        return envelope | {"accepts_response_payload": True}

    async def _send_to_one(self, envelope: Json) -> bool:
        """To the connection whose turn it is, and to the next where that has just gone."""
        for _ in range(len(self.connections)):
            connection = min(self.connections, key=lambda one: one.is_leaving)
            self.connections.remove(connection)
            self.connections.append(connection)
            if await connection.send(envelope):
                return True
        return False

    async def say_goodbye(self, why: Goodbye) -> None:
        """Tells all of them to come again, as Slack does when it recycles connections, and closes those that stay."""
        leaving = list(self.connections)
        for connection in leaving:
            connection.is_leaving = True
            await connection.send({"type": "disconnect", "reason": why, "debug_info": {"host": "playground"}})
        if why != "link_disabled":
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_gone(leaving), self.state.timing.farewell)
        for connection in leaving:
            await connection.close()

    async def _all_gone(self, leaving: list[Connection]) -> None:
        for connection in leaving:
            await connection.gone.wait()

    def cut(self) -> None:
        """Ends all connections without a word."""
        for connection in self.connections:
            connection.websocket.scope["cut"]()
