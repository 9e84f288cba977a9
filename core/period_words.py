"""What people say of a period beside the forms that core.periods reads: first quarter, the whole year 2020-21, past six
months, since April, 1 July to 31 July, last quater.
"""

import re
from calendar import monthrange
from datetime import date
from difflib import get_close_matches

from core.month_names import MONTH_WORD, MONTHS

_ORDINALS = (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"))
_NTH = {word: number for number, words in enumerate(_ORDINALS, start=1) for word in words}
_COUNTED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_COUNTED, start=2)}
_PART = re.compile(rf"\b({'|'.join(_NTH)}) (quarter|half)\b(?: year\b)?")
_WHOLE_YEAR = re.compile(r"\b(?:(?:full|whole|financial|fiscal) )?year (?=(?:fy ?)?\d)")
_PAST = re.compile(rf"\b(?:last|past) (\d+|{'|'.join(_COUNTED)}) (?=months?\b)")
_SPANS = ("month", "quarter", "half", "year")
_SPAN = re.compile(rf"\b(this|last|previous|{'|'.join(_NTH)}) ([a-z]{{4,9}})\b")
_ALIKE = 0.85  # of 1, from where a word is a slip of a span's

_NUMBER = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?"
_BETWEEN = re.compile(r"^between (.+) and (.+)$")
_SINCE = re.compile(rf"^since (?P<day>{_DAY} )?(?P<month>[a-z]+(?: 20\d\d)?)$")
_DAYS = re.compile(rf"^{_DAY}(?: ({MONTH_WORD})(?: (20\d\d))?)? ?(?:-|to|until) ?{_DAY} ({MONTH_WORD})(?: (20\d\d))?$")


def in_our_form(text: str, today: date) -> str:
    """Small letters and single blanks are taken for granted."""
    text = _SPAN.sub(_without_slip, _BETWEEN.sub(r"\1 to \2", text))
    text = _SINCE.sub(lambda match: _until_today(match, today), text)
    text = _DAYS.sub(lambda match: _whole_months(match, today), text)
    text = _PART.sub(lambda match: f"{match[2][0]}{_NTH[match[1]]}", text)
    text = _WHOLE_YEAR.sub("", text)
    return _PAST.sub(lambda match: f"last {_NUMBERS.get(match[1], match[1])} ", text)


def _without_slip(match: re.Match[str]) -> str:
    """Last quater is last quarter."""
    meant = get_close_matches(match[2], _SPANS, 1, _ALIKE)
    return f"{match[1]} {meant[0]}" if meant else match[0]


def _until_today(match: re.Match[str], today: date) -> str:
    """Since April, and since 1 April, is April to this month: whole months, as far as they go."""
    first, day = f"{match['day'] or ''}{match['month']}", match[2]
    if day is None or int(day) == 1:
        return f"{match['month']} to {today:%B} {today.year}".lower()
    return f"{first} to {today.day} {today:%B} {today.year}".lower()


def _whole_months(match: re.Match[str], today: date) -> str:
    """1 July to 31 July is July; of other days each gets its year, where it is missing that of the latest begun."""
    first, begin, begin_year, last, finish, year = match.groups()
    begin = begin or finish
    wraps = _NUMBER[begin[:3]] > _NUMBER[finish[:3]]
    if int(first) == 1 and int(last) in _last_days(finish, year or begin_year):
        return " ".join(filter(None, (begin, begin_year, "to", finish, year)))
    ends = int(year or 0) or (int(begin_year) if begin_year else _latest(begin, today)) + wraps
    return f"{first} {begin} {begin_year or ends - wraps} to {last} {finish} {ends}"


def _last_days(month: str, year: str | None) -> set[int]:
    """The month's last day; of a February without its year either."""
    number = _NUMBER[month[:3]]
    years = (int(year),) if year else (2019, 2020)
    return {monthrange(each, number)[1] for each in years}


def _latest(month: str, today: date) -> int:
    """The year of the latest such month that has begun."""
    return today.year - (_NUMBER[month[:3]] > today.month)
