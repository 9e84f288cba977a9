"""Whatever the lines: a table that casts has no fault, and one whose total was changed has just that one."""

from hypothesis import given
from hypothesis import strategies as st

from core.money import in_pounds
from core.report.totals import Typed, faults, totals

amounts = st.integers(-(10**7), 10**7)
columns = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(amounts, min_size=width, max_size=width), min_size=1, max_size=8)
)


def table(lines: list[list[int]], total: list[int]) -> list[list[str]]:
    header = ["Line", *(f"Column {at}" for at, _ in enumerate(total, start=1))]
    named = [[f"Line {at}", *map(in_pounds, line)] for at, line in enumerate(lines, start=1)]
    return [header, *named, ["Total", *map(in_pounds, total)]]


@given(columns)
def test_lines_and_their_sums_have_no_fault(lines: list[list[int]]) -> None:
    assert faults(table(lines, [sum(column) for column in zip(*lines, strict=True)])) == []


@given(columns, st.data())
def test_one_wrong_total_is_the_one_fault_and_by_how_much(lines: list[list[int]], data: st.DataObject) -> None:
    total = [sum(column) for column in zip(*lines, strict=True)]
    at = data.draw(st.integers(0, len(total) - 1))
    out = data.draw(amounts.filter(bool))
    (wrong,) = [
        one for one in totals(Typed(table(lines, [*total[:at], total[at] + out, *total[at + 1 :]]))) if not one.is_right
    ]
    assert (wrong.name, wrong.stated - wrong.adds_to) == (f"Column {at + 1}", out)


@given(columns, st.data())
def test_a_line_that_was_left_out_is_found_where_only_it_explains_the_difference(
    lines: list[list[int]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    missed = lines[at][0]
    total = [sum(column) - (missed if place == 0 else 0) for place, column in enumerate(zip(*lines, strict=True))]
    for wrong in totals(Typed(table(lines, total))):
        if not wrong.is_right and [line[0] for line in lines].count(missed) == 1:
            flips = [line[0] for line in lines if 2 * line[0] == missed]
            assert flips or wrong.line == f"Line {at + 1} {in_pounds(missed)} left out"
