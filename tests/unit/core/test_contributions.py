"""What changed, by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.contributions import REST, Contribution, in_tenths, largest, of_counts, of_shares


def test_a_part_counts_for_its_own_share_and_for_its_weight() -> None:
    """Both keep their shares, 90% and 50%, and the poorer one grows from half of the cases to three quarters."""
    good, poor = of_shares({"A": (90, 100), "B": (50, 100)}, {"A": (90, 100), "B": (150, 300)})
    assert good.own == poor.own == 0
    assert good.whole + poor.whole == Fraction(240, 400) - Fraction(140, 200)
    assert good.weight < 0 > poor.weight  # fewer of the better ones, and more of the poorer


def test_a_part_that_is_new_or_gone_is_all_weight() -> None:
    new, old = of_shares({"old": (5, 10)}, {"new": (9, 10)})
    assert old.own == new.own == 0
    assert old.weight + new.weight == Fraction(4, 10)
    assert (old.before, old.now) == ((5, 10), (0, 0))


def test_a_share_of_nothing_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="nothing"):
        of_shares({}, {"A": (1, 2)})


def test_the_largest_come_first_and_all_others_together() -> None:
    before, now = {"A": (1, 1), "B": (9, 9), "C": (4, 4), "D": (4, 4)}, {"A": (8, 8), "C": (5, 5), "D": (6, 6)}
    told = largest(of_counts(before, now), 2)
    assert [(part.label, int(part.whole)) for part in told] == [("B", -9), ("A", 7), (REST, 3)]
    assert (told[2].before, told[2].now) == ((8, 8), (11, 11))


def test_one_that_is_left_keeps_its_name() -> None:
    parts = [Contribution(label, (0, 0), (0, 0), Fraction(size)) for label, size in (("A", 3), ("B", 2), ("C", 1))]
    assert [part.label for part in largest(parts, 2)] == ["A", "B", "C"]


def test_tenths_add_to_the_printed_total() -> None:
    third = Fraction(1, 3)
    assert in_tenths([third, third, third], Decimal("1.0")) == [Decimal("0.4"), Decimal("0.3"), Decimal("0.3")]
    assert in_tenths([], Decimal(0)) == []
