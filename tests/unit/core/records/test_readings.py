"""A reading suits its measure or is refused, and says how it stands to the target."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from core.calendar import Calendar, Hours
from core.errors import DeskError
from core.records.fields import Today
from core.records.readings import check_reading, judged, suits_measure

ALWAYS = Hours(date(2005, 1, 1), (((0, 1440),),) * 7, 1440)
TODAY = Today(date(2024, 4, 2), Calendar("always", (ALWAYS,)))
SHARE, MEAN, COUNT = {"kind": "share"}, {"kind": "mean score"}, {"kind": "count"}
BY_MARCH = {"kind": "date met", "due_on": date(2024, 3, 31)}
REFUSED: list[tuple[Mapping[str, Any], Mapping[str, Any], str]] = [
    (SHARE, {"numerator": 5.0, "denominator": 6.0, "value": 84.3}, "5 of 6 is 83.33%, not 84.3%"),
    (SHARE, {"numerator": 6.0, "denominator": 7.0, "value": 84.3}, "6 of 7 is 85.71%, not 84.3%"),
    (SHARE, {"numerator": 138.0, "denominator": 143.0, "value": 96.62}, "138 of 143 is 96.50%, not 96.62%"),
    (SHARE, {"numerator": 7.0, "denominator": 6.0}, "cannot be more than denominator"),
    (SHARE, {"value": 101.0}, "A share cannot be 101%"),
    (MEAN, {"numerator": 695.0, "denominator": 143.0, "value": 4.68}, "695 points from 143 scores are 4.86, not 4.68"),
    (BY_MARCH, {"value": 1.0}, "When was it met?"),
    (BY_MARCH, {"met": True}, "When was it met?"),
    (SHARE, {"met": True}, "What did it come to?"),
    (SHARE, {"met": True, "value": 90.0}, "A share is a number"),
    (COUNT, {"met_on": date(2024, 3, 31)}, "What did it come to?"),
    ({"kind": "certificate"}, {"value": 1.0}, "Is it held?"),
]


@pytest.mark.parametrize(("measure", "values", "sentence"), REFUSED)
def test_a_reading_that_its_measure_cannot_have_is_refused(
    measure: Mapping[str, Any], values: Mapping[str, Any], sentence: str
) -> None:
    with pytest.raises(DeskError) as caught:
        suits_measure(measure, values)
    assert sentence in caught.value.sentence


def test_what_was_met_on_a_day_was_met() -> None:
    with pytest.raises(DeskError, match="It was met on a day, or not met"):
        check_reading({"met": False, "met_on": date(2024, 3, 31)})


JUDGED: list[tuple[Mapping[str, Any], Mapping[str, Any], str]] = [
    (
        SHARE | {"target": 98.0},
        {"numerator": 138.0, "denominator": 143.0},
        "96.5% (138 of 143). Target 98%: 1.5 percentage points below, within normal variation (92.1 to 98.5).",
    ),
    (SHARE | {"target": 98.0}, {"numerator": 143.0, "denominator": 148.0, "value": 96.62}, "96.62% (143 of 148). …"),
    (
        SHARE | {"target": 75.0},
        {"value": 69.47},
        "69.47%, as printed: no counts. Target 75%: 5.53 percentage points below.",
    ),
    (SHARE | {"target": 99.0}, {"value": 99.6}, "99.6%, as printed: no counts. Target 99%: met."),
    (SHARE | {"target": 100.0}, {"missed": 1, "denominator": 7.0}, "6 of 7. …"),
    (SHARE, {"numerator": 44.0, "denominator": 45.0}, "97.78% (44 of 45)."),
    (
        SHARE | {"target": 99.9},
        {"numerator": 38941.5, "denominator": 39000.0},
        "99.85% (38,941.5 of 39,000). Target 99.9%: 0.05 percentage points below.",
    ),
    (
        SHARE | {"target": 5.0, "direction": "at most"},
        {"value": 5.04},
        "… Target at most 5%: 0.04 percentage points above.",
    ),
    (MEAN | {"target": 4.5}, {"value": 4.86}, "4.86. Target 4.5: met."),
    (MEAN | {"target": 4.5}, {"numerator": 695.0, "denominator": 143.0}, "4.86 (695 from 143). Target 4.5: met."),
    (MEAN | {"target": 4.5}, {"value": 4.4}, "4.4. Target 4.5: 0.1 below."),
    (COUNT | {"target": 0.0, "direction": "at most"}, {"value": 12.0}, "12. Target at most 0: 12 above."),
    (COUNT | {"target": 0.0, "direction": "at most"}, {"value": 0.0}, "0. Target at most 0: met."),
    (COUNT, {"value": 3.0}, "3."),
    (BY_MARCH, {"met_on": date(2024, 3, 31)}, "Met on 31 March 2024, in time: it was due by 31 March 2024."),
    (BY_MARCH, {"met_on": date(2024, 4, 1)}, "Met on 1 April 2024, late: it was due by 31 March 2024."),
    (BY_MARCH, {"met": False}, "Not met."),
    ({"kind": "certificate"}, {"met": True}, "Met."),
    ({"kind": "certificate"}, {"met_on": date(2023, 1, 9)}, "Met on 9 January 2023."),
    (COUNT, {"denominator": 0.0}, "no figure."),
    (
        {"kind": "turnaround", "target": 95.0},
        {"numerator": 44.0, "denominator": 45.0},
        "97.78% (44 of 45). Target 95%: met. Entered, not counted: where cases ended in that time, those hold.",
    ),
]


@pytest.mark.parametrize(("measure", "values", "sentence"), JUDGED)
def test_a_reading_is_said_with_its_cases_and_its_target(
    measure: Mapping[str, Any], values: Mapping[str, Any], sentence: str
) -> None:
    suits = judged(measure, values, TODAY)
    begins, _, ends = sentence.partition("…")
    assert suits.startswith(begins)
    assert suits.endswith(ends)
    assert "…" in sentence or suits == sentence
