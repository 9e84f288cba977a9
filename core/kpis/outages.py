"""Outages: P1 and P2 incidents, in the month they began (seed 001, section 2.1.5), and their reviews."""

from core.facts import Counts, Figure, Kpi, share, total
from core.sources import Reviews, Where
from core.tickets import OUTAGES


def outages(opened: Counts) -> Figure:
    """How many began; one that hit several partners is one."""
    return total(opened)


def reviewed_on_time(due: Counts) -> Figure:
    """After every major incident a review is written within so many working days."""
    return share(due)


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
    Kpi(
        name="reviews",
        title="Outages reviewed on time",
        group="business",
        unit="share",
        where=Reviews(),
        measure=reviewed_on_time,
        noun=("outage", "outages"),
        split="partner",
        polarity=1,
        formula="reviewed within the working days allowed / outages resolved, but for those that still are in time",
    ),
)
