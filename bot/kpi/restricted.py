"""KPIs that are counted from a restricted register: their figures are for all, the records behind them are not."""

from core.facts import Kpi
from core.kpis import catalogue
from core.records import REGISTERS
from core.sources import Rows


def is_restricted(kpi: Kpi) -> bool:
    return isinstance(kpi.where, Rows) and REGISTERS[kpi.where.register].restricted


def restricted_names() -> frozenset[str]:
    return frozenset(name for name, kpi in catalogue().items() if is_restricted(kpi))
