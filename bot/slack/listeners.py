"""Every way in: commands, buttons, forms, the Home tab, mentions, direct messages, the message shortcut.

Each is a command line for the dispatcher. `views.open` and `views.publish` are the only calls made while somebody
waits; all else is in the acknowledgement or goes through the outbox.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from bot.command import Place
from bot.grammar import quote
from bot.slack.answers import files_of, form_of, is_enough, private
from bot.slack.reception import Reception
from bot.slack.render import render
from bot.slack.spot import SLACK, Spot, read_spot
from bot.slack.typed import without_mention
from bot.slack.views import form_errors, form_view, home_view, read_form

Body = Mapping[str, Any]
Listener = Callable[..., None]
HOME = ("sla mine", "sla now")
LONGEST_SUMMARY = 1_000  # of somebody else's message, which nobody can shorten
SECRET_NAMES = {"directmessage", "privategroup"}  # what Slack says instead of a channel's name


def slash(reception: Reception, name: str) -> Listener:
    """Answered in its acknowledgement. Pictures and files follow by direct message."""

    def listener(ack: Ack, command: Body) -> None:
        typed = f"/{name} {reception.typed(command.get('text') or '')}"
        user, trigger, spot = command["user_id"], command["trigger_id"], Spot(command["channel_id"])
        spoken = command["channel_name"]
        place = Place(SLACK, reception.directory.name_of(spot.channel) if spoken in SECRET_NAMES else spoken)
        reply = reception.answer(typed, user, place, trigger)
        form = form_of(reply)
        if form and reception.open_form(form, trigger, replace(spot, user=user), place):
            ack()
            return
        shown = render(private(reply, typed, place).parts)
        ack(text=shown.text, blocks=shown.blocks, response_type="ephemeral")
        if files := files_of(reply):
            reception.post(Spot(user=user), files, trigger)

    return listener


def press(reception: Reception) -> Listener:
    """A button is its line. Its answer is private, where it was pressed, unless the thread shows it to all."""

    def listener(ack: Ack, body: Body, action: Body) -> None:
        user, trigger, spot, place = body["user"]["id"], body["trigger_id"], *pressed_at(reception, body)
        reply = reception.answer(action["value"], user, place, f"{trigger}:{action['action_id']}")
        form = form_of(reply)
        is_open = form is not None and reception.open_form(form, trigger, spot, place)
        if not is_open and not is_enough(reply, place):
            reception.post(spot, private(reply, action["value"], place), f"{trigger}:{action['action_id']}")
        ack()
        if (body.get("view") or {}).get("type") == "home":
            show_home(reception, user, trigger)

    return listener


def pressed_at(reception: Reception, body: Body) -> tuple[Spot, Place]:
    """The channel, thread and record at which a button was pressed; a Home tab is nowhere."""
    container = body.get("container") or {}
    channel_id = (body.get("channel") or {}).get("id", "")
    thread = container.get("thread_ts") or ""
    place = reception.place(channel_id, thread or container.get("message_ts") or "")
    return Spot(channel_id, thread, body["user"]["id"]), place


def submit(reception: Reception) -> Listener:
    """A filled form is a line, done once for each view. Its error stays in it; its answer comes where it began."""

    def listener(ack: Ack, body: Body, view: Body) -> None:
        filled = read_form(view)
        place = Place(SLACK, filled.place, filled.subject)
        reply = reception.answer(filled.line, body["user"]["id"], place, f"view:{view['id']}")
        form = form_of(reply)
        spot = replace(read_spot(filled.to), user=body["user"]["id"])
        if form:
            ack(response_action="update", view=form_view(form, spot, place))
        elif reply.is_error and not reply.asks:
            ack(response_action="errors", errors=form_errors(reply, view))
        else:
            reception.post(spot, private(reply, filled.line, place), f"view:{view['id']}")
            ack()

    return listener


def home(reception: Reception) -> Listener:
    def listener(event: Body, body: Body) -> None:
        if event.get("tab", "home") == "home":
            show_home(reception, event["user"], body["event_id"])

    return listener


def show_home(reception: Reception, user: str, request_id: str) -> None:
    """What is one's own, and what is open, at risk and breached."""
    replies = [reception.answer(typed, user, Place(SLACK), request_id) for typed in HOME]
    reception.publish_home(user, home_view(replies))


def mention(reception: Reception) -> Listener:
    """`@ictbot outage p2 …` works where slash commands do not: in threads."""

    def listener(event: Body, body: Body) -> None:
        heard(reception, event, body["event_id"])

    return listener


def message(reception: Reception) -> Listener:
    """In a direct message everything is a line, or a file to import; edits, joins and what bots say are neither."""

    def listener(event: Body, body: Body) -> None:
        if event.get("channel_type") != "im" or event.get("bot_id"):
            return
        if event.get("subtype") == "file_share":
            dropped(reception, event, body["event_id"])
        elif not event.get("subtype"):
            heard(reception, event, body["event_id"])

    return listener


def dropped(reception: Reception, event: Body, event_id: str) -> None:
    """Each file gets a card, which is kept by the outbox; what is refused, or here already, is answered."""
    spot = Spot(event["channel"], user=event["user"])
    for file in event.get("files") or ():
        request_id = f"{event_id}:{file['id']}"
        reply = reception.receive(file, spot, request_id)
        if reply.parts and not reply.told_in:
            reception.post(spot, reply, request_id)


def heard(reception: Reception, event: Body, event_id: str) -> None:
    """Answered privately, in the thread where it was said; in a record's own thread no reference is needed."""
    thread = event.get("thread_ts") or ""
    place = reception.place(event["channel"], thread)
    typed = reception.typed(without_mention(event.get("text") or ""))
    reply = reception.answer(typed, event["user"], place, event_id)
    if not is_enough(reply, place):
        reception.post(Spot(event["channel"], thread, event["user"]), private(reply, typed, place), event_id)


def log_message(reception: Reception) -> Listener:
    """The shortcut on a message: its text in the form of /incident, the priority still to be chosen."""

    def listener(ack: Ack, shortcut: Body) -> None:
        user, trigger, channel_id = shortcut["user"]["id"], shortcut["trigger_id"], shortcut["channel"]["id"]
        place = reception.place(channel_id)
        text = " ".join(reception.typed(shortcut["message"].get("text") or "").split())[:LONGEST_SUMMARY]
        typed = f"incident log summary:{quote(text)}" if text else "incident log"
        reply = reception.answer(typed, user, place, trigger)
        form, spot = form_of(reply), Spot(channel_id, user=user)
        if form is None or not reception.open_form(form, trigger, spot, place):
            reception.post(spot, reply, trigger)
        ack()

    return listener
