"""What Slack refuses in blocks and views: just what fits is taken, one more is not."""

from collections.abc import Callable

import pytest

from tests.e2e.playground.tiny_app import MENU, SAM, TITLE_FORM, Json, actions, button, text_view
from tests.e2e.playground.web import Api


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: object) -> Json:
    return {"type": "section", **more}


def option(label: int = 1, value: int = 1) -> Json:
    return {"text": plain("o" * label), "value": "v" * value}


def menu(kind: str = "static_select", **more: object) -> Json:
    return {"type": kind, "action_id": "menu", **more}


def image(**more: object) -> Json:
    return {"type": "image", "image_url": "https://a.example/x.png", "alt_text": "x", **more}


def table(rows: int = 1, columns: int = 1) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


def chart(series: int = 1, points: int = 1, title: int = 1, name: int = 1, kind: str = "bar") -> Json:
    labels = [f"{number:0{name}d}" for number in range(points)]
    data = [{"label": label, "value": 1} for label in labels]
    drawn = {
        "type": kind,
        "series": [{"name": f"s{number}", "data": data} for number in range(series)],
        "axis_config": {"categories": labels},
    }
    return {"type": "data_visualization", "title": "t" * title, "chart": drawn}


def chart_of(series: list[Json]) -> Json:
    drawn = {"type": "bar", "series": series, "axis_config": {"categories": ["0"]}}
    return {"type": "data_visualization", "title": "t", "chart": drawn}


def long_sections(count: int, length: int) -> list[Json]:
    return [section(text=mrkdwn("x" * length)) for _ in range(count)]


Made = Callable[[int], list[Json]]
LIMITS: dict[str, tuple[int, Made]] = {
    "blocks": (50, lambda n: [{"type": "divider"}] * n),
    "section text": (3000, lambda n: [section(text=mrkdwn("x" * n))]),
    "section fields": (10, lambda n: [section(fields=[mrkdwn("x")] * n)]),
    "field text": (2000, lambda n: [section(fields=[mrkdwn("x" * n)])]),
    "header": (150, lambda n: [{"type": "header", "text": plain("x" * n)}]),
    "button text": (75, lambda n: [actions(button("x" * n, "a"))]),
    "button value": (2000, lambda n: [actions(button("x", "a", "v" * n))]),
    "action_id": (255, lambda n: [actions(button("x", "a" * n))]),
    "block_id": (255, lambda n: [{"type": "divider", "block_id": "b" * n}]),
    "actions elements": (25, lambda n: [actions(*(button("x", f"a{i}") for i in range(n)))]),
    "context elements": (10, lambda n: [{"type": "context", "elements": [mrkdwn("x")] * n}]),
    "select options": (100, lambda n: [actions(menu(options=[option()] * n))]),
    "option groups": (100, lambda n: [actions(menu(option_groups=[{"label": plain("x"), "options": [option()]}] * n))]),
    "option text": (75, lambda n: [actions(menu(options=[option(n)]))]),
    "option value": (150, lambda n: [actions(menu(options=[option(1, n)]))]),
    "placeholder": (150, lambda n: [actions(menu(options=[option()], placeholder=plain("x" * n)))]),
    "overflow options": (5, lambda n: [section(text=mrkdwn("x"), accessory=menu("overflow", options=[option()] * n))]),
    "radio options": (10, lambda n: [actions(menu("radio_buttons", options=[option()] * n))]),
    "image address": (3000, lambda n: [image(image_url="h" * n)]),
    "alternative text": (2000, lambda n: [image(alt_text="x" * n)]),
    "markdown": (12_000, lambda n: [{"type": "markdown", "text": "x" * n}]),
    "table rows": (100, lambda n: [table(rows=n)]),
    "table columns": (20, lambda n: [table(columns=n)]),
    "chart title": (50, lambda n: [chart(title=n)]),
    "chart series": (6, lambda n: [chart(series=n)]),
    "chart categories": (20, lambda n: [chart(points=n)]),
    "chart labels": (20, lambda n: [chart(name=n)]),
    "charts": (2, lambda n: [chart(kind=kind) for kind in ("bar", "line", "area")[:n]]),
}


