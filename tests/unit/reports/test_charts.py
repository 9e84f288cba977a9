"""Charts in words and figures, and the arithmetic behind their pictures. Pictures: test_charts_drawn.py."""

import math
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from core.numbers import rounded
from docs.pictures import charts as pictured
from docs.pictures.examples import AVAILABILITY, BUDGET, CONTROL, EXAMPLES, SATISFACTION, SCORECARD, SHARE, TRIAL
from reports.charts import (
    Bars,
    Chart,
    ControlChart,
    GroupedColumns,
    Lines,
    Measure,
    Scorecard,
    Series,
    StackedColumns,
    alternative_text,
    as_table,
)
from reports.charts.columns import levels
from reports.charts.layout import category_labels, spread
from reports.charts.lettering import ELLIPSIS, REPLACEMENT, printable, width, wrapped
from reports.charts.model import Interval, Plotted, Upright
from reports.charts.palette import COLOURS, INK, PAPER, QUIET_INK, contrast, ink_on, series_colours
from reports.charts.scale import scale_of
from reports.charts.words import figure
from reports.tables import Table, as_text
from tests.some_charts import charts

OUTAGES = StackedColumns(
    "32 outages, up 17 from 15 in April to June",
    "Outages (P1 and P2 incidents) by month they began, all partners, July to September 2020",
    "Source: 32 ticket records of the ICT desk",
    ("July", "August", "September"),
    (Series("P1", (0, 1, 0)), Series("P2", (18, 5, 8))),
    "outages",
)
SLA = Lines(
    "DDDC missed its target in May",
    "Share of incidents resolved within SLA, April to June 2020",
    "Source: ticket records",
    ("April", "May", "June"),
    (Series("BDC", (89.996, 92.5, 93)), Series("RHL", (95, None, 96.123))),
    "%",
    target=90,
)
INCOME = GroupedColumns(
    "Income is short of its budget",
    "Budget to date and actual, £",
    "Source: ledger",
    ("Income",),
    (Series("Budget", (-10350,)), Series("Actual", (-9000.5,))),
    "£",
    along="Line",
)


def stacked(*values: tuple[float | None, ...], unit: str = "calls") -> StackedColumns:
    series = tuple(Series(f"S{number}", each) for number, each in enumerate(values))
    return StackedColumns("T", "S", "Q", tuple(f"C{at}" for at in range(len(values[0]))), series, unit)


def lines(
    *values: float | None, unit: str = "%", target: float | None = None, intervals: tuple[Interval | None, ...] = ()
) -> Lines:
    categories = tuple(f"C{at}" for at in range(len(values)))
    return Lines("T", "S", "Q", categories, (Series("A", values, intervals),), unit, target)


def test_the_alternative_text_says_every_figure() -> None:
    assert alternative_text(OUTAGES) == (
        "32 outages, up 17 from 15 in April to June. Outages (P1 and P2 incidents) by month they began, "
        "all partners, July to September 2020. Stacked columns. P1: July 0, August 1, September 0. "
        "P2: July 18, August 5, September 8. Total: July 18, August 6, September 8. "
        "Source: 32 ticket records of the ICT desk."
    )


def test_the_alternative_text_names_target_start_of_axis_and_what_is_not_measured() -> None:
    assert alternative_text(SLA) == (
        "DDDC missed its target in May. Share of incidents resolved within SLA, April to June 2020; "
        "axis starts at 80%. Lines. BDC: April 89.996%, May 92.5%, June 93%. "
        "RHL: April 95%, May not measured, June 96.12%. Target 90%. Source: ticket records."
    )


def test_the_alternative_text_says_intervals_and_what_shares_are_counted_from() -> None:
    assert "DDDC: Apr 91.5% (118 of 129, 85.4% to 95.2%), May 80.8% (101 of 125, 73% to 86.7%)" in alternative_text(
        SHARE
    )
    assert "axis starts at 70%; whiskers: 95% intervals. Lines." in alternative_text(SHARE)
    assert as_table(SHARE).columns == ("Month", "DDDC", "DDDC, counted from", "DDDC, from", "DDDC, to")
    assert as_table(SHARE).rows[1] == ("May", 80.8, "101 of 125", 73, 86.7)
    assert "Schools: Jul 4.9 (31 scores), Aug 4.95 (20 scores)" in alternative_text(SATISFACTION)


