"""How a report is named in a line."""

from datetime import date

import pytest

from bot.report.naming import typed_period
from core.periods import parse_period

TODAY = date(2020, 10, 15)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("q2 2020-21", "q2 2020-21"),
        ("jul-sep 2020", "q2 2020-21"),
        ("q4 2019-20", "q4 2019-20"),
        ("h1", "h1 2020-21"),
        ("h2 2019-20", "h2 2019-20"),
        ("2019-20", "2019-20"),
        ("aug 2020", "august 2020"),
        ("may to july 2020", "may to july 2020"),
        ("july to december 2019", "july to december 2019"),
    ],
)
def test_a_period_is_written_as_people_do_and_read_again(typed: str, named: str) -> None:
    period = parse_period(typed, TODAY)
    assert typed_period(period) == named
    assert parse_period(named, TODAY) == period
