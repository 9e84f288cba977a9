"""What must hold of the measures of a service plan, whatever was read: nothing counts twice, or without its counts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.calendar import FIRST_DAY, Calendar, Hours
from core.facts import Figure
from core.periods import financial_period
from core.plan import facts, kpi_of

YEAR = financial_period(2022, 1, 12)
DAYS = {month: each for month in YEAR.months() for each in [(date(month // 100, month % 100, 1), date(2023, 4, 1))]}
CALENDAR = Calendar("standard", (Hours(FIRST_DAY, (((510, 1020),),) * 5 + ((),) * 2, 510),))
COLUMNS = ("target", "direction", "due_on", "indicators", "owner_post", "allowed_days", "allowed_months")
SHARE = kpi_of({**dict.fromkeys(COLUMNS), "kind": "share", "title": "Uptime"}, 1)

spans = st.tuples(st.dates(date(2022, 4, 1), date(2023, 3, 31)), st.integers(0, 200)).map(
    lambda pair: (pair[0], min(pair[0] + timedelta(days=pair[1]), date(2023, 3, 31)))
)
numbers = st.integers(1, 500).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
printed = st.tuples(st.integers(0, 10_000).map(lambda value: value / 100), st.none())


@st.composite
def readings(draw: st.DrawFn, *, has_counts: bool = False) -> list[Mapping[str, Any]]:
    found = draw(st.lists(st.tuples(spans, numbers if has_counts else numbers | printed), max_size=8))
    return [reading(at, span, *numbers) for at, (span, numbers) in enumerate(found, start=1)]


def reading(number: int, span: tuple[date, date], top: float, bottom: float | None) -> Mapping[str, Any]:
    counts = {"value": top} if bottom is None else {"numerator": float(top), "denominator": float(bottom)}
    empty = dict.fromkeys(("numerator", "denominator", "missed", "value", "met", "met_on"))
    return {**empty, "id": number, "starts_on": span[0], "ends_on": span[1], **counts}


def figure(rows: Sequence[Mapping[str, Any]]) -> Figure:
    return SHARE.measure(facts(SHARE, rows, (), DAYS, CALENDAR))


@given(readings())
def test_no_day_is_counted_twice_and_the_latest_always_holds(rows: list[Mapping[str, Any]]) -> None:
    reads = figure(rows).reads
    assert bool(reads) == bool(rows)
    assert all(one.last < later.first for one, later in pairwise(reads))
    latest = max(((row["ends_on"], row["id"]) for row in rows), default=None)
    assert latest is None or (reads[-1].last, reads[-1].number) == latest


@given(readings())
def test_what_has_no_counts_is_never_added(rows: list[Mapping[str, Any]]) -> None:
    found = figure(rows)
    without = [row["id"] for row in rows if row["denominator"] is None]
    assert len(found.reads) <= 1 or not {read.number for read in found.reads} & set(without)
    assert bool(found.said) == (bool(found.reads) and found.reads[-1].number in without)


@given(readings(has_counts=True))
def test_counts_that_do_not_overlap_add_up(rows: list[Mapping[str, Any]]) -> None:
    found = figure(rows)
    held = {read.number for read in found.reads}
    own = [row for row in rows if row["id"] in held]
    assert (found.n, found.d) == (sum(row["numerator"] for row in own), sum(row["denominator"] for row in own))
    assert found.value is None or 0 <= found.value <= 1


@given(readings(has_counts=True), spans, st.integers(1, 50))
def test_one_that_was_all_in_time_never_lowers_the_share_it_is_added_to(
    rows: list[Mapping[str, Any]], span: tuple[date, date], cases: int
) -> None:
    before = figure(rows)
    after = figure([*rows, reading(len(rows) + 1, span, cases, cases)])
    is_added = {read.number for read in before.reads} < {read.number for read in after.reads}
    assert not is_added or before.value is None or (after.value or 0) >= before.value
