"""The measures of the service plan among the KPIs: their rows, their facts, and the readings and cases behind them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlmodel import Session

from core import plan
from core.calendar import Calendar
from core.facts import Counts, Kpi
from core.periods import Period
from core.plan import Days
from core.records import REGISTERS
from core.records.readings import CERTIFICATE
from core.sources import Plan, Values
from core.turnaround import Case, days_late, tally
from storage import registers
from storage.models.base import Kept
from storage.registers import Wanted

MEASURE, READING, CASE = (REGISTERS[name] for name in ("measure", "reading", "case"))


def measures(session: Session) -> list[Kpi]:
    """Every measure that stands, the oldest first."""
    rows = reversed(registers.found(session, MEASURE.name, Wanted()))
    return [plan.kpi_of(row.model_dump(), row.id) for row in rows]


def subject(kpi: Kpi) -> str:
    """What commentary calls it."""
    return MEASURE.reference(kpi.where.number) if isinstance(kpi.where, Plan) else kpi.name


def plan_facts(session: Session, kpis: Iterable[Kpi], days: Days, calendar: Calendar) -> dict[str, Counts]:
    """By the name of each KPI that is a measure: two queries, however many they are."""
    own = {kpi.where.number: kpi for kpi in kpis if isinstance(kpi.where, Plan)}
    if not own or not days:
        return {kpi.name: Counts((), tuple(days)) for kpi in own.values()}
    until = max(end for _, end in days.values())
    readings, cases = readings_by_measure(session, until), cases_by_measure(session, until)
    return {
        kpi.name: plan.facts(kpi, readings.get(number, []), cases.get(number, []), days, calendar)
        for number, kpi in own.items()
    }


def readings_by_measure(session: Session, until: date) -> Mapping[int, list[Values]]:
    """Those that began before a day, as values with their ids."""
    columns = ("id", *(field.name for field in READING.fields))
    wanted = Wanted(dated="starts_on", since=date.min, until=until)
    found: dict[int, list[Values]] = {}
    for values, _ in registers.groups(session, READING.name, wanted, columns):
        found.setdefault(values["measure_id"], []).append(values)
    return found


def cases_by_measure(session: Session, until: date, number: int | None = None) -> Mapping[int, list[Case]]:
    """Those that began before a day, of one measure or of all; alike ones together."""
    equal = {} if number is None else {"measure_id": number}
    wanted = Wanted(equal, dated="began_on", since=date.min, until=until)
    found: dict[int, list[Case]] = {}
    for values, alike in registers.groups(session, CASE.name, wanted, ("measure_id", "began_on", "ended_on")):
        case = Case(values["began_on"], values["ended_on"], alike)
        found.setdefault(values["measure_id"], []).append(case)
    return found


def late_cases(session: Session, where: Plan, calendar: Calendar, last: date) -> int | None:
    """Open at the end of a day, and late. None where the measure has no cases."""
    if where.allowed is None:
        return None
    cases = cases_by_measure(session, last + timedelta(days=1), where.number).get(where.number)
    return tally(cases, where.allowed, calendar, last, last).late if cases else None


def readings_in(session: Session, where: Plan, start: date, end: date) -> list[Kept]:
    """Those that end in a period; of a certificate all that began before its end. The oldest first."""
    is_state = where.kind == CERTIFICATE
    dated, since = ("starts_on", date.min) if is_state else ("ends_on", start)
    wanted = Wanted({"measure_id": where.number}, dated=dated, since=since, until=end)
    return [*reversed(registers.found(session, READING.name, wanted))]


def cases_in(session: Session, where: Plan, calendar: Calendar, period: Period) -> list[Kept]:
    """Those that ended in a period: what missed the most first, and otherwise the oldest."""
    if where.allowed is None:
        return []
    allowed = where.allowed
    wanted = Wanted({"measure_id": where.number}, dated="ended_on", since=period.start, until=period.end)
    ended = reversed(registers.found(session, CASE.name, wanted))
    return sorted(ended, key=lambda row: -days_late(row.began_on, row.ended_on, allowed, calendar))
