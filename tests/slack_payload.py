"""What Slack would refuse, or take for more than words, in a message or a view that leaves us.

No one source knows all of it, so each block is held against four: the JSON schema of Slack's types, the models of
slack_sdk, the table of limits of slackblocks, and the rules that none of them has.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slackblocks import _limits as most

Json = dict[str, Any]

SCHEMA = json.loads((Path(__file__).parent / "data" / "slack" / "types.schema.json").read_text(encoding="utf-8"))
SHAPES = {
    shape["properties"]["type"]["const"]: name
    for name, shape in SCHEMA["definitions"].items()
    if name.endswith(("Block", "View")) and "const" in shape.get("properties", {}).get("type", {})
}
ALL_BLOCKS = 12_000  # characters; and with 125 for each block, as others measured, no more than
CUMULATIVE, PER_BLOCK = 13_422, 125
TEXT, LABEL = 4_000, 150
CHART, CHARTS = "data_visualization", 2
NAMES_SOMEBODY = {"user", "usergroup", "broadcast", "channel", "team", "link", "emoji", "mrkdwn"}

# The path to a text or a list within a block, element or view, and the most characters or items that Slack allows.
LIMITS: Mapping[str, Mapping[str, int]] = {
    "header": {"text.text": most.HEADER_TEXT_MAX_LENGTH},
    "section": {
        "text.text": most.SECTION_TEXT_MAX_LENGTH,
        "fields": most.SECTION_FIELDS_MAX_ITEMS,
        "fields.text": most.SECTION_FIELDS_ITEM_MAX_LENGTH,
    },
    "context": {"elements": most.CONTEXT_ELEMENTS_MAX_ITEMS, "elements.text": most.TEXT_MAX_LENGTH},
    "actions": {"elements": most.ACTIONS_ELEMENTS_MAX_ITEMS},
    "input": {"label.text": LABEL, "hint.text": most.INPUT_HINT_MAX_LENGTH},
    "table": {"rows": most.TABLE_ROWS_MAX_ITEMS},
    "button": {"text.text": most.BUTTON_TEXT_MAX_LENGTH, "value": most.BUTTON_VALUE_MAX_LENGTH},
    "static_select": {
        "options": most.SELECT_OPTIONS_MAX_ITEMS,
        "options.text.text": most.OPTION_TEXT_MAX_LENGTH,
        "options.value": most.OPTION_VALUE_MAX_LENGTH,
    },
    "plain_text_input": {
        "initial_value": most.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX,
        "placeholder.text": most.PLAIN_TEXT_INPUT_PLACEHOLDER_MAX_LENGTH,
    },
    "modal": {
        "title.text": most.VIEW_TITLE_MAX_LENGTH,
        "submit.text": most.VIEW_SUBMIT_MAX_LENGTH,
        "close.text": most.VIEW_CLOSE_MAX_LENGTH,
        "private_metadata": most.VIEW_PRIVATE_METADATA_MAX_LENGTH,
        "blocks": most.VIEW_BLOCKS_MAX_ITEMS,
    },
    "home": {"blocks": most.VIEW_BLOCKS_MAX_ITEMS},
}
EVERYWHERE = {"action_id": most.ACTION_ID_MAX_LENGTH, "block_id": most.BLOCK_ID_MAX_LENGTH}
HELD_IN_FORM = {"input", "rich_text", "section", "context", "actions", "header", "divider", "image"}


def check_message(payload: Mapping[str, Any]) -> None:
    """`text` and `blocks` of a message as it leaves; a message of a file may have neither."""
    assert list(message_problems(payload)) == []


def check_view(payload: Mapping[str, Any]) -> None:
    """A modal or a Home tab as it leaves."""
    assert list(view_problems(payload)) == []


def message_problems(payload: Mapping[str, Any]) -> Iterator[str]:
    text, blocks = payload.get("text", ""), payload.get("blocks") or []
    if not text and not payload.get("files"):
        yield "no text for notifications and screen readers"
    if len(text) > TEXT:
        yield f"text of {len(text)} characters"
    if "<" in text or ">" in text:
        yield "text that Slack would take for markup"
    if len(blocks) > most.MESSAGE_BLOCKS_MAX_ITEMS:
        yield f"{len(blocks)} blocks"
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield "more than one table"
    if sum(block["type"] == CHART for block in blocks) > CHARTS:
        yield "more than two charts"
    words = sum(map(len, words_in(blocks)))
    if words > ALL_BLOCKS or words + PER_BLOCK * len(blocks) > CUMULATIVE:
        yield f"{words} characters in {len(blocks)} blocks"
    yield from block_problems(blocks)


def view_problems(payload: Mapping[str, Any]) -> Iterator[str]:
    blocks = payload["blocks"]
    yield from shape_problems(payload)
    yield from too_long(payload)
    if payload["type"] == "modal":
        yield from (f"a {block['type']} in a form" for block in blocks if block["type"] not in HELD_IN_FORM)
        if "submit" not in payload and any(block["type"] == "input" for block in blocks):
            yield "a form that cannot be sent"
    if any(block["type"] == "table" for block in blocks):
        yield "a table in a view"
    yield from block_problems(blocks)


def block_problems(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        if block["type"] == CHART:  # of June 2026: neither the schema nor slack_sdk knows it
            yield from chart_problems(block)
            continue
        yield from shape_problems(block)
        yield from model_problems(block)
    for item in objects(blocks):
        yield from too_long(item)
        yield from empty(item)
        if item.get("type") in NAMES_SOMEBODY:
            yield f"a {item['type']}, which is more than words"
    yield from repeated("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    yield from repeated("action_id", [item["action_id"] for item in objects(blocks) if item.get("type") == "button"])


def chart_problems(block: Json) -> Iterator[str]:
    """By Slack's own page of the block: its limits, and that each series has a number for each category."""
    chart, axes = block["chart"], block["chart"]["axis_config"]
    names, labels = [series["name"] for series in chart["series"]], axes["categories"]
    if block.keys() - {"block_id"} != {"type", "title", "chart"} or chart["type"] not in {"bar", "line"}:
        yield "a chart of another shape"
    if not 0 < len(block["title"]) <= 50 or any(len(axes.get(axis, "")) > 50 for axis in ("x_label", "y_label")):
        yield "a title of a chart that is too long, or missing"
    if not (0 < len(names) <= 6 and 0 < len(labels) <= 20):
        yield f"{len(names)} series of {len(labels)} categories"
    if any(not 0 < len(label) <= 20 for label in (*names, *labels)) or len({*names}) < len(names):
        yield "labels of a chart that are too long, missing or alike"
    for series in chart["series"]:
        if [point["label"] for point in series["data"]] != labels:
            yield "points of other categories"
        if not all(isinstance(point["value"], int | float) for point in series["data"]):
            yield "a point without a number"


