"""The tiny app in the pretend workspace, over Socket Mode and over signed HTTP."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress.server import create_server

from bot.playground.server import Playground
from tests.e2e.playground.tiny_app import TIMING, WORKSPACE, Heard, Running, tiny_app


@pytest.fixture
def playground() -> Iterator[Playground]:
    with Playground(WORKSPACE, timing=TIMING) as started:
        yield started


@pytest.fixture
def over_socket(playground: Playground) -> Iterator[Running]:
    heard, release = Heard(), Event()
    app = tiny_app(playground, heard, release)
    handler = SocketModeHandler(app, WORKSPACE.app_token, concurrency=8, ping_interval=0.1)
    handler.connect()
    playground.wait_for_app()
    yield Running(playground, heard, app.client, is_http=False, release=release)
    release.set()
    handler.client.auto_reconnect_enabled = False
    playground.cut()  # the client would wait three seconds in its own close
    handler.close()


@pytest.fixture
def over_http(playground: Playground) -> Iterator[Running]:
    heard, release = Heard(), Event()
    app = tiny_app(playground, heard, release)
    server = create_server(SlackRequestHandler(app), host="127.0.0.1", port=0, threads=8)
    Thread(target=server.run, daemon=True).start()
    playground.deliver_to(f"http://127.0.0.1:{server.effective_port}/slack/events")
    yield Running(playground, heard, app.client, is_http=True, release=release)
    release.set()
    server.close()


@pytest.fixture(params=["over_socket", "over_http"])
def running(request: pytest.FixtureRequest) -> Running:
    chosen: Running = request.getfixturevalue(request.param)
    return chosen