def test_a_control_chart_says_its_limits_and_names_its_signals() -> None:
    said = alternative_text(CONTROL)
    assert "Upper limit 4.6, Mean 1.94, Lower limit -0.72. Aug 2019 above the upper limit. Source" in said
    assert as_table(CONTROL).rows[4] == ("Aug 2019", 10, "above the upper limit")
    assert as_table(CONTROL).notes[2:4] == (
        "Upper limit 4.6, Mean 1.94, Lower limit -0.72",
        "Aug 2019 above the upper limit",
    )


def test_a_control_chart_of_few_points_says_that_its_limits_are_trial_or_none() -> None:
    said = alternative_text(TRIAL)
    assert "Upper trial limit 96.5%, Mean 92.3%, Lower trial limit 88%. Target 90%. No signals. Trial limits:" in said
    assert "Too few points for limits." in alternative_text(
        ControlChart("", "", "", ("Jul",), (Series("Calls", (3,)),), "calls")
    )


def test_neighbouring_signals_of_one_kind_are_one_run() -> None:
    signals = ((5, "above the upper limit"), *((at, "7 on one side") for at in range(2, 9)), (11, "7 on one side"))
    chart = ControlChart(**vars(CONTROL) | {"signals": signals})
    assert (
        "Jun 2019 to Dec 2019 7 on one side; Sep 2019 above the upper limit; Mar 2020 7 on one side."
        in alternative_text(chart)
    )
    assert as_table(chart).rows[5][2] == "above the upper limit; 7 on one side"


def test_bars_say_what_each_is_held_against() -> None:
    said = alternative_text(AVAILABILITY)
    assert "Minutes allowed: Email 58.5, Revenues and benefits 58.5" in said
    assert "Revenues and benefits: 99.69%, target 99.85%." in said
    assert as_table(AVAILABILITY).rows[1] == ("Revenues and benefits", 121, 58.5, "99.69%, target 99.85%")
    assert as_table(BUDGET).rows[5] == ("Total", 583_503, 615_686, 1_162_722, 1_227_371)


def test_a_scorecard_is_read_row_by_row() -> None:
    said = alternative_text(SCORECARD)
    assert (
        "Changes that succeeded 96.5% (138 of 143), target 98%, off target, within normal variation, "
        "Quarter before: worse, Year before: worse; Mobile devices" in said
    )
    assert "Staff: Training days, target 60, not measured. Financial" in said
    table = as_table(SCORECARD)
    assert table.columns == ("Measure", "Group", "Figure", "Target", "State", "Quarter before", "Year before")
    assert table.rows[4][:5] == ("Customer satisfaction", "Customer", "4.86 of 5 (350 scores)", "4.5", "on target")
    assert alternative_text(Scorecard("Quiet", "", "Desk", ())) == "Quiet. Scorecard. No figures. Desk."
    assert Measure("", "", "", "on target", ("", "")).state_words == "on target"


def test_a_chart_without_series_says_so() -> None:
    assert alternative_text(StackedColumns("Quiet.", "", "Desk", (), (), "calls")) == (
        "Quiet. Stacked columns. No figures. Desk."
    )


def test_the_table_has_a_row_for_each_month_and_the_total() -> None:
    assert as_table(OUTAGES) == Table(
        "32 outages, up 17 from 15 in April to June",
        ("Month", "P1", "P2", "Total"),
        (("July", 0, 18, 18), ("August", 1, 5, 6), ("September", 0, 8, 8)),
        (OUTAGES.subtitle, "Unit: outages", OUTAGES.source),
    )


def test_the_table_keeps_a_miss_a_miss_and_a_gap_a_gap() -> None:
    table = as_table(SLA)
    assert table.rows == (("April", 89.996, 95), ("May", 92.5, None), ("June", 93, 96.12))
    assert table.notes[2] == "Target 90%"


def test_money_below_zero_stands_in_brackets() -> None:
    assert "Budget: Income (£10,350)" in alternative_text(INCOME)
    assert as_table(INCOME).columns == ("Line", "Budget", "Actual")
    assert figure(457, "£") == "£457"


