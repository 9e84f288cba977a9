"""Signed HTTP: each thing is one POST to the app's request URL, which has three seconds to answer."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

from bot.playground.delivery import Answer, Parcel, Way
from bot.playground.state import State
from bot.playground.workspace import Json

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
REASONS = {
    "operation_timeout": "http_timeout", "http_service_error": "http_error", "dispatch_failed": "connection_failed",
}  # fmt: skip


@dataclass
class SignedHttp(Way):
    """ValueError for an address that is not on this machine."""

    url: str
    state: State
    reasons: dict[str, str] = field(default_factory=lambda: REASONS)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(64, "signed-http"))

    def __post_init__(self) -> None:
        if urlsplit(self.url).hostname not in LOOPBACK:
            raise ValueError(f"The playground sends to this machine only, not to {self.url}.")

    async def carry(self, parcel: Parcel) -> Answer:
        """All copies bear the same signature: a replay. Of several answers the first that is one counts."""
        body, headers = self.signed(parcel)
        post = asyncio.get_running_loop().run_in_executor
        answers = await asyncio.gather(*(post(self._pool, self.post, body, headers) for _ in range(parcel.copies)))
        return min(answers, key=lambda answer: bool(answer.error))

    def signed(self, parcel: Parcel) -> tuple[str, dict[str, str]]:
        content_type, body = encoded(parcel)
        stamp = str(int(time.time()))
        signature = SignatureVerifier(self.state.workspace.signing_secret).generate_signature(
            timestamp=stamp, body=body
        )
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": str(signature),
        }
        if parcel.attempt:
            headers |= {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.reason}
        return body, headers

    def post(self, body: str, headers: dict[str, str]) -> Answer:
        address = urlsplit(self.url)
        connection = HTTPConnection(address.hostname or "", address.port or 80, timeout=self.state.timing.acknowledge)
        try:
            connection.request("POST", address.path or "/", body.encode(), headers)
            response = connection.getresponse()
            content = response.read().decode(errors="replace")
        except TimeoutError:
            return Answer(error="operation_timeout")
        except (OSError, HTTPException):
            return Answer(error="dispatch_failed")
        finally:
            connection.close()
        may_retry = response.headers.get("X-Slack-No-Retry") != "1"
        if not 200 <= response.status < 300:
            return Answer(error="http_service_error", may_retry=may_retry)
        return Answer(answer_body(content))

    def close(self) -> None:
        self._pool.shutdown(wait=False)


def encoded(parcel: Parcel) -> tuple[str, str]:
    """Content type and body: commands as a form, interactions as JSON in a form, events as JSON."""
    if parcel.kind == "events_api":
        return "application/json", json.dumps(parcel.payload)
    is_command = parcel.kind == "slash_commands"
    form = parcel.payload if is_command else {"payload": json.dumps(parcel.payload)}
    return "application/x-www-form-urlencoded", urlencode(form)


def answer_body(content: str) -> Json:
    """JSON, or bare text that is the message."""
    try:
        parsed = json.loads(content)
    except json.JSONDecodeError:
        return {"text": content} if content.strip() else {}
    return parsed if isinstance(parsed, dict) else {"text": content}
