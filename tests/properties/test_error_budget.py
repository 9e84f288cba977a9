"""What is left of a target, against trying every outcome of the tickets that are open."""

from fractions import Fraction
from itertools import accumulate
from math import comb, prod

from hypothesis import given
from hypothesis import strategies as st

from core.error_budget import ErrorBudget

targets = st.sampled_from((50.0, 66.6, 90.0, 92.5, 99.85, 100.0))
counts = st.integers(0, 60)
HALF = Fraction(1, 2)


@st.composite
def budgets(draw: st.DrawFn) -> ErrorBudget:
    resolved, still_open = draw(counts), draw(counts)
    missed, late = draw(st.integers(0, resolved)), draw(st.integers(0, still_open))
    return ErrorBudget(draw(targets), resolved, missed, still_open, late)


def meets(left: ErrorBudget, met: int, total: int) -> bool:
    return 100 * met >= Fraction(str(left.target)) * total


@given(budgets())
def test_it_says_of_every_outcome_whether_the_target_is_met(left: ErrorBudget) -> None:
    for met in range(left.can_meet + 1):
        assert meets(left, left.met + met, left.total) == (met >= left.must_meet)
        assert meets(left, left.met + left.can_meet - met, left.total) == (met <= left.may_miss)
    assert left.is_lost == (not meets(left, left.met + left.can_meet, left.total))


@given(budgets(), st.integers(0, 200))
def test_so_many_more_may_miss_though_none_is_met(left: ErrorBudget, more: int) -> None:
    spare = left.spare
    assert spare is not None
    assert meets(left, left.met, left.resolved + left.late + more) == (more <= spare)
    assert left.must_meet > 0 or spare >= left.can_meet


@given(budgets())
def test_so_many_further_ones_would_save_it_and_one_fewer_would_not(left: ErrorBudget) -> None:
    best, more = left.met + left.can_meet, left.rescue
    if more is None:
        assert left.is_lost
        assert not meets(left, best + 10_000, left.total + 10_000)
        return
    assert meets(left, best + more, left.total + more)
    assert (more > 0) == left.is_lost
    assert more == 0 or not meets(left, best + more - 1, left.total + more - 1)


@given(budgets())
def test_a_ticket_that_passes_its_deadline_costs_one_of_those_that_may_miss(left: ErrorBudget) -> None:
    if left.late < left.open:
        later = ErrorBudget(left.target, left.resolved, left.missed, left.open, left.late + 1)
        assert later.may_miss == left.may_miss - 1
        assert later.must_meet == left.must_meet


@given(budgets())
def test_the_forecast_lies_in_its_range_and_the_range_in_what_can_be(left: ErrorBudget) -> None:
    likely = left.forecast
    assert (likely is None) == (left.resolved == 0)
    if likely is not None:
        assert left.met <= likely.low <= likely.middle <= likely.high <= left.met + left.can_meet
        assert likely.total == left.total


@given(budgets())
def test_the_range_is_that_of_a_beta_binomial_distribution_reckoned_in_fractions(left: ErrorBudget) -> None:
    likely = left.forecast
    if likely is None:
        return
    n, a, b = left.can_meet, left.met + HALF, left.missed + HALF
    chances = [comb(n, k) * rising(a, k) * rising(b, n - k) / rising(a + b, n) for k in range(n + 1)]
    assert sum(chances) == 1
    reached = list(accumulate(chances))
    for met, share in ((likely.low, 0.025), (likely.middle, 0.5), (likely.high, 0.975)):
        k = met - left.met
        assert float(reached[k]) >= share - 1e-9
        assert k == 0 or float(reached[k - 1]) < share + 1e-9


def rising(start: Fraction, steps: int) -> Fraction:
    """Start * (start + 1) * …"""
    return prod((start + step for step in range(steps)), start=Fraction(1))


@given(budgets())
def test_one_more_resolved_in_time_never_lowers_the_forecast(left: ErrorBudget) -> None:
    more = ErrorBudget(left.target, left.resolved + 1, left.missed, left.open, left.late).forecast
    before = left.forecast
    assert more is not None
    assert before is None or more.middle >= before.middle
