"""views.* and blocks.validate: forms, and Home."""

from collections.abc import Callable, Iterator

from bot.playground.block_rules import problems
from bot.playground.errors import SlackError
from bot.playground.limits import check_view, view_problems
from bot.playground.methods.call import Call, Method
from bot.playground.shapes import drawn_view
from bot.playground.state import State
from bot.playground.views import View
from bot.playground.workspace import Json


def given_view(call: Call, kind: str, place_of: View | None = None) -> Json:
    """As the app sent it, checked, with all blocks named."""
    view: Json | None = call.json("view")
    if view is None:
        raise SlackError("invalid_arguments", ("missing required field: view",))
    return checked_view(call.state, view, kind, place_of)


def checked_view(state: State, view: Json, kind: str = "modal", place_of: View | None = None) -> Json:
    """Also for the views that an acknowledgement brings. `place_of` is the view that it replaces, if any."""
    check_view(view, kind)
    name = view.get("external_id")
    others = [one for one in state.views.everything() if one is not place_of]
    if name and any(one.given.get("external_id") == name for one in others):
        raise SlackError("duplicate_external_id")
    return view | {"blocks": state.named(view["blocks"])}


def show(state: State, view: View, action: str) -> Json:
    """Tells the page; gives what the app is answered."""
    told = state.views.as_slack(view)
    state.tell("view", [view.user], view=drawn_view(state, told), action=action)
    return told


def open_view(call: Call) -> Json:
    """A form that is still open gives way."""
    view = given_view(call, "modal")
    user = call.state.triggers.redeem(call.required("trigger_id"))
    for old in reversed(call.state.views.stack(user)[:]):
        close_view(call.state, old)
    opened = call.state.views.push(user, view, call.state.stamp())
    return {"view": show(call.state, opened, "open")}


def push_view(call: Call) -> Json:
    view = given_view(call, "modal")
    user = call.state.triggers.redeem(call.required("trigger_id"))
    if not call.state.views.stack(user):
        raise SlackError("not_found")
    return {"view": show(call.state, call.state.views.push(user, view, call.state.stamp()), "push")}


def close_view(state: State, view: View) -> None:
    state.views.close(view)
    show(state, view, "close")


def update_view(call: Call) -> Json:
    view = call.state.views.find(call.text("view_id"), call.text("external_id"))
    check_hash(call, view)
    view.replace(given_view(call, view.given["type"], view), call.state.stamp())
    if view.given["type"] == "home":
        return {"view": show_home(call.state, view)}
    return {"view": show(call.state, view, "update")}


def check_hash(call: Call, view: View) -> None:
    """An app that names the hash does not want to overwrite what it has not seen."""
    if call.text("hash") not in ("", view.hash):
        raise SlackError("hash_conflict")


def publish(call: Call) -> Json:
    user = call.required("user_id")
    if user not in call.state.users:
        raise SlackError("invalid_arguments", ("invalid `user_id`",))
    before = call.state.views.homes.get(user)
    given = given_view(call, "home", before)
    if before is not None:
        check_hash(call, before)
    return {"view": show_home(call.state, call.state.views.publish(user, given, call.state.stamp()))}


def show_home(state: State, view: View) -> Json:
    told = state.views.as_slack(view)
    state.tell("home", [view.user], view=drawn_view(state, told))
    return told


def validate(call: Call) -> Json:
    given = {name: call.json(name) for name in PROBLEMS if call.json(name) is not None}
    if len(given) != 1:
        raise SlackError("invalid_arguments", ("must provide exactly one of `blocks`, `view`, or `message`",))
    name, value = given.popitem()
    if details := tuple(PROBLEMS[name](value)):
        raise SlackError(f"invalid_{name}", details)
    return {}


def message_problems(message: object) -> Iterator[str]:
    blocks = message.get("blocks", []) if isinstance(message, dict) else None
    return problems(blocks, "message", "")


def any_view_problems(view: object) -> Iterator[str]:
    kind = view.get("type") if isinstance(view, dict) else ""
    return view_problems(view, "home" if kind == "home" else "modal")


PROBLEMS: dict[str, Callable[[object], Iterator[str]]] = {
    "blocks": lambda blocks: problems(blocks, "message", ""),
    "message": message_problems,
    "view": any_view_problems,
}


METHODS = {
    "views.open": Method(open_view, 4),
    "views.push": Method(push_view, 4),
    "views.update": Method(update_view, 4),
    "views.publish": Method(publish, 4),
    "blocks.validate": Method(validate, 2),
}
