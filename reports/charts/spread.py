"""Labels side by side without overlap, each as near as can be to where it belongs."""

from itertools import accumulate, pairwise
from statistics import fmean


def spread(wanted: list[float], heights: list[float], *, floor: float, roof: float) -> list[float]:
    """Middles of labels: in the order of `wanted` and near it, without overlap, between floor and roof.

    With the labels' own heights taken out, no overlap means no descent, so this is isotonic regression:
    labels that press on one another stand around the mean of what they want. Too many stand on the floor.
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    steps = [0.0, *((heights[low] + heights[high]) / 2 for low, high in pairwise(order))]
    below = list(accumulate(steps))
    free = _ascending([wanted[label] - offset for label, offset in zip(order, below, strict=True)])
    lowest = floor + heights[order[0]] / 2
    highest = max(lowest, roof - heights[order[-1]] / 2 - below[-1])
    middles = [min(max(place, lowest), highest) + offset for place, offset in zip(free, below, strict=True)]
    return [middles[order.index(label)] for label in range(len(wanted))]


def _ascending(values: list[float]) -> list[float]:
    """The sequence without descents that is nearest to `values` by least squares, by the min-max formula."""
    count = range(len(values))
    return [
        max(min(fmean(values[first : last + 1]) for last in count[at:]) for first in count[: at + 1]) for at in count
    ]
