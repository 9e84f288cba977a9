"""Technical changes: how many went well, and how many could not wait (seed 000)."""

from core.facts import Counts, Figure, Kpi, share
from core.sources import Pair, Rows, Rules, Values


def is_success(values: Values) -> bool:
    """A change that hit a service has failed, whatever its outcome (domain.md section 2)."""
    return values["outcome"] == "completed" and not values["impact"]


def success(values: Values, _rules: Rules) -> Pair | None:
    """The cancelled are left out."""
    return None if values["outcome"] == "cancelled" else (int(is_success(values)), 1)


def emergency(values: Values, _rules: Rules) -> Pair | None:
    return None if values["outcome"] == "cancelled" else (int(values["emergency"]), 1)


def change_success(changes: Counts) -> Figure:
    """Successful, of all but the cancelled: with 143 changes 98% allows 2 failures."""
    return share(changes)


def emergency_changes(changes: Counts) -> Figure:
    return share(changes)


KPIS = (
    Kpi(
        name="change",
        title="Changes that succeeded",
        group="business",
        unit="share",
        where=Rows("change", "completed_on", success, ("outcome", "impact"), weight="number"),
        measure=change_success,
        noun=("change", "changes"),
        split="partner",
        polarity=1,
        also=("change-success", "changes"),
        formula="successful / (successful + failed); failed: backed out or hit a service; cancelled ones are left out",
    ),
    Kpi(
        name="emergency",
        title="Emergency changes",
        group="business",
        unit="share",
        where=Rows("change", "completed_on", emergency, ("outcome", "emergency"), weight="number"),
        measure=emergency_changes,
        noun=("change", "changes"),
        split="partner",
        polarity=-1,
        also=("emergency-changes",),
        formula="emergency changes / all changes but the cancelled",
    ),
)
