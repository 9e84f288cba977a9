"""Money: what was spent of the year's budget against its profile, and what is saved (seeds 000 and 001)."""

from collections.abc import Sequence
from datetime import date

from core.facts import Counts, Figure, Kpi, amount, at_the_end, share
from core.money import POUND
from core.sources import Books, Group, Pair, Rows, Rules, Values, started_by_the_end


def saved(values: Values, _rules: Rules) -> Pair | None:
    return None if values["annual_pence"] is None else (values["annual_pence"], 1)


def in_effect(groups: Sequence[Group], start: date, end: date) -> Sequence[Group]:
    """Begun by the end, and not dropped by then."""
    begun = started_by_the_end("starts_on")(groups, start, end)
    return [group for group in begun if (dropped := group[0]["dropped_on"]) is None or dropped >= end]


def spend(books: Counts) -> Figure:
    """Periods 1 to the last: spent, of the full budget of the year. What was profiled by then is the target."""
    return share(at_the_end(books))


def savings(plan: Counts) -> Figure:
    return amount(at_the_end(plan))


SPENT = "actual to date / full budget of the year; the target is budget to date / full budget"

KPIS = (
    Kpi(
        name="spend",
        title="Revenue spend against its profile",
        group="finance",
        unit="share",
        where=Books("revenue"),
        measure=spend,
        noun=("pound", "pounds"),
        split="level",
        also=("revenue", "revenue-spend", "budget"),
        formula=SPENT,
        parts="Line",
        per=POUND,
    ),
    Kpi(
        name="capital",
        title="Capital spend against its profile",
        group="finance",
        unit="share",
        where=Books("capital"),
        measure=spend,
        noun=("pound", "pounds"),
        split="level",
        also=("capital-spend",),
        formula=f"{SPENT}, each programme of its own",
        parts="Programme",
        per=POUND,
    ),
    Kpi(
        name="saving",
        title="Savings in effect, a year",
        group="finance",
        unit="money",
        where=Rows("saving", "starts_on", saved, ("annual_pence", "dropped_on"), stands=in_effect),
        measure=savings,
        noun=("saving", "savings"),
        split="partner",
        polarity=1,
        also=("savings",),
        formula="annual amounts of the savings that have begun, and are not dropped, by the month's end",
        per=POUND,
    ),
)
