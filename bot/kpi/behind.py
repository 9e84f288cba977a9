"""The records behind a figure: found by the very rule that counted them, and shown to whoever may see them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.command import Request
from bot.kpi.gather import RESOLVED, Asked, asked, in_days, wanted
from bot.kpi.headline import of_whom
from bot.kpi.measured import Measured
from bot.kpi.plan import CASE, MEASURE, READING, cases_in, readings_in
from bot.records.look import of_owner, slim, titled, whole
from bot.records.seen import visible_to
from bot.records.words import cells, values_of
from bot.tickets.sheet import sheet
from bot.tickets.words import grid, ref
from bot.when import spoken
from core.errors import DeskError
from core.facts import Counts, at_the_end
from core.money import as_number
from core.numbers import plural
from core.outages import Down, review_due_on
from core.records import REGISTERS
from core.records.fields import Register
from core.sources import Books, Downtimes, Durations, Plan, Reviews, Rows, Where, tickets_of
from reports.tables import Table as Grid
from storage import downtimes, people, registers, tallies
from storage.models import Ticket
from storage.models.base import Kept

ROW = "row"
RECORD = ("record", "records")


def behind(
    one: Measured, request: Request, session: Session, limit: int | None = None, *, is_file: bool = False
) -> Grid:
    """All of them, or the first so many tickets; with every column where it is for a file.

    DeskError where the person may not see them.
    """
    match one.kpi.where:
        case Where() | Durations():
            return ticket_grid(one, request, session, limit, is_file=is_file)
        case Rows():
            return register_grid(one.kpi.where, one, request, session, is_file=is_file)
        case Downtimes():
            return downtime_grid(one, request, session)
        case Reviews():
            return review_grid(one, request, session)
        case Books():
            return book_grid(one)
        case Plan():
            return measure_grid(one, one.kpi.where, request, session, is_file=is_file)


def called(one: Measured) -> tuple[str, str]:
    """What the records are called, one and several: of tickets what the KPI counts."""
    return one.kpi.noun if tickets_of(one.kpi.where) else RECORD


def number_words(one: Measured, number: int) -> str:
    """454 incidents resolved, BDC, P3, in July to September 2020; 32 outages in July 2020."""
    whose = of_whom(one.partner, one.levels)
    return f"{plural(number, called(one))}{whose}{',' if whose else ''} in {one.period.words}"


def over(one: Measured, request: Request) -> Asked:
    return asked(request.desk, request.now, one.period)


def ticket_grid(one: Measured, request: Request, session: Session, limit: int | None, *, is_file: bool) -> Grid:
    found, names = tickets_behind(session, one, request, limit), people.names(session)
    if is_file:
        return sheet(found, request, names, one.kpi.title)
    return grid(found, request.desk, names, request.now, one.kpi.title)


def tickets_behind(session: Session, one: Measured, request: Request, limit: int | None = None) -> Sequence[Ticket]:
    """The tickets behind a figure, by the very WHERE that counted them; none where it counts no tickets."""
    where = tickets_of(one.kpi.where)
    if where is None:
        return ()
    ends = over(one, request).ends
    return tallies.records(session, where, ends, one.partner, one.levels, limit)


def register_grid(where: Rows, one: Measured, request: Request, session: Session, *, is_file: bool) -> Grid:
    register = REGISTERS[where.register]
    visible_to(register, request.person)
    if register.restricted and request.is_aloud:
        raise DeskError(f"{titled(register)} are restricted: nothing of them is said in a channel.")
    rows = rows_behind(where, one, request, session)
    if is_file:
        return whole(register, rows, request, session)
    return slim(register, [cells(register, row, session, request.desk) for row in rows])


def measure_grid(one: Measured, where: Plan, request: Request, session: Session, *, is_file: bool = False) -> Grid:
    """The cases that ended in the period, the latest ones first, and, where none did, the readings."""
    cases = cases_in(session, where, request.desk.calendar, one.period)
    if not cases:
        return readings_grid(one, where, request, session, is_file=is_file)
    return of_measure(CASE, where, cases, request, session, is_file=is_file)


def readings_grid(one: Measured, where: Plan, request: Request, session: Session, *, is_file: bool = False) -> Grid:
    rows = readings_in(session, where, one.period, one.months)
    return of_measure(READING, where, rows, request, session, is_file=is_file)


def of_measure(
    register: Register, where: Plan, rows: Sequence[Kept], request: Request, session: Session, *, is_file: bool
) -> Grid:
    """With what each comes to."""
    visible_to(register, request.person)
    measure = registers.get(session, MEASURE.name, where.number)
    assert measure is not None  # noqa: S101 - the KPI was made from it
    return of_owner(register, values_of(MEASURE, measure), rows, request, session, is_file=is_file)


def rows_behind(where: Rows, one: Measured, request: Request, session: Session) -> list[Kept]:
    """Records of the register that stand in the period and have a part in the figure, the oldest first."""
    months = over(one, request)
    months = months.only(months.months[-1:]) if where.is_level else months
    rows = reversed(registers.found(session, where.register, wanted(where, months)))
    groups = [({**in_days(where, row.model_dump(), request.desk), ROW: row}, 1) for row in rows]
    return [
        values[ROW]
        for start, end in months.days.values()
        for values, _ in where.standing(groups, start, end)
        if where.each(values, months.rules) is not None
        and (one.partner is None or values["partner"] == one.partner)
        and (not one.levels or values.get(where.level) in one.levels)
    ]


def downtime_grid(one: Measured, request: Request, session: Session) -> Grid:
    """Each time that a service of the figure was down, planned or not."""
    spans = over(one, request).spans
    downs = downtimes.between(session, spans[0][1], spans[-1][2])
    rows = tuple(downtime_row(down, request) for down in downs if down.service in one.facts.levels())
    return Grid(one.kpi.title, ("Reference", "Service", "From", "To", "Users hit, %", "Planned"), rows)


def downtime_row(down: Down, request: Request) -> tuple[str | int, ...]:
    until = told(down.ended_at, request) if down.ended_at else "goes on"
    planned = "yes, left out" if down.is_planned else "no"
    return down.reference, down.service, told(down.started_at, request), until, down.share, planned


def told(at: datetime, request: Request) -> str:
    return spoken(at, request.now, request.desk.zone, always_date=True)


def review_grid(one: Measured, request: Request, session: Session) -> Grid:
    """The outages that were resolved, when their review was due, and when it was there."""
    months = over(one, request)
    calendar, days = request.desk.calendar, request.desk.reviews.within_days
    outages = tallies.records(session, RESOLVED, months.ends, one.partner, one.levels)
    written = downtimes.first_reviews(session, [outage.id for outage in outages])
    due = {each.id: review_due_on(calendar, each.ended_at, days) for each in outages if each.ended_at}
    rows = tuple(
        (ref(each), each.level, told(each.ended_at, request), due[each.id], written.get(each.id) or "not yet")
        for each in outages
        if each.ended_at
    )
    return Grid(one.kpi.title, ("Reference", "Level", "Ended", "Review due", "Reviewed"), rows)


def book_grid(one: Measured) -> Grid:
    """Each line or programme at the period's end, in pounds; the budget itself has the rest."""
    assert isinstance(one.facts, Counts)  # noqa: S101 - the budget gives nothing else
    last = at_the_end(one.facts).rows
    rows = tuple((row.level, as_number(row.d), as_number(row.goal), as_number(row.n)) for row in last)
    return Grid(one.kpi.title, (one.kpi.parts, "Full budget, £", "Budget to date, £", "Actual, £"), rows)
