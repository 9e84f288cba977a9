"""Sentences, word for word, from the figures that they stand on."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from core.facts import Count, Counts, Figure
from core.goals import Goal
from core.kpis import catalogue
from core.numbers import plural
from core.periods import Period, parse_period
from core.sentences import (
    count_sentence,
    goal_sentence,
    miss_words,
    missed,
    peak_sentence,
    row_sentence,
    share_sentence,
    target_sentence,
    total_sentence,
    value_sentence,
)

KPIS = catalogue()
OUTAGES, SLA = KPIS["outages"], KPIS["sla"]
TODAY = date(2021, 4, 1)
APRIL, MAY, JUNE = 202004, 202005, 202006


def period(text: str) -> Period:
    return parse_period(text, TODAY)


def counted(n: int) -> Figure:
    return Figure(n, n, float(n))


def shared(n: int, d: int) -> Figure:
    return Figure(n, d, n / d if d else None)


@pytest.mark.parametrize(("number", "said"), [(0, "0 outages"), (1, "1 outage"), (1200, "1,200 outages")])
def test_a_count_agrees_with_its_noun(number: int, said: str) -> None:
    assert plural(number, OUTAGES.noun) == said


@pytest.mark.parametrize(
    ("typed", "now", "before", "said"),
    [
        ("q2 2020-21", 32, 15, "July to September 2020: 32 outages, up 17 from 15 in April to June."),
        ("q2 2020-21", 1, 1200, "July to September 2020: 1 outage, down 1,199 from 1,200 in April to June."),
        ("q2 2020-21", 15, 15, "July to September 2020: 15 outages, as many as in April to June."),
        ("jul 2020", 18, 7, "July 2020: 18 outages, up 11 from 7 in June."),
        ("q4 2020-21", 3, 2, "January to March 2021: 3 outages, up 1 from 2 in October to December 2020."),
        ("2020-21", 3, 2, "April 2020 to March 2021: 3 outages, up 1 from 2 in April 2019 to March 2020."),
    ],
)
def test_a_count_is_told_against_the_period_before(typed: str, now: int, before: int, said: str) -> None:
    asked = period(typed)
    assert count_sentence(OUTAGES, asked, counted(now), counted(before), asked.previous()) == said


def test_without_earlier_records_a_count_claims_no_change() -> None:
    said = count_sentence(OUTAGES, period("q1 2020-21"), counted(15), None, None)
    assert said == "April to June 2020: 15 outages; there is nothing earlier to compare with."


def test_what_goes_on_is_not_up_or_down_on_the_whole_of_another_period() -> None:
    asked = period("q2 2020-21")
    so_far = count_sentence(OUTAGES, asked, counted(24), counted(15), asked.previous(), is_over=False)
    assert so_far == "July to September 2020: 24 outages so far; 15 in all of April to June."
    alone = count_sentence(OUTAGES, asked, counted(24), None, None, is_over=False)
    assert alone == "July to September 2020: 24 outages so far."
    share = share_sentence(SLA, asked, shared(26, 32), shared(1204, 1292), asked.previous(), None, is_over=False)
    assert share.startswith("July to September 2020: 81.3% (26 of 32) so far, down 11.9 percentage points")


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (
            (1204, 1292),
            (1188, 1280),
            "93.2% (1,204 of 1,292), up 0.4 percentage points from 92.8% in January to March.",
        ),
        ((90, 100), (1900, 2000), "90.0% (90 of 100), down 5.0 percentage points from 95.0% in January to March."),
        ((45, 50), (90, 100), "90.0% (45 of 50), the same as 90.0% in January to March."),
        ((5, 6), (90, 100), "5 of 6; it was 90.0% (90 of 100) in January to March."),
        ((90, 100), (5, 6), "90.0% (90 of 100); it was 5 of 6 in January to March."),
        (
            (8996, 10000),
            (8990, 10000),
            "89.96% (8,996 of 10,000), up 0.06 percentage points from 89.9% in January to March.",
        ),
        ((90, 100), (0, 0), "90.0% (90 of 100); there is nothing earlier to compare with."),
        ((0, 0), (90, 100), "not measured, no incidents resolved."),
    ],
)
def test_a_share_is_told_with_its_cases_in_percentage_points(
    now: tuple[int, int], before: tuple[int, int], said: str
) -> None:
    asked = period("q1 2020-21")
    sentence = share_sentence(SLA, asked, shared(*now), shared(*before), asked.previous(), 90)
    assert sentence == f"April to June 2020: {said}"


def test_two_shares_that_read_differently_are_never_called_the_same() -> None:
    asked = period("q1 2020-21")
    sentence = share_sentence(SLA, asked, shared(1857, 2000), shared(9284, 10000), asked.previous(), None)
    assert "92.9%" in sentence
    assert "the same as 92.8%" not in sentence


@pytest.mark.parametrize(
    ("n", "d", "target", "said"),
    [
        (101, 125, 90, "Target 90%: 9.2 percentage points below, beyond normal variation (73.0 to 86.7)."),
        (17, 20, 90, "Target 90%: 5.0 percentage points below, within normal variation (64.0 to 94.8)."),
        (8996, 10000, 90, "Target 90%: 0.04 percentage points below, within normal variation (89.4 to 90.5)."),
        (281, 324, 90, "Target 90%: 3.3 percentage points below, beyond normal variation (82.6 to 89.996)."),
        (90, 100, 90, "Target 90%: met."),
        (9985, 10000, 99.85, "Target 99.85%: met."),
        (9954, 10000, 99.54, "Target 99.54%: met."),
        (0, 0, 90, "Target 90%."),
        (90, 100, None, "No target."),
    ],
)
def test_a_target_is_met_or_missed_by_so_much_and_chance_is_named(
    n: int, d: int, target: float | None, said: str
) -> None:
    assert target_sentence(shared(n, d), target) == said


def resolved(month: int, partner: str, n: int, d: int) -> Count:
    return Count(month, "P3", (partner,), n, d)


def test_each_month_of_a_partner_that_missed_its_own_target_is_told_in_order() -> None:
    facts = Counts(
        (
            resolved(MAY, "DDDC", 101, 125),
            resolved(APRIL, "DDDC", 90, 100),
            resolved(APRIL, "BDC", 17, 20),
            resolved(MAY, "RHL", 0, 40),
        ),
        (APRIL, MAY),
    )
    targets = {"DDDC": 90, "BDC": 90.0, "RHL": None, "NEDDC": 90}
    assert missed(facts, targets, lambda partner, _month: targets[partner]) == [
        "April BDC: 85.0% (17 of 20), 5.0 percentage points below, within normal variation (64.0 to 94.8).",
        "May DDDC: 80.8% (101 of 125), 9.2 percentage points below, beyond normal variation (73.0 to 86.7).",
    ]


def test_a_target_that_changed_holds_for_its_own_months() -> None:
    facts = Counts((resolved(APRIL, "BDC", 17, 20), resolved(MAY, "BDC", 17, 20)), (APRIL, MAY))
    (said,) = missed(facts, ["BDC"], lambda _partner, month: 80 if month == MAY else 90)
    assert said.startswith("April BDC")


def test_of_many_misses_those_that_chance_explains_are_only_counted() -> None:
    by_chance = [resolved(month, partner, 17, 20) for month in (APRIL, JUNE) for partner in ("BDC", "RHL")]
    facts = Counts((*by_chance, resolved(MAY, "DDDC", 101, 125)), (APRIL, MAY, JUNE))
    said = missed(facts, facts.partners(), lambda _partner, _month: 90)
    assert said == [
        "May DDDC: 80.8% (101 of 125), 9.2 percentage points below, beyond normal variation (73.0 to 86.7).",
        "Below target within normal variation: 4 more months of a partner.",
    ]


def test_many_misses_that_are_no_chance_are_all_told() -> None:
    months = tuple(range(202001, 202006))
    facts = Counts(tuple(resolved(month, "DDDC", 10, 100) for month in months), months)
    said = missed(facts, ["DDDC"], lambda _partner, _month: 90)
    assert [sentence.split()[0] for sentence in said] == ["January", "February", "March", "April", "May"]


@pytest.mark.parametrize(
    ("values", "before", "said"),
    [
        ([18, 5, 1200], 15, "P2: Apr 18, May 5, Jun 1,200 = 1,223 (was 15)"),
        ([18, 5, 8], None, "P2: Apr 18, May 5, Jun 8 = 31"),
        ([18], 0, "P2: Apr 18 (was 0)"),
    ],
)
def test_a_row_shows_its_months_their_sum_and_what_it_was(values: list[int], before: int | None, said: str) -> None:
    assert row_sentence("P2", values, (APRIL, MAY, JUNE)[: len(values)], before) == said


def test_a_total_adds_up_in_sight_and_a_single_month_needs_no_sum() -> None:
    assert total_sentence([18, 6, 1200]) == "Total: 18, 6, 1,200 = 1,224"
    assert total_sentence([18]) == "Total: 18"


@pytest.mark.parametrize(
    ("by_month", "said"),
    [
        ({APRIL: (10, 8), MAY: (5,), JUNE: (8,)}, "April had 18 of 31 P2s (58%)."),
        ({APRIL: (1,), MAY: (1,)}, ""),
        ({APRIL: (3,)}, ""),
        ({}, ""),
    ],
)
def test_a_peak_is_told_when_one_of_several_months_has_more_than_half(
    by_month: dict[int, tuple[int, ...]], said: str
) -> None:
    rows = [Count(month, "P2", (), n, n) for month, each in by_month.items() for n in each]
    assert peak_sentence(rows, "P2s") == said


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ((695, 143), (474, 100), "4.86 of 5 (695 points from 143 scores), up 0.12 from 4.74 of 5 in January to March."),
        ((4866, 1000), (4744, 1000), "4.87 of 5 (4,866 points from 1,000 scores), up 0.13 from 4.74 of 5 in …"),
        ((4741, 1000), (4742, 1000), "4.74 of 5 (4,741 points from 1,000 scores), hardly moved from 4.74 of 5 in …"),
        ((9, 2), (45, 10), "4.5 of 5 (9 points from 2 scores), the same as in January to March."),
        ((9, 2), (0, 0), "4.5 of 5 (9 points from 2 scores); there is nothing earlier to compare with."),
        ((0, 0), (9, 2), "not measured, no scores."),
    ],
)
def test_a_value_is_told_with_what_it_was_counted_from(
    now: tuple[int, int], before: tuple[int, int], said: str
) -> None:
    asked, kpi = period("q1 2020-21"), replace(KPIS["satisfaction"], out_of=5)
    sentence = value_sentence(kpi, asked, shared(*now), shared(*before), asked.previous(), 4.5)
    assert sentence.startswith(f"April to June 2020: {said.removesuffix(' …')}")


def test_what_goes_on_is_not_up_or_down_on_a_whole_period() -> None:
    asked = period("q1 2020-21")
    said = value_sentence(
        KPIS["training"], asked, Figure(300_000, 2, 3e5), Figure(10_000, 1, 1e4), asked.previous(), None, is_over=False
    )
    assert said == "April to June 2020: 30 days so far; it was 1 day in January to March."


@pytest.mark.parametrize(
    ("name", "figure", "goal", "said"),
    [
        ("satisfaction", shared(695, 143), Goal(4.5), "Target 4.5: met."),
        ("satisfaction", shared(440, 100), Goal(4.5, 0.1), "Target 4.5: 0.1 below, within tolerance."),
        ("satisfaction", shared(4497, 1000), Goal(4.5), "Target 4.5: 0.003 below."),
        ("satisfaction", shared(0, 0), Goal(4.5), "Target 4.5."),
        ("timesheet", shared(2_000_000, 6_400_000), Goal(35, 5), "Target 35%: 3.75 percentage points below, …"),
        ("outages", counted(7), Goal(5, direction="at most"), "Target at most 5: 2 above."),
        ("emergency", shared(21, 100), Goal(20, 1, "at most"), "Target at most 20%: 1.0 percentage points above, …"),
        (
            "spend",
            Figure(216_000_000, 600_000_000, 0.36, Fraction(58)),
            Goal(direction="near"),
            "Profiled by then 58%: 22.0 percentage points below.",
        ),
        ("availability", shared(9984, 10_000), Goal(99.85), "Target 99.85%: 0.01 percentage points below."),
        ("mobile", shared(856, 1000), Goal(), "No target."),
    ],
)
def test_a_goal_is_told_with_how_far_off_it_is(name: str, figure: Figure, goal: Goal, said: str) -> None:
    sentence = goal_sentence(KPIS[name], figure, goal)
    assert sentence.startswith(said.removesuffix("…")) if said.endswith("…") else sentence == said


def test_of_so_few_cases_neither_points_nor_chance_is_said() -> None:
    assert [miss_words(counted_of(5, d), 90) for d in (6, 19)] == ["below, too few cases to judge"] * 2
    assert miss_words(counted_of(5, 20), 90).startswith("65.0 percentage points below, beyond normal variation (")


def counted_of(n: int, d: int) -> Figure:
    return Figure(n, d, n / d)
