"""Two drafts of a report: what the later one says that the earlier one did not, and what it no longer says."""

from reports.document import Block, Document, Gap, Heading, Passage, Run, Tabled
from reports.tables import Table
from reports.versions import Difference, differences, differences_table, figure_words

COLUMNS = ("Priority", "July", "August", "Total")
FIRST = Table("Outages by month", COLUMNS, (("P1", 0, 1, 1), ("P2", 18, 5, 23), ("Total", 18, 6, 24)))
LATER = Table("Outages by month", COLUMNS, (("P2", 19, 5, 24), ("P3", 1, None, 1), ("Total", 20, 6, 26)))


def report(*blocks: Block) -> Document:
    return Document("Report", "July 2020", "Joint ICT Service", blocks)


def passage(key: str, text: str) -> Passage:
    return Passage(key, (Run(text),), "computed")


OLD = report(
    Heading("Outages", 1),
    passage("outages.1", "July 2020: 18 outages, up 17."),
    Tabled("outages.table1", FIRST),
    passage("outages.2", "None was grave."),
    Heading("Purpose", 1),
    Gap("purpose", "What is it for?"),
    Heading("Risks", 2),
    passage("risks.1", "Three risks."),
)
NEW = report(
    Heading("Outages", 1),
    passage("outages.1", "July 2020: 19 outages, up 18."),
    passage("outages.3", "One was grave."),
    Tabled("outages.table1", LATER),
    Heading("Purpose", 1),
    Passage("purpose.1", (Run("To inform."),), "person", "Asha Rao"),
    Gap("development", "What has changed?"),
)


def test_what_changed_is_told_in_the_order_of_the_later_draft() -> None:
    assert differences(OLD, NEW) == [
        Difference("Outages", "changed", "July 2020: 18 outages, up 17.", "July 2020: 19 outages, up 18."),
        Difference("Outages", "added", now="One was grave."),
        Difference("Outages by month, P2, July", "changed", "18", "19"),
        Difference("Outages by month, P2, Total", "changed", "23", "24"),
        Difference("Outages by month", "added", now="P3, 1, 1"),
        Difference("Outages by month, Total, July", "changed", "18", "20"),
        Difference("Outages by month, Total, Total", "changed", "24", "26"),
        Difference("Outages by month", "dropped", "P1, 0, 1, 1"),
        Difference("Outages", "dropped", "None was grave."),
        Difference("Purpose", "answered", "What is it for?", "To inform."),
        Difference("Risks", "dropped", "Heading: Risks"),
        Difference("Risks", "dropped", "Three risks."),
        Difference("Purpose", "asked", now="What has changed?"),
    ]


def test_a_draft_does_not_differ_from_itself() -> None:
    assert differences(OLD, OLD) == []
    assert differences(report(), report()) == []


def test_an_answer_that_was_taken_back_is_asked_again() -> None:
    ways = [(one.way, one.before or one.now) for one in differences(NEW, OLD) if one.where == "Purpose"]
    assert ways == [("dropped", "To inform."), ("asked", "What is it for?"), ("dropped", "What has changed?")]


def test_differences_are_a_table_with_the_figures_that_changed() -> None:
    grid = differences_table(differences(OLD, NEW), "Draft 2 and draft 3")
    assert grid.columns == ("Where", "What", "Before", "Now", "Figures")
    assert grid.rows[0] == (
        "Outages",
        "changed",
        "July 2020: 18 outages, up 17.",
        "July 2020: 19 outages, up 18.",
        "18, now 19; 17, now 18",
    )
    assert grid.rows[1] == ("Outages", "added", None, "One was grave.", None)


def test_figures_that_were_left_out_or_are_new_are_told() -> None:
    old, new = report(passage("a.1", "18 calls, 5 late")), report(passage("a.1", "18 calls"))
    assert [figure_words(one) for one in differences(old, new)] == ["5 left out"]
    assert [figure_words(one) for one in differences(new, old)] == ["5 is new"]


def test_a_cell_that_was_filled_or_emptied_is_told() -> None:
    full, empty = (report(Tabled("t", Table("Calls", ("A", "B"), (("x", cell),)))) for cell in (3, None))
    assert differences(empty, full) == [Difference("Calls, x, B", "changed", "", "3")]
    assert differences(full, empty) == [Difference("Calls, x, B", "changed", "3", "")]
