"""Duties of security events: the 72 hours to tell the ICO, counted down, and the NCSC; only for those who may see."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import Button, Buttons, line
from bot.when import spoken
from core.records.security import ICO_WITHIN, SECURITY
from core.roles import may
from core.sla import hours_and_minutes
from core.thresholds import hours_step
from storage import registers
from storage.models.accounts import Security
from storage.registers import Wanted

A_DAY = 24  # hours: from here on it waits for no quiet hours
HISTORY = timedelta(days=7)  # what is over for so long, and was imported late, is no warning any more


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    told = [f"@{person.key}" for person in desk.people if may(person.role, SECURITY.sees)]
    events = registers.found(session, SECURITY.name, Wanted(empty=("closed_on",)))
    return [alert for event in events for to in told for alert in alerts_of(event, to, now, desk)]


def alerts_of(event: Security, to: str, now: datetime, desk: Desk) -> Iterator[Alert]:
    is_open = event.personal and event.decision != "do not report" and event.ico_told_at is None
    left = event.aware_at + ICO_WITHIN - now
    step = hours_step(left, desk.alerts.ico_hours) if is_open and left > -HISTORY else None
    if step:
        said = ico_words(event, left, now, desk)
        is_urgent = step == "over" or int(step) <= A_DAY
        yield alert(event, to, f"ico:{step}", said, Button("ICO told", form(event, "ico:now")), is_urgent=is_urgent)
    if event.serious and event.ncsc_told_at is None and now - event.aware_at < HISTORY:
        said = f"{ref(event)} is serious: is the National Cyber Security Centre to be told? Nothing says so yet."
        yield alert(event, to, "ncsc", said, Button("NCSC told", form(event, "ncsc:now")), is_urgent=False)


def alert(event: Security, to: str, what: str, said: str, told: Button, *, is_urgent: bool) -> Alert:
    subject = f"security:{event.id}"
    decide = Button("Decide", f"security edit {ref(event)}", opens_form=True)
    ways = Buttons((told, decide, Button("Show", f"security show {ref(event)}")))
    key = f"{subject}:{what}:{event.aware_at:%Y%m%dT%H%M%SZ}:{to}"
    post = Post(to, subject, (line(said), ways))
    return Alert(key, post, f"{ref(event)} {what}", "security", is_urgent=is_urgent, is_private=True)


def ico_words(event: Security, left: timedelta, now: datetime, desk: Desk) -> str:
    until = spoken(event.aware_at + ICO_WITHIN, now, desk.zone)
    decided = "" if event.decision else " No decision is written yet."
    if left < timedelta():
        return f"{ref(event)}: the 72 hours to tell the ICO are over since {until}.{decided}"
    span = hours_and_minutes(int(left.total_seconds()) // 60)
    return f"{ref(event)}: {span} of the 72 hours are left to tell the ICO, until {until}.{decided}"


def ref(event: Security) -> str:
    return SECURITY.reference(event.id)


def form(event: Security, field: str) -> str:
    return f"security edit {ref(event)} {field}"


JOB = Job("security-duties", "count down the 72 hours to tell the ICO, and ask about the NCSC", 60, check, check)
