"""What changed: the parts of a kind add to the difference exactly, whatever they are."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from core.contributions import Case, added, in_tenths, largest, of_counts, of_shares

cases = st.integers(0, 300).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
wholes = st.dictionaries(st.sampled_from("ABCDEFGH"), cases, max_size=8)
Whole = Mapping[str, Case]


def share(whole: Whole) -> Fraction:
    return Fraction(*added(whole.values()))


@given(wholes, wholes, st.integers(1, 5))
def test_contributions_to_a_number_add_to_its_difference(before: Whole, now: Whole, few: int) -> None:
    parts = of_counts(before, now)
    moved = added(now.values())[0] - added(before.values())[0]
    assert sum(part.whole for part in parts) == sum(part.whole for part in largest(parts, few)) == moved


@given(wholes, wholes, st.integers(1, 5))
def test_contributions_to_a_share_add_to_its_difference(before: Whole, now: Whole, few: int) -> None:
    assume(added(before.values())[1] and added(now.values())[1])
    parts = of_shares(before, now)
    assert sum(part.whole for part in parts) == share(now) - share(before)
    told = largest(parts, few)
    assert sum(part.whole for part in told) == share(now) - share(before)
    assert (added(part.before for part in told), added(part.now for part in told)) == (
        added(before.values()),
        added(now.values()),
    )


@given(wholes, st.integers(2, 9))
def test_as_many_times_the_same_cases_contribute_nothing(whole: Whole, times: int) -> None:
    assume(added(whole.values())[1])
    more = {label: (times * n, times * d) for label, (n, d) in whole.items()}
    assert all(part.own == part.weight == 0 for part in of_shares(whole, more))


@given(wholes, wholes)
def test_backwards_every_contribution_changes_its_sign(before: Whole, now: Whole) -> None:
    assume(added(before.values())[1] and added(now.values())[1])
    pairs = zip(of_shares(before, now), of_shares(now, before), strict=True)
    assert all((one.own, one.weight) == (-other.own, -other.weight) for one, other in pairs)


@given(st.lists(st.fractions(-100, 100), min_size=1, max_size=12), st.sampled_from((-1, 0, 1)))
def test_rounded_they_add_to_the_printed_difference_and_none_is_far_off(amounts: list[Fraction], off: int) -> None:
    """The printed difference is of two rounded shares, so it may be a tenth beside the exact one."""
    total = Decimal(round(10 * sum(amounts)) + off).scaleb(-1)
    told = in_tenths(amounts, total)
    assert sum(told) == total
    assert all(abs(Fraction(shown) - amount) < Fraction(3, 10) for shown, amount in zip(told, amounts, strict=True))
