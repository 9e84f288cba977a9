"""Customers and staff: how satisfied people are, what staff learn, and how much of their time goes to projects."""

from core.facts import Counts, Figure, Kpi, amount, mean, share
from core.sources import Pair, Rows, Rules, Values

TENTHS = 10_000  # hours and days are typed with four decimals at most


def points(values: Values, rules: Rules) -> Pair | None:
    """Scores of different scales are never added up."""
    return (values["score"], 1) if values["scale"] == rules.scale else None


def days(values: Values, _rules: Rules) -> Pair:
    """For each person who was there."""
    return round(values["days"] * values["people"] * TENTHS), 1


def hours(values: Values, _rules: Rules) -> Pair:
    return round(values["project_hours"] * TENTHS), round(values["hours"] * TENTHS)


def satisfaction(scores: Counts) -> Figure:
    """The mean of all scores of the period; never a mean of means."""
    return mean(scores)


def training(held: Counts) -> Figure:
    return amount(held)


def project_time(sheets: Counts) -> Figure:
    return share(sheets)


KPIS = (
    Kpi(
        name="satisfaction",
        title="Customer satisfaction",
        group="customer",
        unit="score",
        where=Rows("satisfaction", "given_on", points, ("score", "scale"), level="audience", weight="number"),
        measure=satisfaction,
        noun=("score", "scores"),
        split="level",
        polarity=1,
        also=("csat", "feedback"),
        formula="points / scores, all of the desk's scale",
        parts="Audience",
        out_of=5,
    ),
    Kpi(
        name="training",
        title="Training delivered",
        group="staff",
        unit="days",
        where=Rows("training", "held_on", days, ("days", "people")),
        measure=training,
        noun=("training", "trainings"),
        split="partner",
        polarity=1,
        formula="days, for each person who was there",
        per=TENTHS,
    ),
    Kpi(
        name="timesheet",
        title="Time on projects",
        group="staff",
        unit="share",
        where=Rows("timesheet", "month", hours, ("hours", "project_hours"), level="team"),
        measure=project_time,
        noun=("hour", "hours"),
        split="level",
        polarity=1,
        also=("project-time", "projects", "utilisation", "timesheets"),
        formula="hours on projects / all hours of the timesheets",
        parts="Team",
        per=TENTHS,
    ),
)
