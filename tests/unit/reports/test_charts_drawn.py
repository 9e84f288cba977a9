"""Charts as pictures: what lies on the paper, as matplotlib's own objects, and the bytes that come out."""

import struct
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from docs.pictures import examples as documented
from reports.charts import (
    Bars,
    Chart,
    ControlChart,
    Group,
    GroupedColumns,
    Lines,
    Measure,
    Scorecard,
    Series,
    StackedColumns,
    drawing,
    png,
    svg,
)
from reports.charts.model import STATES
from reports.charts.palette import (
    GRID,
    INK,
    PAPER,
    SIGNAL_MARKER,
    STATE_COLOURS,
    STATE_MARKERS,
    VISIBLE,
    contrast,
)
from tests.some_charts import charts

SOURCE = "Source: 32 ticket records of the ICT desk"
LONG = "Derbyshire Dales and North East Derbyshire Joint Environmental Health and Licensing Board "
MONTHS = tuple(f"{month} 2020" for month in ("Apr", "May", "Jun", "Jul", "Aug", "Sep"))
TWO_YEARS = tuple(
    f"{month} {year}"
    for year in (2019, 2020)
    for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
)
SHARES = (
    Series("BDC", (89.1, 92.4, 93.0, 91.8, 94.2, 93.6)),
    Series("DDDC", (91.0, 80.8, 90.9, 92.5, 93.1, 92.9)),
    Series("NEDDC", (93.3, 94.0, 92.2, 93.8, 95.1, 94.4)),
    Series("RHL", (95.0, 96.1, None, 94.9, 96.3, 97.0)),
)
OUTAGES = StackedColumns(
    "32 outages, up 17 from 15 in April to June",
    "Outages (P1 and P2 incidents) by month they began, all partners, July to September 2020",
    SOURCE,
    ("July", "August", "September"),
    (Series("P1", (0, 1, 0)), Series("P2", (18, 5, 8))),
    "outages",
)
SLA = Lines("All met the target from June", "Share resolved within SLA", SOURCE, MONTHS, SHARES, "%", target=90)


def many(count: int, length: int) -> tuple[Series, ...]:
    return tuple(Series(f"S{n}", tuple((7 * n + 37 * at) % 200 + 3 for at in range(length))) for n in range(count))


def with_whiskers(name: str, length: int) -> Series:
    values = tuple(80 + 7 * at % 15 for at in range(length))
    whiskers = tuple(None if at % 5 == 4 else (value - 3.5, value + 2.5) for at, value in enumerate(values))
    return Series(name, values, whiskers, tuple(f"{value} of 99" for value in values))


