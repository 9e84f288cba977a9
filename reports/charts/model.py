"""What a chart is: its words and its figures, before anything is drawn."""

import math
from dataclasses import dataclass
from typing import Literal

from reports.charts.palette import COLOURS

LARGEST = 1e12


@dataclass(frozen=True)
class Series:
    """One finite value for each category of the chart; None where nothing was measured."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class _Drawn:
    """`unit` is "%", "£" or a noun ("outages"). `along` says what the categories are; it heads the table.

    Raises ValueError for series that do not fit the categories, for figures that are not finite or not below
    a million million, and for more series than there are colours.
    """

    title: str
    subtitle: str
    source: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str

    def __post_init__(self) -> None:
        if len(self.series) > len(COLOURS):
            raise ValueError(f"{len(self.series)} series are more than the {len(COLOURS)} that a chart can hold")
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(f"{series.name!r} has not one value for each of {len(self.categories)} categories")
        if not all(math.isfinite(value) and abs(value) < LARGEST for value in self.measured):
            raise ValueError("a chart's figures are finite and below a million million")

    @property
    def measured(self) -> tuple[float, ...]:
        """Every value that is there, series by series."""
        return tuple(value for series in self.series for value in series.values if value is not None)


@dataclass(frozen=True)
class StackedColumns(_Drawn):
    """Parts of a whole, so no part is below zero: ValueError."""

    along: str = "Month"
    kind: Literal["stacked_columns"] = "stacked_columns"

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(value < 0 for value in self.measured):
            raise ValueError("a stacked column has no part below zero: use grouped columns")

    @property
    def totals(self) -> tuple[float | None, ...]:
        """For each category; None where a part is missing: the sum of the others is not the total."""
        return tuple(_total([series.values[at] for series in self.series]) for at in range(len(self.categories)))


@dataclass(frozen=True)
class GroupedColumns(_Drawn):
    """Columns side by side, to compare; values below zero are allowed."""

    along: str = "Month"
    kind: Literal["grouped_columns"] = "grouped_columns"


@dataclass(frozen=True)
class Lines(_Drawn):
    """Values over time. A `target` is in the chart's unit."""

    target: float | None = None
    along: str = "Month"
    kind: Literal["lines"] = "lines"


Chart = StackedColumns | Lines | GroupedColumns


def _total(parts: list[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return math.fsum(known) if known and len(known) == len(parts) else None
