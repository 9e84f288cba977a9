"""Small numbers in tables of a report: which cells are withheld, and what a reader can find out about them."""

from math import inf

import pytest

from core.report.suppression import Layout, bounds, parts_of, total_last, withheld

PARTNERS = [[3, 10, 20, 7, 40], [50, 60, 40, 12, 162], [9, 8, 7, 2, 26], [62, 78, 67, 21, 228]]


def marks(cells: list[list[int]], least: int, layout: Layout | None = None) -> list[str]:
    return ["".join("c" if one else "." for one in row) for row in withheld(cells, least, layout)]


def test_a_small_number_takes_three_others_with_it() -> None:
    assert marks(PARTNERS, 3) == ["c..c.", ".....", "c..c.", "....."]


def test_two_small_numbers_need_room_up_to_what_is_not_small() -> None:
    assert marks(PARTNERS, 5) == ["cc.c.", ".....", "cc.c.", "....."]
    hidden = [(row, column) for row in (0, 2) for column in (0, 1, 3)]
    assert bounds(PARTNERS, total_last(5), hidden, (0, 0)) == (0, 12)
    assert bounds(PARTNERS, total_last(5), hidden, (2, 3)) == (0, 9)


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    assert marks(PARTNERS, 1) == marks(PARTNERS, 0) == ["....."] * 4
    assert marks([[0, 0, 0], [7, 8, 15], [7, 8, 15]], 5) == ["..."] * 3
    assert withheld([], 5) == []
    assert withheld([[]], 5) == [[]]


def test_a_nought_is_published_unless_it_has_to_hide_another() -> None:
    assert marks([[1, 0, 0, 9, 10], [0, 9, 9, 0, 18], [8, 9, 9, 9, 35], [9, 18, 18, 18, 63]], 2) == [
        "c..c.",
        ".....",
        "c..c.",
        ".....",
    ]
    assert marks([[5, 0, 5], [0, 5, 5], [1, 4, 5], [6, 9, 15]], 5)[2] == "cc."
    assert any("c" in row for row in marks([[5, 0, 5], [0, 5, 5], [1, 4, 5], [6, 9, 15]], 5)[:2])


def test_a_small_total_is_withheld_with_another_that_hides_it() -> None:
    only = [[0, 1, 1], [9, 8, 17], [9, 9, 18]]
    assert marks(only, 5) == [".cc", ".cc", "..."]
    assert bounds(only, total_last(3), [(0, 1), (0, 2), (1, 1), (1, 2)], (0, 2)) == (0, 9)


def test_a_table_that_is_one_small_number_is_withheld_whole() -> None:
    assert marks([[2, 2], [2, 2]], 5) == ["cc", "cc"]
    assert bounds([[2, 2], [2, 2]], total_last(2), [(0, 0), (0, 1), (1, 0), (1, 1)], (0, 0)) == (0, inf)


def test_columns_may_have_totals_of_parts() -> None:
    """Outages of two quarters, 2020-21: a quarter's total is of its own months."""
    quarters = Layout((3, 3, 3, None, 7, 7, 7, None))
    outages = [[0, 0, 0, 0, 0, 1, 0, 1], [3, 5, 7, 15, 18, 5, 8, 31], [3, 5, 7, 15, 18, 6, 8, 32]]
    assert marks(outages, 2, quarters) == [".....c.c", ".....c.c", "........"]


def test_without_a_total_only_small_numbers_are_withheld() -> None:
    assert marks([[1, 9], [9, 9]], 5, Layout((None, None), has_total_row=False)) == ["c.", ".."]


def test_a_total_may_stand_below_or_beside_only() -> None:
    assert marks([[1, 9], [9, 9], [7, 9], [17, 27]], 5, Layout((None, None))) == ["c.", "..", "c.", ".."]
    assert marks([[1, 9, 7, 17]], 5, Layout((3, 3, 3, None), has_total_row=False)) == ["c.c."]


def test_a_reader_is_taken_to_know_how_many_count_for_several_partners() -> None:
    """One outage of two partners: their sum is 1 more than the total, and hides nothing."""
    shared = [[1, 9, 7, 16], [9, 9, 9, 27], [10, 18, 16, 43]]
    assert marks(shared, 5) == ["c.c.", "c.c.", "...."]


def test_what_can_fall_no_further_rises_the_more_before_a_total_goes() -> None:
    """The first is 4 at the least, whatever is withheld beside it: 100 + 100 - 196 is 4."""
    crossed = [[4, 96, 100], [96, 0, 96], [100, 96, 196]]
    assert marks(crossed, 5) == ["cc.", "cc.", "..."]
    assert bounds(crossed, total_last(3), [(0, 0), (0, 1), (1, 0), (1, 1)], (0, 0)) == (4, 100)


HALF = [202004, 202005, 202006, 202007, 202008, 202009]


@pytest.mark.parametrize(
    ("published", "parts"),
    [
        ([], [HALF]),
        ([HALF], [HALF]),
        ([HALF[:3]], [HALF[:3], HALF[3:]]),
        ([HALF[:3], HALF[3:]], [HALF[:3], HALF[3:]]),
        ([HALF[2:4]], [HALF[:2], HALF[2:4], HALF[4:]]),
        ([[202001, 202002, 202003]], [HALF]),
    ],
)
def test_a_period_is_cut_where_a_published_one_in_it_begins_or_ends(
    published: list[list[int]], parts: list[list[int]]
) -> None:
    assert parts_of(HALF, published) == parts