CHARTS: dict[str, Chart] = {
    "outages": OUTAGES,
    "shares within SLA": SLA,
    "target below every tick": Lines("T", "S", SOURCE, MONTHS, SHARES[:1], "%", target=3),
    "two years": StackedColumns("Calls", "Calls by partner", SOURCE, TWO_YEARS, many(4, 24), "calls"),
    "two years side by side": GroupedColumns("Calls", "By partner", SOURCE, TWO_YEARS, many(6, 24), "calls"),
    "four partners side by side": GroupedColumns("Calls", "S", SOURCE, ("Jul", "Aug", "Sep"), many(4, 3), "calls"),
    "money below zero": GroupedColumns(
        "Spend",
        "Budget and actual, £",
        SOURCE,
        ("Employees", "Transport", "Services", "Depreciation", "Income"),
        (
            Series("Budget to date", (497917, 3155, 124604, 360, -10350)),
            Series("Actual", (533250, 100, 59153, None, -9000)),
        ),
        "£",
    ),
    "one month": StackedColumns("T", "S", SOURCE, ("July",), (Series("P1", (1,)), Series("P2", (3,))), "outages"),
    "thin parts": StackedColumns("T", "S", SOURCE, ("Jul", "Aug"), many(1, 2) * 3 + (Series("B", (500, 0)),), "c"),
    "thin parts without room beside them": StackedColumns(
        "T", "S", SOURCE, MONTHS, (Series("A", (12,) * 6), Series("B", (500,) * 6)), "calls"
    ),
    "nothing but zeros": StackedColumns("T", "S", SOURCE, ("Jul", "Aug"), (Series("P1", (0, 0)),), "outages"),
    "no category": Lines("T", "S", SOURCE, (), (Series("BDC", ()),), "%", target=90),
    "no series": StackedColumns("T", "S", SOURCE, ("July",), (), "outages"),
    "no groups": GroupedColumns("", "", "", (), (Series("BDC", ()),), "calls"),
    "nothing measured": GroupedColumns("T", "S", SOURCE, ("July",), (Series("BDC", (None,)),), "%"),
    "nothing measured, stacked": StackedColumns("T", "S", SOURCE, ("July",), (Series("P1", (None,)),), "outages"),
    "long words": StackedColumns(
        LONG * 3,
        LONG * 3,
        LONG * 3,
        (LONG,) * 5,
        tuple(Series(LONG, (3, 4, 5, 2, 1)) for _ in range(6)),
        "calls",
    ),
    "long lines": Lines(LONG, LONG, LONG, MONTHS, tuple(Series(LONG, (93.0,) * 6) for _ in range(6)), "%", target=90),
    "long groups": GroupedColumns(LONG, LONG, LONG, (LONG,) * 2, tuple(Series(LONG, (90, 90)) for _ in range(6)), "c"),
    "parts without a leader line": StackedColumns(
        "T", "S", SOURCE, ("BDC", "RHL"), tuple(Series(f"Class {n}", (n, 0)) for n in range(1, 5)), "events"
    ),
    "whiskers of four over two years": Lines(
        "T", "S", SOURCE, TWO_YEARS, tuple(with_whiskers(f"Partner {n}", 24) for n in range(4)), "%", target=90
    ),
    "counts below the months": Lines("T", "S", SOURCE, MONTHS, (with_whiskers("All", 6),), "%", target=90),
    "no limits": ControlChart("T", "S", SOURCE, MONTHS[:3], (Series("Calls", (3, 4, 5)),), "calls"),
    "many signals": ControlChart(
        "T", "S", SOURCE, TWO_YEARS, many(1, 24), "calls", 100, 20, 180,
        tuple((at, f"number {at} of many of which more is said than there is room") for at in range(24)),
        is_trial=True, target=100,
    ),
    "control chart without figures": ControlChart("", "", "", (), (Series("", ()),), "calls"),
    "limits on one another": ControlChart("T", "S", SOURCE, ("Jul", "Aug"), (Series("A", (5, 5)),), "%", 5, 5, 5),
    "bars without figures": Bars("T", "S", SOURCE, ("Email",), (Series("Minutes", (None,)),), "minutes"),
    "bars of nothing": Bars("", "", "", (), (), "minutes"),
    "bars below zero": Bars(
        "T", "S", SOURCE, ("Income", "Nothing"), (Series("A", (-5, 0)), Series("B", (None, -2))), "£",
        marks=(Series("Budget", (-9, None)), Series("Full", (3, 1))),
    ),
    "long bars": Bars(
        LONG, LONG, LONG, (LONG,) * 3, tuple(Series(LONG, (1e11, -1e11, 3)) for _ in range(6)), "£",
        marks=tuple(Series(LONG, (2e11, 1, 2)) for _ in range(6)), remarks=(LONG,) * 3,
    ),
    "long scorecard": Scorecard(
        LONG, LONG, LONG,
        (Group(LONG, tuple(Measure(LONG, LONG, LONG, each, (LONG, LONG), is_normal=True) for each in STATES)),),
        (LONG, LONG),
    ),
    "empty scorecard": Scorecard("T", "S", SOURCE, ()),
    **{f"documented {name}": chart for name, (_, _, chart) in documented.EXAMPLES.items()},
}  # fmt: skip
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


