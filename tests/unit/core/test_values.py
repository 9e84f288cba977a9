"""A figure in words: by its unit, with what it was counted from, and never rounded onto a target that it misses."""

from fractions import Fraction

import pytest

from core.facts import Figure
from core.kpis import catalogue
from core.outages import HOUR, MINUTE
from core.values import counted_from, distance_words, plain_value, target_words, value_words

KPIS = catalogue()
WHOLE = 39_000 * MINUTE


def cases(n: int, d: int) -> Figure:
    return Figure(n, d, n / d if d else None)


@pytest.mark.parametrize(
    ("name", "figure", "target", "words"),
    [
        ("sla", cases(101, 125), 90, "80.8% (101 of 125)"),
        ("change", cases(138, 143), 98, "96.5% (138 of 143)"),
        ("change", cases(143, 148), 98, "96.6% (143 of 148)"),
        ("sla", cases(8996, 10_000), 90, "89.96% (8,996 of 10,000)"),
        ("sla", cases(66, 95), 75, "69.5% (66 of 95)"),
        ("sla", cases(44, 45), 95, "97.8% (44 of 45)"),
        ("sla", cases(5, 6), 100, "5 of 6"),
        ("sla", cases(19, 19), None, "19 of 19"),
        ("sla", cases(20, 20), None, "100.0% (20 of 20)"),
        ("sla", cases(0, 0), 90, "not measured"),
        ("outages", Figure(32, 32, 32.0), None, "32"),
        ("raised", Figure(1620, 1620, 1620.0), None, "1,620"),
        ("satisfaction", cases(5, 1), None, "5 of 5 (5 points from 1 score)"),
        ("satisfaction", cases(695, 143), 4.5, "4.86 of 5 (695 points from 143 scores)"),
        ("satisfaction", cases(4, 1), None, "4 of 5 (4 points from 1 score)"),
        ("training", Figure(365_000, 2, 365_000.0), None, "36.5 days"),
        ("training", Figure(10_000, 2, 10_000.0), None, "1 day"),
        ("mtbf", cases(HOUR, 1), None, "1 hour (1 hour, 1 failure)"),
        ("saving", Figure(293_500, 1, 293_500.0), None, "£2,935"),
        ("saving", Figure(-293_550, 1, -293_550.0), None, "£(2,935.50)"),
        ("timesheet", cases(2_240_000, 6_400_000), 35, "35% (224 of 640 hours)"),
        ("spend", cases(216_000_000, 600_000_000), 58, "36% (£2,160,000 of £6,000,000)"),
        ("mtbf", cases(649 * HOUR, 2), None, "324.5 hours (649 hours, 2 failures)"),
        ("mtbf", cases(649 * HOUR, 0), None, "not measured"),
        (
            "availability",
            cases(WHOLE - 58 * MINUTE - MINUTE // 2, WHOLE),
            99.85,
            "99.85% (38,941.5 of 39,000 service minutes)",
        ),
    ],
)
def test_a_value_says_what_it_was_counted_from(name: str, figure: Figure, target: float | None, words: str) -> None:
    assert value_words(KPIS[name], figure, target) == words


def test_a_second_more_than_was_allowed_is_not_rounded_onto_the_target() -> None:
    down = 58 * MINUTE + MINUTE // 2 + MINUTE // 60
    assert plain_value(KPIS["availability"], cases(WHOLE - down, WHOLE), 99.85) == "99.84996%"


def test_a_target_without_an_end_in_decimals_is_printed_all_the_same() -> None:
    seven_twelfths = cases(700_000, 1_200_000)
    assert plain_value(KPIS["spend"], seven_twelfths, 100 * 7 / 12) == "58.33%"
    assert target_words(KPIS["spend"], 100 * 7 / 12) == "58.33%"


@pytest.mark.parametrize(
    ("name", "target", "words"),
    [
        ("sla", 90, "90%"),
        ("availability", 99.85, "99.85%"),
        ("satisfaction", 4.5, "4.5"),
        ("outages", 1200, "1,200"),
        ("saving", 2000, "£2,000"),
        ("training", 30, "30 days"),
        ("training", 1, "1 day"),
        ("mtbf", 400, "400 hours"),
    ],
)
def test_a_target_is_written_in_its_unit(name: str, target: float, words: str) -> None:
    assert target_words(KPIS[name], target) == words


@pytest.mark.parametrize(
    ("name", "gap", "words"),
    [
        ("sla", Fraction(-46, 5), "9.2 percentage points"),
        ("spend", Fraction(22), "22.0 percentage points"),
        ("satisfaction", Fraction(12, 100), "0.12"),
        ("saving", Fraction(-500), "£500"),
        ("outages", Fraction(17), "17"),
        ("outages", Fraction(0), "0"),
    ],
)
def test_a_distance_has_no_sign(name: str, gap: Fraction, words: str) -> None:
    assert distance_words(KPIS[name], gap) == words


def test_a_plain_count_stands_for_itself() -> None:
    assert counted_from(KPIS["outages"], Figure(32, 32, 32.0)) == ""
