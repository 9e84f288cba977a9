"""chat.*: posting, changing and deleting messages."""

from dataclasses import dataclass
from typing import Any

from bot.playground.errors import SlackError
from bot.playground.limits import TEXT_LIMIT, UPDATE_LIMIT, check_blocks, is_too_long
from bot.playground.methods.call import Call, Method
from bot.playground.shapes import slack_message
from bot.playground.state import Message, Place
from bot.playground.workspace import Json

TRUNCATED = {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
FORMAT = "invalid_blocks_format"
MARKDOWN_LIMIT = 12_000
MOST_ATTACHMENTS = 100


@dataclass(frozen=True)
class Content:
    """`blocks` is None where the call names none."""

    text: str
    blocks: list[Json] | None
    more: Json


def content(call: Call) -> Content:
    """What is to be said, checked."""
    blocks = call.json("blocks", FORMAT)
    if blocks is not None and not isinstance(blocks, list):
        raise SlackError(FORMAT)
    more = {name: value for name, value in (("attachments", attachments(call)), ("metadata", metadata(call))) if value}
    text, markdown = call.text("text"), call.text("markdown_text")
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if len(markdown) > MARKDOWN_LIMIT:
        raise SlackError("msg_too_long")
    if not (text.strip() or markdown.strip() or blocks or "attachments" in more):
        raise SlackError("no_text")
    check_blocks(blocks or [], call.state.files)
    return Content(text or markdown, blocks, more)


def attachments(call: Call) -> list[Json]:
    given = call.json("attachments", "invalid_attachments") or []
    if not isinstance(given, list):
        raise SlackError("invalid_attachments")
    if len(given) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    return given


def metadata(call: Call) -> Json:
    """An event's type and payload, kept with the message and given back."""
    given = call.json("metadata", "invalid_metadata_format") or {}
    if not isinstance(given, dict):
        raise SlackError("invalid_metadata_format")
    if given and not ("event_type" in given and isinstance(given.get("event_payload"), dict)):
        raise SlackError("invalid_metadata_schema")
    return given


def parent_ts(call: Call, place: Place) -> str:
    """The first message of the thread, even where a reply was named. SlackError when there is none."""
    named = call.text("thread_ts")
    if not named:
        return ""
    message = place.messages.get(named)
    if message is None or message.only_for:
        raise SlackError("cannot_reply_to_message")
    return message.thread_ts or named


def post_message(call: Call) -> Json:
    place = call.place_to_write()
    said = content(call)
    if is_too_long(said.blocks or []):
        raise SlackError("msg_blocks_too_long")
    more: dict[str, Any] = {"thread_ts": parent_ts(call, place), "more": said.more}
    bot = call.state.workspace.bot_user.id
    message = call.state.post(place, bot, said.text[:TEXT_LIMIT], said.blocks or [], **more)
    answer = {"channel": place.id, "ts": message.ts, "message": slack_message(call.state, message)}
    return answer | (TRUNCATED if len(said.text) > TEXT_LIMIT else {})


def post_ephemeral(call: Call) -> Json:
    place = call.place_to_write()
    user = call.required("user")
    if user not in place.members:
        raise SlackError("user_not_in_channel")
    said = content(call)
    refuse_long(call, said)
    more: dict[str, Any] = {"thread_ts": parent_ts(call, place), "only_for": user}
    message = call.state.post(place, call.state.workspace.bot_user.id, said.text, said.blocks or [], **more)
    return {"message_ts": message.ts}


def refuse_long(call: Call, said: Content) -> None:
    """chat.update and chat.postEphemeral cut nothing off, and have one word for both limits."""
    if len(call.text("text")) > UPDATE_LIMIT or is_too_long(said.blocks or []):
        raise SlackError("msg_too_long")


def own_message(call: Call, error: str) -> Message:
    """Only the bot's own can be changed; an ephemeral message cannot be found at all."""
    message = call.state.message(call.place(), call.required("ts"))
    if message.only_for:
        raise SlackError("message_not_found")
    if not message.is_bot:
        raise SlackError(error)
    return message


def update(call: Call) -> Json:
    """Without `blocks` the message keeps those it has."""
    message = own_message(call, "cant_update_message")
    said = content(call)
    refuse_long(call, said)
    message.more |= said.more
    call.state.change(message, said.text, said.blocks)
    told = slack_message(call.state, message)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": told}


def delete(call: Call) -> Json:
    message = own_message(call, "cant_delete_message")
    call.state.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(call: Call) -> Json:
    place = call.place()
    message = call.state.message(place, call.required("message_ts"))
    address = f"{call.state.base_url}/archives/{place.id}/p{message.ts.replace('.', '')}"
    return {"channel": place.id, "permalink": address}


WRITE = ("chat:write",)
METHODS = {
    "chat.postMessage": Method(post_message, 5, WRITE),
    "chat.postEphemeral": Method(post_ephemeral, 4, WRITE),
    "chat.update": Method(update, 3, WRITE),
    "chat.delete": Method(delete, 3, WRITE),
    "chat.getPermalink": Method(permalink, 5),
}
