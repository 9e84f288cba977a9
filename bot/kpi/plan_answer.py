"""How a measure of the service plan is answered; every other KPI as it ever is."""

from sqlmodel import Session

from bot.command import Request
from bot.kpi.answer import answer, chart, headline, notable_values, value_table
from bot.kpi.behind import readings_grid
from bot.kpi.measured import Measured
from bot.kpi.plan import subject
from bot.parts import Part, Table, line
from bot.records.commentary import commentary
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
    return (*shown, *said, *(chart(one, [], request) if has_cases else []))
