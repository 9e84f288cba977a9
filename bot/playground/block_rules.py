"""What each kind of block and element may hold. Kinds named without rules are let through as they are."""

from collections.abc import Iterator

from bot.playground.shape_rules import (
    Check,
    Shape,
    anything,
    by_type,
    items,
    number,
    one_of,
    plain,
    string,
    text,
    wrong,
)
from bot.playground.workspace import Json

IDENTIFIER = string(255, minimum=1)
CONFIRM = Shape({"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)}, {"style": anything})
OPTION = Shape({"text": text(75), "value": string(150)}, {"description": text(75), "url": string(3000)})
GROUP = Shape({"label": plain(75), "options": items(100, OPTION)})
COMMON: dict[str, Check] = {"action_id": IDENTIFIER, "confirm": CONFIRM, "focus_on_load": anything}
TYPED: dict[str, Check] = {**COMMON, "placeholder": plain(150), "dispatch_action_config": anything}


def select(initial: str, **more: Check) -> Shape:
    return Shape(optional={**COMMON, "placeholder": plain(150), initial: anything, **more})


def static(initial: str, **more: Check) -> Shape:
    lists = {"options": items(100, OPTION), "option_groups": items(100, GROUP)}
    given: dict[str, Check] = {**COMMON, "placeholder": plain(150), initial: anything, **lists, **more}
    return Shape(optional=given, either=("options", "option_groups"))


def ticked(initial: str) -> Shape:
    return Shape({"options": items(10, OPTION)}, {**COMMON, initial: anything})


SLACK_FILE = Shape(optional={"id": IDENTIFIER, "url": string(3000, minimum=1)}, either=("id", "url"))
CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": anything, "filter": anything}
IMAGE: dict[str, Check] = {"image_url": string(3000, minimum=1), "slack_file": SLACK_FILE}
ELEMENTS: dict[str, Check] = {
    "button": Shape(
        {"text": plain(75)},
        {
            "action_id": IDENTIFIER, "value": string(2000), "url": string(3000), "confirm": CONFIRM,
            "style": one_of("primary", "danger"), "accessibility_label": string(75),
        },
    ),
    "image": Shape({"alt_text": string(2000)}, IMAGE, either=("image_url", "slack_file")),
    "overflow": Shape({"options": items(5, OPTION)}, {"action_id": IDENTIFIER, "confirm": CONFIRM}),
    "checkboxes": ticked("initial_options"),
    "radio_buttons": ticked("initial_option"),
    "static_select": static("initial_option"),
    "multi_static_select": static("initial_options", max_selected_items=anything),
    "external_select": select("initial_option", min_query_length=anything),
    "multi_external_select": select("initial_options", min_query_length=anything, max_selected_items=anything),
    "users_select": select("initial_user"),
    "multi_users_select": select("initial_users", max_selected_items=anything),
    "channels_select": select("initial_channel", response_url_enabled=anything),
    "multi_channels_select": select("initial_channels", max_selected_items=anything),
    "conversations_select": select("initial_conversation", response_url_enabled=anything, **CONVERSATIONS),
    "multi_conversations_select": select("initial_conversations", max_selected_items=anything, **CONVERSATIONS),
    "datepicker": select("initial_date"),
    "timepicker": select("initial_time", timezone=anything),
    "datetimepicker": Shape(optional={**COMMON, "initial_date_time": anything}),
    "plain_text_input": Shape(
        optional={
            **TYPED, "initial_value": string(3000), "multiline": anything, "min_length": anything,
            "max_length": anything,
        }
    ),
    "number_input": Shape(
        {"is_decimal_allowed": anything},
        {**TYPED, "initial_value": anything, "min_value": anything, "max_value": anything},
    ),
    "email_text_input": Shape(optional={**TYPED, "initial_value": anything}),
    "url_text_input": Shape(optional={**TYPED, "initial_value": anything}),
    "rich_text_input": anything,
    "file_input": Shape(optional={"action_id": IDENTIFIER, "filetypes": anything, "max_files": anything}),
}  # fmt: skip
TYPED_ONLY = {"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input"}
IN_SECTION = ELEMENTS.keys() - TYPED_ONLY
IN_ACTIONS = IN_SECTION - {"image"}
IN_INPUT = ELEMENTS.keys() - {"button", "image", "overflow"}

CELLS: dict[str, Check] = {
    "raw_text": Shape({"text": string(10_000)}),
    "raw_number": Shape({"text": string(10_000, minimum=1), "value": anything}),
    "rich_text": anything,
}
LABEL = string(20, minimum=1)
POINT = Shape({"label": LABEL, "value": number})
AXES = Shape({"categories": items(20, LABEL)}, {"x_label": string(50), "y_label": string(50)})
SERIES = Shape({"name": LABEL, "data": items(20, POINT)})
PLOTTED = Shape({"series": items(6, SERIES), "axis_config": AXES})


def drawn(value: object, pointer: str) -> Iterator[str]:
    """Every series has a name of its own, and a point for each category."""
    found = list(PLOTTED(value, pointer))
    yield from found
    if isinstance(value, dict) and not found:
        names = [series["name"] for series in value["series"]]
        if len({*names}) < len(names):
            yield wrong("series names must be unique", f"{pointer}/series")
        for place, series in enumerate(value["series"]):
            if [point["label"] for point in series["data"]] != value["axis_config"]["categories"]:
                yield wrong("labels must match the categories", f"{pointer}/series/{place}/data")


CHARTS: dict[str, Check] = {
    "pie": Shape({"segments": items(12, POINT)}), "bar": drawn, "line": drawn, "area": drawn,
}  # fmt: skip


def block(required: dict[str, Check], optional: dict[str, Check] | None = None, *either: str) -> Shape:
    return Shape(required, {"block_id": IDENTIFIER, **(optional or {})}, either, may_have_both=either[:1] == ("text",))


def named_rightly(value: object, pointer: str) -> Iterator[str]:
    if isinstance(value, dict) and "block_id" in value:
        yield from IDENTIFIER(value["block_id"], f"{pointer}/block_id")


BLOCKS: dict[str, Check] = {
    "section": block(
        {},
        {
            "text": text(3000), "fields": items(10, text(2000)), "expand": anything,
            "accessory": by_type(ELEMENTS, IN_SECTION),
        },
        "text", "fields",
    ),
    "header": block({"text": plain(150)}),
    "divider": block({}),
    "context": block(
        {"elements": items(10, by_type({**ELEMENTS, "plain_text": plain(3000), "mrkdwn": text(3000)},
                                       ("image", "plain_text", "mrkdwn")))}
    ),
    "actions": block({"elements": items(25, by_type(ELEMENTS, IN_ACTIONS))}),
    "input": block(
        {"label": plain(2000), "element": by_type(ELEMENTS, IN_INPUT)},
        {"hint": plain(2000), "optional": anything, "dispatch_action": anything},
    ),
    "image": block({"alt_text": string(2000)}, {"title": plain(2000), **IMAGE}, "image_url", "slack_file"),
    "table": block(
        {"rows": items(100, items(20, by_type(CELLS)))},
        {"column_settings": items(20, anything, minimum=0)},
    ),
    "markdown": block({"text": string(12_000, minimum=1)}),
    "data_visualization": block({"title": string(50, minimum=1), "chart": by_type(CHARTS)}),
}  # fmt: skip
UNCHECKED = ("alert", "card", "carousel", "container", "context_actions", "data_table", "file", "rich_text", "video")
BLOCKS |= dict.fromkeys(UNCHECKED, named_rightly)

NOT_IN_MODALS = {
    "carousel",
    "container",
    "context_actions",
    "data_table",
    "data_visualization",
    "file",
    "markdown",
    "table",
}
NOT_ON_HOME = {"alert", "context_actions", "file", "markdown"}
SURFACES = {
    "message": BLOCKS.keys() - {"alert"},
    "modal": BLOCKS.keys() - NOT_IN_MODALS,
    "home": BLOCKS.keys() - NOT_ON_HOME,
}
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}


def problems(blocks: object, surface: str, pointer: str) -> Iterator[str]:
    """Everything that Slack would refuse in these blocks of a message, a modal or Home."""
    limit = MOST_BLOCKS[surface]
    found = list(items(limit, by_type(BLOCKS, SURFACES[surface]), minimum=0)(blocks, pointer))
    yield from found
    if not found and isinstance(blocks, list):
        yield from repeated_ids(blocks, pointer)


def repeated_ids(blocks: list[Json], pointer: str) -> Iterator[str]:
    """A block_id must be alone in its message or view, an action_id in its block."""
    names = [one["block_id"] for one in blocks if "block_id" in one]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield wrong(f"`block_id` {name} already exists", pointer)
    for place, one in enumerate(blocks):
        elements = one["elements"] if one["type"] == "actions" else ()
        actions = [element["action_id"] for element in elements if "action_id" in element]
        for name in sorted({name for name in actions if actions.count(name) > 1}):
            yield wrong(f"`action_id` {name} already exists", f"{pointer}/{place}/elements")
