"""A small Bolt app that says one of everything, for the tests of the playground's page: no bot of ours behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.playground.page_api import MovableClock
from bot.playground.server import Playground
from bot.playground.workspace import Command, Shortcut, Workspace
from bot.slack.socket_mode import hang_up

Json = dict[str, Any]

FRIDAY = datetime(2020, 8, 28, 14, 10, tzinfo=UTC)  # 15:10 in Derbyshire
COMMANDS = (
    Command("/outage", "log and follow outages", "p1|p2 what happened priority: partner:BDC|DDDC service: at:"),
    Command("/kpi", "a figure and what it was counted from", "NAME PERIOD partner: by:"),
    Command("/report", "the committee report", "PERIOD"),
    Command("/everything", "one block of each kind"),
    Command("/silent", "is never answered"),
)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text}


def button(text: str, action: str, **more: Any) -> Json:  # noqa: ANN401 - fields of the element
    return {"type": "button", "text": plain(text), "action_id": action, "value": text, **more}


def card(summary: str, owner: str = "No owner") -> list[Json]:
    question = {"title": plain("Undo?"), "text": plain("Takes it back."), "confirm": plain("Undo"), "deny": plain("No")}
    undo = button("Undo", "undo", style="danger", confirm=question)
    return [
        {"type": "section", "block_id": "what", "text": mrkdwn(f"*OUT-1, P2*: {summary}. {owner}.")},
        {"type": "actions", "block_id": "do", "elements": [button("Take", "take", style="primary"), undo]},
    ]


def form(summary: str = "", title: str = "Outage") -> Json:
    partners = [option(name) for name in ("BDC", "DDDC", "NEDDC", "RHL")]
    fields: tuple[tuple[str, str, bool, Json], ...] = (
        ("priority", "Priority", False, {"type": "static_select", "options": [option("P1"), option("P2")]}),
        ("summary", "What happened", False, {"type": "plain_text_input", "initial_value": summary or "?"}),
        ("more", "Details", True, {"type": "plain_text_input", "multiline": True}),
        ("partners", "Partners", True, {"type": "multi_static_select", "options": partners}),
        ("on", "On", True, {"type": "datepicker"}),
        ("at", "At", True, {"type": "timepicker"}),
        ("tell", "Tell", True, {"type": "checkboxes", "options": partners}),
        ("users", "Users hit", True, {"type": "radio_buttons", "options": [option("All"), option("Some")]}),
    )
    inputs = [
        {"type": "input", "block_id": key, "optional": optional, "label": plain(label)}
        | {"element": {**element, "action_id": "value"}}
        for key, label, optional, element in fields
    ]
    further = [button("Next form", "next"), button("Look up", "look-up")]
    more = {"type": "actions", "block_id": "more-forms", "elements": further}
    blocks = [{"type": "header", "text": plain("The priority is missing")}, *inputs, more]
    return {
        "type": "modal", "callback_id": "outage", "title": plain(title), "submit": plain("Send"),
        "close": plain("Cancel"), "blocks": blocks,
    }  # fmt: skip


def chart(kind: str) -> Json:
    months = ("Jul", "Aug", "Sep")
    figures = {"P1": (0, 1, 0), "P2": (18, 5, 8)}
    series = [
        {"name": name, "data": [{"label": month, "value": n} for month, n in zip(months, counts, strict=True)]}
        for name, counts in figures.items()
    ]
    axes = {"categories": list(months), "x_label": "Month", "y_label": "Outages"}
    return {
        "type": "data_visualization", "title": f"Outages, {kind}",
        "chart": {"type": kind, "series": series, "axis_config": axes},
    }  # fmt: skip


def table() -> Json:
    def cells(words: str) -> list[Json]:
        return [{"type": "raw_text", "text": word} for word in words.split()]

    return {"type": "table", "rows": [cells("Priority Jul Aug Sep"), cells("P1 0 1 0"), cells("P2 18 5 8")]}


def section(text: str, *, bold: bool = False) -> Json:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text, "style": {"bold": bold}}]}


def everything(picture: str) -> list[Json]:
    colours = [option("Red"), option("Green")]
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": [section("first")]}
    rich = [section("strong", bold=True), bullets]
    return [
        {"type": "header", "text": plain("All kinds")},
        {"type": "section", "fields": [mrkdwn("*Priority*\nP2"), mrkdwn("*Partner*\nDDDC")]},
        {"type": "context", "elements": [mrkdwn("Counted from _32_ records, `code`, ~old~")]},
        {"type": "divider"},
        {"type": "actions", "block_id": "choices", "elements": [
            {"type": "overflow", "action_id": "chosen-1", "options": colours},
            {"type": "static_select", "action_id": "chosen-2", "placeholder": plain("Colour"), "options": colours},
            {"type": "datepicker", "action_id": "chosen-3", "placeholder": plain("Day")},
        ]},
        {"type": "rich_text", "elements": [section("All counted."), section("By month", bold=True)]},
        table(),
        chart("bar"),
        chart("line"),
        {"type": "image", "image_url": picture, "alt_text": "A small picture", "title": plain("Picture")},
        {"type": "rich_text", "elements": rich},
    ]  # fmt: skip


class Desk:
    """The playground, the client of the app behind it, and the time."""

    playground: Playground
    client: WebClient
    now: datetime = FRIDAY

    def move(self, moment: datetime) -> None:
        """As our bot does: whatever is due is said by itself, in the thread of the outage if there is one."""
        self.now = moment
        said = self.playground.state.places["C_OUTAGES"].messages.values()
        cards = (message.ts for message in said if message.is_bot and not message.only_for and not message.thread_ts)
        text = "OUT-1 at risk: 3 h 00 of 4 h 00 used."
        self.client.chat_postMessage(channel="C_OUTAGES", text=text, thread_ts=next(cards, None))

    def tidy(self) -> None:
        """As it was in the beginning, for the next test."""
        state = self.playground.state
        for place in state.places.values():
            place.messages.clear()
        state.views.stacks.clear()
        state.views.homes.clear()
        state.last_read.clear()
        self.now = FRIDAY


def build(client: WebClient, base_url: str) -> App:
    app = App(client=client, process_before_response=True, token_verification_enabled=False)
    for listen in (commands, buttons, forms, elsewhere):
        listen(app, base_url)
    return app


def commands(app: App, base_url: str) -> None:
    @app.command("/outage")
    def outage(ack: Ack, command: Json, client: WebClient) -> None:
        level, _, summary = command["text"].partition(" ")
        if level not in {"p1", "p2"}:
            client.views_open(trigger_id=command["trigger_id"], view=form(command["text"]))
            ack()
            return
        ack(text="Logged OUT-1.", blocks=card(summary))
        client.chat_postMessage(channel="C_OUTAGES", text="OUT-1", blocks=card(summary))
        client.chat_postMessage(channel="C_MANAGEMENT", text=f"OUT-1: {summary}")

    @app.command("/kpi")
    def kpi(ack: Ack) -> None:
        ack(text="32 outages", blocks=[table(), chart("bar")])

    @app.command("/report")
    def report(ack: Ack) -> None:
        ack(text="1 thing stands against signing")

    @app.command("/everything")
    def all_kinds(ack: Ack) -> None:
        ack(response_type="in_channel", text="All kinds", blocks=everything(f"{base_url}/icon.svg"))

    @app.command("/silent")
    def silent() -> None:
        """Slack gives up after three seconds."""


def buttons(app: App, _base_url: str) -> None:
    @app.action("take")
    def take(ack: Ack, body: Json, client: WebClient, respond: Respond) -> None:
        ack()
        blocks, name = card("Email down", "Sam Okafor has it"), "Sam Okafor took it."
        if body["container"].get("is_ephemeral"):
            respond(text="Taken", blocks=blocks, replace_original=True)
        elif body["container"]["type"] == "message":
            where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
            client.chat_update(**where, text="Taken", blocks=blocks)
            client.chat_postMessage(channel=where["channel"], thread_ts=where["ts"], text=name)

    @app.action("undo")
    def undo(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="Undone.", replace_original=False)


def forms(app: App, _base_url: str) -> None:
    @app.action("next")
    def further(ack: Ack, body: Json, client: WebClient) -> None:
        client.views_push(trigger_id=body["trigger_id"], view=form(title="Next"))
        ack()

    @app.action("look-up")
    def look_up(ack: Ack, body: Json, client: WebClient) -> None:
        client.views_update(view_id=body["view"]["id"], view=form(title="Looked up"))
        ack()

    @app.view("outage")
    def submitted(ack: Ack, view: Json, client: WebClient) -> None:
        said = view["state"]["values"]
        if said["summary"]["value"]["value"] == "it":
            ack(response_action="errors", errors={"summary": "Say what is down."})
            return
        ack()
        level = said["priority"]["value"]["selected_option"]["value"]
        client.chat_postMessage(channel="C_OUTAGES", text=f"{level}: {said['summary']['value']['value']}")


def elsewhere(app: App, _base_url: str) -> None:
    for number in (1, 2, 3):
        app.action(f"chosen-{number}")(chosen)

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        blocks = [{"type": "header", "text": plain("Open now")}, *card("Email down")]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("app_mention")
    def mention(event: Json, client: WebClient) -> None:
        text = f"You called, <@{event['user']}>?"
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=text)

    @app.event("message")
    def message() -> None:
        """Nothing: people talk."""

    @app.shortcut("log_incident")
    def log(ack: Ack, shortcut: Json, client: WebClient) -> None:
        client.views_open(trigger_id=shortcut["trigger_id"], view=form(shortcut["message"]["text"]))
        ack()


def chosen(ack: Ack, action: Json, respond: Respond) -> None:
    ack()
    picked = action.get("selected_date") or action["selected_option"]["value"]
    respond(text=f"Chosen: {picked}", replace_original=False)


@contextmanager
def running() -> Iterator[Desk]:
    """The server with the app connected to it, on a free port."""
    desk = Desk()
    workspace = Workspace(commands=COMMANDS, shortcuts=(Shortcut("log_incident", "Log this as an incident"),))
    with Playground(workspace, clock=MovableClock(lambda: desk.now, desk.move)) as desk.playground:
        desk.client = WebClient(workspace.bot_token, base_url=desk.playground.api_url)
        app = build(desk.client, desk.playground.base_url)
        web = WebClient(workspace.app_token, base_url=desk.playground.api_url)
        handler = SocketModeHandler(app, workspace.app_token, web_client=web)
        handler.connect()  # type: ignore[no-untyped-call]  # as Bolt has it
        desk.playground.wait_for_app()
        try:
            yield desk
        finally:
            hang_up(handler)
