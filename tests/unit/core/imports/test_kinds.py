"""Which table a header is of, and which column holds what."""

from pathlib import Path

import pytest

from core.errors import DeskError
from core.imports.kinds import BUDGET_FIGURES, BUDGET_LINES, TABLES, exactly, nearest, places, recognise
from core.records import REGISTERS
from core.records.fields import Register

SATISFACTION = TABLES["satisfaction"]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_a_register_is_known_by_its_own_labels_and_by_its_keys(register: Register) -> None:
    labels = ["Reference", *(field.label for field in register.fields)]
    assert [kind.name for kind in recognise(labels)] == [register.name]
    assert register.name in [kind.name for kind in recognise([field.key.upper() for field in register.fields])]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (("Code", "Line", "Financial year", "Original budget"), BUDGET_LINES.name),
        (("Cost centre", "Description", "Year", *(f"P{period}" for period in range(1, 13))), BUDGET_LINES.name),
        (("Code", "Period", "Actual"), BUDGET_FIGURES.name),
        (("Budget line", "Period", "Commitments"), BUDGET_FIGURES.name),
    ],
)
def test_the_budget_is_known_by_its_columns(header: tuple[str, ...], name: str) -> None:
    assert [kind.name for kind in recognise(header)] == [name]


@pytest.mark.parametrize(
    "header", [(), ("",), ("Title",), ("Call", "Severity", "Opened", "Resolved", "Title"), ("Code", "Line")]
)
def test_a_column_or_two_make_no_table(header: tuple[str, ...]) -> None:
    assert recognise(header) == []


def test_what_it_might_be_is_proposed_by_names_alike() -> None:
    assert nearest(("Teams", "Months", "Hours all in"))[0] == "timesheet"
    assert nearest(("Flavour", "Colour")) == []


def test_a_column_serves_once_and_what_people_say_comes_first() -> None:
    header = ("Score", "Mark", "Given", "Date")
    assert places(SATISFACTION, header, "") == {"score": 0, "on": 3}
    assert places(SATISFACTION, header, "score=mark,Date=Given") == {"score": 1, "on": 2}
    assert exactly(SATISFACTION, ("SCORE", "score")) == {"score": "SCORE"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "For satisfaction scores I found no column Score. Say which it is, for instance --map 'score=Mark'."),
        ("score", "'score' has no value"),
        ("mark=Mark", "There is no field 'mark' of satisfaction scores. There are reference, outside, score"),
        ("score=Marks", "The file has no column 'Marks'. It has Mark, When"),
    ],
)
def test_what_is_lacking_is_a_sentence(said: str, sentence: str) -> None:
    with pytest.raises(DeskError, match=sentence):
        places(SATISFACTION, ("Mark", "When"), said)


def test_a_table_of_figures_needs_one_of_its_amounts() -> None:
    with pytest.raises(DeskError, match="For budget figures I found no column Profile or Actual or Committed"):
        places(BUDGET_FIGURES, ("Line", "Period", "Colour"), "")


def test_the_operators_page_names_every_table_with_the_columns_that_it_needs() -> None:
    page = (Path(__file__).parents[4] / "docs" / "operating.md").read_text(encoding="utf-8")
    told = {row.split("`")[1]: row.split("|")[2].strip() for row in page.splitlines() if row.startswith("| `")}
    for kind in TABLES.values():
        needed = ", ".join(field.label for field in kind.fields if field.key in kind.needs)
        assert told[kind.name].partition(";")[0] == needed, kind.name
