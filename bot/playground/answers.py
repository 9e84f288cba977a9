"""What the app says without a method: in the acknowledgement of a command, and to a response_url."""

from bot.playground.errors import SlackError
from bot.playground.limits import TEXT_LIMIT, check_blocks
from bot.playground.state import Message, Place, State
from bot.playground.workspace import Json


def post_answer(state: State, place: Place, user: str, body: Json) -> None:
    """Only for this person, unless the body says in_channel. The bot need not be a member."""
    text, blocks = said(state, body)
    is_public = body.get("response_type") == "in_channel"
    state.post(
        place,
        state.workspace.bot_user.id,
        text[:TEXT_LIMIT],
        blocks,
        only_for="" if is_public else user,
        thread_ts=str(body.get("thread_ts") or ""),
    )


def said(state: State, body: Json) -> tuple[str, list[Json]]:
    text, blocks = str(body.get("text") or ""), body.get("blocks") or []
    if not (text.strip() or blocks):
        raise SlackError("no_text")
    check_blocks(blocks, state.files)
    return text, blocks


def use_response_url(state: State, name: str, body: Json) -> None:
    """A button's address replaces the button's message unless told not to; a command's always makes a new one."""
    url = state.urls.use(name)
    place = state.places[url.channel]
    original = place.messages.get(url.message_ts)
    if original is not None and is_true(body.get("delete_original", False)):
        state.delete(original)
    elif original is not None and is_true(body.get("replace_original", is_own(state, original))):
        state.change(original, *said(state, body))
    else:
        post_answer(state, place, url.user, body)


def is_own(state: State, original: Message) -> bool:
    """A shortcut's original is somebody's message, which no app replaces."""
    return original.user == state.workspace.bot_user.id


def is_true(value: object) -> bool:
    """Slack takes "true" as well."""
    return value is True or str(value).lower() == "true"