def model_problems(block: Json) -> Iterator[str]:
    try:
        parsed = Block.parse(block)
        if parsed is None or parsed.to_dict() != block:
            yield f"slack_sdk reads this {block['type']} as something else"
    except SlackObjectFormationError as error:
        yield f"slack_sdk: {error}"


def shape_problems(value: Mapping[str, Any]) -> Iterator[str]:
    for error in validator(SHAPES[value["type"]]).iter_errors(value):
        yield f"{value['type']}: {error.message[:200]}"


@cache
def validator(name: str) -> Draft7Validator:
    return Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": SCHEMA["definitions"]})


def too_long(item: Mapping[str, Any]) -> Iterator[str]:
    for path, limit in {**LIMITS.get(item.get("type", ""), {}), **EVERYWHERE}.items():
        for value in reached(item, path.split(".")):
            if len(value) > limit:
                yield f"{item.get('type')}.{path} of {len(value)}, where {limit} is the most"
    if item.get("type") == "table" and any(len(row) > most.TABLE_COLUMNS_MAX_ITEMS for row in item["rows"]):
        yield "a table with too many columns"


def empty(item: Mapping[str, Any]) -> Iterator[str]:
    """Lists and texts in which there is nothing; a button's value and a cell may be empty."""
    for name in ("text", "elements", "options", "fields", "rows"):
        if name in item and not item[name] and item.get("type") != "raw_text":
            yield f"{item.get('type')}.{name} is empty"


def reached(value: Any, path: list[str]) -> Iterator[Any]:  # noqa: ANN401 - nested JSON
    """What lies at a path, for each item of the lists on it."""
    if not path:
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from reached(item, path)
    elif path[0] in value:
        yield from reached(value[path[0]], path[1:])


def objects(value: object) -> Iterator[Json]:
    """Every object in nested JSON."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from objects(item)


def words_in(blocks: list[Json]) -> Iterator[str]:
    return (item["text"] for item in objects(blocks) if isinstance(item.get("text"), str))


def repeated(name: str, values: list[str]) -> Iterator[str]:
    yield from (f"{name} {value} twice" for value in sorted(set(values)) if values.count(value) > 1)
