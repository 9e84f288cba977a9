"""Every kind of part in plain words, and how lines and buttons stand together."""

import pytest

from bot.parts import (
    Button,
    Buttons,
    Chart,
    Facts,
    File,
    Form,
    FormField,
    Heading,
    Paragraph,
    Part,
    Span,
    Table,
    buttons,
    line,
)
from bot.plain import plain
from reports.charts import Lines, Series
from reports.tables import Table as Grid

TAKE = buttons(("Take", "outage take OUT-1"), ("Resolve", "outage resolve OUT-1"))
CHART = Chart("sla-2020-04", Lines("Met", "By month", "Source", ("Apr",), (Series("All", (90.0,)),), "%"))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (Heading("Outages"), "Outages"),
        (line("OUT-1 is ", Span("Sam's", "bold"), Span(" now", "code")), "OUT-1 is Sam's now"),
        (Facts((("State", "open"), ("Cause", "disk full"))), "State: open\nCause: disk full"),
        (
            Table(Grid("Open", ("Reference", "Level"), (("OUT-1", "P2"),))),
            "Open\nReference  Level\n---------  -----\nOUT-1      P2",
        ),
        (CHART, "[chart]"),
        (File("outages.csv", "a,b"), "[file outages.csv]"),
        (TAKE, "[Take] [Resolve]"),
        (
            Form(
                "Please add priority.",
                "outage log",
                (
                    FormField("priority", "Priority", choices=("P1", "P2"), required=True),
                    FormField("summary", "What happened", "Email down", required=True),
                    FormField("at", "Started at"),
                ),
            ),
            "Please add priority.\n  Priority (P1, P2):  - needed\n  What happened: Email down\n  Started at: ",
        ),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_a_part_in_plain_words(part: Part, said: str) -> None:
    assert plain([part]) == said


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([line("One."), TAKE], "One. [Take] [Resolve]"),
        ([line("One."), line("Two."), TAKE], "One.\nTwo. [Take] [Resolve]"),
        ([CHART, TAKE], "[chart] [Take] [Resolve]"),
        ([line("One."), TAKE, TAKE], "One. [Take] [Resolve]\n[Take] [Resolve]"),
        ([Heading("Open"), TAKE], "Open\n[Take] [Resolve]"),
        ([line("One."), line(), line("Two.")], "One.\nTwo."),
        ([line(), TAKE], "[Take] [Resolve]"),
        ([], ""),
    ],
)
def test_buttons_end_the_line_before_them_and_what_is_empty_leaves_no_line(parts: list[Part], said: str) -> None:
    assert plain(parts) == said


def test_parts_are_made_from_plain_words_and_pairs() -> None:
    bold = Span("b", "bold")
    assert line("a", bold) == Paragraph((Span("a"), bold))
    assert buttons(("Take", "outage take OUT-1")) == Buttons((Button("Take", "outage take OUT-1"),))
