"""Connecting to a workspace: Socket Mode where there is an app token, signed HTTP where there is a signing secret."""

import logging
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from threading import Thread
from typing import Any, cast

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from waitress import wasyncore
from waitress.server import create_server

from bot.app import Bot
from bot.members import Members
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.channel import Directory, SlackChannel
from bot.slack.groups import UserGroups
from bot.slack.reception import UNREACHABLE, Reception
from bot.slack.socket import Line, hang_up
from bot.slack.spot import SLACK
from core.errors import DeskError

LISTENERS = 32  # the client's own default of 10 answers 92 commands a second once a call takes 100 ms
TIMEOUT = 10
WAITED_FOR = 2  # seconds, for a call in which somebody waits to be answered within Slack's three
PATH = "/slack/events"
PING_SECONDS = 1  # a connection that was cut is noticed after five of them, and opened again
LONGEST_STAMP = 12  # digits; seconds since 1970 have ten
ABREAST = 8  # posts at once: one slow call must not hold up everybody's answers


@dataclass(frozen=True)
class Connection:
    """What was opened: the channel for the outbox, the ways in by name, and how to close them."""

    channel: SlackChannel
    ways: tuple[str, ...]
    close: Callable[[], None]


Way = tuple[str, Callable[[], None]]


def web_client(settings: Settings, timeout: int = TIMEOUT) -> WebClient:
    """It must not try again by itself: a call that was cut may have been done, and would be done twice."""
    token = secret(settings.slack_bot_token)
    return WebClient(token, base_url=settings.slack_api, timeout=timeout, retry_handlers=[])


def connect(bot: Bot, settings: Settings) -> Connection | None:
    """Nothing without a bot token. DeskError when there is one, but no way in, or Slack does not take it."""
    if settings.slack_bot_token is None:
        return None
    client = web_client(settings)
    directory, team = Directory(client), team_of(client)
    keys = {outside: person.key for (channel, outside), person in bot.dispatcher.people.items() if channel == SLACK}
    members = Members(SLACK, bot.desk, UserGroups(web_client(settings, WAITED_FOR), team), bot.database, bot.clock)
    dispatcher = replace(bot.dispatcher, unlisted=members.find)
    prefix, draws = settings.slack_prefix, settings.slack_charts
    reception = Reception(dispatcher, bot.clock, client, directory, team, keys, prefix, draws)
    app = build_app(reception, secret(settings.slack_signing_secret))
    opened = [way for way in (by_http(app, settings), by_socket(app, settings)) if way]  # a port may be taken
    if not opened:
        raise DeskError("Slack needs ICTBOT_SLACK_APP_TOKEN (Socket Mode) or ICTBOT_SLACK_SIGNING_SECRET (HTTP) too.")

    def close() -> None:
        for _, stop in opened:
            stop()

    users = {key: outside for outside, key in keys.items()}
    return Connection(SlackChannel(client, directory, users=users), tuple(name for name, _ in opened), close)


def secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""


def team_of(client: WebClient) -> str:
    try:
        return str(client.auth_test()["team_id"])
    except SlackApiError as error:
        said = error.response.get("error")
        sentence = f"Slack does not take ICTBOT_SLACK_BOT_TOKEN ({said}). Copy it again from the app's page."
        raise DeskError(sentence) from error
    except UNREACHABLE as error:
        raise DeskError(f"Slack cannot be reached at {client.base_url}: {error}.") from error


def by_socket(app: App, settings: Settings) -> Way | None:
    if settings.slack_app_token is None:
        return None
    token = secret(settings.slack_app_token)
    client = WebClient(token, base_url=settings.slack_api, timeout=TIMEOUT)
    handler = Line(app, token, web_client=client, ping_interval=PING_SECONDS, concurrency=LISTENERS)
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        hang_up(handler)
        said = error.response.get("error")
        sentence = f"Slack does not take ICTBOT_SLACK_APP_TOKEN ({said}). Make one with the scope connections:write."
        raise DeskError(sentence) from error
    return "Socket Mode", partial(handler.finish, TIMEOUT)


def by_http(app: App, settings: Settings) -> Way | None:
    if settings.slack_signing_secret is None:
        return None
    wsgi = only_requests(SlackRequestHandler(app, path=PATH))
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is what threads are for, and no news
    listening = listen(settings.http_host, settings.http_port)
    channels: dict[int, Any] = {}
    server: Any = create_server(wsgi, channels, sockets=[listening], threads=LISTENERS)
    thread = Thread(target=server.run, name="http", daemon=True)
    thread.start()

    def close() -> None:
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=TIMEOUT)  # what was taken is answered
        # Connections that are kept open would keep the server running; only its own thread may close them.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(channels, ignore_all=True))
        thread.join(TIMEOUT)

    return f"http://{settings.http_host}:{listening.getsockname()[1]}{PATH}", close


def listen(host: str, port: int) -> socket.socket:
    """Port nought is any that is free."""
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise DeskError(
            f"{host}:{port} cannot be listened on ({error.strerror}). Name another ICTBOT_HTTP_PORT."
        ) from error


def only_requests(inner: Any) -> Callable[..., Iterable[bytes]]:  # noqa: ANN401 - a WSGI application
    """Bolt would raise, and answer 500, for a timestamp that is no number and for a payload that is no JSON."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= LONGEST_STAMP):
            return refuse(start_response, "401 Unauthorized")
        try:
            return cast(Iterable[bytes], inner(environ, start_response))
        except ValueError:
            return refuse(start_response, "400 Bad Request")

    return application


def refuse(start_response: Callable[..., Any], status: str) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain")])
    return [b"This is no request of Slack's."]
