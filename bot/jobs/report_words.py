"""Commentary that was asked for a report and is not given: whoever was asked is reminded, from the day before on."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.alerts.again import occasion
from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import line
from bot.report.asking import Asking, questions
from bot.report.naming import Named, shape_called
from bot.report.standing import Standing, standing
from bot.report.unasked import request_of
from bot.report.written import Written
from core.periods import Period
from core.report.workflow import comment_key, short_day
from core.working_days import before
from storage import people, reports
from storage.models import Report, ReportQuestion

EARLY = 1  # working days
OPEN = ("draft", "signed")


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    return [alert for report in reports.standing(session, *OPEN) for alert in of_report(report, now, desk, session)]


def of_report(report: Report, now: datetime, desk: Desk, session: Session) -> Iterator[Alert]:
    """One for each person, of all that they were asked."""
    shape, today = shape_called(desk, report.shape), desk.calendar.local(now).date()
    due = [one for one in reports.questions(session, report.id) if before(desk.calendar, one.by_on, EARLY) <= today]
    asked = {one.person_id: occasion(session, subject(one), now, desk.alerts.remind_days) for one in due}
    again = [one for one in due if asked[one.person_id] is not None]
    if not again or shape is None:
        return
    stands = standing(session, Named(shape, Period(report.start_on, report.end_on)))
    wanted = open_keys(stands, now, desk, session)
    for person, times in asked.items():
        mine = [one for one in again if one.person_id == person and one.key in wanted]
        if mine and times is not None:
            yield reminder(mine, times, stands, today, session)


def open_keys(stands: Standing, now: datetime, desk: Desk, session: Session) -> set[str]:
    """What is still lacking: of a draft all that it wants, and the officers' comments."""
    comments = {comment_key(role) for role in stands.awaited}
    if stands.state != "draft":
        return comments
    return comments | {lack.key for lack in Written(request_of(desk, now), session, stands).internal.lacks}


def subject(one: ReportQuestion) -> str:
    return f"report-asked:{one.report_id}:{one.person_id}"


def reminder(mine: Sequence[ReportQuestion], times: int, stands: Standing, today: date, session: Session) -> Alert:
    named, first = stands.named, mine[0]
    when = "was wanted by" if first.by_on < today else "is wanted by"
    head = line(f"{named.title}: your answer {when} {short_day(first.by_on)}:")
    asked = [Asking(one.key, one.question) for one in mine]
    post = Post(f"@{people.key_of(session, first.person_id)}", subject(first), (head, *questions(named, asked)))
    return Alert(f"{subject(first)}:{first.by_on}:{times}", post, f"{len(mine)} asked", "due", is_private=True)


JOB = Job("report-words", "remind of commentary that was asked for a report and is not given", 1800, check, check)
