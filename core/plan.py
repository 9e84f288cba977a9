"""The measures of a service plan as KPIs: a row from the record of each, and its figure from its readings or cases."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.calendar import Calendar, day_words
from core.entered import MARK
from core.facts import Count, Counts, Figure, Kpi, Unit, at_the_end, mean, share
from core.numbers import percent, rounded, share_words
from core.periods import Period, month_of
from core.records.cases import allowed_of, allowed_words
from core.records.readings import CERTIFICATE, DATE_MET, DIRECTIONS, MEAN, SHARE, SHARES, TURNAROUND, come_to, counts_of
from core.sources import Pair, Plan, Read, Values
from core.turnaround import Case, tally

Days = Mapping[int, tuple[date, date]]  # by month (yyyymm), its first day, and the day after its last or after today
TENTHS = 10_000  # numbers are typed with four decimals at most
A_DAY = timedelta(days=1)
UNITS: dict[str, Unit] = {SHARE: "share", TURNAROUND: "share", MEAN: "score", DATE_MET: "met", CERTIFICATE: "met"}
NOUNS = {SHARE: ("case", "cases"), TURNAROUND: ("case ended", "cases ended"), MEAN: ("score", "scores")}
READINGS = ("reading", "readings")
NO_COUNTS = "as printed: no counts"
FORMULAS = {
    SHARE: "numerator / denominator of the readings that end in the period",
    MEAN: "points / scores of the readings that end in the period",
    DATE_MET: "met by the day that was promised",
    CERTIFICATE: "held on the last day",
}
LATEST = "the latest reading that ends in the period"


def kpi_of(measure: Values, number: int) -> Kpi:
    """The row of one measure."""
    kind = measure["kind"]
    unit = UNITS.get(kind, "number")
    return Kpi(
        name=f"msr-{number}",
        title=f"{measure['title']} (MSR-{number})",
        group=measure["indicators"] or "business",
        unit=unit,
        where=plan_of(measure, number),
        measure=FIGURES.get(kind, latest),
        noun=NOUNS.get(kind, READINGS),
        split="partner",
        polarity=0 if kind == "context" else -1 if measure["direction"] == DIRECTIONS[1] else 1,
        also=("-".join(measure["title"].lower().split()),),
        formula=formula(measure),
        per=TENTHS if unit in {"score", "number"} else 1,
        promised=promised(measure),
    )


def plan_of(measure: Values, number: int) -> Plan:
    kind = measure["kind"]
    return Plan(
        number,
        kind,
        1 if kind in {DATE_MET, CERTIFICATE} else measure["target"],
        "at most" if measure["direction"] == DIRECTIONS[1] else "at least",
        measure["due_on"],
        allowed_of(measure) if kind == TURNAROUND else None,
        measure["owner_post"] or "",
        is_level=kind == CERTIFICATE,
    )


def formula(measure: Values) -> str:
    if measure["kind"] == TURNAROUND:
        return f"ended within {allowed_words(allowed_of(measure))} / ended in the period; the day it began is day 0"
    return FORMULAS.get(measure["kind"], LATEST)


def promised(measure: Values) -> str:
    """A target that is no number."""
    if measure["kind"] == CERTIFICATE:
        return "to be held"
    return f"by {day_words(measure['due_on'])}" if measure["due_on"] else "to be met"


def facts(kpi: Kpi, readings: Sequence[Values], cases: Sequence[Case], days: Days, calendar: Calendar) -> Counts:
    """Of the months of `days`: the cases that ended in each, and the readings; a certificate as it stood at each end.

    A reading of a turnaround is left out where cases ended in its time: those were counted.
    """
    where = kpi.where
    assert isinstance(where, Plan)  # noqa: S101 - of no other are there readings
    if where.kind == CERTIFICATE:
        return Counts(tuple(states(readings, days)), tuple(days))
    ended = sorted(case.ended for case in cases if case.ended)
    free = [row for row in readings if bisect_left(ended, row["starts_on"]) == bisect_right(ended, row["ends_on"])]
    read = [reading(where, row) for row in free if month_of(row["ends_on"]) in days]
    return Counts((*counted(where, cases, days, calendar), *read), tuple(days))


def counted(where: Plan, cases: Sequence[Case], days: Days, calendar: Calendar) -> Iterator[Count]:
    by_month: dict[int, list[Case]] = {}
    for case in cases:
        if case.ended:
            by_month.setdefault(month_of(case.ended), []).append(case)
    for month, (start, end) in days.items():
        ended = by_month.get(month, [])
        found = tally(ended, where.allowed, calendar, start, end - A_DAY) if where.allowed else None
        if found and found.d:
            yield Count(month, "", (), found.n, found.d)


def reading(where: Plan, values: Values) -> Count:
    """A reading as a fact of the month in which it ends."""
    (n, d), per = in_units(where, values)
    read = Read(values["id"], values["starts_on"], values["ends_on"], said(where, values), per)
    return Count(month_of(read.last), "", (), n, d, read=read)


def in_units(where: Plan, values: Values) -> tuple[Pair, int]:
    """N and d, and how many of them make one. What is met or not is 1 or 0; a printed share is of 100."""
    cases = cases_of(values)
    if where.kind == DATE_MET:
        on = values["met_on"]
        return (int(on is not None and (where.due_on is None or on <= where.due_on)), 1), 1
    if where.kind in SHARES:
        top, bottom = cases or (values["value"] or 0.0, 100.0)
        per = 1 if cases and top % 1 == bottom % 1 == 0 else TENTHS
        return (round(top * per), round(bottom * per)), per
    if where.kind == MEAN and cases:
        return (round(cases[0] * TENTHS), round(cases[1])), TENTHS
    return (round((come_to(where.kind, values)[0] or 0) * TENTHS), 1), TENTHS


def cases_of(values: Values) -> tuple[float, float] | None:
    """Numerator and denominator, where they are known."""
    top, bottom = counts_of(values)
    return (top, bottom) if top is not None and bottom else None


def said(where: Plan, values: Values) -> str:
    """What cannot be added to anything: a date, or a figure that was printed without its counts."""
    if values["met_on"] is not None:
        late = "" if where.due_on is None else ", in time" if values["met_on"] <= where.due_on else ", late"
        return f"met on {day_words(values['met_on'])}{late}"
    if values["met"] is not None:
        return "met" if values["met"] else "not met"
    if cases_of(values) and where.kind in {*SHARES, MEAN}:
        return ""
    value, _ = come_to(where.kind, values)
    shown = f"{value or 0:,.12g}"
    if where.kind in SHARES:
        return f"{shown}%, {NO_COUNTS}"
    return f"{shown}, {NO_COUNTS}" if where.kind == MEAN else shown


def states(readings: Sequence[Values], days: Days) -> Iterator[Count]:
    """Whether a certificate was held at each month's end, by the latest reading that began before it.

    A reading says until when it is held; where none began, nothing is known.
    """
    for month, (_, end) in days.items():
        begun = [row for row in readings if row["starts_on"] < end]
        if begun:
            row = max(begun, key=lambda row: (row["starts_on"], row["id"]))
            is_held = row["met"] is not False and row["ends_on"] >= end - A_DAY
            until = "held until" if is_held else "expired on"
            words = "not held" if row["met"] is False else f"{until} {day_words(row['ends_on'])}"
            read = Read(row["id"], row["starts_on"], row["ends_on"], words)
            yield Count(month, "", (), int(is_held), 1, read=read)


def readings_of(rows: Counts) -> list[tuple[Count, Read]]:
    """The readings that hold, the oldest first: the latest, and those before it that overlap none that holds.

    What was printed without counts is never added to anything: then the latest stands alone.
    """
    kept: list[tuple[Count, Read]] = []
    read = [(row, row.read) for row in rows.rows if row.read]
    for row, one in sorted(read, key=lambda pair: (pair[1].last, pair[1].number), reverse=True):
        if all(one.last < other.first for _, other in kept):
            kept.append((row, one))
    return kept[::-1] if all(one.has_counts for _, one in kept) else kept[:1]


def share_read(rows: Counts) -> Figure:
    held = readings_of(rows)
    if not held:
        return Figure(0, 0, None)
    per = max(read.per for _, read in held)
    n = sum(row.n * per // read.per for row, read in held)
    d = sum(row.d * per // read.per for row, read in held)
    return Figure(n, d, n / d, said=held[-1][1].said or of_parts(n, d, per), reads=tuple(read for _, read in held))


def of_parts(n: int, d: int, per: int) -> str:
    """99.8% (38,941.5 of 39,000): chance cannot be asked about these. Nothing where they are whole cases."""
    return "" if per == 1 else f"{percent(n, d)} ({rounded(n / per):,} of {rounded(d / per):,})"


def in_time(rows: Counts) -> Figure:
    """Of the cases that ended; where none did, what was read, marked so, for it was not counted."""
    cases = tuple(row for row in rows.rows if row.read is None)
    if cases:
        return share(Counts(cases))
    figure = share_read(rows)
    words = figure.said or share_words(figure.n, figure.d)
    return figure if figure.value is None else replace(figure, said=f"{words}, {MARK}")


def mean_read(rows: Counts) -> Figure:
    held = readings_of(rows)
    figure = mean(Counts(tuple(row for row, _ in held)))
    return replace(figure, said=held[-1][1].said if held else "", reads=tuple(read for _, read in held))


def latest(rows: Counts) -> Figure:
    """The last reading of the period stands for it: numbers read at some time are never added."""
    if not (held := readings_of(rows)):
        return Figure(0, 0, None)
    row, read = held[-1]
    return Figure(row.n, row.d, row.n / row.d, said=read.said, reads=(read,))


def at_last(rows: Counts) -> Figure:
    return latest(at_the_end(rows))


FIGURES: dict[str, Callable[[Counts], Figure]] = {
    SHARE: share_read,
    TURNAROUND: in_time,
    MEAN: mean_read,
    CERTIFICATE: at_last,
}


def of_days(kpi: Kpi, figure: Figure, period: Period) -> str:
    """Of 17 October 2022 to 7 February 2023 only; nothing where the readings are of the period, no more and no less."""
    last = period.end - A_DAY
    if kpi.unit == "met" or not figure.reads or (figure.reads[0].first, figure.reads[-1].last) == (period.start, last):
        return ""
    spans = " and ".join(f"{day_words(read.first)} to {day_words(read.last)}" for read in figure.reads)
    is_less = kpi.unit != "number" and figure.reads[0].first >= period.start
    return f"of {spans}{' only' if is_less else ''}"
