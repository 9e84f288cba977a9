"""Tables as a workbook. The same tables make the same bytes."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from reports.tables import Cell, Table

CELL_LIMIT = 32_767
DATES: dict[type, str] = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What a spreadsheet would run as a formula or open as an address stays the text that somebody typed."""
EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - when it was made would make every copy another file
CONTENTS = "Contents"


@dataclass(frozen=True)
class Book:
    """`written` is xlsxwriter's, which has no types."""

    written: Any
    file: io.BytesIO = field(repr=False)

    def sheet(self, name: str | None, table: Table, *, above: Sequence[str] = ()) -> Any:  # noqa: ANN401 - as above
        """A bold header that stays in sight, with lines above it; numbers as numbers, dates as dates, else text."""
        sheet, bold = self.written.add_worksheet(name), self.written.add_format({"bold": True})
        for number, line in enumerate(above):
            sheet.write_string(number, 0, _cut(line), bold if number == 0 else None)
        header = len(above)
        for column, title in enumerate(table.columns):
            sheet.write(header, column, _whole(title), bold)
        sheet.freeze_panes(header + 1, 0)
        formats = {kind: self.written.add_format({"num_format": shown}) for kind, shown in DATES.items()}
        for number, row in enumerate(table.rows, start=header + 1):
            for column, cell in enumerate(row):
                sheet.write(number, column, _whole(cell), formats.get(type(cell)))
        return sheet


def as_xlsx(table: Table) -> bytes:
    """A workbook of one sheet, its header in the first row."""
    with written() as book:
        book.sheet(None, table).autofit()
    return book.file.getvalue()


@contextmanager
def written(title: str = "", author: str = "") -> Iterator[Book]:
    """Its bytes are in `file` afterwards."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": EPOCH, "title": title, "author": author})
        yield Book(book, file)


def _whole(cell: Cell) -> Cell:
    return _cut(cell) if isinstance(cell, str) else cell


def _cut(text: str) -> str:
    """A cell of a workbook holds 32,767 characters; what is longer is cut and says so."""
    return f"{text[: CELL_LIMIT - 1]}…" if len(text) > CELL_LIMIT else text
