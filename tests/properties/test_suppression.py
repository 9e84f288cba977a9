"""Readers who try to work out a withheld number from all that is published, each in another way, and cannot.

None of them uses the network by which the rule decides: one tries every table that could be the true one, one reduces
the equations of the totals to rows, one narrows each number by the others until nothing moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.report.suppression import Cell, Layout, bounds, total_last, withheld

Sum = tuple[Cell, tuple[Cell, ...]]  # a total and the cells that it is the sum of


@dataclass(frozen=True)
class Paper:
    """A table as a reader has it, and the truth: None is a withheld cell. `sums` is what a reader knows of totals."""

    truth: list[list[int]]
    shown: dict[Cell, int | None]
    sums: list[Sum]
    least: int
    layout: Layout

    @property
    def hidden(self) -> list[Cell]:
        return [cell for cell, value in self.shown.items() if value is None]

    def value(self, cell: Cell) -> int:
        return self.truth[cell[0]][cell[1]]

    def is_small(self, cell: Cell) -> bool:
        return 0 < self.value(cell) < self.least


def with_totals(inner: list[list[int]], groups: list[int]) -> list[list[int]]:
    """`groups` are sizes of runs of columns, each with its total after it; of several there is a total of all."""
    rows = [list(parts(row, groups)) for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def parts(row: list[int], groups: list[int]) -> Iterator[int]:
    at = 0
    for size in groups:
        yield from row[at : at + size]
        yield sum(row[at : at + size])
        at += size
    if len(groups) > 1:
        yield sum(row)


def layout_of(groups: list[int]) -> Layout:
    inside: list[int | None] = []
    for size in groups:
        inside += [*[len(inside) + size] * size, None]
    if len(groups) > 1:
        last = len(inside)
        inside = [last if parent is None else parent for parent in inside] + [None]
    return Layout(tuple(inside))


def paper(truth: list[list[int]], layout: Layout, least: int) -> Paper:
    marks = withheld(truth, least, layout)
    shown = {
        (at, column): None if marks[at][column] else value
        for at, row in enumerate(truth)
        for column, value in enumerate(row)
    }
    return Paper(truth, shown, list(sums_of(truth, layout)), least, layout)


def sums_of(truth: list[list[int]], layout: Layout) -> Iterator[Sum]:
    for total in {parent for parent in layout.inside if parent is not None}:
        for row in range(len(truth)):
            yield (row, total), tuple((row, at) for at, parent in enumerate(layout.inside) if parent == total)
    if layout.has_total_row:
        last = len(truth) - 1
        yield from (((last, at), tuple((row, at) for row in range(last))) for at in range(len(truth[0])))


def tables(rows: int, sizes: st.SearchStrategy[list[int]], most: int) -> st.SearchStrategy[Paper]:
    def of(groups: list[int]) -> st.SearchStrategy[Paper]:
        cell = st.integers(0, most) | st.sampled_from([0, 0, 1])
        row = st.lists(cell, min_size=sum(groups), max_size=sum(groups))
        inner = st.lists(row, min_size=1, max_size=rows)
        truth = inner.map(lambda cells: with_totals(cells, groups))
        return st.builds(paper, truth, st.just(layout_of(groups)), st.integers(2, 5))

    return sizes.flatmap(of)


SMALL = tables(3, st.sampled_from([[1], [2], [3], [1, 1], [2, 1]]), 6)
LARGE = tables(12, st.sampled_from([[8], [3, 3], [3, 3, 2], [7], [2]]), 30)


def could_be(known: Paper, cell: Cell, value: int) -> bool:
    """Whether some table of whole numbers has `value` there and all else as published: tried cell by cell."""
    room = 2 * max(map(max, known.truth)) + known.least
    shown = {**known.shown, cell: value}
    totals = {total for total, _ in known.sums}
    inner = [each for each in shown if each not in totals]
    return tried(shown, inner, known.sums, room)


def tried(shown: dict[Cell, int | None], inner: list[Cell], sums: list[Sum], room: int) -> bool:
    filled = dict(shown)
    for _ in sums:  # totals of totals take a round each
        for total, cells in sums:
            values = [filled[cell] for cell in cells]
            known = [value for value in values if value is not None]
            stated = filled[total]
            if stated is not None and (sum(known) > stated or (len(known) == len(values) and sum(known) != stated)):
                return False
            if stated is None and len(known) == len(values):
                filled[total] = sum(known)
    open_ones = [cell for cell in inner if filled[cell] is None]
    if not open_ones:
        return True
    most = min([room, *(left(filled, one) for one in sums if open_ones[0] in one[1])])
    return any(tried({**filled, open_ones[0]: value}, inner, sums, room) for value in range(most, -1, -1))


def left(filled: dict[Cell, int | None], one: Sum) -> int:
    stated = filled[one[0]]
    return 10**6 if stated is None else stated - sum(filled[cell] or 0 for cell in one[1])


@settings(max_examples=40)
@given(SMALL)
def test_a_small_number_could_be_several_and_one_that_is_not_small(known: Paper) -> None:
    for cell in known.hidden:
        if known.is_small(cell):
            assert could_be(known, cell, known.least)
            assert sum(could_be(known, cell, value) for value in range(2 * known.least)) >= known.least


@given(SMALL)
def test_no_withheld_number_is_the_only_one_that_fits(known: Paper) -> None:
    for cell in known.hidden:
        value = known.value(cell)
        assert any(could_be(known, cell, other) for other in (value + 1, value - 1) if other >= 0)


@settings(max_examples=40)
@given(SMALL)
def test_what_is_found_out_of_a_number_is_what_trying_finds_out(known: Paper) -> None:
    for cell in known.hidden:
        low, high = bounds(known.truth, known.layout, known.hidden, cell)
        assert could_be(known, cell, low)
        assert low == 0 or not could_be(known, cell, low - 1)
        assert high == inf or (could_be(known, cell, int(high)) and not could_be(known, cell, int(high) + 1))


@given(LARGE)
def test_no_combination_of_totals_gives_a_withheld_number(known: Paper) -> None:
    unknown = known.hidden
    for row in reduced([equation(one, known, unknown) for one in known.sums]):
        assert sum(factor != 0 for factor in row[:-1]) != 1


def equation(one: Sum, known: Paper, unknown: list[Cell]) -> list[Fraction]:
    """Total - cells = 0, with what is known on the other side."""
    terms = [(one[0], 1), *((cell, -1) for cell in one[1])]
    row = [Fraction(0)] * (len(unknown) + 1)
    for cell, sign in terms:
        value = known.shown[cell]
        if value is None:
            row[unknown.index(cell)] += sign
        else:
            row[-1] -= sign * value
    return row


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Reduced row echelon form."""
    done = 0
    for column in range(len(rows[0]) - 1):
        at = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if at is None:
            continue
        rows[done], rows[at] = rows[at], list(rows[done])
        rows[done] = [factor / rows[done][column] for factor in rows[done]]
        for other in range(len(rows)):
            if other != done and rows[other][column]:
                by = rows[other][column]
                rows[other] = [a - by * b for a, b in zip(rows[other], rows[done], strict=True)]
        done += 1
    return rows[:done]


