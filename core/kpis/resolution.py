"""How well incidents are resolved: within the SLA, and on first contact (domain.md section 2)."""

from core.facts import Counts, Figure, Kpi, Where, share


def within_sla(resolved: Counts) -> Figure:
    """Resolved in the period within target, of all resolved in the period."""
    return share(resolved)


def first_contact(resolved: Counts) -> Figure:
    """Resolved by the first line with no reassignment and no reopening, of all resolved."""
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
        formula="resolved in the period within target / resolved in the period; time on hold does not count",
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
        formula="resolved by the first line, never reassigned, never reopened / resolved in the period",
    ),
)
