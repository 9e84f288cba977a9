"""What a log of status changes says of waiting, by hand and by the slow way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.calendar import Calendar, Hours
from core.imports.events import Waits
from core.imports.plan import Plan, plan
from core.imports.profiles import SERVICENOW
from core.imports.tables import read_table
from core.imports.tickets import Part, read_parts
from core.imports.times import MISSING
from core.outcomes import Clocked, clock_tickets
from core.sla import SEED_TARGETS
from core.terms import Terms
from tests.waiting import events_of, minutes_worked

SAMPLE = Path(__file__).parents[3] / "data" / "servicenow_events_small.csv"
HEADER = "number,incident_state,sys_updated_at,priority,opened_at,resolved_at,closed_at"
STANDARD = Calendar(
    "standard", (Hours(datetime(2005, 1, 1, tzinfo=UTC).date(), (((510, 1020),),) * 5 + ((),) * 2, 510),)
)
USER, SUPPLIER = "waiting for the user", "waiting for the supplier"


def row(number: str, state: str, time: str, resolved: str = "", closed: str = "") -> str:
    """On Tuesday 1 March 2016, opened at 09:00."""
    times = [time and f"2016-03-01 {time}" for time in (time, "09:00", resolved, closed)]
    return f"{number},{state},{times[0]},3 - Moderate,{','.join(times[1:])}"


def planned(*rows: str) -> tuple[Plan, list[Part]]:
    sheet = read_table("\n".join([HEADER, *rows]).encode())
    wanted = plan(sheet, SERVICENOW, "Europe/London", "day-first")
    return wanted, [*read_parts(sheet, wanted, 2)]


def said(waits: Waits | None) -> list[tuple[int, str, str, str]]:
    """(place of the ticket, from, to, why), where "" means that it goes on."""
    assert waits is not None
    clock = [
        ["" if time == MISSING else f"{datetime.fromtimestamp(time, UTC):%H:%M}" for time in times.tolist()]
        for times in (waits.start, waits.end)
    ]
    reasons = [waits.reasons[reason] for reason in waits.reason.tolist()]
    return [*zip(waits.owner.tolist(), *clock, reasons, strict=True)]


def test_a_status_holds_until_the_next_row_with_another_one() -> None:
    rows = (
        row("A", "New", "09:00"),
        row("A", "Awaiting User Info", "09:10", "12:00"),
        row("A", "Awaiting User Info", "09:20", "12:00"),
        row("A", "Awaiting Vendor", "09:30", "12:00"),
        row("A", "Awaiting Problem", "10:00", "12:00"),
        row("A", "Resolved", "12:00", "12:00"),
    )
    ((part,),) = [planned(*rows)[1]]
    assert said(part.waits) == [(0, "09:10", "09:30", USER), (0, "09:30", "10:00", SUPPLIER)]


def test_rows_out_of_order_are_ordered_by_time_and_the_latest_one_counts() -> None:
    rows = [
        row("A", "Awaiting User Info", "09:10"),
        row("A", "Resolved", "11:00", "11:00"),
        row("A", "Active", "10:00"),
    ]
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        _, (part,) = planned(*(rows[at] for at in order))
        assert said(part.waits) == [(0, "09:10", "10:00", USER)]
        assert part.tickets.resolved.tolist() == [int(datetime(2016, 3, 1, 11, tzinfo=UTC).timestamp())]


def test_of_rows_of_one_minute_the_later_in_the_file_comes_later() -> None:
    _, (part,) = planned(row("A", "Awaiting Vendor", "09:10"), row("A", "Active", "09:10"))
    assert said(part.waits) == []
    _, (part,) = planned(row("A", "Active", "09:10"), row("A", "Awaiting Vendor", "09:10"))
    assert said(part.waits) == [(0, "09:10", "", SUPPLIER)]


def test_what_lies_outside_the_life_of_the_ticket_is_no_wait() -> None:
    rows = (
        row("A", "Awaiting Vendor", "08:00", "10:00"),
        row("A", "Awaiting User Info", "09:30", "10:00"),
        row("A", "Awaiting Vendor", "10:30", "10:00"),
        row("B", "New", "09:00"),
        row("B", "Awaiting Vendor", "09:30", "", "11:00"),
    )
    assert said(planned(*rows)[1][0].waits) == [
        (0, "09:00", "09:30", SUPPLIER),
        (0, "09:30", "10:00", USER),
        (1, "09:30", "11:00", SUPPLIER),
    ]


def test_between_a_resolution_and_a_reopening_nobody_was_asked_to_work() -> None:
    rows = (
        row("A", "Active", "09:00"),
        row("A", "Resolved", "10:00", "13:00"),
        row("A", "Closed", "11:00", "13:00"),
        row("A", "Active", "12:00", "13:00"),
        row("A", "Resolved", "12:30", "13:00"),
        row("A", "Closed", "13:30", "13:00", "13:30"),
    )
    assert said(planned(*rows)[1][0].waits) == [(0, "10:00", "12:00", "resolved")]


def test_a_list_says_nothing_of_waiting_although_it_has_a_status() -> None:
    wanted, (part,) = planned(row("A", "Awaiting Vendor", "09:10"), row("B", "Active", "09:10"))
    assert (wanted.waits, part.waits) == (None, None)


def test_each_part_has_the_waits_of_its_own_tickets_though_rows_with_faults_stand_between() -> None:
    rows = [row("A", "New", "09:00")]
    rows += [row(name, "Awaiting Vendor", f"09:1{number}") for number, name in enumerate("ABCD")]
    rows[2] = rows[2].replace("3 - Moderate", "?")
    _, parts = planned(*rows)
    assert [said(part.waits) for part in parts] == [
        [(0, "09:10", "", SUPPLIER)],
        [(0, "09:12", "", SUPPLIER), (1, "09:13", "", SUPPLIER)],
    ]
    assert [part.tickets.reference for part in parts] == [["A"], ["C", "D"]]


def test_a_row_whose_time_cannot_be_read_is_an_error_and_one_without_says_nothing() -> None:
    rows = (row("A", "New", "09:00"), row("A", "Awaiting Vendor", "soon"), row("A", "Awaiting User Info", ""))
    wanted, (part,) = planned(*rows)
    (error,) = part.errors
    assert (error.line, error.column, error.value) == (3, "sys_updated_at", "2016-03-01 soon")
    assert error.mend.startswith("write it as 29/2/2016 14:05 or 2016-02-29 14:05")
    assert (said(part.waits), part.tickets.reference, wanted.superseded) == ([], ["A"], 2)
    wanted, (part,) = planned(*rows, row("B", "Active", "late"))
    assert ([error.line for error in part.errors], part.tickets.reference) == ([3, 5], ["A"])


@pytest.fixture(scope="module")
def sample() -> tuple[Part, Clocked]:
    sheet = read_table(SAMPLE)
    (part,) = read_parts(sheet, plan(sheet, SERVICENOW, "Europe/London"))
    clocked = clock_tickets(part.tickets, Terms({"standard": STANDARD}, {}, SEED_TARGETS, "Europe/London"), part.waits)
    return part, clocked


def test_the_clock_leaves_out_what_a_look_at_every_minute_leaves_out(sample: tuple[Part, Clocked]) -> None:
    part, clocked = sample
    there = events_of(SAMPLE)
    resolved = [place for place, time in enumerate(part.tickets.resolved.tolist()) if time != MISSING]
    assert len(resolved) == 10
    for place in resolved:
        rows = there[part.tickets.reference[place]]
        assert clocked.worked_minutes[place] == minutes_worked(rows, STANDARD), rows[0]["number"]


def test_the_order_of_the_rows_in_the_file_makes_no_difference() -> None:
    """But for rows of one minute, of which only the file says which came first."""
    header, *rows = SAMPLE.read_text(encoding="utf-8").splitlines()
    seen: dict[str, str] = {}
    for text in rows:
        seen[",".join((text.split(",")[0], text.split(",")[6]))] = text
    kept = [*seen.values()]

    def read(lines: list[str]) -> dict[str, list[tuple[str, str, str]]]:
        sheet = read_table("\n".join([header, *lines]).encode())
        (part,) = read_parts(sheet, plan(sheet, SERVICENOW, "Europe/London"))
        found: dict[str, list[tuple[str, str, str]]] = {}
        for place, start, end, why in said(part.waits):
            found.setdefault(part.tickets.reference[place], []).append((start, end, why))
        return found

    as_it_stands = read(kept)
    assert sum(map(len, as_it_stands.values())) > 8
    assert read(kept[::-1]) == read(kept[1::2] + kept[::2]) == as_it_stands
