"""What the outbox says in Slack: messages, their edits and threads, private answers, pictures and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.client import HTTPException
from threading import Lock
from time import monotonic
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.command import Post
from bot.outbox import Attempt, CannotSendError
from bot.parts import Chart, File, Part, is_apart
from bot.slack.client import said
from bot.slack.record import Record, metadata
from bot.slack.render import escaped, render
from bot.slack.spot import SLACK, Spot, read_spot
from reports.charts import alternative_text, png

# What trying again cannot mend: the post becomes a dead letter, and says why.
FINAL = frozenset({"is_archived", "user_not_found", "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "no_text"})
# Slack says these where the person, or the bot, is not in the channel: what is private then goes by direct message.
OUTSIDE = frozenset({"user_not_in_channel", "not_in_channel", "channel_not_found"})
UNPARSED: dict[str, Any] = {"parse": "none", "link_names": False}  # chat.update would find names and links by itself
# Slack's words for: perhaps it was done, perhaps not. Nothing else will be done either, for a while.
BROKEN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
DELETED = frozenset({"message_not_found", "cant_update_message"})
LIST_AGAIN_SECONDS = 60.0


@dataclass
class Directory:
    """Names and ids of channels. conversations.list may be asked 20 times a minute, so it is asked when one is new."""

    client: WebClient
    _ids: dict[str, str] = field(default_factory=dict)
    _listed_at: float = -LIST_AGAIN_SECONDS
    _lock: Lock = field(default_factory=Lock, repr=False)

    def id_of(self, name: str) -> str:
        """Raises CannotSendError where the bot sees no such channel; it may be made, or the bot invited, any time."""
        if name not in self._ids:
            self.list_again()
        if name not in self._ids:
            raise CannotSendError(f"channel_not_found: invite the bot to #{name}")
        return self._ids[name]

    def name_of(self, channel_id: str) -> str:
        """Empty for a direct message, and for a channel that the bot does not see."""
        if not channel_id.startswith(("C", "G")):
            return ""
        if channel_id not in self._ids.values():
            self.list_again()
        return next((name for name, known in self._ids.items() if known == channel_id), "")

    def list_again(self) -> None:
        with self._lock:
            if monotonic() - self._listed_at < LIST_AGAIN_SECONDS:
                return
            self._listed_at = monotonic()
            pages = self.client.conversations_list(limit=200, types="public_channel,private_channel")
            self._ids = {channel["name"]: channel["id"] for page in pages for channel in page["channels"]}


@dataclass(frozen=True)
class SlackChannel:
    """Posts go to a `Spot`. The client must not try again by itself: the outbox does, and knows what was said.

    `users` are Slack's ids by the keys of desk.toml.
    """

    client: WebClient
    directory: Directory
    seconds_between: float = 1  # chat.postMessage allows about one a second in a channel
    users: Mapping[str, str] = field(default_factory=dict)

    @property
    def record(self) -> Record:
        return Record(self.client)

    def deliver(self, post: Post, earlier: str | None, attempt: Attempt) -> str:
        """Say it; gives `channel:ts`. Raises CannotSendError with what Slack said, and how long it asks to wait."""
        try:
            spot = self.spot(post.to)
            return self.say_privately(post, spot, earlier, attempt) if spot.user else self.say(post, earlier, attempt)
        except SlackApiError as error:
            raise refused(error) from error
        except (SlackClientError, OSError, HTTPException) as error:
            reason = f"no answer from Slack: {type(error).__name__}"
            raise CannotSendError(reason, is_unsure=True, of_place=True) from error

    def spot(self, to: str) -> Spot:
        """Of a person's key, the user: one of desk.toml, or `slack:U1` for a member of a group."""
        spot = read_spot(to)
        return replace(spot, user=self.users.get(spot.user, spot.user.removeprefix(f"{SLACK}:")))

    def say(self, post: Post, earlier: str | None, attempt: Attempt) -> str:
        """In a channel: the first post of a subject stands alone and is edited; the others are its thread."""
        channel, _, thread = earlier.partition(":") if earlier else (self.directory.id_of(post.to), "", "")
        if self.upload(post, channel, thread, attempt):
            return earlier or ""
        if thread and post.head and not self.edit(post, channel, thread):
            earlier, thread = None, ""
        ts = self.message(post.parts, channel, thread, attempt)
        return earlier or f"{channel}:{ts}"

    def edit(self, post: Post, channel: str, ts: str) -> bool:
        """What the head of a thread says now; False where somebody has deleted it, and a new thread begins."""
        head = render(post.head)
        try:
            self.client.chat_update(channel=channel, ts=ts, text=head.text, blocks=head.blocks, **UNPARSED)
        except SlackApiError as error:
            if error.response.get("error") in DELETED:
                return False
            raise
        return True

    def say_privately(self, post: Post, spot: Spot, earlier: str | None, attempt: Attempt) -> str:
        """To one person: where they are, or by direct message; Slack shows no file to one person in a channel."""
        if post.head:
            return self.keep_card(post, spot, earlier, attempt)
        is_file = any(map(is_apart, post.parts))
        if spot.is_direct or is_file or not self.whisper(post, spot):
            channel = spot.channel if spot.channel.startswith("D") else self.direct(spot.user)
            thread = spot.thread if channel == spot.channel else ""
            if not self.upload(post, channel, thread, attempt):
                self.message(post.parts, channel, thread, attempt)
        return ""

    def keep_card(self, post: Post, spot: Spot, earlier: str | None, attempt: Attempt) -> str:
        """In the direct message a card that is edited, and below it what is news; gives where the card stands."""
        channel, _, ts = (earlier or "").partition(":")
        if not (ts and self.edit(post, channel, ts)):
            channel = spot.channel if spot.channel.startswith("D") else self.direct(spot.user)
            earlier = f"{channel}:{self.message(post.head, channel, '', attempt, 'card')}"
        if post.parts:
            self.message(post.parts, channel, "", attempt)
        return earlier or ""

    def whisper(self, post: Post, spot: Spot) -> bool:
        """Seen by that person only, and gone when they leave; False where Slack cannot do so."""
        shown = render(post.parts)
        try:
            self.client.chat_postEphemeral(
                channel=spot.channel,
                user=spot.user,
                thread_ts=spot.thread or None,
                text=shown.text,
                blocks=shown.blocks,
                **UNPARSED,
            )
        except SlackApiError as error:
            if error.response.get("error") in OUTSIDE:
                return False
            raise
        return True

    def direct(self, user: str) -> str:
        return str(self.client.conversations_open(users=user)["channel"]["id"])

    def message(self, parts: Sequence[Part], channel: str, thread: str, attempt: Attempt, step: str = "news") -> str:
        """`step`: which message of the post it is, where that is said in several."""
        mark = f"{attempt.mark}-{step}"
        if attempt.tried_at and (ts := self.record.marked(channel, thread, attempt.tried_at, mark)):
            attempt.went_out = attempt.is_found = True
            return ts
        shown = render(parts)
        said = self.client.chat_postMessage(
            channel=channel,
            thread_ts=thread or None,
            text=shown.text,
            blocks=shown.blocks,
            metadata=metadata(mark),
            unfurl_links=False,
            unfurl_media=False,
            **UNPARSED,
        )
        attempt.went_out = True
        return str(said["ts"])

    def upload(self, post: Post, channel: str, thread: str, attempt: Attempt) -> bool:
        """A post of a picture, with what it shows in words, or of a file; False for any other.

        The words are the comment: alternative text on the upload itself can make it vanish.
        """
        part = post.parts[0] if post.parts else None
        if isinstance(part, Chart) and is_apart(part):
            content, name, words = png(part.drawing), f"{part.name}.png", alternative_text(part.drawing)
        elif isinstance(part, File):
            content, name, words = part.content, part.name, ""
        else:
            return False
        size = len(content)
        if attempt.tried_at and self.record.file(channel, thread, attempt.tried_at, name, size):
            attempt.went_out = attempt.is_found = True
            return True
        self.client.files_upload_v2(
            channel=channel,
            thread_ts=thread or None,
            content=content,
            filename=name,
            title=name,
            initial_comment=escaped(words) or None,
        )
        attempt.went_out = True
        return True


def refused(error: SlackApiError) -> CannotSendError:
    reason, status = said(error), error.response.status_code
    wait = error.response.headers.get("Retry-After") if status == 429 else None
    is_broken = status >= 500 or reason in BROKEN
    return CannotSendError(
        reason,
        timedelta(seconds=int(wait)) if wait else None,
        is_final=reason in FINAL,
        is_unsure=is_broken,
        of_place=is_broken or status == 429,
    )
