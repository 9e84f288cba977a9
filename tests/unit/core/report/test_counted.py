"""What a ticket counts for in a figure, by what it is counted by."""

from dataclasses import replace
from datetime import date

import pytest

from core.report.counted import NOTHING, Counted, Sought, less

TICKET = Counted(
    "incident",
    "P3",
    ("BDC", "DDDC"),
    date(2020, 5, 4),
    date(2020, 7, 7),
    202007,
    date(2020, 5, 5),
    600,
    {"met_target": False, "first_contact": None, "reopened": False},
)
OPEN = replace(TICKET, ended_on=None, reported=None, minutes=None, outcomes={})


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        (Sought("opened", 202004, 202006), (1, 1)),
        (Sought("opened", 202006, 202009), NOTHING),
        (Sought("opened", 202004, 202006, kinds=("request",)), NOTHING),
        (Sought("opened", 202004, 202006, levels=("P1", "P2")), NOTHING),
        (Sought("opened", 202004, 202006, partner="DDDC"), (1, 1)),
        (Sought("opened", 202004, 202006, partner="RHL"), NOTHING),
        (Sought("opened", 202004, 202006, partner=""), NOTHING),
        (Sought("ended", 202007, 202007), (1, 1)),
        (Sought("resolved", 202007, 202007, hits="met_target"), (0, 1)),
        (Sought("resolved", 202007, 202007, hits="first_contact"), NOTHING),
        (Sought("resolved", 202007, 202007, is_timed=True), (600, 1)),
        (Sought("open", 202006, 202006), (1, 1)),
        (Sought("open", 202008, 202008), NOTHING),
        (Sought("outstanding", 202006, 202006), (1, 1)),
        (Sought("outstanding", 202004, 202007), NOTHING),
    ],
)
def test_a_resolved_ticket_counts_where_it_belongs(sought: Sought, expected: tuple[int, int]) -> None:
    assert sought.part(TICKET) == expected
    assert sought.part(None) == NOTHING


def test_what_is_left_has_an_age_and_may_be_late() -> None:
    may, july = (Sought("outstanding", month, month) for month in (202005, 202007))
    assert [age for age in range(4) if replace(may, age=age).part(OPEN) != NOTHING] == [1]
    assert [age for age in range(4) if replace(july, age=age).part(OPEN) != NOTHING] == [2]
    assert replace(may, late=True).part(OPEN) == (1, 1)
    assert replace(may, late=True).part(replace(OPEN, due_on=date(2020, 6, 1))) == NOTHING


def test_a_reopened_ticket_takes_itself_from_what_was_resolved() -> None:
    resolved = Sought("resolved", 202007, 202007, hits="met_target")
    assert less(resolved.part(OPEN), resolved.part(TICKET)) == (0, -1)
