"""Runs of months in words."""

from collections.abc import Iterable
from itertools import pairwise

from core.periods import Period, month_period


def run_words(first: int, last: int) -> str:
    """May 2020, April to June 2020, December 2019 to May 2020."""
    return Period(month_period(first).start, month_period(last).end).words


def runs_words(months: Iterable[int]) -> str:
    """January to March 2020 and May 2020."""
    ordered = sorted(months)
    starts = [*ordered[:1], *(now for before, now in pairwise(ordered) if not follows(before, now))]
    ends = [*(before for before, now in pairwise(ordered) if not follows(before, now)), *ordered[-1:]]
    *most, last = (run_words(*run) for run in zip(starts, ends, strict=True))
    return f"{', '.join(most)} and {last}" if most else last


def follows(before: int, now: int) -> bool:
    return now - before in {1, 89}  # yyyymm: 202001 follows 201912