def drawn(chart: Chart) -> Figure:
    on = drawing._drawn(chart)._figure
    FigureCanvasAgg(on)
    return on


def texts(on: Figure) -> list[tuple[Text, Bbox]]:
    """Every text with the inches that it covers."""
    found = [text for text in on.findobj(Text) if isinstance(text, Text) and text.get_text()]
    return [(text, text.get_window_extent().transformed(on.dpi_scale_trans.inverted())) for text in found]


def words(chart: Chart) -> list[str]:
    return [text.get_text() for text, _ in texts(drawn(chart))]


def blocks(on: Figure) -> list[Rectangle]:
    return [block for block in on.findobj(Rectangle) if isinstance(block, Rectangle) and block is not on.patch]


def check_places(on: Figure) -> None:
    """No text lies on another, and none leaves the picture."""
    width, height = on.get_size_inches()
    placed = [(text.get_text(), box) for text, box in texts(on)]
    for words, box in placed:
        assert min(box.x0, box.y0, width - box.x1, height - box.y1) >= 0, words
    for (one, box), (other, other_box) in combinations(placed, 2):
        assert not box.padded(-0.02).overlaps(other_box.padded(-0.02)), (one, other)


@every_chart
def test_no_text_lies_on_another_or_leaves_the_picture(chart: Chart) -> None:
    check_places(drawn(chart))


@every_chart
def test_every_text_is_readable_on_what_it_stands_on_and_on_a_phone(chart: Chart) -> None:
    on = drawn(chart)
    for text, box in texts(on):
        middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        below = [to_hex(block.get_facecolor()) for block in blocks(on) if block.get_bbox().contains(*middle)]
        assert contrast(str(text.get_color()), (["#FFFFFF", *below])[-1]) >= 4.5, text.get_text()
        assert float(text.get_fontsize()) >= 11
        assert text.get_rotation() == 0


def seen_against(on: Figure, at: tuple[float, float]) -> str:
    """The colour of the topmost block at a point, or of the paper."""
    below = [to_hex(block.get_facecolor()) for block in blocks(on) if block.get_bbox().contains(*at)]
    return [PAPER, *below][-1]


@every_chart
def test_all_that_is_drawn_is_seen(chart: Chart) -> None:
    """At 3 to 1 by its own colour or its edge. Gridlines are light: the figures that they help to read are written."""
    on = drawn(chart)
    assert all(contrast(to_hex(block.get_facecolor()), PAPER) >= VISIBLE for block in blocks(on))
    for line in strokes(on):
        if line.get_linewidth() and line.get_color() not in {GRID, PAPER.upper()}:
            assert contrast(str(line.get_color()), PAPER) >= VISIBLE
    for line in marked(on):
        x, y = points(line)[0]
        edges = (str(line.get_markerfacecolor()), str(line.get_markeredgecolor()))
        assert max(contrast(colour, seen_against(on, (x, y))) for colour in edges) >= VISIBLE


def strokes(on: Figure) -> list[Line2D]:
    return [line for line in on.findobj(Line2D) if isinstance(line, Line2D)]


def marked(on: Figure) -> list[Line2D]:
    """Those that have points of some shape."""
    return [line for line in strokes(on) if line.get_marker() not in {"", "None"}]


def points(line: Line2D) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in np.asarray(line.get_xydata())]


@pytest.mark.parametrize("state", STATE_COLOURS)
def test_each_state_is_seen_and_has_a_shape_of_its_own(state: str) -> None:
    assert max(contrast(STATE_COLOURS[state], PAPER), contrast(INK, PAPER)) >= VISIBLE
    assert [STATE_MARKERS[other] == STATE_MARKERS[state] for other in STATE_MARKERS].count(True) == 1


