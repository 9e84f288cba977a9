"""Money is read as people type it, printed with brackets below zero, and rounded so that it still adds up."""

import pytest

from core.money import exactly, in_pounds, nearest_pound, read_pence, rounded_to_add, spread


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("9000", 900000),
        ("£9,000", 900000),
        ("9,000.5", 900050),
        ("0", 0),
        ("-9000", -900000),
        ("\u22129,000", -900000),
        ("£-12.34", -1234),
        ("(9,000)", -900000),
        ("(£54,501.00)", -5450100),
    ],
)
def test_pounds_are_read_as_people_write_them(typed: str, pence: int) -> None:
    assert read_pence(typed) == pence


@pytest.mark.parametrize("typed", ["", "p6", "2020-21", "9,00", "(9,000", "9000)", "1.234", "£", "12345678901", "9k"])
def test_what_is_no_amount_is_left_alone(typed: str) -> None:
    assert read_pence(typed) is None


def test_brackets_are_below_zero() -> None:
    assert [in_pounds(-9000), in_pounds(0), exactly(-900050), exactly(900000)] == [
        "(9,000)",
        "0",
        "(9,000.50)",
        "9,000",
    ]


def test_a_half_is_rounded_away_from_zero() -> None:
    assert [nearest_pound(pence) for pence in (50, -50, 149, -149)] == [1, -1, 1, -1]


def test_the_line_nearest_to_its_next_pound_is_the_one_that_is_rounded_up() -> None:
    assert rounded_to_add([33333, 33334, 33333]) == (333, 334, 333)
    assert rounded_to_add([50, 50]) == (1, 0)
    assert rounded_to_add([]) == ()


def test_an_odd_penny_of_twelve_parts_is_not_lost() -> None:
    parts = spread(24920700, 12)
    assert (sum(parts), sum(parts[:6]), max(parts) - min(parts)) == (24920700, 12460350, 0)
    assert sum(spread(-100, 12)) == -100
