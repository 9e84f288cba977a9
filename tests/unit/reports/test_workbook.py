"""A table as a workbook, read back by another library."""

import io
from datetime import date, datetime

import pytest
import python_calamine

from reports.tables import Cell, Table
from reports.workbook import CELL_LIMIT, as_xlsx


def rows_of(content: bytes, sheet: int = 0) -> list[list[object]]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return [list(row) for row in book.get_sheet_by_index(sheet).to_python()]


def test_numbers_are_numbers_and_nothing_is_an_empty_cell() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (("Transport", -3055), ("Income", 0.5), ("Services", None))
    assert rows_of(as_xlsx(Table("", ("Line", "Variance"), rows))) == [
        ["Line", "Variance"],
        ["Transport", -3055.0],
        ["Income", 0.5],
        ["Services", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "http://example.org", "{=1}", "00123"])
def test_what_somebody_typed_stays_text(text: str) -> None:
    content = as_xlsx(Table("", (text, "b"), ((text, text),)))
    assert rows_of(content) == [[text, "b"], [text, text]]


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    ((_, cell),) = rows_of(as_xlsx(Table("", ("a", "b"), (("x", "y" * 40_000),))))[1:]
    assert str(cell).endswith("y…")
    assert len(str(cell)) == CELL_LIMIT


def test_a_day_and_a_time_are_cells_that_a_spreadsheet_can_sort() -> None:
    at = datetime(2020, 7, 3, 14, 10)  # noqa: DTZ001 - local, as a spreadsheet has it
    assert rows_of(as_xlsx(Table("", ("On", "At"), ((date(2020, 7, 3), at),)))) == [
        ["On", "At"],
        [date(2020, 7, 3), at],
    ]
