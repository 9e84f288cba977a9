"""How long a chart takes: the first time, against a bare figure with the same bars, and asked for again."""

import io
from collections.abc import Callable
from statistics import median
from time import perf_counter

from matplotlib.figure import Figure

from bench.row import Row
from reports.charts import Series, StackedColumns, png

ROUNDS = 15
OUTAGES = StackedColumns(
    "32 outages, up 17 from 15 in April to June",
    "Outages (P1 and P2 incidents) by month they began, all partners, July to September 2020",
    "Source: 32 ticket records of the ICT desk",
    ("July", "August", "September"),
    (Series("P1", (0, 1, 0)), Series("P2", (18, 5, 8))),
    "outages",
)


def rows() -> list[Row]:
    for warm_up in (_bare, _first):
        warm_up()
    rounds = [(_milliseconds(_bare), _milliseconds(_first)) for _ in range(ROUNDS)]
    floor, first = (median(times) for times in zip(*rounds, strict=True))
    again = median(_milliseconds(lambda: png(OUTAGES)) for _ in range(ROUNDS))
    return [
        Row("chart drawn the first time", first, "ms", floor, first / floor, "<= 1.3 times a bare figure"),
        Row("chart asked for again", again, "ms", None, None, "<= 1 ms"),
    ]


def _first() -> None:
    png.cache_clear()
    png(OUTAGES)


def _bare() -> None:
    figure = Figure(figsize=(6.4, 4.0), dpi=150)
    axes = figure.subplots()
    below = (0.0,) * len(OUTAGES.categories)
    for series in OUTAGES.series:
        heights = tuple(value or 0.0 for value in series.values)
        axes.bar(OUTAGES.categories, heights, bottom=below)
        below = heights
    figure.savefig(io.BytesIO(), format="png")


def _milliseconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000