@pytest.mark.parametrize("name", LIMITS)
def test_one_more_than_slack_takes_is_refused(api: Api, name: str) -> None:
    limit, made = LIMITS[name]
    api.ok("chat.postMessage", channel="C_BDC", text="x", blocks=made(limit))
    assert api.error("chat.postMessage", channel="C_BDC", text="x", blocks=made(limit + 1)) == "invalid_blocks"
    ts = api.ok("chat.postMessage", channel="C_BDC", text="x")["ts"]
    more = {"channel": "C_BDC", "user": SAM, "ts": ts, "text": "x", "blocks": made(limit + 1)}
    assert api.error("chat.update", **more) == api.error("chat.postEphemeral", **more) == "invalid_blocks"


WRONG: dict[str, tuple[Json, str]] = {
    "no object": ("text", "must provide an object"),  # type: ignore[dict-item]  # what is wrong with it
    "unknown kind": ({"type": "carousels"}, "unsupported type: carousels"),
    "a kind that is no word": ({"type": ["section"]}, "unsupported type: ['section']"),
    "not in a message": ({"type": "alert", "text": plain("x")}, "unsupported type: alert"),
    "empty section": (section(), "must define either text or fields"),
    "empty text": (section(text=mrkdwn("")), "must be more than 0 characters"),
    "no text at all": (section(text={"type": "mrkdwn"}), "missing required field: text"),
    "text that is none": (section(text={"type": "mrkdwn", "text": 5}), "must be a string"),
    "text as a string": (section(text="x"), "must provide an object"),
    "mrkdwn in a header": ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn"),
    "unknown field": (section(text=mrkdwn("x"), colour="red"), "invalid additional property: colour"),
    "both kinds of picture": (image(slack_file={"id": "F1"}), "must define either image_url or slack_file"),
    "no elements": (actions(), "no fewer than 1 items allowed"),
    "elements that are none": ({"type": "actions", "elements": "x"}, "must provide an array"),
    "style": (actions({**button("x", "a"), "style": "green"}), "must be one of primary, danger"),
    "input in actions": (actions(menu("plain_text_input")), "unsupported type: plain_text_input"),
    "two lists": (actions({**MENU, "option_groups": []}), "must define either options or option_groups"),
    "an action_id twice": (actions(button("x", "a"), button("y", "a")), "`action_id` a already exists"),
    "value of a point": (chart_of([{"name": "P1", "data": [{"label": "0", "value": None}]}]), "must be a number"),
    "a point without category": (
        chart_of([{"name": "P1", "data": [{"label": "Jul", "value": 1}]}]),
        "labels must match the categories",
    ),
    "two series of one name": (
        chart_of([{"name": "P1", "data": [{"label": "0", "value": 1}]}] * 2),
        "series names must be unique",
    ),
    "name of an unchecked block": ({"type": "rich_text", "elements": [], "block_id": ""}, "must be more than 0 char"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_block_is_refused_and_pointed_at(api: Api, name: str) -> None:
    block, words = WRONG[name]
    args = {"channel": "C_BDC", "text": "x", "blocks": [{"type": "divider"}, block]}
    assert api.error("chat.postMessage", **args) == "invalid_blocks"
    details = api.details("chat.postMessage", **args)
    assert any(words in detail and "[json-pointer:/blocks/1" in detail for detail in details)


def test_rules_that_no_schema_has(api: Api) -> None:
    def refused(*blocks: Json) -> str:
        return api.error("chat.postMessage", channel="C_BDC", text="x", blocks=list(blocks))

    named = {"type": "divider", "block_id": "same"}
    assert refused(named, named) == "invalid_blocks"
    assert refused(table(), table()) == "invalid_attachments"
    api.ok("chat.postMessage", channel="C_BDC", text="x", blocks=[table(), {"type": "rich_text", "elements": []}])


@pytest.mark.parametrize(("length", "error"), [(2900, None), (3000, None), (3320, "invalid_blocks")])
def test_four_long_sections_fit(api: Api, length: int, error: str | None) -> None:
    args = {"channel": "C_BDC", "text": "x", "blocks": long_sections(4, length)}
    assert api.reply("chat.postMessage", args).json.get("error") == error


def test_all_blocks_together_have_a_limit(api: Api) -> None:
    blocks = long_sections(5, 2700)
    ts = api.ok("chat.postMessage", channel="C_BDC", text="x")["ts"]
    assert api.error("chat.postMessage", channel="C_BDC", text="x", blocks=blocks) == "msg_blocks_too_long"
    assert api.error("chat.update", channel="C_BDC", ts=ts, text="x", blocks=blocks) == "msg_too_long"
    assert api.error("chat.postEphemeral", channel="C_BDC", user=SAM, text="x", blocks=blocks) == "msg_too_long"


# views


def home(blocks: list[Json], **more: object) -> Json:
    return {"type": "home", "blocks": blocks, **more}


def test_home_is_published_and_changed_by_its_hash(api: Api) -> None:
    first = api.ok("views.publish", user_id=SAM, view=home([section(text=mrkdwn("one"))]))["view"]
    again = home([section(text=mrkdwn("two"))], callback_id="home")
    assert api.error("views.publish", user_id=SAM, view=again, hash="old") == "hash_conflict"
    second = api.ok("views.publish", user_id=SAM, view=again, hash=first["hash"])["view"]
    assert (second["id"], second["callback_id"]) == (first["id"], "home")
    assert second["hash"] != first["hash"]
    updated = api.ok("views.update", view_id=first["id"], view=home([]))["view"]
    assert (updated["type"], updated["blocks"]) == ("home", [])
    assert api.error("views.publish", user_id="U_NOBODY", view=home([])) == "invalid_arguments"
    assert api.error("views.publish", user_id=SAM) == "invalid_arguments"


VIEWS: dict[str, tuple[Json, str]] = {
    "a long title": ({**text_view("x"), "title": plain("x" * 25)}, "must be less than 25 characters"),
    "a long button": ({**TITLE_FORM, "submit": plain("x" * 25)}, "must be less than 25 characters"),
    "much to keep": ({**TITLE_FORM, "private_metadata": "x" * 3001}, "must be less than 3001 characters"),
    "no title": ({"type": "modal", "blocks": []}, "missing required field: title"),
    "no button for its fields": (
        {name: value for name, value in TITLE_FORM.items() if name != "submit"}, "missing required field: submit",
    ),
    "a table": ({**text_view("x"), "blocks": [table()]}, "unsupported type: table"),
    "101 blocks": ({**text_view("x"), "blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed"),
    "a field of its own": ({**text_view("x"), "hash": "1"}, "invalid additional property: hash"),
    "home": (home([]), "must be one of modal"),
    "no object": (["x"], "must provide an object"),  # type: ignore[dict-item]  # what is wrong with it
}  # fmt: skip


@pytest.mark.parametrize("name", VIEWS)
def test_a_wrong_form_is_refused_before_its_trigger_is_used(api: Api, name: str) -> None:
    view, words = VIEWS[name]
    trigger = api.playground.state.triggers.issue(SAM)
    assert api.error("views.open", trigger_id=trigger, view=view) == "invalid_arguments"
    assert any(words in detail for detail in api.details("views.open", trigger_id=trigger, view=view))
    answer = api.reply("blocks.validate", {"view": view}).json
    assert answer.get("error") == (None if name == "home" else "invalid_view")
    api.ok("views.open", trigger_id=trigger, view=TITLE_FORM)


def test_a_view_has_a_size(api: Api) -> None:
    view = {**text_view("x"), "blocks": long_sections(90, 2900)}
    assert api.error("views.open", trigger_id="1", view=view) == "view_too_large"


def test_an_external_id_is_free_for_its_own_view_only(api: Api) -> None:
    named = {**text_view("x"), "external_id": "mine"}
    views = [
        api.ok("views.open", trigger_id=api.playground.state.triggers.issue(user), view=view)["view"]["id"]
        for user, view in ((SAM, named), ("U_MANAGER", text_view("y")))
    ]
    api.ok("views.update", view_id=views[0], view=named)
    assert api.error("views.update", view_id=views[1], view=named) == "duplicate_external_id"


def test_blocks_can_be_checked_without_being_sent(api: Api) -> None:
    assert api.ok("blocks.validate", blocks=[section(text=mrkdwn("x"))]) == {"ok": True}
    assert api.ok("blocks.validate", message={"blocks": []})["ok"]
    assert api.ok("blocks.validate", view=home([]))["ok"]
    assert api.error("blocks.validate", blocks=[section()]) == "invalid_blocks"
    assert api.error("blocks.validate", message={"blocks": [section()]}) == "invalid_message"
    assert api.error("blocks.validate", message="[1]") == "invalid_message"
    assert api.error("blocks.validate") == "invalid_arguments"
    assert api.error("blocks.validate", blocks=[], view=home([])) == "invalid_arguments"
    assert api.error("blocks.validate", blocks="{") == "invalid_arguments"
