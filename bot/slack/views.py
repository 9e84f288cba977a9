"""Forms as Slack's modal views, and what was filled in as a command line again; and the Home tab."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.command import Place, Reply
from bot.grammar import spelt
from bot.parts import Button, Buttons, Form, FormField, Heading, Paragraph, Part, Span, Table, line
from bot.slack.render import Block, cut, plain_text, render
from bot.slack.spot import Spot
from reports.tables import cell_text

FORM = "form"
TITLE, LABEL, OPTION = 24, 150, 75
LONGEST_INPUT, LONGEST_ERROR = 3_000, 2_000
MOST_OPTIONS, LONGEST_OPTION = 100, 150
HOME_ROWS = 15
HOME_TITLES = ("Yours", "Everybody's")
START = Buttons(
    (
        Button("Log an outage", "outage log", opens_form=True),
        Button("Log an incident", "incident log", opens_form=True),
        Button("Log a request", "request log", opens_form=True),
        Button("Help", "ict help"),
    )
)


@dataclass(frozen=True)
class Filled:
    """A filled form: its command line, and where it was opened."""

    line: str
    place: str
    subject: str
    to: str


def form_view(form: Form, spot: Spot, place: Place) -> Block:
    """A modal with one input for each field, filled with what was typed. Where it began comes back with it."""
    began = {"line": form.line, "place": place.name, "subject": place.subject, "to": spot.to}
    command = form.line.split(" ", maxsplit=1)[0]
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": json.dumps(began),
        "title": plain_text(command.capitalize(), TITLE),
        "submit": plain_text("Send", TITLE),
        "close": plain_text("Cancel", TITLE),
        "blocks": [*render([Paragraph((Span(form.title),))]).blocks, *map(input_block, form.fields)],
    }


def input_block(field: FormField) -> Block:
    return {
        "type": "input",
        "block_id": field.key,
        "optional": not field.required,
        "label": plain_text(field.label, LABEL),
        "element": choice(field) if can_choose(field.choices) else typed(field),
    }


def can_choose(choices: Sequence[str]) -> bool:
    return 0 < len(choices) <= MOST_OPTIONS and all(0 < len(text) <= LONGEST_OPTION for text in choices)


def typed(field: FormField) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": "value", "max_length": LONGEST_INPUT}
    return element | {"initial_value": cut(field.value, LONGEST_INPUT)} if field.value else element


def choice(field: FormField) -> Block:
    options = [{"text": plain_text(text, OPTION), "value": text} for text in field.choices]
    chosen = [option for option in options if option["value"] == field.value]
    element: Block = {"type": "static_select", "action_id": "value", "options": options}
    return element | {"initial_option": chosen[0]} if chosen else element


def read_form(view: Mapping[str, Any]) -> Filled:
    began = json.loads(view["private_metadata"])
    values = {key: read_value(block["value"]) for key, block in view["state"]["values"].items()}
    pairs = spelt({key: value for key, value in values.items() if value})
    return Filled(" ".join([began["line"], *pairs]), began["place"], began["subject"], began["to"])


def read_value(state: Mapping[str, Any]) -> str:
    if state["type"] == "static_select":
        option = state.get("selected_option")
        return str(option["value"]) if option else ""
    return " ".join(str(state.get("value") or "").split())


def form_errors(reply: Reply, view: Mapping[str, Any]) -> dict[str, str]:
    """The sentence at the field at fault, or at the first one."""
    keys = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return {reply.field if reply.field in keys else keys[0]: cut(reply.text, LONGEST_ERROR)}


def home_view(replies: Sequence[Reply]) -> Block:
    """What is one's own, then what is open, at risk and breached. A Home tab has no tables: their rows are lines."""
    refused = next((reply for reply in replies if reply.is_error), None)
    parts: list[Part] = [Heading("ICT desk")]
    if refused:
        parts += refused.parts
    else:
        parts.append(START)
        for title, reply in zip(HOME_TITLES, replies, strict=False):
            parts += [Heading(title), *(part for shown in reply.parts for part in in_lines(shown))]
    return {"type": "home", "callback_id": "home", "blocks": render(parts).blocks}


def in_lines(part: Part) -> list[Part]:
    """A table as its caption and a line for each row, the first cell in bold."""
    if not isinstance(part, Table):
        return [part]
    shown: list[Part] = [Paragraph((Span(f"{part.grid.caption} ({len(part.grid.rows)})", "bold"),))]
    for row in part.grid.rows[:HOME_ROWS]:
        first, *others = [cell_text(cell) for cell in row]
        shown.append(Paragraph((Span(first, "bold"), Span(f"  {', '.join(text for text in others if text)}"))))
    hidden = len(part.grid.rows) - HOME_ROWS
    more = [f"and {hidden} more: /sla shows them."] if hidden > 0 else []
    return [*shown, *map(line, (*more, *part.grid.notes))]
