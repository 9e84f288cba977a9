"""The draft of a committee report that the forward plan names, written by itself and shown to the management once."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session

from bot.command import Post
from bot.desk import Desk
from bot.desk_reports import ReportShape
from bot.job import Alert, Job
from bot.report.naming import Named, shape_called
from bot.report.standing import planned, standing
from bot.report.summary import WAYS, message, ways
from bot.report.unasked import request_of
from bot.report.written import Written
from core.calendar import day_words
from core.periods import Period
from core.report.workflow import plan
from storage import alerts
from storage.models.governance import Obligation


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    """From the day by which its data should be there, until it is to be published."""
    today = desk.calendar.local(now).date()
    return [alert for one, period in planned(session) for alert in of_plan(one, period, today, now, desk, session)]


def of_plan(
    one: Obligation, period: Period, today: date, now: datetime, desk: Desk, session: Session
) -> Iterator[Alert]:
    rules, shape = desk.alerts, shape_of(one, desk)
    days = plan(desk.calendar, one.due_on, rules.draft_working_days, rules.data_working_days)
    key = f"report-draft:{one.id}:{one.due_on}"
    is_time = max(days["data"], period.end) <= today <= days["publication"]
    if shape is None or not is_time or alerts.is_known(session, key):
        return
    stands = standing(session, Named(shape, period))
    if stands.state == "draft":
        yield Alert(
            key, draft(Written(request_of(desk, now), session, stands), desk), f"committee {one.due_on}", "plan"
        )


def draft(written: Written, desk: Desk) -> Post:
    """Of the public copy, for a channel is no place for details."""
    named = written.standing.named
    on = day_words(desk.calendar.local(written.request.now).date())
    *parts, _ = message(f"as it stands on {on}, not kept yet", written, written.public)
    offered = ways(written.request, named, ("Draft", "draft"), *WAYS)
    return Post(desk.channels["management"], f"report-plan:{named.typed}", (*parts, offered))


def shape_of(one: Obligation, desk: Desk) -> ReportShape | None:
    """As its title names it, or else the desk's first."""
    named = next((shape for word in one.title.lower().split() if (shape := shape_called(desk, word))), None)
    return named or next(iter(desk.reports), None)


JOB = Job("report-draft", "show the draft of a committee report before its committee, once", 1800, check, check)
