"""/kpi trend: a KPI month by month as a control chart, with its signals named."""

import re
from collections.abc import Sequence
from fractions import Fraction

from sqlmodel import Session

from bot.command import Request
from bot.kpi.enquiry import Enquiry
from bot.kpi.measured import Measured, was_counted
from bot.kpi.part import opens
from bot.kpi.picture import counted_from, unit_of
from bot.parts import Button, Buttons, Chart, Part, Table, line
from core.control import LEAST_POINTS
from core.control import ControlChart as Reckoned
from core.entered import MARK
from core.facts import Figure
from core.months import run_words
from core.numbers import plural
from core.periods import month_period, month_words
from core.trends import (
    OWN_CASES,
    Point,
    assurance,
    bounds,
    chart_of,
    limits_sentence,
    marks,
    signals_sentence,
)
from core.values import value_words
from reports.charts import ControlChart, Series
from reports.tables import Table as Grid

MONTHS = 24  # where no number is typed
LENGTH = re.compile(
    r"(?:(?:last|previous|past|over) )?(?<!\S)(\d{1,3}) ?(m|y|months?|years?)(?!\S)", re.ASCII | re.IGNORECASE
)


def with_length(words: Sequence[str]) -> list[str]:
    """`24 months`, `2 years` and `24m` as `last 24 months`, which periods know."""

    def in_months(match: re.Match[str]) -> str:
        return f"last {int(match[1]) * (12 if match[2][0].lower() == 'y' else 1)} months"

    return LENGTH.sub(in_months, " ".join(words)).split()


def points_of(one: Measured, request: Request, session: Session) -> list[Point]:
    """A point for each month that is over. Where nothing was counted it is what documents say, or there is none: before
    the first record nought would be a claim.
    """
    today = request.desk.calendar.local(request.now).date()
    found: list[Point] = []
    for month, figure in zip(one.months, one.by_month(), strict=True):
        if month_period(month).end > today:
            continue
        entered = one.as_entered((month,))
        if was_counted(session, request.desk, request.now, one, month):
            found.append(Point(month, figure, value_of(one, figure)))
        elif entered is not None and entered.value is not None:
            found.append(Point(month, entered, value_of(one, entered), is_entered=True))
        elif found and one.kpi.unit == "count":
            found.append(Point(month, figure, value_of(one, figure)))
    return found


def value_of(one: Measured, figure: Figure) -> Fraction:
    """In the unit of its target."""
    return one.kpi.exact(figure) or Fraction(0)


def trend(one: Measured, points: Sequence[Point], found: Enquiry, request: Request) -> tuple[Part, ...]:
    """The limits, the signals and what they say of the target, the points, and the chart."""
    head = line(f"{title(one, points)}.")
    if one.kpi.unit == "met":
        return (head, line("What is met or not has no control chart."), ways_down(one, found))
    if len(points) < LEAST_POINTS:
        return (head, line(f"A trend needs {LEAST_POINTS} months at least."), ways_down(one, found))
    chart = chart_of(points)
    months = [point.month for point in points]
    judged = "" if chart.is_trial else assurance(chart, one.kpi.unit, one.target, one.kpi.polarity)
    apart = OWN_CASES if one.kpi.is_of_cases and one.target is not None else ""
    said = [limits_sentence(chart, one.kpi.unit), signals_sentence(chart, months, one.kpi.polarity), judged, apart]
    lines = [line(text) for text in said if text]
    name = f"{one.kpi.name}-trend-{one.period.start:%Y-%m}"
    drawn = Chart(name, drawing(one, points, chart, request.desk.name))
    return (head, *lines, Table(table(one, points, chart)), drawn, ways_down(one, found))


def title(one: Measured, points: Sequence[Point]) -> str:
    whose = ", ".join(filter(None, (one.kpi.title, one.partner, *one.levels)))
    if not points:
        return f"{whose}, {one.period.words}: no month has a figure"
    return f"{whose}, {run_words(points[0].month, points[-1].month)}: {plural(len(points), ('month', 'months'))}"


def table(one: Measured, points: Sequence[Point], chart: Reckoned) -> Grid:
    rows = tuple(
        (month_words(point.month), words(one, point), note)
        for point, note in zip(points, notes(one, points, chart), strict=True)
    )
    return Grid(f"{one.kpi.title} by month", ("Month", heading(one), "Note"), rows)


def heading(one: Measured) -> str:
    if one.kpi.unit == "count":
        return one.kpi.noun[1].capitalize()
    return "Share" if one.kpi.is_share else one.kpi.unit.capitalize()


def words(one: Measured, point: Point) -> str:
    return value_words(one.kpi, point.figure, one.target)


def notes(one: Measured, points: Sequence[Point], chart: Reckoned) -> list[str]:
    """What a point ends, and whether it was counted."""
    said = marks(chart, [point.month for point in points], one.kpi.polarity)
    return [
        "; ".join([*([MARK] if point.is_entered else []), *(text for last, text in said if last == at)])
        for at, point in enumerate(points)
    ]


def points_sheet(one: Measured, points: Sequence[Point]) -> Grid:
    """For a spreadsheet: every point with the limits."""
    heads = ("Month", "Numerator", "Denominator", "Value", "Mean", "Lower limit", "Upper limit", "Note")
    if len(points) < LEAST_POINTS:
        rows = [(*figures(point), None, None, None, MARK if point.is_entered else "") for point in points]
        return Grid(one.kpi.title, heads, tuple(rows))
    chart = chart_of(points)
    limits = [round(float(value), 2) for value in (chart.mean, *bounds(chart, one.kpi.unit))]
    noted = zip(points, notes(one, points, chart), strict=True)
    return Grid(one.kpi.title, heads, tuple((*figures(point), *limits, note) for point, note in noted))


def figures(point: Point) -> tuple[str, int, int, float]:
    return month_words(point.month), point.figure.n, point.figure.d, point.shown


def drawing(one: Measured, points: Sequence[Point], chart: Reckoned, desk: str) -> ControlChart:
    """The points between their limits, each signal where it ends."""
    unit, months = one.kpi.unit, [point.month for point in points]
    lower, upper = (round(float(bound), 2) for bound in bounds(chart, unit))
    first = signals_sentence(chart, months, one.kpi.polarity).split(". ")[0]
    return ControlChart(
        first.removesuffix("."),
        f"{title(one, points)}, with mean and limits of normal variation",
        f"Source: {counted_from(one)} of the {desk}",
        tuple(f"{month_words(month, short=True)} {month // 100}" for month in months),
        (Series(heading(one), tuple(point.shown for point in points)),),
        unit_of(one.kpi),
        mean=round(float(chart.mean), 2),
        lower=lower,
        upper=upper,
        signals=marks(chart, months, one.kpi.polarity),
        is_trial=chart.is_trial,
        target=one.target,
    )


def ways_down(one: Measured, found: Enquiry) -> Buttons:
    asked = f"{found.words} {one.period.words}{found.whose}"
    return Buttons((opens(one, found), Button("CSV", f"kpi csv trend {asked}")))
