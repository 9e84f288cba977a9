"""What must hold of every KPI, whatever was counted: parts add to their whole, and closing one well never hurts."""

from collections.abc import Iterable
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from core.facts import Count, Counts, Figure, Kpi, at_the_end
from core.goals import Direction, Goal, standing, written
from core.kpis import catalogue
from core.numbers import NOT_MEASURED, SMALL_NUMBER
from core.sources import Durations
from core.travel import UNKNOWN, travel
from core.values import printed, value_words

KPIS = {name: kpi for name, kpi in catalogue().items() if not isinstance(kpi.where, Durations)}
MONTHS, LEVELS = (202004, 202005, 202006), ("P1", "P2", "P3", "P4")
PARTNERS: tuple[tuple[str, ...], ...] = ((), ("BDC",), ("DDDC",), ("BDC", "DDDC"))
DIRECTIONS: tuple[Direction, ...] = ("at least", "at most", "near")

Cell = tuple[int, str, tuple[str, ...]]
cells = st.tuples(st.sampled_from(MONTHS), st.sampled_from(LEVELS), st.sampled_from(PARTNERS))
cases = st.integers(0, 500).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d), st.integers(0, 500)))
facts_of = st.dictionaries(cells, cases, max_size=20).map(
    lambda rows: Counts(tuple(Count(*cell, *case) for cell, case in rows.items()), MONTHS)
)
every = st.sampled_from([*KPIS.values()])
flows = every.filter(lambda kpi: not kpi.is_level)
shares = every.filter(lambda kpi: kpi.is_share)
directions = st.sampled_from(DIRECTIONS)
targets = st.integers(0, 20_000).map(lambda hundredths: hundredths / 100)


def added(kpi: Kpi, parts: Iterable[Counts]) -> tuple[int, int]:
    figures = [kpi.measure(part) for part in parts]
    return sum(figure.n for figure in figures), sum(figure.d for figure in figures)


def figure_of(kpi: Kpi, n: int, d: int) -> Figure:
    return kpi.measure(Counts((Count(MONTHS[-1], "", (), n, d),), MONTHS[-1:]))


@given(flows, facts_of)
def test_months_add_to_the_whole(kpi: Kpi, facts: Counts) -> None:
    whole = kpi.measure(facts)
    assert added(kpi, (facts.only(months=(month,)) for month in MONTHS)) == (whole.n, whole.d)


@given(every, facts_of)
def test_levels_add_to_the_whole(kpi: Kpi, facts: Counts) -> None:
    whole = kpi.measure(facts)
    assert added(kpi, (facts.only(levels=(level,)) for level in LEVELS)) == (whole.n, whole.d)


@given(every, facts_of)
def test_a_state_is_that_of_the_last_month(kpi: Kpi, facts: Counts) -> None:
    assert (kpi.measure(facts) == kpi.measure(at_the_end(facts))) or not kpi.is_level
    assert kpi.measure(facts.only(months=MONTHS[-1:])) == kpi.measure(at_the_end(facts))


@given(every, facts_of)
def test_partners_add_to_the_whole_unless_they_share_a_record_and_then_to_no_less(kpi: Kpi, facts: Counts) -> None:
    whole = kpi.measure(facts)
    n, d = added(kpi, (facts.only(partner=partner) for partner in facts.partners()))
    if facts.is_shared():
        assert n >= whole.n
        assert d >= whole.d
    else:
        assert (n, d) == (whole.n, whole.d)


@given(every, facts_of)
def test_the_order_of_the_facts_is_nothing_to_a_figure(kpi: Kpi, facts: Counts) -> None:
    assert kpi.measure(Counts(facts.rows[::-1], facts.asked)) == kpi.measure(facts)


@given(shares, facts_of, cells)
def test_one_on_time_never_lowers_a_share_and_a_late_one_never_raises_it(
    kpi: Kpi, facts: Counts, cell: tuple[int, str, tuple[str, ...]]
) -> None:
    last = (MONTHS[-1], *cell[1:]) if kpi.is_level else cell
    before = kpi.measure(facts).value
    better = kpi.measure(Counts((*facts.rows, Count(*last, 1, 1)), MONTHS)).value
    worse = kpi.measure(Counts((*facts.rows, Count(*last, 0, 1)), MONTHS)).value
    assert better is not None
    assert worse is not None
    assert worse <= (worse if before is None else before) <= better


