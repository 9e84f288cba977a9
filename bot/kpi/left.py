"""What is left of a KPI's target while its period goes on: how many more may miss it, and how it is likely to end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.command import Request
from bot.desk import Desk
from bot.kpi.gather import asked
from bot.kpi.measured import Measured
from bot.kpi.part import ends_of
from bot.parts import Part, line
from core.error_budget import ASSUMED, ErrorBudget, budget_sentence
from core.facts import Count, Counts, Kpi
from core.periods import Period, month_of, month_period
from core.sources import Where
from storage import tallies
from storage.standing import Alike

Lefts = dict[str | None, ErrorBudget]


def left_parts(one: Measured, request: Request, session: Session) -> list[Part]:
    """Beside a figure that is not final: nothing where there is no target, or where documents have some of it."""
    where = one.kpi.where
    if one.is_over or one.target is None or one.uncounted or not isinstance(where, Where) or where.hits != "met_target":
        return []
    still_open = replace(where, source="outstanding", hits=None)
    counted = tallies.count(session, [still_open], {max(ends_of(one, request)): request.now})[still_open]
    found = counted.only(None, one.partner, one.levels or None)
    left = ErrorBudget(one.target, one.figure.d, one.figure.d - one.figure.n, found.d, found.n)
    return [line(budget_sentence(left)), *([line(ASSUMED)] if left.open else [])]


def this_month(desk: Desk, now: datetime) -> Period:
    return month_period(month_of(desk.calendar.local(now).date()))


def lefts_of_month(
    session: Session, desk: Desk, kpis: Iterable[Kpi], now: datetime, found: Sequence[Alike]
) -> dict[Kpi, Lefts]:
    """Of this month's targets for tickets; `found` is all that is open."""
    month = this_month(desk, now)
    wheres = {kpi: kpi.where for kpi in kpis if isinstance(kpi.where, Where) and kpi.where.hits == "met_target"}
    resolved = tallies.count(session, list(wheres.values()), asked(desk, now, month).ends)
    return {kpi: lefts(desk, kpi, month, resolved[where], open_of(where, found)) for kpi, where in wheres.items()}


def open_of(where: Where, found: Iterable[Alike]) -> Counts:
    """What is open, and of it how much is breached."""
    return Counts(
        tuple(
            Count(0, one.level, one.partners, one.number if one.urgency == "breached" else 0, one.number)
            for one in found
            if one.kind in where.kinds and (not where.levels or one.level in where.levels)
        )
    )


def lefts(desk: Desk, kpi: Kpi, month: Period, resolved: Counts, still_open: Counts) -> Lefts:
    """By partner, and under None of all: where there is a target."""
    targets = {key: desk.kpi_target(kpi.name, month.start, key) for key in (None, *(one.key for one in desk.partners))}
    return {
        key: ErrorBudget(target, done.d, done.d - kpi.measure(done).n, rest.d, rest.n)
        for key, target in targets.items()
        if target is not None
        for done, rest in [(resolved.only(partner=key), still_open.only(partner=key))]
    }


def left_now(request: Request, session: Session, found: Sequence[Alike], partner: str | None) -> list[str]:
    """This month's in words, beside the open tickets that are shown: of one partner; or of all, and of each in need."""
    month = this_month(request.desk, request.now).words
    by_kpi = lefts_of_month(session, request.desk, request.kpis.values(), request.now, found)
    return [
        budget_sentence(left, ", ".join(filter(None, (kpi.title, whose, month))))
        for kpi, lefts in by_kpi.items()
        for whose, left in told(lefts, partner)
    ]


def told(lefts: Lefts, partner: str | None) -> Iterator[tuple[str | None, ErrorBudget]]:
    """The whole, once something is resolved, and the partners of which no more may miss."""
    whole = lefts.get(partner)
    if whole is None or not whole.resolved:
        return
    yield partner, whole
    for key, left in lefts.items() if partner is None else ():
        if left.resolved and left.may_miss <= 0 and left.total < whole.total:
            yield key, left
