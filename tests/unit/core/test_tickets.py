"""Levels, references and partners as people type them, and what a ticket's clock and outcome follow from."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Calendar, Hours
from core.errors import DeskError
from core.sla import SEED_TARGETS
from core.tickets import (
    INCIDENT,
    REQUEST,
    Facts,
    clock_columns,
    is_outage,
    next_watch,
    outcome_columns,
    pack_partners,
    read_level,
    read_reference,
    reference,
    unpack_partners,
)

STANDARD = Calendar("standard", (Hours(date(2005, 1, 1), (((510, 1020),),) * 5 + ((),) * 2, 510),))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


THURSDAY = utc("2020-05-07 14:00")  # 15:00 in Derbyshire, before the bank holiday of Friday 8 May


@pytest.mark.parametrize(
    ("kind", "typed", "level"),
    [
        (INCIDENT, "p2", "P2"),
        (INCIDENT, " P2 ", "P2"),
        (INCIDENT, "2", "P2"),
        (INCIDENT, "priority2", "P2"),
        (INCIDENT, "Priority 3", "P3"),
        (INCIDENT, "priority-4", "P4"),
        (INCIDENT, "p5", None),
        (INCIDENT, "²", None),
        (INCIDENT, "minor", None),
        (INCIDENT, "", None),
        (REQUEST, "Bespoke", "bespoke"),
        (REQUEST, "2", None),
        (REQUEST, "p2", None),
    ],
)
def test_a_level_is_read_as_it_is_typed(kind: str, typed: str, level: str | None) -> None:
    assert read_level(kind, typed) == level


@pytest.mark.parametrize(
    ("kind", "level", "letters"),
    [(INCIDENT, "P1", "OUT"), (INCIDENT, "P2", "OUT"), (INCIDENT, "P3", "INC"), (REQUEST, "major", "REQ")],
)
def test_the_letters_of_a_reference_say_what_it_is_and_the_number_which(kind: str, level: str, letters: str) -> None:
    assert is_outage(kind, level) == (letters == "OUT")
    assert reference(kind, level, 12) == f"{letters}-12"
    assert read_reference(reference(kind, level, 12)) == 12


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("out-12", 12),
        (" INC-12 ", 12),
        ("#12", 12),
        ("12", 12),
        ("OUT-#7", 7),
        ("CHG-12", None),
        ("OUT12", None),
        ("OUT-", None),
        ("12 phones", None),
        ("1234567890", None),
    ],
)
def test_a_reference_is_read_with_or_without_its_letters(typed: str, number: int | None) -> None:
    assert read_reference(typed) == number


def test_partners_are_packed_sorted_and_once_each_so_that_one_is_found_between_commas() -> None:
    assert pack_partners(["DDDC", "BDC", "DDDC"]) == ",BDC,DDDC,"
    assert pack_partners([]) == ""


@given(st.sets(st.from_regex(r"[A-Za-z0-9_-]+", fullmatch=True)))
def test_packed_partners_come_out_as_they_went_in(partners: set[str]) -> None:
    assert unpack_partners(pack_partners(partners)) == tuple(sorted(partners))


def test_the_clock_takes_the_target_leaves_out_the_holds_and_warns_before_the_deadline() -> None:
    hold = (utc("2020-05-11 08:00"), utc("2020-05-11 10:00"))
    facts = Facts(INCIDENT, "P3", ["DDDC"], THURSDAY, [hold])
    assert clock_columns(facts, STANDARD, SEED_TARGETS) == {
        "allowed_minutes": 510,
        "due_at": utc("2020-05-11 16:00"),
        "warn_at": utc("2020-05-11 13:52:30"),
    }


def test_a_ticket_on_hold_has_an_allowance_but_no_deadline() -> None:
    facts = Facts(INCIDENT, "P2", [], THURSDAY, held_since=utc("2020-05-07 14:30"))
    assert clock_columns(facts, STANDARD, SEED_TARGETS) == {"allowed_minutes": 240, "due_at": None, "warn_at": None}


def test_the_target_is_that_of_the_local_day_of_opening() -> None:
    midnight_in_summer = utc("2020-06-30 23:00")
    later = [target for target in SEED_TARGETS if target.level == "P2"]
    stricter = type(later[0])(INCIDENT, "P2", 1, "hours", date(2020, 7, 1))
    before = Facts(INCIDENT, "P2", [], midnight_in_summer.replace(hour=22, minute=59))
    assert clock_columns(before, STANDARD, [*later, stricter])["allowed_minutes"] == 240
    assert (
        clock_columns(Facts(INCIDENT, "P2", [], midnight_in_summer), STANDARD, [*later, stricter])["allowed_minutes"]
        == 60
    )


def test_a_bespoke_request_is_due_when_its_agreed_day_closes() -> None:
    facts = Facts(REQUEST, "bespoke", [], THURSDAY, agreed_on=date(2020, 5, 12))
    assert clock_columns(facts, STANDARD, SEED_TARGETS)["due_at"] == utc("2020-05-12 16:00")


@pytest.mark.parametrize(("resolved", "met"), [("2020-05-11 14:00", True), ("2020-05-11 14:00:01", False)])
def test_a_target_is_met_up_to_its_last_minute(resolved: str, *, met: bool) -> None:
    facts = Facts(INCIDENT, "P3", [], THURSDAY)
    outcome = outcome_columns(facts, STANDARD, 510, utc(resolved), first_contact=False)
    assert (outcome["met_target"], outcome["worked_minutes"]) == (met, 510 if met else 511)


@pytest.mark.parametrize(("resolved", "month"), [("2020-06-30 22:59", 202006), ("2020-06-30 23:00", 202007)])
def test_a_ticket_counts_in_the_local_month_of_its_resolution(resolved: str, month: int) -> None:
    facts = Facts(INCIDENT, "P3", [], THURSDAY)
    outcome = outcome_columns(facts, STANDARD, 510, utc(resolved), first_contact=True)
    assert (outcome["reported_month"], outcome["first_contact"]) == (month, True)


def test_a_resolution_before_the_opening_is_refused() -> None:
    with pytest.raises(DeskError, match="before it was opened") as refused:
        outcome_columns(
            Facts(INCIDENT, "P3", [], THURSDAY), STANDARD, 510, utc("2020-05-07 13:59"), first_contact=False
        )
    assert refused.value.field == "at"


def test_the_watch_looks_at_the_warning_then_at_the_deadline_and_never_while_on_hold() -> None:
    warn_at, due_at = utc("2020-05-07 16:00"), utc("2020-05-07 17:00")
    assert next_watch(due_at=due_at, warn_at=warn_at, is_warned=False) == warn_at
    assert next_watch(due_at=due_at, warn_at=warn_at, is_warned=True) == due_at
    assert next_watch(due_at=None, warn_at=None, is_warned=False) is None
