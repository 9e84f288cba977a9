"""Money in a committee report: revenue against its profile, and capital by programme of its own budget (seed 000)."""

from collections.abc import Iterator, Sequence

from bot.kpi.measured import Measured
from bot.kpi.scorecard import as_known
from bot.kpi.splits import counted
from bot.report.content.context import Context
from bot.report.content.indicator import indicator, last_month
from bot.report.content.piece import Made, joined
from bot.report.content.stated import span_key
from core.facts import at_the_end
from core.money import nearest_pound
from core.report.spending import OWN, Programme, Row, in_pounds_that_add, pace_sentence, programmes_sentence
from core.report.stated import Check, Stated
from reports.tables import Table as Grid


def spend(context: Context) -> Made:
    """How much of the year's budget, how much was profiled by then, and plainly whether that is near."""
    return paced(context, "spend", "Revenue spending to date was", [])


def capital(context: Context) -> Made:
    one = as_known(context.kpi("capital"))
    programmes = [Programme(row.level, row.d, row.goal, row.n) for row in at_the_end(counted(one)).rows]
    if not programmes:
        return paced(context, "capital", "Capital spending to date was", [])
    more = [OWN, programmes_sentence(programmes)]
    rows = in_pounds_that_add(programmes)
    heads = ("Programme", "Full budget, £", "Profiled to date, £", "Spent to date, £", "Spent, of its own budget")
    grid = Grid(f"Capital spending by programme, to the end of {last_month(one.period)}", heads, tuple(rows))
    made = Made(tables=(grid,), stated=tuple(programmes_stated(one, programmes)), checks=tuple(columns_cast(rows)))
    return joined(paced(context, "capital", "Capital spending to date was", more), made)


def paced(context: Context, name: str, lead: str, more: list[str]) -> Made:
    """As any indicator, with how far the spending is from its profile."""
    one = as_known(context.kpi(name))
    pace = pace_sentence(one.figure, one.goal.tolerance)
    return indicator(context, name, lead, list(filter(None, [pace, *more])))


def programmes_stated(one: Measured, programmes: list[Programme]) -> Iterator[Stated]:
    months = span_key(one.period)
    for each in programmes:
        label = f"{each.name}, spent of its own budget, {one.period.words}"
        yield Stated(f"capital/{months}/{each.name}", label, each.share, each.spent, each.full, "the budget")
        yield Stated(
            f"capital/{months}/{each.name}/profiled",
            f"{each.name}, profiled, {one.period.words}",
            f"{nearest_pound(each.profiled):,}",
            each.profiled,
            source="the budget",
        )


def columns_cast(rows: Sequence[Row]) -> Iterator[Check]:
    *lines, total = [(row.full, row.profiled, row.spent) for row in rows]
    for at, name in enumerate(("full budget", "profiled to date", "spent to date")):
        yield Check(f"Capital, {name}", total[at], sum(line[at] for line in lines), "pounds", "its programmes")


PIECES = {"spend": spend, "capital": capital}
