"""How much of their service hours services were up, and how long they run between failures (domain.md section 2)."""

from core.facts import Counts, Figure, Kpi, mean, share
from core.outages import HOUR, MINUTE
from core.sources import Downtimes

UP = "(service minutes - unplanned minutes down in them) / service minutes; a partial outage weighs by the users hit"


def availability(services: Counts) -> Figure:
    """Time up, of service time; of several services, of the service time of all together."""
    return share(services)


def between_failures(services: Counts) -> Figure:
    """(Service time - time down) / failures: not measured where nothing failed."""
    return mean(services)


KPIS = (
    Kpi(
        name="availability",
        title="Availability of critical services",
        group="business",
        unit="share",
        where=Downtimes(only_critical=True, of="uptime"),
        measure=availability,
        noun=("service minute", "service minutes"),
        split="level",
        polarity=1,
        also=("uptime", "downtime"),
        formula=UP,
        parts="Service",
        per=MINUTE,
    ),
    Kpi(
        name="all-services",
        title="Availability of all services",
        group="business",
        unit="share",
        where=Downtimes(only_critical=False, of="uptime"),
        measure=availability,
        noun=("service minute", "service minutes"),
        split="level",
        polarity=1,
        formula=UP,
        parts="Service",
        per=MINUTE,
        is_detail=True,
    ),
    Kpi(
        name="mtbf",
        title="Time between failures of critical services",
        group="business",
        unit="hours",
        where=Downtimes(only_critical=True, of="failures"),
        measure=between_failures,
        noun=("failure", "failures"),
        split="level",
        polarity=1,
        also=("between-failures",),
        formula="(service hours - hours down) / outages that began",
        parts="Service",
        per=HOUR,
    ),
)
