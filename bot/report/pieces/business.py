"""The business activity of a committee report: availability, the client estate, and how changes went (seed 000)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from bot.kpi.behind import rows_behind, told
from bot.kpi.gather import asked
from bot.kpi.measured import Measured
from bot.kpi.picture import drawing
from bot.kpi.scorecard import as_known
from bot.kpi.uptime import minutes_allowed, minutes_down
from bot.report.content.context import Context
from bot.report.content.indicator import indicator
from bot.report.content.piece import Made, joined
from bot.report.content.stated import span_key
from core.facts import Figure
from core.kpis.changes import is_success
from core.outages import Down
from core.report.changes import again_sentence, allowed_failures, cancelled_sentence, failure_sentence
from core.report.stated import Stated
from core.report.uptime import late_sentence, minutes_sentence, planned_sentence, worst_sentence
from core.sources import Rows
from core.values import plain_value, shown
from reports.tables import Table as Grid
from storage import downtimes, registers
from storage.registers import Wanted

LEAD = "Availability of critical services was"
Services = Sequence[tuple[str, Figure]]


def availability(context: Context) -> Made:
    """With the minutes that were down and that the target allows, the worst service, and what was planned."""
    one = as_known(context.kpi("availability"))
    if not one.is_counted:
        return indicator(context, "availability", LEAD)
    services = [(name, one.kpi.measure(one.facts.only(levels=(name,)))) for name in one.facts.levels()]
    planned = maintenance(one, context)
    each = [(name, plain_value(one.kpi, figure, one.target), minutes_down(one, figure)) for name, figure in services]
    minutes = minutes_sentence(minutes_down(one, one.figure), minutes_of(one), minutes_allowed(one, one.figure))
    more = [minutes, worst_sentence(each), planned_sentence(len(planned))]
    told_of = indicator(context, "availability", LEAD, list(filter(None, more)))
    tables = (service_grid(one, services), *([planned_grid(planned, context)] if planned else []))
    drawn = drawing(one, [], context.desk.name)
    return joined(told_of, Made(tables=tables, charts=(drawn,), stated=tuple(minutes_stated(one, services))))


def minutes_of(one: Measured) -> Decimal:
    return shown(Fraction(one.figure.d, one.kpi.per))


def maintenance(one: Measured, context: Context) -> list[Down]:
    """What was planned for the services of the figure."""
    spans = asked(context.desk, context.request.now, one.period).spans
    downs = downtimes.between(context.session, spans[0][1], spans[-1][2])
    return [down for down in downs if down.is_planned and down.service in one.facts.levels()]


def service_grid(one: Measured, services: Services) -> Grid:
    heads = ("Service", "Available", "Minutes down", "Minutes allowed")
    rows = tuple(service_row(one, name, figure) for name, figure in [*services, ("All", one.figure)])
    return Grid(f"Availability of critical services, {one.period.words}", heads, rows)


def service_row(one: Measured, name: str, figure: Figure) -> tuple[str, str, str, str]:
    allowed = minutes_allowed(one, figure)
    down = f"{minutes_down(one, figure):,}"
    return name, plain_value(one.kpi, figure, one.target), down, "no target" if allowed is None else f"{allowed:,}"


def planned_grid(planned: Sequence[Down], context: Context) -> Grid:
    until = [told(down.ended_at, context.request) if down.ended_at else "goes on" for down in planned]
    rows = tuple(
        (down.reference, down.service, told(down.started_at, context.request), end)
        for down, end in zip(planned, until, strict=True)
    )
    return Grid("Planned maintenance, left out of availability", ("Reference", "Service", "From", "To"), rows)


def minutes_stated(one: Measured, services: Services) -> Iterator[Stated]:
    """Minutes down of each service, and in all those that were down and that the target allows."""
    months, words = span_key(one.period), one.period.words
    for name, figure in services:
        share = plain_value(one.kpi, figure, one.target)
        yield Stated(
            f"availability/{months}/{name}", f"Availability of {name}, {words}", share, figure.n, figure.d, "outages"
        )
    allowed = minutes_allowed(one, one.figure)
    for key, label, number in (("down", "down", minutes_down(one, one.figure)), ("allowed", "allowed", allowed)):
        if number is not None:
            n, d = Fraction(number).as_integer_ratio()
            yield Stated(f"availability/{months}/{key}", f"Minutes {label}, {words}", f"{number:,}", n, d, "outages")


def resolution(context: Context) -> Made:
    """Incidents within their SLA, and beside it what is open and late: closing old ones lowers the share."""
    one = as_known(context.kpi("sla"))
    late = [late_sentence(one.late_open)] if one.is_counted and one.late_open is not None else []
    stated = [
        Stated(
            f"sla/{span_key(one.period)}/late",
            f"Open and late, end of {one.period.words}",
            f"{n:,}",
            n,
            source="ticket records",
        )
        for n in [one.late_open]
        if late and n is not None
    ]
    return joined(indicator(context, "sla", "Incidents resolved within SLA were", late), Made(stated=tuple(stated)))


def mobile(context: Context) -> Made:
    """Context: it has no target unless the policy sets one."""
    return indicator(context, "mobile", "The share of mobile devices in the client estate was")


def change(context: Context) -> Made:
    """With the failures that the target allows, and what has become of those that failed."""
    one = as_known(context.kpi("change"))
    lead = "The success rate of technical changes was"
    if not one.is_counted:
        return indicator(context, "change", lead)
    failed, again = failures(one, context)
    cancelled = how_many_cancelled(one, context)
    more = [
        failure_sentence(failed, one.figure.d, one.target),
        again_sentence(failed, again),
        cancelled_sentence(cancelled),
    ]
    numbers = {"failed": failed, "implemented again": again, "cancelled": cancelled}
    if one.target is not None:
        numbers["allowed to fail"] = allowed_failures(one.figure.d, one.target)
    told_of = indicator(context, "change", lead, list(filter(None, more)))
    return joined(told_of, Made(stated=tuple(change_stated(one, numbers))))


def failures(one: Measured, context: Context) -> tuple[int, int]:
    """How many failed, and how many of those have been implemented again since."""
    assert isinstance(one.kpi.where, Rows)  # noqa: S101 - changes are records
    every = [row.model_dump() for row in rows_behind(one.kpi.where, one, context.request, context.session)]
    bad = [values for values in every if not is_success(values)]
    again = [values for values in bad if values["reimplemented_on"] is not None]
    return sum(values["number"] or 1 for values in bad), sum(values["number"] or 1 for values in again)


def how_many_cancelled(one: Measured, context: Context) -> int:
    wanted = Wanted({"outcome": "cancelled"}, dated="completed_on", since=one.period.start, until=one.period.end)
    return sum(number for _, number in registers.groups(context.session, "change", wanted, ("outcome",), "number"))


def change_stated(one: Measured, numbers: dict[str, int]) -> Iterator[Stated]:
    for name, number in numbers.items():
        label = f"Changes {name}, {one.period.words}"
        yield Stated(
            f"change/{span_key(one.period)}/{name}", label, f"{number:,}", number, source="the change register"
        )


PIECES = {"availability": availability, "resolution": resolution, "mobile": mobile, "change": change}
