"""The client of Slack's Web API: it does not try again by itself, and tells how each call went."""

from http.client import HTTPException
from typing import Any

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.observed import Called, Observe, unobserved
from bot.settings import Settings

TIMEOUT = 10
UNREACHABLE = (SlackApiError, SlackClientError, OSError, HTTPException)


class ObservedClient(WebClient):
    """A call that was cut may have been done, and would be done twice if it were tried again here."""

    def __init__(self, settings: Settings, token: SecretStr | None, timeout: int, observe: Observe) -> None:
        super().__init__(secret(token), base_url=settings.slack_api, timeout=timeout, retry_handlers=[])
        self.observe = observe

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:  # noqa: ANN401 - as Slack's own
        try:
            answer = super().api_call(api_method, **given)
        except UNREACHABLE as error:
            self.observe(Called(api_method, reason(error)))
            raise
        self.observe(Called(api_method, "ok"))
        return answer


def web_client(settings: Settings, timeout: int = TIMEOUT, observe: Observe = unobserved) -> ObservedClient:
    return ObservedClient(settings, settings.slack_bot_token, timeout, observe)


def secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""


def said(error: SlackApiError) -> str:
    """Slack's own word for it, or the status where it answered with a page."""
    word = str(error.response.get("error") or "")
    return word if word.replace("_", "").isalnum() else f"HTTP {error.response.status_code}"


def reason(error: Exception) -> str:
    """Slack's own word for it; never the request, which holds tokens and people's words."""
    return said(error) if isinstance(error, SlackApiError) else type(error).__name__
