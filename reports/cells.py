"""A table as a document has it: cells in words, columns of figures, and what is too wide for a page in parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from core.calendar import day_words
from reports.tables import Cell, Table, cell_text

PORTRAIT, LANDSCAPE = 92, 142
"""Characters of a table's line on an A4 sheet."""
BROADEST, SHORT = 34, 16
"""A longer cell goes on in the next line, a longer word too; where columns are many, cells after fewer letters."""
HEADING = 22
BESIDE = 2
MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"
FIGURE = re.compile(rf"[(+{MINUS}-]*£?\d[\d,.]*[%)]*( of \d[\d,.]*)?( \(.*\d.*\))?")
BESIDE_FIGURES = {"", "-", DASH, "not measured", "no target"}
BLANKS, BEFORE_CASES = re.compile(" "), re.compile(r" (?=\()")
EMPTY = "Nothing to list."


def shown(cell: Cell) -> str:
    """3 July 2020; 3 July 2020, 14:10; 1,234; with the minus sign that screen readers speak. One line."""
    if isinstance(cell, date):
        return f"{day_words(cell)}, {cell:%H:%M}" if isinstance(cell, datetime) else day_words(cell)
    text = cell_text(cell)
    return text.replace("-", MINUS) if isinstance(cell, int | float) else text


def text_rows(table: Table) -> list[list[str]]:
    """The header and every row, as they are read in a document."""
    return [[shown(cell) for cell in row] for row in (table.columns, *table.rows)]


def right_aligned(table: Table) -> list[bool]:
    """Of each column, but never the first: whether it holds figures, as numbers or as words ("80.8% (101 of 125)")."""
    return [at > 0 and _holds_figures([row[at] for row in table.rows]) for at in range(len(table.columns))]


def is_total(row: Sequence[Cell]) -> bool:
    return str(row[0]).startswith("Total")


def notes_of(table: Table) -> tuple[str, ...]:
    """A table without rows says so."""
    return table.notes if table.rows else (EMPTY, *table.notes)


def widths(table: Table, most: int) -> list[int]:
    """Of each column, in characters with the white beside it: `most` in all, where words can be so wrapped."""
    least, wanted = _least(table), _wanted(table)
    room = most - sum(least)
    asked = sum(wanted) - sum(least)
    share = min(1.0, max(0, room) / asked) if asked else 0
    return [low + int((high - low) * share) for low, high in zip(least, wanted, strict=True)]


def least_width(table: Table) -> int:
    return sum(_least(table))


def is_wide(table: Table) -> bool:
    """Too wide for an upright sheet, though not for one on its side."""
    return PORTRAIT < least_width(table) <= LANDSCAPE


def parts(table: Table) -> list[Table]:
    """The table, or what it comes to where no sheet is wide enough: each with the first column, only the last noted."""
    first, *others = _least(table) or [0]
    if first + sum(others) <= LANDSCAPE:
        return [table]
    chosen = list(_in_reach(others, PORTRAIT - first))
    return [
        replace(
            table,
            caption=f"{table.caption} (part {number} of {len(chosen)})",
            columns=tuple(table.columns[at] for at in (0, *part)),
            rows=tuple(tuple(row[at] for at in (0, *part)) for row in table.rows),
            notes=table.notes if number == len(chosen) else (),
        )
        for number, part in enumerate(chosen, start=1)
    ]


def _in_reach(others: list[int], room: int) -> Iterator[list[int]]:
    """Columns from 1, as many together as the room has place for, and at least one."""
    part: list[int] = []
    used = 0
    for at, width in enumerate(others, start=1):
        if part and used + width > room:
            yield part
            part, used = [], 0
        part.append(at)
        used += width
    yield part


def _least(table: Table) -> list[int]:
    """Words are wrapped after a few, figures before what they were counted from."""
    columns, right = zip(*text_rows(table), strict=True), right_aligned(table)
    return [_width(column, BEFORE_CASES if figures else BLANKS) for column, figures in zip(columns, right, strict=True)]


def _wanted(table: Table) -> list[int]:
    columns = zip(_least(table), *text_rows(table), strict=True)
    return [
        max(low, _width(column, BLANKS, BROADEST), min(len(column[0]), HEADING) + BESIDE) for low, *column in columns
    ]


def _width(column: Sequence[str], breaks: re.Pattern[str], most: int = SHORT) -> int:
    heading, *cells = column
    unbroken = [_length(piece) for text in cells for piece in breaks.split(text)]
    bold = [_length(word) * 6 // 5 for word in heading.split()]
    longest = min(BROADEST, max((*unbroken, *bold, 3)))
    return max(longest, min(max(map(len, cells), default=0), most)) + BESIDE


def _length(text: str) -> int:
    """In letters of the usual breadth: capitals are broader."""
    return len(text) + sum(map(str.isupper, text)) // 2 + text[:1].isupper()


def _holds_figures(column: Sequence[Cell]) -> bool:
    if any(isinstance(cell, int | float) for cell in column):
        return True
    said = [cell for cell in column if cell not in BESIDE_FIGURES and cell is not None]
    return bool(said) and all(isinstance(cell, str) and FIGURE.fullmatch(cell) for cell in said)
