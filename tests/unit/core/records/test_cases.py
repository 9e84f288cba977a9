"""What is said beside a case and of all cases of a measure, and which measures can have any."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from core.calendar import FIRST_DAY, Calendar, Hours
from core.errors import DeskError
from core.records.cases import suits_turnaround, together, took
from core.records.fields import Today
from core.records.measures import MEASURE

OFFICE = Hours(FIRST_DAY, (((510, 1020),),) * 5 + ((),) * 2, 510)
TODAY = Today(date(2022, 10, 12), Calendar("standard", (OFFICE,)))
FIVE: dict[str, Any] = {"kind": "turnaround", "allowed_days": 5, "allowed_months": None, "target": 75.0}
MONTH: dict[str, Any] = FIVE | {"allowed_days": None, "allowed_months": 1}
MONDAY = date(2022, 10, 3)


def case(began: date, ended: date | None = None) -> Mapping[str, Any]:
    return {"began_on": began, "ended_on": ended}


@pytest.mark.parametrize(
    ("measure", "values", "said"),
    [
        (FIVE, case(MONDAY, date(2022, 10, 7)), "Took 4 working days of 5."),
        (FIVE, case(MONDAY, date(2022, 10, 4)), "Took 1 working day of 5."),
        (FIVE, case(MONDAY, date(2022, 10, 12)), "Took 7 working days of 5: 2 working days late."),
        (FIVE, case(MONDAY), "Still open, 2 working days late: it was due by 10 October 2022."),
        (FIVE, case(date(2022, 10, 10)), "Still open, due by 17 October 2022."),
        (
            MONTH,
            case(date(2022, 9, 1), date(2022, 10, 1)),
            "Done on 1 October 2022, in time: it was due by 1 October 2022.",
        ),
        (
            MONTH,
            case(date(2022, 9, 1), date(2022, 10, 2)),
            "Done on 2 October 2022, 1 day late: it was due by 1 October 2022.",
        ),
        (MONTH, case(MONDAY), "Still open, due by 3 November 2022."),
    ],
)
def test_a_case_says_how_long_it_took_and_whether_that_is_late(
    measure: Mapping[str, Any], values: Mapping[str, Any], said: str
) -> None:
    assert took(measure, values, TODAY) == said


def test_all_cases_together_are_a_share_with_what_is_open_beside_it() -> None:
    done = [case(MONDAY, date(2022, 10, 7))] * 66 + [case(MONDAY, date(2022, 10, 12))] * 29
    share, still_open = together(FIVE, [*done, case(MONDAY), case(date(2022, 10, 11))], TODAY)
    assert share.startswith("Within 5 working days: 69.5% (66 of 95). Target 75%: 5.5 percentage points below, within")
    assert still_open == "Still open: 2, of which late: 1."
    assert together(MONTH, [], TODAY) == ("Within 1 month: not measured. Target 75%.", "Still open: none.")


def test_only_a_turnaround_has_cases() -> None:
    suits_turnaround(FIVE, {})
    with pytest.raises(DeskError, match="Cases are kept of a turnaround; this measure is one of share"):
        suits_turnaround({"kind": "share"}, {})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (FIVE | {"allowed_days": None}, "Within how long?"),
        (FIVE | {"allowed_months": 1}, "Within how long?"),
        (FIVE | {"kind": "share"}, "leave days: out"),
        (MONTH | {"kind": "count"}, "leave months: out"),
        (FIVE | {"direction": "at most"}, "leave direction: out"),
        (FIVE | {"target": 101.0}, "a part of 100, not 101"),
        ({"kind": "share", "target": 100.5}, "a part of 100, not 100.5"),
    ],
)
def test_a_measure_whose_fields_contradict_its_kind_is_refused(values: Mapping[str, Any], sentence: str) -> None:
    with pytest.raises(DeskError, match=sentence.replace("?", r"\?")):
        MEASURE.check(values)
