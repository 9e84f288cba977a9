"""Numbers, levels and names of a document's blocks, and where a person's words end."""

from dataclasses import replace
from datetime import date

from docs.pictures.examples import OUTAGES
from reports.document import Document, Drawn, Gap, Heading, Numbering, Passage, Run, Tabled, levels, numbers
from reports.outline import contents, outline, sideways, wanted_of
from tests.some_document import BROAD, OUTAGE_TABLE, RICH, WIDE, said

BLOCKS = (
    Heading("One", 1),
    said("a", "A"),
    Heading("Deep", 4),
    said("b", "B", is_point=True),
    Gap("c", "C"),
    Heading("Two", 1),
    Heading("Below", 2),
    said("d", "D"),
)


def document(numbering: Numbering) -> Document:
    return Document("T", "", "O", BLOCKS, numbering=numbering)


def test_a_gap_in_the_levels_is_closed() -> None:
    assert list(levels(document("none"))) == [1, 0, 2, 0, 0, 1, 2, 0]


def test_no_heading_is_deeper_than_a_page_has_them() -> None:
    deep = Document("T", "", "O", tuple(Heading("x", level) for level in range(1, 9)))
    assert list(levels(deep)) == [1, 2, 3, 4, 5, 5, 5, 5]


def test_headings_are_numbered_within_one_another() -> None:
    assert list(numbers(document("headings"))) == ["1", "", "1.1", "", "", "2", "2.1", ""]


def test_paragraphs_and_questions_are_numbered_through_and_points_are_not() -> None:
    assert list(numbers(document("paragraphs"))) == ["", "1.", "", "", "2.", "", "", "3."]


def test_tables_and_charts_are_counted_apart() -> None:
    names = [entry.name for entry in outline(RICH) if entry.name]
    assert names[:4] == ["Table 1", "Chart 1", "Table 2", "Chart 2"]


def test_a_name_stands_once_behind_the_last_of_a_persons_passages() -> None:
    blocks = (said("a", "1", "Asha Rao"), said("b", "2", "Asha Rao"), said("c", "3", "Sam Okafor"), said("d", "4"))
    found = outline(Document("T", "", "O", blocks))
    assert [entry.whose for entry in found] == ["", "Asha Rao", "Sam Okafor", ""]


def test_what_a_table_of_contents_lists() -> None:
    listed = [entry.block.text for entry in contents(outline(RICH)) if isinstance(entry.block, Heading)]
    assert listed[:4] == ["Summary", "Performance", "Support", "Incidents resolved within SLA"]
    few = replace(RICH, blocks=tuple(Heading(str(n), 1) for n in range(5)))
    assert contents(outline(few)) == []


def test_a_question_says_of_whom_and_by_when() -> None:
    assert wanted_of(Gap("k", "?")) == "To be written"
    assert wanted_of(Gap("k", "?", "Asha Rao", date(2020, 10, 2))) == "To be written by Asha Rao by 2 October 2020"


def test_a_sheet_lies_on_its_side_for_a_wide_table_and_the_headings_above_it() -> None:
    blocks = (
        Passage("p", (Run("x"),)),
        Heading("A", 1),
        Heading("B", 2),
        Tabled("wide", WIDE),
        Tabled("narrow", OUTAGE_TABLE),
        Tabled("in parts", BROAD),
    )
    assert sideways(outline(Document("T", "", "O", blocks))) == {1, 2, 3}


def told(*blocks: Tabled | Drawn) -> list[str]:
    """Of each block the table that has its figures."""
    entries = outline(Document("T", "", "O", blocks))
    return [entry.told.name if entry.told else "" for entry in entries]


def test_a_chart_whose_figures_stand_in_a_table_of_its_piece_does_not_print_them_again() -> None:
    assert told(Tabled("outages.table1", OUTAGE_TABLE), Drawn("outages.chart1", OUTAGES)) == ["", "Table 1"]


def test_a_chart_with_one_figure_more_prints_its_own() -> None:
    one_less = replace(OUTAGE_TABLE, rows=OUTAGE_TABLE.rows[1:])
    assert told(Tabled("outages.table1", one_less), Drawn("outages.chart1", OUTAGES)) == ["", ""]


def test_the_figures_of_another_piece_are_not_those_of_a_chart() -> None:
    assert told(Tabled("calls.table1", OUTAGE_TABLE), Drawn("outages.chart1", OUTAGES)) == ["", ""]
