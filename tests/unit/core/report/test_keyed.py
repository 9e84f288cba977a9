"""The keys of stated figures read again."""

import pytest

from core.periods import financial_period
from core.report.keyed import read_key

HALF = financial_period(2020, 1, 6)


@pytest.mark.parametrize(
    ("key", "words", "then", "marks"),
    [
        ("sla/2020-05/DDDC/below", "May 2020", "", ("DDDC", "below")),
        ("raised/2020-04..2020-09/all", "April to September 2020", "", ("all",)),
        ("raised/2019-20/average", "April 2019 to March 2020", "", ("average",)),
        ("posts/appointed", "April to September 2020", "", ("appointed",)),
        ("sla/2020-04..2020-06/since 2019-04..2019-06", "April to June 2020", "April to June 2019", ()),
        ("outages/2020-04..2020-06/P2/change", "April to June 2020", "January to March 2020", ("P2", "change")),
        ("raised/2020-04..2020-06/more", "April to June 2020", "April 2019 to March 2020", ("more",)),
    ],
)
def test_a_key_says_of_what_months_it_is(key: str, words: str, then: str, marks: tuple[str, ...]) -> None:
    found = read_key(key, HALF)
    assert (found.period.words, found.then.words if found.then else "", found.marks) == (words, then, marks)


@pytest.mark.parametrize("key", ["sla/2020-05/all", "sla/2020-05/DDDC/below", "outages/2020-04..2020-06/P2"])
def test_a_plain_figure_goes_the_way_of_its_records(key: str) -> None:
    assert read_key(key, HALF).is_one_way


@pytest.mark.parametrize("key", ["outages/2020-04..2020-06/P2/change", "outages/2020-04..2020-06/P2/peak"])
def test_a_difference_may_go_either_way(key: str) -> None:
    assert not read_key(key, HALF).is_one_way


def test_a_part_is_found_among_the_marks() -> None:
    assert read_key("raised/2020-04/BDC/incident", HALF).one_of(["incident", "request"]) == "incident"
    assert read_key("raised/2020-04/all", HALF).one_of(["BDC"]) is None