def test_a_scorecard_says_each_state_beside_its_shape() -> None:
    on = drawn(documented.SCORECARD)
    swatches = [(line.get_marker(), to_hex(str(line.get_markerfacecolor())).upper()) for line in marked(on)]
    assert swatches == [
        (STATE_MARKERS[measure.state], STATE_COLOURS[measure.state])
        for _, measure in documented.SCORECARD.measures
        if measure.state in STATE_COLOURS
    ]
    said = words(documented.SCORECARD)
    assert {"on target", "off target", "no target", "98%", "96.5%", "(138 of 143)", "worse"} <= set(said)
    assert said[said.index("off target,") :][:4] == ["off target,", "within", "normal", "variation"]


def test_a_signal_has_a_shape_of_its_own_and_is_named_below() -> None:
    on = drawn(documented.CONTROL)
    signals = [line for line in strokes(on) if line.get_marker() == SIGNAL_MARKER]
    assert len(signals) == 2  # at its point, and before its words
    assert "Aug 2019 above the upper limit" in words(documented.CONTROL)
    assert {"4.6 upper limit", "1.94 mean", "-0.72 lower limit", "1 in Sep 2020"} <= set(words(documented.CONTROL))
    assert sum(line.is_dashed() for line in strokes(on)) == 2  # the limits


def test_whiskers_stand_where_the_intervals_end_and_beside_one_another() -> None:
    on = drawn(documented.SHARES)
    whiskers = [points(line) for line in strokes(on) if len(points(line)) == 6 * 9]
    assert len({round(each[0][0], 3) for each in whiskers}) == 2
    lengths = [each[at + 1][1] - each[at][1] for each in whiskers for at in range(0, 6 * 9, 9)]
    wanted = [high - low for series in documented.SHARES.series for low, high in filter(None, series.intervals)]
    rise = lengths[0] / wanted[0]
    assert lengths == pytest.approx([rise * each for each in wanted])


def test_bars_end_at_their_values_and_their_marks_are_said() -> None:
    bars = blocks(drawn(documented.BUDGET))
    unit = bars[0].get_width() / 533_250
    assert [bar.get_width() / unit for bar in bars[:2]] == pytest.approx([533_250, 1_062_216])
    assert bars[8].get_x() + bars[8].get_width() == pytest.approx(bars[0].get_x())  # income hangs from zero to the left
    assert {"£583,503 of £615,686", "(£9,000) of (£10,350)", "Budget to date"} <= set(words(documented.BUDGET))


def test_parts_that_no_leader_names_carry_the_shape_of_their_name() -> None:
    on = drawn(CHARTS["parts without a leader line"])
    shapes = [str(line.get_marker()) for line in marked(on)]
    assert sorted(shapes) == sorted("os^D" * 2)


@every_chart
def test_a_picture_is_960_pixels_wide_and_600_high_or_higher(chart: Chart) -> None:
    picture = png(chart)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == 960
    assert 600 <= height <= (2400 if isinstance(chart, Bars | Scorecard) else 1200)


def test_the_outages_are_drawn_as_they_were_counted() -> None:
    assert struct.unpack(">II", png(OUTAGES)[16:24]) == (960, 600)
    bars = [(to_hex(bar.get_facecolor()), bar.get_height()) for bar in blocks(drawn(OUTAGES))]
    assert [colour for colour, _ in bars] == ["#f46a25", "#12436d", "#f46a25", "#f46a25"]
    unit = bars[1][1]
    assert [height / unit for _, height in bars] == pytest.approx([18, 1, 5, 8])
    figures = words(OUTAGES)
    assert [figures.count(shown) for shown in ("18", "6", "8", "1", "P1", "P2")] == [1] * 6
    assert figures.count("5") == 2  # a gridline and August's P2


def test_columns_stand_on_zero_and_hang_below_it() -> None:
    income = blocks(drawn(CHARTS["money below zero"]))
    assert min(bar.get_height() for bar in income) > 0
    base = income[0].get_y()
    assert [bar.get_y() + bar.get_height() for bar in income if bar.get_y() < base] == pytest.approx([base] * 2)


