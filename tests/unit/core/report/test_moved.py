"""A reason names what moved the figure, in the direction in which it moved, and nothing else."""

from itertools import pairwise

from core.report.counted import NOTHING, Pair
from core.report.moved import UNEXPLAINED, History, Moved, Step, why

IMPORTED = {"ticket": ["Records were imported on 2 November 2020."]}


def part(state: Pair | None) -> Pair:
    """A state is what it counts for."""
    return state or NOTHING


def ticket(*states: Pair | None, name: str = "INC-1") -> History:
    pairs = pairwise(states)
    return History("ticket", tuple(Step(a, b, f"{name}: {at}.") for at, (a, b) in enumerate(pairs)))


def moved(*change: int, is_one_way: bool = True) -> Moved:
    return Moved((change[0], change[1]), {"ticket": part}, is_one_way)


def test_only_what_goes_the_same_way_is_a_reason() -> None:
    since = [ticket(None, (1, 1), name="INC-1"), ticket((1, 1), None, name="INC-2")]
    assert why(moved(1, 0), since, {}) == ("INC-1: 0.",)
    assert why(moved(-1, 0), since, {}) == ("INC-2: 0.",)


def test_a_share_moves_with_its_cases_too() -> None:
    assert why(moved(0, -1), [ticket((0, 1), None), ticket((1, 1), (1, 1), name="INC-2")], {}) == ("INC-1: 0.",)


def test_of_several_steps_those_are_named_that_moved_it_and_none_of_what_was_taken_back() -> None:
    assert why(moved(1, 0), [ticket((0, 1), (0, 1), (1, 1))], {}) == ("INC-1: 1.",)
    assert why(moved(1, 0), [ticket((0, 0), (1, 1), (0, 0))], {}) == (UNEXPLAINED,)


def test_a_difference_is_moved_by_whatever_counts_otherwise() -> None:
    assert why(moved(1, 0, is_one_way=False), [ticket((1, 1), None)], {}) == ("INC-1: 0.",)


def test_an_import_is_named_where_no_record_accounts_for_it_all() -> None:
    assert why(moved(1, 0), [ticket(None, (1, 1))], IMPORTED) == ("INC-1: 0.",)
    assert why(moved(9, 0), [ticket(None, (1, 1))], IMPORTED) == ("INC-1: 0.", *IMPORTED["ticket"])
    assert why(moved(9, 0), [], IMPORTED) == (*IMPORTED["ticket"],)


def test_what_nothing_explains_is_said_to_be_so() -> None:
    assert why(moved(1, 0), [], {}) == (UNEXPLAINED,)
    other = History("risk", (Step(None, (1, 1), "RSK-1 was logged."),))
    assert why(moved(1, 0), [other], {}) == (UNEXPLAINED,)


def test_of_many_the_first_few_are_named() -> None:
    since = [ticket(None, (1, 1), name=f"INC-{number}") for number in range(1, 6)]
    assert why(moved(5, 0), since, {}) == ("INC-1: 0.", "INC-2: 0.", "INC-3: 0.", "And 2 more.")
