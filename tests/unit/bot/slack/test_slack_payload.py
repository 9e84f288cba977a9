"""The tests' own rules find what Slack would refuse: each of these is one thing wrong."""

from typing import Any

import pytest

from bot.command import Place
from bot.parts import Form, FormField
from bot.slack.spot import Spot
from bot.slack.views import form_view
from tests.slack_payload import message_problems, view_problems

Json = dict[str, Any]
DIVIDER: Json = {"type": "divider"}
TABLE: Json = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
BUTTON: Json = {"type": "button", "text": {"type": "plain_text", "text": "b"}, "action_id": "a"}


def chart(kind: str = "bar", title: str = "t", names: str = "a", labels: str = "x", **point: object) -> Json:
    """Each letter of `names` and `labels` is one series and one category."""
    data = [{"label": label, "value": 1} | point for label in labels]
    series = [{"name": name, "data": data} for name in names]
    drawn = {"type": kind, "series": series, "axis_config": {"categories": list(labels)}}
    return {"type": "data_visualization", "title": title, "chart": drawn}


def rich(element: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}


def header(text: str) -> Json:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def of_text(kind: str, text: str) -> Json:
    return {"type": "section", "text": {"type": kind, "text": text}}


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([DIVIDER] * 51, "51 blocks"),
        ([TABLE] * 2, "more than one table"),
        ([{"type": "actions", "elements": [BUTTON, BUTTON]}], "action_id a twice"),
        ([DIVIDER | {"block_id": "b"}] * 2, "block_id b twice"),
        ([of_text("plain_text", "x" * 2_900)] * 5, "14500 characters in 5 blocks"),
        ([of_text("plain_text", "x" * 240)] * 40, "9600 characters in 40 blocks"),
        ([of_text("plain_text", "x" * 3_001)], "section.text.text of 3001, where 3000 is the most"),
        ([of_text("mrkdwn", "words")], "a mrkdwn, which is more than words"),
        ([header("x" * 151)], "header.text.text of 151, where 150 is the most"),
        ([header("")], "plain_text.text is empty"),
        ([{"type": "context", "elements": []}], "context.elements is empty"),
        ([rich({"type": "user", "user_id": "U1"})], "a user, which is more than words"),
        ([rich({"type": "broadcast", "range": "channel"})], "a broadcast, which is more than words"),
        ([rich({"type": "link", "url": "https://x.example"})], "a link, which is more than words"),
        ([TABLE | {"rows": TABLE["rows"] * 101}], "table.rows of 101, where 100 is the most"),
        ([TABLE | {"rows": [TABLE["rows"][0] * 21]}], "a table with too many columns"),
        ([chart()] * 3, "more than two charts"),
        ([chart("pie")], "a chart of another shape"),
        ([chart(title="x" * 51)], "a title of a chart that is too long, or missing"),
        ([chart(names="abcdefg")], "7 series of 1 categories"),
        ([chart(labels="")], "1 series of 0 categories"),
        ([chart(names="aa")], "labels of a chart that are too long, missing or alike"),
        ([chart(label="y")], "points of other categories"),
        ([chart(value=None)], "a point without a number"),
        ([DIVIDER | {"colour": "red"}], "slack_sdk reads this divider as something else"),
    ],
)
def test_what_is_wrong_with_a_message_is_found(blocks: list[Json], said: str) -> None:
    assert said in list(message_problems({"text": "words", "blocks": blocks}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no text for notifications and screen readers"),
        ("x" * 4_001, "text of 4001 characters"),
        ("<!channel>", "text that Slack would take for markup"),
    ],
)
def test_what_is_wrong_with_a_text_is_found(text: str, said: str) -> None:
    assert list(message_problems({"text": text})) == [said]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"blocks": [TABLE]}, "a table in a view"),
        ({"blocks": [DIVIDER] * 101}, "modal.blocks of 101, where 100 is the most"),
        ({"private_metadata": "x" * 3_001}, "modal.private_metadata of 3001, where 3000 is the most"),
        ({"title": {"type": "plain_text", "text": "x" * 25}}, "modal.title.text of 25, where 24 is the most"),
        ({"colour": "red"}, "modal: Additional properties are not allowed ('colour' was unexpected)"),
    ],
)
def test_what_is_wrong_with_a_view_is_found(changed: Json, said: str) -> None:
    view = form_view(Form("Which?", "incident log", (FormField("summary", "Summary"),)), Spot(), Place("slack"))
    assert said in list(view_problems({**view, **changed}))
    del view["submit"]
    assert list(view_problems(view)) == ["a form that cannot be sent"]
