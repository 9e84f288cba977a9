"""Figures in words: what a reader of a report sees of a count or a share."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import grouped, percent, rounded, share_words


def test_thousands_are_grouped_by_commas() -> None:
    assert grouped(1234567) == "1,234,567"
    assert grouped(999) == "999"
    assert grouped(-9000) == "-9,000"


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [
        (101, 125, "80.8%"),
        (138, 143, "96.5%"),
        (66, 95, "69.5%"),
        (1, 800, "0.1%"),  # 0.125 rounds down
        (1, 2000, "0.1%"),  # 0.05 is half: away from zero
        (-1, 2000, "-0.1%"),
        (-1, 9000, "0.0%"),
        (17, 17, "100.0%"),
        (123456, 100, "123,456.0%"),
    ],
)
def test_a_percentage_has_one_decimal(numerator: int, denominator: int, words: str) -> None:
    assert percent(numerator, denominator) == words


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "words"),
    [
        (8996, 10_000, 90, "89.96%"),
        (89_999, 100_000, 90, "89.999%"),
        (9000, 10_000, 90, "90.0%"),
        (8994, 10_000, 90, "89.9%"),
        (99_849, 100_000, 99.85, "99.8%"),
        (99_849, 100_000, Decimal("99.8"), "99.85%"),  # 99.8 would hide that it is above
        (504, 10_000, 5, "5.04%"),  # at most 5%: missed
        (99_996, 100_000, 100, "99.996%"),
        (2, 3, Fraction(200, 3), "66.7%"),  # the target itself has no end of decimals
    ],
)
def test_rounding_never_turns_a_miss_into_a_met_target(
    numerator: int, denominator: int, target: float | Decimal | Fraction, words: str
) -> None:
    assert percent(numerator, denominator, target) == words


def test_a_share_prints_its_cases() -> None:
    assert share_words(101, 125) == "80.8% (101 of 125)"
    assert share_words(8996, 10_000, target=90) == "89.96% (8,996 of 10,000)"


def test_a_share_of_fewer_than_twenty_cases_has_no_percentage() -> None:
    assert share_words(5, 6) == "5 of 6"
    assert share_words(19, 19) == "19 of 19"
    assert share_words(19, 20) == "95.0% (19 of 20)"


def test_a_share_of_nothing_is_not_measured() -> None:
    assert percent(0, 0) == "not measured"
    assert share_words(0, 0, target=90) == "not measured"


def test_a_share_of_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 cases"):
        percent(1, -1)
    with pytest.raises(ValueError, match="-1 cases"):
        share_words(1, -1)


@pytest.mark.parametrize(
    ("value", "target", "words"),
    [
        (18, None, "18"),
        (18.0, None, "18"),
        (4.86, None, "4.86"),
        (99.85, None, "99.85"),
        (69.47368421052632, None, "69.47"),
        (80.80, None, "80.8"),
        (100 * 0.29, 29, "29"),  # 28.999999999999996 is noise, not a miss
        (89.996, 90, "89.996"),
        (1234567.5, None, "1,234,567.5"),
        (1e11, None, "100,000,000,000"),
        (-0.001, None, "0"),
        (-12.5, None, "-12.5"),
    ],
)
def test_a_measured_value_keeps_two_decimals_at_most_and_no_idle_zeros(
    value: float, target: float | None, words: str
) -> None:
    assert f"{rounded(value, target):,f}" == words


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 1000))
def test_the_printed_percentage_is_on_the_same_side_of_the_target_as_the_exact_one(
    numerator: int, denominator: int, tenths: int
) -> None:
    target, exact = Fraction(tenths, 10), Fraction(100 * numerator, denominator)
    printed = Fraction(percent(numerator, denominator, target).rstrip("%").replace(",", ""))
    assert (printed > target, printed < target) == (exact > target, exact < target)
