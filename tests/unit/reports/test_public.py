"""The public copy of a table: small numbers are marked, and a note says what the mark means."""

import pytest

from reports.public import published, withheld_sentence
from reports.tables import Table, as_text

SECURITY = Table(
    "Security events",
    ("Classification", "BDC", "DDDC", "NEDDC", "RHL"),
    (
        ("Non-reportable breach", None, 2, 2, None),
        ("Attempted hack", None, None, None, None),
        ("Advice", 2, None, 1, None),
        ("Theft of device", None, 1, None, None),
        ("Reported application vulnerability", 1, 1, 1, None),
        ("Total", 3, 4, 4, 0),
    ),
)
OUTAGES = Table(
    "Outages by priority and month",
    ("Priority", "April", "May", "June", "Q1 total", "July", "August", "September", "Q2 total"),
    (
        ("Priority 1", 0, 0, 0, 0, 0, 1, 0, 1),
        ("Priority 2", 3, 5, 7, 15, 18, 5, 8, 31),
        ("Total", 3, 5, 7, 15, 18, 6, 8, 32),
    ),
)


def test_security_events_keep_their_totals_and_lose_their_ones() -> None:
    assert as_text(published(SECURITY, 2)).splitlines()[1:] == [
        "Classification                      BDC  DDDC  NEDDC  RHL",
        "----------------------------------  ---  ----  -----  ---",
        "Non-reportable breach                       2      2",
        "Attempted hack",
        "Advice                              [c]          [c]",
        "Theft of device                           [c]",
        "Reported application vulnerability  [c]   [c]    [c]",
        "Total                                 3     4      4    0",
        "[c] = confidential: the number 1, or what such a number could be worked out from.",
    ]


def test_a_quarters_total_is_of_its_own_months() -> None:
    assert published(OUTAGES, 3).rows == (
        ("Priority 1", 0, 0, 0, 0, 0, "[c]", 0, "[c]"),
        ("Priority 2", 3, 5, 7, 15, 18, "[c]", 8, "[c]"),
        ("Total", 3, 5, 7, 15, 18, 6, 8, 32),
    )
    assert published(OUTAGES, 3).notes == (
        "[c] = confidential: 1 or 2, or what such a number could be worked out from.",
    )
    assert published(OUTAGES, 5).notes[0].startswith("[c] = confidential: a number from 1 to 4, or")


def test_rows_may_have_totals_of_parts_as_columns_may() -> None:
    cells = list(zip(*(row[1:] for row in OUTAGES.rows), strict=True))
    turned = Table(
        "",
        ("Month", "P1", "P2", "Total"),
        tuple((name, *row) for name, row in zip(OUTAGES.columns[1:], cells, strict=True)),
    )
    assert [row[1:] for row in published(turned, 3).rows] == list(
        zip(*(row[1:] for row in published(OUTAGES, 3).rows), strict=True)
    )
    both = Table(
        "", ("", "A", "A total", "B", "B total"), tuple((name, 1, 1, 1, 1) for name in ("P", "P total", "Q", "Q total"))
    )
    with pytest.raises(ValueError, match="not of both"):
        published(both, 3)


def test_nothing_changes_where_nothing_is_small_or_nothing_is_counted() -> None:
    money = Table("Budget", ("Line", "Actual"), (("Depreciation", 1), ("Income", -9000), ("Total", -8999)))
    assert published(OUTAGES, 1) is OUTAGES
    assert published(OUTAGES, 0) is OUTAGES
    assert published(money, 5) is money
    assert published(Table("Empty", ("A", "B"), ()), 5).rows == ()


def test_what_was_counted_from_a_withheld_number_goes_with_it() -> None:
    table = Table(
        "Calls",
        ("Partner", "Answered", "Share", "Owner"),
        (
            ("BDC", 2, "2 of 9", "Asha Rao"),
            ("RHL", 8, 0.5, "Asha Rao"),
            ("NEDDC", 7, "7 of 9", None),
            ("Total", 17, "", None),
        ),
    )
    assert published(table, 3).rows == (
        ("BDC", "[c]", "[c]", "Asha Rao"),
        ("RHL", 8, 0.5, "Asha Rao"),
        ("NEDDC", "[c]", "[c]", None),
        ("Total", 17, "", None),
    )


def test_a_half_year_tells_no_more_than_its_quarters() -> None:
    """12 less 8 would be 4."""
    heads = ("Class", "BDC", "DDDC", "Total")
    quarters = [
        Table("", heads, (("Advice", 8, 9, 17), ("Total", 8, 9, 17))),
        Table("", heads, (("Advice", 4, 9, 13), ("Total", 4, 9, 13))),
    ]
    half = Table("", heads, (("Advice", 12, 18, 30), ("Total", 12, 18, 30)))
    assert published(half, 5).rows == half.rows
    assert published(half, 5, quarters).rows == tuple((name, "[c]", "[c]", 30) for name in ("Advice", "Total"))


def test_a_figure_that_is_withheld_says_why() -> None:
    assert withheld_sentence("Security events:", 5) == (
        "Security events: confidential in this copy, because it is a number from 1 to 4, or such a number could be "
        "worked out from it."
    )
