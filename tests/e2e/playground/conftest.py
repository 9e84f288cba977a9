"""The tiny app in the pretend workspace, over Socket Mode and over signed HTTP."""

from collections.abc import Iterator
from socketserver import ThreadingMixIn
from threading import Event, Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.playground.server import Playground
from bot.slack.socket import hang_up
from tests.e2e.playground.tiny_app import FULL, TIMING, WORKSPACE, Heard, Running, tiny_app
from tests.e2e.playground.web import Api


class AppServer(ThreadingMixIn, WSGIServer):
    pass


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's word
        pass


@pytest.fixture
def playground() -> Iterator[Playground]:
    started = Playground(WORKSPACE, timing=TIMING).start()
    yield started
    Thread(target=started.stop).start()  # takes a fifth of a second, which the next test need not wait for


@pytest.fixture
def over_socket(playground: Playground) -> Iterator[Running]:
    heard, release = Heard(), Event()
    app = tiny_app(playground, heard, release)
    handler = SocketModeHandler(app, WORKSPACE.app_token, concurrency=8, ping_interval=0.1)
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    playground.wait_for_app()
    yield Running(playground, heard, app.client, is_http=False, release=release)
    release.set()
    handler.client.auto_reconnect_enabled = False
    playground.cut()
    Thread(target=hang_up, args=[handler]).start()  # takes a second, which the next test need not wait for


@pytest.fixture
def over_http(playground: Playground) -> Iterator[Running]:
    heard, release = Heard(), Event()
    app = tiny_app(playground, heard, release)
    server = AppServer(("127.0.0.1", 0), Silent)
    server.set_app(SlackRequestHandler(app))
    Thread(target=server.serve_forever, args=(0.01,)).start()
    playground.deliver_to(f"http://127.0.0.1:{server.server_port}/slack/events")
    yield Running(playground, heard, app.client, is_http=True, release=release)
    release.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["over_socket", "over_http"])
def running(request: pytest.FixtureRequest) -> Running:
    chosen: Running = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    """One for all tests of a file: of those that only call methods, or leave behind what troubles no other."""
    with Playground(FULL, timing=TIMING) as started:
        yield Api(started)
