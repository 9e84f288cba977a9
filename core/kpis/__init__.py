"""The catalogue of KPIs: one file per group of indicators, one function and one row each, found by discovery."""

import importlib
import pkgutil
from collections.abc import Iterable

from core.facts import Kpi

GROUP_NAMES = {"business": "Business activity", "customer": "Customer", "staff": "Staff", "finance": "Financial"}
GROUPS = tuple(GROUP_NAMES)


def catalogue() -> dict[str, Kpi]:
    """Every KPI by name, in the order of the four groups (seed 000). ValueError when two rows share a name."""
    found: dict[str, Kpi] = {}
    for module in pkgutil.iter_modules(__path__):
        for kpi in importlib.import_module(f"{__name__}.{module.name}").KPIS:
            if kpi.name in found:
                raise ValueError(f"two KPIs are called {kpi.name}")
            found[kpi.name] = kpi
    return in_order(found.values())


def in_order(kpis: Iterable[Kpi]) -> dict[str, Kpi]:
    """By name, group by group."""
    return {kpi.name: kpi for kpi in sorted(kpis, key=lambda kpi: GROUPS.index(kpi.group))}
