"""What each kind of part becomes in Slack, and that what does not fit is said not to."""

from dataclasses import replace
from typing import Any

import pytest

from bot.command import Reply
from bot.parts import Button, Buttons, Chart, Facts, File, Form, FormField, Heading, Part, Span, Table, is_apart, line
from bot.slack.answers import drawn_here, files_of
from bot.slack.native import can_draw
from bot.slack.render import Rendered, render
from reports.charts import (
    Bars,
    ControlChart,
    GroupedColumns,
    Lines,
    Scorecard,
    Series,
    StackedColumns,
    alternative_text,
)
from reports.charts import Chart as Drawing
from reports.tables import Table as Grid
from tests.slack_payload import check_message

LONG = "x" * 2_001
DRAWING = Lines("Outages", "", "Number", ("Jul", "Aug"), (Series("DDDC", (1, 2)),), "Our records.")


def shown(*parts: Part) -> Rendered:
    rendered = render(parts)
    check_message({"text": rendered.text, "blocks": rendered.blocks})
    return rendered


def only(*parts: Part) -> dict[str, Any]:
    (block,) = shown(*parts).blocks
    return block


def kinds(rendered: Rendered) -> list[str]:
    return [block["type"] for block in rendered.blocks]


def notes(rendered: Rendered) -> list[str]:
    return [block["elements"][0]["text"] for block in rendered.blocks if block["type"] == "context"]


def grid(rows: int, columns: int = 2, text: str = "cell") -> Grid:
    return Grid("A caption", ("column",) * columns, ((text,) * columns,) * rows)


def test_a_heading_is_plain_text_and_cut_where_it_is_long() -> None:
    assert only(Heading("Outages")) == {
        "type": "header",
        "text": {"type": "plain_text", "text": "Outages", "emoji": False},
    }
    assert only(Heading(LONG))["text"]["text"] == "x" * 149 + "…"


def test_lines_that_follow_each_other_are_one_block_of_rich_text() -> None:
    block = only(line("Due ", Span("10:40", "bold")), line(Span("INC-1", "code")), line())
    assert block["type"] == "rich_text"
    assert [section["elements"] for section in block["elements"]] == [
        [{"type": "text", "text": "Due "}, {"type": "text", "text": "10:40", "style": {"bold": True}}],
        [{"type": "text", "text": "INC-1", "style": {"code": True}}],
        [{"type": "text", "text": " "}],
    ]


def test_many_lines_are_blocks_of_twenty() -> None:
    assert [len(block["elements"]) for block in shown(*[line("a line")] * 45).blocks] == [20, 20, 5]


def test_facts_are_fields_ten_to_a_block() -> None:
    blocks = shown(Facts(tuple((f"Fact {number}", "so") for number in range(12)))).blocks
    assert [len(block["fields"]) for block in blocks] == [10, 2]
    assert blocks[1]["fields"][1]["text"] == "Fact 11: so"


def test_a_table_has_its_caption_before_and_its_notes_behind() -> None:
    rendered = shown(Table(Grid("Open", ("Reference", "Minutes"), (("INC-1", 1234), ("INC-2", None)), ("As of now.",))))
    assert kinds(rendered) == ["rich_text", "table", "context"]
    assert [[cell["text"] for cell in row] for row in rendered.blocks[1]["rows"]] == [
        ["Reference", "Minutes"],
        ["INC-1", "1,234"],
        ["INC-2", " "],
    ]
    assert notes(rendered) == ["As of now."]
    assert kinds(shown(Table(Grid("", ("Only",), ())))) == ["table"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (grid(40, 20, ""), []),
        (grid(100, 2, "so"), ["99 of 100 rows and 2 of 2 columns are shown."]),
        (grid(3, 21), ["3 of 3 rows and 20 of 21 columns are shown."]),
        (grid(300, 1, "x" * 300), ["42 of 300 rows and 1 of 1 columns are shown."]),
    ],
)
def test_a_table_over_slacks_limits_says_how_much_of_it_is_shown(table: Grid, said: list[str]) -> None:
    assert notes(shown(Table(table))) == said


