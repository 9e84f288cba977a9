"""A real Bolt app, as small as it can be, that uses every way in; and what a test needs to watch it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event, Lock
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest, BoltResponse, Respond, Say
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.sync.client import connect

from bot.playground.server import Playground
from bot.playground.workspace import BOT_SCOPES, Channel, Command, Shortcut, Timing, User, UserGroup, Workspace

Json = dict[str, Any]

COMMANDS = tuple(
    Command(f"/{name}") for name in ("echo", "shout", "ask", "slow", "silent", "broken", "respond", "button", "menu")
)
WORKSPACE = Workspace(commands=COMMANDS, shortcuts=(Shortcut("log_this", "Log this"), Shortcut("ignored", "Ignored")))
STRANGER = User("U_STRANGER", "Vera Supplier", team="T2")
FULL = replace(
    WORKSPACE,
    users=(*WORKSPACE.users, STRANGER),
    channels=(
        *WORKSPACE.channels,
        Channel("C_SECRET", "secret", members=("U_MANAGER",), is_private=True),
        Channel("C_BOARD", "board", members=("U_MANAGER", "U_BOT"), is_private=True),
        Channel("C_OTHERS", "others", "Without the bot", members=("U_ENGINEER",)),
        Channel("C_OLD", "old", is_archived=True),
    ),
    groups=(
        UserGroup("S_ENGINEERS", "engineers", "ICT engineers", ("U_ENGINEER", "U_INFRA")),
        UserGroup("S_NONE", "none", "None"),
    ),
    scopes=(
        *BOT_SCOPES,
        "channels:history",
        "channels:join",
        "groups:history",
        "groups:read",
        "mpim:read",
        "users:read.email",
    ),
)
TIMING = Timing(retries=(0.01, 0.01, 0.01), sharing=0.01, farewell=0.2)
SAM, ASHA, GUEST = "U_ENGINEER", "U_MANAGER", "U_GUEST"
OUTAGES = "ict-outages"
TITLE_FORM: Json = {
    "type": "modal",
    "callback_id": "title_form",
    "title": {"type": "plain_text", "text": "A title"},
    "submit": {"type": "plain_text", "text": "Send"},
    "notify_on_close": True,
    "private_metadata": "kept",
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "value", "initial_value": "Email"},
        }
    ],
}


def text_view(words: str) -> Json:
    text = {"type": "mrkdwn", "text": words}
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Done"},
        "blocks": [{"type": "section", "text": text}],
    }


def button(label: str, action_id: str, value: str = "1") -> Json:
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "text": text, "action_id": action_id, "value": value}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "acts", "elements": list(elements)}


MENU: Json = {
    "type": "static_select",
    "action_id": "choose",
    "options": [{"text": {"type": "plain_text", "text": one}, "value": one} for one in ("one", "two")],
}


@dataclass
class Heard:
    """What the app's listeners were given, in the order in which it came."""

    all: list[tuple[str, Json]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def add(self, what: str, body: Json) -> None:
        with self.lock:
            self.all.append((what, body))

    def bodies(self, what: str) -> list[Json]:
        with self.lock:
            return [body for name, body in self.all if name == what]


@dataclass
class Running:
    playground: Playground
    heard: Heard
    client: WebClient
    is_http: bool
    release: Event

    def wait_for(self, what: str, times: int = 1) -> Json:
        self.playground.wait_until(lambda: len(self.heard.bodies(what)) >= times)
        return self.heard.bodies(what)[times - 1]

    def lose_patience(self) -> None:
        """For a test in which the app does not answer in time."""
        state = self.playground.state
        state.timing = replace(state.timing, acknowledge=0.3)

    def live(self, user: str) -> "Feed":
        return Feed(self.playground, user)

    def refused(self, call: Callable[[], object]) -> str:
        with pytest.raises(SlackApiError) as caught:
            call()
        error: str = caught.value.response["error"]
        return error


def tiny_app(playground: Playground, heard: Heard, release: Event) -> App:
    client = WebClient(WORKSPACE.bot_token, base_url=playground.api_url)
    app = App(client=client, signing_secret=WORKSPACE.signing_secret, process_before_response=True)
    add_commands(app, heard, release)
    add_presses(app, heard)
    add_events(app, heard)
    return app


def add_commands(app: App, heard: Heard, release: Event) -> None:
    @app.command("/echo")
    def _echo(ack: Ack, command: Json, body: Json) -> None:
        heard.add("command", body)
        ack(f"You said {command['text']}")

    @app.command("/shout")
    def _shout(ack: Ack, command: Json) -> None:
        ack(command["text"].upper(), response_type="in_channel")

    @app.command("/ask")
    def _ask(ack: Ack, body: Json, client: WebClient) -> None:
        heard.add("ask", body)
        client.views_open(trigger_id=body["trigger_id"], view=TITLE_FORM)
        ack()

    @app.command("/slow")
    def _slow(ack: Ack, body: Json) -> None:
        heard.add("slow", body)
        release.wait(10)
        ack("too late")

    @app.command("/broken")
    def _broken(ack: Ack) -> None:
        ack(blocks=[{"type": "section"}])

    @app.command("/silent")
    def _silent(ack: Ack) -> None:
        ack()

    @app.command("/respond")
    def _respond(ack: Ack, body: Json) -> None:
        heard.add("respond", body)
        ack()

    @app.command("/button")
    def _button(ack: Ack, command: Json) -> None:
        buttons = actions(button("Take", "take"), button("Form", "form"), button("Nobody listens", "nobody"))
        ack(text="Buttons", blocks=[buttons], response_type=command["text"] or "ephemeral")

    @app.command("/menu")
    def _menu(ack: Ack) -> None:
        ack(text="Menu", blocks=[actions(MENU, button("Take", "take"))], response_type="in_channel")


def add_presses(app: App, heard: Heard) -> None:
    @app.action("take")
    def _take(ack: Ack, body: Json, respond: Respond) -> None:
        ack()
        heard.add("take", body)
        respond(f"Taken by <@{body['user']['id']}>")

    @app.action("choose")
    def _choose(ack: Ack, body: Json) -> None:
        heard.add("choose", body)
        ack()

    @app.action("form")
    def _form(ack: Ack, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=TITLE_FORM)
        ack()

    @app.action("in_view")
    def _in_view(ack: Ack, body: Json) -> None:
        heard.add("in_view", body)
        ack()

    @app.view("title_form")
    def _submitted(ack: Ack, view: Json, body: Json) -> None:
        heard.add("submitted", body)
        title = view["state"]["values"]["title"]["value"]["value"]
        answers: dict[str, Callable[[], object]] = {
            "wrong": lambda: ack(response_action="errors", errors={"title": "Say more."}),
            "unknown field": lambda: ack(response_action="errors", errors={"elsewhere": "?"}),
            "again": lambda: ack(response_action="update", view=text_view("Sent")),
            "deeper": lambda: ack(response_action="push", view={**TITLE_FORM, "callback_id": "deeper"}),
            "bad view": lambda: ack(response_action="update", view=text_view("")),
        }
        answers.get(title, ack)()

    @app.view("deeper")
    def _deeper(ack: Ack) -> None:
        ack(response_action="clear")

    @app.view_closed("title_form")
    def _closed(ack: Ack, body: Json) -> None:
        heard.add("closed", body)
        ack()

    @app.shortcut("log_this")
    def _log_this(ack: Ack, body: Json, client: WebClient) -> None:
        heard.add("shortcut", body)
        client.views_open(trigger_id=body["trigger_id"], view=TITLE_FORM)
        ack()


def add_events(app: App, heard: Heard) -> None:
    @app.event("app_mention")
    def _mentioned(event: Json, body: Json, say: Say) -> None:
        heard.add("mention", body)
        say("You called?", thread_ts=event.get("thread_ts", event["ts"]))

    @app.event("message")
    def _message(ack: Ack, event: Json, body: Json, say: Say, request: BoltRequest) -> BoltResponse | None:
        heard.add("message", body)
        attempt = int(request.headers.get("x-slack-retry-num", ["0"])[0])
        heard.add("retry", {"attempt": attempt, "reason": request.headers.get("x-slack-retry-reason", [""])[0]})
        if event["text"] == "fail for good":
            return BoltResponse(status=500, headers={"x-slack-no-retry": "1"})
        if event["text"] == "fail always" or (event["text"] == "fail twice" and attempt < 2):
            return BoltResponse(status=500)
        say(f"I heard: {event['text']}")
        return ack()

    @app.event("app_home_opened")
    def _home(event: Json, client: WebClient, body: Json) -> None:
        heard.add("home", body)
        rows = [
            {"type": "section", "text": {"type": "mrkdwn", "text": "Nothing is open."}},
            actions(button("New", "in_view")),
        ]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": rows})


class Feed:
    """The live feed of one person, read until a line of the wanted kind comes."""

    def __init__(self, playground: Playground, user: str) -> None:
        self.socket = connect(f"ws{playground.base_url.removeprefix('http')}/page/live?user={user}", proxy=None)

    def __enter__(self) -> Callable[[str], Json]:
        self.socket.__enter__()
        return self.next

    def __exit__(self, *error: object) -> None:
        self.socket.close()

    def next(self, kind: str) -> Json:
        while (line := json.loads(self.socket.recv(timeout=10)))["type"] != kind:
            pass
        found: Json = line
        return found
