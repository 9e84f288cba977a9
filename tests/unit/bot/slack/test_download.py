"""From where files are fetched with the bot's token, and from where never."""

import pytest
from slack_sdk import WebClient

from bot.slack.download import fetch
from core.errors import DeskError


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://docs.example.com/sheet.csv",
        "http://files.slack.com/files-pri/T1-F1/calls.csv",
        "https://files.slack.com.example.com/calls.csv",
        "https://files.slack.com@example.com/calls.csv",
        "https://files.slack.com:8443/calls.csv",
        "file:///etc/passwd",
    ],
)
def test_a_file_of_another_host_is_not_fetched(url: str) -> None:
    with pytest.raises(DeskError, match=r"calls.csv is kept outside Slack"):
        fetch(WebClient("xoxb-1"), {"name": "calls.csv", "url_private_download": url})
