"""The facts that KPIs are measured by, gathered from where each is counted: one query for all that share a source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlmodel import Session

from bot.desk import Desk
from bot.kpi.plan import plan_facts
from bot.records.look import edge
from core import books
from core.budget import periods_of
from core.facts import Count, Counts, Facts, Kpi
from core.outages import Served, review_counts, service_counts
from core.periods import Period, month_of, month_period
from core.records import REGISTERS
from core.sources import Books, Downtimes, Durations, Group, Plan, Reviews, Rows, Rules, Values, Where
from core.tickets import INCIDENT, OUTAGES
from storage import budgets, downtimes, durations, registers, tallies
from storage.registers import Wanted

RESOLVED = Where("resolved", (INCIDENT,), OUTAGES)
BEGINNING = date(1990, 1, 1)  # before any record
A_FORTNIGHT = 14  # days; with twice the working days it is longer than any run of bank holidays


@dataclass(frozen=True)
class Asked:
    """The months over which facts are gathered, and until when each is seen: a month that goes on ends now."""

    desk: Desk
    now: datetime
    ends: Mapping[int, datetime]

    def only(self, months: Iterable[int]) -> "Asked":
        wanted = frozenset(months)
        return replace(self, ends={month: end for month, end in self.ends.items() if month in wanted})

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(self.ends)

    @property
    def today(self) -> date:
        return self.desk.calendar.local(self.now).date()

    @cached_property
    def days(self) -> dict[int, tuple[date, date]]:
        """First day of each month, and the day after its last, or after today."""
        tomorrow = self.today + timedelta(days=1)
        return {month: (month_period(month).start, min(month_period(month).end, tomorrow)) for month in self.ends}

    @cached_property
    def spans(self) -> list[tuple[int, datetime, datetime]]:
        return [
            (month, self.desk.calendar.midnight(month_period(month).start), end) for month, end in self.ends.items()
        ]

    @property
    def rules(self) -> Rules:
        return Rules(self.today, self.desk.satisfaction.scale)


def asked(desk: Desk, now: datetime, *periods: Period) -> Asked:
    """Of some periods, those months that have begun."""
    begun = month_of(desk.calendar.local(now).date())
    months = sorted({month for period in periods for month in period.months() if month <= begun})
    return Asked(desk, now, {month: min(desk.calendar.midnight(month_period(month).end), now) for month in months})


def gather(session: Session, kpis: Iterable[Kpi], over: Asked) -> dict[str, Facts]:
    """By the name of each KPI. Those that count tickets of one kind of month are answered together."""
    kpis = list(kpis)
    wheres = [kpi.where for kpi in kpis if isinstance(kpi.where, Where)]
    found = tallies.count(session, wheres, over.ends)
    own = plan_facts(session, kpis, over.days, over.desk.calendar)
    return own | {
        kpi.name: found[kpi.where] if isinstance(kpi.where, Where) else counts(session, kpi, over)
        for kpi in kpis
        if kpi.name not in own
    }


def counts(session: Session, kpi: Kpi, over: Asked) -> Facts:
    match kpi.where:
        case Durations():
            return durations.histogram(session, kpi.where.where, over.months)
        case Rows():
            rows = row_counts(session, kpi.where, over)
        case Downtimes():
            rows = downtime_counts(session, kpi.where, over)
        case Reviews():
            return reviews(session, over)
        case Books():
            rows = book_counts(session, kpi.where, over)
        case Where():
            return tallies.count(session, [kpi.where], over.ends)[kpi.where]
        case Plan():
            return plan_facts(session, [kpi], over.days, over.desk.calendar)[kpi.name]
    return Counts(tuple(rows), over.months)


def row_counts(session: Session, where: Rows, over: Asked) -> list[Count]:
    by_partner = ("partner",) if REGISTERS[where.register].has("partner") else ()
    columns = tuple(dict.fromkeys((*where.columns, *by_partner)))
    stored = registers.groups(session, where.register, wanted(where, over), columns, where.weight)
    return counted_rows(where, [(in_days(where, values, over.desk), number) for values, number in stored], over)


def of_another_scale(session: Session, where: Rows, over: Asked, partner: str | None, levels: Sequence[str]) -> int:
    """How many scores of these months have no part in the mean, as scales are never mixed."""
    columns = tuple(dict.fromkeys((*where.columns, "partner")))
    return sum(
        number
        for values, number in registers.groups(session, where.register, wanted(where, over), columns, where.weight)
        if where.each(values, over.rules) is None
        and (partner is None or values["partner"] == partner)
        and (not levels or values.get(where.level) in levels)
    )


def counted_rows(where: Rows, groups: Sequence[Group], over: Asked) -> list[Count]:
    """By month, what each group gives: a record counts where it stands and has a part in the figure."""
    return [
        Count(month, str(values.get(where.level) or ""), partners_of(values), n * number, d * number)
        for month, (start, end) in over.days.items()
        for values, number in where.standing(groups, start, end)
        for n, d in filter(None, [where.each(values, over.rules)])
    ]


def wanted(where: Rows, over: Asked) -> Wanted:
    """Records of these months; where states are asked for, all that began before their end."""
    return ever(where, over) if where.is_level else dated(where, over, min(start for start, _ in over.days.values()))


def ever(where: Rows, over: Asked) -> Wanted:
    """All from the beginning of the register to the end of these months."""
    return dated(where, over, BEGINNING)


def dated(where: Rows, over: Asked, since: date) -> Wanted:
    field = next(each for each in REGISTERS[where.register].fields if each.name == where.dated)
    zone, last = over.desk.zone, max(end for _, end in over.days.values())
    if field.kind == "month":
        last = month_period(max(over.ends)).end  # what is kept by month belongs to it from its first day on
    return Wanted(dated=where.dated, since=edge(field, since, zone), until=edge(field, last, zone))


def in_days(where: Rows, values: Values, desk: Desk) -> Values:
    """With its date as a local day, whether it is kept as a moment, a month or a day."""
    at = values[where.dated]
    if isinstance(at, datetime):
        return {**values, where.dated: desk.calendar.local(at).date()}
    return {**values, where.dated: month_period(at).start} if isinstance(at, int) else values


def partners_of(values: Values) -> tuple[str, ...]:
    return (values["partner"],) if values.get("partner") else ()


def downtime_counts(session: Session, where: Downtimes, over: Asked) -> list[Count]:
    spans = over.spans
    downs = downtimes.between(session, spans[0][1], spans[-1][2])
    services = [Served(each.name, over.desk.calendar_of(each.name), each.critical) for each in over.desk.services]
    return list(service_counts(where, services, downs, spans))


def reviews(session: Session, over: Asked) -> Counts:
    resolved = tallies.count(session, [RESOLVED], over.ends)[RESOLVED]
    calendar, days = over.desk.calendar, over.desk.reviews.within_days
    since = over.now - timedelta(days=2 * days + A_FORTNIGHT)
    return review_counts(resolved, downtimes.reviewed(session, over.months, since), calendar, days, over.today)


def book_counts(session: Session, where: Books, over: Asked) -> list[Count]:
    found: list[Count] = []
    for month in over.months:
        year, period, _ = periods_of(month_period(month))
        found += books.book_counts(budgets.loaded(session, year, period), where.kind, month, period)
    return found
