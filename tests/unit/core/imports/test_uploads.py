"""What is said of a dropped file, in the words of people and forms."""

import pytest

from core.errors import DeskError
from core.imports.uploads import (
    LARGEST,
    columns_said,
    priorities_said,
    propose_levels,
    propose_tool,
    read_upload,
    reference,
    refuse_size,
    spell_size,
    unknown_words,
)

HEADER = ("Ticket", "Severity", "Created", "Solved", "Title")
NEEDED = {"reference": "Ticket", "priority": "Severity", "opened": "Created", "resolved": "Solved"}
WHOLE = "reference=Ticket,priority=Severity,opened=Created,resolved=Solved"


@pytest.mark.parametrize("typed", ["UPL-3", "upl-3", "UPL3", "3", " UPL-3 "])
def test_an_upload_is_named_by_its_reference(typed: str) -> None:
    assert reference(read_upload(typed)) == "UPL-3"


@pytest.mark.parametrize("typed", ["", "OUT-3", "UPL-", "UPL-3 now", "third"])
def test_what_names_no_upload_is_refused(typed: str) -> None:
    with pytest.raises(DeskError, match="Name the upload, such as UPL-3"):
        read_upload(typed)


@pytest.mark.parametrize(
    ("size", "spelt"),
    [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1 KB"), (777_353, "777 KB"), (12_340_000, "12.3 MB")],
)
def test_a_size_in_words(size: int, spelt: str) -> None:
    assert spell_size(size) == spelt


def test_fifty_megabytes_are_taken_and_a_byte_more_is_not() -> None:
    refuse_size("calls.csv", LARGEST)
    with pytest.raises(DeskError, match=r"calls.csv is too large"):
        refuse_size("calls.csv", LARGEST + 1)


def test_a_form_that_names_all_that_is_needed_is_taken_as_it_is() -> None:
    """So a column that was proposed can be left out."""
    assert columns_said(NEEDED, f"{WHOLE},summary=Title", HEADER) == WHOLE


def test_one_column_is_added_to_what_was_said_or_proposed() -> None:
    assert columns_said({"summary": "Title"}, WHOLE, HEADER) == f"{WHOLE},summary=Title"
    said = columns_said({"resolved": "Created"}, "", HEADER)
    assert "reference=Ticket" in said
    assert "resolved=Created" in said


def test_nothing_said_leaves_what_there_was() -> None:
    assert columns_said({}, WHOLE, HEADER) == WHOLE
    assert columns_said({}, "", HEADER) == ""


def test_words_of_a_priority_are_listed_with_commas_or_semicolons() -> None:
    assert priorities_said({"p1": "Blocker, 1;Now", "p3": "3"}, "") == "Blocker=P1,1=P1,Now=P1,3=P3"
    assert priorities_said({"p2": "3"}, "3=P3,4=P4") == "3=P2,4=P4"


def test_numbers_are_proposed_as_the_level_of_that_number() -> None:
    assert propose_levels(["1", "2 - Bad", "Sev 3", "10", "Blocker"]) == {"P1": "1", "P2": "2 - Bad", "P3": "Sev 3"}


def test_only_words_that_nobody_explained_are_asked_for() -> None:
    assert unknown_words(["Urgent", "P1", "Blocker", "3", "", "3"], "blocker=P1") == ["3", "Urgent"]


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Logbook 2020-08.csv", "logbook"),
        ("site_desk.v2.xlsx", "site-desk"),
        ("export (3).csv.gz", ""),
        ("2020-08.csv", ""),
        ("risk.csv", ""),
    ],
)
def test_a_tool_is_called_as_its_file_where_that_says_something_and_is_free(name: str, proposed: str) -> None:
    assert propose_tool(name, {"risk", "jira"}) == proposed
