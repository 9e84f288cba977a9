"""A table as a workbook. Apart from reports/tables.py, because loading its library takes time that few answers need."""

import io

import xlsxwriter

from reports.tables import Cell, Table

CELL_LIMIT = 32_767


def as_xlsx(table: Table) -> bytes:
    """A workbook of one sheet: a bold header that stays in sight, numbers as numbers, all else as text.

    What a spreadsheet would run as a formula or open as an address stays the text that somebody typed.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, table.columns, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(table.rows, start=1):
            sheet.write_row(number, 0, map(_whole, row))
        sheet.autofit()
    return file.getvalue()


def _whole(cell: Cell) -> Cell:
    """A cell of a workbook holds 32,767 characters; what is longer is cut and says so."""
    is_long = isinstance(cell, str) and len(cell) > CELL_LIMIT
    return f"{str(cell)[: CELL_LIMIT - 1]}…" if is_long else cell
