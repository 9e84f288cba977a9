"""What is open at a moment and how pressing it is: counted, and the most urgent of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from sqlalchemy import Case, ColumnElement, Select, case, func, literal, select
from sqlmodel import Session, col

from core.terms import Terms
from core.tickets import unpack_partners
from storage.models import Ticket
from storage.tickets import AT_A_TIME, URGENT_FIRST, still_open
from storage.trail import table_of

TICKET = table_of(Ticket)
Urgency = Literal["breached", "at risk", "open"]
URGENCIES: tuple[Urgency, ...] = get_args(Urgency)


@dataclass(frozen=True)
class Look:
    """At everything open, or what one partner or owner has of it, or some levels.

    All of that is counted; where `urgencies` are asked for, only what is of them is listed.
    """

    now: datetime
    terms: Terms
    partner: str | None = None
    owner_id: int | None = None
    levels: tuple[str, ...] = ()
    urgencies: tuple[Urgency, ...] = ()


class Alike(NamedTuple):
    """So many open tickets that are alike, and how many of them are on hold."""

    urgency: Urgency
    kind: str
    level: str
    partners: tuple[str, ...]
    number: int
    held: int


def count(session: Session, look: Look) -> list[Alike]:
    return [
        Alike(how, kind, level, unpack_partners(packed), number, held)
        for how, kind, level, packed, number, held in session.execute(by_urgency(look))
    ]


def by_urgency(look: Look) -> Select[Urgency, str, str, str, int, int]:
    keys = (urgency(look).label("urgency"), TICKET.c.kind, TICKET.c.level, TICKET.c.partners)
    numbers = (func.count(), func.count(TICKET.c.held_since))
    return select(*keys, *numbers).where(*looked_at(look)).group_by(*keys)


def first(session: Session, look: Look, wanted: Urgency, limit: int) -> Sequence[Ticket]:
    """Most urgent deadline first, those on hold last."""
    mine = select(Ticket).where(*looked_at(look), urgency(look) == wanted)
    return session.execute(mine.order_by(*URGENT_FIRST).limit(limit)).scalars().all()


def every(session: Session, look: Look) -> Iterable[Ticket]:
    """In the same order, fetched as they are looked at."""
    pressing = [urgency(look).in_(look.urgencies)] if look.urgencies else []
    mine = select(Ticket).where(*looked_at(look), *pressing).order_by(*URGENT_FIRST)
    return session.execute(mine.execution_options(yield_per=AT_A_TIME)).scalars()


def looked_at(look: Look) -> list[ColumnElement[bool]]:
    owned = [] if look.owner_id is None else [col(Ticket.owner_id) == look.owner_id]
    of_levels = [TICKET.c.level.in_(look.levels)] if look.levels else []
    return [*still_open(look.partner), *owned, *of_levels]


def urgency(look: Look) -> Case[Urgency]:
    """On hold there is neither a deadline nor a warning."""
    is_breached = TICKET.c.due_at < breached_before(look.terms.breached_before(look.now))
    return case((is_breached, "breached"), (TICKET.c.warn_at <= look.now, "at risk"), else_="open")


def breached_before(by_service: Mapping[str, datetime]) -> ColumnElement[datetime]:
    """The services whose hours make it another moment than for the others are named; by day there are mostly none."""
    others = by_service[""]
    named: dict[datetime, list[str]] = {}
    for service, moment in by_service.items():
        if moment != others:
            named.setdefault(moment, []).append(service)
    whens = [(TICKET.c.service.in_(services), at(moment)) for moment, services in named.items()]
    return case(*whens, else_=at(others)) if whens else at(others)


def at(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, TICKET.c.due_at.type)
