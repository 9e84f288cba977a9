"""A document's blocks as every format lays them out: their numbers, levels and names, and whose words end where."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count, zip_longest

from core.calendar import day_words
from reports.cells import is_wide
from reports.charts import as_table
from reports.document import Block, Document, Drawn, Gap, Heading, Passage, Tabled, levels, numbers
from reports.tables import Table

CONTENTS_FROM = 6
"""Headings: fewer need no table of contents."""
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
OWN_WORDS = "Words that a person wrote are followed by that person's name."


@dataclass(frozen=True)
class Entry:
    """`name` is that of a table or chart in this document ("Table 3"), `whose` the person whose words end here.

    `told` is the table of the same piece that has all figures of a chart, which are then not printed twice.
    """

    at: int
    block: Block
    number: str
    level: int
    name: str = ""
    whose: str = ""
    told: "Entry | None" = None

    @property
    def grid(self) -> Table | None:
        """The table, or a chart's figures as one where no other has them, with its name in its caption."""
        match self.block:
            case Tabled(grid=grid):
                return _named(grid, f"{self.name}: {grid.caption}".removesuffix(": "))
            case Drawn(drawing=drawing) if self.told is None:
                grid = as_table(drawing)
                return _named(grid, f"{self.name} in figures: {grid.caption}".removesuffix(": "))
            case _:
                return None


def outline(document: Document) -> list[Entry]:
    tables, charts = count(1), count(1)
    after = document.blocks[1:]
    found = []
    each = zip_longest(document.blocks, numbers(document), levels(document), after)
    for at, (block, number, level, following) in enumerate(each):
        name = f"Table {next(tables)}" if isinstance(block, Tabled) else ""
        name = f"Chart {next(charts)}" if isinstance(block, Drawn) else name
        found.append(Entry(at, block, number, level, name, _whose(block, following)))
    return [replace(entry, told=_told(entry, found)) for entry in found]


def _told(entry: Entry, entries: list[Entry]) -> Entry | None:
    """Each figure of the chart stands in the table as often as in the chart."""
    if not isinstance(entry.block, Drawn):
        return None
    drawn = _figures(as_table(entry.block.drawing))
    return next((one for one in entries if _is_beside(one.block, entry.block) and drawn <= _figures(one.grid)), None)


def _is_beside(block: Block, drawn: Drawn) -> bool:
    return isinstance(block, Tabled) and block.key.rpartition(".")[0] == drawn.key.rpartition(".")[0]


def _figures(grid: Table | None) -> Counter[Decimal]:
    """Their size alone: one may be written (9,000), and below zero in the other."""
    cells = (cell for row in grid.rows for cell in row[1:]) if grid else ()
    return Counter(
        Decimal(figure.replace(",", "")) for cell in cells if cell is not None for figure in NUMBER.findall(str(cell))
    )


def contents(entries: list[Entry]) -> list[Entry]:
    """What a table of contents lists: headings down to the third level, or nothing where there are few."""
    headings = [entry for entry in entries if 0 < entry.level <= 3]
    return headings if len(headings) >= CONTENTS_FROM else []


def sideways(entries: list[Entry]) -> set[int]:
    """Where blocks want the sheet on its side: tables too wide for it upright, and the headings above them."""
    found: set[int] = set()
    for entry in reversed(entries):
        is_above = isinstance(entry.block, Heading) and entry.at + 1 in found
        if is_above or (isinstance(entry.block, Tabled) and is_wide(entry.block.grid)):
            found.add(entry.at)
    return found


def has_own_words(document: Document) -> bool:
    return any(isinstance(block, Passage) and block.voice == "person" and block.who for block in document.blocks)


def wanted_of(gap: Gap) -> str:
    """To be written by Asha Rao by 2 October 2020."""
    who = f" by {gap.who}" if gap.who else ""
    return f"To be written{who}{f' by {day_words(gap.by)}' if gap.by else ''}"


def grids(entries: list[Entry]) -> Iterator[tuple[Entry, Table]]:
    for entry in entries:
        if entry.grid is not None:
            yield entry, entry.grid


def _named(grid: Table, caption: str) -> Table:
    return Table(caption, grid.columns, grid.rows, grid.notes)


def _whose(block: Block, following: Block | None) -> str:
    """The name stands once, behind the last of the passages that follow one another."""
    if not isinstance(block, Passage) or block.voice != "person":
        return ""
    goes_on = isinstance(following, Passage) and (following.voice, following.who) == ("person", block.who)
    return "" if goes_on else block.who