@given(LARGE)
def test_no_narrowing_of_one_number_by_the_others_ends_within_what_is_small(known: Paper) -> None:
    low, high = narrowed(known)
    for cell in known.hidden:
        assert low[cell] < high[cell]
        if known.is_small(cell):
            assert high[cell] >= known.least
            assert high[cell] - low[cell] + 1 >= known.least


def narrowed(known: Paper) -> tuple[dict[Cell, float], dict[Cell, float]]:
    low: dict[Cell, float] = {cell: value or 0 for cell, value in known.shown.items()}
    high: dict[Cell, float] = {cell: inf if value is None else value for cell, value in known.shown.items()}
    for _ in range(20):
        for total, cells in known.sums:
            low[total] = max(low[total], sum(low[cell] for cell in cells))
            high[total] = min(high[total], sum(high[cell] for cell in cells))
            for cell in cells:
                others = [each for each in cells if each != cell]
                low[cell] = max(low[cell], low[total] - sum(high[each] for each in others))
                high[cell] = min(high[cell], high[total] - sum(low[each] for each in others))
    return low, high


@given(LARGE)
def test_no_small_number_is_printed_and_nothing_is_withheld_where_there_is_none(known: Paper) -> None:
    assert not any(value is not None and 0 < value < known.least for value in known.shown.values())
    if not any(known.is_small(cell) for cell in known.shown):
        assert not known.hidden


@given(LARGE)
def test_totals_stay_where_they_are_not_small_and_something_else_would_do(known: Paper) -> None:
    """A table whose totals are all large enough keeps every one of them."""
    totals = {total for total, _ in known.sums}
    assume(all(known.value(total) == 0 or known.value(total) >= known.least for total in totals))
    assert not totals & set(known.hidden)


def test_the_readers_do_find_a_number_that_is_withheld_alone() -> None:
    truth = with_totals([[1, 9], [8, 7]], [2])
    shown = {(row, at): value for row, line in enumerate(truth) for at, value in enumerate(line)}
    layout = total_last(3)
    careless = Paper(truth, {**shown, (0, 0): None}, list(sums_of(truth, layout)), 5, layout)
    assert not could_be(careless, (0, 0), 0)
    assert reduced([equation(one, careless, [(0, 0)]) for one in careless.sums])[0] == [1, 1]
    assert narrowed(careless)[1][0, 0] == 1
