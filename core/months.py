"""Runs of months in words."""

from collections.abc import Iterable
from itertools import pairwise

from core.periods import month_words


def run_words(first: int, last: int) -> str:
    """May 2020, April to June 2020, December 2019 to May 2020."""
    if first == last:
        return month_words(first)
    year = first // 100 == last // 100
    return f"{month_words(first).split(' ')[0] if year else month_words(first)} to {month_words(last)}"


def runs_words(months: Iterable[int]) -> str:
    """January to March 2020 and May 2020."""
    ordered = sorted(months)
    starts = [*ordered[:1], *(now for before, now in pairwise(ordered) if not follows(before, now))]
    ends = [*(before for before, now in pairwise(ordered) if not follows(before, now)), *ordered[-1:]]
    *most, last = (run_words(*run) for run in zip(starts, ends, strict=True))
    return f"{', '.join(most)} and {last}" if most else last


def follows(before: int, now: int) -> bool:
    return now - before in {1, 89}  # yyyymm: 202001 follows 201912
