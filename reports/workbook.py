"""A table as a workbook."""

import io
from datetime import date, datetime

import xlsxwriter

from reports.tables import Cell, Table

CELL_LIMIT = 32_767
DATES: dict[type, str] = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}


def as_xlsx(table: Table) -> bytes:
    """A workbook of one sheet: a bold header that stays in sight, numbers as numbers, dates as dates, else text.

    What a spreadsheet would run as a formula or open as an address stays the text that somebody typed.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, table.columns, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        formats = {kind: book.add_format({"num_format": shown}) for kind, shown in DATES.items()}
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                sheet.write(number, column, _whole(cell), formats.get(type(cell)))
        sheet.autofit()
    return file.getvalue()


def _whole(cell: Cell) -> Cell:
    """A cell of a workbook holds 32,767 characters; what is longer is cut and says so."""
    is_long = isinstance(cell, str) and len(cell) > CELL_LIMIT
    return f"{str(cell)[: CELL_LIMIT - 1]}…" if is_long else cell
