"""Counts: what filtering keeps, and whom the rows name."""

import pytest

from core.facts import Count, Counts, Figure, share, total

JULY, AUGUST = 202007, 202008
FACTS = Counts(
    (
        Count(JULY, "P2", ("BDC",), 3, 4),
        Count(JULY, "P3", ("BDC", "DDDC"), 1, 2),
        Count(AUGUST, "P2", ("DDDC",), 0, 5),
        Count(AUGUST, "P2", (), 7, 7),
    ),
    (JULY, AUGUST),
)


@pytest.mark.parametrize(
    ("facts", "figure"),
    [
        (FACTS, (11, 18)),
        (FACTS.only(months=(JULY,)), (4, 6)),
        (FACTS.only(months=()), (0, 0)),
        (FACTS.only(partner="DDDC"), (1, 7)),
        (FACTS.only(partner=""), (7, 7)),
        (FACTS.only(partner="RHL"), (0, 0)),
        (FACTS.only(levels=("P2", "P1")), (10, 16)),
        (FACTS.only(months=(AUGUST,), partner="DDDC", levels=("P2",)), (0, 5)),
    ],
)
def test_filtering_keeps_the_rows_that_fit_everything_asked(facts: Counts, figure: tuple[int, int]) -> None:
    assert (facts.n, facts.d) == figure


def test_what_is_left_still_knows_the_months_that_were_asked_for() -> None:
    assert FACTS.only(partner="RHL").months == (JULY, AUGUST)
    assert FACTS.only(months=(AUGUST,), partner="RHL").months == (AUGUST,)


def test_the_rows_name_their_partners_and_levels_and_an_empty_name_stands_for_none() -> None:
    assert FACTS.partners() == ("", "BDC", "DDDC")
    assert FACTS.levels() == ("P2", "P3")


def test_only_a_ticket_of_several_partners_makes_their_figures_overlap() -> None:
    assert FACTS.is_shared()
    assert not FACTS.only(months=(AUGUST,)).is_shared()


def test_a_share_is_numerator_over_denominator_and_of_nothing_it_is_not_measured() -> None:
    assert share(FACTS.only(months=(JULY,))) == Figure(4, 6, 4 / 6)
    assert share(Counts()) == Figure(0, 0, None)


def test_a_total_counts_every_ticket_and_nothing_is_a_real_nought() -> None:
    assert total(FACTS) == Figure(18, 18, 18.0)
    assert total(Counts()) == Figure(0, 0, 0.0)
