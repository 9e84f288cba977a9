"""The counted facts that KPIs take, answered from covering indexes, and the records behind them: one WHERE for both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal, not_, select, true
from sqlmodel import Session, col

from core.backlog import Flows
from core.facts import Count, Counts
from core.sources import Only, Where
from core.tickets import INCIDENT, LEVELS, REQUEST, unpack_partners
from storage.backlog import is_left, left_at, left_open, of_levels
from storage.models import Ticket
from storage.trail import table_of

TICKET = table_of(Ticket)
MonthEnds = Mapping[int, datetime]  # yyyymm to the UTC instant at which the local month, or the view of it, ends


def count(session: Session, wheres: Sequence[Where], ends: MonthEnds) -> dict[Where, Counts]:
    """Counts by month, level and set of partners over the months of `ends`: one statement for all that are counted by
    the same month.
    """
    found: dict[Where, Counts] = {}
    for source in dict.fromkeys(where.source for where in wheres):
        alike = list(dict.fromkeys(where for where in wheres if where.source == source))
        found |= left(session, alike, ends) if source == "outstanding" else flows(session, alike, ends)
    return found


def left(session: Session, wheres: Sequence[Where], ends: MonthEnds) -> dict[Where, Counts]:
    return {
        where: Counts(
            tuple(
                Count(month, level, unpack_partners(packed), n, d)
                for month, end in ends.items()
                for _, level, packed, n, d in session.execute(left_at(where, month, end))
            ),
            tuple(ends),
        )
        for where in wheres
    }


def flows(session: Session, wheres: Sequence[Where], ends: MonthEnds) -> dict[Where, Counts]:
    """The tickets of all of them are read once, and each takes its levels and its hits from there."""
    rows = session.execute(by_month(wheres, ends)).all()
    hits = hits_of(wheres)
    found: dict[Where, list[Count]] = {where: [] for where in wheres}
    for month, level, packed, whole, *numbers in rows:
        partners, pairs = unpack_partners(packed), zip(numbers[::2], numbers[1::2], strict=True)
        parts: dict[str | None, tuple[int, int]] = {None: (whole, whole)}
        parts |= zip(hits, pairs, strict=True)
        for where in wheres:
            n, d = parts[where.hits]
            if d and level in levels_of(where):
                found[where].append(Count(month, level, partners, n, d))
    return {where: Counts(tuple(counted), tuple(ends)) for where, counted in found.items()}


def levels_of(where: Where) -> Sequence[str]:
    return where.levels or [level for kind in where.kinds for level in LEVELS[kind]]


def hits_of(wheres: Iterable[Where]) -> list[str]:
    return list(dict.fromkeys(where.hits for where in wheres if where.hits))


def flow(session: Session, where: Where, ends: MonthEnds, before: MonthEnds) -> Flows:
    """What was opened and what was left over these months; `before`: the end of the month before them."""
    opened, left = (replace(where, source=source, hits=None) for source in ("opened", "outstanding"))
    return Flows(count(session, [opened], ends)[opened], count(session, [left], {**before, **ends})[left])


def has_records(session: Session, months: Sequence[int]) -> bool:
    """Whether anything at all was opened in these months; where nothing was, there is nothing to compare with."""
    opened = select(literal(1)).where(TICKET.c.void_at.is_(None), TICKET.c.opened_month.between(months[0], months[-1]))
    return any(session.execute(opened.where(TICKET.c.kind == kind).limit(1)).scalar() for kind in (INCIDENT, REQUEST))


def by_month(wheres: Sequence[Where], ends: MonthEnds) -> Select[*tuple[Any, ...]]:
    """How many, and of each kind of hit how many and of how many it is known; of the levels that one asks for."""
    month = month_column(wheres[0])
    keys = (month, col(Ticket.level), col(Ticket.partners))
    hits = hits_of(wheres)
    numbers = [number for name in hits for number in (func.count().filter(is_hit(name)), func.count(outcome(name)))]
    # By kind first, though it is not shown: that is the order of the index, and nothing has to be sorted.
    wanted = [*counted(wider(wheres)), in_months(month, ends)]
    return select(*keys, func.count(), *numbers).where(*wanted).group_by(col(Ticket.kind), *keys)


def wider(wheres: Sequence[Where]) -> Where:
    """All that one of them asks for; of all levels as soon as one does not choose."""
    kinds = tuple(dict.fromkeys(kind for where in wheres for kind in where.kinds))
    is_narrow = all(where.levels for where in wheres)
    levels = tuple(dict.fromkeys(level for where in wheres for level in where.levels)) if is_narrow else ()
    return Where(wheres[0].source, kinds, levels)


def is_hit(name: str) -> ColumnElement[bool]:
    return outcome(name) > 0 if name == "reopened" else outcome(name)


def outcome(name: str) -> ColumnElement[Any]:
    """Empty where it is not known: an export may not say how often a ticket was handed on."""
    return TICKET.c["reopenings" if name == "reopened" else name]


def in_months(month: ColumnElement[int], ends: MonthEnds) -> ColumnElement[bool]:
    """One range where the months follow one another, or a range for each."""
    first, last = min(ends), max(ends)
    is_one_range = len(ends) == (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1
    return month.between(first, last) if is_one_range else month.in_(sorted(ends))


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
    hits = [] if where.hits is None else [is_hit(where.hits)]
    order = (*hits, col(Ticket.resolved_at if where.source == "resolved" else Ticket.opened_at), col(Ticket.id))
    return session.execute(select(Ticket).where(*wanted).order_by(*order).limit(limit)).scalars().all()


def how_many(session: Session, where: Where, ends: MonthEnds, only: Only | None = None) -> int:
    """How many `records` would give, counted by the database: no row of them is read."""
    last = asked_ends(where, ends)
    if where.source == "outstanding" and only is None:
        ((month, end),) = last.items()
        every = select(func.count()).select_from(left_open(where, month, end))
    else:
        every = select(func.count()).where(*conditions(where, last), *parted(where, last, only))
    return int(session.execute(every).scalar_one())


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
    return true() if where.hits is None else is_hit(where.hits)


def parted(where: Where, ends: MonthEnds, only: Only | None) -> list[ColumnElement[bool]]:
    hit = is_counted(where, ends)
    return {None: [], "hit": [hit], "missed": [not_(func.coalesce(hit, false()))]}[only]


def conditions(where: Where, ends: MonthEnds) -> list[ColumnElement[bool]]:
    if where.source == "outstanding":
        ((month, end),) = ends.items()
        return is_left(where, month, end)
    return [*counted(where), in_months(month_column(where), ends)]


def counted(where: Where) -> list[ColumnElement[bool]]:
    known = [] if where.hits is None else [outcome(where.hits).is_not(None)]
    return [col(Ticket.void_at).is_(None), one_or_in(TICKET.c.kind, where.kinds), *of_levels(where), *known]


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
