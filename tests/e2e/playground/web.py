"""HTTP as a test needs it: one request and its answer, on a connection of its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from bot.playground.server import Playground

Json = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def json(self) -> Json:
        found: Json = json.loads(self.content)
        return found


def get(url: str, headers: Mapping[str, str] | None = None) -> Reply:
    return asked("GET", url, b"", headers or {})


def post(url: str, content: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
    return asked("POST", url, content, headers or {})


def post_json(url: str, body: object, headers: Mapping[str, str] | None = None) -> Reply:
    return post(url, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})


def asked(method: str, url: str, content: bytes, headers: Mapping[str, str]) -> Reply:
    """ConnectionError or HTTPException when the connection ends without an answer."""
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=10)
    try:
        connection.request(method, f"{address.path}?{address.query}", content, dict(headers))
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    finally:
        connection.close()


@dataclass(frozen=True)
class Api:
    """The Web API of a playground as an app without any library would call it."""

    playground: Playground

    def reply(self, method: str, args: Json, token: str = "") -> Reply:
        bearer = {"Authorization": f"Bearer {token or self.token_for(method)}"}
        return post_json(f"{self.playground.api_url}{method}", args, bearer)

    def token_for(self, method: str) -> str:
        workspace = self.playground.workspace
        return workspace.app_token if method.startswith("apps.") else workspace.bot_token

    def ok(self, method: str, **args: Any) -> Json:  # noqa: ANN401 - JSON
        answer = self.reply(method, args).json
        assert answer["ok"], answer
        return answer

    def error(self, method: str, **args: Any) -> str:  # noqa: ANN401 - JSON
        answer = self.reply(method, args).json
        assert not answer["ok"], answer
        return str(answer["error"])

    def details(self, method: str, **args: Any) -> list[str]:  # noqa: ANN401 - JSON
        """What Slack says is wrong, in words."""
        return list(self.reply(method, args).json["response_metadata"]["messages"])
