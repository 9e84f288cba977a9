"""The catalogue of KPIs, and what each of them measures."""

import sys
from pathlib import Path

import pytest

import core.kpis
from core.facts import Count, Counts, Figure
from core.kpis import GROUPS, catalogue
from core.kpis.calls import outstanding, raised
from core.kpis.outages import outages
from core.kpis.resolution import first_contact, within_sla

APRIL, MAY, JUNE = 202004, 202005, 202006
FACTS = Counts((Count(APRIL, "P2", ("BDC",), 1, 2), Count(MAY, "P2", ("BDC", "DDDC"), 3, 5)), (APRIL, MAY))


def test_the_catalogue_goes_by_group_and_every_row_says_what_it_counts() -> None:
    found = catalogue()
    groups = [GROUPS.index(kpi.group) for kpi in found.values()]
    assert groups == sorted(groups)
    assert all(kpi.name == name and kpi.title and kpi.formula and all(kpi.noun) for name, kpi in found.items())


def test_two_rows_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "again.py").write_text("from core.kpis.resolution import KPIS\n", encoding="utf-8")
    monkeypatch.setattr(core.kpis, "__path__", [*core.kpis.__path__, str(tmp_path)])
    with pytest.raises(ValueError, match="two KPIs are called"):
        catalogue()
    del sys.modules["core.kpis.again"]


def test_flows_are_added_over_the_months() -> None:
    assert raised(FACTS) == outages(FACTS) == Figure(7, 7, 7.0)


def test_what_is_outstanding_is_a_level_and_that_of_the_last_month() -> None:
    assert outstanding(FACTS) == Figure(5, 5, 5.0)
    assert outstanding(Counts(FACTS.rows, (APRIL, MAY, JUNE))) == outstanding(Counts()) == Figure(0, 0, 0.0)


def test_shares_are_taken_of_all_months_together_never_averaged() -> None:
    assert within_sla(FACTS) == first_contact(FACTS) == Figure(4, 7, 4 / 7)