def test_a_total_with_a_missing_part_is_not_a_total() -> None:
    assert stacked((1, None, 3), (0.1, 2, None)).totals == (1.1, None, None)
    assert stacked((), ()).totals == ()


def test_one_series_has_no_total_beside_it() -> None:
    assert as_table(stacked((1, 2))).columns == ("Month", "S0")


WORDS = st.text("aé Z0£%;", max_size=12).map(str.strip)


def held(chart: Plotted) -> list[Series]:
    return [*chart.series, *(chart.marks if isinstance(chart, Bars) else ())]


def lone_figures(chart: Plotted) -> list[float | None]:
    """Those of the whole chart: target, mean and limits."""
    if isinstance(chart, ControlChart):
        return [chart.target, chart.mean, chart.lower, chart.upper]
    return [chart.target] if isinstance(chart, Lines) else []


def every_figure(chart: Plotted) -> list[str]:
    """As the words must have them, each value with its category."""
    target = chart.target if isinstance(chart, Lines | ControlChart) else None
    said = [figure(value, chart.unit) for value in lone_figures(chart) if value is not None]
    for series in held(chart):
        for category, value in zip(chart.categories, series.values, strict=True):
            said.append(f"{category} {'not measured' if value is None else figure(value, chart.unit, target)}")
        said += series.counts
        said += [" to ".join(figure(end, chart.unit) for end in ends) for ends in series.intervals if ends]
    return said


@given(charts(WORDS))
def test_every_figure_is_in_the_words_and_in_the_table(chart: Chart) -> None:
    said, table = alternative_text(chart), as_table(chart)
    cells = [cell for row in table.rows for cell in row]
    if isinstance(chart, Scorecard):
        for measure in (measure for _, measure in chart.measures):
            shown = (measure.name, measure.figure, measure.target, measure.state_words, *measure.changes)
            assert all(each in said and each in cells for each in shown)
        return
    assert all(each in said for each in every_figure(chart))
    target = chart.target if isinstance(chart, Lines | ControlChart) else None
    numbers = Counter(cell for cell in cells if isinstance(cell, int | float))
    for series in held(chart):
        own = [float(rounded(value, target)) for value in series.values if value is not None]
        ends = [float(rounded(end)) for interval in series.intervals for end in interval or ()]
        numbers.subtract([*own, *ends])
        assert all(count in cells for count in series.counts)
    assert min(numbers.values(), default=0) >= 0
    notes = " ".join(table.notes)
    assert all(figure(value, chart.unit) in notes for value in lone_figures(chart) if value is not None)


@given(charts(WORDS))
def test_what_is_remarked_and_every_signal_is_in_the_words_and_in_the_table(chart: Chart) -> None:
    said, cells = alternative_text(chart), [cell for row in as_table(chart).rows for cell in row]
    if isinstance(chart, Bars):
        assert all(remark in said and remark in cells for remark in chart.remarks)
    if isinstance(chart, ControlChart):
        assert all(words in said and any(words in str(cell) for cell in cells) for _, words in chart.signals)


ONE = Series("Calls", (1, 2))


