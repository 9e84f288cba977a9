"""The KPIs that this desk knows, as its policy has them."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from bot.command import Request
from bot.desk import Desk
from bot.kpi.plan import measures
from core.facts import Kpi
from core.kpis import in_order
from core.periods import Period


def known(request: Request, session: Session) -> Mapping[str, Kpi]:
    """By name, in the order of the four groups. The policy may move one to another group, and sets the best score.

    The measures of the service plan are of no partner: who sees one partner only sees none of them.
    """
    on = request.desk.calendar.local(request.now).date()
    own = [] if request.person.partner else measures(session)
    taken = {name for kpi in request.kpis.values() for name in (kpi.name, *kpi.also)} | {kpi.name for kpi in own}
    every = (as_policy_has_it(kpi, request.desk, on) for kpi in request.kpis.values())
    return in_order([*every, *(without(kpi, taken) for kpi in own)])


def without(kpi: Kpi, taken: Container[str]) -> Kpi:
    """A measure that has the title of a KPI is called by its reference."""
    return replace(kpi, also=tuple(name for name in kpi.also if name not in taken))


def aimed_at(kpis: Iterable[Kpi], desk: Desk, period: Period) -> list[Kpi]:
    """Those that have a target at a period's end, as the policy has them."""
    last = period.end - timedelta(days=1)
    return [as_policy_has_it(kpi, desk, last) for kpi in kpis if desk.kpi_target(kpi.name, last) is not None]


def as_policy_has_it(kpi: Kpi, desk: Desk, on: date) -> Kpi:
    row = desk.kpi_policy(kpi.name, on)
    group = (row and row.group) or kpi.group
    return replace(kpi, group=group, out_of=desk.satisfaction.scale if kpi.out_of else 0)
