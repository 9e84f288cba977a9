"""Direction of travel: which words stand for which move, and where no claim is made."""

import pytest

from core.facts import Count, Counts, Figure, mean, share, total
from core.goals import Direction
from core.kpis import catalogue
from core.travel import UNKNOWN, travel

KPIS = catalogue()


def cases(n: int, d: int) -> Figure:
    return share(Counts((Count(202107, "", (), n, d),), (202107,)))


def score(n: int, d: int) -> Figure:
    return mean(Counts((Count(202107, "", (), n, d),), (202107,)))


def so_many(d: int) -> Figure:
    return total(Counts((Count(202107, "", (), 0, d),), (202107,)))


@pytest.mark.parametrize(
    ("name", "now", "before", "direction", "words"),
    [
        ("outages", so_many(32), so_many(15), "at most", "up 17, worse"),
        ("outages", so_many(15), so_many(32), "at most", "down 17, better"),
        ("outages", so_many(0), so_many(0), "at most", "the same"),
        ("raised", so_many(1620), so_many(1390), "near", "up 230"),
        ("sla", cases(101, 125), cases(115, 125), "at least", "down 11.2 percentage points, worse"),
        ("sla", cases(115, 125), cases(101, 125), "at least", "up 11.2 percentage points, better"),
        ("sla", cases(50, 100), cases(100, 200), "at least", "the same"),
        ("sla", cases(50_000, 100_000), cases(50_001, 100_000), "at least", "hardly moved"),
        ("emergency", cases(20, 100), cases(10, 100), "at most", "up 10.0 percentage points, worse"),
        ("mobile", cases(856, 1000), cases(858, 1000), "near", "down 0.2 percentage points"),
        ("satisfaction", score(486, 100), score(474, 100), "at least", "up 0.12, better"),
    ],
)
def test_better_and_worse_follow_what_is_promised_not_the_arrow(
    name: str, now: Figure, before: Figure, direction: Direction, words: str
) -> None:
    assert travel(KPIS[name], now, before, direction) == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (cases(66, 95), cases(5, 6), "was 5 of 6"),
        (cases(5, 6), cases(66, 95), "was 69.5% (66 of 95)"),
        (cases(19, 19), cases(19, 20), "was 95.0% (19 of 20)"),
        (cases(20, 20), cases(19, 20), "up 5.0 percentage points, better"),
        (cases(0, 0), cases(66, 95), "was 69.5% (66 of 95)"),
        (cases(66, 95), cases(0, 0), UNKNOWN),
        (cases(66, 95), None, UNKNOWN),
    ],
)
def test_fewer_than_twenty_cases_bear_no_claim(now: Figure, before: Figure | None, words: str) -> None:
    assert travel(KPIS["sla"], now, before, "at least") == words


def test_a_count_that_goes_on_is_not_held_against_a_whole_period_but_a_level_is() -> None:
    assert travel(KPIS["outages"], so_many(3), so_many(15), "at most", is_whole=False) == "was 15"
    assert travel(KPIS["outstanding"], so_many(3), so_many(15), "at most", is_whole=False) == "down 12, better"


@pytest.mark.parametrize(
    ("name", "now", "before", "words"),
    [
        ("sla", cases(8006, 10_000), cases(8004, 10_000), "up 0.1 percentage points, better"),  # 80.1% and 80.0%
        ("sla", cases(8014, 10_000), cases(8006, 10_000), "hardly moved"),
        ("satisfaction", score(4866, 1000), score(4744, 1000), "up 0.13, better"),  # 4.87 and 4.74
        ("mtbf", Figure(3_600_000_000, 3, 1.2e9), Figure(3_600_000_000, 4, 9e8), "up 833.33 hours, better"),
    ],
)
def test_the_distance_is_that_of_the_figures_as_printed(name: str, now: Figure, before: Figure, words: str) -> None:
    """So that a reader can subtract them."""
    assert travel(KPIS[name], now, before, "at least") == words
