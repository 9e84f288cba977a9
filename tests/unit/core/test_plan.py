"""Measures of a service plan as KPIs: what their readings and cases come to in a period, and how that is told."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from core.calendar import FIRST_DAY, Calendar, Hours
from core.facts import Figure, Kpi
from core.goals import Goal, standing
from core.periods import Period
from core.plan import facts, kpi_of, of_days
from core.sources import Plan
from core.turnaround import Case
from core.values import value_words

OFFICE = Hours(FIRST_DAY, (((510, 1020),),) * 5 + ((),) * 2, 510)
CALENDAR = Calendar("standard", (OFFICE,))
MONTHS = {
    202210: (date(2022, 10, 1), date(2022, 11, 1)),
    202211: (date(2022, 11, 1), date(2022, 12, 1)),
    202212: (date(2022, 12, 1), date(2023, 1, 1)),
}
QUARTER = Period(date(2022, 10, 1), date(2023, 1, 1))
OCTOBER = (date(2022, 10, 1), date(2022, 10, 31))
NOVEMBER = (date(2022, 11, 1), date(2022, 11, 30))
BOTH = (date(2022, 10, 1), date(2022, 11, 30))


def measure(kind: str, **more: object) -> Kpi:
    columns = ("target", "direction", "due_on", "indicators", "owner_post", "allowed_days", "allowed_months")
    return kpi_of({**dict.fromkeys(columns), "kind": kind, "title": "Names adopted", **more}, 3)


def read(number: int, days: tuple[date, date], **said: object) -> Mapping[str, Any]:
    columns = ("numerator", "denominator", "missed", "value", "met", "met_on")
    return {**dict.fromkeys(columns), "id": number, "starts_on": days[0], "ends_on": days[1], **said}


def figure(kpi: Kpi, readings: Sequence[Mapping[str, Any]], cases: Sequence[Case] = ()) -> Figure:
    return kpi.measure(facts(kpi, readings, cases, MONTHS, CALENDAR))


def told(kpi: Kpi, *readings: Mapping[str, Any]) -> str:
    return value_words(kpi, figure(kpi, readings))


def state(kpi: Kpi, *readings: Mapping[str, Any]) -> str:
    assert isinstance(kpi.where, Plan)
    goal = Goal(kpi.where.target, direction=kpi.where.direction)
    return standing(kpi, figure(kpi, readings), goal).words


def test_a_measure_is_a_row_made_from_its_record() -> None:
    kpi = measure("turnaround", allowed_days=5, target=75.0, indicators="customer")
    assert (kpi.name, kpi.title, kpi.group, kpi.unit) == ("msr-3", "Names adopted (MSR-3)", "customer", "share")
    assert kpi.also == ("names-adopted",)
    assert measure("count", direction="at most").polarity == -1
    assert measure("share").polarity == 1
    assert measure("context").polarity == 0


SHARE = measure("share", target=75.0)
READ: list[tuple[Kpi, Sequence[Mapping[str, Any]], str, str]] = [
    (SHARE, [], "not measured", "not measured"),
    (SHARE, [read(1, BOTH, value=69.47)], "69.47%, as printed: no counts", "off target"),
    (
        SHARE,
        [read(1, BOTH, numerator=66.0, denominator=95.0)],
        "69.5% (66 of 95)",
        "off target, within normal variation",
    ),
    (
        SHARE,
        [read(1, OCTOBER, missed=10, denominator=40.0), read(2, NOVEMBER, numerator=50.0, denominator=60.0)],
        "80.0% (80 of 100)",
        "on target",
    ),
    (SHARE, [read(1, OCTOBER, numerator=1.0, denominator=40.0), read(2, BOTH, value=76)], "76%, …", "on target"),
    (SHARE, [read(1, OCTOBER, numerator=1.0, denominator=40.0), read(2, NOVEMBER, value=76)], "76%, …", "on target"),
    (
        SHARE,
        [read(1, OCTOBER, numerator=1.0, denominator=40.0), read(2, BOTH, numerator=30.0, denominator=40.0)],
        "75.0% (30 of 40)",
        "on target",
    ),
    (
        SHARE,
        [read(1, OCTOBER, numerator=9.5, denominator=10.0), read(2, NOVEMBER, numerator=5.0, denominator=10.0)],
        "72.5% (14.5 of 20)",
        "off target",
    ),
    (measure("mean score", target=4.5), [read(1, BOTH, value=4.4)], "4.4, as printed: no counts", "off target"),
    (
        measure("mean score", target=4.5),
        [read(1, OCTOBER, numerator=45.0, denominator=10.0), read(2, NOVEMBER, numerator=94.0, denominator=20.0)],
        "4.63 (139 points from 30 scores)",
        "on target",
    ),
    (
        measure("count", target=0.0, direction="at most"),
        [read(1, OCTOBER, value=38.0), read(2, NOVEMBER, value=12.0)],
        "12",
        "off target",
    ),
    (measure("context"), [read(1, OCTOBER, value=1234.5)], "1,234.5", "no target"),
    (measure("date met", due_on=date(2022, 11, 5)), [], "not measured", "not measured"),
    (
        measure("date met", due_on=date(2022, 11, 5)),
        [read(1, BOTH, met_on=date(2022, 11, 5))],
        "met on 5 November 2022, in time",
        "on target",
    ),
    (
        measure("date met", due_on=date(2022, 11, 5)),
        [read(1, BOTH, met_on=date(2022, 11, 6))],
        "met on 6 November 2022, late",
        "off target",
    ),
    (measure("date met"), [read(1, BOTH, met=False)], "not met", "off target"),
    (
        measure("certificate"),
        [read(1, (date(2022, 1, 1), date(2022, 12, 31)), met=True)],
        "held until 31 December 2022",
        "on target",
    ),
    (
        measure("certificate"),
        [read(1, (date(2022, 1, 1), date(2022, 12, 30)), met=True)],
        "expired on 30 December 2022",
        "off target",
    ),
    (
        measure("certificate"),
        [
            read(1, (date(2022, 1, 1), date(2022, 12, 30)), met=True),
            read(2, (date(2022, 12, 20), date(2023, 12, 19)), met_on=date(2022, 12, 20)),
        ],
        "held until 19 December 2023",
        "on target",
    ),
    (measure("certificate"), [read(1, (date(2022, 1, 1), date(2023, 12, 30)), met=False)], "not held", "off target"),
    (measure("certificate"), [read(1, (date(2023, 1, 1), date(2023, 12, 30)), met=True)], "not measured", "…"),
]


@pytest.mark.parametrize(("kpi", "readings", "words", "stands"), READ)
def test_readings_come_to_a_figure_and_stand_to_the_target(
    kpi: Kpi, readings: Sequence[Mapping[str, Any]], words: str, stands: str
) -> None:
    begins, more, _ = words.partition("…")
    said = told(kpi, *readings)
    assert said.startswith(begins)
    assert more or said == words
    assert state(kpi, *readings) == stands or stands == "…"


def test_a_reading_counts_in_the_period_in_which_it_ends_and_says_of_which_days_it_is() -> None:
    odd = read(1, (date(2022, 10, 17), date(2022, 12, 7)), value=94.0)
    assert of_days(SHARE, figure(SHARE, [odd]), QUARTER) == "of 17 October 2022 to 7 December 2022 only"
    december = Period(date(2022, 12, 1), date(2023, 1, 1))
    assert of_days(SHARE, figure(SHARE, [odd]), december) == "of 17 October 2022 to 7 December 2022"
    whole = read(1, (date(2022, 10, 1), date(2022, 12, 31)), value=94.0)
    assert of_days(SHARE, figure(SHARE, [whole]), QUARTER) == ""
    assert told(SHARE, read(1, (date(2022, 12, 1), date(2023, 1, 1)), value=94.0)) == "not measured"


def test_a_turnaround_is_counted_from_its_cases_and_otherwise_entered() -> None:
    five = measure("turnaround", allowed_days=5, target=75.0)
    cases = [
        Case(date(2022, 10, 3), date(2022, 10, 10), 2),
        Case(date(2022, 10, 3), date(2022, 11, 11)),
        Case(date(2022, 10, 3)),
    ]
    entered = read(1, (date(2022, 12, 1), date(2022, 12, 31)), numerator=40.0, denominator=44.0)
    assert value_words(five, figure(five, [entered], cases)) == "2 of 3"
    assert value_words(five, figure(five, [entered])) == "90.9% (40 of 44), entered, not counted"
    in_its_time = facts(five, [read(1, BOTH, value=99.0)], cases, MONTHS, CALENDAR)
    assert [(row.month, row.n, row.d) for row in in_its_time.rows] == [(202210, 2, 2), (202211, 0, 1)]
