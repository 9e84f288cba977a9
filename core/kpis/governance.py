"""What has to be in order: security events, obligations, audit findings, the share of mobile devices."""

from core.facts import Counts, Figure, Kpi, at_the_end, share, total
from core.sources import Pair, Rows, Rules, Values, newest_of, one, open_at_the_end

MOBILE = ("laptop", "tablet", "mobile phone")
FIXED = ("desktop", "thin client")


def met(values: Values, rules: Rules) -> Pair | None:
    """One that is not due yet counts only when it is done."""
    if values["done_on"] is None:
        return None if values["due_on"] >= rules.today else (0, 1)
    return int(values["done_on"] <= values["due_on"]), 1


def mobile(values: Values, _rules: Rules) -> Pair | None:
    """Of what people work at; servers are no part of the client estate."""
    return (int(values["device"] in MOBILE), 1) if values["device"] in MOBILE + FIXED else None


def events(logged: Counts) -> Figure:
    """How many we became aware of."""
    return total(logged)


def obligations_met(due: Counts) -> Figure:
    return share(due)


def findings_open(left: Counts) -> Figure:
    """As at the last month's end."""
    return total(at_the_end(left))


def mobile_share(counted: Counts) -> Figure:
    """By the last count of each kind of device and partner."""
    return share(at_the_end(counted))


KPIS = (
    Kpi(
        name="security",
        title="Security events",
        group="business",
        unit="count",
        where=Rows("security", "aware_at", one, level="kind"),
        measure=events,
        noun=("security event", "security events"),
        split="level",
        also=("security-events",),
        formula="events by the month in which we became aware of them, by class",
        parts="Class",
    ),
    Kpi(
        name="obligations",
        title="Obligations met in time",
        group="business",
        unit="share",
        where=Rows("obligation", "due_on", met, ("done_on",), level="kind"),
        measure=obligations_met,
        noun=("obligation due", "obligations due"),
        split="level",
        polarity=1,
        formula="done by their day / due in the period",
        parts="Kind",
    ),
    Kpi(
        name="audit",
        title="Audit findings open",
        group="business",
        unit="count",
        where=Rows(
            "audit",
            "raised_on",
            one,
            ("closed_on",),
            level="severity",
            weight="number",
            stands=open_at_the_end("raised_on", "closed_on"),
        ),
        measure=findings_open,
        noun=("audit finding open", "audit findings open"),
        split="level",
        polarity=-1,
        also=("audit-findings", "findings"),
        formula="raised before the month's end and not closed before it",
        parts="Severity",
    ),
    Kpi(
        name="mobile",
        title="Mobile share of the client estate",
        group="business",
        unit="share",
        where=Rows(
            "estate",
            "counted_on",
            mobile,
            ("device", "partner"),
            weight="number",
            stands=newest_of("counted_on", "device", "partner"),
        ),
        measure=mobile_share,
        noun=("device", "devices"),
        split="partner",
        also=("mobile-share", "estate"),
        formula="laptops, tablets and mobile phones / those with desktops and thin clients, by the last count of each",
    ),
)
