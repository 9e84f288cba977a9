"""Connecting to a workspace: Socket Mode where there is an app token, signed HTTP where there is a signing secret."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app import Bot
from bot.members import Members
from bot.serving import Served, serve
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.channel import Directory, SlackChannel
from bot.slack.client import UNREACHABLE, secret, web_client
from bot.slack.groups import UserGroups
from bot.slack.reception import Reception
from bot.slack.socket_mode import LISTENERS, by_socket
from bot.slack.spot import SLACK
from core.errors import DeskError

WAITED_FOR = 2  # seconds, for a call in which somebody waits to be answered within Slack's three
PATH = "/slack/events"
LONGEST_STAMP = 12  # digits; seconds since 1970 have ten
ABREAST = 8  # posts at once: one slow call must not hold up everybody's answers


@dataclass(frozen=True)
class Connection:
    """What was opened: the channel for the outbox, the ways in by name, and how to close them."""

    channel: SlackChannel
    ways: tuple[str, ...]
    close: Callable[[], None]
    is_connected: Callable[[], bool]


def connect(bot: Bot, settings: Settings) -> Connection | None:
    """Nothing without a bot token. DeskError when there is one, but no way in, or Slack does not take it."""
    if settings.slack_bot_token is None:
        return None
    observe = bot.dispatcher.observe
    client = web_client(settings, observe=observe)
    directory, team = Directory(client), team_of(client)
    keys = {outside: person.key for (channel, outside), person in bot.dispatcher.people.items() if channel == SLACK}
    groups = UserGroups(web_client(settings, WAITED_FOR, observe), team)
    members = Members(SLACK, bot.desk, groups, bot.database, bot.clock)
    dispatcher = replace(bot.dispatcher, unlisted=members.find)
    prefix, draws = settings.slack_prefix, settings.slack_charts
    reception = Reception(dispatcher, bot.clock, client, directory, team, keys, prefix, draws)
    app = build_app(reception, secret(settings.slack_signing_secret))
    opened = [way for way in (by_http(app, settings), by_socket(app, settings, observe)) if way]  # a port may be taken
    if not opened:
        raise DeskError("Slack needs ICTBOT_SLACK_APP_TOKEN (Socket Mode) or ICTBOT_SLACK_SIGNING_SECRET (HTTP) too.")

    def close() -> None:
        for way in opened:
            way.close()

    def is_connected() -> bool:
        return all(way.is_open() for way in opened)

    users = {key: outside for outside, key in keys.items()}
    channel = SlackChannel(client, directory, users=users)
    return Connection(channel, tuple(way.address for way in opened), close, is_connected)


def team_of(client: WebClient) -> str:
    try:
        return str(client.auth_test()["team_id"])
    except SlackApiError as error:
        said = error.response.get("error")
        sentence = f"Slack does not take ICTBOT_SLACK_BOT_TOKEN ({said}). Copy it again from the app's page."
        raise DeskError(sentence) from error
    except UNREACHABLE as error:
        raise DeskError(f"Slack cannot be reached at {client.base_url}: {error}.") from error


def by_http(app: App, settings: Settings) -> Served | None:
    if settings.slack_signing_secret is None:
        return None
    wsgi = only_requests(SlackRequestHandler(app, path=PATH))
    host, port = settings.http_host, settings.http_port
    served = serve(wsgi, host, port, threads=LISTENERS, name="http", setting="ICTBOT_HTTP_PORT")
    return replace(served, address=f"{served.address}{PATH}")


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
