"""What Slack's own client says of fields before it sends them, what it starts with, and how it marks up text."""

import pytest

from bot.playground import forms
from bot.playground.clocks import Stamps, Stopwatch, wall_clock
from bot.playground.state import State
from bot.playground.tickets import ResponseUrls, Triggers
from bot.playground.typed import Typed
from bot.playground.workspace import Timing, Workspace
from tests.e2e.playground.tiny_app import Json


def asked(kind: str, **more: object) -> Json:
    return {"type": "input", "block_id": "b", "element": {"type": kind, "action_id": "a", **more}}


def objection(value: object, kind: str = "plain_text_input", *, optional: bool = False, **more: object) -> str:
    block = asked(kind, **more) | {"optional": optional}
    values = forms.fill([block], forms.starting_values([block]), {"b": {"a": {forms.KEYS[kind]: value}}})
    return forms.objections([{"type": "divider"}, block], values).get("b", "")


@pytest.mark.parametrize(
    ("kind", "value", "more", "sentence"),
    [
        ("plain_text_input", "", {}, "Please complete this required field."),
        ("plain_text_input", "", {"optional": True}, ""),
        ("plain_text_input", "x" * 3000, {}, ""),
        ("plain_text_input", "x" * 3001, {}, "Enter at most 3000 characters."),
        ("plain_text_input", "xx", {"min_length": 3}, "Enter at least 3 characters."),
        ("plain_text_input", "xxx", {"max_length": 2}, "Enter at most 2 characters."),
        ("number_input", "12", {"is_decimal_allowed": False}, ""),
        ("number_input", "1.5", {"is_decimal_allowed": False}, "Enter a number."),
        ("number_input", "-1.5", {"is_decimal_allowed": True}, ""),
        ("number_input", "4", {"min_value": "5"}, "Enter a number of 5 or more."),
        ("number_input", "6", {"max_value": "5"}, "Enter a number of 5 or less."),
        ("email_text_input", "sam", {}, "Enter a valid email address."),
        ("email_text_input", "sam@council.example", {}, ""),
        ("url_text_input", "council.example", {}, "Enter a valid URL."),
        ("url_text_input", "https://council.example", {}, ""),
        ("multi_users_select", [], {}, "Please complete this required field."),
        ("multi_users_select", ["U1"], {}, ""),
    ],
)
def test_a_field_says_what_is_wrong(kind: str, value: object, more: Json, sentence: str) -> None:
    assert objection(value, kind, **more) == sentence


def test_fields_start_with_what_the_app_put_there_or_with_nothing() -> None:
    blocks = [
        asked("datepicker", initial_date="2020-08-28") | {"block_id": "on"},
        asked("checkboxes") | {"block_id": "ticked"},
        asked("static_select") | {"block_id": "one"},
    ]
    values = forms.starting_values([*blocks, {"type": "divider", "block_id": "line"}])
    assert [values[name]["a"] for name in ("on", "ticked", "one")] == [
        {"type": "datepicker", "selected_date": "2020-08-28"},
        {"type": "checkboxes", "selected_options": []},
        {"type": "static_select", "selected_option": None},
    ]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a & b <c>", "a &amp; b &lt;c&gt;"),
        ("@Sam Okafor and @sam.okafor", "<@U_ENGINEER> and <@U_ENGINEER>"),
        ("@here: see #ict-outages", "<!here>: see <#C_OUTAGES|ict-outages>"),
        ("mail sam@council.example", "mail sam@council.example"),
        ("@Samantha #ict-outagesx", "@Samantha #ict-outagesx"),
        ("https://council.example/?a=1&b=2", "<https://council.example/?a=1&amp;b=2>"),
    ],
)
def test_what_is_typed_is_sent_as_slack_sends_it(typed: str, sent: str) -> None:
    state = State(Workspace(), "http://127.0.0.1", wall_clock, Timing(), Stopwatch())
    assert Typed(state).message(typed) == sent


def test_no_two_messages_bear_the_same_time() -> None:
    moment = wall_clock()
    stamps = Stamps(lambda: moment)
    first, second = stamps(), stamps()
    assert float(first) == pytest.approx(moment.timestamp())
    assert first < second


def test_what_is_long_past_is_forgotten() -> None:
    watch = Stopwatch()
    triggers, urls = Triggers(watch, life=3), ResponseUrls(watch, life=1800)
    for _ in range(2):
        watch.skip(3600)
        triggers.issue("U_ENGINEER")
        urls.issue("C_OUTAGES", "U_ENGINEER")
    assert (len(triggers._known), len(urls._known)) == (1, 1)
