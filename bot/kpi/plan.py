"""The measures of the service plan among the KPIs: their rows, their facts, and the readings and cases behind them."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta

from sqlmodel import Session

from core import plan
from core.calendar import Calendar
from core.facts import Counts, Kpi
from core.periods import Period, month_of
from core.plan import Days
from core.records import REGISTERS
from core.records.readings import CERTIFICATE
from core.sources import Plan, Values
from core.turnaround import Case, days_late, tally
from storage import registers
from storage.models.base import Kept
from storage.registers import Wanted

ENDED = "ended_on"
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
    own = [(kpi, kpi.where) for kpi in kpis if isinstance(kpi.where, Plan)]
    if not own or not days:
        return {kpi.name: Counts((), tuple(days)) for kpi, _ in own}
    first, until = min(start for start, _ in days.values()), max(end for _, end in days.values())
    readings = readings_by_measure(session, until)
    since = min(
        [first, *(row["starts_on"] for row in timed((where for _, where in own), readings) if row["ends_on"] >= first)]
    )
    cases = cases_by_measure(session, Wanted(dated=ENDED, since=since, until=until))
    return {
        kpi.name: plan.facts(kpi, readings.get(where.number, []), cases.get(where.number, []), days, calendar)
        for kpi, where in own
    }


def timed(plans: Iterable[Plan], readings: Mapping[int, list[Values]]) -> Iterator[Values]:
    """The readings of turnarounds, which give way to cases of their time."""
    return (row for where in plans if where.allowed for row in readings.get(where.number, []))


def readings_by_measure(session: Session, until: date) -> Mapping[int, list[Values]]:
    """Those that began before a day, as values with their ids."""
    columns = ("id", *(field.name for field in READING.fields))
    wanted = Wanted(dated="starts_on", since=date.min, until=until)
    found: dict[int, list[Values]] = {}
    for values, _ in registers.groups(session, READING.name, wanted, columns):
        found.setdefault(values["measure_id"], []).append(values)
    return found


def cases_by_measure(session: Session, wanted: Wanted) -> Mapping[int, list[Case]]:
    """Alike ones together."""
    found: dict[int, list[Case]] = {}
    for values, alike in registers.groups(session, CASE.name, wanted, ("measure_id", "began_on", ENDED)):
        case = Case(values["began_on"], values[ENDED], alike)
        found.setdefault(values["measure_id"], []).append(case)
    return found


def late_cases(session: Session, where: Plan, calendar: Calendar, last: date) -> int | None:
    """Open at the end of a day, and late. None of what is no turnaround."""
    if where.allowed is None:
        return None
    own, tomorrow = {"measure_id": where.number}, last + timedelta(days=1)
    then = Wanted(own, dated=ENDED, since=tomorrow, until=date.max)
    still = Wanted(own, empty=(ENDED,), dated="began_on", since=date.min, until=tomorrow)
    cases = [case for each in (then, still) for case in cases_by_measure(session, each).get(where.number, [])]
    return tally(cases, where.allowed, calendar, last, last).late


def readings_in(session: Session, where: Plan, period: Period, months: Container[int]) -> list[Kept]:
    """Those that end in the months of a period; of a certificate all that began before its end. The oldest first."""
    is_state = where.kind == CERTIFICATE
    dated, since = ("starts_on", date.min) if is_state else ("ends_on", period.start)
    wanted = Wanted({"measure_id": where.number}, dated=dated, since=since, until=period.end)
    every = reversed(registers.found(session, READING.name, wanted))
    return [row for row in every if is_state or month_of(row.ends_on) in months]


def cases_in(session: Session, where: Plan, calendar: Calendar, period: Period) -> list[Kept]:
    """Those that ended in a period: what missed the most first, and otherwise the oldest."""
    if where.allowed is None:
        return []
    allowed = where.allowed
    wanted = Wanted({"measure_id": where.number}, dated=ENDED, since=period.start, until=period.end)
    ended = reversed(registers.found(session, CASE.name, wanted))
    return sorted(ended, key=lambda row: -days_late(row.began_on, row.ended_on, allowed, calendar))
