"""Which two periods a line compares, on 2 October 2020."""

from datetime import date

import pytest

from core.two_periods import two_periods

TODAY = date(2020, 10, 2)
Q1, Q2 = "April to June 2020", "July to September 2020"


@pytest.mark.parametrize(
    ("typed", "before", "now", "rest"),
    [
        ("q1 q2", Q1, Q2, ""),
        ("q2 q1", Q1, Q2, ""),
        ("sla q1 q2 2020-21", Q1, Q2, "sla"),
        ("sla q1 and q2", Q1, Q2, "sla"),
        ("q1 to q2", Q1, Q2, ""),
        ("q1 vs q2 sla", Q1, Q2, "sla"),
        ("q2", Q1, Q2, ""),
        ("april may 2020", "April 2020", "May 2020", ""),
        ("march with april", "March 2020", "April 2020", ""),
        ("april to june 2020", "January to March 2020", Q1, ""),
        ("April to June 2020 with July to September 2020", Q1, Q2, ""),
        ("april to june 2020 july to september 2020", Q1, Q2, ""),
        ("2019-20 to 2020-21", "April 2019 to March 2020", "April 2020 to March 2021", ""),
        ("sla this quarter with last year", "October to December 2019", "October to December 2020", "sla"),
        ("august against a year ago", "August 2019", "August 2020", ""),
        ("sla q2 against a year ago", "July to September 2019", Q2, "sla"),
        ("this year with last year", "April 2019 to March 2020", "April 2020 to March 2021", ""),
        ("last month", "August 2020", "September 2020", ""),
        ("q3 q4", "October to December 2019", "January to March 2020", ""),
        ("q1 h1 2020-21", Q1, "April to September 2020", ""),
    ],
)
def test_two_periods(typed: str, before: str, now: str, rest: str) -> None:
    first, second, left = two_periods(typed.split(), TODAY)
    assert first is not None
    assert second is not None
    assert (first.words, second.words, " ".join(left)) == (before, now, rest)


def test_no_period_is_none() -> None:
    assert two_periods(["sla"], TODAY) == (None, None, ("sla",))


@pytest.mark.parametrize(
    ("typed", "assumed"),
    [("q1 q2 2020-21", None), ("april may 2020", None), ("q1 q2", "2020-21"), ("q3 q4", "2019-20")],
)
def test_a_year_that_was_typed_once_is_not_assumed(typed: str, assumed: str | None) -> None:
    first, second, _ = two_periods(typed.split(), TODAY)
    assert [period.assumed for period in (first, second) if period] == [assumed, assumed]
