"""The quarter's end: what is missing before its report can be written, at once and again when it should be there."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.alerts.thread import in_thread
from bot.desk import Desk
from bot.grammar import quote
from bot.job import Alert, Job
from bot.parts import Button, Buttons, line
from bot.report.missing import missing
from core.periods import parse_period
from core.wording import ended
from core.working_days import after


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    """On the first working day after it, and on the day by which data should be there."""
    today = desk.calendar.local(now).date()
    quarter = parse_period("last quarter", today)
    last = quarter.end - timedelta(days=1)
    first, second = (after(desk.calendar, last, days) for days in (1, desk.alerts.data_working_days))
    if not first <= today <= after(desk.calendar, last, 2 * desk.alerts.data_working_days):
        return []
    wanted = list(missing(quarter, now, desk, session))
    if not wanted:
        return []
    head = line(f"The report on {quarter.words} wants {len(wanted)} more {'thing' if len(wanted) == 1 else 'things'}:")
    comment = Button("Write commentary", f"commentary add period:{quote(quarter.words)}", opens_form=True)
    ways = Buttons((Button("Scorecard", f"kpi {quarter.words}"), comment))
    subject = f"quarter:{quarter.start}"
    post = in_thread(
        desk.channels["management"], subject, (head, *(line(ended(lack.sentence)) for lack in wanted), ways)
    )
    return [Alert(f"{subject}:{1 if today < second else 2}", post, f"{len(wanted)} missing", "quarter")]


JOB = Job("quarter-end", "after a quarter, say what its report still wants", 3600, check, check)
