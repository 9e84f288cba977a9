"""Entered figures stay marked, cover a period only where every month is there, and are never averaged."""

import pytest

from core.entered import (
    Entered,
    Known,
    as_counted,
    cases,
    is_of,
    more_a_month,
    most_in_a_year,
    not_used,
    sources,
    whole_of,
)
from core.facts import Count, Counts, Figure
from core.kpis import catalogue
from core.outages import HOUR, MINUTE
from core.values import value_words

KPIS = catalogue()
APRIL, MAY = 202004, 202005
OUTAGES = ("P1", "P2")


def entered(
    month: int, n: int, d: int | None = None, partner: str | None = None, level: str | None = None, ref: str = "FIG-1"
) -> Entered:
    return Entered(ref, month, partner, level, n, d, "report of quarter 1")


def test_a_count_is_a_fact_in_which_every_one_is_a_hit() -> None:
    assert entered(MAY, 7, level="P2").count() == Count(MAY, "P2", (), 7, 7)
    assert entered(MAY, 101, 125, "DDDC").count() == Count(MAY, "", ("DDDC",), 101, 125)


def test_a_period_is_known_only_with_all_of_its_months() -> None:
    rows = [entered(APRIL, 110, 120, "DDDC"), entered(MAY, 101, 125, "DDDC"), entered(APRIL, 107, 120, "BDC")]
    whole = whole_of(rows, (APRIL, MAY), "DDDC", ())
    assert whole is not None
    assert (whole.n, whole.d, whole.months) == (211, 245, (APRIL, MAY))
    assert whole_of(rows, (APRIL, MAY), "BDC", ()) is None
    assert whole_of(rows, (APRIL,), None, ()) is None  # partners are not added up to a whole


def test_a_whole_may_be_entered_by_its_levels() -> None:
    rows = [entered(MAY, 1, level="P1"), entered(MAY, 5, level="P2"), entered(APRIL, 3, level="P2")]
    whole = whole_of(rows, (MAY,), None, (), OUTAGES)
    assert whole is not None
    assert whole.d == 6
    assert whole_of(rows, (APRIL, MAY), None, (), OUTAGES) is None  # no P1 of April
    assert whole_of(rows, (APRIL, MAY), None, ("P2",), OUTAGES) is not None
    assert whole_of(rows, (MAY,), None, ()) is None  # levels unknown to the KPI make no whole


def test_a_figure_of_all_levels_goes_before_its_parts() -> None:
    rows = [entered(MAY, 7), entered(MAY, 1, level="P1"), entered(MAY, 5, level="P2")]
    whole = whole_of(rows, (MAY,), None, (), OUTAGES)
    assert whole is not None
    assert whole.d == 7


def test_who_asks_for_a_partner_gets_that_partners() -> None:
    one = entered(MAY, 5, partner="BDC", level="P2")
    assert is_of(one, None, ())
    assert is_of(one, "BDC", ("P2",))
    assert not is_of(one, "DDDC", ())
    assert not is_of(one, "BDC", ("P1",))


def test_what_was_counted_after_all_holds_and_the_other_is_named() -> None:
    said = "May 2020, DDDC: entered as 101 of 125; 5 of 6 counted here, which holds (FIG-1)."
    assert not_used(KPIS["sla"], entered(MAY, 101, 125, "DDDC"), Figure(5, 6, 5 / 6)) == said
    assert "entered as 7; 6 counted here" in not_used(KPIS["outages"], entered(MAY, 7), Figure(6, 6, 6.0))


def test_sources_are_named_once_with_their_references() -> None:
    rows = [entered(MAY, 1, ref=f"FIG-{number}") for number in range(1, 5)]
    assert sources(rows[:2]) == "Entered from: report of quarter 1 (FIG-1, FIG-2)."
    assert sources(rows) == "Entered from: report of quarter 1 (FIG-1, FIG-2 and 2 more)."


def year(n: int, *, is_entered: bool = True) -> list[Known]:
    return [Known(201904 + month, n, is_entered=is_entered) for month in range(12)]


def test_demand_is_compared_with_the_monthly_average_of_the_year_before() -> None:
    own = [Known(202004, 1400), Known(202005, 1560)]
    assert more_a_month(own, year(1250), "2019-20") == (
        "On average 230 more a month than in 2019-20: 1,480 against 1,250 (entered, not counted)."
    )
    assert more_a_month(own, year(1500, is_entered=False), "2019-20") == (
        "On average 20 fewer a month than in 2019-20: 1,480 against 1,500."
    )
    assert more_a_month(own, year(1480, is_entered=False), "2019-20").startswith("On average as many a month as in")
    assert more_a_month(own, [], "2019-20") == more_a_month([], year(1), "2019-20") == ""


def test_the_month_with_the_most_is_named_if_it_is_of_the_period_and_alone() -> None:
    own = [Known(202006, 1500), Known(202007, 1620)]
    before = [Known(202001, 1600, is_entered=True)]
    assert most_in_a_year(own, [*before, *own]) == (
        "July 2020 had the most of 3 months: 1,620 (1 of 3 months entered, not counted)."
    )
    assert most_in_a_year(own, [Known(202001, 1700), *own]) == ""
    assert most_in_a_year(own, [Known(202001, 1620), *own]) == ""
    assert most_in_a_year(own, []) == ""


@pytest.mark.parametrize(
    ("name", "typed", "counted", "words"),
    [
        ("sla", (101, 125), (101, 125), "80.8% (101 of 125)"),
        ("outages", (7, None), (7, None), "7"),
        ("satisfaction", (695, 143), (695, 143), "4.86 of 5 (695 points from 143 scores)"),
        ("timesheet", (224, 640), (2_240_000, 6_400_000), "35% (224 of 640 hours)"),
        ("training", (30, None), (300_000, None), "30 days"),
        ("saving", (2935, None), (293_500, None), "£2,935"),
        ("spend", (36, 100), (3600, 10_000), "36% (£36 of £100)"),
        ("availability", (38_941, 39_000), (38_941 * MINUTE, 39_000 * MINUTE), "99.85% (38,941 of 39,000 …"),
        ("mtbf", (649, 2), (649 * HOUR, 2), "324.5 hours (649 hours, 2 failures)"),
    ],
)
def test_what_was_typed_in_the_unit_is_counted_in_its_parts(
    name: str, typed: tuple[int, int | None], counted: tuple[int, int | None], words: str
) -> None:
    kpi = KPIS[name]
    assert as_counted(kpi, *typed) == counted
    one = Entered("FIG-1", MAY, None, None, *counted, "report of quarter 1")
    said = value_words(kpi, kpi.measure(Counts((one.count(),), (MAY,))))
    assert said.startswith(words.removesuffix("…"))
    top, bottom = typed
    beside = "" if bottom is None else f" of {bottom:,}"
    assert cases(kpi, *counted) == f"{top:,}{beside}"
