"""What the calls outstanding say beside their number: how old they are, and by how much they grew or shrank."""

from collections.abc import Iterator
from functools import reduce

from sqlmodel import Session

from bot.command import Request
from bot.kpi.gather import asked
from bot.kpi.measured import Measured
from core.backlog import AGE_BANDS, Flow
from core.numbers import grouped
from core.periods import month_of, month_period, month_words
from core.sources import Where
from reports.charts import Series, StackedColumns
from storage import backlog, tallies

MOST_MONTHS = 12  # of which each has its column


def is_backlog(one: Measured) -> bool:
    return isinstance(one.kpi.where, Where) and one.kpi.where.source == "outstanding"


def by_age(one: Measured, month: int, request: Request, session: Session) -> list[int]:
    """How many in each band of age, at the end of a month or now."""
    assert isinstance(one.kpi.where, Where)  # noqa: S101 - is_backlog
    at = asked(request.desk, request.now, one.period).ends[month]
    aged = backlog.by_age(session, one.kpi.where, month, at)
    return [counts.only(None, one.partner, one.levels or None).d for _, counts in aged.bands]


def backlog_lines(one: Measured, request: Request, session: Session) -> Iterator[str]:
    """By age: under 1 week 12, 1 to 4 weeks 5, 4 weeks to 3 months 3, over 3 months 0. And what each month added."""
    if not one.months:
        return
    ages = zip(AGE_BANDS, by_age(one, one.months[-1], request, session), strict=True)
    yield f"By age: {', '.join(f'{band.words} {grouped(n)}' for band, n in ages)}."
    flows = net_flow(one, request, session)
    if len(flows) <= MOST_MONTHS:
        yield f"Net flow: {'; '.join(map(flow_words, flows))}."
    if len(flows) > 1:
        whole = reduce(lambda a, b: Flow(b.month, a.opened + b.opened, a.ended + b.ended), flows)
        yield f"Together {grouped(whole.opened)} opened and {grouped(whole.ended)} ended: {change_words(whole.net)}."


def net_flow(one: Measured, request: Request, session: Session) -> list[Flow]:
    """Month by month: opened less ended is what the backlog grew by."""
    assert isinstance(one.kpi.where, Where)  # noqa: S101 - is_backlog
    before = month_of(month_period(one.months[0]).previous().start)
    over = asked(request.desk, request.now, month_period(before), one.period)
    found = tallies.flow(session, one.kpi.where, over.only(one.months).ends, over.only((before,)).ends)
    return list(found.only(one.partner, one.levels or None).by_month())


def flow_words(flow: Flow) -> str:
    """Jul 230 opened, 210 ended, +20"""
    opened, ended = grouped(flow.opened), grouped(flow.ended)
    return f"{month_words(flow.month, short=True)} {opened} opened, {ended} ended, {flow.net:+,}"


def change_words(net: int) -> str:
    if not net:
        return "as many as before are left"
    return f"{grouped(abs(net))} {'more' if net > 0 else 'fewer'} are left"


def age_columns(one: Measured, words: tuple[str, str, str], request: Request, session: Session) -> StackedColumns:
    """At each month's end the bands of age, the oldest lowest."""
    title, _, source = words
    months = one.months[-MOST_MONTHS:]
    ages = [by_age(one, month, request, session) for month in months]
    series = tuple(
        Series(band.words.capitalize(), tuple(float(age[at]) for age in ages))
        for at, band in reversed(list(enumerate(AGE_BANDS)))
    )
    subtitle = f"{one.kpi.title} at each month's end by age, {one.partner or 'all partners'}, {one.period.words}"
    labels = tuple(month_words(month, short=True) for month in months)
    return StackedColumns(title, subtitle, source, labels, series, one.kpi.noun[1])
