"""A document's tables as a workbook and as CSV, read back by other libraries."""

import csv
import io
import zipfile
from dataclasses import replace

import python_calamine
from hypothesis import given, settings

from reports.book import as_book, as_csvs
from reports.document import Document, Drawn, Tabled
from reports.outline import outline
from reports.workbook import as_xlsx
from tests.some_document import BARE, BUDGET_TABLE, OUTAGE_TABLE, RICH, documents

DRAWN = next(block for block in RICH.blocks if isinstance(block, Drawn))
SMALL = replace(RICH, blocks=(Tabled("a", OUTAGE_TABLE), DRAWN, Tabled("b", BUDGET_TABLE)))


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def test_the_first_sheet_lists_the_others() -> None:
    found = sheets(as_book(SMALL))
    assert list(found) == ["Contents", "Table 1", "Chart 1", "Table 2"]
    assert [row[0] for row in found["Contents"][:4]] == [
        "Quarterly report on the Joint ICT Service",
        "April to September 2020",
        "OFFICIAL",
        "Draft 3 of 4 October 2020, not checked",
    ]
    assert found["Contents"][5] == ["Table 1", "Table 1: Outages by priority and month"]


def test_a_sheet_has_its_caption_notes_header_and_numbers() -> None:
    rows = sheets(as_book(SMALL))["Table 2"]
    assert [row[0] for row in rows[:4]] == [
        "Table 2: Budget 2020-21, periods 1 to 6, in pounds",
        *BUDGET_TABLE.notes,
        "Line",
    ]
    assert rows[6] == ["Services", 249207.0, 124604.0, 59153.0, -65451.0, "Recharges outstanding"]


def test_the_figures_of_a_chart_are_a_sheet() -> None:
    rows = sheets(as_book(SMALL))["Chart 1"]
    assert ["Month", "DDDC", "DDDC, counted from", "DDDC, from", "DDDC, to"] in rows


def test_the_same_document_is_the_same_file() -> None:
    content = as_book(SMALL)
    assert content == as_book(SMALL)
    assert as_xlsx(OUTAGE_TABLE) == as_xlsx(OUTAGE_TABLE)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_document_without_tables_has_a_list_without_lines() -> None:
    assert list(sheets(as_book(BARE))) == ["Contents"]
    assert as_csvs(BARE) == {}


def test_every_table_is_a_csv_with_its_own_name() -> None:
    found = as_csvs(SMALL)
    assert list(found) == [
        "table-1-outages-by-priority-and-month.csv",
        "chart-1-in-figures-dddc-missed-its-target-in-may-by-9-2-poin.csv",
        "table-2-budget-2020-21-periods-1-to-6-in-pounds.csv",
    ]
    rows = list(csv.reader(io.StringIO(found["table-1-outages-by-priority-and-month.csv"], newline="")))
    assert rows[-1] == ["Total", "3", "5", "7", "15", "18", "6", "8", "32"]


@settings(max_examples=40)
@given(documents())
def test_any_document_has_a_sheet_and_a_file_for_each_table(document: Document) -> None:
    count = sum(isinstance(block, Tabled) for block in document.blocks)
    assert len(sheets(as_book(document))) == count + 1
    assert len(as_csvs(document)) == count


def test_every_table_and_chart_of_a_rich_report_is_there() -> None:
    names = list(sheets(as_book(RICH)))
    assert len(names) == len(set(names)) == 1 + sum(entry.grid is not None for entry in outline(RICH))
