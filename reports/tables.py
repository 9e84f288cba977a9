"""A table as data, and as what a terminal, a code block or a spreadsheet takes of it."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | date | datetime | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DASH = "-"  # alone it stands for what is not there, and computes nothing


@dataclass(frozen=True)
class Table:
    """The first column is the row header; None is an empty cell; numbers keep the decimals they have; a time is local.

    Raises ValueError for a row that has not one cell for each column.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")


def cell_text(cell: Cell) -> str:
    """A cell as one line of text: thousands grouped, white space (line ends too) folded to one space."""
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int | float) else " ".join(_spelt(cell).split())


def as_text(table: Table) -> str:
    """Lines for a monospaced font: caption, header, rule, rows, notes. No trailing spaces, no final line end.

    A column that holds a number is aligned right, words in it ("not measured") too; all else is aligned left.
    """
    shown = [[cell_text(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    is_right = [_holds_numbers(table, index) for index in range(len(widths))]
    header, *body = [_aligned(row, widths, is_right) for row in shown]
    rule = "  ".join("-" * width for width in widths)
    above = [table.caption] if table.caption else []
    return "\n".join([*map(cell_text, above), header, rule, *body, *map(cell_text, table.notes)])


def as_csv(table: Table) -> str:
    """RFC 4180, CRLF, header and rows only; text that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_inert(cell) for cell in row] for row in (table.columns, *table.rows))
    return out.getvalue()


def _holds_numbers(table: Table, index: int) -> bool:
    return index > 0 and any(isinstance(row[index], int | float) for row in table.rows)


def _aligned(row: list[str], widths: list[int], is_right: list[bool]) -> str:
    cells = zip(row, widths, is_right, strict=True)
    return "  ".join(text.rjust(width) if right else text.ljust(width) for text, width, right in cells).rstrip()


def _inert(cell: Cell) -> Cell:
    if isinstance(cell, date):
        return _spelt(cell)
    is_run = isinstance(cell, str) and cell.startswith(FORMULA_STARTS) and cell != DASH
    return f"'{cell}" if is_run else cell


def _spelt(cell: str | date) -> str:
    """A day as 2020-07-03, a time as 2020-07-03 14:10."""
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else str(cell)
