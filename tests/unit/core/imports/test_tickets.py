"""Exports read into columns: small ones by hand, the real ones by what is known of them."""

import os
from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from core.errors import DeskError
from core.imports.plan import plan, recognise
from core.imports.profiles import ICTBOT, SERVICENOW
from core.imports.tables import read_table
from core.imports.tickets import RowError, TicketColumns, read_parts, warnings
from core.imports.times import MISSING
from core.zones import Seconds, month_of_many

PROJECT = Path(__file__).parents[4]
DATA = PROJECT / "tests" / "data"
DEMO = PROJECT / "bot" / "demo"
SHARED = PROJECT.parent / "shared" / "data"

Reading = tuple[TicketColumns, tuple[RowError, ...], tuple[str, ...]]


def read(source: Path | bytes, zone: str = "Europe/London", size: int = 1_000_000) -> Reading:
    """The whole file as one part; its order of dates is given where it is too short to show one."""
    sheet = read_table(source)
    profile = recognise(sheet.header)
    assert profile is not None
    wanted = plan(sheet, profile, zone, "day-first")
    parts = [*read_parts(sheet, wanted, size)]
    return parts[0].tickets, parts[0].errors, tuple(warnings(sheet, wanted, [part.oddities for part in parts]))


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        tell = pytest.fail if os.environ.get("ICTBOT_TESTS_REQUIRE_ALL") else pytest.skip
        tell(f"{path} is missing")
    return path


def months(times: Seconds, *wanted: int) -> list[int]:
    counted = Counter(month_of_many(times[times != MISSING], "Europe/London").tolist())
    return [counted[month] for month in wanted]


def at(utc: str) -> int:
    return int(datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp())


@pytest.fixture(scope="module")
def small() -> Reading:
    return read(DATA / "servicenow_small.csv")


@pytest.fixture(scope="module")
def incidents() -> Reading:
    return read(shared("servicenow_incidents.csv.gz"))


@pytest.fixture(scope="module")
def events() -> Reading:
    return read(shared("servicenow_incident_events.csv.gz"))


def test_a_good_row_gives_one_entry_in_each_column(small: Reading) -> None:
    tickets = small[0]
    row = tickets.reference.index("INC002")
    assert (tickets.line[row], tickets.kind[row], tickets.priority[row]) == (3, "incident", "P1")
    assert (tickets.summary[row], tickets.group[row]) == ("Two\nlines", "Network")
    assert (tickets.service[row], tickets.partners[row], tickets.cause[row]) == ("", (), "")
    assert tickets.opened[row] == at("2016-03-01 09:00:30")
    assert (tickets.resolved[row], tickets.closed[row]) == (at("2016-03-01 12:00"), MISSING)
    assert (tickets.reassignments[row], tickets.reopenings[row], tickets.made_sla[row]) == (2, 1, True)


def test_tickets_stand_in_the_order_of_their_lines_and_columns_are_equally_long(small: Reading) -> None:
    tickets = small[0]
    assert tickets.line == [3, 5, 6, 7, 8, 9]
    assert {len(getattr(tickets, column.name)) for column in fields(tickets)} == {len(tickets)}


def test_the_last_row_of_a_reference_counts(small: Reading) -> None:
    tickets, _, warnings = small
    row = tickets.reference.index("INC001")
    assert (tickets.line[row], tickets.made_sla[row]) == (5, True)
    assert tickets.resolved[row] == at("2016-03-01 11:00")
    assert "Rows with a later row of the same reference: 1. The last of each counts." in warnings


def test_a_summary_is_made_from_what_is_there(small: Reading) -> None:
    tickets = small[0]
    made = dict(zip(tickets.reference, tickets.summary, strict=True))
    assert made["INC001"] == "Category 55 / Subcategory 170, symptom 72"
    assert made["INC005"] == "Category 1"
    assert made["INC006"] == "Ticket INC006"


@pytest.mark.parametrize(
    ("cells", "summary"),
    [
        ("Printing,?,Paper jam", "Printing, paper jam"),
        ("Network,VPN,DNS fails", "Network / VPN, DNS fails"),
        ("?,?,Symptom 72", "Symptom 72"),
    ],
)
def test_a_symptom_loses_its_capital_only_inside_a_sentence(cells: str, summary: str) -> None:
    header = "number,priority,opened_at,resolved_at,category,subcategory,u_symptom"
    tickets, _, _ = read(f"{header}\nINC1,4 - Low,1/3/2016 09:00,,{cells}\n".encode())
    assert tickets.summary == [summary]


def test_a_skipped_time_moves_forward_and_a_doubled_one_is_the_first(small: Reading) -> None:
    tickets, _, warnings = small
    skipped, doubled = tickets.reference.index("INC003"), tickets.reference.index("INC004")
    assert tickets.opened[skipped] == at("2016-03-27 01:30")
    assert (tickets.opened[doubled], tickets.resolved[doubled]) == (
        at("2016-10-30 00:30"),
        at("2016-10-30 00:45"),
    )
    assert "Times that a clock change skipped, moved forward: 1, on lines 6." in warnings
    assert "Times that a clock change doubled, taken as the first of the two: 2, on lines 7." in warnings


