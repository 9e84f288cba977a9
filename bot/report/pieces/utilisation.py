"""How much of its time the service spent on projects, by team and month, against its target."""

from collections.abc import Iterator
from itertools import product

from bot.kpi.answer import value_table
from bot.kpi.gather import asked, wanted
from bot.kpi.headline import is_only_entered
from bot.kpi.measured import Measured
from bot.kpi.splits import split_by
from bot.report.content.actions import is_off, off_target
from bot.report.content.context import Context
from bot.report.content.entered import from_documents, is_unrecorded, unrecorded
from bot.report.content.piece import Made
from bot.report.content.stated import drawn, figure, source_of, span_key, stated_before, stated_of, turned
from core.kpis.people import TENTHS
from core.periods import month_words
from core.report.sentences import of_target
from core.report.stated import Check, Lack, Stated
from core.sources import Rows
from core.values import value_words
from storage import registers

HOURS = ("hours", "project_hours")


def utilisation(context: Context) -> Made:
    one = context.kpi("timesheet")
    if is_only_entered(one):
        return from_documents(one)
    if is_unrecorded(one):
        return unrecorded(one)
    quarters = [context.kpi("timesheet", quarter) for quarter in context.quarters]
    splits = split_by(one, "level")
    spoken, lacks = off_target(context, quarters)
    return Made(
        (*(of_target(each.kpi, each.figure, each.period, each.target) for each in quarters), *spoken),
        (turned(value_table(one, splits)),),
        (drawn(one, splits, context),),
        (*stated_of(one, splits), *stated_before(one), *stated(quarters)),
        tuple(casts(one, context)),
        (*lacks, *missing(one)),
        brief=brief(one, quarters),
    )


def brief(one: Measured, quarters: list[Measured]) -> str:
    """The whole period first, and the quarters of it that are below the target."""
    whole = of_target(one.kpi, one.figure, one.period, one.target)
    below = [each for each in quarters if len(quarters) > 1 and is_off(each)]
    each = "; ".join(f"{each.period.words}, {value_words(each.kpi, each.figure, each.target)}" for each in below)
    return f"{whole} Below target: {each}." if each else whole


def stated(quarters: list[Measured]) -> Iterator[Stated]:
    """Each quarter's share, and how far it is from its target."""
    for one in quarters:
        label = f"{one.kpi.title}, {one.period.words}"
        yield figure(f"timesheet/{span_key(one.period)}/all", label, one, one.figure, source_of(one, one.figure))
        if one.figure.value is not None and one.target is not None:
            words = of_target(one.kpi, one.figure, one.period, one.target).rpartition("), ")[2]
            key = f"timesheet/{span_key(one.period)}/gap"
            yield Stated(key, f"{label}, against its target", words, one.figure.n, one.figure.d)


def casts(one: Measured, context: Context) -> Iterator[Check]:
    """Hours against the sheets, and the teams against the whole, in ten-thousandths of an hour."""
    assert isinstance(one.kpi.where, Rows)  # noqa: S101 - it is kept in a register
    sheets = wanted(one.kpi.where, asked(context.desk, context.request.now, one.period))
    hours, on_projects = registers.sums(context.session, one.kpi.where.register, sheets, HOURS)
    names = ("Hours of all work", "Hours on projects")
    for name, found, kept in zip(names, (one.figure.d, one.figure.n), (hours, on_projects), strict=True):
        yield Check(name, found // TENTHS, round(kept * TENTHS) // TENTHS, "hours", "the timesheets")
    teams = sum(one.facts.only(levels=(team,)).d for team in one.facts.levels())
    yield Check("Hours by team", one.figure.d // TENTHS, teams // TENTHS, "hours", "the teams")


def missing(one: Measured) -> Iterator[Lack]:
    """Teams that have a sheet in some months and none in others."""
    gaps = [
        f"{team} {month_words(month)}"
        for team, month in product(one.facts.levels(), one.months)
        if not one.facts.only((month,), levels=(team,)).rows
    ]
    if gaps:
        yield Lack("data/timesheet", f"Timesheets are missing: {', '.join(gaps)}", one.goal.owner)


PIECES = {"utilisation": utilisation}
