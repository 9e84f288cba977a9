"""Targets at risk: how many more tickets of this month may miss theirs, of all and of each partner."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from bot.alerts.thread import in_thread
from bot.desk import Desk
from bot.job import Alert, Job
from bot.kpi.left import lefts_of_month, this_month
from bot.parts import Button, Buttons, line
from core.error_budget import ErrorBudget, budget_sentence
from core.facts import Kpi
from core.kpis import catalogue
from core.periods import Period
from core.thresholds import STAGES, Stage, allowance, stage_of_target
from storage import alerts, standing
from storage.standing import Look

SAID: dict[Stage, str] = {
    "half": "Target at risk: less than half is left of what may miss",
    "used up": "Target at risk: no more may miss",
    "lost": "Target cannot be met any more with what is open",
}


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    month = this_month(desk, now)
    still_open = standing.count(session, Look(now, desk.terms))
    return [
        alert
        for kpi, lefts in lefts_of_month(session, desk, catalogue().values(), now, still_open).items()
        for partner, left in lefts.items()
        for alert in alerts_of(kpi, month, partner, left, desk, session)
    ]


def alerts_of(
    kpi: Kpi, month: Period, partner: str | None, left: ErrorBudget, desk: Desk, session: Session
) -> Iterator[Alert]:
    """A later threshold goes before an earlier one, and none is said after a later one."""
    stage = stage_of_target(left, desk.alerts.least_cases)
    if stage is None:
        return
    subject = f"target:{kpi.name}:{month.months()[0]}:{partner or 'all'}"
    keys = [f"{subject}:{each}" for each in STAGES]
    at = STAGES.index(stage)
    if alerts.known(session, keys[at + 1 :]):
        return
    whose = ", ".join(filter(None, (kpi.title, partner, month.words)))
    parts = (line(f"{SAID[stage]}."), line(budget_sentence(left, whose)), ways_on(kpi, month, partner))
    yield Alert(keys[at], in_thread(desk.channels["management"], subject, parts), why(left), "target")


def why(left: ErrorBudget) -> str:
    return (
        f"{left.missed} missed and {left.late} open past their deadline, of {allowance(left)} that may miss: "
        f"{left.resolved} resolved and {left.open} open, target {left.target:g}%"
    )


def ways_on(kpi: Kpi, month: Period, partner: str | None) -> Buttons:
    whose = f" partner:{partner}" if partner else ""
    return Buttons(
        (Button("What is open", f"sla now{whose}"), Button("Why", f"kpi why {kpi.name} {month.words}{whose}"))
    )


JOB = Job("targets", "warn when this month's tickets use up what may miss its target", 900, check, check)
