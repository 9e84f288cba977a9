"""What must hold of every KPI, whatever the tickets: parts add to their whole, and closing one well never hurts."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from core.facts import Count, Counts, Kpi
from core.kpis import catalogue
from core.sources import Durations

KPIS = {name: kpi for name, kpi in catalogue().items() if not isinstance(kpi.where, Durations)}
MONTHS, LEVELS = (202004, 202005, 202006), ("P1", "P2", "P3", "P4")
PARTNERS: tuple[tuple[str, ...], ...] = ((), ("BDC",), ("DDDC",), ("BDC", "DDDC"))

cells = st.tuples(st.sampled_from(MONTHS), st.sampled_from(LEVELS), st.sampled_from(PARTNERS))
cases = st.integers(0, 500).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
facts_of = st.dictionaries(cells, cases, max_size=20).map(
    lambda rows: Counts(tuple(Count(*cell, *case) for cell, case in rows.items()), MONTHS)
)
kpis = st.sampled_from([kpi for kpi in KPIS.values() if not kpi.is_level])
shares = st.sampled_from([kpi for kpi in KPIS.values() if kpi.is_share and not kpi.is_level])


def added(kpi: Kpi, parts: Iterable[Counts]) -> tuple[int, int]:
    figures = [kpi.measure(part) for part in parts]
    return sum(figure.n for figure in figures), sum(figure.d for figure in figures)


@given(kpis, facts_of)
def test_months_and_levels_add_to_the_whole(kpi: Kpi, facts: Counts) -> None:
    whole = kpi.measure(facts)
    assert added(kpi, (facts.only(months=(month,)) for month in MONTHS)) == (whole.n, whole.d)
    assert added(kpi, (facts.only(levels=(level,)) for level in LEVELS)) == (whole.n, whole.d)


@given(kpis, facts_of)
def test_partners_add_to_the_whole_unless_they_share_a_ticket_and_then_to_no_less(kpi: Kpi, facts: Counts) -> None:
    whole = kpi.measure(facts)
    n, d = added(kpi, (facts.only(partner=partner) for partner in facts.partners()))
    if facts.is_shared():
        assert n >= whole.n
        assert d >= whole.d
    else:
        assert (n, d) == (whole.n, whole.d)


@given(facts_of)
def test_levels_of_what_is_outstanding_at_the_end_add_to_the_whole(facts: Counts) -> None:
    kpi, whole = KPIS["outstanding"], KPIS["outstanding"].measure(facts)
    assert added(kpi, (facts.only(levels=(level,)) for level in LEVELS)) == (whole.n, whole.d)
    assert whole == kpi.measure(facts.only(months=MONTHS[-1:]))


@given(shares, facts_of, cells)
def test_a_ticket_on_time_never_lowers_a_share_and_a_late_one_never_raises_it(
    kpi: Kpi, facts: Counts, cell: tuple[int, str, tuple[str, ...]]
) -> None:
    before = kpi.measure(facts).value
    better = kpi.measure(Counts((*facts.rows, Count(*cell, 1, 1)), MONTHS)).value
    worse = kpi.measure(Counts((*facts.rows, Count(*cell, 0, 1)), MONTHS)).value
    assert better is not None
    assert worse is not None
    assert worse <= (worse if before is None else before) <= better


@given(shares, facts_of)
def test_a_share_lies_between_nought_and_one_and_nothing_is_not_measured(kpi: Kpi, facts: Counts) -> None:
    value = kpi.measure(facts).value
    assert (value is None) == (facts.d == 0)
    assert value is None or 0 <= value <= 1
