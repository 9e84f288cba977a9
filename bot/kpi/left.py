"""What is left of a KPI's target while its period goes on: how many more may miss it, and how it is likely to end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.command import Request
from bot.desk import Desk
from bot.kpi.gather import asked
from bot.kpi.measured import Measured
from bot.kpi.part import ends_of
from bot.parts import Part, line
from bot.tickets.words import is_breached
from core.error_budget import ASSUMED, ErrorBudget, budget_sentence
from core.facts import Counts, Kpi
from core.periods import Period, month_of, month_period
from core.sources import Where
from core.tickets import unpack_partners
from storage import tallies
from storage.models import Ticket

Lefts = dict[str | None, ErrorBudget]


def left_parts(one: Measured, request: Request, session: Session) -> list[Part]:
    """Beside a figure that is not final: nothing where there is no target, or where documents have some of it."""
    where = one.kpi.where
    if one.is_over or one.target is None or one.uncounted or not isinstance(where, Where) or where.hits != "met_target":
        return []
    found = open_now(where, max(ends_of(one, request)), request.now, session).only(
        None, one.partner, one.levels or None
    )
    left = ErrorBudget(one.target, one.figure.d, one.figure.d - one.figure.n, found.d, found.n)
    return [line(budget_sentence(left)), *([line(ASSUMED)] if left.open else [])]


def open_now(where: Where, month: int, now: datetime, session: Session) -> Counts:
    """What is open, and of it how much is past its deadline."""
    still_open = replace(where, source="outstanding", hits=None)
    return tallies.count(session, [still_open], {month: now})[still_open]


def lefts_of_month(desk: Desk, kpi: Kpi, where: Where, month: Period, now: datetime, session: Session) -> Lefts:
    """By partner, and under None of all: what is left of the target of a month that goes on, where there is one."""
    resolved = tallies.count(session, [where], asked(desk, now, month).ends)[where]
    still_open = open_now(where, month.months()[0], now, session)
    targets = {key: desk.kpi_target(kpi.name, month.start, key) for key in (None, *(one.key for one in desk.partners))}
    return {
        key: ErrorBudget(target, done.d, done.d - kpi.measure(done).n, rest.d, rest.n)
        for key, target in targets.items()
        if target is not None
        for done, rest in [(resolved.only(partner=key), still_open.only(partner=key))]
    }


def left_now(request: Request, session: Session, found: Sequence[Ticket], partner: str | None) -> list[str]:
    """This month's, beside the open tickets that are shown: of one partner; or of all, and of each that is in need."""
    today = request.desk.calendar.local(request.now).date()
    month = month_period(month_of(today))
    kpis = [(kpi, kpi.where) for kpi in request.kpis.values() if isinstance(kpi.where, Where)]
    return [
        budget_sentence(left, ", ".join(filter(None, (kpi.title, whose, month.words))))
        for kpi, where in kpis
        if where.hits == "met_target"
        for whose, left in lefts(kpi, where, request, session, month, found, partner)
    ]


def lefts(
    kpi: Kpi,
    where: Where,
    request: Request,
    session: Session,
    month: Period,
    found: Sequence[Ticket],
    partner: str | None,
) -> Iterator[tuple[str | None, ErrorBudget]]:
    """The whole, once something is resolved, and the partners of which no more may miss."""
    facts = tallies.count(session, [where], asked(request.desk, request.now, month).ends)[where]
    own = [ticket for ticket in found if ticket.kind in where.kinds and fits(ticket, where)]
    whole = left_of(kpi, facts, own, request, month, partner)
    if whole is None or not whole.resolved:
        return
    yield partner, whole
    for key in [] if partner else [each.key for each in request.desk.partners]:
        left = left_of(kpi, facts, own, request, month, key)
        if left and left.resolved and left.may_miss <= 0 and left.total < whole.total:
            yield key, left


def left_of(
    kpi: Kpi, facts: Counts, found: Sequence[Ticket], request: Request, month: Period, partner: str | None
) -> ErrorBudget | None:
    target = request.desk.kpi_target(kpi.name, month.start, partner)
    if target is None:
        return None
    resolved = kpi.measure(facts.only(partner=partner))
    still_open = [one for one in found if partner is None or partner in unpack_partners(one.partners)]
    late = sum(is_breached(ticket, request.desk, request.now) for ticket in still_open)
    return ErrorBudget(target, resolved.d, resolved.d - resolved.n, len(still_open), late)


def fits(ticket: Ticket, where: Where) -> bool:
    return not where.levels or ticket.level in where.levels
