"""Escalation: what nobody acknowledged in time is told to whoever comes next, once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import line
from storage import alerts
from storage.models import Alert as Noted

AT_A_TIME = 200


def escalate(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    due = alerts.to_escalate(session, now, AT_A_TIME, for_change=True)
    alerts.set_escalation(session, [noted.id for noted in due], None)
    return describe(due, desk)


def preview(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    return describe(alerts.to_escalate(session, now, AT_A_TIME, for_change=False), desk)


def describe(due: Sequence[Noted], desk: Desk) -> list[Alert]:
    """Not to the place where it was said already."""
    return [alert for noted in due if (alert := alert_of(noted, desk)).post.to != noted.place]


def alert_of(noted: Noted, desk: Desk) -> Alert:
    route = desk.alerts.route(noted.kind)
    told = name_of(noted.place, desk)
    said = f"{told} {'was' if noted.place.startswith('@') else 'were'} told and nobody has acknowledged: {noted.said}"
    post = Post(desk.channels.get(route.then, route.then), noted.subject, tuple(map(line, without_labels(said))))
    why = f"told {told}, not acknowledged for {route.after_minutes} minutes"
    return Alert(f"escalated:{noted.key}", post, why, "escalation", is_urgent=noted.is_urgent)


def name_of(place: str, desk: Desk) -> str:
    names = {f"@{person.key}": person.name for person in desk.people}
    return names.get(place, place if place.startswith("@") else f"Those in #{place}")


def without_labels(said: str) -> list[str]:
    """What stood as a button is not pressed here."""
    return [text.split(" [", 1)[0] for text in said.split("\n")]


JOB = Job("escalation", "tell the next what nobody acknowledged in time", 30, escalate, preview)
