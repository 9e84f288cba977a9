"""Quantiles by nearest rank, of single tickets whatever their month, level and partners."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.histogram import Histogram, Taken

MONTHS = (202004, 202005)
cells = st.tuples(st.sampled_from(MONTHS), st.sampled_from(("P1", "P2")), st.sampled_from(((), ("A",), ("A", "B"))))
piles = st.dictionaries(cells, st.lists(st.integers(0, 5_000), min_size=1, max_size=30), max_size=8)


def of(found: dict[tuple[int, str, tuple[str, ...]], list[int]]) -> Histogram:
    return Histogram(tuple(Taken(*cell, np.array(minutes)) for cell, minutes in found.items()), MONTHS)


@pytest.mark.parametrize(
    ("percent", "minutes"), [(0, 15), (1, 15), (30, 20), (40, 20), (41, 35), (50, 35), (90, 50), (100, 50)]
)
def test_the_nearest_rank_of_five(percent: int, minutes: int) -> None:
    """The textbook's example: 15, 20, 35, 40, 50."""
    assert of({(202004, "P1", ()): [50, 15, 35], (202005, "P2", ("A",)): [40, 20]}).quantile(percent) == minutes


def test_of_two_the_median_is_the_quicker_ones() -> None:
    assert of({(202004, "P1", ()): [10, 20]}).median == 10


def test_of_nothing_there_is_none() -> None:
    assert of({}).median is None
    assert of({(202004, "P1", ()): [10]}).only(levels=("P2",)).median is None


@given(piles, st.integers(1, 100))
def test_so_many_per_cent_were_done_within_it_and_fewer_within_any_less(
    found: dict[tuple[int, str, tuple[str, ...]], list[int]], percent: int
) -> None:
    minutes = sorted(minute for some in found.values() for minute in some)
    at = of(found).quantile(percent)
    assert at == (minutes[math.ceil(percent * len(minutes) / 100 - 1e-9) - 1] if minutes else None)
    assert at is None or sum(minute <= at for minute in minutes) * 100 >= percent * len(minutes)
    assert at is None or sum(minute < at for minute in minutes) * 100 < percent * len(minutes)


@given(piles)
def test_parts_hold_what_the_whole_does(found: dict[tuple[int, str, tuple[str, ...]], list[int]]) -> None:
    whole = of(found)
    assert whole.n == sum(whole.only(months=(month,)).n for month in MONTHS)
    assert whole.n == sum(whole.only(levels=(level,)).n for level in ("P1", "P2"))
    assert whole.only(partner="A").n == sum(len(found[cell]) for cell in found if "A" in cell[2])
    assert whole.only(partner="").n == sum(len(found[cell]) for cell in found if not cell[2])
