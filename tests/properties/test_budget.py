"""Whatever the figures: printed lines add to the printed total, words follow the sign, the profile keeps the budget."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.budget import PERIODS, Row, in_print, moved_by, periods_of, reprofiled
from core.errors import DeskError
from core.money import exactly, nearest_pound, read_pence, rounded_to_add, spread
from core.periods import financial_period, parse_period

pence = st.integers(-(10**11), 10**11)
rows = st.lists(st.builds(Row, st.just("Line"), pence, pence, pence, pence, st.booleans()), max_size=30)
period = st.integers(1, PERIODS)


@given(st.lists(pence, max_size=40))
def test_rounded_lines_add_to_the_rounded_total(amounts: list[int]) -> None:
    rounded = rounded_to_add(amounts)
    assert sum(rounded) == nearest_pound(sum(amounts))
    assert all(abs(100 * pounds - amount) < 100 for pounds, amount in zip(rounded, amounts, strict=True))


@given(rows)
def test_a_printed_table_adds_up_down_and_across(table: list[Row]) -> None:
    lines, total = in_print(table)
    for column in ("full", "to_date", "actual", "outturn", "variance"):
        assert sum(getattr(line, column) for line in lines) == getattr(total, column)


@given(rows)
def test_the_word_follows_the_printed_variance(table: list[Row]) -> None:
    for line in in_print(table)[0]:
        assert ("adverse" in line.word) == (line.variance > 0)
        assert ("favourable" in line.word) == (line.variance < 0)
        assert ("shortfall" in line.word) == (line.variance > 0 and line.row.is_income)


@given(pence)
def test_an_amount_reads_back_as_it_is_written(amount: int) -> None:
    assert read_pence(exactly(amount)) == amount


@given(pence, period, period, pence)
def test_a_profile_keeps_its_budget_or_is_refused(full: int, first: int, last: int, amount: int) -> None:
    first, last = sorted((first, last))
    before = spread(full, PERIODS)
    try:
        after = reprofiled(before, first, last, amount)
    except DeskError:
        assert last == PERIODS
        return
    assert sum(after) == full
    assert len(after) == PERIODS
    assert sum(after[first - 1 : last]) == amount
    assert after[: first - 1] == before[: first - 1]


@given(pence, period)
def test_a_virement_moves_all_of_it_from_its_period_on(amount: int, first: int) -> None:
    moved = moved_by(amount, first)
    assert sum(moved) == sum(moved[first - 1 :]) == amount


@given(st.integers(2001, 2098), period, period)
def test_periods_of_a_budget_are_those_that_were_typed(year: int, first: int, last: int) -> None:
    first, last = sorted((first, last))
    span = financial_period(year, first, last)
    assert periods_of(span) == (year, first, last)
    assert periods_of(parse_period(f"p{first}-{last} {year}-{(year + 1) % 100:02d}", span.start)) == (year, first, last)


def test_a_budget_is_not_asked_for_two_years_at_once() -> None:
    with pytest.raises(DeskError):
        periods_of(financial_period(2020, 1, 13))
