"""The counted facts that KPIs take, answered from covering indexes, and the records behind them: one WHERE for both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlmodel import Session, col

from core.backlog import Flows
from core.facts import Count, Counts, Where
from core.tickets import INCIDENT, REQUEST, unpack_partners
from storage.backlog import is_left, left_at, of_levels
from storage.models import Ticket
from storage.trail import table_of

TICKET = table_of(Ticket)
MonthEnds = Mapping[int, datetime]  # yyyymm to the UTC instant at which the local month, or the view of it, ends


def count(session: Session, where: Where, ends: MonthEnds) -> Counts:
    """Counts by month, level and set of partners over the months of `ends`."""
    if where.source == "outstanding":
        rows = [row for month, end in ends.items() for row in session.execute(left_at(where, month, end))]
    else:
        rows = list(session.execute(by_month(where, ends)))
    counted = (Count(month, level, unpack_partners(packed), n, d) for month, level, packed, n, d in rows)
    return Counts(tuple(counted), tuple(ends))


def flow(session: Session, where: Where, ends: MonthEnds, before: MonthEnds) -> Flows:
    """What was opened and what was left over these months; `before`: the end of the month before them."""
    opened, left = (replace(where, source=source, hits=None) for source in ("opened", "outstanding"))
    return Flows(count(session, opened, ends), count(session, left, {**before, **ends}))


def has_records(session: Session, months: Sequence[int]) -> bool:
    """Whether anything at all was opened in these months; where nothing was, there is nothing to compare with."""
    opened = select(literal(1)).where(TICKET.c.void_at.is_(None), TICKET.c.opened_month.between(months[0], months[-1]))
    return any(session.execute(opened.where(TICKET.c.kind == kind).limit(1)).scalar() for kind in (INCIDENT, REQUEST))


def by_month(where: Where, ends: MonthEnds) -> Select[int, str, str, int, int]:
    month = month_column(where)
    hit = func.count() if where.hits is None else func.count().filter(col(getattr(Ticket, where.hits)))
    keys = (month, col(Ticket.level), col(Ticket.partners))
    # By kind first, though it is not shown: that is the order of the index, and nothing has to be sorted.
    return select(*keys, hit, func.count()).where(*conditions(where, ends)).group_by(col(Ticket.kind), *keys)


def records(
    session: Session,
    where: Where,
    ends: MonthEnds,
    partner: str | None = None,
    levels: Iterable[str] = (),
    limit: int | None = None,
) -> Sequence[Ticket]:
    """The tickets that `count` counted, those that are no hits first, and the oldest first; of `outstanding`, those
    left at the last month's end.
    """
    last = {max(ends): ends[max(ends)]} if where.source == "outstanding" else ends
    wanted = [*conditions(where, last), *narrowed(partner, levels)]
    hits = [] if where.hits is None else [col(getattr(Ticket, where.hits))]
    order = (*hits, col(Ticket.resolved_at if where.source == "resolved" else Ticket.opened_at), col(Ticket.id))
    return session.execute(select(Ticket).where(*wanted).order_by(*order).limit(limit)).scalars().all()


def conditions(where: Where, ends: MonthEnds) -> list[ColumnElement[bool]]:
    if where.source == "outstanding":
        ((month, end),) = ends.items()
        return is_left(where, month, end)
    return [*counted(where), month_column(where).between(min(ends), max(ends))]


def counted(where: Where) -> list[ColumnElement[bool]]:
    return [col(Ticket.void_at).is_(None), one_or_in(TICKET.c.kind, where.kinds), *of_levels(where)]


def narrowed(partner: str | None, levels: Iterable[str]) -> list[ColumnElement[bool]]:
    wanted = []
    if partner is not None:
        wanted.append(
            col(Ticket.partners).contains(f",{partner},", autoescape=True) if partner else col(Ticket.partners) == ""
        )
    if levels:
        wanted.append(col(Ticket.level).in_(tuple(levels)))
    return wanted


def month_column(where: Where) -> ColumnElement[int]:
    return TICKET.c.reported_month if where.source == "resolved" else TICKET.c.opened_month


def one_or_in(column: ColumnElement[str], choices: Sequence[str]) -> ColumnElement[bool]:
    """Equality where it suffices: both databases then read one range of the index, in its order."""
    return column == choices[0] if len(choices) == 1 else column.in_(choices)
