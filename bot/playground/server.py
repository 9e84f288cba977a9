"""The playground as one object: put together, started in a thread or as a process, and told what to do wrong."""

import asyncio
import socket
import time
from collections.abc import Callable, Coroutine
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import WebSocketRoute

from bot.playground.clocks import Stopwatch, wall_clock
from bot.playground.delivery import Delivery
from bot.playground.errors import PageError
from bot.playground.faults import Fault, Faults
from bot.playground.limits import Rates
from bot.playground.loopback import HOST, NAMES, CuttableHttp, CuttableWebSocket, OwnPageOnly
from bot.playground.page_api import MovableClock, PageApi, page_error
from bot.playground.people import People
from bot.playground.person import Person
from bot.playground.signed_http import SignedHttp
from bot.playground.socket_mode import Goodbye, SocketMode, reason
from bot.playground.state import State
from bot.playground.web_api import WebApi
from bot.playground.workspace import Json, Timing, Workspace

T = TypeVar("T")
PATIENCE = 10.0  # seconds that a test waits for what should take none
POLL = 0.005


class Playground:
    """`port` nought takes a free one, known at once. Socket Mode unless `deliver_to` names a request URL.

    With a `clock` the messages bear its time, and the page may move it; without, they bear the machine's.
    """

    def __init__(
        self,
        workspace: Workspace | None = None,
        *,
        port: int = 0,
        timing: Timing | None = None,
        clock: MovableClock | None = None,
        rate_limits: bool = False,
    ) -> None:
        self._socket = socket.create_server((HOST, port))
        self.port: int = self._socket.getsockname()[1]
        self.base_url = f"http://{HOST}:{self.port}"
        self.api_url = f"{self.base_url}/api/"
        self.workspace = workspace or Workspace()
        self.stopwatch = Stopwatch()
        now = clock.now if clock else wall_clock
        self.state = State(self.workspace, self.base_url, now, timing or Timing(), self.stopwatch)
        self.faults = Faults()
        self.rates = Rates(self.stopwatch, is_on=rate_limits)
        self.sockets = SocketMode(self.state)
        self.delivery = Delivery(self.sockets, self.faults, self.state.timing.retries)
        self.people = People(self.state, self.delivery)
        self._server = uvicorn.Server(self._config(clock))
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def _config(self, clock: MovableClock | None) -> uvicorn.Config:
        page = PageApi(self.state, self.people, self.control, clock)
        routes = [
            *WebApi(self.state, self.faults, self.rates).routes(),
            WebSocketRoute("/link/{ticket}", self.sockets.serve),
            *page.routes(),
        ]
        guards = [Middleware(TrustedHostMiddleware, allowed_hosts=NAMES), Middleware(OwnPageOnly)]
        app = Starlette(routes=routes, middleware=guards, exception_handlers={PageError: page_error})
        return uvicorn.Config(
            app,
            http=CuttableHttp,
            ws=CuttableWebSocket,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )

    def serve(self) -> None:
        """In this thread, until it is interrupted or stopped."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        try:
            await self._server.serve(sockets=[self._socket])
        finally:
            self.delivery.stop()

    def start(self) -> Self:
        self._thread = Thread(target=self.serve, name="playground", daemon=True)
        self._thread.start()
        self.wait_until(lambda: self._server.started)
        return self

    def stop(self) -> None:
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()
        self._socket.close()
        self.delivery.way.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def run(self, work: Coroutine[Any, Any, T], seconds: float = PATIENCE) -> T:
        """From another thread: in the server's own, where everything happens."""
        if self._loop is None:
            raise RuntimeError("The playground has not been started.")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def person(self, user_id: str) -> Person:
        """Somebody whose typing and pressing a test does."""
        return Person(self, user_id)

    def deliver_to(self, request_url: str) -> None:
        """Signed HTTP from now on. ValueError unless it is on this machine."""
        before, self.delivery.way = self.delivery.way, SignedHttp(request_url, self.state)
        before.close()

    def wait_until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        """TimeoutError when it does not come true."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("What was waited for in the playground did not happen.")
            time.sleep(POLL)

    def wait_for_app(self, connections: int = 1) -> None:
        """Until the app has opened so many Socket Mode connections that stay."""
        self.wait_until(lambda: sum(not one.is_leaving for one in self.sockets.connections) >= connections)

    def settle(self, seconds: float = PATIENCE) -> None:
        """Until every event has been acknowledged, or given up. What the app does after that is its own affair."""
        self.run(self.delivery.idle(), seconds)

    def disconnect(self, why: Goodbye = "refresh_requested") -> None:
        """Until the app has taken the hint and left, or `farewell` is over."""
        self.run(self.sockets.say_goodbye(why), self.state.timing.farewell + PATIENCE)

    def cut(self) -> None:
        """All Socket Mode connections end without a word."""
        self.run(self.control({"cut": True}))

    def skip(self, seconds: float) -> None:
        """Lets this time pass for triggers, response_urls and rates at once."""
        self.stopwatch.skip(seconds)

    async def control(self, given: Json) -> None:
        """What POST /page/control takes. ValueError says what is wrong."""
        if "fault" in given:
            self.faults.add(Fault.parsed(given["fault"]))
        if given.get("clear"):
            self.faults.clear()
        if given.get("cut"):
            self.sockets.cut()
        if "disconnect" in given:
            self.delivery.in_background(self.sockets.say_goodbye(reason(given["disconnect"])))
        if "skip_seconds" in given:
            self.skip(float(given["skip_seconds"]))
        if "rate_limits" in given:
            self.rates.is_on = bool(given["rate_limits"])
        if "request_url" in given:
            self.deliver_to(given["request_url"])
