"""The key of a stated figure read again: of what it is, of which months, and which part of all."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.periods import Period, financial_period, financial_year, month_period

SPAN = re.compile(r"(?:since )?(\d{4})-(\d\d)(?:\.\.(\d{4})-(\d\d))?")
# Differences, averages and shares of other figures: a record moves them either way.
COMPARED = frozenset({"since", "average", "more", "change", "peak", "net", "gap"})
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Key:
    """`then` is what the period is compared with. `marks` are the words between, such as a partner or a priority."""

    subject: str
    period: Period
    then: Period | None
    marks: tuple[str, ...]

    @property
    def is_one_way(self) -> bool:
        return self.then is None and not COMPARED & {*self.marks}

    def one_of(self, known: Collection[str]) -> str | None:
        return next((mark for mark in self.marks if mark in known), None)


def read_key(key: str, whole: Period) -> Key:
    """`whole` is the report's period, of which a figure is whose key names none."""
    subject, *rest = key.split("/")
    spans = [span for word in rest for span in spans_of(word)]
    marks = tuple(word for word in rest if not SPAN.fullmatch(word))
    period = spans[0] if spans else whole
    return Key(subject, period, spans[1] if len(spans) > 1 else compared(period, marks), marks)


def spans_of(word: str) -> Iterator[Period]:
    """2020-08 and 2020-04..2020-09 are months; 2019-20 is a financial year."""
    if (match := SPAN.fullmatch(word)) is None:
        return
    year, month, last_year, last_month = match.groups()
    if int(month) > MONTHS_OF_A_YEAR:
        yield financial_period(int(year), 1, MONTHS_OF_A_YEAR)
    else:
        first = month_period(int(year + month))
        last = month_period(int(last_year + last_month)) if last_year and last_month else first
        yield Period(first.start, last.end)


def compared(period: Period, marks: tuple[str, ...]) -> Period | None:
    """What a difference is from, whose key does not say it: of outages the period before, of calls the year before."""
    if "change" in marks:
        return period.previous()
    if "more" in marks:
        return financial_period(financial_year(period.start) - 1, 1, MONTHS_OF_A_YEAR)
    return None
