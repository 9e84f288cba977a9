"""The descriptions of the registers make sense, and their checks refuse what contradicts itself."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.errors import DeskError
from core.records import GROUPS, REGISTERS
from core.records.fields import Duty, Register, is_reference
from core.records.readings import half_of_the_last_digit
from core.records.security import ICO_WITHIN
from core.roles import ALLOWED

FRIDAY = datetime(2020, 8, 28, 14, 10, tzinfo=UTC)
VERBS = {"add", "edit", "close", "show", "list", "csv", "xlsx", "totals"}
every_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)


def test_names_and_letters_are_each_given_once() -> None:
    every = [register for group in GROUPS for register in group.REGISTERS]
    assert len({register.name for register in every}) == len(every) == len(REGISTERS)
    letters = {register.letters for register in every}
    assert len(letters) == len(every)
    assert not letters & {"OUT", "INC", "REQ"}


@every_register
def test_a_register_speaks_of_its_own_fields_only(register: Register) -> None:
    keys = [field.key for field in register.fields]
    assert len(set(keys)) == len(keys)
    assert {register.words, register.dated, register.lead, register.closes, register.closing} - {""} <= set(keys)
    assert {register.needs, register.handles, register.sees} <= set(ALLOWED)
    assert {field.of for field in register.fields} - {""} <= set(REGISTERS)
    assert all(bool(field.choices) == (field.kind == "choice") for field in register.fields)
    assert not register.closes or register.field(register.closes).kind == "date"


@every_register
def test_no_choice_is_taken_for_a_verb(register: Register) -> None:
    assert not VERBS & {choice for field in register.fields for choice in field.choices}


def test_a_reference_is_read_whatever_its_case_and_only_with_its_own_letters() -> None:
    risk = REGISTERS["risk"]
    assert [risk.read_reference(typed) for typed in ("RSK-12", "rsk-12", " #12", "12")] == [12] * 4
    assert [risk.read_reference(typed) for typed in ("CHG-12", "RSK", "RSK-", "1.5", "")] == [None] * 5
    assert risk.reference(12) == "RSK-12"
    assert [is_reference(word) for word in ("RSK-1", "7", "PSN-x", "open")] == [True, True, False, False]


REFUSED: list[tuple[str, Mapping[str, Any], str]] = [
    ("change", {"outcome": "completed", "reimplemented_on": date(2020, 7, 9)}, "completed is not re-implemented"),
    ("change", {"completed_on": date(2020, 7, 9), "reimplemented_on": date(2020, 7, 3)}, "cannot be before date"),
    ("timesheet", {"hours": 10.0, "project_hours": 11.0}, "cannot be more than hours in all"),
    ("satisfaction", {"score": 6, "scale": 5}, "cannot be more than best score"),
    (
        "risk",
        {"raised_on": date(2020, 7, 9), "closed_on": date(2020, 7, 3)},
        "Closed on .3 July 2020. cannot be before raised on .9 July 2020.",
    ),
    ("maintenance", {"starts_at": FRIDAY, "ends_at": FRIDAY - timedelta(hours=1)}, "To cannot be before from."),
    ("saving", {"achieved_on": date(2020, 7, 9), "dropped_on": date(2020, 7, 9)}, "achieved or dropped, not both"),
    ("audit", {"raised_on": date(2020, 7, 9), "closed_on": date(2020, 7, 3)}, "cannot be before raised on"),
    ("figure", {"kpi": "sla", "numerator": 126.0, "denominator": 125.0}, "cannot be more than denominator"),
    ("reading", {"starts_on": date(2023, 4, 1), "ends_on": date(2022, 4, 1)}, "cannot be before from"),
    ("reading", {}, "What was read?"),
    ("reading", {"numerator": 66.0}, "go together"),
    ("reading", {"denominator": 95.0}, "go together"),
    ("reading", {"numerator": 0.0, "denominator": 0.0}, "A share of nothing"),
    ("reading", {"value": 84.3, "missed": 1}, "84.3% with 1 missed cannot be: 5 of 6 is 83.3% and 6 of 7 is 85.7%"),
    ("reading", {"value": 100.0, "missed": 1}, "With 1 missed it cannot be 100%"),
    ("reading", {"missed": 1, "numerator": 5.0, "denominator": 7.0}, "1 missed of 7 leaves 6, not 5"),
    ("figure", {"kpi": "sla", "numerator": 101}, "sla is a share: give d:"),
    ("figure", {"kpi": "sla", "numerator": 0, "denominator": 0}, "A share of nothing"),
    ("figure", {"kpi": "raised", "numerator": 5, "denominator": 5}, "raised is a count: leave d: out"),
    ("security", {"decision": "report"}, "A decision needs its reason"),
    ("security", {"personal": True, "closed_on": date(2020, 8, 28)}, "It holds personal data"),
    (
        "security",
        {"personal": True, "closed_on": date(2020, 8, 28), "decision": "report", "reason": "serious"},
        "add ico: with the time",
    ),
    ("security", {"aware_at": FRIDAY, "ico_told_at": FRIDAY - timedelta(minutes=1)}, "before we were aware"),
]


@pytest.mark.parametrize(("name", "values", "sentence"), REFUSED)
def test_what_contradicts_itself_is_refused(name: str, values: Mapping[str, Any], sentence: str) -> None:
    with pytest.raises(DeskError, match=sentence.replace("?", r"\?").replace("(", r"\(")):
        REGISTERS[name].check(values)


AGREEING: list[tuple[str, Mapping[str, Any]]] = [
    ("change", {"outcome": "backed out", "completed_on": date(2020, 7, 3), "reimplemented_on": date(2020, 7, 9)}),
    ("reading", {"numerator": 66.0, "denominator": 95.0, "value": 69.47}),
    ("reading", {"numerator": 91.0, "denominator": 131.0, "value": 69.47}),
    ("reading", {"numerator": 44.0, "denominator": 45.0, "value": 97.78}),
    ("reading", {"numerator": 1.0, "denominator": 3.0}),
    ("reading", {"met": True}),
    ("reading", {"value": 85.71, "missed": 1}),
    ("reading", {"value": 69.47, "missed": 29}),  # 66 of 95
    ("reading", {"missed": 1, "denominator": 7.0}),
    ("figure", {"kpi": "raised", "numerator": 5}),
    ("figure", {"kpi": "sla", "numerator": 101, "denominator": 125}),
    ("reading", {"met_on": date(2022, 9, 30)}),
    ("security", {"decision": "do not report", "reason": "encrypted", "personal": True, "closed_on": date(2020, 9, 1)}),
    ("security", {"aware_at": FRIDAY, "police_told_at": FRIDAY}),
    ("post", {}),
]


@pytest.mark.parametrize(("name", "values"), AGREEING)
def test_what_agrees_is_taken(name: str, values: Mapping[str, Any]) -> None:
    REGISTERS[name].check(values)


@pytest.mark.parametrize(
    ("printed", "half"), [(94.0, 0.5), (84.3, 0.05), (69.47, 0.005), (1.125, 0.0005), (1.12345, 0.0)]
)
def test_a_printed_figure_is_right_to_half_of_its_last_digit(printed: float, half: float) -> None:
    assert half_of_the_last_digit(printed) == pytest.approx(half)


def duties(**values: object) -> list[str]:
    plain = {"aware_at": FRIDAY, "personal": False, "serious": False, "kind": "advice"}
    return [duty.text.split(" (")[0].split(":")[0] for duty in REGISTERS["security"].duties(plain | values)]


def test_personal_data_is_told_to_the_ico_within_72_hours_of_the_clock() -> None:
    (told, decide) = REGISTERS["security"].duties({"aware_at": FRIDAY, "personal": True})
    assert told.by == FRIDAY + ICO_WITHIN == datetime(2020, 8, 31, 14, 10, tzinfo=UTC)  # a bank holiday
    assert decide == Duty("Write the decision and its reason: every breach is recorded, reported or not")


def test_what_has_been_done_is_no_duty_any_more() -> None:
    assert duties() == []
    assert duties(personal=True, decision="do not report") == []
    assert duties(personal=True, decision="report") == ["Tell the ICO"]
    assert duties(personal=True, decision="report", ico_told_at=FRIDAY) == []
    assert duties(serious=True) == ["Serious"]
    assert duties(serious=True, ncsc_told_at=FRIDAY) == []
    assert duties(kind="theft of device") == ["Theft"]
    assert duties(kind="theft of device", police_told_at=FRIDAY) == []


def test_other_registers_ask_for_nothing() -> None:
    assert REGISTERS["risk"].duties({}) == ()
