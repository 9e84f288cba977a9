"""Availability at risk: how much of the minutes that this month's target allows is used."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from sqlmodel import Session

from bot.alerts.thread import in_thread
from bot.desk import Desk
from bot.job import Alert, Job
from bot.kpi.gather import asked, downtime_counts
from bot.parts import buttons, line
from core.facts import Count, Kpi
from core.kpis import catalogue
from core.periods import Period, month_of, month_period
from core.sources import Downtimes
from core.thresholds import STAGES, Stage, stage_of_minutes
from core.values import shown
from storage import alerts

SAID: dict[Stage, str] = {
    "half": "Availability at risk: half of the minutes allowed are used",
    "used up": "Availability at risk: all of the minutes allowed are used",
    "lost": "Availability cannot be met any more this month",
}
MOST_NAMED = 3


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    month = month_period(month_of(desk.calendar.local(now).date()))
    over = asked(desk, now, month)
    whole = replace(over, ends=dict.fromkeys(over.ends, desk.calendar.midnight(month.end)))
    return [
        alert
        for kpi in catalogue().values()
        if isinstance(kpi.where, Downtimes) and kpi.is_share
        if (target := desk.kpi_target(kpi.name, month.start)) is not None
        for minutes in [sum(one.d for one in downtime_counts(session, kpi.where, whole))]
        for alert in alerts_of(
            kpi, month, downtime_counts(session, kpi.where, over), allowed(kpi, minutes, target), desk, session
        )
    ]


def allowed(kpi: Kpi, whole: int, target: float) -> Fraction:
    """Minutes of the whole month."""
    return Fraction(whole, kpi.per) * (100 - Fraction(str(target))) / 100


def alerts_of(
    kpi: Kpi, month: Period, so_far: Iterable[Count], may: Fraction, desk: Desk, session: Session
) -> Iterator[Alert]:
    down = {one.level: Fraction(one.d - one.n, kpi.per) for one in so_far if one.d > one.n}
    stage = stage_of_minutes(sum(down.values(), Fraction()), may)
    if stage is None:
        return
    subject = f"target:{kpi.name}:{month.months()[0]}"
    keys = [f"{subject}:{each}" for each in STAGES]
    at = STAGES.index(stage)
    if not alerts.known(session, keys[at + 1 :]):
        said = minutes_words(kpi, month, down, may, desk)
        parts = (line(f"{SAID[stage]}."), line(said), buttons(("Show", f"kpi {kpi.name} {month.words}")))
        yield Alert(keys[at], in_thread(desk.channels["management"], subject, parts), said, "availability")


def minutes_words(kpi: Kpi, month: Period, down: dict[str, Fraction], may: Fraction, desk: Desk) -> str:
    """Which services used them, most first."""
    target = desk.kpi_target(kpi.name, month.start)
    most = sorted(down.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_NAMED]
    named = ", ".join(f"{service} {shown(minutes):,}" for service, minutes in most)
    total = shown(sum(down.values(), Fraction()))
    return f"{kpi.title}, {month.words}: {total:,} of the {shown(may):,} minutes down that {target:g}% allows: {named}."


JOB = Job("availability", "warn when downtime uses up the minutes that the month's target allows", 300, check, check)
