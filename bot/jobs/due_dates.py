"""Due dates: what registers hold that is due soon or over, what expires, and risks that want a review."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import Button, Buttons, line
from bot.records.words import headline
from core.calendar import day_words
from core.records import DUE, REGISTERS
from core.records.fields import Register
from core.thresholds import is_over_by_weeks, step_of_day
from storage import alerts, people, registers
from storage.models.base import Kept
from storage.registers import Wanted

A_YEAR = timedelta(days=365)
COMMITTEE = "committee report"  # those have a plan of their own
RISK, OBLIGATION = REGISTERS["risk"], REGISTERS["obligation"]


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    today = desk.calendar.local(now).date()
    return [*due(today, desk, session), *expiring(today, desk, session), *unreviewed(today, desk, session)]


def due(today: date, desk: Desk, session: Session) -> Iterator[Alert]:
    """What was over before anybody here was told of it is history: it stands in lists."""
    ahead = today + timedelta(days=max(desk.alerts.due_days, default=0) + 1)
    for register in DUE:
        closes = register.field(register.closes).name
        for row in registers.found(session, register.name, Wanted({}, (closes,), "due_on", today - A_YEAR, ahead)):
            step = step_of_day(row.due_on, today, desk.alerts.due_days)
            if step and getattr(row, "kind", "") != COMMITTEE and is_news(register, row, step, session):
                yield alert_of(register, row, "due", row.due_on, step, today, desk, session)


def is_news(register: Register, row: Kept, step: str, session: Session) -> bool:
    return not is_over_by_weeks(step) or alerts.has_been_told(session, f"{register.name}:{row.id}")


def expiring(today: date, desk: Desk, session: Session) -> Iterator[Alert]:
    """Certificates and the like, held and running out."""
    ahead = today + timedelta(days=max(desk.alerts.due_days, default=0) + 1)
    for row in registers.found(session, OBLIGATION.name, Wanted({}, (), "expires_on", today, ahead)):
        step = step_of_day(row.expires_on, today, desk.alerts.due_days)
        if row.done_on and step:
            yield alert_of(OBLIGATION, row, "expires", row.expires_on, step, today, desk, session)


def unreviewed(today: date, desk: Desk, session: Session) -> Iterator[Alert]:
    """Open risks whose last review, or else their raising, is too long ago; of those known here, and not of a list
    that came in old.
    """
    for row in registers.found(session, RISK.name, Wanted(empty=("closed_on",))):
        review_on = (row.reviewed_on or row.raised_on) + timedelta(days=desk.alerts.risk_review_days)
        step = step_of_day(review_on, today, (0,))
        if step and is_news(RISK, row, step, session):
            yield alert_of(RISK, row, "review due", review_on, step, today, desk, session)


def alert_of(
    register: Register, row: Kept, what: str, on: date, step: str, today: date, desk: Desk, session: Session
) -> Alert:
    ref, subject = register.reference(row.id), f"{register.name}:{row.id}"
    said = f"{what.capitalize()} {when(on, today)}: {headline(register, row, session, desk)}"
    show = Button("Show", f"{register.name} show {ref}")
    over = Button("Close", f"{register.name} close {ref}")
    parts = (line(said), Buttons((over, Button("Edit", f"{register.name} edit {ref}", opens_form=True), show)))
    owner = getattr(row, "owner_id", None) or getattr(row, "lead_id", None)
    key = f"{subject}:{what}:{on}:{step}"
    post = Post(desk.channels["management"], subject, parts)
    return Alert(key, post, f"{what} {on}, {step}", "due", people.key_of(session, owner) if owner else "")


def when(on: date, today: date) -> str:
    """Today; in 7 days, Fri 4 September 2020; 14 days ago, since then."""
    left = (on - today).days
    if left == 0:
        return "today"
    number = f"{abs(left)} day{'s' if abs(left) > 1 else ''}"
    return f"in {number}, {day_words(on)}" if left > 0 else f"{number} ago, {day_words(on)}"


JOB = Job("due-dates", "remind of what is due in 30 and 7 days, today, and weekly once it is over", 1800, check, check)
