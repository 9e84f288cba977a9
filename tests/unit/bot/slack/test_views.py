"""Forms as modal views, what was filled in as a line again, and the Home tab."""

from typing import Any

import pytest

from bot.command import Place, Reply
from bot.grammar import parse
from bot.parts import Form, FormField, Heading, Part, Table, line
from bot.slack.spot import Spot
from bot.slack.views import form_errors, form_view, home_view, read_form
from reports.tables import Table as Grid
from tests.slack_payload import check_view

PRIORITY = FormField("priority", "Priority", "P2", ("P1", "P2"), required=True)
SUMMARY = FormField("summary", "What happened", "Email down", required=True)
PARTNER = FormField("partner", "Partner")
FORM = Form("Please add priority.", "incident log", (PRIORITY, SUMMARY, PARTNER))


def opened(form: Form = FORM) -> dict[str, Any]:
    view = form_view(form, Spot("C1", "1600.1", "U1"), Place("slack", "ict-dddc", "INC-7"))
    check_view(view)
    return view


def sent(view: dict[str, Any], **changed: str) -> dict[str, Any]:
    """The view as it comes back, with what was there at first or was changed."""
    values = {block["block_id"]: state_of(block, changed) for block in view["blocks"] if block["type"] == "input"}
    return view | {"state": {"values": values}}


def state_of(block: dict[str, Any], changed: dict[str, str]) -> dict[str, Any]:
    element, key = block["element"], block["block_id"]
    if element["type"] == "static_select":
        chosen = {"value": changed[key]} if key in changed else element.get("initial_option")
        return {"value": {"type": "static_select", "selected_option": chosen}}
    return {"value": {"type": "plain_text_input", "value": changed.get(key, element.get("initial_value"))}}


def test_a_form_has_an_input_for_each_field_filled_with_what_was_typed() -> None:
    view = opened()
    title, priority, summary, partner = view["blocks"]
    assert (view["title"]["text"], view["submit"]["text"], view["close"]["text"]) == ("Incident", "Send", "Cancel")
    assert title["elements"][0]["elements"][0]["text"] == "Please add priority."
    assert [option["value"] for option in priority["element"]["options"]] == ["P1", "P2"]
    assert priority["element"]["initial_option"]["value"] == "P2"
    assert (summary["element"]["initial_value"], summary["optional"]) == ("Email down", False)
    assert ("initial_value" in partner["element"], partner["optional"]) == (False, True)


def test_a_choice_that_is_none_of_them_is_left_open() -> None:
    view = opened(Form("Which?", "request log", (FormField("size", "Size", "huge", ("minor", "major")),)))
    assert "initial_option" not in view["blocks"][1]["element"]
    assert read_form(sent(view)).line == "request log"


@pytest.mark.parametrize("choices", [tuple(map(str, range(101))), ("x" * 151,), ("", "a")])
def test_choices_that_slack_cannot_list_are_typed(choices: tuple[str, ...]) -> None:
    view = opened(Form("Which?", "request log", (FormField("size", "Size", "a", choices),)))
    assert view["blocks"][1]["element"]["type"] == "plain_text_input"


def test_what_is_too_long_for_an_input_is_seen_to_be_cut() -> None:
    view = opened(Form("t" * 4_000, "incident log", (FormField("text", "l" * 200, "v" * 3_001),)))
    assert view["blocks"][1]["element"]["initial_value"] == "v" * 2_999 + "…"
    assert view["blocks"][1]["label"]["text"] == "l" * 149 + "…"


@pytest.mark.parametrize(
    "value",
    [
        "Email down",
        'The "big" printer',
        "'quoted'",
        '"',
        "Sam's",
        "key:value partner:BDC",
        "🖨️ jams 👩🏽‍💻",
        "a & b <!channel> <@U1>",
        "naïve „German“ «French»",
        "/outage p1 all",
        "tomorrow 14:10",
        "-",
    ],
)
def test_a_form_round_trips_to_the_line_that_it_means(value: str) -> None:
    form = Form("Please add priority.", "incident log", (PRIORITY, FormField("summary", "What happened", value)))
    filled = read_form(sent(opened(form)))
    assert parse(filled.line, ("priority", "summary")).fields == {"priority": "P2", "summary": value}
    assert parse(filled.line, ("priority", "summary")).text == "incident log"


def test_several_lines_in_an_input_are_one_line() -> None:
    filled = read_form(sent(opened(), summary=" Email\n\n down\tagain "))
    assert filled.line == 'incident log priority:P2 summary:"Email down again"'


def test_a_filled_form_knows_where_it_was_opened() -> None:
    filled = read_form(sent(opened(), priority="P1", summary="", partner="BDC"))
    assert filled.line == "incident log priority:P1 partner:BDC"
    assert (filled.place, filled.subject, filled.to) == ("ict-dddc", "INC-7", "C1:1600.1@U1")


def test_an_error_stands_at_its_field_or_at_the_first() -> None:
    view = opened()
    assert form_errors(Reply((line("No such partner."),), field="partner"), view) == {"partner": "No such partner."}
    assert form_errors(Reply((line("Not now."),), field="at"), view) == {"priority": "Not now."}
    assert len(form_errors(Reply((line("x" * 9_000),)), view)["priority"]) == 2_000


def home(*parts: Part, is_error: bool = False) -> tuple[dict[str, Any], str]:
    view = home_view([Reply(parts, is_error=is_error), Reply((line("2 open."),))])
    check_view(view)
    return view, str(view["blocks"])


def test_home_begins_with_buttons_that_log_and_has_no_tables() -> None:
    rows = tuple((f"INC-{number}", "P3", None, "Printer jams") for number in range(1, 18))
    view, words = home(Table(Grid("Open", ("Reference", "Level", "Service", "Summary"), rows, ("As of now.",))))
    assert [block["type"] for block in view["blocks"][:2]] == ["header", "actions"]
    assert "table" not in {block["type"] for block in view["blocks"]}
    assert "'Open (17)', 'style': {'bold': True}" in words
    assert "'INC-15', 'style': {'bold': True}}, {'type': 'text', 'text': '  P3, Printer jams'" in words
    assert "INC-16" not in words
    assert words.index("and 2 more: /sla shows them.") < words.index("As of now.") < words.index("2 open.")


def test_home_of_somebody_who_may_not_see_it_says_so_and_nothing_else() -> None:
    view, words = home(Heading("No."), is_error=True)
    assert [block["type"] for block in view["blocks"]] == ["header", "header"]
    assert "2 open." not in words


def test_a_long_home_says_that_something_is_left_out() -> None:
    rows = (("INC-1", "y" * 900),) * 15
    _, words = home(Table(Grid("Open", ("Reference", "Summary"), rows)))
    assert "Left out, because Slack shows no more at once: 6 lines." in words
