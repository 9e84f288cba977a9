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
from core.outages import Down
from core.sources import Downtimes
from core.values import shown
from storage import downtimes

MOST_NAMED = 3


def is_uptime(one: Measured) -> bool:
    return isinstance(one.kpi.where, Downtimes) and one.kpi.is_share


def minutes_down(one: Measured, figure: Figure) -> Decimal:
    return shown(Fraction(figure.d - figure.n, one.kpi.per))


def minutes_allowed(one: Measured, figure: Figure) -> Decimal | None:
    """Of 39,000 service minutes 99.85% allows 58.5; nothing without a target."""
    if one.target is None:
        return None
    return shown(Fraction(figure.d, one.kpi.per) * (100 - Fraction(str(one.target))) / 100)


def uptime_lines(one: Measured, request: Request, session: Session) -> Iterator[str]:
    allowed = minutes_allowed(one, one.figure)
    budget = "" if allowed is None else f"; {one.target:g}% allows {allowed:,}"
    yield f"Minutes down: {minutes_down(one, one.figure):,} of {shown(Fraction(one.figure.d, one.kpi.per)):,}{budget}."
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