@pytest.mark.parametrize(
    ("made", "complaint"),
    [
        (lambda: lines(1, 2, intervals=((0, 1),)), "not one value for each of 2 categories"),
        (lambda: lines(1, 2, intervals=((0, math.inf), None)), "finite"),
        (lambda: lines(1, target=math.nan), "finite"),
        (lambda: GroupedColumns("", "", "", ("a",), (Series("", (1,), ((0, 2),)),), ""), "only lines show intervals"),
        (lambda: ControlChart("", "", "", ("a", "b"), (), ""), "of one series"),
        (lambda: ControlChart("", "", "", ("a", "b"), (ONE,), "", signals=((2, "high"),)), "one of the categories"),
        (lambda: Bars("", "", "", ("a", "b"), (ONE, ONE), "", marks=(ONE,)), "its own mark"),
        (lambda: Bars("", "", "", ("a", "b"), (ONE,), "", marks=(Series("", (1,)),)), "not one value"),
        (lambda: Bars("", "", "", ("a", "b"), (ONE,), "", remarks=("so",)), "its own remark"),
    ],
)
def test_what_belongs_to_no_figure_is_refused(made: Callable[[], Chart], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        made()


@pytest.mark.parametrize("chart", [OUTAGES, SLA, INCOME, *(chart for _, _, chart in EXAMPLES.values())])
def test_a_chart_comes_back_from_json_as_it_was(chart: Chart) -> None:
    adapter: TypeAdapter[Chart] = TypeAdapter(Chart)
    back = adapter.validate_json(adapter.dump_json(chart))
    assert back == chart
    assert hash(back) == hash(chart)
    assert type(back) is type(chart)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        (((1.0,),), "not one value for each of 2 categories"),
        (((1.0, math.nan),), "finite"),
        (((1.0, 1e12),), "million million"),
        (((1.0, -1.0),), "below zero"),
        (((1.0, 1.0),) * 7, "7 series"),
    ],
)
def test_figures_that_no_chart_can_show_are_refused(values: tuple[tuple[float, ...], ...], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        StackedColumns("", "", "", ("July", "August"), tuple(Series("P1", each) for each in values), "calls")


@pytest.mark.parametrize(
    ("chart", "ticks"),
    [
        (OUTAGES, (0, 5, 10, 15, 20)),
        (stacked((0, 0)), (0, 1)),
        (stacked((1, 2)), (0, 1, 2)),
        (stacked((None,)), (0, 1)),
        (stacked((0.25, 0.5)), (0, 0.1, 0.2, 0.3, 0.4, 0.5)),
        (INCOME, (-15000, -10000, -5000, 0)),
        (lines(4.2, 4.86, unit="points"), (4, 4.2, 4.4, 4.6, 4.8, 5)),
        (lines(2.1, 4.86, unit="points"), (0, 1, 2, 3, 4, 5)),
        (lines(0, 0, unit="points"), (0, 1)),
        (lines(-4, -4.5, unit="points"), (-5, -4, -3, -2, -1, 0)),
        (lines(12, 60), (0, 20, 40, 60, 80, 100)),
        (lines(92.5, 60, target=49), (0, 20, 40, 60, 80, 100)),
        (lines(92.5, None, 50, target=90), (50, 60, 70, 80, 90, 100)),
        (lines(92.5, 79.9, target=90), (70, 75, 80, 85, 90, 95, 100)),
        (lines(92.5, 91, target=80), (80, 85, 90, 95, 100)),
        (lines(92.5, 91, intervals=((60, 95), None)), (50, 60, 70, 80, 90, 100)),
        (CONTROL, (-2, 0, 2, 4, 6, 8, 10)),
        (TRIAL, (86, 88, 90, 92, 94, 96, 98)),
        (lines(90, 120), (0, 50, 100, 150)),
        (stacked((60, 55), (40, 45), unit="%"), (0, 20, 40, 60, 80, 100)),
        (stacked((99.9, 55), (0.1, 45), unit="%"), (0, 20, 40, 60, 80, 100)),
    ],
)
def test_the_value_axis_starts_where_it_should(chart: Upright, ticks: tuple[float, ...]) -> None:
    assert scale_of(chart).ticks == ticks


@given(st.lists(st.integers(-(10**11), 10**11) | st.floats(-1e11, 1e11), min_size=1), st.sampled_from(("%", "")))
def test_the_value_axis_holds_zero_and_all_values_in_ten_gridlines(values: list[float], unit: str) -> None:
    chart = GroupedColumns("", "", "", tuple("x" for _ in values), (Series("", tuple(values)),), unit)
    scale = scale_of(chart)
    slack = 1e-6 * max(1, *map(abs, values))
    assert 2 <= len(scale.ticks) <= 10
    assert 0.0 in scale.ticks
    assert scale.low - slack <= min(values) <= max(values) <= scale.high + slack
    assert all(low < high for low, high in pairwise(scale.ticks))
    if all(float(value).is_integer() for value in values):
        assert all(tick.is_integer() for tick in scale.ticks)


def test_two_series_take_the_pair_of_colours_and_more_take_the_order() -> None:
    assert series_colours(2) == ("#12436D", "#F46A25")
    assert series_colours(4) == ("#12436D", "#28A197", "#801650", "#F46A25")


@pytest.mark.parametrize(
    ("ink", "background"),
    [(ink_on(colour), colour) for colour in COLOURS] + [(INK, PAPER), (QUIET_INK, PAPER)],
)
def test_all_ink_is_readable(ink: str, background: str) -> None:
    assert contrast(ink, background) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.0051)


