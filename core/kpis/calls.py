"""Calls: how many incidents and requests were raised, and how many were left at each month's end."""

from core.facts import Counts, Figure, Kpi, at_the_end, total
from core.sources import Where


def raised(opened: Counts) -> Figure:
    return total(opened)


def outstanding(left: Counts) -> Figure:
    """A level, not a flow: the period's figure is that of its last month, never a sum of months."""
    return total(at_the_end(left))


KPIS = (
    Kpi(
        name="raised",
        title="Calls raised",
        group="customer",
        unit="count",
        where=Where("opened"),
        measure=raised,
        noun=("call raised", "calls raised"),
        split="partner",
        also=("calls", "tickets"),
        formula="incidents and service requests by the month in which they were opened",
    ),
    Kpi(
        name="outstanding",
        title="Calls outstanding",
        group="customer",
        unit="count",
        where=Where("outstanding"),
        measure=outstanding,
        noun=("call outstanding", "calls outstanding"),
        split="partner",
        polarity=-1,
        also=("backlog", "open"),
        formula="opened before the month's end and not resolved before it",
    ),
)
