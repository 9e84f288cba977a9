"""What of a budget is warned of."""

from core.budget import Line, Reason, Spent
from core.money_warnings import overspends, unexplained, variance_words

EVEN = (1_000_00,) * 12


def line(spent: int, **more: object) -> Line:
    return Line("1", "Employees", profile=EVEN, actuals=(Spent(1, 6, spent),), **more)  # type: ignore[arg-type]


def test_a_reason_is_wanted_of_what_is_over_both_thresholds_and_has_none() -> None:
    assert unexplained([line(7_000_01)], 6, pounds=1000, per_cent=0)
    assert not unexplained([line(7_000_00)], 6, pounds=1000, per_cent=0)
    assert not unexplained([line(7_000_01)], 6, pounds=1000, per_cent=20)
    assert unexplained([line(4_000_00)], 6, pounds=1000, per_cent=20)  # favourable ones are explained too
    assert not unexplained([line(7_000_01, reason=Reason("timing", "Paid early"))], 6, pounds=1000, per_cent=0)


def test_a_line_whose_actuals_do_not_reach_is_not_compared() -> None:
    assert not unexplained([line(7_000_01)], 7, pounds=1000, per_cent=0)


def test_a_forecast_over_budget_is_of_all_lines_of_a_kind_together() -> None:
    ((kind, row),) = overspends([line(7_000_00)], 6, pounds=1000, per_cent=10)
    assert (kind, row.variance) == ("revenue", 2_000_00)
    assert not list(overspends([line(7_000_00), line(5_000_00)], 6, pounds=1000, per_cent=10))
    assert not list(overspends([line(7_000_00)], 6, pounds=2000, per_cent=0))


def test_nothing_is_forecast_of_a_year_without_actuals() -> None:
    assert not list(overspends([Line("1", "Employees", profile=EVEN)], 6, pounds=0, per_cent=0))


def test_a_variance_is_said_with_what_it_was_counted_from() -> None:
    ((_, row),) = unexplained([line(7_000_01)], 6, pounds=1000, per_cent=0)
    assert variance_words(row) == "Employees 7,000.01 against 6,000 to date: 1,000.01 adverse (16.7%)"
