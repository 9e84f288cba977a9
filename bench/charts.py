"""How long each kind of chart takes: first against a bare figure with the same marks, and asked for again."""

import io
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from bench.row import Row
from docs.pictures.examples import BUDGET, CONTROL, OUTAGES, SCORECARD, SHARES
from reports.charts import Chart, as_table, png
from reports.charts.layout import WIDTH
from reports.charts.palette import STATE_COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROUNDS = 15


def rows() -> list[Row]:
    return [*(first_time(name, chart, draw) for name, chart, draw in KINDS), again()]


def first_time(name: str, chart: Chart, draw: Callable[["Axes"], None]) -> Row:
    tall = int.from_bytes(png(chart)[20:24], "big") / 150

    def bare() -> None:
        figure = Figure(figsize=(WIDTH, tall), dpi=150)
        draw(figure.subplots())
        figure.savefig(io.BytesIO(), format="png")

    def first() -> None:
        png.cache_clear()
        png(chart)

    bare()
    rounds = [(_milliseconds(bare), _milliseconds(first)) for _ in range(ROUNDS)]
    floor, ours = (median(times) for times in zip(*rounds, strict=True))
    return Row(f"{name} drawn the first time", ours, "ms", floor, ours / floor, "<= 1.3 times a bare figure")


def again() -> Row:
    png(SCORECARD)
    return Row(
        "chart asked for again",
        median(_milliseconds(lambda: png(SCORECARD)) for _ in range(ROUNDS)),
        "ms",
        None,
        None,
        "<= 1 ms",
    )


def columns(axes: "Axes") -> None:
    below = (0.0,) * len(OUTAGES.categories)
    for series in OUTAGES.series:
        heights = tuple(value or 0.0 for value in series.values)
        axes.bar(OUTAGES.categories, heights, bottom=below)
        below = heights


def whiskers(axes: "Axes") -> None:
    for series in SHARES.series:
        pairs = zip(series.values, series.intervals, strict=True)
        known = [(value, *interval) for value, interval in pairs if value is not None and interval is not None]
        errors = [[value - low for value, low, _ in known], [high - value for value, _, high in known]]
        axes.errorbar(
            SHARES.categories, [value for value, *_ in known], errors, marker="o", capsize=3, label=series.name
        )
    axes.axhline(90, linestyle="--")
    axes.legend()


def limits(axes: "Axes") -> None:
    (series,) = CONTROL.series
    values = [value or 0.0 for value in series.values]
    axes.plot(CONTROL.categories, values, marker="o")
    axes.plot([CONTROL.categories[at] for at, _ in CONTROL.signals], [values[at] for at, _ in CONTROL.signals], "D")
    for level in CONTROL.beside:
        axes.axhline(level)
        axes.text(0, level, f"{level}")


def bars(axes: "Axes") -> None:
    for number, (series, mark) in enumerate(zip(BUDGET.series, BUDGET.marks, strict=True)):
        places = [at + 0.4 * number for at in range(len(BUDGET.categories))]
        axes.barh(places, [value or 0.0 for value in series.values], 0.4, label=series.name)
        axes.plot([value or 0.0 for value in mark.values], places, "|", label=mark.name)
        for place, value in zip(places, series.values, strict=True):
            axes.text(value or 0.0, place, f"{value:,} of")
    axes.set_yticks(range(len(BUDGET.categories)), BUDGET.categories)
    axes.legend()


def scorecard(axes: "Axes") -> None:
    """Its words as matplotlib's own table, and a point for each state."""
    table = as_table(SCORECARD)
    axes.table([[str(cell) for cell in row] for row in table.rows], colLabels=table.columns, loc="center")
    axes.axis("off")
    axes.set_title(SCORECARD.title)
    for at, (_, measure) in enumerate(SCORECARD.measures):
        if measure.state in STATE_COLOURS:
            axes.plot([0], [at], "o", color=STATE_COLOURS[measure.state])


KINDS: tuple[tuple[str, Chart, Callable[["Axes"], None]], ...] = (
    ("stacked columns", OUTAGES, columns),
    ("lines with whiskers", SHARES, whiskers),
    ("control chart", CONTROL, limits),
    ("bars", BUDGET, bars),
    ("scorecard", SCORECARD, scorecard),
)


def _milliseconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000
