"""Background data of each partner: calls by kind, what was left, and what was in time, from the report's own facts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.kpi.answer import value_row
from bot.kpi.measured import Measured
from bot.report.content.context import Context
from bot.report.content.piece import Made
from bot.report.content.stated import drawn, month_key, number, span_key, stated_of, turned
from core.numbers import plural
from core.periods import month_words
from core.report.stated import Check, Stated
from core.tickets import INCIDENT, LEVELS, REQUEST
from core.values import value_words
from reports.charts import Chart as Drawing
from reports.charts import Lines, Series, StackedColumns
from reports.tables import Cell
from reports.tables import Table as Grid

KINDS = {INCIDENT: "Incidents", REQUEST: "Requests"}
SHARES = {"sla": "Within SLA", "first-contact": "On first contact"}


def background(context: Context) -> Made:
    """A table and two charts for each partner of whom anything was counted."""
    raised, left = context.kpi("raised"), context.kpi("outstanding")
    partners = [one.key for one in context.desk.partners if raised.facts.only(partner=one.key).d]
    shares = [one for name in SHARES if (one := context.kpi(name)).is_counted]
    return Made(
        tables=tuple(grid(partner, raised, left, shares) for partner in partners),
        charts=tuple(chart for partner in partners for chart in charts(partner, raised, shares, context)),
        stated=tuple(one for partner in partners for one in stated(partner, raised))
        + tuple(alone(raised, left, shares)),
        checks=tuple(cast(partner, raised) for partner in partners),
    )


def of_partner(one: Measured, partner: str, context: Context) -> Measured:
    """The same of one partner, without asking the records again."""
    facts = one.facts.only(partner=partner)
    goal = context.desk.goal(one.kpi, one.period.end - timedelta(days=1), partner)
    figure = one.kpi.measure(facts)
    return replace(
        one, partner=partner, facts=facts, figure=figure, goal=goal, past=None, year_ago=None, late_open=None
    )


def grid(partner: str, raised: Measured, left: Measured, shares: list[Measured]) -> Grid:
    months = [month_words(month, short=True) for month in raised.months]
    rows: list[tuple[Cell, ...]] = [
        (name, *by_month(raised, partner, kind), raised.facts.only(partner=partner, levels=LEVELS[kind]).d)
        for kind, name in KINDS.items()
    ]
    rows.append(("Calls raised", *by_month(raised, partner, None), raised.facts.only(partner=partner).d))
    rows.append(("Left at the end", *by_month(left, partner, None), left.by_month(partner)[-1].n))
    rows += [value_row(SHARES[one.kpi.name], one, partner, None) for one in shares]
    caption = f"{partner}: background data, {raised.period.words}"
    return turned(Grid(caption, ("Figure", *months, raised.period.words), tuple(rows)))


def by_month(one: Measured, partner: str, kind: str | None) -> Iterator[int]:
    yield from (figure.n for figure in one.by_month(partner, LEVELS[kind] if kind else None))


def charts(partner: str, raised: Measured, shares: list[Measured], context: Context) -> Iterator[Drawing]:
    months = tuple(month_words(month, short=True) for month in raised.months)
    whole = raised.facts.only(partner=partner).d
    yield StackedColumns(
        f"{partner} raised {plural(whole, ('call', 'calls'))}",
        f"Incidents and requests raised by month, {partner}, {raised.period.words}",
        f"Source: {whole:,} ticket records of the {context.desk.name}",
        months,
        tuple(Series(name, tuple(map(float, by_month(raised, partner, kind)))) for kind, name in KINDS.items()),
        "calls",
    )
    for one in shares[:1]:
        own = of_partner(one, partner, context)
        title = f"{partner}: {value_words(own.kpi, own.figure, own.target)} within SLA"
        found = drawn(own, [], context, title)
        assert isinstance(found, Lines)  # noqa: S101 - a share has no other
        yield replace(found, series=tuple(replace(series, name=partner) for series in found.series))


def stated(partner: str, raised: Measured) -> Iterator[Stated]:
    for kind, name in KINDS.items():
        own = raised.facts.only(partner=partner, levels=LEVELS[kind])
        for month in raised.months:
            n = own.only(months=(month,)).d
            yield number(
                f"raised/{month_key(month)}/{partner}/{kind}", f"{name} raised, {partner}, {month_words(month)}", n
            )
        key = span_key(raised.period)
        yield number(f"raised/{key}/{partner}/{kind}", f"{name} raised, {partner}, {raised.period.words}", own.d)


def alone(raised: Measured, left: Measured, shares: list[Measured]) -> Iterator[Stated]:
    """What the report may have above as well; a shape may have this piece alone."""
    for one in (raised, left, *shares):
        splits = [(partner, partner, None) for partner in one.facts.partners() if partner]
        yield from stated_of(one, splits, with_whole=not one.kpi.is_level)


def cast(partner: str, raised: Measured) -> Check:
    own = raised.facts.only(partner=partner)
    kinds = sum(own.only(levels=LEVELS[kind]).d for kind in KINDS)
    return Check(f"Calls raised, {partner}", own.d, kinds, "records", "incidents and requests")


PIECES = {"background": background}