def test_a_month_without_figure_leaves_a_gap_in_its_line() -> None:
    lines = [line for line in drawn(SLA).findobj(Line2D) if isinstance(line, Line2D)]
    partners = [np.asarray(line.get_ydata()) for line in lines if len(np.asarray(line.get_ydata())) == len(MONTHS)]
    assert [int(np.isnan(each).sum()) for each in partners] == [0, 0, 0, 1]


def test_lines_are_told_apart_without_colour() -> None:
    lines = [line for line in drawn(SLA).findobj(Line2D) if isinstance(line, Line2D)]
    assert len({line.get_marker() for line in lines if len(np.asarray(line.get_ydata())) == len(MONTHS)}) == 4
    assert sum(line.is_dashed() for line in lines) == 1


def test_the_target_is_named_and_the_lines_with_their_last_figure() -> None:
    said = words(SLA)
    assert "90%" in said[said.index("Target") + 1 :]
    assert {"93.6% BDC", "92.9% DDDC", "94.4% NEDDC", "97% RHL"} <= set(said)
    assert "Share resolved within SLA; axis starts at 80%" in said


def test_what_has_no_figures_says_so() -> None:
    assert "No figures to show" in words(CHARTS["no category"])
    assert "A not measured" in words(Lines("", "", "", ("July",), (Series("A", (None,)), Series("B", (1,))), "calls"))


def test_a_dollar_sign_and_an_underscore_are_shown_as_they_are() -> None:
    chart = Lines("$x^2$ a_b \\frac", "", "", ("a_1",), (Series("$b$", (1,)),), "")
    assert words(chart)[0] == "$x^2$ a_b \\frac"
    assert not any(text.get_parse_math() for text, _ in texts(drawn(chart)))


def test_asked_for_again_it_is_the_same_picture() -> None:
    assert png(OUTAGES) is png(StackedColumns(**vars(OUTAGES)))
    assert svg(OUTAGES) is svg(OUTAGES)


def test_eight_threads_draw_what_one_draws_alone() -> None:
    def pictures(chart: Chart) -> tuple[bytes, bytes]:
        return drawing._drawn(chart).png(), drawing._drawn(chart).svg("T")

    some = [OUTAGES, SLA, *(chart for _, _, chart in documented.EXAMPLES.values())]
    alone = [pictures(chart) for chart in some]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(pictures, some)) == alone


def read_svg(picture: bytes) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - our own drawing


def test_an_svg_is_named_by_its_title() -> None:
    root = read_svg(svg(Lines("Calls <b> & $5 -- \x00", "", "", ("July",), (Series("A", (1,)),), "")))
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Calls <b> & $5 -- \N{REPLACEMENT CHARACTER}"
    assert b"<title>32 outages, up 17 from 15 in April to June</title>" in svg(OUTAGES)


@settings(max_examples=30)
@given(charts(st.text(max_size=40)))
def test_any_words_and_figures_can_be_drawn(chart: Chart) -> None:
    assert png(chart).startswith(b"\x89PNG")
    assert read_svg(svg(chart)).tag.endswith("svg")
    on = drawn(chart)
    width, height = on.get_size_inches()
    for text, box in texts(on):
        assert min(box.x0, box.y0, width - box.x1, height - box.y1) >= 0, text.get_text()


def test_a_target_at_the_foot_of_the_plot_leaves_room_for_a_long_category() -> None:
    wide = ControlChart("T", "", "", ("W" * 10, "", ""), (Series("", (None, None, None)),), "%", target=0)
    check_places(drawn(wide))


@settings(max_examples=30)
@given(charts(st.text("aWg (é%", max_size=60)))
def test_any_words_and_figures_have_their_places(chart: Chart) -> None:
    """Of letters: other characters may reach over the line that they stand on, or have no width."""
    check_places(drawn(chart))
