"""What a public copy does not tell: small numbers in tables, marked as the Government Analysis Function marks them."""

from collections.abc import Sequence
from dataclasses import replace

from core.report.suppression import Layout, withheld
from core.report.totals import is_total, parents
from reports.tables import Cell, Table

MARK = "[c]"  # "confidential", of the shorthand that the Government Analysis Function suggests for tables


def published(grid: Table, least: int, parts: Sequence[Table] = ()) -> Table:
    """A table of counts without its numbers from 1 to `least` - 1 and what would tell them, and a note that says so.

    Totals are the last row where it is named Total, and columns named Total (of all before it) or "Q1 total" (of those
    since the last total); so are rows, where there are such, with a last column Total. Other columns are left, but for
    what holds a digit beside a withheld number. ValueError where rows and columns both have totals of parts.

    `parts`: tables like it that add up to it and are published too, or may be. What is withheld in one of them is
    withheld in it, and nothing else, so that it tells no more than they do.
    """
    counted = [column for column in range(1, len(grid.columns)) if is_count(grid, column)]
    hidden = either([hidden_of(each, counted, least) for each in parts or (grid,)])
    if not any(map(any, hidden)):
        return grid
    marks = [dict(zip(counted, line, strict=True)) for line in hidden]
    rows = tuple(marked(row, mark) for row, mark in zip(grid.rows, marks, strict=True))
    return replace(grid, rows=rows, notes=(*grid.notes, note(least)))


def note(least: int) -> str:
    return f"{MARK} = confidential: {small(least)}, or what such a number could be worked out from."


def withheld_sentence(lead: str, least: int) -> str:
    """Instead of the figure that would follow on `lead`."""
    return (
        f"{lead} confidential in this copy, because it is {small(least)}, or such a number could be worked out from it."
    )


def small(least: int) -> str:
    return ("the number 1", "1 or 2")[least - 2] if least < 4 else f"a number from 1 to {least - 1}"


def either(each: Sequence[list[list[bool]]]) -> list[list[bool]]:
    return [[any(cells) for cells in zip(*lines, strict=True)] for lines in zip(*each, strict=True)]


def hidden_of(grid: Table, counted: Sequence[int], least: int) -> list[list[bool]]:
    cells = [[number(row[column]) for column in counted] for row in grid.rows]
    return hidden_in(cells, [str(row[0]) for row in grid.rows], [grid.columns[at] for at in counted], least)


def hidden_in(cells: list[list[int]], rows: Sequence[str], columns: Sequence[str], least: int) -> list[list[bool]]:
    if not columns or not rows:
        return [[] for _ in rows]
    down, across = parents(rows), parents(columns)
    if not is_of_parts(down):
        return withheld(cells, least, Layout(across, is_total(rows[-1])))
    if is_of_parts(across):
        raise ValueError("a table has totals of parts of its rows, or of its columns, not of both")
    turned = withheld([list(line) for line in zip(*cells, strict=True)], least, Layout(down, is_total(columns[-1])))
    return [list(line) for line in zip(*turned, strict=True)]


def is_of_parts(inside: Sequence[int | None]) -> bool:
    return len({None, *inside}) > 2


def is_count(grid: Table, column: int) -> bool:
    """Whole numbers that are not below nothing, or blank."""
    held = [row[column] for row in grid.rows if row[column] not in {None, ""}]
    return bool(held) and all(isinstance(cell, int) and cell >= 0 for cell in held)


def number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def marked(row: tuple[Cell, ...], hidden: dict[int, bool]) -> tuple[Cell, ...]:
    """Nor is told what stands beside a withheld number and may be counted from it: a share, a change."""
    has_hidden = any(hidden.values())
    return tuple(
        MARK if hidden.get(column, has_hidden and column > 0 and holds_a_digit(cell)) else cell
        for column, cell in enumerate(row)
    )


def holds_a_digit(cell: Cell) -> bool:
    return any(map(str.isdigit, str(cell)))
