"""The Wilson interval against the figures of the brief, and what must hold for any share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.control import wilson


@pytest.mark.parametrize(
    ("n", "d", "low", "high"),
    [
        (138, 143, 92.08, 98.50),
        (66, 95, 59.61, 77.83),
        (44, 45, 88.43, 99.61),
        (101, 125, 73.0, 86.7),
        (0, 10, 0.0, 27.75),
        (10, 10, 72.25, 100.0),
    ],
)
def test_the_interval_of_a_share(n: int, d: int, low: float, high: float) -> None:
    assert [100 * bound for bound in wilson(n, d)] == pytest.approx([low, high], abs=0.05)


@given(st.integers(1, 100_000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))))
def test_the_interval_holds_the_share_stays_within_nought_and_one_and_mirrors(case: tuple[int, int]) -> None:
    n, d = case
    low, high = wilson(n, d)
    assert 0 <= low <= n / d + 1e-12
    assert n / d - 1e-12 <= high <= 1
    assert wilson(d - n, d) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_a_share_of_nothing_has_no_interval() -> None:
    with pytest.raises(ValueError, match="nothing"):
        wilson(0, 0)
