"""Workbooks as people save them, and those made to hurt."""

import gzip
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from core.errors import DeskError
from core.imports.tables import read_table
from core.imports.workbooks import workbook_rows

DATA = Path(__file__).parents[3] / "data"


def xlsx(*rows: tuple[Any, ...], empty_sheet: bool = False) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy hh:mm"}) as book:
        if empty_sheet:
            book.add_worksheet("Notes").write(0, 0, "nothing here")
        sheet = book.add_worksheet("Calls")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def refusal(content: bytes | Path, limit: int = 1 << 24) -> str:
    with pytest.raises(DeskError) as error:
        list(read_table(content, limit).rows())
    assert error.value.field == "file"
    return error.value.sentence


def repacked(content: bytes, name: str, text: bytes) -> bytes:
    """The same archive with another text in one part."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, text if part.filename == name else old.read(part))
    return file.getvalue()


def test_cells_are_spelt_as_an_export_would_spell_them() -> None:
    row = ("A-1", 12, 1.5, True, datetime(2020, 8, 3, 9, 0), date(2020, 8, 3), "two\nlines")  # noqa: DTZ001 - a cell's time
    sheet = read_table(xlsx(("a", "b"), row))
    assert sheet.header[:2] == ("a", "b")
    shown = ["A-1", "12", "1.5", "true", "2020-08-03 09:00:00", "2020-08-03 00:00:00", "two\nlines"]
    assert [(line, cells) for line, cells in sheet.rows()] == [(2, shown)]


def test_a_formula_gives_the_value_that_was_last_computed() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("id", "double"))
        sheet.write(1, 0, 21)
        sheet.write_formula(1, 1, "=A2*2", None, 42)
    assert list(read_table(file.getvalue()).rows()) == [(2, ["21", "42"])]


def test_titles_empty_rows_and_sheets_without_a_table_are_passed_over() -> None:
    sheet = read_table(xlsx(("Calls of August",), (), ("id", "", "id"), ("1", "", "2"), empty_sheet=True))
    assert sheet.header == ("id", "", "id (2)")
    assert list(sheet.rows()) == [(4, ["1", "", "2"])]
    assert list(sheet.rows()) == [(4, ["1", "", "2"])]


def test_an_ods_is_read_alike() -> None:
    sheet = read_table(DATA / "glpi_small.ods")
    assert sheet.header[:2] == ("ID", "Title")
    (four, first), (five, second) = sheet.rows()
    assert (four, first[0], first[4]) == (4, "12", "2020-08-03 09:00:00")
    assert (five, second[1], second[6]) == (5, "Laptop", "")


def test_a_workbook_may_be_packed_once_more() -> None:
    assert read_table(gzip.compress(xlsx(("a", "b"), ("1", "2")), mtime=0)).header == ("a", "b")


def test_a_password_is_said() -> None:
    assert "protected by a password" in refusal(DATA / "password.xlsx")


def test_an_empty_workbook_is_said() -> None:
    assert "The workbook is empty" in refusal(xlsx())
    assert "The workbook is empty" in refusal(xlsx(("one",), ("two",)))


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(xlsx(("a", "b")), "xl/worksheets/sheet1.xml", b" " * 3_000_000)
    assert len(bomb) < 20_000
    assert "unpacks to more than 1,000,000 bytes" in refusal(bomb, limit=1_000_000)
    assert "unpacks to more than 2,000 bytes" in refusal(DATA / "glpi_small.ods", limit=2_000)


def test_a_part_that_is_longer_than_it_says_is_damage() -> None:
    content = repacked(xlsx(("a", "b")), "xl/worksheets/sheet1.xml", b" " * 3_000_000)
    size = (3_000_000).to_bytes(4, "little")
    assert "damaged" in refusal(content.replace(size, (1_000).to_bytes(4, "little")))


def test_a_cell_at_the_far_corner_does_not_fill_the_memory() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("a", "b"))
        sheet.write(1_048_575, 16_383, "x")
    assert "cells far below or beside" in refusal(file.getvalue())


def test_a_cell_that_is_repeated_a_million_times_does_not_fill_the_memory() -> None:
    content = (DATA / "glpi_small.ods").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("content.xml").decode()
    many = (
        '<table:table-row table:number-rows-repeated="100000"><table:table-cell table:number-columns-repeated="16384"'
    )
    for kind, is_refused in ((' office:value-type="string">', True), (">", False)):
        vast = f"{many}{kind}</table:table-cell></table:table-row></table:table>"
        changed = repacked(content, "content.xml", text.replace("</table:table>", vast).encode())
        assert is_refused == changed_is_refused(changed)


def changed_is_refused(content: bytes) -> bool:
    try:
        read_table(content)
    except DeskError as error:
        return "cells far below or beside" in error.sentence
    return False


def test_what_only_looks_like_a_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.txt", "Dear all")
    for content in (file.getvalue(), xlsx(("a", "b"))[:-30], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        assert refusal(content).startswith("The workbook ")


def test_rows_keep_the_numbers_that_people_see() -> None:
    assert [line for line, _ in workbook_rows(xlsx((), (), ("a", "b"), ("1", "2")))] == [1, 2, 3, 4]
