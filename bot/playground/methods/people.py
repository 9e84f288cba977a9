"""auth, conversations, users and user groups: who and where."""

import time

from bot.playground.errors import SlackError
from bot.playground.methods.call import Call, Method, ids
from bot.playground.shapes import handle, slack_channel, slack_message, slack_user
from bot.playground.state import Message, Place
from bot.playground.workspace import Json, UserGroup

SCOPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}  # by kind of channel
MOST_IN_GROUP = 8


def auth_test(call: Call) -> Json:
    workspace = call.state.workspace
    bot = workspace.bot_user
    return {
        "url": f"{call.state.base_url}/", "team": workspace.team_name, "team_id": workspace.team_id,
        "user": handle(bot), "user_id": bot.id, "bot_id": workspace.bot_id, "is_enterprise_install": False,
    }  # fmt: skip


def open_connection(call: Call) -> Json:
    """The address of a Socket Mode connection, for one use."""
    return {"url": f"ws{call.state.base_url.removeprefix('http')}/link/{call.state.links.issue()}"}


def kind(place: Place) -> str:
    return "im" if place.is_im else "private_channel" if place.is_private else "public_channel"


def need(call: Call, place: Place, what: str) -> None:
    """channels:read, groups:history and so on, by the kind of channel."""
    call.need(f"{SCOPES[kind(place)]}:{what}")


def list_channels(call: Call) -> Json:
    wanted = set(ids(call.text("types", "public_channel")))
    if wanted - SCOPES.keys():
        raise SlackError("invalid_types")
    for name in sorted(wanted):
        call.need(f"{SCOPES[name]}:read")
    is_short = call.flag("exclude_archived")
    known = [place for place in call.state.places.values() if call.is_member(place) or not place.is_private]
    some, rest = call.page([one for one in known if kind(one) in wanted and not (is_short and one.is_archived)])
    return {"channels": [slack_channel(call.state, place) for place in some], **rest}


def channel_info(call: Call) -> Json:
    place = call.place()
    need(call, place, "read")
    return {"channel": slack_channel(call.state, place)}


def members(call: Call) -> Json:
    place = call.place()
    need(call, place, "read")
    some, rest = call.page(sorted(place.members))
    return {"members": some, **rest}


def history(call: Call) -> Json:
    """Newest first, without replies and ephemeral messages."""
    place = call.place_with_bot()
    need(call, place, "history")
    oldest, latest = moment(call, "oldest", "0"), moment(call, "latest", "99999999999")
    told = [one for one in place.messages.values() if not one.only_for and one.thread_ts in ("", one.ts)]
    ends = (oldest, latest) if call.flag("inclusive") else ()
    within = [one for one in reversed(told) if oldest < one.ts < latest or one.ts in ends]
    some, rest = call.page(within)
    has_more = bool(rest["response_metadata"]["next_cursor"])
    return {"messages": told_of(call, some), "has_more": has_more, **rest}


def told_of(call: Call, some: list[Message]) -> list[Json]:
    """Metadata only where it is asked for."""
    left_out = set() if call.flag("include_all_metadata") else {"metadata"}
    messages = (slack_message(call.state, one) for one in some)
    return [{name: value for name, value in told.items() if name not in left_out} for told in messages]


def moment(call: Call, name: str, default: str) -> str:
    given = call.text(name) or default
    if not given.replace(".", "", 1).isdecimal():
        raise SlackError(f"invalid_ts_{name}")
    return given


def replies(call: Call) -> Json:
    """The first message, then the replies in order, as far as they are within the times named."""
    place = call.place_with_bot()
    need(call, place, "history")
    named = place.messages.get(call.required("ts"))
    if named is None or named.only_for:
        raise SlackError("thread_not_found")
    parent = place.messages[named.thread_ts or named.ts]
    oldest, latest = moment(call, "oldest", "0"), moment(call, "latest", "99999999999")
    within = [one for one in call.state.replies(parent) if oldest < one.ts < latest]
    some, rest = call.page([parent, *within])
    return {"messages": told_of(call, some), "has_more": bool(rest["response_metadata"]["next_cursor"]), **rest}