def test_a_long_table_leaves_room_for_the_buttons_below_it() -> None:
    rendered = shown(Table(grid(300, 8)), Buttons((Button("CSV", "kpi csv outages"),)))
    assert kinds(rendered) == ["rich_text", "table", "context", "actions"]
    assert rendered.left_out == ()


def test_a_second_table_is_text_as_slack_shows_one_in_a_message() -> None:
    rendered = shown(Table(grid(2)), line("and"), Table(grid(1)), Table(grid(400)))
    assert kinds(rendered) == ["rich_text", "table", "rich_text", "rich_text", "rich_text"]
    second, third = (block["elements"][0] for block in rendered.blocks[3:])
    assert second["type"] == "rich_text_preformatted"
    assert second["elements"][0]["text"] == "A caption\ncolumn  column\n------  ------\ncell    cell"
    assert third["elements"][0]["text"].endswith("cell    cell\n… and 195 lines more")


def test_a_picture_is_told_in_words_and_a_file_named() -> None:
    assert notes(shown(Chart("outages", DRAWING), File("rows.csv", "a,b"))) == [
        f"Picture: {alternative_text(DRAWING)}",
        "File: rows.csv",
    ]


DRAWN_LATER, INLINE = Chart("outages", DRAWING), Chart("outages", DRAWING, is_inline=True)
FIGURES = (Series("DDDC", (1, 2)), Series("BDC", (3, -4.126)))
GROUPED = GroupedColumns(
    "Outages, of which there were more than anybody would have thought", "", "", ("Jul", "Aug"), FIGURES, "£"
)


def test_a_chart_that_slack_can_draw_is_drawn_with_its_words_below() -> None:
    block, words = shown(Chart("spend", GROUPED, is_inline=True)).blocks
    assert block["title"] == "Outages, of which there were more than anybody wo…"
    assert block["chart"] == {
        "type": "bar",
        "series": [
            {"name": "DDDC", "data": [{"label": "Jul", "value": 1.0}, {"label": "Aug", "value": 2.0}]},
            {"name": "BDC", "data": [{"label": "Jul", "value": 3.0}, {"label": "Aug", "value": -4.13}]},
        ],
        "axis_config": {"categories": ["Jul", "Aug"], "x_label": "Month", "y_label": "£"},
    }
    assert words["elements"][0]["text"] == alternative_text(GROUPED)
    assert shown(INLINE).blocks[0]["chart"]["type"] == "line"
    assert shown(Chart("", replace(GROUPED, title=" "), is_inline=True)).blocks[0]["title"] == "Chart"


def test_a_third_chart_is_told_in_words() -> None:
    assert kinds(shown(INLINE, INLINE, INLINE)) == [*("data_visualization", "context") * 2, "context"]
    assert notes(shown(INLINE, INLINE, INLINE))[2].startswith("Picture: ")


MANY = tuple(map(str, range(21)))


@pytest.mark.parametrize(
    ("chart", "can"),
    [
        (DRAWING, True),
        (GROUPED, True),
        (replace(DRAWING, target=1.5), False),
        (replace(DRAWING, series=(Series("DDDC", (1, 2), ((0, 2), None)),)), False),
        (replace(DRAWING, series=(Series("DDDC", (1, None)),)), False),
        (replace(DRAWING, series=(Series("D" * 21, (1, 2)),)), False),
        (replace(DRAWING, series=(Series(" ", (1, 2)),)), False),
        (replace(DRAWING, series=FIGURES[:1] * 2), False),
        (replace(DRAWING, series=()), False),
        (replace(DRAWING, categories=("Jul", "Jul")), False),
        (Lines("", "", "", MANY[:20], (Series("A", (1,) * 20),), ""), True),
        (Lines("", "", "", MANY, (Series("A", (1,) * 21),), ""), False),
        (Lines("", "", "", (), (Series("A", ()),), ""), False),
        (StackedColumns("", "", "", ("Jul",), (Series("A", (1,)),), ""), True),
        (StackedColumns("", "", "", ("Jul",), (Series("A", (1,)), Series("B", (1,))), ""), False),
        (Bars("", "", "", ("Email",), (Series("A", (1,)),), ""), True),
        (Bars("", "", "", ("Email",), (Series("A", (1,)),), "", marks=(Series("B", (2,)),)), False),
        (Bars("", "", "", ("Email",), (Series("A", (1,)),), "", remarks=("so",)), False),
        (ControlChart("", "", "", ("Jul",), (Series("A", (1,)),), ""), False),
        (Scorecard("", "", "", ()), False),
    ],
)
def test_slack_draws_only_what_it_can_show_the_same(chart: Drawing, can: bool) -> None:  # noqa: FBT001 - a table
    assert can_draw(chart) is can
    assert kinds(shown(Chart("x", chart, is_inline=True)))[0] == ("data_visualization" if can else "context")


