"""The KPIs that this desk knows, as its policy has them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from bot.command import Request
from bot.desk import Desk
from core.facts import Kpi
from core.kpis import in_order
from core.periods import Period


def known(request: Request, _session: Session) -> Mapping[str, Kpi]:
    """By name, in the order of the four groups. The policy may move one to another group, and sets the best score."""
    on = request.desk.calendar.local(request.now).date()
    return in_order(as_policy_has_it(kpi, request.desk, on) for kpi in request.kpis.values())


def aimed_at(kpis: Iterable[Kpi], desk: Desk, period: Period) -> list[Kpi]:
    """Those that have a target at a period's end, as the policy has them."""
    last = period.end - timedelta(days=1)
    return [as_policy_has_it(kpi, desk, last) for kpi in kpis if desk.kpi_target(kpi.name, last) is not None]


def as_policy_has_it(kpi: Kpi, desk: Desk, on: date) -> Kpi:
    row = desk.kpi_policy(kpi.name, on)
    group = (row and row.group) or kpi.group
    return replace(kpi, group=group, out_of=desk.satisfaction.scale if kpi.out_of else 0)
