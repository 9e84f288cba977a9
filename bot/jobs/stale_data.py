"""Stale data: months without timesheets, an estate not counted for a year. Only of what has been kept before."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.alerts.again import occasion
from bot.alerts.thread import in_thread
from bot.command import Post
from bot.desk import Desk
from bot.job import Alert, Job
from bot.parts import Button, Buttons, line
from core.calendar import day_words
from core.periods import month_of, month_period, month_words
from core.records import REGISTERS
from core.working_days import after
from storage import registers
from storage.registers import Wanted

TIMESHEET, ESTATE = REGISTERS["timesheet"], REGISTERS["estate"]
A_YEAR = 100  # of yyyymm


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    return [*timesheets(now, desk, session), *estate(now, desk, session)]


def timesheets(now: datetime, desk: Desk, session: Session) -> Iterator[Alert]:
    """Of the month before, some working days after its end, and again each week until the month is over."""
    today = desk.calendar.local(now).date()
    ended = month_period(month_of(today)).previous()
    wanted_by = after(desk.calendar, ended.end - timedelta(days=1), desk.alerts.data_working_days)
    month = month_of(ended.start)
    if today < wanted_by or months_kept(session, month, month + 1):
        return
    if months_kept(session, month - A_YEAR, month):
        said = f"No timesheets for {month_words(month)}: the share of time on projects is not known without them."
        add = Button("Add timesheets", f"timesheet add month:{month // 100}-{month % 100:02}", opens_form=True)
        subject = f"data:timesheet:{month}"
        again = occasion(session, subject, now, desk.alerts.remind_days)
        if again is not None:
            yield Alert(f"{subject}:{again}", asked(desk, subject, said, add), f"wanted by {wanted_by}", "data")


def months_kept(session: Session, since: int, until: int) -> bool:
    kept = Wanted(dated=TIMESHEET.field("month").name, since=since, until=until)
    return registers.how_many(session, TIMESHEET.name, kept) > 0


def estate(now: datetime, desk: Desk, session: Session) -> Iterator[Alert]:
    """Of each partner by its last count; again each month, for as long again."""
    today = desk.calendar.local(now).date()
    last: dict[str | None, date] = {}
    for values, _ in registers.groups(session, ESTATE.name, Wanted(), ("partner", "counted_on")):
        last[values["partner"]] = max(last.get(values["partner"], date.min), values["counted_on"])
    for partner, counted_on in sorted(last.items(), key=str):
        over = (today - counted_on).days - desk.alerts.estate_days
        if 0 < over <= desk.alerts.estate_days:
            whose = f"The estate of {partner}" if partner else "The estate"
            said = f"{whose} was last counted on {day_words(counted_on)}, {(today - counted_on).days} days ago."
            add = Button("Count it", "estate add" + (f" partner:{partner}" if partner else ""), opens_form=True)
            post = asked(desk, f"data:estate:{partner or 'all'}", said, add)
            key = f"data:estate:{partner or 'all'}:{counted_on}:{over // 30}"
            yield Alert(key, post, f"{desk.alerts.estate_days} days allowed between two counts", "data")


def asked(desk: Desk, subject: str, said: str, add: Button) -> Post:
    return in_thread(desk.channels["management"], subject, (line(said), Buttons((add,))))


JOB = Job("stale-data", "ask for data that is missing or old", 3600, check, check)
