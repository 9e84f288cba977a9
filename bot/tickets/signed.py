"""Whether a change of a ticket falls in the period of a report that is signed, and so will be restated."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from bot.command import Request
from core.calendar import day_words
from core.periods import Period
from core.sources import tickets_of
from storage import reports
from storage.models import Report, Ticket

Counting = Mapping[str, Any]
OPENED = ("opened_month", "level", "partners")  # what is counted by the month of opening follows from these
ENDED = ("ended_month", "reported_month", "met_target", "worked_minutes", "first_contact", "reopenings")


def counting(ticket: Ticket) -> Counting:
    """What of a ticket figures follow from; taken before a change and after."""
    return {name: getattr(ticket, name) for name in (*OPENED, *ENDED)}


def restated(request: Request, session: Session, before: Counting, after: Counting) -> list[str]:
    """A sentence for each signed report with figures of tickets in whose period something counts otherwise now."""
    months = {*months_of(before, after)}
    signed = reports.standing(session, "signed", "published") if months else []
    return [
        f"Counts in {words(one, request)}: the next report will show it as a restatement."
        for one in signed
        if months & {*Period(one.start_on, one.end_on).months()} and tells_of_tickets(request, session, one)
    ]


def months_of(before: Counting, after: Counting) -> Iterator[int]:
    """Of its opening only where that, its level or its partners changed."""
    is_other = [name for name in (*OPENED, *ENDED) if before[name] != after[name]]
    columns = ["ended_month", "reported_month"] if is_other else []
    columns += ["opened_month"] if {*is_other} & {*OPENED} else []
    yield from (values[column] for values in (before, after) for column in columns if values[column])


def tells_of_tickets(request: Request, session: Session, report: Report) -> bool:
    """A plan, or a report on money alone, has no such figure."""
    names = [kpi.name for kpi in request.kpis.values() if tickets_of(kpi.where)]
    return reports.states_any(session, report.id, names)


def words(report: Report, request: Request) -> str:
    """Quarterly Report, April to September 2020, signed on 10 November 2020."""
    title = next((shape.title for shape in request.desk.reports if shape.key == report.shape), "the report")
    at = report.signed_at
    signed_on = f", signed on {day_words(request.desk.calendar.local(at).date())}" if at else ""
    return f"{title}, {Period(report.start_on, report.end_on).words}{signed_on}"
