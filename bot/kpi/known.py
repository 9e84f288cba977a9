"""The KPIs that this desk knows, as its policy has them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.command import Request
from core.facts import Kpi
from core.kpis import in_order


def known(request: Request, _session: Session) -> Mapping[str, Kpi]:
    """By name, in the order of the four groups. The policy may move one to another group, and sets the best score."""
    on = request.desk.calendar.local(request.now).date()
    return in_order(as_policy_has_it(kpi, request, on) for kpi in request.kpis.values())


def as_policy_has_it(kpi: Kpi, request: Request, on: date) -> Kpi:
    row = request.desk.kpi_policy(kpi.name, on)
    group = (row and row.group) or kpi.group
    return replace(kpi, group=group, out_of=request.desk.satisfaction.scale if kpi.out_of else 0)
