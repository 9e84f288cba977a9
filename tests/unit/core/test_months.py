"""Months that follow one another are named as a run."""

import pytest

from core.months import runs_words


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((202005,), "May 2020"),
        ((202004, 202005, 202006), "April to June 2020"),
        ((201912, 202001), "December 2019 to January 2020"),
        ((202006, 202004), "April 2020 and June 2020"),
        ((202001, 202003, 202004, 202008), "January 2020, March to April 2020 and August 2020"),
    ],
)
def test_runs_of_months(months: tuple[int, ...], words: str) -> None:
    assert runs_words(months) == words
