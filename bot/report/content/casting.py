"""A KPI against what it adds up from: tickets, records of a register, services, or lines of the budget."""

from collections.abc import Iterator

from bot.kpi.behind import rows_behind
from bot.kpi.gather import asked, in_days
from bot.kpi.measured import Measured
from bot.kpi.plan import cases_in
from bot.kpi.splits import counted
from bot.report.content.context import Context
from bot.report.content.stated import TICKETS
from core.facts import Figure, Kpi
from core.money import POUND
from core.numbers import grouped, plural
from core.outages import HOUR, MINUTE
from core.report.stated import Check
from core.sources import Books, Downtimes, Pair, Plan, Rows, Where
from storage import tallies

RECORD, SERVICE = ("record", "records"), ("service", "services")
LINE = ("line or programme", "lines or programmes")
SECOND = MINUTE // 60
# The largest unit in which both sides of a check are whole, by how many parts make one of the KPI's own.
MINUTES = ((MINUTE, "minutes"), (SECOND, "seconds"), (1, "hundredths of a second"))
UNITS = {
    HOUR: ((HOUR, "hours"), *MINUTES),
    MINUTE: MINUTES,
    POUND: ((POUND, "pounds"), (1, "pence")),
}

CALLED = {"days": "days", "hours": "hours", "score": "points"}


def casts(one: Measured, context: Context) -> Iterator[Check]:
    """Both parts of the figure, added up again. Nothing of what was not counted."""
    if not one.is_counted or one.figure.value is None:
        return
    match one.kpi.where:
        case Where() as where:
            yield from of_tickets(where, one, context)
        case Rows() as where:
            pair, number = of_records(where, one, context)
            yield from compared(one, pair, f"{plural(number, RECORD)} of the {where.register} register")
        case Plan() as where:
            if cases := cases_in(context.session, where, context.desk.calendar, one.period):
                yield Check(one.kpi.title, one.figure.d, len(cases), "cases", "case records")
        case Downtimes():
            yield from compared(one, of_parts(one), plural(len(one.facts.levels()), SERVICE))
        case Books():
            yield from compared(one, of_parts(one), plural(len(one.facts.levels()), LINE))


def compared(one: Measured, pair: Pair, against: str) -> Iterator[Check]:
    """A count is checked once; of a share, a mean or an amount what is measured, and what it is measured of."""
    kpi, figure = one.kpi, one.figure
    if kpi.unit != "count":
        size, unit = whole_unit(kpi, figure.n, pair[0])
        yield Check(kpi.title, figure.n // size, pair[0] // size, unit, against)
    if kpi.unit == "count" or kpi.is_share or kpi.is_mean:
        size, unit = whole_unit(kpi, figure.d, pair[1]) if kpi.is_share else (1, kpi.noun[1])
        yield Check(
            f"{kpi.title}, of all" if kpi.unit != "count" else kpi.title,
            figure.d // size,
            pair[1] // size,
            unit,
            against,
        )


def whole_unit(kpi: Kpi, *amounts: int) -> tuple[int, str]:
    """How many of the parts in which a KPI is counted make one of the unit, and what it is called."""
    own = (kpi.per, CALLED.get(kpi.unit, kpi.noun[1]))
    known = UNITS.get(kpi.per, (own, (1, f"{own[1]} x {kpi.per:,}")))
    return next((size, unit) for size, unit in known if size == 1 or not any(amount % size for amount in amounts))


def of_records(where: Rows, one: Measured, context: Context) -> tuple[Pair, int]:
    """What every record that a reader can open gives, and how many those are."""
    rows = rows_behind(where, one, context.request, context.session)
    rules = asked(context.desk, context.request.now, one.period).rules
    n = d = 0
    for row in rows:
        part = where.each(in_days(where, row.model_dump(), context.desk), rules) or (0, 0)
        number = getattr(row, where.weight) or 1 if where.weight else 1
        n, d = n + part[0] * number, d + part[1] * number
    return (n, d), len(rows)


def of_parts(one: Measured) -> Pair:
    figures: list[Figure] = [one.kpi.measure(one.facts.only(levels=(level,))) for level in one.facts.levels()]
    return sum(figure.n for figure in figures), sum(figure.d for figure in figures)


def of_tickets(where: Where, one: Measured, context: Context) -> list[Check]:
    """Against the records that a reader can open, and its months and partners against the whole."""
    ends = asked(context.desk, context.request.now, one.period).ends
    against = TICKETS[1]
    found = [Check(one.kpi.title, one.figure.d, tallies.how_many(context.session, where, ends), "records", against)]
    if where.hits:
        within = tallies.how_many(context.session, where, ends, "hit")
        found.append(Check(f"{one.kpi.title}: the numerator", one.figure.n, within, "records", against))
    return [*found, *by_month(one), by_partner(one)]


def by_month(one: Measured) -> list[Check]:
    """A level is never added up."""
    if one.kpi.is_level or len(one.months) < 2:
        return []
    months = sum(each.d for each in one.by_month())
    return [Check(f"{one.kpi.title} by month", one.figure.d, months, "records", "the months")]


def by_partner(one: Measured) -> Check:
    """What is of several partners counts once for each of them, and once in the total."""
    rows = counted(one).only(one.months[-1:] if one.kpi.is_level else None).rows
    partners = sum(row.d for partner in (*one.facts.partners(),) for row in rows if partner in (row.partners or ("",)))
    again = sum((len(row.partners) - 1) * row.d for row in rows if len(row.partners) > 1)
    less = f", less {grouped(again)} of several partners" if again else ""
    return Check(f"{one.kpi.title} by partner", one.figure.d, partners - again, "records", f"the partners{less}")
