"""Which two periods a line compares: `q1 q2`, `this quarter with last year`, or one with the one before it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.month_names import MONTH_WORD
from core.periods import Period, financial_period, financial_year, financial_year_words, find_period

BETWEEN = ("with", "and", "vs", "vs.", "versus", "against")
TO = "to"
YEAR_AGO = (("last", "year"), ("a", "year", "ago"), ("year", "ago"), ("previous", "year"), ("the", "year", "before"))
MONTHS_OF_A_YEAR = 12


def two_periods(words: Sequence[str], today: date) -> tuple[Period | None, Period | None, tuple[str, ...]]:
    """The earlier and the later period that are named, and the words left; one period is compared with the one before.

    (None, None, words) where no period is named.
    """
    first, second, rest = both(words, today)
    if first is None:
        return None, None, rest
    if second is None:
        return first.previous(), first, rest
    return min(first, second), max(first, second), rest


def names_two(words: Sequence[str], today: date) -> bool:
    return both(words, today)[1] is not None


def both(words: Sequence[str], today: date) -> tuple[Period | None, Period | None, tuple[str, ...]]:
    for at, word in enumerate(words):
        if word.lower() in BETWEEN or is_other(words, at):
            first, before = find_period(words[:at], today)
            if first and (length := year_ago(first, words[at + 1 :])):
                return first, first.year_before(), (*before, *words[at + 1 + length :])
            second, after = find_period(words[at + 1 :], today)
            if first and second:
                return (*of_one_year(first, second), (*before, *after))
    first, rest = find_period(words, today)
    second, rest = find_period(rest, today) if first else (None, rest)
    pair = of_one_year(first, second) if first and second else (first, None)
    return (*pair, tuple(word for word in rest if word.lower() not in (*BETWEEN, TO)))


def is_other(words: Sequence[str], at: int) -> bool:
    """Whether "to" stands between two periods, as in "q1 to q2", and not inside one, as in "April to June 2020"."""
    before = words[at - 1].lower() if at else ""
    return words[at].lower() == TO and not re.fullmatch(rf"{MONTH_WORD}|20\d\d", before)


def year_ago(first: Period, words: Sequence[str]) -> int:
    """How many words mean the same a year before: "last year", behind a quarter or a month. Nought where none do."""
    typed = tuple(word.lower() for word in words)
    said = (len(ago) for ago in YEAR_AGO if typed[: len(ago)] == ago)
    return next(said, 0) if len(first.months()) < MONTHS_OF_A_YEAR else 0


def of_one_year(first: Period, second: Period) -> tuple[Period, Period]:
    """A year that was typed once is meant for both; where none was, it is the earlier of the years assumed."""
    if not (first.assumed or second.assumed):
        return first, second
    years = [financial_year(period.start) for period in (first, second) if not period.assumed]
    if not years and not all("-" in (period.assumed or "") for period in (first, second)):
        return first, second  # months: March and April are beside one another, whatever their years
    if years:
        return in_year(first, years[0], None), in_year(second, years[0], None)
    year = min(financial_year(first.start), financial_year(second.start))
    words = financial_year_words(year)
    return in_year(first, year, words), in_year(second, year, words)


def in_year(period: Period, year: int, assumed: str | None) -> Period:
    """The same months of a financial year; a period whose year was typed stays."""
    if not period.assumed:
        return period
    begins = (period.start.month - 4) % MONTHS_OF_A_YEAR + 1
    return replace(financial_period(year, begins, begins + len(period.months()) - 1), assumed=assumed)
