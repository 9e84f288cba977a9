"""Publication: a report that is to be published within days, and is not, or is not even signed."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session

from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import Part, line
from bot.report.naming import Named, shape_called
from bot.report.standing import Standing, planned, standing
from bot.report.summary import awaiting, ways
from bot.report.unasked import request_of
from core.periods import Period
from core.report.workflow import plan_words, publish_by
from core.wording import listed
from core.working_days import before
from storage import reports

EARLY = 2  # working days
WAYS = {"draft": (("Check", "check"), ("Sign", "sign")), "signed": (("Publish", "publish"),)}


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    """From two working days before, and once more when it is too late; after the meeting it is history. Of those in the
    forward plan that tells.
    """
    today = desk.calendar.local(now).date()
    kept = [(shape_called(desk, one.shape), one) for one in reports.standing(session, *WAYS)]
    told = {period for _, period in planned(session)}
    every = [Named(shape, Period(one.start_on, one.end_on)) for shape, one in kept if shape]
    every = [one for one in every if one.period not in told]
    return [alert for one in every for alert in reminders(standing(session, one), today, now, desk)]


def reminders(stands: Standing, today: date, now: datetime, desk: Desk) -> Iterator[Alert]:
    meets_on = stands.meets_on
    if stands.report is None or meets_on is None or today >= meets_on:
        return
    by = publish_by(desk.calendar, meets_on)
    if today < before(desk.calendar, by, EARLY):
        return
    occasion = "late" if today > by else "due"
    offered = ways(request_of(desk, now), stands.named, *WAYS[stands.state])
    words: tuple[Part, ...] = (*map(line, said(stands, desk, meets_on)), offered)
    post = Post(desk.channels["management"], f"report:{stands.report.id}", words)
    yield Alert(f"report-publication:{stands.report.id}:{by}:{occasion}", post, f"publish by {by}", "plan")


def said(stands: Standing, desk: Desk, meets_on: date) -> Iterator[str]:
    head = f"{stands.named.title}, is not published yet"
    signed = "It is signed" if stands.state == "signed" else f"To be signed by: {listed(stands.unsigned)}"
    yield f"{head}. {signed}."
    yield plan_words(desk.calendar, meets_on)
    yield from awaiting(stands)


JOB = Job("report-publication", "remind of a report that is due for publication", 1800, check, check)