def test_a_zone_that_is_given_takes_the_place_of_the_profiles() -> None:
    tickets, _, warnings = read(DATA / "servicenow_small.csv", zone="UTC")
    assert tickets.opened[tickets.reference.index("INC004")] == at("2016-10-30 01:30")
    assert not any("clock change" in warning for warning in warnings)


def test_tickets_closed_with_no_resolved_time_are_kept_and_counted(small: Reading) -> None:
    tickets, _, warnings = small
    row = tickets.reference.index("INC005")
    assert (tickets.resolved[row], tickets.closed[row]) == (MISSING, at("2016-07-05 08:00"))
    assert "Tickets closed with no resolved time: 1. They are kept without one." in warnings


def test_a_short_row_is_filled_up_with_what_is_missing(small: Reading) -> None:
    tickets = small[0]
    row = tickets.reference.index("INC006")
    assert (tickets.group[row], tickets.made_sla[row], tickets.reopenings[row]) == ("", None, MISSING)


def test_each_rejected_row_says_where_what_and_what_would_mend_it(small: Reading) -> None:
    said = [(error.line, error.column, error.value) for error in small[1]]
    assert said == [
        (10, "number", "?"),
        (11, "opened_at", "31/2/2016 09:00"),
        (12, "opened_at", "1/3/1916 09:00"),
        (13, "opened_at", ""),
        (14, "priority", "5 - Planning"),
        (15, "resolved_at", "1/3/2016 08:59"),
        (16, "closed_at", "1/3/2016 09:30"),
        (17, "closed_at", "1/3/2016 08:00"),
        (18, "made_sla", "maybe"),
        (19, "reopen_count", "-1"),
        (20, "", "?"),
    ]
    mends = [error.mend for error in small[1]]
    assert mends[0] == "give it a reference"
    assert mends[1] == "write it as 29/2/2016 14:05 or 2016-02-29 14:05, with a year from 2005 to 2045"
    assert mends[3] == "give the time at which it was opened"
    assert mends[4].startswith("write one of 1 - Critical, 2 - High, 3 - Moderate, 4 - Low, or map it with")
    assert mends[5] == "it lies before opened_at, 1/3/2016 09:00: correct one of the two"
    assert mends[6].startswith("it lies before resolved_at")
    assert mends[7].startswith("it lies before opened_at")
    assert mends[8:10] == ["write one of true, false", "write a whole number"]
    assert "quotation marks" in mends[10]


def test_one_row_gives_one_error_however_much_is_wrong_with_it() -> None:
    header = b"number,priority,opened_at,resolved_at\n"
    _, errors, _ = read(header + b"INC1,urgent,soon,later\n")
    assert [(error.line, error.column) for error in errors] == [(2, "opened_at")]


def test_columns_that_the_export_lacks_are_warned_about() -> None:
    tickets, _, warnings = read(b"number,priority,opened_at,resolved_at\nINC1,4 - Low,1/3/2016 09:00,\n")
    assert (tickets.reopenings.tolist(), tickets.made_sla) == ([MISSING], [None])
    assert [warning.split(":")[0] for warning in warnings] == [
        "The file has no column made_sla",
        "The file has no column reassignment_count",
        "The file has no column reopen_count",
    ]


def test_first_contact_is_known_where_the_export_says_how_often_a_ticket_was_handed_on() -> None:
    """Handed on, reopened; then what is not said, and a ticket that is open."""
    header = b"number,priority,opened_at,reassignment_count,reopen_count,resolved_at\n"
    cells = ("0,0,2/3/2016 09:00", "1,0,2/3/2016 09:00", "0,1,2/3/2016 09:00", "0,,2/3/2016 09:00")
    silent = (",0,2/3/2016 09:00", ",1,2/3/2016 09:00", "0,0,")
    rows = (f"INC{at},4 - Low,1/3/2016 09:00,{each}\n" for at, each in enumerate((*cells, *silent)))
    tickets, _, _ = read(header + "".join(rows).encode())
    assert tickets.first_contacts() == [True, False, False, True, None, False, None]


def test_a_table_without_rows_gives_no_tickets() -> None:
    tickets, errors, warnings = read(",".join(SERVICENOW.columns.values()).encode())
    assert (len(tickets), errors, warnings) == (0, (), ())
    assert tickets.opened.dtype == np.int64


def test_our_own_columns_are_read_with_kinds_partners_and_causes() -> None:
    tickets, errors, warnings = read(DATA / "ictbot_small.csv")
    assert tickets.reference == ["A-1", "A-2", "A-3"]
    assert tickets.kind == ["incident", "request", "incident"]
    assert tickets.priority == ["P1", "minor", "P2"]
    assert tickets.partners == [("BDC", "DDDC", "NEDDC"), ("DDDC",), ("BDC", "RHL")]
    assert (tickets.service, tickets.cause[0]) == (["Internet", "", "Email"], "Fault at the supplier")
    assert tickets.opened.tolist() == [
        at("2020-08-12 09:20"),
        at("2020-08-12 09:20:30"),
        at("2020-08-13 08:00"),
    ]
    assert [(error.line, error.column) for error in errors] == [(5, "kind"), (6, "kind"), (7, "opened")]
    assert errors[0].mend == "write one of incident, request"
    assert warnings == ("The file has no column reassignments: first contact is not known.",)


