"""The fields of blocks: how their state is told to the app, and what Slack's own client asks for before sending it."""

import re
from collections.abc import Iterable, Iterator

from bot.playground.workspace import Json

Values = dict[str, dict[str, Json]]  # by block_id, then action_id, as in view.state.values

KEYS = {
    "plain_text_input": "value", "number_input": "value", "email_text_input": "value", "url_text_input": "value",
    "static_select": "selected_option", "external_select": "selected_option", "radio_buttons": "selected_option",
    "users_select": "selected_user", "conversations_select": "selected_conversation",
    "channels_select": "selected_channel", "datepicker": "selected_date", "timepicker": "selected_time",
    "datetimepicker": "selected_date_time", "checkboxes": "selected_options",
    "multi_static_select": "selected_options", "multi_external_select": "selected_options",
    "multi_users_select": "selected_users", "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels", "file_input": "files", "rich_text_input": "rich_text_value",
}  # fmt: skip
LISTS = {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}

HOLDS = {"actions": "elements", "section": "accessory", "input": "element"}  # the kinds of block with fields or buttons
REQUIRED = "Please complete this required field."


def elements(block: Json) -> Iterator[Json]:
    """What somebody can press or fill in, in any kind of block."""
    held = block.get(HOLDS.get(block["type"], ""), [])
    yield from (element for element in (held if isinstance(held, list) else [held]) if "action_id" in element)


def find_element(blocks: Iterable[Json], block_id: str, action_id: str) -> Json | None:
    for block in blocks:
        if block.get("block_id") == block_id:
            return next((one for one in elements(block) if one["action_id"] == action_id), None)
    return None


def starting_values(blocks: Iterable[Json]) -> Values:
    """Each field with its initial value, or with null, as Slack tells a field left alone."""
    values: Values = {}
    for block in blocks:
        fields = {one["action_id"]: starting_value(one) for one in elements(block) if one["type"] in KEYS}
        if fields:
            values[block["block_id"]] = fields
    return values


def starting_value(element: Json) -> Json:
    key = KEYS[element["type"]]
    initial = element.get(f"initial_{key.removeprefix('selected_')}", [] if key in LISTS else None)
    return {"type": element["type"], key: initial}


def told_value(element: Json, given: Json) -> Json:
    """What a person gave, as Slack tells it: nothing typed is null."""
    key = KEYS[element["type"]]
    value = given.get(key, [] if key in LISTS else None)
    return {"type": element["type"], key: None if value == "" else value}


def fill(blocks: Iterable[Json], values: Values, given: Values) -> Values:
    """The state after somebody gave these; fields that are not named stay as they were. Unknown ones are left out."""
    filled = {block_id: dict(fields) for block_id, fields in values.items()}
    for block in blocks:
        for element in elements(block):
            name, block_id = element["action_id"], block["block_id"]
            if element["type"] in KEYS and name in given.get(block_id, {}):
                filled[block_id][name] = told_value(element, given[block_id][name])
    return filled


def objections(blocks: Iterable[Json], values: Values) -> dict[str, str]:
    """By block_id, what Slack's client says of input blocks that cannot be sent as they are."""
    found = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            value = values[block["block_id"]][element["action_id"]][KEYS[element["type"]]]
            is_optional = bool(block.get("optional"))
            sentence = objection(element, value) if value not in (None, []) else "" if is_optional else REQUIRED
            if sentence:
                found[block["block_id"]] = sentence
    return found


def objection(element: Json, value: object) -> str:
    if element["type"] == "number_input":
        return number_objection(element, str(value))
    if element["type"] == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+", str(value)):
        return "Enter a valid email address."
    if element["type"] == "url_text_input" and not re.match(r"https?://\S", str(value)):
        return "Enter a valid URL."
    if element["type"] == "plain_text_input":
        return length_objection(element, str(value))
    return ""


def length_objection(element: Json, value: str) -> str:
    if len(value) < element.get("min_length", 0):
        return f"Enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Enter at most {element.get('max_length', 3000)} characters."
    return ""


def number_objection(element: Json, value: str) -> str:
    form = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(form, value):
        return "Enter a number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Enter a number of {element['min_value']} or more."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Enter a number of {element['max_value']} or less."
    return ""
