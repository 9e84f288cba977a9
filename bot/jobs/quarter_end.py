"""The quarter's end: what is missing before its report can be written, at once and again when it should be there."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.alerts.thread import in_thread
from bot.desk import Desk
from bot.grammar import quote
from bot.job import Alert, Job
from bot.kpi.known import aimed_at
from bot.kpi.measured import measure_all
from bot.kpi.scorecard import as_known
from bot.parts import Button, Buttons, line
from core.budget import periods_of
from core.kpis import catalogue
from core.periods import Period, financial_year_words, month_words, parse_period
from core.working_days import after
from storage import budgets, registers, tickets
from storage.registers import Wanted


def check(now: datetime, desk: Desk, session: Session) -> list[Alert]:
    """On the first working day after it, and on the day by which data should be there."""
    today = desk.calendar.local(now).date()
    quarter = parse_period("last quarter", today)
    last = quarter.end - timedelta(days=1)
    first, second = (after(desk.calendar, last, days) for days in (1, desk.alerts.data_working_days))
    if not first <= today <= after(desk.calendar, last, 2 * desk.alerts.data_working_days):
        return []
    wanted = list(lacking(quarter, now, desk, session))
    if not wanted:
        return []
    head = line(f"The report on {quarter.words} wants {len(wanted)} more {'thing' if len(wanted) == 1 else 'things'}:")
    comment = Button("Write commentary", f"commentary add period:{quote(quarter.words)}", opens_form=True)
    ways = Buttons((Button("Scorecard", f"kpi {quarter.words}"), comment))
    subject = f"quarter:{quarter.start}"
    post = in_thread(desk.channels["management"], subject, (head, *map(line, wanted), ways))
    return [Alert(f"{subject}:{1 if today < second else 2}", post, f"{len(wanted)} missing", "quarter")]


def lacking(quarter: Period, now: datetime, desk: Desk, session: Session) -> Iterator[str]:
    yield from timesheets(quarter, session)
    yield from actuals(quarter, session)
    yield from uncommented(quarter, now, desk, session)
    outages = tickets.unreviewed_outages(session, desk.calendar.midnight(quarter.start))
    ended = [one for one in outages if one.ended_at and one.ended_at < desk.calendar.midnight(quarter.end)]
    if ended:
        yield f"Reviews of {len(ended)} outage{'s' if len(ended) > 1 else ''} that were resolved in it."
    if uncaused := sum(not one.cause for one in ended):
        yield f"Causes of {uncaused} of them."


def timesheets(quarter: Period, session: Session) -> Iterator[str]:
    """Where any were kept in the year before."""
    kept = {values["month"] for values, _ in registers.groups(session, "timesheet", Wanted(), ("month",))}
    months = [month for month in quarter.months() if month not in kept]
    if months and any(month >= quarter.months()[0] - 100 for month in kept):
        yield f"Timesheets for {', '.join(map(month_words, months))}."


def actuals(quarter: Period, session: Session) -> Iterator[str]:
    year, _, last = periods_of(quarter)
    newest = budgets.latest(session, year)
    if budgets.lines(session, year) and (newest is None or newest[1] < last):
        yield f"Actuals up to period {last} of {financial_year_words(year)}."


def uncommented(quarter: Period, now: datetime, desk: Desk, session: Session) -> Iterator[str]:
    """KPIs off their target of which nobody has said why."""
    today: date = desk.calendar.local(now).date()
    kpis = aimed_at(catalogue().values(), desk, quarter)
    found = map(as_known, measure_all(session, desk, kpis, quarter, now, is_brief=True))
    comments = registers.found(session, "commentary", Wanted())
    said = {row.about for row in comments if covers(row.period, quarter, today)}
    for kpi in [one.kpi for one in found if one.standing.state == "off target" and one.kpi.name not in said]:
        yield f"Commentary on {kpi.title}, which is off its target."


def covers(period: str, quarter: Period, today: date) -> bool:
    found = parse_period(period, today)
    return found.start < quarter.end and quarter.start < found.end


JOB = Job("quarter-end", "after a quarter, say what its report still wants", 3600, check, check)
