"""What was open at an instant, and how old: counted from an index of what was carried over a month's end."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, union_all
from sqlalchemy.sql.selectable import Subquery
from sqlmodel import Session

from core.backlog import AGE_BANDS, AgeBand, Aged, opened_since
from core.facts import Count, Counts
from core.sources import Where
from core.tickets import unpack_partners
from storage.models import Ticket
from storage.trail import table_of

TICKET = table_of(Ticket)


def left_at(where: Where, month: int, end: datetime) -> Select[int, str, str, int, int]:
    """Tickets open at one month's end; the numerator is those already past their deadline then."""
    left = left_open(where, month, end)
    keys = (left.c.level, left.c.partners)
    return select(literal(month), *keys, func.count().filter(left.c.due_at <= end), func.count()).group_by(*keys)


def by_age(session: Session, where: Where, month: int, at: datetime, bands: Sequence[AgeBand] = AGE_BANDS) -> Aged:
    """The backlog at an instant of a month (yyyymm), by the band of its age; n: past their deadline then."""
    left = left_open(where, month, at)
    younger = [(left.c.opened_at > since, band) for band, since in enumerate(opened_since(at, bands))]
    band = case(*younger, else_=len(bands) - 1).label("band")
    keys = (band, left.c.level, left.c.partners)
    wanted = select(*keys, func.count().filter(left.c.due_at <= at), func.count()).group_by(*keys)
    rows: list[list[Count]] = [[] for _ in bands]
    for place, level, packed, n, d in session.execute(wanted):
        rows[place].append(Count(month, level, unpack_partners(packed), n, d))
    return Aged(tuple((band, Counts(tuple(found), (month,))) for band, found in zip(bands, rows, strict=True)))


def left_open(where: Where, month: int, end: datetime) -> Subquery:
    """One row a ticket. The halves are ranges of an index each; asked for with OR, SQLite would open each row."""
    columns = (TICKET.c.level, TICKET.c.partners, TICKET.c.due_at, TICKET.c.opened_at)
    halves = (select(*columns).where(*opened_before(where, end), half) for half in open_at(month, end))
    return union_all(*halves).subquery()


def is_left(where: Where, month: int, end: datetime) -> list[ColumnElement[bool]]:
    """The same as conditions."""
    return [*opened_before(where, end), or_(*open_at(month, end))]


def open_at(month: int, end: datetime) -> tuple[ColumnElement[bool], ...]:
    """Not ended, ended in a later month, or ended after an instant that is not its own month's end.

    The month must be the local one in which `end` lies, or which it ends. The second says what the index leaves out.
    """
    ended = TICKET.c.ended_month
    return (
        ended.is_(None),
        and_(ended > month, ended > TICKET.c.opened_month),
        and_(ended == month, TICKET.c.ended_at >= end),
    )


def opened_before(where: Where, end: datetime) -> list[ColumnElement[bool]]:
    """The kind as an expression: as a plain column it leads SQLite, which has no statistics, to another index."""
    kind = TICKET.c.kind.concat("")
    return [TICKET.c.void_at.is_(None), TICKET.c.opened_at < end, kind.in_(where.kinds), *of_levels(where)]


def of_levels(where: Where) -> list[ColumnElement[bool]]:
    return [TICKET.c.level.in_(where.levels)] if where.levels else []
