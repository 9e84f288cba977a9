"""The sentences of a report follow from its figures, in singular and plural, and claim nothing of small numbers."""

import pytest

from core.facts import Count, Counts, Figure, share
from core.kpis import catalogue
from core.periods import financial_period
from core.report.sentences import (
    against_before,
    below_target,
    causes,
    did_not_meet,
    is_noise,
    level_range,
    net_change,
    nobody_missed,
    of_priorities,
    of_target,
)
from core.sentences import Miss, every_miss, worth_telling

APRIL, MAY, JULY, AUGUST = 202004, 202005, 202007, 202008
HALF_YEAR = financial_period(2020, 1, 6).months()
Q1, Q2 = financial_period(2020, 1, 3), financial_period(2020, 4, 6)
Q4 = financial_period(2019, 10, 12)


def miss(n: int, d: int, month: int = MAY, partner: str = "DDDC") -> Miss:
    return Miss(month, partner, Figure(n, d, n / d), 90)


def test_a_missed_target_is_told_in_percentage_points_with_its_cases_and_what_chance_explains() -> None:
    said = "In May 2020 DDDC did not meet the 90% target by 9.2 percentage points: 80.8% (101 of 125), "
    assert did_not_meet(miss(101, 125)) == f"{said}beyond normal variation (73.0 to 86.7)."
    said = "In April 2020 BDC did not meet the 90% target by 0.5 percentage points: 89.5% (128 of 143), "
    assert did_not_meet(miss(128, 143, APRIL, "BDC")) == f"{said}within normal variation (83.4 to 93.5)."


def test_few_cases_bear_no_percentage() -> None:
    said = did_not_meet(miss(15, 18, partner="RHL"))
    assert said == "In May 2020 RHL had 15 of 18 within target, where 90% needs 17: too few to judge."
    assert "%" not in said.replace("90%", "")


def test_misses_are_named_in_one_sentence_and_many_are_counted() -> None:
    assert below_target([miss(128, 143, APRIL, "BDC"), miss(101, 125), miss(15, 18, partner="RHL")]) == [
        "Below target: BDC April (89.5%, 0.5 points), DDDC May (80.8%, 9.2 points), RHL May (15 of 18)."
    ]
    assert below_target([miss(101, 125)] * 8)[0].endswith("DDDC May (80.8%, 9.2 points), and 2 more.")
    assert below_target([]) == []


def test_outages_are_told_with_their_priorities() -> None:
    nouns = ("outage", "outages")
    assert of_priorities(nouns, [("P1", 1), ("P2", 46)]) == "47 outages, 1 P1 and 46 P2."
    assert of_priorities(nouns, [("P1", 0), ("P2", 1)]) == "1 outage, 1 P2."
    assert of_priorities(nouns, [("P1", 0), ("P2", 0)]) == "0 outages."


