"""What a control chart says in words."""

from fractions import Fraction

import pytest

from core.control import ControlChart, Signal
from core.facts import Figure
from core.trends import (
    NO_SIGNALS,
    Point,
    assurance,
    bounds,
    chart_of,
    limits_sentence,
    marks,
    signal_words,
    signals_sentence,
)

MONTHS = (201911, 201912, 202001, 202002, 202003, 202004, 202005)


def shares(*cases: tuple[int, int]) -> ControlChart:
    points = zip(MONTHS, cases, strict=False)
    return chart_of([Point(month, Figure(n, d, n / d), Fraction(100 * n, d)) for month, (n, d) in points])


def numbers(*values: int) -> ControlChart:
    return ControlChart(tuple(map(Fraction, values)))


def test_limits_end_where_a_figure_does() -> None:
    chart = shares((90, 100), (99, 100), (90, 100))
    assert bounds(chart, "share")[1] == 100
    assert limits_sentence(chart, "share") == (
        "Mean 93%, limits 69.1% to 100%; trial limits, as there are fewer than 12 months."
    )
    assert limits_sentence(numbers(*(1, 9) * 6), "count") == "Mean 5, limits 0 to 26.3."


@pytest.mark.parametrize(
    ("signal", "polarity", "words"),
    [
        (Signal("outside", 6, 6, -1), 1, "May 2020 is below the limits: worse"),
        (Signal("outside", 6, 6, -1), -1, "May 2020 is below the limits: better"),
        (Signal("outside", 6, 6, 1), 0, "May 2020 is above the limits"),
        (Signal("shift", 0, 6, 1), 1, "November 2019 to May 2020 are above the mean, 7 in a row: better"),
        (Signal("trend", 2, 6, -1), -1, "January to May 2020 fall 5 in a row: better"),
        (Signal("near", 4, 6, 1), -1, "March to May 2020: two of three near the upper limit: worse"),
    ],
)
def test_a_signal_names_its_months_and_whether_it_is_good(signal: Signal, polarity: int, words: str) -> None:
    assert signal_words(signal, MONTHS, polarity) == words


def test_signals_stand_at_their_last_point() -> None:
    chart, year = numbers(*(5, 6) * 5, 5, 12), tuple(range(202001, 202013))
    assert marks(chart, year, -1) == ((11, "December 2020 is above the limits: worse"),)
    assert signals_sentence(chart, year, 0) == "December 2020 is above the limits."
    assert signals_sentence(numbers(1, 2, 1), MONTHS, 0) == NO_SIGNALS


@pytest.mark.parametrize(
    ("target", "polarity", "words"),
    [
        (None, 1, ""),
        (4, 0, ""),
        (3, 1, "Target 3: between the limits, so it is met in some months and missed in others, by chance."),
        (0, 1, "Target 0: met in any month, as things are."),
        (9, 1, "Target 9: missed in any month, unless something is changed."),
        (9, -1, "Target 9: met in any month, as things are."),
        (0, -1, "Target 0: missed in any month, unless something is changed."),
    ],
)
def test_whether_a_target_will_be_met(target: float | None, polarity: int, words: str) -> None:
    chart = numbers(*(4, 5) * 6)
    assert (float(chart.lower), float(chart.upper)) == pytest.approx((1.84, 7.16))
    assert assurance(chart, "count", target, polarity) == words
