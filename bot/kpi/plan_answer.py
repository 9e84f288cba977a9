"""How a measure of the service plan is answered, and why it missed; every other KPI is answered as it ever is."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.command import Request
from bot.kpi.answer import answer, chart, notable_values, value_table
from bot.kpi.behind import readings_grid
from bot.kpi.headline import headline
from bot.kpi.measured import Measured
from bot.kpi.plan import CASE, cases_in, subject
from bot.parts import Part, Table, line
from bot.records.commentary import commentary
from bot.records.words import beside, values_of
from bot.records.words import headline as record_line
from core.plan import of_days
from core.sources import Plan


def any_answer(one: Measured, request: Request, session: Session) -> tuple[Part, ...]:
    where = one.kpi.where
    return plan_answer(one, where, request, session) if isinstance(where, Plan) else answer(one, request, session)


def plan_answer(one: Measured, where: Plan, request: Request, session: Session) -> tuple[Part, ...]:
    """Of which days it is, its cases by month with a chart, its readings, and what people said."""
    days = of_days(one.kpi, one.figure, one.period)
    shown: list[Part] = [line(headline(one)), *([line(f"{days[:1].upper()}{days[1:]}.")] if days else [])]
    has_cases = one.figure.value is not None and not one.figure.reads
    shown += [Table(value_table(one, []))] if has_cases else []
    shown += map(line, notable_values(one, request)) if has_cases or one.late_open else []
    readings = readings_grid(one, where, request, session)
    shown += [Table(readings)] if readings.rows else []
    said = commentary(request, session, (subject(one.kpi),), one.period)
    return (*shown, *said, *(chart(one, [], request, session) if has_cases else []))


def latest_case(one: Measured, where: Plan, request: Request, session: Session) -> Iterator[str]:
    """29 missed. The latest: CSE-76, MSR-1: Numbering of Teasel Road. Took 9 working days of 5: 4 working days late."""
    number = one.figure.d - one.figure.n
    cases = cases_in(session, where, request.desk.calendar, one.period) if number else []
    if cases:
        row, head = cases[0], "The latest" if number > 1 else "It was"
        took = beside(CASE, values_of(CASE, row), request, session)
        yield f"{number:,} missed. {head}: {record_line(CASE, row, session, request.desk)} {took}"