def test_misses_are_found_by_month_and_of_many_only_those_beyond_chance_are_told() -> None:
    rows = [Count(MAY, "P3", ("DDDC",), 101, 125), Count(APRIL, "P3", ("BDC",), 128, 143)]
    rows += [Count(month, "P3", ("NEDDC",), 89, 100) for month in HALF_YEAR]
    found = every_miss(Counts(tuple(rows), HALF_YEAR), ("BDC", "DDDC", "NEDDC"), lambda _partner, _month: 90)
    assert [(one.month, one.partner) for one in found][:4] == [
        (APRIL, "BDC"),
        (APRIL, "NEDDC"),
        (MAY, "DDDC"),
        (MAY, "NEDDC"),
    ]
    assert [(one.month, one.partner) for one in worth_telling(found)] == [(MAY, "DDDC")]
    assert worth_telling(found[:3]) == found[:3]


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        ([APRIL, MAY], ["No partner missed its target from June to September 2020."]),
        ([], ["No partner missed its target from April to September 2020."]),
        (
            [MAY, JULY],
            [
                "No partner missed its target in April 2020.",
                "No partner missed its target in June 2020.",
                "No partner missed its target from August to September 2020.",
            ],
        ),
        (list(HALF_YEAR), []),
    ],
)
def test_months_in_which_nobody_missed_are_told_as_runs(missed: list[int], said: list[str]) -> None:
    assert nobody_missed(HALF_YEAR, missed) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "No priority 1 incident occurred."),
        ([(AUGUST, "Internet Service Provider fault")], "A priority 1 incident occurred in August 2020. Its cause: "),
        ([(AUGUST, "")], "A priority 1 incident occurred in August 2020. Its cause is not recorded."),
        (
            [(JULY, "Power cut."), (AUGUST, "")],
            "2 priority 1 incidents occurred. Their causes: July 2020, Power cut.; August 2020, not recorded.",
        ),
        ([(JULY, "")] * 3 + [(JULY, "Fault")] * 2, "5 priority 1 incidents occurred; of 3 the cause is not recorded."),
        ([(JULY, "Fault")] * 5, "5 priority 1 incidents occurred; of each the cause is recorded."),
    ],
)
def test_the_gravest_outages_are_told_with_their_causes(found: list[tuple[int, str]], said: str) -> None:
    assert causes("P1", found).startswith(said)
    assert causes("P1", found).endswith(".")


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (15, 30, "P2 outages in April to June 2020 were half those of January to March: 15 against 30, better."),
        (15, 31, "P2 outages in April to June 2020 were 16 fewer than in January to March: 15 against 31, better."),
        (31, 15, "P2 outages in April to June 2020 were 16 more than in January to March: 31 against 15, worse."),
        (60, 30, "P2 outages in April to June 2020 were twice those of January to March: 60 against 30, worse."),
        (4, 8, "P2 outages in April to June 2020 were 4 fewer than in January to March: 4 against 8."),
        (1, 0, "P2 outages in April to June 2020 were 1 more than in January to March: 1 against 0."),
        (7, 7, "P2 outages in April to June 2020 were as many as in January to March: 7."),
    ],
)
def test_a_number_stands_to_the_one_before_it_and_is_judged_only_beyond_chance(
    now: int, before: int, said: str
) -> None:
    assert against_before("P2 outages", now, before, Q1, Q4, polarity=-1) == said


def test_what_was_before_may_be_of_documents_or_plain_demand() -> None:
    said = against_before("Calls", 60, 30, Q2, Q1, polarity=0, mark=" (entered, not counted)")
    assert (
        said
        == "Calls in July to September 2020 were twice those of April to June: 60 against 30 (entered, not counted)."
    )


def test_a_difference_of_counts_may_be_chance() -> None:
    assert is_noise(18, 12)
    assert is_noise(0, 0)
    assert not is_noise(31, 15)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (
            [(APRIL, 612), (JULY, 671), (AUGUST, 660)],
            "Between 612 and 671 calls at the month ends, the most at the end of July 2020.",
        ),
        ([(APRIL, 671), (JULY, 671), (AUGUST, 660)], "Between 660 and 671 calls at the month ends."),
        ([(APRIL, 5)], "5 calls at each month's end."),
    ],
)
def test_a_level_is_told_as_its_range(ends: list[tuple[int, int]], said: str) -> None:
    assert level_range(ends, "calls") == said


def test_what_was_opened_and_ended_says_what_is_left() -> None:
    assert (
        net_change(Q1, 100, 90) == "100 were opened in April to June 2020 and 90 ended: 10 more were left at the end."
    )
    assert net_change(Q1, 90, 100).endswith("10 fewer were left at the end.")
    assert net_change(Q1, 90, 90).endswith("as many were left.")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (384, "38.4% (384 of 1,000 hours), 3.4 percentage points above its 35% target."),
        (310, "31% (310 of 1,000 hours), 4.0 percentage points below its 35% target."),
        (350, "35% (350 of 1,000 hours), at its 35% target."),
    ],
)
def test_a_share_of_time_stands_to_its_target_in_percentage_points(part: int, said: str) -> None:
    kpi = catalogue()["timesheet"]
    figure = share(Counts((Count(APRIL, "", (), part * kpi.per, 1_000 * kpi.per),)))
    whose = "Time on projects, April to June 2020"
    assert of_target(kpi, figure, Q1, 35) == f"{whose}: {said}"
    assert of_target(kpi, figure, Q1, None) == f"{whose}: {said.rpartition(', ')[0]}."
    assert of_target(kpi, Figure(0, 0, None), Q1, 35) == f"{whose}: not measured."
