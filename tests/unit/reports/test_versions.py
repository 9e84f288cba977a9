"""Two drafts of a report: what the later one says that the earlier one did not, and what it no longer says."""

from reports.document import Block, Document, Gap, Heading, Passage, Run, Tabled
from reports.tables import Table
from reports.versions import difference_words, differences, differences_table

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
    assert [difference_words(one) for one in differences(OLD, NEW)] == [
        "Outages: “July 2020: 18 outages, up 17.” is now “July 2020: 19 outages, up 18.” (18, now 19; 17, now 18)",
        "Outages: added “One was grave.”",
        "Outages by month, P2, July: 18, now 19",
        "Outages by month, P2, Total: 23, now 24",
        "Outages by month: added “P3, 1, 1”",
        "Outages by month, Total, July: 18, now 20",
        "Outages by month, Total, Total: 24, now 26",
        "Outages by month: dropped “P1, 0, 1, 1”",
        "Outages: dropped “None was grave.”",
        "Purpose: “What is it for?” is answered: “To inform.”",
        "Risks: dropped “Heading: Risks”",
        "Risks: dropped “Three risks.”",
        "Purpose: asked “What has changed?”",
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
    assert [difference_words(one) for one in differences(old, new)] == [
        "Report: “18 calls, 5 late” is now “18 calls” (5 left out)"
    ]
    assert difference_words(differences(new, old)[0]).endswith("(5 is new)")


def test_a_cell_that_was_filled_or_emptied_is_told() -> None:
    full, empty = (report(Tabled("t", Table("Calls", ("A", "B"), (("x", cell),)))) for cell in (3, None))
    assert [difference_words(one) for one in differences(empty, full)] == ["Calls, x, B: nothing, now 3"]
    assert [difference_words(one) for one in differences(full, empty)] == ["Calls, x, B: 3, now nothing"]
