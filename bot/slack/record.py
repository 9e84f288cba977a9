"""Slack's own record: whether what we may have said stands there. Asked only where a try to say it was cut off."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

log = logging.getLogger(__name__)
EVENT = "ictbot_post"
CLOCKS_APART = timedelta(minutes=2)  # ours and Slack's
PAGE, MOST_PAGES = 200, 10
# Where Slack lets us see nothing, it is said again: twice is better than never.
UNSEEN = frozenset({"missing_scope", "not_in_channel", "channel_not_found", "thread_not_found", "no_permission"})
Message = dict[str, Any]


def metadata(mark: str) -> dict[str, Any]:
    """What a post bears; any app of the workspace may read it, so it is a number and nothing else."""
    return {"event_type": EVENT, "event_payload": {"post": mark}}


@dataclass(frozen=True)
class Record:
    client: WebClient

    def marked(self, channel: str, thread: str, since: datetime, mark: str) -> str | None:
        """The ts of the message with this mark, among those of a channel or of a thread."""
        return self.first(channel, thread, since, lambda message: message.get("metadata") == metadata(mark))

    def file(self, channel: str, thread: str, since: datetime, name: str, size: int) -> str | None:
        """The same for a file, which bears no mark: one of ours of this name and size."""

        def is_it(message: Message) -> bool:
            files = message.get("files") or ()
            return bool(message.get("bot_id")) and any((one["name"], one["size"]) == (name, size) for one in files)

        return self.first(channel, thread, since, is_it)

    def first(self, channel: str, thread: str, since: datetime, is_it: Callable[[Message], bool]) -> str | None:
        try:
            return next((str(one["ts"]) for one in self.messages(channel, thread, since) if is_it(one)), None)
        except SlackApiError as error:
            if (word := error.response.get("error")) not in UNSEEN:
                raise
            log.warning("cannot look whether a post stands in %s already: %s", channel, word)
            return None

    def messages(self, channel: str, thread: str, since: datetime) -> Iterator[Message]:
        oldest = f"{(since - CLOCKS_APART).timestamp():.6f}"
        asked: dict[str, Any] = {"oldest": oldest, "limit": PAGE, "include_all_metadata": True}
        if thread:
            pages = self.client.conversations_replies(channel=channel, ts=thread, **asked)
        else:
            pages = self.client.conversations_history(channel=channel, **asked)
        for page in islice(pages, MOST_PAGES):
            yield from page["messages"]
