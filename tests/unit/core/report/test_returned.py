"""A draft edited by hand: what people wrote is kept, and each figure that differs is named with both."""

from core.report.returned import (
    Kept,
    KeptTable,
    Rewording,
    added_findings,
    passage_findings,
    persons_words,
    rewordings,
    table_findings,
)

OUTAGES = Kept("outages.1", "Outages", "July 2020: 18 outages, up 17 from 1.", "computed")
SHAPE = Kept("outages.2", "Outages", "Staff are told at once.", "shape")
REMARK = Kept("outages.3", "Outages", "Email failed on 3 July.", "person", "Sam Hill")
PURPOSE = Kept("purpose", "Purpose", "", "open", question="purpose")
POSTS = (
    Kept("development.1", "Development", "One post is filled.", "person", "Asha Rao", "development"),
    Kept("development.2", "Development", "Two are vacant.", "person", "Asha Rao", "development"),
)
KEPT = (OUTAGES, SHAPE, REMARK, PURPOSE, *POSTS)
AS_KEPT = {one.key: one.text for one in KEPT if one.text}
STATED = ["18", "80.8%", "101 125"]
TABLE = KeptTable(
    "outages.table1",
    "Outages",
    (("Priority", "June", "July", "Total"), ("P1", "0", "1", "1"), ("P2", "7", "18", "25"), ("Total", "7", "19", "26")),
)


def findings(**now: str) -> list[str]:
    return list(passage_findings(KEPT, AS_KEPT | now, STATED))


def test_a_copy_that_was_not_edited_is_no_finding() -> None:
    assert list(passage_findings(KEPT, AS_KEPT, STATED)) == []
    assert list(rewordings(KEPT, AS_KEPT)) == []
    assert dict(persons_words(KEPT, AS_KEPT)) == {}
    assert list(table_findings(TABLE, TABLE.rows)) == []


def test_a_computed_figure_that_was_changed_is_named_with_both() -> None:
    edited = {**AS_KEPT, "outages.1": "July 2020: 19 outages, up from 1."}
    assert list(passage_findings(KEPT, edited, STATED)) == [
        "Outages: the draft says 18, the document 19",
        "Outages: the draft says 17, the document nothing",
    ]
    assert list(rewordings(KEPT, edited)) == []


def test_other_words_with_the_same_figures_are_kept() -> None:
    edited = {**AS_KEPT, "outages.1": "In July 2020 there were 18 outages, 17 more than the 1 before."}
    assert list(passage_findings(KEPT, edited, STATED)) == []
    assert list(rewordings(KEPT, edited)) == [Rewording("outages.1", OUTAGES.text, edited["outages.1"])]


def test_answers_and_edited_answers_are_a_persons_words() -> None:
    edited = AS_KEPT | {"purpose": "To inform.\n\nAnd to decide.", "development.2": "None is vacant."}
    assert dict(persons_words(KEPT, edited)) == {
        "purpose": "To inform.\n\nAnd to decide.",
        "development": "One post is filled.\n\nNone is vacant.",
    }
    shorter = {key: text for key, text in AS_KEPT.items() if key != "development.1"}
    assert dict(persons_words(KEPT, shorter)) == {"development": "Two are vacant."}


def test_figures_of_an_answer_are_the_reports_or_are_named() -> None:
    said = "80.8% (101 of 125) by 3 July, 99 more; 96.62% (138 of 143)."
    assert list(passage_findings(KEPT, AS_KEPT | {"purpose": said}, STATED)) == [
        "Purpose: 99 is not among the report's figures",
        "Purpose: 96.62% is not among the report's figures",
        "Purpose: 138 of 143 is not among the report's figures",
        "Purpose: 138 of 143 is 96.50%, not 96.62%",
    ]


def test_a_remark_that_was_recorded_elsewhere_is_changed_there() -> None:
    edited = AS_KEPT | {"outages.3": "Email failed on 4 July."}
    assert list(passage_findings(KEPT, edited, STATED)) == [
        "Outages: the draft says 3 July, the document 4 July",
        "Outages: words of Sam Hill stand elsewhere and are changed there: “Email failed on 3 July.”",
    ]


def test_a_passage_that_was_removed_or_emptied_is_named() -> None:
    gone = {key: text for key, text in AS_KEPT.items() if key != "outages.1"} | {"outages.2": " "}
    assert list(passage_findings(KEPT, gone, STATED)) == [
        "Outages: a passage was removed: “July 2020: 18 outages, up 17 from 1.”",
        "Outages: a passage was removed: “Staff are told at once.”",
    ]
    long = Kept("a.1", "A", "word " * 20, "shape")
    assert next(passage_findings([long], {}, [])).endswith("word word …”")


def test_of_a_passage_that_was_copied_each_copy_is_looked_at() -> None:
    assert findings(**{"outages.1#2": "July 2020: 19 outages, up 17 from 1."}) == [
        "Outages: the draft says 18, the document 19"
    ]


def test_a_cell_that_was_changed_is_named_by_row_and_column_and_so_is_a_total_that_no_longer_casts() -> None:
    rows = (*TABLE.rows[:2], ("P2", "7", "19", "25"), TABLE.rows[3])
    assert list(table_findings(TABLE, rows)) == [
        "Outages, P2, July: the draft says 18, the document 19",
        "Outages, July: lines add to 20, the document says 19; 1 out",
        "Outages, P2, Total: lines add to 26, the document says 25; 1 out",
    ]


def test_a_number_written_in_another_way_is_the_same() -> None:
    written = KeptTable("t", "Budget", (("Line", "Actual"), ("Income", "(9,000)"), ("Note", "About 5")))
    assert list(table_findings(written, (("Line", "Actual"), ("Income", "-£9000.00"), ("Note", "About  5")))) == []
    assert list(table_findings(written, (("Line", "Actual"), ("Income", "(9,000) as usual"), ("Note", "5")))) == [
        "Budget, Income, Actual: the draft says (9,000), the document (9,000) as usual",
        "Budget, Note, Actual: the draft says About 5, the document 5",
    ]


def test_rows_columns_and_tables_that_are_gone_or_new_are_named() -> None:
    assert list(table_findings(TABLE, None)) == ["Outages: the table was removed"]
    rows = (("Priority", "June", "Total", "Share"), ("P2", "7", "25", "1"), ("P3", "0", "0", ""), ("Total", "7", "26"))
    assert list(table_findings(TABLE, rows))[:6] == [
        "Outages, P1: the row is not in the document",
        "Outages, P2, July: the cell is not in the document",
        "Outages, Total, July: the cell is not in the document",
        "Outages: a row was added: P3, 0, 0",
        "Outages: a column was added: Share",
        "Outages, Total: lines add to 25, the document says 26; 1 out",
    ]


def test_of_what_was_added_each_figure_is_looked_up_and_a_table_is_cast() -> None:
    assert list(added_findings("Added after Outages", "Of the 18, 12 were email.", STATED)) == [
        "Added after Outages: 12 is not among the report's figures"
    ]
    pasted = "Cause\tNumber\nEmail\t18\nOther\t18\nTotal\t18"
    assert list(added_findings("Added", pasted, STATED)) == [
        "Added: Number: lines add to 36, the document says 18; 18 out"
    ]