def test_a_header_is_recognised_in_any_order_and_case() -> None:
    assert recognise(("Resolved_At", "extra", "PRIORITY", "opened_at", "Number")) is SERVICENOW
    assert recognise(tuple(ICTBOT.columns.values())[::-1]) is ICTBOT


def test_an_unknown_header_is_nobodys() -> None:
    assert recognise(("Issue", "Summary")) is None


def test_a_sheet_of_another_profile_is_refused_with_the_columns_it_lacks() -> None:
    with pytest.raises(DeskError, match="lacks number: export it again"):
        plan(read_table(DATA / "ictbot_small.csv"), SERVICENOW, "UTC")


def test_the_real_list_export_has_the_figures_known_of_it(incidents: Reading) -> None:
    tickets, errors, _ = incidents
    assert (len(tickets), errors) == (24_918, ())
    assert months(tickets.opened, 201603, 201604, 201605) == [8995, 7934, 7508]
    assert months(tickets.resolved, 201603, 201604, 201605) == [6878, 7794, 7150]
    assert Counter(tickets.priority) == {"P1": 270, "P2": 408, "P3": 23_466, "P4": 774}
    assert Counter(tickets.made_sla) == {True: 15_803, False: 9115}
    assert np.sum((tickets.closed != MISSING) & (tickets.resolved == MISSING)) == 1556
    assert np.sum(tickets.reopenings > 0) == 275


def test_the_real_list_export_meets_its_targets_by_priority_as_known(incidents: Reading) -> None:
    tickets = incidents[0]
    met = Counter(zip(tickets.priority, tickets.made_sla, strict=True))
    assert {priority: met[priority, True] for priority in ("P1", "P2", "P3", "P4")} == {
        "P1": 5,
        "P2": 2,
        "P3": 15_145,
        "P4": 651,
    }


def test_the_real_list_export_warns_of_the_night_of_the_clock_change(incidents: Reading) -> None:
    assert incidents[2] == (
        "Tickets closed with no resolved time: 1,556. They are kept without one.",
        "Times that a clock change skipped, moved forward: 6, on lines 971, 2434, 3472, 6345, 6347, 7542.",
    )


def test_the_last_rows_of_the_real_event_log_are_the_list_export(incidents: Reading, events: Reading) -> None:
    listed, last = incidents[0], events[0]
    for name in (column.name for column in fields(TicketColumns) if column.name != "line"):
        assert list(getattr(last, name)) == list(getattr(listed, name)), name
    assert events[2][0] == "Rows with a later row of the same reference: 116,794. The last of each counts."


def test_the_demo_sample_is_part_of_the_real_list_export(incidents: Reading) -> None:
    sample, errors, _ = read(DEMO / "servicenow_sample.csv.gz")
    place = {reference: row for row, reference in enumerate(incidents[0].reference)}
    rows = [place[reference] for reference in sample.reference]
    for name in (column.name for column in fields(TicketColumns) if column.name != "line"):
        real = getattr(incidents[0], name)
        assert list(getattr(sample, name)) == [real[row] for row in rows], name
    assert errors == ()


def test_the_demo_sample_spreads_over_three_months_and_holds_the_odd_cases() -> None:
    sample, _, warnings = read(DEMO / "servicenow_sample.csv.gz")
    assert months(sample.opened, 201603, 201604, 201605) == [230, 190, 181]
    assert set(sample.priority) == {"P1", "P2", "P3", "P4"}
    assert (int(sample.reopenings.max()), "6, on lines" in warnings[1]) == (8, True)
    assert "Tickets closed with no resolved time: 27" in warnings[0]


def test_the_demo_outages_count_as_the_published_report_says() -> None:
    outages, errors, warnings = read(DEMO / "outages-2020-21.csv")
    assert (len(outages), errors, warnings) == (47, (), ())
    first_half = (202004, 202005, 202006, 202007, 202008, 202009)
    of = {name: np.array(outages.priority) == name for name in ("P1", "P2")}
    assert months(outages.opened[of["P2"]], *first_half) == [3, 5, 7, 18, 5, 8]
    assert months(outages.opened[of["P1"]], *first_half) == [0, 0, 0, 0, 1, 0]
    major = int(np.flatnonzero(of["P1"])[0])
    assert outages.partners[major] == ("BDC", "DDDC", "NEDDC", "RHL")
    assert (outages.service[major], outages.cause[major]) == ("Internet", "Internet Service Provider fault")


def test_no_two_demo_outages_of_a_service_begin_within_a_quarter_of_an_hour() -> None:
    outages, _, _ = read(DEMO / "outages-2020-21.csv")
    begun = list(zip(outages.service, outages.opened.tolist(), strict=True))
    near = [
        (one, other)
        for one, other in product(begun, begun)
        if one is not other and one[0] == other[0] and abs(one[1] - other[1]) <= 900
    ]
    assert near == []
    assert np.all(outages.resolved > outages.opened)
