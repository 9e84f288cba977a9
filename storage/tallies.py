"""The counted facts that KPIs take, answered from covering indexes, and the records behind them: one WHERE for both."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, literal, not_, or_, select, true, union_all
from sqlmodel import Session, col

from core.facts import Count, Counts, Only, Where
from core.tickets import INCIDENT, REQUEST, unpack_partners
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


def left_at(where: Where, month: int, end: datetime) -> Select[int, str, str, int, int]:
    """Tickets open at one month's end; the numerator is those already past their deadline then.

    Those still open and those that ended later are two ranges of one index; asked for with OR, SQLite opens each row.
    """
    columns = (TICKET.c.level, TICKET.c.partners, TICKET.c.due_at)
    both = union_all(*(select(*columns).where(*opened_before(where, end), half) for half in open_at(end))).subquery()
    keys = (both.c.level, both.c.partners)
    return select(literal(month), *keys, func.count().filter(both.c.due_at <= end), func.count()).group_by(*keys)


def open_at(end: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Ticket.ended_at).is_(None), col(Ticket.ended_at) >= end


def records(
    session: Session,
    where: Where,
    ends: MonthEnds,
    partner: str | None = None,
    levels: Iterable[str] = (),
    limit: int | None = None,
    only: Only | None = None,
) -> Sequence[Ticket]:
    """The tickets that `count` counted, those that are no hits first, and the oldest first; of `outstanding`, those
    left at the last month's end. `only` takes the part of them that `count` put into its numerator, or left out of it.
    """
    last = asked_ends(where, ends)
    wanted = [*conditions(where, last), *narrowed(partner, levels), *parted(where, last, only)]
    hits = [] if where.hits is None else [col(getattr(Ticket, where.hits))]
    order = (*hits, col(Ticket.resolved_at if where.source == "resolved" else Ticket.opened_at), col(Ticket.id))
    return session.execute(select(Ticket).where(*wanted).order_by(*order).limit(limit)).scalars().all()


def by_service(
    session: Session, where: Where, ends: MonthEnds, partner: str | None = None, levels: Iterable[str] = ()
) -> dict[str, tuple[int, int]]:
    """As (n, d) for each service, "" where none is named. It reads rows: the indexes of `count` hold no service."""
    last = asked_ends(where, ends)
    service = func.coalesce(TICKET.c.service, "")
    every = select(service, func.count().filter(is_counted(where, last)), func.count()).group_by(service)
    found = session.execute(every.where(*conditions(where, last), *narrowed(partner, levels)))
    return {name: (n, d) for name, n, d in found}


def asked_ends(where: Where, ends: MonthEnds) -> MonthEnds:
    """A level is that of the last month's end."""
    return {max(ends): ends[max(ends)]} if where.source == "outstanding" else ends


def is_counted(where: Where, ends: MonthEnds) -> ColumnElement[bool]:
    """What makes the numerator: the outcome; of what is outstanding, being past the deadline; or all."""
    if where.source == "outstanding":
        return TICKET.c.due_at <= max(ends.values())
    return true() if where.hits is None else TICKET.c[where.hits]


def parted(where: Where, ends: MonthEnds, only: Only | None) -> list[ColumnElement[bool]]:
    hit = is_counted(where, ends)
    return {None: [], "hit": [hit], "missed": [not_(func.coalesce(hit, false()))]}[only]


def conditions(where: Where, ends: MonthEnds) -> list[ColumnElement[bool]]:
    if where.source == "outstanding":
        (end,) = ends.values()
        return [*opened_before(where, end), or_(*open_at(end))]
    return [*counted(where), month_column(where).between(min(ends), max(ends))]


def opened_before(where: Where, end: datetime) -> list[ColumnElement[bool]]:
    """The kind as an expression: as a plain column it leads SQLite, which has no statistics, to another index."""
    kind = TICKET.c.kind.concat("")
    return [col(Ticket.void_at).is_(None), col(Ticket.opened_at) < end, kind.in_(where.kinds), *of_levels(where)]


def counted(where: Where) -> list[ColumnElement[bool]]:
    return [col(Ticket.void_at).is_(None), one_or_in(TICKET.c.kind, where.kinds), *of_levels(where)]


def of_levels(where: Where) -> list[ColumnElement[bool]]:
    return [col(Ticket.level).in_(where.levels)] if where.levels else []


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
