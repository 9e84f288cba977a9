"""Cells in words, columns of figures, and tables that no sheet can hold."""

from datetime import date, datetime

import pytest
from hypothesis import example, given

from reports.cells import BESIDE, LANDSCAPE, PORTRAIT, is_wide, least_width, parts, right_aligned, shown, widths
from reports.tables import Cell, Table
from tests.some_document import BROAD, BUDGET_TABLE, EVENTS, OUTAGE_TABLE, SHARES_TABLE, WIDE, grids


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, ""),
        (1234567, "1,234,567"),
        (-3055, "\N{MINUS SIGN}3,055"),
        (0.5, "0.5"),
        ("two\n lines", "two lines"),
        ("2020-21", "2020-21"),
        (date(2020, 7, 3), "3 July 2020"),
        (datetime(2020, 7, 3, 14, 10), "3 July 2020, 14:10"),  # noqa: DTZ001 - local, as a table has it
    ],
)
def test_a_cell_in_words(cell: Cell, words: str) -> None:
    assert shown(cell) == words


def test_columns_of_figures_are_those_of_numbers_and_of_words_that_are_figures() -> None:
    assert right_aligned(BUDGET_TABLE) == [False, True, True, True, True, False]
    assert right_aligned(SHARES_TABLE) == [False, True, True, True, False]
    assert right_aligned(Table("", ("Period", "Spent", "Open"), ((1, "(£3,055)", "5 of 6"),))) == [False, True, True]
    assert right_aligned(Table("", ("a", "On", "By", "What"), (("x", None, "-", "2020-21 plan"),))) == [False] * 4


def test_only_what_fits_no_upright_sheet_is_wide_and_only_what_fits_none_is_parted() -> None:
    assert [is_wide(table) for table in (OUTAGE_TABLE, BUDGET_TABLE, WIDE, BROAD, EVENTS)] == [
        False, False, True, False, False,
    ]  # fmt: skip
    assert len(parts(WIDE)) == 1
    assert least_width(BROAD) > LANDSCAPE


def test_each_part_heads_its_rows_and_the_last_has_the_notes() -> None:
    found = parts(BROAD)
    assert len(found) > 1
    assert {part.columns[0] for part in found} == {"Partner"}
    assert [bool(part.notes) for part in found] == [False] * (len(found) - 1) + [True]
    assert found[0].caption == f"Calls of each month since April 2017 (part 1 of {len(found)})"
    assert all(least_width(part) <= PORTRAIT for part in found)


@given(grids())
def test_no_cell_is_lost_in_parts(grid: Table) -> None:
    found = parts(grid)
    assert (*grid.columns[:1], *(name for part in found for name in part.columns[1:])) == grid.columns
    for at, row in enumerate(grid.rows):
        assert (row[0], *(cell for part in found for cell in part.rows[at][1:])) == row


@example(Table("0", ("", "", "", "00 0", "", ""), ((None,) * 6, (None,) * 4 + (0, None), (None,) * 4 + ("A A", None))))
@given(grids())
def test_columns_take_no_more_than_there_is_where_that_can_be(grid: Table) -> None:
    found = widths(grid, PORTRAIT)
    assert sum(found) <= max(PORTRAIT, least_width(grid))
    assert min(found) > BESIDE


def test_a_table_without_columns_is_let_be() -> None:
    nothing = Table("Nothing", (), ())
    assert parts(nothing) == [nothing]
    assert widths(nothing, PORTRAIT) == []
