"""Why a ticket took what it took, in words: dialogue 3, and what longer lives look like."""

from datetime import UTC, datetime

import pytest

from core.calendar import Calendar
from core.explained import spent, story
from core.sla import Span, explain
from tests.properties.test_clock import OFFICE

OPEN = Calendar("standard", (OFFICE,))


def at(text: str) -> datetime:
    """In May to July 2020, when local time was an hour ahead."""
    return datetime.strptime(f"2020-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def told(opened: str, until: str, *holds: tuple[str, str, str]) -> str:
    spans: list[Span] = [(at(start), at(end)) for start, end, _ in holds]
    return story(OPEN, explain(OPEN, at(opened), at(until), spans, [reason for *_, reason in holds]))


@pytest.mark.parametrize(
    ("opened", "until", "holds", "words"),
    [
        (
            "05-07 14:00",
            "05-12 09:30",
            [("05-11 08:00", "05-11 10:00", "supplier")],
            (
                "Thu 7 May 15:00-17:00 2 h 00; Fri bank holiday; Mon 8 h 30 less 2 h 00 held (supplier, 09:00-11:00);"
                " Tue 08:30-10:30 2 h 00."
            ),
        ),
        ("05-12 07:30", "05-12 16:00", [], "Tue 12 May 8 h 30."),
        ("05-12 08:00", "05-12 08:00", [], "No working time passed."),
        (
            "05-12 09:00",
            "05-26 09:00",
            [],
            (
                "Tue 12 May 10:00-17:00 7 h 00; Wed 13 May to Fri 22 May 68 h 00; Mon 25 May bank holiday;"
                " Tue 26 May 08:30-10:00 1 h 30."
            ),
        ),
        (
            "05-12 09:00",
            "05-19 09:00",
            [("05-12 10:00", "05-19 08:00", "user")],
            (
                "Tue 12 May 10:00-17:00 7 h 00 less 6 h 00 held (user, 11:00-17:00);"
                " Wed 13 May to Mon 18 May held (user);"
                " Tue 19 May 08:30-10:00 1 h 30 less 0 h 30 held (user, 08:30-09:00)."
            ),
        ),
        (
            "05-12 09:00",
            "05-12 15:00",
            [("05-12 10:00", "05-12 11:00", "user"), ("05-12 12:00", "05-12 12:30", "supplier")],
            "Tue 12 May 10:00-16:00 6 h 00 less 1 h 30 held (user, 11:00-12:00; supplier, 13:00-13:30).",
        ),
        ("05-12 09:00", "05-12 10:00", [("05-12 08:00", "05-12 11:00", "user")], "Tue 12 May 10:00-11:00 held (user)."),
    ],
)
def test_the_days_of_a_ticket(opened: str, until: str, holds: list[tuple[str, str, str]], words: str) -> None:
    assert told(opened, until, *holds) == words


def test_what_they_come_to() -> None:
    assert spent(630, 510, "Mon 11 May 17:00", is_over=True) == "Used 10 h 30: 2 h 00 over; was due Mon 11 May 17:00."
    assert spent(200, 510, "", is_over=False) == "Used 3 h 20: 5 h 10 left."
    assert spent(510, 510, "today 17:00", is_over=False) == "Used 8 h 30: 0 h 00 left; due today 17:00."
