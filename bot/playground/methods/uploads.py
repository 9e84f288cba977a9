"""files.*: an upload in three steps, and what is known of a file."""

from bot.playground.errors import SlackError
from bot.playground.files import File
from bot.playground.limits import check_blocks
from bot.playground.methods.call import Call, Method, ids
from bot.playground.methods.chat import parent_ts
from bot.playground.state import Place
from bot.playground.workspace import Json

ALT_LIMIT = 1000
MOST_CHANNELS = 100


def announce(call: Call) -> Json:
    length = call.number("length", 0)
    if not call.text("filename") or length == 0:
        raise SlackError("missing_argument")
    alt_txt = call.text("alt_txt")
    if len(alt_txt) > ALT_LIMIT:
        raise SlackError("alt_txt_too_large")
    file = call.state.files.announce(call.text("filename"), length, call.state.workspace.bot_user.id, alt_txt)
    return {"upload_url": f"{call.state.base_url}/files/upload/{file.id}", "file_id": file.id}


def complete(call: Call) -> Json:
    """Answers at once; the message with the files shows a moment later."""
    wanted = named_files(call)
    files = [call.state.files.get(one["id"]) for one in wanted]
    if any(file.content is None for file in files):
        raise SlackError("file_not_found")
    for file, one in zip(files, wanted, strict=True):
        file.title = one.get("title", file.name)
    places = [place_of(call, name) for name in channels(call)]
    blocks = [] if call.text("initial_comment") else call.json("blocks", "invalid_blocks") or []
    check_blocks(blocks, call.state.files)
    for place in places:
        share_later(call, files, place, blocks)
    if not places:
        call.later(call.state.timing.sharing, lambda: finish(files))
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def named_files(call: Call) -> list[Json]:
    """[{"id": …, "title": …}, …], at least one."""
    given = call.json("files")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments", ("missing required field: files",))
    if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in given):
        raise SlackError("invalid_arguments", ("missing required field: id [json-pointer:/files/0]",))
    return given


def channels(call: Call) -> list[str]:
    names = [name for name in (call.text("channel_id"), *ids(call.text("channels"))) if name]
    if len(names) > MOST_CHANNELS:
        raise SlackError("channels_limit_exceeded")
    return names


def place_of(call: Call, name: str) -> Place:
    """Only ids count here, and a person's id is none."""
    place = call.state.places.get(name)
    if place is None or (place.is_private and not call.is_member(place)):
        raise SlackError("channel_not_found")
    if not call.is_member(place):
        raise SlackError("not_in_channel")
    return place


def share_later(call: Call, files: list[File], place: Place, blocks: list[Json]) -> None:
    comment = call.text("initial_comment")
    thread_ts = parent_ts(call, place)
    call.later(call.state.timing.sharing, lambda: call.state.share(files, place, comment, thread_ts, blocks))


def finish(files: list[File]) -> None:
    for file in files:
        file.is_ready = True


def info(call: Call) -> Json:
    file = call.state.files.get(call.required("file"))
    return {"file": call.state.files.as_slack(file), "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = {
    "files.getUploadURLExternal": Method(announce, 4, ("files:write",)),
    "files.completeUploadExternal": Method(complete, 4, ("files:write",)),
    "files.info": Method(info, 4, ("files:read",)),
}
