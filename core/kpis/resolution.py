"""How well calls are resolved: within the SLA, on first contact, and for good (domain.md section 2)."""

from core.facts import Counts, Figure, Kpi, share
from core.sources import Where

IN_TIME = "resolved in the period within target / resolved in the period; time on hold does not count"


def within_sla(resolved: Counts) -> Figure:
    """Resolved in the period within target, of all resolved in the period."""
    return share(resolved)


def first_contact(resolved: Counts) -> Figure:
    """Resolved by the first line with no reassignment and no reopening, of all resolved."""
    return share(resolved)


def reopened(resolved: Counts) -> Figure:
    """Resolved in the period after having been resolved before, of all resolved."""
    return share(resolved)


KPIS = (
    Kpi(
        name="sla",
        title="Incidents resolved within SLA",
        group="business",
        unit="share",
        where=Where("resolved", kinds=("incident",), hits="met_target"),
        measure=within_sla,
        noun=("incident resolved", "incidents resolved"),
        split="partner",
        polarity=1,
        formula=IN_TIME,
    ),
    Kpi(
        name="request-sla",
        title="Requests done within SLA",
        group="business",
        unit="share",
        where=Where("resolved", kinds=("request",), hits="met_target"),
        measure=within_sla,
        noun=("request done", "requests done"),
        split="partner",
        polarity=1,
        also=("sla-requests",),
        formula=IN_TIME,
    ),
    Kpi(
        name="call-sla",
        title="Incidents and requests within SLA",
        group="business",
        unit="share",
        where=Where("resolved", hits="met_target"),
        measure=within_sla,
        noun=("call resolved", "calls resolved"),
        split="partner",
        polarity=1,
        also=("all-sla", "sla-all", "tickets-within-sla"),
        formula=IN_TIME,
    ),
    Kpi(
        name="first-contact",
        title="Incidents resolved on first contact",
        group="customer",
        unit="share",
        where=Where("resolved", kinds=("incident",), hits="first_contact"),
        measure=first_contact,
        noun=("incident resolved", "incidents resolved"),
        split="partner",
        polarity=1,
        also=("first-time-fix",),
        formula="resolved by the first line, never reassigned, never reopened / resolved in the period, where known",
    ),
    Kpi(
        name="reopened",
        title="Calls reopened",
        group="customer",
        unit="share",
        where=Where("resolved", hits="reopened"),
        measure=reopened,
        noun=("call resolved", "calls resolved"),
        split="partner",
        polarity=-1,
        formula="resolved in the period and reopened at least once before / resolved in the period",
    ),
)
