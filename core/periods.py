"""Reporting periods: financial years from 1 April, halves, quarters, months, and how people type them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from core.errors import DeskError
from core.month_names import MONTH_WORD, MONTHS
from core.period_words import in_our_form

_APRIL = 4
_YEAR_MONTHS = 12
_LONGEST = 8  # words; the longest form of ours is "1 april 2020 to 12 october 2020"
_PARTS = {"q": ("quarter", 3), "h": ("half", 6), "p": ("period", 1)}
_SPAN_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` up to, not including, `end`. Two periods of the same days are equal.

    `assumed` names the year where none was typed: "2020-21", or "2020" for a month; otherwise None.
    """

    start: date
    end: date
    assumed: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise DeskError("That period ends before it begins. Put the earlier date first.", "period")

    @property
    def words(self) -> str:
        """July to September 2020; with days where it is not whole months. `parse_period` reads it again."""
        last = self.end - timedelta(days=1)
        beginning, ending = month_words(month_of(self.start)), month_words(month_of(last))
        if not self.is_whole_months:
            return f"{self.start.day} {beginning} to {last.day} {ending}"
        if beginning == ending:
            return ending
        return f"{beginning.removesuffix(f' {last.year}')} to {ending}"

    @property
    def is_whole_months(self) -> bool:
        return self.start.day == self.end.day == 1

    def months(self) -> tuple[int, ...]:
        """Every month that has a day in the period, as yyyymm."""
        last = self.end - timedelta(days=1)
        return tuple(month_of(_first(month)) for month in range(_ordinal(self.start), _ordinal(last) + 1))

    def previous(self) -> "Period":
        """The period just before: as many months, or as many days where it is not whole months."""
        if not self.is_whole_months:
            return Period(self.start - (self.end - self.start), self.start)
        start = _ordinal(self.start)
        return _span(2 * start - _ordinal(self.end), start)

    def year_before(self) -> "Period":
        return Period(_year_earlier(self.start), _year_earlier(self.end))


def financial_year(day: date) -> int:
    """The year in which the day's financial year began."""
    return day.year if day.month >= _APRIL else day.year - 1


def financial_year_words(year: int) -> str:
    """As people write it: 2020-21 for 2020."""
    return f"{year}-{(year + 1) % 100:02d}"


def financial_period(year: int, first: int, last: int | None = None) -> Period:
    """Periods `first` to `last` (1 is April, 12 is March) of the financial year that began in `year`."""
    april = year * _YEAR_MONTHS + _APRIL - 1
    return _span(april + first - 1, april + (last or first))


def month_period(yyyymm: int) -> Period:
    month = yyyymm // 100 * _YEAR_MONTHS + yyyymm % 100 - 1
    return _span(month, month + 1)


def month_of(day: date) -> int:
    """The day's month as yyyymm."""
    return day.year * 100 + day.month


def month_words(yyyymm: int, *, short: bool = False) -> str:
    """July 2020, or Jul where the year stands elsewhere."""
    name = MONTHS[yyyymm % 100 - 1]
    return name[:3] if short else f"{name} {yyyymm // 100}"


def parse_period(text: str, today: date) -> Period:
    """What `text` means on `today`; DeskError where it means nothing or is impossible, such as q5.

    Where the year is missing it is the latest such period that has begun. Years are financial: "q2 2020" is
    taken for 2020-21 and says so. "ytd" runs from 1 April to today inclusive; "last 12 months" are the 12
    complete ones before this month.
    """
    period = _read(text, today)
    if period is None:
        examples = "q2 2020-21, jul 2020, april to june 2021, 2020-21 or last 12 months"
        raise DeskError(f"I cannot read “{' '.join(text.split()):.40}” as a period. Try {examples}.", "period")
    return period


def find_period(words: Sequence[str], today: date) -> tuple[Period | None, tuple[str, ...]]:
    """The longest run of words that reads as a period, the first of several, and the words that are left.

    A run that looks like a period but is impossible, q5 2020-21, raises DeskError: no part of it is taken.
    """
    for length in range(min(len(words), _LONGEST), 0, -1):
        for at in range(len(words) - length + 1):
            period = _read(" ".join(words[at : at + length]), today)
            if period is not None:
                return period, (*words[:at], *words[at + length :])
    return None, tuple(words)


