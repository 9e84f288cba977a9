"""Tables as text and as CSV. Its example: outages of the joint service, July to September 2020."""

import csv
import io
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from reports.tables import Cell, Table, as_csv, as_text

OUTAGES = Table(
    caption="Outages by month",
    columns=("Month", "P1", "P2", "Cause of most"),
    rows=(("July", 0, 18, "Email"), ("August", 1, 5, None), ("September", None, 1008.5, "Network")),
    notes=("Source: 32 ticket records",),
)


def test_text_aligns_numbers_right_and_leaves_unknown_cells_empty() -> None:
    assert as_text(OUTAGES).splitlines() == [
        "Outages by month",
        "Month      P1       P2  Cause of most",
        "---------  --  -------  -------------",
        "July        0       18  Email",
        "August      1        5",
        "September      1,008.5  Network",
        "Source: 32 ticket records",
    ]


def test_words_among_numbers_are_aligned_with_them() -> None:
    table = Table("", ("Partner", "Share"), (("BDC", 80.8), ("DDDC", "not measured")))
    assert as_text(table).splitlines()[2:] == ["BDC              80.8", "DDDC     not measured"]


def test_a_number_in_the_row_header_stays_left() -> None:
    assert as_text(Table("", ("Period", "Spent"), ((1, 20), (12, 3)))).splitlines()[2:] == [
        "1          20",
        "12          3",
    ]


def test_a_table_without_rows_shows_its_header() -> None:
    assert as_text(Table("Nothing yet", ("Month", "Calls"), ())) == "Nothing yet\nMonth  Calls\n-----  -----"
    assert as_csv(Table("Nothing yet", ("Month", "Calls"), ())) == "Month,Calls\r\n"


def test_a_line_end_in_a_cell_does_not_break_the_text() -> None:
    assert as_text(Table("a\nb", ("c\td",), (("e\r\nf",),))) == "a b\nc d\n---\ne f"


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells for 2 columns"):
        Table("", ("a", "b"), (("x", 1), ("y",)))


def test_csv_has_header_rows_and_crlf_only() -> None:
    assert as_csv(OUTAGES) == (
        "Month,P1,P2,Cause of most\r\nJuly,0,18,Email\r\nAugust,1,5,\r\nSeptember,,1008.5,Network\r\n"
    )


def test_csv_quotes_commas_quotes_and_line_ends() -> None:
    assert as_csv(Table("", ('say "hi"',), (("a,b",), ("c\r\nd",)))) == '"say ""hi"""\r\n"a,b"\r\n"c\r\nd"\r\n'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_disarms_text_that_a_spreadsheet_would_run(start: str) -> None:
    text = as_csv(Table("", ("Month", f"{start}head"), ((f"{start}1+1", f"a{start}"),)))
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["Month", f"'{start}head"],
        [f"'{start}1+1", f"a{start}"],
    ]


def test_csv_leaves_a_dash_alone_that_stands_for_nothing() -> None:
    assert as_csv(Table("", ("Measure", "Was"), (("Outages", "-"), ("-", "-1")))) == (
        "Measure,Was\r\nOutages,-\r\n-,'-1\r\n"
    )


def test_csv_leaves_negative_numbers_alone() -> None:
    assert as_csv(Table("", ("Line", "Variance"), (("Transport", -3055), ("Income", -0.5)))) == (
        "Line,Variance\r\nTransport,-3055\r\nIncome,-0.5\r\n"
    )


@pytest.mark.parametrize("table", [OUTAGES, Table("", (), ())])
def test_a_table_comes_back_from_json_as_it_was(table: Table) -> None:
    adapter = TypeAdapter(Table)
    assert adapter.validate_json(adapter.dump_json(table)) == table


cells = st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)


@given(st.lists(st.tuples(st.text(max_size=8), cells), max_size=6))
def test_every_cell_comes_back_from_csv_and_every_row_is_one_line_of_text(
    rows: list[tuple[str, Cell]],
) -> None:
    table = Table("", ("Name", "Value"), tuple(rows))
    read = list(csv.reader(io.StringIO(as_csv(table), newline="")))[1:]
    for (name, value), (read_name, read_value) in zip(rows, read, strict=True):
        assert read_name.removeprefix("'") == name.removeprefix("'")
        assert read_value.removeprefix("'") == ("" if value is None else str(value)).removeprefix("'")
    assert len(as_text(table).split("\n")) == 2 + len(rows)


def test_days_and_times_are_spelt_in_one_way() -> None:
    at = datetime(2020, 7, 3, 14, 10, 5)  # noqa: DTZ001 - local, as a spreadsheet has it
    table = Table("", ("On", "At"), ((date(2020, 7, 3), at),))
    assert as_csv(table) == "On,At\r\n2020-07-03,2020-07-03 14:10\r\n"
    assert as_text(table).splitlines()[-1] == "2020-07-03  2020-07-03 14:10"
