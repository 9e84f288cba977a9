"""Names of figures are the same in every report, and a table that is turned keeps its cells."""

import pytest

from bot.report.content.stated import month_key, span_key, turned
from core.periods import Period, financial_period, month_period
from reports.tables import Table


@pytest.mark.parametrize(
    ("period", "key"),
    [(financial_period(2020, 1, 6), "2020-04..2020-09"), (month_period(202008), "2020-08")],
)
def test_a_period_has_one_key(period: Period, key: str) -> None:
    assert span_key(period) == key


def test_a_month_has_one_key() -> None:
    assert month_key(202008) == "2020-08"


def test_a_turned_table_has_its_months_as_rows() -> None:
    grid = Table("SLA", ("Partner", "Apr", "May"), (("BDC", 1, 2), ("All", 3, 4)), ("note",))
    assert turned(grid) == Table("SLA", ("Month", "BDC", "All"), (("Apr", 1, 3), ("May", 2, 4)), ("note",))
