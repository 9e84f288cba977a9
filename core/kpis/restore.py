"""How long it takes to restore service: the median of working minutes, by priority (domain.md section 2)."""

from core.facts import Figure, Kpi
from core.histogram import Histogram
from core.sources import Durations, Where
from core.tickets import OUTAGES

HOUR = 60
FORMULA = "the median of the working time from opening to resolution, without time on hold"


def time_to_restore(taken: Histogram) -> Figure:
    """Of single tickets, never a mean of months; a tenth took longer than the 90th percentile beside it."""
    median = taken.median
    return Figure(median or 0, taken.n, None if median is None else float(median))


KPIS = (
    Kpi(
        name="restore",
        title="Time to restore, P1 and P2",
        group="business",
        unit="time",
        where=Durations(Where("resolved", kinds=("incident",), levels=OUTAGES)),
        measure=time_to_restore,
        noun=("outage", "outages"),
        split="level",
        polarity=-1,
        also=("time-to-restore", "mttr"),
        formula=FORMULA,
        per=HOUR,
    ),
    Kpi(
        name="resolution-time",
        title="Time to resolve incidents",
        group="business",
        unit="time",
        where=Durations(Where("resolved", kinds=("incident",))),
        measure=time_to_restore,
        noun=("incident", "incidents"),
        split="level",
        polarity=-1,
        also=("time-to-resolve",),
        formula=FORMULA,
        per=HOUR,
        is_detail=True,
    ),
)
