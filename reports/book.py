"""Every table of a document and the figures of its charts, for those who go on reckoning: one workbook, or CSV."""

import re
from dataclasses import replace

from reports.document import Document
from reports.outline import Entry, grids, outline
from reports.page import clean
from reports.tables import Table, as_csv
from reports.workbook import CONTENTS, written

NOT_IN_NAMES = re.compile("[^a-z0-9]+")
LONGEST_NAME = 60
AUTHOR_LIMIT = 255


def as_book(document: Document) -> bytes:
    """The first sheet lists the others, which are named as the document names its tables and charts."""
    found = list(grids(outline(document)))
    listed = Table("", ("Sheet", "What it holds"), tuple((entry.name, grid.caption) for entry, grid in found))
    front = [clean(line) for line in (document.title, document.subtitle, document.marking, document.status) if line]
    title, author = (clean(words)[:AUTHOR_LIMIT] for words in (document.title, document.organisation))
    with written(title, author) as book:
        contents = book.sheet(CONTENTS, listed, above=front)
        contents.set_column(0, 0, 12)
        contents.set_column(1, 1, 80)
        for row, (entry, grid) in enumerate(found, start=len(front) + 1):
            contents.write_url(row, 0, f"internal:'{entry.name}'!A1", string=entry.name)
            book.sheet(entry.name, _clean(grid), above=[clean(line) for line in (grid.caption, *grid.notes)])
    return book.file.getvalue()


def as_csvs(document: Document) -> dict[str, str]:
    """By the name of the file: table-1-outages-by-priority-and-month.csv."""
    return {file_name(entry, grid): as_csv(grid) for entry, grid in grids(outline(document))}


def file_name(entry: Entry, grid: Table) -> str:
    """`entry.name` is in the caption and differs in each, so that no two files have one name."""
    words = NOT_IN_NAMES.sub("-", (grid.caption or entry.name).lower()).strip("-")
    return f"{words[:LONGEST_NAME].rstrip('-')}.csv"


def _clean(grid: Table) -> Table:
    """Without the letters that no file of XML holds."""
    rows = tuple(tuple(clean(cell) if isinstance(cell, str) else cell for cell in row) for row in grid.rows)
    return replace(grid, columns=tuple(map(clean, grid.columns)), rows=rows)