@given(st.lists(st.tuples(st.floats(0, 4), st.floats(0.1, 0.3)), max_size=7))
def test_labels_are_spread_without_overlap_in_their_order(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [y for y, _ in labels], [tall for _, tall in labels]
    middles = spread(wanted, heights, floor=0, roof=4)
    placed = sorted(zip(middles, wanted, heights, strict=True))
    assert [want for _, want, _ in placed] == pytest.approx(sorted(wanted))
    for (low, _, tall), (high, _, other) in pairwise(placed):
        assert high - low >= (tall + other) / 2 - 1e-9
    assert all(y - tall / 2 >= -1e-9 and y + tall / 2 <= 4 + 1e-9 for y, _, tall in placed)


def test_labels_that_press_on_one_another_stand_around_what_they_want() -> None:
    assert spread([2, 2, 2], [1, 1, 1], floor=0, roof=10) == pytest.approx([1, 2, 3])
    assert spread([5, 2], [1, 1], floor=0, roof=10) == [5, 2]
    assert spread([1, 1], [2, 2], floor=0, roof=1) == pytest.approx([1, 3])


def test_names_of_a_group_rise_above_the_columns_to_their_right() -> None:
    first, second, last = levels([1.0, 2.0, 0.5], [0.2, 0.2, 0.2], zero=0)
    assert last == 0.25
    assert 0.5 < second < 2.0  # its leader line leaves its own column sideways
    assert first > 2.0


def test_months_are_thinned_out_and_partners_stand_on_two_levels() -> None:
    months = tuple(f"{month} {year}" for year in (2019, 2020) for month in "JFMASONDJFMA")
    labels = category_labels(months, room=4.5)
    assert [at for at, label in enumerate(labels) if label] == list(range(0, 24, 3))
    assert category_labels(("Apr 2020", "May 2020"), room=1.2) == (("Apr", "2020"), ("May", "2020"))
    assert category_labels(("Employees", "Transport"), room=1.6) == (("Employees",), ("", "Transport"))


def test_many_long_categories_are_cut_short_but_some_are_named() -> None:
    labels = category_labels(tuple(f"{at} {'verylongname' * 8}" for at in range(10)), room=4)
    assert [len(label) for label in labels] == [3, 0] * 5
    assert all(label[-1].endswith(ELLIPSIS) for label in labels[::2])


@given(st.text(max_size=60), st.floats(0.3, 6), st.integers(1, 3))
def test_wrapped_lines_fit_and_lose_nothing_but_what_an_ellipsis_stands_for(text: str, room: float, most: int) -> None:
    broken = wrapped(text, room, 12, most=most)
    assert len(broken) <= most
    assert all(len(line) <= 1 or width(line, 12) <= room + 1e-9 for line in broken)
    kept = "".join(broken).replace(" ", "")
    whole = printable(text).replace(" ", "")
    assert kept == whole or whole.startswith(kept.removesuffix(ELLIPSIS))


def test_what_the_typeface_lacks_is_replaced() -> None:
    assert printable("a\tb\n日\ud800\x00") == f"a b {REPLACEMENT * 3}"
    assert printable("e\u0301") == "é"


def test_the_page_of_charts_shows_each_with_what_it_says() -> None:
    assert pictured.PAGE.read_text(encoding="utf-8") == pictured.page(), "run `make pictures`"
    assert all((pictured.HERE / f"chart-{name}.png").exists() for name in EXAMPLES)


def test_the_table_of_a_chart_reads_in_a_terminal() -> None:
    assert as_text(as_table(OUTAGES)).splitlines()[1:4] == [
        "Month      P1  P2  Total",
        "---------  --  --  -----",
        "July        0  18     18",
    ]
