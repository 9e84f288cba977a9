"""The chart of a measured KPI, from the same facts as its table."""

from collections.abc import Sequence

from bot.kpi.headline import sentence
from bot.kpi.measured import Measured
from bot.kpi.splits import Split, overlaps
from bot.kpi.uptime import SERVICE, below_target, is_uptime, minutes_allowed, minutes_down
from core.control import wilson
from core.facts import Figure, Kpi
from core.numbers import percentage, plural, rounded
from core.periods import month_words
from core.sources import Books, Durations, Plan, Rows, Where
from core.values import plain_value
from reports.charts import Bars, GroupedColumns, Lines, Series, StackedColumns
from reports.charts import Chart as Drawing

MOST_SERIES = 4  # more colours cannot be told apart
MOST_WHISKERS = 2  # lines whose intervals do not hide one another


def drawing(one: Measured, splits: Sequence[Split], desk: str) -> Drawing:
    """Shares as lines with their target, parts of a whole stacked, overlapping partners side by side.

    Services as minutes down against those allowed, and what is split into many classes as bars.
    """
    if is_uptime(one):
        return minutes_bars(one, desk)
    if one.kpi.unit == "count" and len(splits) > MOST_SERIES and not one.kpi.where.levels:
        return class_bars(one, splits, desk)
    months = tuple(month_words(month, short=True) for month in one.months)
    chosen = splits if 1 < len(splits) <= MOST_SERIES or (splits and one.kpi.where.levels) else [("All", None, None)]
    has_room = len(chosen) <= MOST_WHISKERS
    series = tuple(
        drawn_series(label, one.by_month(partner, levels), one, has_room=has_room) for label, partner, levels in chosen
    )
    title, subtitle, source = chart_words(one, desk)
    if one.kpi.is_share or one.kpi.is_mean:
        return Lines(title, subtitle, source, months, series, unit_of(one.kpi), one.target)
    kind = GroupedColumns if overlaps(one, chosen) else StackedColumns
    return kind(title, subtitle, source, months, series, unit_of(one.kpi))


def minutes_bars(one: Measured, desk: str) -> Bars:
    """Each service: minutes down, from zero, against the minutes that the target allows."""
    _, _, source = chart_words(one, desk)
    each = [one.kpi.measure(one.facts.only(levels=(service,))) for service in one.facts.levels()]
    down = Series("Minutes down", tuple(float(minutes_down(one, figure)) for figure in each))
    allowed = tuple(minutes_allowed(one, figure) for figure in each)
    marks = (Series("Minutes allowed", tuple(float(m) for m in allowed if m is not None)),) if one.target else ()
    shares = tuple(plain_value(one.kpi, figure, one.target) for figure in each)
    subtitle = f"Minutes down in service hours, {one.period.words}, planned maintenance left out"
    return Bars(
        uptime_title(one, each), subtitle, source, one.facts.levels(), (down,), "minutes", marks, shares, "Service"
    )


def uptime_title(one: Measured, each: Sequence[Figure]) -> str:
    """Six of eight services were down for longer than 99% allows."""
    was = sum(figure.n < figure.d for figure in each)
    if one.target is None:
        return f"{was} of {plural(len(each), SERVICE)} {'was' if was == 1 else 'were'} down at some time"
    late = len(below_target(one))
    longer = f"down for longer than {one.target:g}% allows"
    return f"{late} of {plural(len(each), SERVICE)} {'was' if late == 1 else 'were'} {longer}"


def class_bars(one: Measured, splits: Sequence[Split], desk: str) -> Bars:
    """Each class, and its partners in words."""
    title, _, source = chart_words(one, desk)
    parts = [one.facts.only(partner=partner, levels=levels) for _, partner, levels in splits]
    numbers = tuple(float(one.kpi.measure(part).n) for part in parts)
    partners = tuple(
        ", ".join(f"{key} {one.kpi.measure(part.only(partner=key)).n}" for key in part.partners() if key)
        for part in parts
    )
    subtitle = f"{one.kpi.title} by {one.kpi.parts.lower()}, {one.partner or 'all partners'}, {one.period.words}"
    series = (Series(one.kpi.noun[1].capitalize(), numbers),)
    labels = tuple(label for label, *_ in splits)
    return Bars(title, subtitle, source, labels, series, one.kpi.noun[1], remarks=partners, along=one.kpi.parts)


def unit_of(kpi: Kpi) -> str:
    """As a chart has it."""
    match kpi.unit:
        case "money":
            return "£"
        case "count":
            return kpi.noun[1]
    return "%" if kpi.is_share else kpi.unit


def drawn_series(label: str, figures: Sequence[Figure], one: Measured, *, has_room: bool = True) -> Series:
    """Of cases with what each was counted from, and where there `has_room`, how far chance may move it."""
    values = tuple(shown_value(one, each) for each in figures)
    if not one.kpi.is_of_cases:
        scores = tuple(scores_of(one, each) for each in figures)
        return Series(label, values, counts=scores if any(scores) else ())
    intervals = tuple(in_percent(wilson(each.n, each.d)) if each.d else None for each in figures if has_room)
    counts = tuple(f"{each.n:,} of {each.d:,}" if each.d else "" for each in figures)
    return Series(label, values, intervals, counts)


def shown_value(one: Measured, figure: Figure) -> float | None:
    """Rounded as it is printed, so that 89.96 never becomes a met 90."""
    value = one.kpi.exact(figure)
    if value is None:
        return None
    if one.kpi.is_of_cases:
        return float(percentage(figure.n, figure.d, one.target))
    return float(rounded(float(value), one.target))


def scores_of(one: Measured, figure: Figure) -> str:
    """From how many a mean is."""
    return plural(figure.d, one.kpi.noun) if one.kpi.is_mean and figure.d else ""


def in_percent(interval: tuple[float, float]) -> tuple[float, float]:
    low, high = (round(100 * end, 1) for end in interval)
    return low, high


def chart_words(one: Measured, desk: str) -> tuple[str, str, str]:
    """Headline, statistical subtitle and source."""
    title = sentence(one).split(". ")[0].partition(": ")[2].removesuffix(".")
    whose = ", ".join([one.partner or "all partners", *one.levels])
    subtitle = f"{one.kpi.title} by month, {whose}, {one.period.words}"
    return title[:1].upper() + title[1:], subtitle, f"Source: {counted_from(one)} of the {desk}"


def counted_from(one: Measured) -> str:
    """32 ticket records; the change register; the budget."""
    match one.kpi.where:
        case Plan():
            return f"{one.figure.d:,} cases"
        case Where() | Durations():
            return f"{one.figure.d:,} ticket records"
        case Rows(register=name):
            return f"the {name} register"
        case Books():
            return "the budget"
    return "the records of outages"
