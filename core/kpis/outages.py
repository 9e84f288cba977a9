"""Outages: P1 and P2 incidents, in the month they began (seed 001, section 2.1.5)."""

from core.facts import Counts, Figure, Kpi, Where, total
from core.tickets import OUTAGES


def outages(opened: Counts) -> Figure:
    """How many began; one that hit several partners is one."""
    return total(opened)


KPIS = (
    Kpi(
        name="outages",
        title="Outages",
        group="business",
        unit="count",
        where=Where("opened", kinds=("incident",), levels=OUTAGES),
        measure=outages,
        noun=("outage", "outages"),
        split="level",
        polarity=-1,
        formula="P1 and P2 incidents by the month in which they began",
    ),
)
