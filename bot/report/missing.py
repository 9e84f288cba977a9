"""What the records of a period lack before a report can be written from them, whatever its shape."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlmodel import Session

from bot.desk import Desk
from bot.kpi.known import aimed_at
from bot.kpi.measured import measure_all
from bot.kpi.scorecard import as_known
from core.budget import periods_of
from core.kpis import catalogue
from core.numbers import grouped, plural
from core.periods import Period, financial_year_words, month_words, parse_period
from core.report.stated import Lack
from storage import budgets, registers, tickets
from storage.registers import Wanted

OUTAGE = ("outage", "outages")


def missing(quarter: Period, now: datetime, desk: Desk, session: Session) -> Iterator[Lack]:
    if quarter.start > desk.calendar.local(now).date():
        return  # a plan is written before its year
    yield from timesheets(quarter, session)
    yield from actuals(quarter, session)
    yield from uncommented(quarter, now, desk, session)
    outages = tickets.unreviewed_outages(session, desk.calendar.midnight(quarter.start))
    ended = [one for one in outages if one.ended_at and one.ended_at < desk.calendar.midnight(quarter.end)]
    if ended:
        yield wanted("data/review", f"Reviews of {plural(len(ended), OUTAGE)} that were resolved in it")
    if uncaused := sum(not one.cause for one in ended):
        yield wanted("data/cause", f"Causes of {grouped(uncaused)} of them")


def wanted(key: str, sentence: str) -> Lack:
    """Under the key that a piece of a report has for the same."""
    return Lack(key, sentence, blocks=False)


def timesheets(quarter: Period, session: Session) -> Iterator[Lack]:
    """Where any were kept in the year before."""
    kept = {values["month"] for values, _ in registers.groups(session, "timesheet", Wanted(), ("month",))}
    months = [month for month in quarter.months() if month not in kept]
    if months and any(month >= quarter.months()[0] - 100 for month in kept):
        yield wanted("data/timesheet", f"Timesheets for {', '.join(map(month_words, months))}")


def actuals(quarter: Period, session: Session) -> Iterator[Lack]:
    year, _, last = periods_of(quarter)
    newest = budgets.latest(session, year)
    if budgets.lines(session, year) and (newest is None or newest[1] < last):
        yield wanted("data/actuals", f"Actuals up to period {last} of {financial_year_words(year)}")


def uncommented(quarter: Period, now: datetime, desk: Desk, session: Session) -> Iterator[Lack]:
    """KPIs off their target of which nobody has said why."""
    today: date = desk.calendar.local(now).date()
    kpis = aimed_at(catalogue().values(), desk, quarter)
    found = map(as_known, measure_all(session, desk, kpis, quarter, now, is_brief=True))
    comments = registers.found(session, "commentary", Wanted())
    said = {row.about for row in comments if covers(row.period, quarter, today)}
    for kpi in [one.kpi for one in found if one.standing.state == "off target" and one.kpi.name not in said]:
        yield wanted(f"action/{kpi.name}", f"Commentary on {kpi.title}, which is off its target")


def covers(period: str, quarter: Period, today: date) -> bool:
    found = parse_period(period, today)
    return found.start < quarter.end and quarter.start < found.end
