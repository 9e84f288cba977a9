"""What each kind of part becomes in Slack, and that what does not fit is said not to."""

from typing import Any

import pytest

from bot.parts import Button, Buttons, Chart, Facts, File, Form, FormField, Heading, Part, Span, Table, line
from bot.slack.render import Rendered, render
from reports.charts import Lines, Series, alternative_text
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
