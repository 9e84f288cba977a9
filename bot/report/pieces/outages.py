"""Outages by priority and month, quarter by quarter, what caused the gravest, and how that was before."""

from bot.kpi.answer import notable_counts
from bot.kpi.headline import plain
from bot.kpi.measured import Measured
from bot.kpi.picture import drawing
from bot.kpi.splits import split_by
from bot.report.context import Context
from bot.report.piece import Made
from core.numbers import plural
from core.periods import MONTHS, Period, month_words
from core.report.stated import Check, Stated
from core.tickets import OUTAGES
from reports.tables import Cell
from reports.tables import Table as Grid
from storage import tallies

RECORD = ("ticket record", "ticket records")


def outages(context: Context) -> Made:
    quarters = [context.kpi("outages", quarter) for quarter in context.quarters]
    whole = context.kpi("outages")
    words = [
        sentence
        for one in quarters
        for sentence in (plain(one), *notable_counts(one, context.request, context.session))
    ]
    drawn = drawing(whole, split_by(whole, whole.kpi.split), context.desk.name)
    return Made(tuple(words), (grid(quarters),), (drawn,), tuple(stated(whole)), tuple(checks(whole, context)))


def grid(quarters: list[Measured]) -> Grid:
    """Months and the total of each quarter side by side."""
    columns = [
        name
        for one in quarters
        for name in (*(MONTHS[month % 100 - 1] for month in one.months), total_name(one.period))
    ]
    rows = [(f"Priority {level[1:]}", *cells(quarters, (level,))) for level in OUTAGES]
    return Grid("Outages by priority and month", ("Priority", *columns), (*rows, ("Total", *cells(quarters, None))))


def total_name(period: Period) -> str:
    months = period.months()
    return f"Q{(months[0] % 100 - 4) % 12 // 3 + 1} total" if len(months) == 3 else "Total"


def cells(quarters: list[Measured], levels: tuple[str, ...] | None) -> list[Cell]:
    return [
        number
        for one in quarters
        for number in (*(f.n for f in one.by_month(None, levels)), one.kpi.measure(one.facts.only(levels=levels)).n)
    ]


def stated(whole: Measured) -> list[Stated]:
    each = [(month, level) for month in whole.months for level in OUTAGES]
    found = [(month, level, whole.facts.only((month,), levels=(level,)).d) for month, level in each]
    return [
        Stated(
            f"outages/{month}/{level}", f"{level} outages, {month_words(month)}", str(n), n, source=plural(n, RECORD)
        )
        for month, level, n in found
    ]


def checks(whole: Measured, context: Context) -> list[Check]:
    """The table against the records that a reader can open."""
    ends = {month: context.desk.calendar.midnight(context.period.end) for month in whole.months}
    records = len(tallies.records(context.session, whole.kpi.where, ends))  # type: ignore[arg-type] # outages are tickets
    return [Check("Outages", whole.figure.n, records, "records", "ticket records")]


PIECES = {"outages": outages}