def test_two_charts_of_a_private_answer_are_drawn_in_it_and_the_rest_are_pictures() -> None:
    picture, file = Chart("share", replace(DRAWING, target=1)), File("rows.csv", "a")
    told = drawn_here(Reply((line("Figures"), picture, DRAWN_LATER, DRAWN_LATER, DRAWN_LATER, file)))
    assert [is_apart(part) for part in told.parts] == [False, True, False, False, True, True]
    assert files_of(told) == Reply((picture, DRAWN_LATER, file))
    crowded = Reply((*[line("x" * 700)] * 15, DRAWN_LATER))
    assert drawn_here(crowded) == crowded


def test_buttons_carry_their_lines_under_ids_of_their_own() -> None:
    take, undo = Buttons((Button("Take", "incident take INC-1"),)), Buttons((Button("Undo", "ict undo 7"),) * 26)
    blocks = shown(take, undo).blocks
    elements = [element for block in blocks for element in block["elements"]]
    assert [len(block["elements"]) for block in blocks] == [1, 25, 1]
    assert (elements[0]["text"]["text"], elements[0]["value"]) == ("Take", "incident take INC-1")
    assert len({element["action_id"] for element in elements}) == 27


def test_a_line_too_long_for_a_button_is_named() -> None:
    rendered = shown(Buttons((Button("Short", "a"), Button("Share here", LONG), Button("Again", LONG))))
    assert [element["text"]["text"] for element in rendered.blocks[0]["elements"]] == ["Short"]
    assert notes(rendered) == ["Too long for a button, so please type it: Share here, Again."]
    assert kinds(shown(Buttons((Button("Share here", LONG),)))) == ["context"]


def test_a_form_in_a_message_is_a_button_with_what_was_typed() -> None:
    fields = (FormField("summary", "Summary", 'The "big" one'), FormField("partner", "Partner"))
    question, button = shown(Form("Please add priority.", "incident log", fields)).blocks
    assert question["elements"][0]["elements"][0]["text"] == "Please add priority."
    assert button["elements"][0]["value"] == 'incident log summary:"The ""big"" one"'


def test_what_does_not_fit_is_counted_in_words() -> None:
    rendered = shown(
        *[line("x" * 700)] * 30,
        Facts((("Fact", LONG),) * 9),
        Heading("End"),
        Table(Grid("Wide", ("z" * 200,) * 20, ())),
        Chart("outages", DRAWING),
    )
    assert rendered.left_out == ("16 lines", "9 facts", "1 table")
    assert notes(rendered)[-1] == f"Left out, because Slack shows no more at once: {', '.join(rendered.left_out)}."


def test_at_most_fifty_blocks_are_shown() -> None:
    pair: list[Part] = [Heading("h"), Buttons((Button("b", "ict help"),))]
    rendered = shown(*pair * 30)
    assert len(rendered.blocks) == 50
    assert rendered.left_out == ("6 buttons", "5 headings")


def test_the_text_has_no_markup_and_is_cut_outside_entities() -> None:
    assert shown(line("<!channel> & <@U1>")).text == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    assert shown(line("&" * 2_000)).text == "&amp;" * 779 + "…"
    assert shown(Heading("")).text == " "
