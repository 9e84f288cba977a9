"""The budget as facts: the quarter of seed 000, and what is refused because it would compare unlike times."""

from dataclasses import replace
from fractions import Fraction

import pytest

from core.books import book_counts, level_of
from core.budget import Line, Spent, reprofiled
from core.facts import Count, Counts, Figure, share
from core.money import spread

SEPTEMBER, PERIOD = 202109, 6


def line(name: str, pounds: int, actual: int | None = None, kind: str = "revenue", programme: str = "") -> Line:
    """Evenly profiled; what was spent stands as one figure of periods 1 to 6."""
    actuals = () if actual is None else (Spent(1, PERIOD, 100 * actual),)
    return Line(name[:2], name, kind, programme, profile=spread(100 * pounds, 12), actuals=actuals)


def counted(*lines: Line, kind: str = "revenue", period: int = PERIOD) -> Counts:
    return Counts(tuple(book_counts(lines, kind, SEPTEMBER, period)), (SEPTEMBER,))


def test_36_per_cent_was_spent_where_58_was_profiled() -> None:
    even = line("R1 Maintenance", 6_000_000, 2_160_000)
    facts = counted(replace(even, profile=reprofiled(even.profile, 1, 6, 348_000_000)))
    assert facts.rows == (Count(SEPTEMBER, "R1 Maintenance", (), 216_000_000, 600_000_000, 348_000_000),)
    figure = share(facts)
    assert figure == Figure(216_000_000, 600_000_000, 0.36, Fraction(58))


def test_a_goal_is_exact_where_decimals_have_no_end() -> None:
    assert share(counted(line("R1", 1200, 100, "revenue"), period=6)).goal == 50
    seven = Line("R1", "R1", profile=spread(120_000, 12), actuals=(Spent(1, 7, 70_000),))
    assert share(counted(seven, period=7)).goal == Fraction(700, 12)


def test_capital_goes_by_programme_each_of_its_own_budget() -> None:
    lines = (
        line("C1 Licences", 600_000, 400_000, "capital", "Microsoft agreement"),
        line("C2 Support", 400_000, 230_000, "capital", "Microsoft agreement"),
        line("C3 Network", 800_000, 400_000, "capital", "Wide area network"),
        line("R1 Maintenance", 6_000_000, 1, "revenue"),
    )
    facts = counted(*lines, kind="capital")
    shares = [share(facts.only(levels=(level,))).value for level in ("Microsoft agreement", "Wide area network")]
    assert shares == [0.63, 0.5]
    assert facts.d == 180_000_000
    assert [level_of(one) for one in lines[2:]] == ["Wide area network", "R1 Maintenance"]


@pytest.mark.parametrize(
    "other",
    [
        line("R2 Behind", 1000),  # nothing entered at all
        replace(line("R2 Behind", 1000), actuals=(Spent(1, 5, 100),)),
        replace(line("R2 Straddles", 1000), actuals=(Spent(1, 9, 100),)),
    ],
)
def test_less_times_spending_is_never_set_beside_the_budget_of_more(other: Line) -> None:
    assert counted(line("R1", 6000, 2000), other).rows == ()
    assert counted(line("R1", 6000, 2000), replace(other, kind="capital")).d == 600_000


def test_nothing_was_spent_yet_is_no_figure_but_nought_entered_is() -> None:
    assert counted().rows == counted(line("R1", 6000)).rows == ()
    assert share(counted(line("R1", 6000, 0))).value == 0


def test_a_virement_counts_from_its_period_on_and_an_adjustment_has_no_budget() -> None:
    moved = replace(line("R1", 1200, 500), moved=(0, 0, 0, 0, 0, 0, *spread(60_000, 6)))
    adjustment = Line("", "Year-end adjustments", actuals=(Spent(6, 6, -5_000),))
    facts = counted(moved, adjustment)
    assert (facts.n, facts.d, facts.goal) == (45_000, 180_000, 60_000)
