"""What an availability says beside its share: minutes down, minutes that the target allows, maintenance left out."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session

from bot.command import Request
from bot.kpi.gather import asked
from bot.kpi.measured import Measured
from bot.when import spoken
from core.facts import Figure
from core.goals import written
from core.numbers import plural
from core.outages import Down
from core.sources import Downtimes
from core.values import plain_value, shown
from storage import downtimes

MOST_NAMED = 3
SERVICE = ("service", "services")


def is_uptime(one: Measured) -> bool:
    return isinstance(one.kpi.where, Downtimes) and one.kpi.is_share


def minutes_down(one: Measured, figure: Figure) -> Decimal:
    return shown(Fraction(figure.d - figure.n, one.kpi.per))


def minutes_allowed(one: Measured, figure: Figure) -> Decimal | None:
    """Of 39,000 service minutes 99.85% allows 58.5; nothing without a target."""
    if one.target is None:
        return None
    return shown(Fraction(figure.d, one.kpi.per) * (100 - Fraction(str(one.target))) / 100)


def below_target(one: Measured) -> list[tuple[Fraction, str, Figure]]:
    """The services that missed the target of all, the lowest first: one of long hours may carry the total."""
    if one.target is None:
        return []
    each = [(service, one.kpi.measure(one.facts.only(levels=(service,)))) for service in one.facts.levels()]
    shares = [(share, service, figure) for service, figure in each if (share := one.kpi.exact(figure)) is not None]
    return sorted(part for part in shares if part[0] < written(one.target))


def below_words(one: Measured) -> Iterator[str]:
    """Below the target of 99%: 2 of 8 services (Network 98.05%, Email 98.49%)."""
    if (found := below_target(one)) and len(one.facts.levels()) > 1:
        named = ", ".join(f"{service} {plain_value(one.kpi, figure, one.target)}" for _, service, figure in found)
        number = f"{len(found)} of {plural(len(one.facts.levels()), SERVICE)}"
        yield f"Below the target of {one.target:g}%: {number} ({named})."


def uptime_lines(one: Measured, request: Request, session: Session) -> Iterator[str]:
    allowed = minutes_allowed(one, one.figure)
    budget = "" if allowed is None else f"; {one.target:g}% allows {allowed:,}"
    yield f"Minutes down: {minutes_down(one, one.figure):,} of {shown(Fraction(one.figure.d, one.kpi.per)):,}{budget}."
    yield from below_words(one)
    spans = asked(request.desk, request.now, one.period).spans
    downs = downtimes.between(session, spans[0][1], spans[-1][2])
    planned = [down for down in downs if down.is_planned and down.service in one.facts.levels()]
    if planned:
        named = "; ".join(planned_words(down, request) for down in planned[:MOST_NAMED])
        more = len(planned) - MOST_NAMED
        yield f"Planned maintenance, left out: {named}{f'; and {more} more' if more > 0 else ''}."


def planned_words(down: Down, request: Request) -> str:
    """MNT-1 Email, Fri 3 Jul 10:00 to Fri 3 Jul 12:00"""

    def told(at: datetime | None) -> str:
        return spoken(at, request.now, request.desk.zone, always_date=True) if at else "now"

    return f"{down.reference} {down.service}, {told(down.started_at)} to {told(down.ended_at)}"
