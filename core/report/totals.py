"""Tables that were typed or edited: which totals do not cast, by how much and why, and which rows do not belong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.budget_check import cause
from core.money import POUND, read_pence
from core.report.casting import wrong_words
from core.report.stated import Check

TOTAL = "total"
ADJUSTMENT = "adjust"
NOTHING = {"", "-", "\u2013", "\u2014"}
MONEY_SIGNS = "£()"
NAMELESS = "the line without a name"
BLANK = "A blank row stands among the lines: leave it out"
NO_REASONS: Mapping[str, str] = {}


def is_total(name: str) -> bool:
    return name.strip().casefold().endswith(TOTAL)


def parents(names: Sequence[str]) -> tuple[int | None, ...]:
    """For each name the total that it is counted in: "Total" is of all before, "Q1 total" of those since the last."""
    found: list[int | None] = [None] * len(names)
    since = 0
    for at, name in enumerate(names):
        if is_total(name):
            is_whole = name.strip().casefold() == TOTAL
            for part in range(0 if is_whole else since, at):
                found[part] = at if found[part] is None else found[part]
            since = at + 1
    return tuple(found)


@dataclass(frozen=True)
class Typed:
    """A table as text, its header first; the first column names the rows."""

    rows: Sequence[Sequence[str]]

    @cached_property
    def names(self) -> list[str]:
        return [row[0].strip() for row in self.rows[1:]]

    @cached_property
    def amounts(self) -> dict[int, list[int | None]]:
        """By column of numbers its cells in hundredths; None where there is nothing, or no number."""
        columns = range(1, len(self.rows[0]))
        read = {column: [read_pence(row[column]) for row in self.rows[1:]] for column in columns}
        return {column: cells for column, cells in read.items() if self.is_of_numbers(column, cells)}

    def is_of_numbers(self, column: int, cells: Sequence[int | None]) -> bool:
        """Most of what it holds, and without decimals where it is no money, which alone is counted in hundredths."""
        held = sum(not is_nothing(row[column]) for row in self.rows[1:])
        number = sum(cell is not None for cell in cells)
        return number > 0 and 2 * number >= held and (self.is_money or not any((cell or 0) % POUND for cell in cells))

    @cached_property
    def is_money(self) -> bool:
        cells = [cell for row in self.rows[1:] for cell in row[1:] if read_pence(cell) is not None]
        return any(sign in cell for cell in cells for sign in MONEY_SIGNS)

    @cached_property
    def unit(self) -> str:
        """Pounds, or pence where any are printed; "" where records are counted."""
        has_pence = any((cell or 0) % POUND for cells in self.amounts.values() for cell in cells)
        return ("pence" if has_pence else "pounds") if self.is_money else ""

    def whole(self, hundredths: int | None) -> int:
        amount = hundredths or 0
        return amount if self.unit == "pence" else amount // POUND


def is_nothing(cell: str) -> bool:
    return cell.strip() in NOTHING


def totals(table: Typed) -> list[Check]:
    """Each total row and each total column of the table against its lines."""
    return [*totals_down(table), *totals_across(table)]


def totals_down(table: Typed) -> Iterator[Check]:
    inside = parents(table.names)
    for at, name in enumerate(table.names):
        lines = [part for part, total in enumerate(inside) if total == at]
        for column, cells in table.amounts.items() if lines else ():
            said = table.rows[0][column] if at == len(table.names) - 1 else f"{table.rows[0][column]}, {name}"
            values = [(table.names[part] or NAMELESS, table.whole(cells[part])) for part in lines]
            yield check(said, table.whole(cells[at]), values, table.unit)


def totals_across(table: Typed) -> Iterator[Check]:
    inside = parents([name if at + 1 in table.amounts else "" for at, name in enumerate(table.rows[0][1:])])
    for total in sorted({parent + 1 for parent in inside if parent is not None}):
        parts = [at + 1 for at, parent in enumerate(inside) if parent == total - 1 and at + 1 in table.amounts]
        for row, name in enumerate(table.names):
            values = [(table.rows[0][part], table.whole(table.amounts[part][row])) for part in parts]
            yield check(f"{name}, {table.rows[0][total]}", table.whole(table.amounts[total][row]), values, table.unit)


def check(name: str, stated: int, values: Sequence[tuple[str, int]], unit: str) -> Check:
    adds_to = sum(value for _, value in values)
    why = cause(values, stated - adds_to) if unit != "pence" else ""
    return Check(name, stated, adds_to, unit, "lines", why)


def misplaced(table: Typed, reasons: Mapping[str, str] = NO_REASONS) -> Iterator[str]:
    """Rows that hide what they are, in words. An adjustment is a line like others if it has a name and a reason.

    Its reason stands in a column of words, or is given by its name.
    """
    for at, name in enumerate(table.names):
        if is_total(name):
            continue
        row = table.rows[at + 1]
        has_amount = any(not is_nothing(row[column]) for column in table.amounts)
        if not name:
            yield "A line has amounts and no name: name it and say why it is there" if has_amount else BLANK
        elif ADJUSTMENT in name.casefold() or (table.is_money and not has_amount):
            has_reason = name in reasons or any(
                cell.strip() for column, cell in enumerate(row) if column and column not in table.amounts
            )
            yield from adjustment_faults(name, has_amount=has_amount, has_reason=has_reason)


def adjustment_faults(name: str, *, has_amount: bool, has_reason: bool) -> Iterator[str]:
    if not has_amount:
        yield f"{name} has no amount: leave the line out, or give its amount and its reason"
    elif not has_reason:
        yield f"{name} has no reason: say why it is there"


def unreadable(table: Typed) -> Iterator[str]:
    for column, cells in table.amounts.items():
        for at, cell in enumerate(cells):
            text = table.rows[at + 1][column]
            if cell is None and not is_nothing(text):
                yield f"{table.names[at]}, {table.rows[0][column]}: “{text.strip()}” is no number"


def faults(
    rows: Sequence[Sequence[str]],
    reasons: Mapping[str, str] = NO_REASONS,
    whose: str = "the draft",
    *,
    has_causes: bool = True,
) -> list[str]:
    """All that is wrong with a table that has a total, in words without a full stop, a wrong total with its cause."""
    table = Typed(rows)
    if not any(map(is_total, (*table.names, *table.rows[0][1:]))):
        return []
    wrong = [one if has_causes else replace(one, line="") for one in totals(table) if not one.is_right]
    return [*misplaced(table, reasons), *unreadable(table), *(wrong_words(one, whose) for one in wrong)]
