"""A KPI in a report's sentences: against its target, and against what it was, with no claim that few cases bear."""

import pytest

from core.facts import Count, Counts, Figure, mean, share, total
from core.goals import Goal
from core.kpis import catalogue
from core.report.indicator import Then, course, result

KPIS = catalogue()
CHANGES = Goal(98.0, owner="manager")
CHANCE = "That is {2} normal variation: with {3} changes, chance alone may put it"
BELOW = f"{{0}} percentage points below the target of {{1}}%. {CHANCE}"


def cases(n: int, d: int, goal: int = 0) -> Figure:
    return share(Counts((Count(202107, "", (), n, d, goal),), (202107,)))


def score(n: int, d: int) -> Figure:
    return mean(Counts((Count(202107, "", (), n, d),), (202107,)))


def so_many(d: int) -> Figure:
    return total(Counts((Count(202107, "", (), 0, d),), (202107,)))


@pytest.mark.parametrize(
    ("name", "figure", "goal", "said"),
    [
        (
            "change",
            cases(138, 143),
            CHANGES,
            f"It was 96.5% (138 of 143), {BELOW.format(1.5, 98, 'within', 143)} between 92.1% and 98.5%.",
        ),
        ("change", cases(141, 143), CHANGES, "It was 98.6% (141 of 143), which meets the target of 98%."),
        ("change", cases(5, 6), Goal(), "It was 5 of 6; it has no target."),
        (
            "change",
            cases(101, 125),
            Goal(90.0),
            f"It was 80.8% (101 of 125), {BELOW.format(9.2, 90, 'beyond', 125)} between 73.0% and 86.7%.",
        ),
        (
            "satisfaction",
            score(695, 143),
            Goal(4.5),
            "It was 4.86 of 5 (695 points from 143 scores), which meets the target of 4.5.",
        ),
        ("satisfaction", score(440, 100), Goal(4.5, 0.2), "0.1 below the target of 4.5, within tolerance."),
        ("outages", so_many(3), Goal(2.0, direction="at most"), "It was 3, 1 above the limit of 2."),
        ("outages", so_many(2), Goal(2.0, direction="at most"), "It was 2, which is within the limit of 2."),
        (
            "spend",
            cases(216_000_000, 600_000_000, 348_000_000),
            Goal(None, 5.0, "near"),
            "It was 36% (£2,160,000 of £6,000,000), 22.0 percentage points below the 58% that was profiled by then.",
        ),
        ("change", Figure(0, 0, None), CHANGES, "It was not measured: nothing is recorded of the period."),
    ],
)
def test_it_stands_to_its_target(name: str, figure: Figure, goal: Goal, said: str) -> None:
    assert " ".join(result("It was", KPIS[name], figure, goal)).endswith(said)


def test_a_mark_stands_behind_the_figure() -> None:
    said = result("It was", KPIS["change"], cases(141, 143), Goal(), mark="so far")
    assert said == ["It was 98.6% (141 of 143) (so far); it has no target."]


WORSE = "which is worse"
APRIL, YEAR = "April to June 2021", "July to September 2020"


@pytest.mark.parametrize(
    ("name", "now", "before", "year_ago", "direction", "said"),
    [
        (
            "satisfaction",
            score(486, 100),
            score(474, 100),
            score(488, 100),
            "at least",
            f"It is up 0.12 on {APRIL} (4.74 of 5), which is better, and is down 0.02 on {YEAR} (4.88 of 5), {WORSE}.",
        ),
        ("outages", so_many(32), so_many(15), None, "at most", f"It is up 17 on {APRIL} (15), which is worse."),
        ("outages", so_many(15), so_many(15), None, "at most", f"It is the same as in {APRIL} (15)."),
        (
            "mobile",
            cases(8560, 10000),
            cases(8550, 9970),
            None,
            "near",
            f"It is down 0.2 percentage points on {APRIL} (85.8%).",
        ),
        (
            "sla",
            cases(115, 125),
            cases(101, 125),
            None,
            "at least",
            f"It is up 11.2 percentage points on {APRIL} (80.8%), which is better.",
        ),
        (
            "sla",
            cases(115, 125),
            cases(113, 125),
            None,
            "at least",
            f"It is up 1.6 percentage points on {APRIL} (90.4%), which is better, though within normal variation.",
        ),
        ("sla", cases(14, 14), cases(14, 15), None, "at least", f"It was 14 of 15 in {APRIL}."),
        (
            "sla",
            cases(50_000, 100_000),
            cases(50_001, 100_000),
            None,
            "at least",
            f"It has hardly moved since {APRIL} (50.0%).",
        ),
        ("sla", cases(14, 14), None, None, "at least", ""),
    ],
)
def test_it_has_moved_for_better_or_worse_by_what_is_promised(
    name: str, now: Figure, before: Figure | None, year_ago: Figure | None, direction: str, said: str
) -> None:
    goal = Goal(direction=direction)  # type: ignore[arg-type] # one of the three
    assert " ".join(course(KPIS[name], now, [Then(APRIL, before), Then(YEAR, year_ago)], goal)) == said


def test_what_documents_say_of_an_earlier_time_is_marked() -> None:
    (said,) = course(KPIS["sla"], cases(115, 125), [Then(APRIL, cases(101, 125), is_entered=True)], Goal())
    assert "(80.8%, entered, not counted)" in said


def test_what_goes_on_is_not_held_against_a_whole_period() -> None:
    said = course(KPIS["outages"], so_many(3), [Then(APRIL, so_many(15))], Goal(direction="at most"), is_whole=False)
    assert said == [f"It was 15 in {APRIL}."]
