"""Whatever the draft: a copy that nobody edited has no finding, and one edited cell is named with both figures."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.report.returned import taken
from core.report.returned import Taken
from reports.cells import text_rows
from reports.document import Block, Document, Gap, Heading, Passage, Run, Tabled
from reports.tables import Cell, Table
from reports.versions import Difference, differences
from reports.word import as_docx
from reports.word_back import Returned, read_back

NAMES = ("BDC", "DDDC", "NEDDC", "RHL")
counts = st.lists(st.lists(st.integers(0, 99), min_size=3, max_size=3), min_size=1, max_size=4)


def of_counts(cells: list[list[int]]) -> Table:
    """With a total below and beside."""
    rows: list[tuple[Cell, ...]] = [(name, *row, sum(row)) for name, row in zip(NAMES, cells, strict=False)]
    columns = [sum(column) for column in zip(*cells, strict=True)]
    total = ("Total", *columns, sum(columns))
    return Table("Calls", ("Partner", "July", "August", "September", "Total"), (*rows, total))


def report(table: Table, texts: list[str]) -> Document:
    blocks: list[Block] = [Heading("Calls", 1), Tabled("calls.table1", table)]
    blocks += [Passage(f"calls.{at}", (Run(text),), "computed") for at, text in enumerate(texts, start=1)]
    return Document("Report", "2020", "ICT", (*blocks, Gap("purpose", "What is it for?")))


texts = st.lists(
    st.builds(
        "{0} calls in {1}, {2}% of all.".format,
        st.integers(0, 9999),
        st.sampled_from(["July", "2020-21", "all"]),
        st.integers(0, 100),
    ),
    max_size=3,
)
reports = st.builds(report, st.builds(of_counts, counts), texts)


@given(reports)
def test_a_copy_that_nobody_edited_has_nothing_to_keep_and_no_finding(document: Document) -> None:
    assert taken(document, read_back(as_docx(document)), (), {}) == Taken({}, (), (), ())
    assert differences(document, document) == []


@given(counts, st.data())
def test_one_edited_cell_is_named_with_both_and_the_totals_that_it_spoils(
    cells: list[list[int]], data: st.DataObject
) -> None:
    document = report(of_counts(cells), [])
    row, column = data.draw(st.integers(0, len(cells) - 1)), data.draw(st.integers(0, 2))
    other = data.draw(st.integers(0, 99).filter(lambda number: number != cells[row][column]))
    rows = [list(line) for line in text_rows(of_counts(cells))]
    rows[row + 1][column + 1] = str(other)
    name, month = NAMES[row], ("July", "August", "September")[column]
    found = taken(document, Returned({}, {"calls.table1": tuple(map(tuple, rows))}, ()), (), {}).findings
    assert found[0] == f"Calls, {name}, {month}: the draft says {cells[row][column]}, the document {other}"
    assert [one.split(":")[0] for one in found[1:]] == [f"Calls, {month}", f"Calls, {name}, Total"]


@given(counts, st.data())
def test_two_drafts_that_differ_in_one_cell_differ_in_that_cell(cells: list[list[int]], data: st.DataObject) -> None:
    table = of_counts(cells)
    row, column = data.draw(st.integers(0, len(cells))), data.draw(st.integers(1, 4))
    line = [*table.rows[row][:column], 10**6, *table.rows[row][column + 1 :]]
    later = replace(table, rows=(*table.rows[:row], tuple(line), *table.rows[row + 1 :]))
    (found,) = differences(report(table, []), report(later, []))
    where = f"Calls, {table.rows[row][0]}, {table.columns[column]}"
    was = f"{table.rows[row][column]:,}"
    assert found == Difference(where, "changed", was, "1,000,000")