def open_direct(call: Call) -> Json:
    """The direct message with one person; groups of several are not simulated."""
    place = call.place() if call.text("channel") else direct_with(call, ids(call.text("users")))
    if not place.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    full = slack_channel(call.state, place) if call.flag("return_im") else {"id": place.id}
    return {"channel": full, "no_op": True, "already_open": True}


def direct_with(call: Call, people: list[str]) -> Place:
    if not people:
        raise SlackError("users_list_not_supplied")
    if len(people) > MOST_IN_GROUP:
        raise SlackError("too_many_users")
    if len(people) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    user = call.state.user(people[0])
    if user == call.state.workspace.bot_user:
        raise SlackError("invalid_user_combination")
    return call.state.direct(user.id)


def join(call: Call) -> Json:
    place = call.place()
    if place.is_im or place.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    bot = call.state.workspace.bot_user.id
    already = {"warning": "already_in_channel"} if bot in place.members else {}
    call.state.join(place, bot)
    return {"channel": slack_channel(call.state, place), **already}


def user_info(call: Call) -> Json:
    return {"user": slack_user(call.state, call.state.user(call.required("user")))}


def list_users(call: Call) -> Json:
    some, rest = call.page(list(call.state.users.values()))
    return {"members": [slack_user(call.state, user) for user in some], "cache_ts": int(time.time()), **rest}


def bot_info(call: Call) -> Json:
    """Of the one app installed here; without `bot` Slack names none."""
    workspace = call.state.workspace
    wanted = call.text("bot")
    if wanted not in ("", workspace.bot_id):
        raise SlackError("bot_not_found")
    known = {
        "id": workspace.bot_id, "deleted": False, "name": handle(workspace.bot_user), "app_id": workspace.app_id,
        "user_id": workspace.bot_user.id, "updated": 0, "icons": {},
    }  # fmt: skip
    return {"bot": known} if wanted else {}


def lookup_by_email(call: Call) -> Json:
    email = call.required("email").lower()
    for user in call.state.workspace.users:
        if user.email.lower() == email:
            return {"user": slack_user(call.state, user)}
    raise SlackError("users_not_found")


def slack_group(call: Call, group: UserGroup) -> Json:
    users = {"users": list(group.users)} if call.flag("include_users") else {}
    count = {"user_count": len(group.users)} if call.flag("include_count") else {}
    named = {"id": group.id, "team_id": call.state.workspace.team_id, "handle": group.handle, "name": group.name}
    return {**named, "is_usergroup": True, "date_delete": 0, **users, **count}


def list_groups(call: Call) -> Json:
    return {"usergroups": [slack_group(call, group) for group in call.state.groups.values()]}


def group_users(call: Call) -> Json:
    group = call.state.groups.get(call.required("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


METHODS = {
    "auth.test": Method(auth_test, 5, token="x"),  # noqa: S106 - any kind of token
    "apps.connections.open": Method(open_connection, 3, token="xapp"),  # noqa: S106 - the beginning of app tokens
    "conversations.list": Method(list_channels, 2),
    "conversations.info": Method(channel_info, 3),
    "conversations.members": Method(members, 4),
    "conversations.history": Method(history, 3),
    "conversations.replies": Method(replies, 3),
    "conversations.open": Method(open_direct, 3, ("im:write",)),
    "conversations.join": Method(join, 3, ("channels:join",)),
    "users.info": Method(user_info, 4, ("users:read",)),
    "users.list": Method(list_users, 2, ("users:read",)),
    "bots.info": Method(bot_info, 3, ("users:read",)),
    "users.lookupByEmail": Method(lookup_by_email, 3, ("users:read.email",)),
    "usergroups.list": Method(list_groups, 2, ("usergroups:read",)),
    "usergroups.users.list": Method(group_users, 2, ("usergroups:read",)),
}