@given(shares, facts_of)
def test_a_share_lies_between_nought_and_one_and_nothing_is_not_measured(kpi: Kpi, facts: Counts) -> None:
    figure = kpi.measure(facts)
    assert (figure.value is None) == (figure.d == 0)
    assert figure.value is None or 0 <= figure.value <= 1


@given(every, st.integers(0, 10**9), st.integers(0, 10**9), targets, targets, directions)
def test_standing_agrees_with_exact_arithmetic(
    kpi: Kpi, n: int, d: int, target: float, tolerance: float, direction: Direction
) -> None:
    assume(n <= d or not kpi.is_share)
    figure = figure_of(kpi, n, d)
    stand, value = standing(kpi, figure, Goal(target, tolerance, direction)), kpi.exact(figure)
    if value is None:
        assert stand.state == "not measured"
        return
    off = {"at least": written(target) - value, "at most": value - written(target)}
    gap = max(off.get(direction, abs(value - written(target))), Fraction(0))
    if direction == "near" and gap <= written(tolerance):  # so near is on target
        gap = Fraction(0)
    assert stand.gap == gap
    assert (stand.state == "on target") == (gap == 0)
    assert (stand.state == "off target") == (gap > written(tolerance))
    assert gap > 0 or not stand.is_chance


@given(every, st.integers(0, 10**9), st.integers(0, 10**9), targets)
def test_a_target_that_is_missed_is_not_rounded_onto(kpi: Kpi, n: int, d: int, target: float) -> None:
    assume(n <= d or not kpi.is_share)
    value = kpi.exact(figure_of(kpi, n, d))
    assume(value is not None and kpi.unit != "money")
    assert value is not None
    shown = printed(kpi, figure_of(kpi, n, d), target)
    # Beyond the ninth decimal, which `rounded` drops first, nothing is told apart but shares of cases.
    assume(kpi.is_of_cases or value == written(target) or abs(value - written(target)) > Fraction(1, 10**9))
    assert (shown == written(target)) == (value == written(target))


two = st.tuples(st.integers(0, 2000), st.integers(0, 2000))


@given(every, two, two, directions)
def test_the_words_of_travel_agree_with_the_sign(
    kpi: Kpi, now: tuple[int, int], before: tuple[int, int], direction: Direction
) -> None:
    assume(not kpi.is_share or (now[0] <= now[1] and before[0] <= before[1]))
    one, other = figure_of(kpi, *now), figure_of(kpi, *before)
    words, value, was = travel(kpi, one, other, direction), kpi.exact(one), kpi.exact(other)
    if was is None:
        assert words == UNKNOWN
    elif value is None or (kpi.is_of_cases and min(now[1], before[1]) < SMALL_NUMBER):
        assert words == f"was {value_words(kpi, other)}"
    else:
        assert (words == "the same") == (value == was)
        assert value > was or not words.startswith("up ")
        assert value < was or not words.startswith("down ")
        is_better = (value > was) is (direction == "at least")
        assert (words.endswith(", better"), words.endswith(", worse")) == (
            is_better and is_told(words) and direction != "near",
            not is_better and is_told(words) and direction != "near",
        )
        assert " 0.0 " not in f"{words} "
        assert " 0 " not in f"{words} "


def is_told(words: str) -> bool:
    return words not in {"the same", "hardly moved"}


@given(every, two, targets)
def test_a_figure_in_words_says_that_it_was_not_measured_or_what_it_was_counted_from(
    kpi: Kpi, counted: tuple[int, int], target: float
) -> None:
    figure = figure_of(kpi, *counted)
    words = value_words(kpi, figure, target)
    assert (words == NOT_MEASURED) == (figure.value is None)
    if kpi.is_of_cases and figure.d:
        assert f"{figure.n:,} of {figure.d:,}" in words
