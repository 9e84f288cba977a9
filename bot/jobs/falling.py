"""Falling off target: success of changes, satisfaction and the like over this quarter, once a quarter."""

from datetime import datetime

from sqlmodel import Session

from bot.alerts.thread import in_thread
from bot.desk import Desk
from bot.grammar import quote
from bot.job import Alert, Job
from bot.kpi.known import aimed_at
from bot.kpi.measured import Measured, measure_all
from bot.parts import Button, Buttons, line
from core.facts import Kpi
from core.kpis import catalogue
from core.periods import parse_period
from core.sources import Rows
from core.values import target_words, value_words


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    quarter = parse_period("this quarter", desk.calendar.local(now).date())
    kpis = aimed_at(filter(is_watched, catalogue().values()), desk, quarter)
    found = measure_all(session, desk, kpis, quarter, now, is_brief=True)
    return [alert_of(one, desk) for one in found if is_falling(one, desk.alerts.least_cases)]


def is_watched(kpi: Kpi) -> bool:
    """Shares of cases and mean scores of registers: tickets, downtime and money have warnings of their own."""
    return isinstance(kpi.where, Rows) and not kpi.is_level and (kpi.is_of_cases or kpi.unit == "score")


def is_falling(one: Measured, least: int) -> bool:
    return one.standing.state == "off target" and one.figure.d >= least


def alert_of(one: Measured, desk: Desk) -> Alert:
    kpi, words = one.kpi, one.period.words
    assert one.target is not None  # noqa: S101 - only those with a target are measured
    chance = ", which is within normal variation" if one.standing.is_chance else ""
    figure, target = value_words(kpi, one.figure, one.target), target_words(kpi, one.target)
    said = f"{kpi.title} {figure} is off its target of {target}, {words} so far{chance}."
    comment = f"commentary add about:{kpi.name} period:{quote(words)}"
    ways = Buttons((Button("Show", f"kpi {kpi.name} {words}"), Button("Say why", comment, opens_form=True)))
    subject = f"target:{kpi.name}:{one.period.start}"
    post = in_thread(desk.channels["management"], subject, (line(said), ways))
    return Alert(f"{subject}:off", post, f"{one.figure.n} of {one.figure.d}", "falling", one.goal.owner)


JOB = Job("falling", "warn when change success or satisfaction falls off its target this quarter", 900, check, check)
