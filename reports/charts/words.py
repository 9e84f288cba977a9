"""What a chart says without its picture: alternative text and table, made from the same figures."""

from core.numbers import NOT_MEASURED, rounded
from reports.charts.model import Chart, Lines, Series, StackedColumns
from reports.charts.scale import scale_of
from reports.tables import Table

KINDS = {"stacked_columns": "Stacked columns", "grouped_columns": "Grouped columns", "lines": "Lines"}


def figure(value: float, unit: str, target: float | None = None) -> str:
    """92.1 and "%" -> "92.1%"; -3055 and "£" -> "(£3,055)"; other units stand in the subtitle only."""
    exact = rounded(value, target)
    if unit == "£":
        return f"(£{-exact:,f})" if exact < 0 else f"£{exact:,f}"
    return f"{exact:,f}%" if unit == "%" else f"{exact:,f}"


def target_label(chart: Chart) -> str:
    """Empty without a target."""
    target = target_of(chart)
    return "" if target is None else f"Target {figure(target, chart.unit)}"


def full_subtitle(chart: Chart) -> str:
    """The subtitle, and where the axis starts if that is not zero."""
    low = scale_of(chart).low
    return f"{chart.subtitle}; axis starts at {figure(low, chart.unit)}" if low > 0 else chart.subtitle


def alternative_text(chart: Chart) -> str:
    """Title, subtitle, every figure with its category, target and source, in sentences."""
    shown = [_spoken(series, chart) for series in _all_series(chart)] or ["No figures"]
    parts = [chart.title, full_subtitle(chart), KINDS[chart.kind], *shown, target_label(chart), chart.source]
    return " ".join(f"{part.rstrip('. ')}." for part in parts if part.strip(". "))


def as_table(chart: Chart) -> Table:
    """A row for each category, a column for each series, and the total of stacked columns."""
    shown = _all_series(chart)
    target = target_of(chart)
    rows = zip(chart.categories, *([_cell(value, target) for value in each.values] for each in shown), strict=True)
    notes = (full_subtitle(chart), f"Unit: {chart.unit}", target_label(chart), chart.source)
    columns = (chart.along, *(series.name for series in shown))
    return Table(chart.title, columns, tuple(rows), tuple(note for note in notes if note))


def _all_series(chart: Chart) -> tuple[Series, ...]:
    """The series, and where several are stacked, their total."""
    if isinstance(chart, StackedColumns) and len(chart.series) > 1:
        return (*chart.series, Series("Total", chart.totals))
    return chart.series


def _spoken(series: Series, chart: Chart) -> str:
    said = [
        f"{category} {NOT_MEASURED if value is None else figure(value, chart.unit, target_of(chart))}"
        for category, value in zip(chart.categories, series.values, strict=True)
    ]
    return f"{series.name}: {', '.join(said)}"


def _cell(value: float | None, target: float | None) -> float | int | None:
    if value is None:
        return None
    exact = rounded(value, target)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def target_of(chart: Chart) -> float | None:
    return chart.target if isinstance(chart, Lines) else None
