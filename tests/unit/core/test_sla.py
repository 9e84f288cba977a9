"""Targets, time on hold, deadlines and the explanation of both, on the standard hours of domain.md."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.calendar import Calendar, Hours
from core.errors import DeskError
from core.sla import (
    SEED_TARGETS,
    Deadline,
    Line,
    Span,
    Target,
    allowed_minutes,
    deadline,
    due,
    explain,
    hours_and_minutes,
    target_for,
    used_minutes,
    used_seconds,
    when_used,
)

LONG_AGO = date(2005, 1, 1)
STANDARD = Calendar("standard", (Hours(LONG_AGO, (((510, 1020),),) * 5 + ((),) * 2, 510),))
NIGHTS = Calendar("nights", (Hours(LONG_AGO, (((0, 360), (1320, 1440)),) * 7, 480),))
P2 = Target("incident", "P2", 4, "hours", LONG_AGO)
P3 = Target("incident", "P3", 1, "days", LONG_AGO)
BESPOKE = Target("request", "bespoke", 0, "agreed", LONG_AGO)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def hold(start: str, end: str) -> Span:
    return london(start), london(end)


THURSDAY = london("2020-05-07 15:00")  # before the bank holiday of Friday 8 May
MONDAY_HOLD = hold("2020-05-11 09:00", "2020-05-11 11:00")


@pytest.mark.parametrize(
    ("kind", "level", "amount", "unit"),
    [
        ("incident", "P1", 4, "hours"),
        ("incident", "P2", 4, "hours"),
        ("incident", "P3", 1, "days"),
        ("incident", "P4", 3, "days"),
        ("request", "minor", 3, "days"),
        ("request", "standard", 5, "days"),
        ("request", "major", 10, "days"),
        ("request", "bespoke", 0, "agreed"),
    ],
)
def test_the_targets_of_the_seed_hold_where_nothing_else_is_set(kind: str, level: str, amount: int, unit: str) -> None:
    target = target_for(SEED_TARGETS, kind, level, ["BDC"], date(2023, 4, 1))
    assert (target.amount, target.unit) == (amount, unit)


def test_the_latest_target_that_has_begun_holds() -> None:
    stricter = Target("incident", "P2", 3, "hours", date(2021, 4, 1))
    assert target_for([stricter, P2], "incident", "P2", [], date(2021, 3, 31)) == P2
    assert target_for([stricter, P2], "incident", "P2", [], date(2021, 4, 1)) == stricter


def test_a_partners_own_target_goes_before_the_general_one() -> None:
    own = Target("incident", "P2", 8, "hours", LONG_AGO, "RHL")
    assert target_for([own, P2], "incident", "P2", ["RHL"], date(2021, 4, 1)) == own
    assert target_for([own, P2], "incident", "P2", ["BDC"], date(2021, 4, 1)) == P2
    assert target_for([own, P2], "incident", "P2", [], date(2021, 4, 1)) == P2


def test_a_partners_own_target_stays_when_the_general_one_changes() -> None:
    own = Target("incident", "P2", 8, "hours", LONG_AGO, "RHL")
    newer = Target("incident", "P2", 3, "hours", date(2021, 4, 1))
    assert target_for([own, P2, newer], "incident", "P2", ["RHL"], date(2021, 4, 1)) == own


@pytest.mark.parametrize(
    ("own", "shortest"),
    [
        pytest.param(Target("incident", "P3", 8, "hours", LONG_AGO, "RHL"), "own", id="8 h is less than a day"),
        pytest.param(Target("incident", "P3", 9, "hours", LONG_AGO, "RHL"), "general", id="9 h is more"),
        pytest.param(Target("incident", "P3", 0, "agreed", LONG_AGO, "RHL"), "general", id="agreed comes last"),
    ],
)
def test_several_partners_take_the_shortest_target(own: Target, shortest: str) -> None:
    found = target_for([own, P3], "incident", "P3", ["RHL", "BDC"], date(2021, 4, 1))
    assert found == {"own": own, "general": P3}[shortest]


def test_no_target_is_said_with_the_day() -> None:
    begins_later = Target("incident", "P2", 3, "hours", date(2021, 4, 1))
    with pytest.raises(DeskError, match="No target for a P2 incident holds on 31 March 2021") as refused:
        target_for([begins_later, P3], "incident", "P2", ["BDC"], date(2021, 3, 31))
    assert refused.value.field == "level"


def test_a_day_is_the_working_day_of_its_opening() -> None:
    longer = Hours(date(2020, 5, 8), (((480, 1080),),) * 7, 600)
    changing = Calendar("changing", (*STANDARD.hours, longer))
    three_days = Target("incident", "P4", 3, "days", LONG_AGO)
    assert allowed_minutes(three_days, changing, london("2020-05-07 23:59"), None) == 3 * 510
    assert allowed_minutes(three_days, changing, london("2020-05-08 00:00"), None) == 3 * 600


def test_hours_are_hours_on_every_calendar() -> None:
    assert allowed_minutes(P2, STANDARD, THURSDAY, None) == 240


def test_an_agreed_date_lasts_until_its_closing_time() -> None:
    allowed = allowed_minutes(BESPOKE, STANDARD, THURSDAY, date(2020, 5, 11))
    assert allowed == 120 + 510
    assert due(STANDARD, THURSDAY, allowed) == london("2020-05-11 17:00")


def test_an_agreed_date_is_never_due_on_the_day_after() -> None:
    opened = london("2020-05-07 15:00:30")
    allowed = allowed_minutes(BESPOKE, STANDARD, opened, date(2020, 5, 7))
    assert due(STANDARD, opened, allowed) == london("2020-05-07 16:59:30")


@pytest.mark.parametrize("agreed_on", [None, date(2020, 5, 6), date(2004, 5, 6)])
def test_an_agreed_date_is_needed_and_lies_ahead(agreed_on: date | None) -> None:
    with pytest.raises(DeskError, match=r"date") as refused:
        allowed_minutes(BESPOKE, STANDARD, THURSDAY, agreed_on)
    assert refused.value.field == "agreed"


def test_the_agreed_day_needs_working_time_left() -> None:
    with pytest.raises(DeskError, match="8 May 2020 leaves no working time after the opening; agree a later"):
        allowed_minutes(BESPOKE, STANDARD, london("2020-05-07 17:00"), date(2020, 5, 8))


def test_time_on_hold_is_not_used() -> None:
    resolved = london("2020-05-12 10:30")
    assert used_minutes(STANDARD, THURSDAY, resolved) == 750
    assert used_minutes(STANDARD, THURSDAY, resolved, [MONDAY_HOLD]) == 630
    assert due(STANDARD, THURSDAY, 510) == london("2020-05-11 15:00")
    assert due(STANDARD, THURSDAY, 510, [MONDAY_HOLD]) == london("2020-05-11 17:00")


@pytest.mark.parametrize(
    ("holds", "minutes"),
    [
        pytest.param([], 120, id="none"),
        pytest.param([hold("2020-05-07 15:30", "2020-05-07 16:00")], 90, id="one"),
        pytest.param([hold("2020-05-07 12:00", "2020-05-07 16:00")], 60, id="begun before the opening"),
        pytest.param([hold("2020-05-07 12:00", "2020-05-07 14:00")], 120, id="over before the opening"),
        pytest.param([hold("2020-05-07 16:00", "2020-05-12 12:00")], 60, id="lasting longer"),
        pytest.param([hold("2020-05-12 09:00", "2020-05-12 12:00")], 120, id="begun afterwards"),
        pytest.param([hold("2020-05-07 17:00", "2020-05-11 08:30")], 120, id="while closed"),
        pytest.param([hold("2020-05-07 16:00", "2020-05-07 15:30")], 120, id="backwards"),
        pytest.param(
            [hold("2020-05-07 16:00", "2020-05-07 16:30"), hold("2020-05-07 15:30", "2020-05-07 16:15")],
            60,
            id="overlapping, in any order",
        ),
        pytest.param(
            [hold("2020-05-07 15:15", "2020-05-07 16:30"), hold("2020-05-07 15:30", "2020-05-07 16:00")],
            45,
            id="one within another",
        ),
    ],
)
def test_used_until_closing_time_with_holds(holds: list[Span], minutes: int) -> None:
    assert used_minutes(STANDARD, THURSDAY, london("2020-05-07 17:00"), holds) == minutes


def test_a_hold_over_the_night_that_springs_forward_is_an_hour_shorter() -> None:
    opened, resolved = london("2020-03-28 22:00"), london("2020-03-29 06:00")
    assert used_minutes(NIGHTS, opened, resolved, [hold("2020-03-29 00:30", "2020-03-29 02:30")]) == 6 * 60


def test_nothing_is_used_before_the_opening() -> None:
    assert used_seconds(STANDARD, THURSDAY, london("2020-05-07 14:00"), [MONDAY_HOLD]) == 0


def test_used_minutes_are_within_target_exactly_until_it_is_due() -> None:
    due_at = due(STANDARD, THURSDAY, 100)
    assert used_minutes(STANDARD, THURSDAY, due_at) == 100
    assert used_minutes(STANDARD, THURSDAY, london("2020-05-07 16:40:01")) == 101


def test_a_hold_that_begins_when_it_is_due_changes_nothing() -> None:
    assert due(STANDARD, THURSDAY, 60, [hold("2020-05-07 16:00", "2020-05-07 16:30")]) == london("2020-05-07 16:00")


def test_due_exactly_at_closing_time_stays_there_whatever_is_held_overnight() -> None:
    overnight = hold("2020-05-07 18:00", "2020-05-11 10:00")
    assert due(STANDARD, THURSDAY, 120, [overnight]) == london("2020-05-07 17:00")


def test_nothing_allowed_is_due_at_the_opening() -> None:
    assert when_used(STANDARD, THURSDAY, 0, [MONDAY_HOLD]) == THURSDAY


def test_a_p2_warns_an_hour_before_it_is_due() -> None:
    found = deadline(STANDARD, london("2020-08-28 15:10"), 240, [], None)
    assert found == Deadline(240, due_at=london("2020-09-01 10:40"), warn_at=london("2020-09-01 09:40"))


@pytest.mark.parametrize(
    ("allowed", "warn_at"),
    [
        pytest.param(480, "14:30", id="75% is earlier than an hour left"),
        pytest.param(90, "09:00", id="an hour left is earlier than 75%"),
        pytest.param(61, "08:31", id="just over an hour"),
        pytest.param(60, "09:15", id="an hour in all has only 75%"),
    ],
)
def test_warning(allowed: int, warn_at: str) -> None:
    opened = london("2020-05-07 08:30")
    assert deadline(STANDARD, opened, allowed, [], None).warn_at == london(f"2020-05-07 {warn_at}")


def test_on_hold_there_is_no_deadline() -> None:
    assert deadline(STANDARD, THURSDAY, 240, [], THURSDAY) == Deadline(240, due_at=None, warn_at=None)


def test_a_change_of_priority_keeps_the_holds() -> None:
    as_p3 = deadline(STANDARD, THURSDAY, 510, [MONDAY_HOLD], None)
    as_p2 = deadline(STANDARD, THURSDAY, 240, [MONDAY_HOLD], None)
    assert as_p3.due_at == london("2020-05-11 17:00")
    assert as_p2.due_at == london("2020-05-11 12:30")


def printed(line: Line) -> str:
    start, end = STANDARD.local(line.start), STANDARD.local(line.end)
    words = f"{line.on:%a} {start:%H:%M}-{end:%H:%M} {line.kind} {hours_and_minutes(line.seconds // 60)}"
    return f"{words} {line.reason}".strip()


def test_an_explanation_says_what_each_day_gave() -> None:
    lines = explain(STANDARD, THURSDAY, london("2020-05-12 10:30"), [MONDAY_HOLD], ["supplier"])
    assert [printed(line) for line in lines] == [
        "Thu 15:00-17:00 worked 2 h 00",
        "Fri 00:00-00:00 closed 0 h 00 bank holiday",
        "Mon 08:30-09:00 worked 0 h 30",
        "Mon 09:00-11:00 held 2 h 00 supplier",
        "Mon 11:00-17:00 worked 6 h 00",
        "Tue 08:30-10:30 worked 2 h 00",
    ]


def test_an_explanation_gives_overlapping_holds_to_the_earlier_one() -> None:
    holds = [hold("2020-05-07 16:00", "2020-05-07 16:30"), hold("2020-05-07 14:00", "2020-05-07 16:15")]
    lines = explain(STANDARD, THURSDAY, london("2020-05-07 16:45"), holds, ["the user", "supplier"])
    assert [printed(line) for line in lines] == [
        "Thu 15:00-16:15 held 1 h 15 supplier",
        "Thu 16:15-16:30 held 0 h 15 the user",
        "Thu 16:30-16:45 worked 0 h 15",
    ]


@pytest.mark.parametrize(("minutes", "words"), [(390, "6 h 30"), (3, "0 h 03"), (39_000, "650 h 00"), (-90, "-1 h 30")])
def test_minutes_in_words(minutes: int, words: str) -> None:
    assert hours_and_minutes(minutes) == words
