"""How people, channels and messages are told: to the app in Slack's shapes, to the page in the page's."""

from bot.playground.state import Message, Place, State
from bot.playground.workspace import Json, User

ZONE = {"tz": "Europe/London", "tz_label": "Greenwich Mean Time", "tz_offset": 0}


def handle(user: User) -> str:
    """What Slack calls `name`: "sam.okafor"."""
    return user.name.lower().replace(" ", ".")


def slack_user(state: State, user: User) -> Json:
    team = state.workspace.team_of(user)
    names = {"real_name": user.name, "display_name": user.name, "title": user.title, "team": team}
    mail = {"email": user.email} if "users:read.email" in state.workspace.scopes else {}
    return {
        "id": user.id, "team_id": team, "name": handle(user), "real_name": user.name, **ZONE,
        "deleted": user.is_deleted,
        "is_bot": user.is_bot, "is_restricted": user.is_guest, "is_ultra_restricted": user.is_guest,
        "is_stranger": team != state.workspace.team_id, "is_admin": False, "is_owner": False, "is_app_user": False,
        "profile": names | mail,
    }  # fmt: skip


def slack_channel(state: State, place: Place) -> Json:
    if place.is_im:
        return {"id": place.id, "is_im": True, "is_channel": False, "user": place.person, "is_org_shared": False}
    topic = {"value": place.topic, "creator": "", "last_set": 0}
    return {
        "id": place.id, "name": place.name, "name_normalized": place.name, "is_channel": True, "is_im": False,
        "is_group": False, "is_mpim": False, "is_private": place.is_private, "is_archived": place.is_archived,
        "topic": topic,
        "purpose": topic, "is_member": state.workspace.bot_user.id in place.members,
        "num_members": len(place.members),
    }  # fmt: skip


def slack_message(state: State, message: Message) -> Json:
    """As chat.postMessage, conversations.history and the payloads tell it. Blocks keep the ids they were given."""
    told: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.is_bot:
        told |= {"bot_id": state.workspace.bot_id, "app_id": state.workspace.app_id}
    told["team"] = state.workspace.team_of(state.users[message.user])
    optional = {
        "blocks": message.blocks,
        "thread_ts": message.thread_ts or (message.ts if message.replies else ""),
        "reply_count": len(message.replies),
        "edited": {"user": message.user, "ts": message.edited_ts} if message.edited_ts else None,
        "files": [state.files.as_slack(state.files.get(file_id)) for file_id in message.files],
    }
    return told | message.more | {name: value for name, value in optional.items() if value}


def page_message(state: State, message: Message) -> Json:
    """As the page draws it."""
    told: Json = {"ts": message.ts, "name": state.users[message.user].name, "text": message.text}
    told |= {"bot": True} if message.is_bot else {"user": message.user}
    optional = {
        "thread_ts": message.thread_ts,
        "blocks": [with_pictures(state, block) for block in message.blocks],
        "files": [state.files.as_page(state.files.get(file_id)) for file_id in message.files],
        "edited": bool(message.edited_ts),
        "ephemeral": bool(message.only_for),
        "deleted": message.is_deleted,
        "reply_count": len(message.replies),
    }
    return told | {name: value for name, value in optional.items() if value}


def with_pictures(state: State, block: Json) -> Json:
    """Pictures that are files of this workspace get an address that the page may read."""
    told = dict(block)
    file = state.files.shown(block.get("slack_file", {})) if block["type"] == "image" else None
    if file is not None:
        told["image_url"] = state.files.page_url(file)
    if block["type"] == "section" and "accessory" in block:
        told["accessory"] = with_pictures(state, block["accessory"])
    if block["type"] == "context":
        told["elements"] = [with_pictures(state, one) for one in block["elements"]]
    return told


def page_view(state: State, user: str, kind: str = "modal") -> Json | None:
    """The view on top of a person's stack, or their Home."""
    views = state.views
    shown = views.homes.get(user) if kind == "home" else next(reversed(views.stack(user)), None)
    return None if shown is None else drawn_view(state, views.as_slack(shown))


def drawn_view(state: State, view: Json) -> Json:
    return view | {"blocks": [with_pictures(state, block) for block in view["blocks"]]}


def page_user(user: User) -> Json:
    return {
        "id": user.id, "name": user.name, "title": user.title, "is_bot": user.is_bot, "is_guest": user.is_guest
    }  # fmt: skip


def page_channel(state: State, place: Place, user: str) -> Json:
    told: Json = {"id": place.id, "name": place.name, "kind": "im" if place.is_im else "channel", "topic": place.topic}
    if place.is_im:
        told["with"] = state.workspace.bot_user.id
    return told | {"unread": state.unread(place, user)}