_Reader = Callable[[re.Match[str], date], Period]


def _ordinal(day: date) -> int:
    """Months since year 0, so that months add and subtract."""
    return day.year * _YEAR_MONTHS + day.month - 1


def _first(month: int) -> date:
    return date(month // _YEAR_MONTHS, month % _YEAR_MONTHS + 1, 1)


def _span(start: int, end: int, assumed: str | None = None) -> Period:
    return Period(_first(start), _first(end), assumed)


def _year_earlier(day: date) -> date:
    """The same day a year before; 29 February gives 1 March, which as an end keeps all of February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1)


_FULL_YEAR = r"(?:fy\s*)?20\d\d\s*(?:-|/|to)\s*(?:20)?\d\d"
_SHORT_YEAR = r"(?:fy\s*)?\d\d\s*[-/]\s*\d\d"
_YEAR = rf"(?P<year>{_FULL_YEAR}|{_SHORT_YEAR}|20\d\d)"
_PART = (
    r"(?P<kind>q|h|p|quarter|qtr|half|periods?)\s*(?P<first>\d{1,3})"
    r"(?:\s*(?:-|to)\s*(?:(?P=kind)\s*)?(?P<last>\d{1,3}))?"
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def _read(text: str, today: date) -> Period | None:
    """None where the text has no form of ours; DeskError where it has one but cannot be."""
    tidy = in_our_form(" ".join(_DASHES.sub("-", text).replace(",", " ").lower().split()), today)
    for form, reader in _FORMS:
        match = re.fullmatch(form, tidy, re.ASCII)
        if match:
            return reader(match, today)
    return None


def _year(typed: str) -> tuple[int, bool]:
    """Start year of 2020-21, 2020/2021, 20/21 or 2020, and whether it was typed as a financial year."""
    start, *following = (int(figure) % 100 + 2000 for figure in re.findall(r"\d+", typed))
    if following and following != [start + 1]:
        likely = f"{financial_year_words(start)} or {financial_year_words(start + 1)}"
        raise DeskError(f"{typed} is not one financial year. Type {likely}.", "period")
    return start, bool(following)


def _financial_part(match: re.Match[str], today: date) -> Period:
    """q2, h1 2020-21, 2020-21 p1-6."""
    first, last = _part_months(match)
    if match["year"]:
        year, is_exact = _year(match["year"])
    else:
        year, is_exact = financial_year(today), False
        year -= financial_period(year, first).start > today
    assumed = None if is_exact else financial_year_words(year)
    return replace(financial_period(year, first, last), assumed=assumed)


def _part_months(match: re.Match[str]) -> tuple[int, int]:
    """First and last period of the financial year, 1 to 12."""
    kind, first, last = match["kind"][0], int(match["first"]), int(match["last"] or match["first"])
    name, months = _PARTS[kind]
    most = _YEAR_MONTHS // months
    for number in (first, last):
        if not 1 <= number <= most:
            known = f"{kind}1 to {kind}{most}, counted from April"
            raise DeskError(f"There is no {name} {number}. Type {known}.", "period")
    return (first - 1) * months + 1, last * months


def _financial_year(match: re.Match[str], _today: date) -> Period:
    return financial_period(_year(match[0])[0], 1, _YEAR_MONTHS)


def _year_or_month(match: re.Match[str], today: date) -> Period:
    """2020-21 is a financial year and 2020-07 a month, because 07 does not follow 20; 2011-12 is the year."""
    if int(match["number"]) == (int(match["year"]) + 1) % 100:
        return _financial_year(match, today)
    return _numbered_month(match, today)


def _numbered_month(match: re.Match[str], _today: date) -> Period:
    """07/2020, 2020-07."""
    year, number = int(match["year"]), int(match["number"])
    if not 1 <= number <= _YEAR_MONTHS:
        known = f"{year}-01 to {year}-12, or a financial year such as {financial_year_words(year)}"
        raise DeskError(f"There is no month {number:02d}. Type {known}.", "period")
    return month_period(year * 100 + number)


def _month_number(word: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(word[:3]))


def _named_months(match: re.Match[str], today: date) -> Period:
    """july, jul 2020, apr-jun 2021, october 2020 to march 2021. One year typed belongs to the last month."""
    first, last = _month_number(match["begin"]), _month_number(match["finish"] or match["begin"])
    year, is_assumed = _year_of_last(match, first, last, today)
    begins = int(match["begin_year"] or year - (first > last))
    assumed = str(begins) if begins == year else financial_year_words(begins)
    start, end = begins * _YEAR_MONTHS + first - 1, year * _YEAR_MONTHS + last
    return _span(start, end, assumed if is_assumed else None)


def _year_of_last(match: re.Match[str], first: int, last: int, today: date) -> tuple[int, bool]:
    """Calendar year of a run's last month, and whether it was assumed: the latest that has begun."""
    typed, wraps = match["year"] or match["short"], first > last
    if typed:
        year, is_financial = _year(typed)
        return year + (is_financial and last < _APRIL), False
    if match["begin_year"]:
        return int(match["begin_year"]) + wraps, False
    return today.year - (first > today.month) + wraps, True


def _named_days(match: re.Match[str], _today: date) -> Period:
    """1 april 2020 to 12 october 2020: how `words` writes the year to date."""
    begin, finish = _named_day(*match.groups()[:3]), _named_day(*match.groups()[3:])
    return Period(begin, finish + timedelta(days=1))


def _named_day(day: str, month: str, year: str) -> date:
    whole = month_period(int(year) * 100 + _month_number(month))
    if not 1 <= int(day) <= (whole.end - whole.start).days:
        raise DeskError(f"There is no {day} {whole.words}. Type a day of that month.", "period")
    return whole.start.replace(day=int(day))


def _this_or_last(match: re.Match[str], today: date) -> Period:
    months = _SPAN_MONTHS[match["span"]]
    april = financial_year(today) * _YEAR_MONTHS + _APRIL - 1
    start = april + (_ordinal(today) - april) // months * months
    start -= 0 if match["which"] == "this" else months
    return _span(start, start + months)


def _last_months(match: re.Match[str], today: date) -> Period:
    return _span(_ordinal(today) - int(match["months"]), _ordinal(today))


def _year_to_date(_match: re.Match[str], today: date) -> Period:
    return Period(financial_period(financial_year(today), 1).start, today + timedelta(days=1))


_MONTH_RUN = (
    rf"(?P<begin>{MONTH_WORD})(?:\s(?P<begin_year>20\d\d)(?=\s*(?:-|to)\s*[a-z]))?"
    rf"(?:\s*(?:-|to)\s*(?P<finish>{MONTH_WORD}))?"
    rf"(?:\s(?:of\s)?(?P<year>{_FULL_YEAR}|20\d\d)|-(?P<short>(?:20)?\d\d))?"
)
_DAY = rf"(\d{{1,2}})\s({MONTH_WORD})\s(20\d\d)"
_FORMS: tuple[tuple[str, _Reader], ...] = (
    (rf"{_PART}(?:\s+(?:of\s+)?{_YEAR})?", _financial_part),
    (rf"{_YEAR}\s+{_PART}", _financial_part),
    (r"(?P<year>20\d\d)[-/](?P<number>\d\d)", _year_or_month),
    (r"(?P<number>\d{1,2})[-/](?P<year>20\d\d)", _numbered_month),
    (rf"{_FULL_YEAR}|fy\s*{_SHORT_YEAR}", _financial_year),
    (_MONTH_RUN, _named_months),
    (rf"{_DAY}\s(?:-|to)\s{_DAY}", _named_days),
    (r"(?P<which>this|last|previous)\s(?:financial\s)?(?P<span>month|quarter|half|year)", _this_or_last),
    (r"(?:last|previous)\s(?P<months>[1-9]\d{0,2})\smonths?", _last_months),
    (r"ytd|(?:this\s)?year\sto\sdate", _year_to_date),
)
