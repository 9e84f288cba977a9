"""Fetching a file that somebody dropped. The bot's token goes to Slack's own host and to no other."""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient

from core.errors import DeskError
from core.imports.uploads import LARGEST

FILES = "https://files.slack.com"
TIMEOUT = 30


class NoRedirect(HTTPRedirectHandler):
    """Slack redirects whom it does not know to a page for signing in; the token must not follow anywhere else."""

    def redirect_request(self, *_given: object) -> None:
        return None


OPENER = build_opener(NoRedirect)


def fetch(client: WebClient, file: Mapping[str, Any]) -> bytes:
    """The content, or a little more than is taken, of a file as Slack's event tells it. DeskError says what to do."""
    name = str(file.get("name") or "The file")
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    if origin(url) not in hosts(client):
        raise DeskError(f"{name} is kept outside Slack, from where I fetch nothing. Upload the file itself.")
    # The address was checked above: one of two hosts.
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310
    try:
        with OPENER.open(request, timeout=TIMEOUT) as response:
            if response.headers.get_content_type() == "text/html":
                raise unseen(name)
            return bytes(response.read(LARGEST + 1))
    except HTTPError as error:
        if 300 <= error.code < 400:
            raise unseen(name) from None
        raise DeskError(f"Slack did not give me {name} (HTTP {error.code}). Please drop it again.") from None
    except (OSError, HTTPException):
        raise DeskError(f"Slack did not give me {name}. Please drop it again.") from None


def unseen(name: str) -> DeskError:
    return DeskError(
        f"Slack does not let me see {name}: an administrator must give the app the scope files:read (paste "
        "`ictbot manifest` again and reinstall the app)."
    )


def hosts(client: WebClient) -> set[str]:
    """Slack's own, and where the settings say that its API is."""
    return {FILES, origin(client.base_url)}


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
