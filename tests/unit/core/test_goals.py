"""How a figure stands to its target: exactly, by direction and tolerance, and whether chance explains a miss."""

from fractions import Fraction

import pytest

from core.facts import Count, Counts, Figure, Kpi, share
from core.goals import Direction, Goal, Standing, by_nature, is_chance, standing, written
from core.kpis import catalogue
from core.outages import MINUTE

KPIS = catalogue()
NINETY = Goal(90)


def cases(n: int, d: int) -> Figure:
    return share(Counts((Count(202107, "", (), n, d),), (202107,)))


def test_138_of_143_changes_is_below_98_within_normal_variation() -> None:
    stand = standing(KPIS["change"], cases(138, 143), Goal(98))
    assert (stand.state, stand.is_chance) == ("off target", True)
    assert stand.words == "off target, within normal variation"
    assert stand.gap == 98 - Fraction(13800, 143)


def test_a_tolerance_makes_a_miss_amber_and_chance_is_said_beside_it() -> None:
    stand = standing(KPIS["change"], cases(138, 143), Goal(98, tolerance=2))
    assert stand.words == "within tolerance, within normal variation"


def test_101_of_125_is_beyond_normal_variation() -> None:
    stand = standing(KPIS["sla"], cases(101, 125), NINETY)
    assert stand == Standing("off target", Fraction(92, 10), is_chance=False)
    assert stand.words == "off target"


@pytest.mark.parametrize(
    ("n", "d", "target", "state"),
    [
        (8996, 10_000, 90, "off target"),  # prints as 90.0% where nobody looks closely
        (9000, 10_000, 90, "on target"),
        (1997, 2000, 99.85, "on target"),
        (19_969, 20_000, 99.85, "off target"),
        (0, 0, 90, "not measured"),
        (0, 7, 0, "on target"),
        (7, 7, 100, "on target"),
    ],
)
def test_a_target_is_met_by_whole_number_arithmetic(n: int, d: int, target: float, state: str) -> None:
    assert standing(KPIS["sla"], cases(n, d), Goal(target)).state == state


@pytest.mark.parametrize(
    ("direction", "n", "state", "gap"),
    [
        ("at most", 4, "on target", 0),
        ("at most", 5, "on target", 0),
        ("at most", 6, "within tolerance", 1),
        ("at most", 7, "off target", 2),
        ("near", 5, "on target", 0),
        ("near", 4, "on target", 0),
        ("near", 6, "on target", 0),
        ("near", 3, "off target", 2),
        ("near", 7, "off target", 2),
        ("at least", 5, "on target", 0),
        ("at least", 6, "on target", 0),
        ("at least", 4, "within tolerance", 1),
        ("at least", 3, "off target", 2),
    ],
)
def test_a_tolerance_lies_on_the_side_that_misses(direction: Direction, n: int, state: str, gap: int) -> None:
    stand = standing(KPIS["outages"], Figure(n, n, float(n)), Goal(5, 1, direction))
    assert (str(stand.state), stand.gap, stand.is_chance) == (state, Fraction(gap), False)


@pytest.mark.parametrize(
    ("name", "direction"),
    [("sla", "at least"), ("outages", "at most"), ("emergency", "at most"), ("raised", "near"), ("spend", "near")],
)
def test_what_is_better_by_nature_is_what_is_promised(name: str, direction: Direction) -> None:
    assert by_nature(KPIS[name]) == direction


def spent(n: int, d: int, profiled: int) -> Figure:
    return share(Counts((Count(202109, "Revenue", (), n, d, profiled),), (202109,)))


def test_36_per_cent_spent_where_58_was_profiled_is_off_by_22_points_and_chance_is_not_asked() -> None:
    figure = spent(216_000_000, 600_000_000, 348_000_000)
    stand = standing(KPIS["spend"], figure, Goal(tolerance=5, direction="near"))
    assert stand == Standing("off target", Fraction(22), is_chance=False)
    assert standing(KPIS["spend"], figure, Goal(36, 25, "near")).state == "on target"  # the profile goes first


@pytest.mark.parametrize("period", range(1, 13))
def test_whoever_spends_exactly_what_was_profiled_is_on_target(period: int) -> None:
    """A third or seven twelfths have no end in decimals."""
    full = 12 * 100_000
    assert standing(KPIS["spend"], spent(period * 100_000, full, period * 100_000), Goal(direction="near")) == Standing(
        "on target"
    )
    assert standing(KPIS["spend"], spent(period * 100_000 + 1, full, period * 100_000), Goal(direction="near")).gap > 0


def test_where_nothing_is_promised_there_is_no_target_and_what_is_not_measured_misses_none() -> None:
    assert standing(KPIS["mobile"], cases(8560, 10_000), Goal()) == Standing("no target")
    assert standing(KPIS["mobile"], cases(0, 0), Goal()) == Standing("not measured")


def test_39_000_minutes_at_99_85_per_cent_allow_58_and_a_half_down() -> None:
    whole = 39_000 * MINUTE
    allowed = 58 * MINUTE + MINUTE // 2
    goal = Goal(99.85)
    assert standing(KPIS["availability"], cases(whole - allowed, whole), goal) == Standing("on target")
    stand = standing(KPIS["availability"], cases(whole - allowed - 1, whole), goal)
    assert (stand.state, stand.is_chance) == ("off target", False)  # minutes are no cases
    assert stand.gap == Fraction(100, whole)


@pytest.mark.parametrize(
    ("name", "figure", "target", "state"),
    [
        ("satisfaction", Figure(695, 143, 695 / 143), 4.5, "on target"),
        ("satisfaction", Figure(9, 2, 4.5), 4.5, "on target"),
        ("satisfaction", Figure(449, 100, 4.49), 4.5, "off target"),
        ("training", Figure(365_000, 2, 365_000.0), 36.5, "on target"),
        ("training", Figure(364_999, 2, 364_999.0), 36.5, "off target"),
        ("saving", Figure(293_500, 1, 293_500.0), 2935, "on target"),
        ("saving", Figure(293_499, 1, 293_499.0), 2935, "off target"),
    ],
)
def test_a_target_is_in_the_unit_of_its_figure(name: str, figure: Figure, target: float, state: str) -> None:
    assert standing(KPIS[name], figure, Goal(target)).state == state


@pytest.mark.parametrize(("n", "d", "low", "high"), [(138, 143, 92.08, 98.50), (66, 95, 59.61, 77.83)])
def test_chance_reaches_as_far_as_the_wilson_interval(n: int, d: int, low: float, high: float) -> None:
    inside = [is_chance(cases(n, d), target) for target in (low + 0.01, high - 0.01)]
    outside = [is_chance(cases(n, d), target) for target in (low - 0.01, high + 0.01)]
    assert (inside, outside) == ([True, True], [False, False])


def test_a_number_is_taken_as_it_was_written() -> None:
    assert written(99.85) == Fraction(9985, 100) != Fraction(99.85)


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_only_shares_of_cases_are_asked_about_chance(kpi: Kpi) -> None:
    figure = Figure(50 * kpi.per, 100 * kpi.per, 0.5)
    assert standing(kpi, figure, Goal(51, direction="near")).is_chance == (kpi.is_share and kpi.per == 1)
