"""The forward plan: of each committee report when its data, its draft and its publication are due, and the meeting."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.alerts.thread import in_thread
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import Button, Buttons, line
from core.calendar import day_words
from core.records.governance import OBLIGATION
from core.report.workflow import MEETING, plan
from core.working_days import before
from storage import people, registers
from storage.models.governance import Obligation
from storage.registers import Wanted

COMMITTEE = "committee report"
AHEAD = timedelta(days=120)
EARLY = 2  # working days


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    today = desk.calendar.local(now).date()
    planned = Wanted({"kind": COMMITTEE}, ("done_on",), "due_on", today, today + AHEAD)
    reports = registers.found(session, OBLIGATION.name, planned)
    return [alert for report in reports for alert in reminders(report, today, desk, session)]


def reminders(report: Obligation, today: date, desk: Desk, session: Session) -> Iterator[Alert]:
    """Each from two working days before on, until its day is over."""
    rules, ref = desk.alerts, OBLIGATION.reference(report.id)
    days = plan(desk.calendar, report.due_on, rules.draft_working_days, rules.data_working_days)
    whole = ", ".join(f"{what} {day_words(on)}" for what, on in days.items())
    for what, on in days.items():
        if before(desk.calendar, on, EARLY) <= today <= on:
            day = "today" if on == today else day_words(on)
            said = f"{report.title}: {what}{'' if what == MEETING else ' due'} {day} ({ref})."
            parts = (line(said), line(f"The plan: {whole}; five clear working days between."), ways(ref))
            post = in_thread(desk.channels["management"], f"{OBLIGATION.name}:{report.id}", parts)
            owner = people.key_of(session, report.owner_id) if report.owner_id else ""
            yield Alert(f"plan:{report.id}:{what}:{on}", post, f"{what} {on}, committee {report.due_on}", "plan", owner)


def ways(ref: str) -> Buttons:
    edit = Button("Edit", f"obligation edit {ref}", opens_form=True)
    return Buttons((Button("Done", f"obligation close {ref}"), edit))


JOB = Job("forward-plan", "remind of data, draft, publication and meeting of committee reports", 1800, check, check)
