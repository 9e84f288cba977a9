"""Who may speak to the server: programs on this machine, and its own page; no page from elsewhere in a browser here."""

import asyncio
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

HOST = "127.0.0.1"
NAMES = [HOST, "localhost"]


class OwnPageOnly:
    """Browsers name the page that asks in Origin; other programs name none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if headers.get("origin", "") in ("", f"http://{headers.get('host')}"):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b"only the playground's own page may ask this"})


def with_cut(app: Any, transport: asyncio.BaseTransport) -> Any:  # noqa: ANN401 - uvicorn and Starlette name the type differently
    """Lets an endpoint end its connection without a word: scope["cut"]()."""

    async def cuttable(scope: Scope, receive: Receive, send: Send) -> None:
        scope["cut"] = transport.abort  # type: ignore[attr-defined]  # all of asyncio's socket transports have it
        await app(scope, receive, send)

    return cuttable


class CuttableHttp(H11Protocol):
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as its parent
        super().connection_made(transport)
        self.app = with_cut(self.app, transport)


class CuttableWebSocket(WebSocketsSansIOProtocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.app = with_cut(self.app, transport)
