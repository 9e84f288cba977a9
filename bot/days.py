"""Days as people type them, the day before the month: the dates that may be meant, or why there is none."""

import re
from datetime import date, datetime, timedelta

from dateparser.date import DateDataParser

from core.errors import DeskError
from core.month_names import MONTH_WORD
from core.zones import FIRST_YEAR, LAST_YEAR

_WEEK = 7
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}

WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
FIGURES = r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d\d))?|\d{4}-\d\d-\d\d)"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_SPELLED = rf"(?:{_ORDINAL}\s(?:of\s)?(?:{MONTH_WORD})|(?:{MONTH_WORD})\s{_ORDINAL})(?:\s\d{{4}})?"
DATE = rf"(?:{FIGURES}|{_SPELLED})"
NEAR = r"(?:today|yesterday|tomorrow)"
NAMED_DAY = rf"(?:(?P<which>last|next|this)\s)?(?P<weekday>{WEEKDAY})"

# dateparser reads months spelled out, and sees nothing else: left alone it takes "a" for the 1st, 1410 for a year
# and 6/13 for August 2013. In a leap year it knows 29 February.
_BASE = datetime(2000, 1, 1)  # noqa: DTZ001 - dateparser works on wall clock times
_DATES = DateDataParser(
    languages=["en"],
    settings={"RELATIVE_BASE": _BASE, "PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month"]},
)


def days_meant(typed: str, today: date, *, ahead: bool = False) -> tuple[date, ...]:
    """Days that may be meant, the likeliest first; none where it cannot be read."""
    if typed in _NEAR_DAYS:
        return (today + timedelta(days=_NEAR_DAYS[typed]),)
    named = re.fullmatch(NAMED_DAY, typed)
    if named:
        return _on_weekday(named["which"], _weekday(named["weekday"]), today, ahead=ahead)
    both = re.fullmatch(rf"(?P<weekday>{WEEKDAY})\s(?P<date>{DATE})", typed, re.ASCII)
    dates = _dates(both["date"] if both else typed, today)
    return tuple(day for day in dates if not both or day.weekday() == _weekday(both["weekday"]))


def _weekday(name: str) -> int:
    return _WEEKDAYS.index(name[:3])


def _on_weekday(which: str | None, weekday: int, today: date, *, ahead: bool) -> tuple[date, ...]:
    """With "next" next week's, with "last" the latest before today; alone, today's counts unless `ahead`."""
    this_week = today + timedelta(days=weekday - today.weekday())
    if which in {"this", "next"}:
        return (this_week + timedelta(days=_WEEK * (which == "next")),)
    if ahead and not which:
        return (this_week + timedelta(days=_WEEK * (this_week <= today)),)
    is_to_come = this_week >= today if which else this_week > today
    latest = this_week - timedelta(days=_WEEK * is_to_come)
    return latest, latest - timedelta(days=_WEEK)


def _dates(typed: str, today: date) -> tuple[date, ...]:
    """A date with its year; without one the latest up to today, and the next."""
    found = _figures(typed) or _spelled(typed)
    if found is None:
        return ()
    day, month, year = found
    years = range(today.year - 8, today.year + 9) if year is None else (year,)
    real = [when for y in years for when in _real(y, month, day)]
    if year is not None:
        return tuple(real)
    return *[d for d in real if d <= today][-1:], *[d for d in real if d > today][:1]


def _real(year: int, month: int, day: int) -> list[date]:
    """The date, if there is one and the clock's rules reach that far."""
    try:
        return [date(year, month, day)] if FIRST_YEAR <= year <= LAST_YEAR else []
    except ValueError:
        return []


def _figures(typed: str) -> tuple[int, int, int | None] | None:
    """Day, month and year of 12/6, 12.6.20 or 2020-06-12."""
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", typed, re.ASCII)
    if iso:
        return int(iso[3]), int(iso[2]), int(iso[1])
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d\d))?", typed, re.ASCII)
    if not match:
        return None
    return int(match[1]), int(match[2]), int(f"20{match[3]}"[-4:]) if match[3] else None


def _spelled(typed: str) -> tuple[int, int, int | None] | None:
    """Day, month and year of 12th of june or june 12 2020."""
    if not re.fullmatch(_SPELLED, typed, re.ASCII):
        return None
    found = _DATES.get_date_data(typed).date_obj
    return (found.day, found.month, int(typed[-4:]) if typed[-4:].isdecimal() else None) if found else None


def refuse_impossible(typed: str, today: date, field: str) -> None:
    """DeskError for what is written as a date but is none: 31/04, or a year that no clock rules are known for."""
    figures = re.sub(rf"^{WEEKDAY}\s", "", typed)
    found = _figures(figures)
    if days := _dates(figures, today):
        weekday = typed.removesuffix(figures).strip()
        raise DeskError(f"{figures} is a {days[0]:%A}, not {weekday}. Give the day that you mean.", field)
    year = found[2] if found else _year_behind(figures)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        how = "long ago" if year < FIRST_YEAR else "far ahead"
        raise DeskError(f"{typed:.40} is too {how}: years go from {FIRST_YEAR} to {LAST_YEAR}.", field)
    if found or re.fullmatch(_SPELLED, figures, re.ASCII):
        raise DeskError(f"There is no {typed:.40}. Give a day that there is, the day before the month.", field)


def _year_behind(typed: str) -> int | None:
    """Of 12 june 1999."""
    return int(typed[-4:]) if re.fullmatch(_SPELLED, typed, re.ASCII) and typed[-4:].isdecimal() else None
