"""Times and days as people type them, the day before the month, and how they are said again."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dateparser.date import DateDataParser

from core.errors import DeskError
from core.periods import MONTH_WORD
from core.zones import FIRST_YEAR, LAST_YEAR, ClockChange, to_utc

OLDEST = timedelta(days=30)  # a time further back is asked about
LONDON = "Europe/London"
_WEEK = 7
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OFFSETS = {"bst": "+01:00", "gmt": "+00:00", "utc": "+00:00", "z": "+00:00"}
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_CLOCK_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}

_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_FIGURES = r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d{4}|\d\d))?|\d{4}-\d\d-\d\d)"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_SPELLED = rf"(?:{_ORDINAL}\s(?:of\s)?(?:{MONTH_WORD})|(?:{MONTH_WORD})\s{_ORDINAL})(?:\s\d{{4}})?"
_DATE = rf"(?:{_FIGURES}|{_SPELLED})"
_MONTH = rf"(?:{MONTH_WORD})\s\d{{4}}"
_NEAR = r"(?:today|yesterday|tomorrow)"
_NAMED_DAY = rf"(?:(?P<which>last|next|this)\s)?(?P<weekday>{_WEEKDAY})"
_DAY = rf"(?:{_NEAR}|(?:(?:last|next|this)\s)?{_WEEKDAY}(?:\s{_DATE})?|{_DATE})"
_CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)?\s?[ap]m|\d{1,2}[:.]\d\d(?::\d\d)?|\d{4}|noon|midday|midnight)"
_OFFSET = r"(?:bst|gmt|utc|z|\+(?:0\d|1[0-4]):[0-5]\d)"
_COUNT = r"(?:\d{1,4}(?:\.\d)?\s?|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s)"
_HOURS, _MINUTES = rf"{_COUNT}(?:hours?|hrs?|h)", rf"{_COUNT}(?:minutes?|mins?|m)"
_LENGTH = rf"(?:half an hour|{_HOURS}\s?(?:and\s)?{_MINUTES}|{_HOURS}|{_MINUTES}|{_COUNT}(?:weeks?|days?|d))"

# Of a line that goes on: `14:10 12 users` and `14:10 sat nav` are a time, and then other words.
_STAMP = rf"{_CLOCK}(?:z|\s?(?!z){_OFFSET})?"
_PERIOD = r"[qhp]\d{1,2}(?:-\d{1,2})?\s20\d\d(?:[-/]\d\d(?:\d\d)?)?"
_LEADING = re.compile(
    rf"(?:{_LENGTH}\sago|{_DAY}\s(?:at\s)?{_STAMP}|{_STAMP}(?:\s(?:{_NEAR}|{_FIGURES}))?|{_DAY}|{_MONTH}|{_PERIOD}),?(?!\S)",
    re.ASCII | re.IGNORECASE,
)
_CLOCKS = re.compile(
    r"(?<!\S)(?!(?:1[3-9]|2\d)\S*\s?am)(?P<hour>[01]?\d|2[0-3])"
    r"(?:(?P<mark>[:.]?)(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?\s?(?P<half>[ap]m)?(?!\S)",
    re.ASCII,
)

# dateparser reads lengths of time and months spelled out, and sees nothing else: left alone it takes "a" for
# the 1st, 1410 for a year, 6/13 for August 2013 and "1 hour 30 ago" for an hour. Its settings never change,
# as older versions keep a cache for each RELATIVE_BASE for ever; in a leap year it knows 29 February.
_BASE = datetime(2000, 1, 1)  # noqa: DTZ001 - dateparser works on wall clock times
_LENGTHS = DateDataParser(languages=["en"], settings={"RELATIVE_BASE": _BASE, "PARSERS": ["relative-time"]})
_DATES = DateDataParser(
    languages=["en"],
    settings={"RELATIVE_BASE": _BASE, "PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month"]},
)


@dataclass(frozen=True)
class Moment:
    """A time as read, UTC. With a `question` it must be asked about; `choices` are (label, what to type)."""

    at: datetime
    question: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


def read_moment(text: str, now: datetime, zone: str = LONDON, *, sure: bool = False, field: str = "at") -> Moment:
    """What `text` means at `now`. Days without a year, and weekdays, are the latest up to today.

    Asked about, unless `sure`: a time to come, over 30 days back, or skipped or doubled by a clock change,
    which BST or GMT behind it settles; `sure` takes the first, or moves forward. "2h ago" is elapsed time.
    DeskError with examples where it cannot be read, and where a day has no time.
    """
    typed = _tidy(text)
    if typed in {"now", "just now"}:
        return Moment(now.replace(microsecond=0))
    length = _length(typed)
    if length is not None:
        return _weighed([now.replace(microsecond=0) + length], now, zone, sure=sure)
    typed, offset = _without_offset(typed)
    walls = _walls(typed, now.astimezone(ZoneInfo(zone)).date(), field)
    if offset is not None:
        times = [wall.replace(tzinfo=offset).astimezone(UTC) for wall in walls]
        return _weighed(times, now, zone, sure=sure)
    change = to_utc(walls[0], zone)[1]
    if change and not sure:
        return _changed(walls[0], change, zone)
    return _weighed([to_utc(wall, zone)[0] for wall in walls], now, zone, sure=sure)


def read_day(text: str, today: date, *, field: str = "agreed") -> date:
    """A day, sooner one to come: "friday" is the next after today, "next friday" the one of next week."""
    typed = _tidy(text)
    length = _length(typed)
    if length is not None:
        return today + timedelta(days=int(length / timedelta(days=1)))
    days = _days(typed, today, ahead=True)
    if not days:
        raise DeskError(f"I cannot read “{typed:.40}” as a day. Type 12/6 or 12 June 2021.", field)
    return next((day for day in days if day >= today), days[0])


def spoken(at: datetime, now: datetime, zone: str = LONDON, *, always_date: bool = False) -> str:
    """As in today 10:40 or Fri 28 Aug 15:10; with the year where it is another. `read_moment` reads it.

    `always_date` leaves "today" out, for what is read again on another day.
    """
    local, today = (moment.astimezone(ZoneInfo(zone)) for moment in (at, now))
    clock = f"{local:%H:%M %Z}" if _is_doubled(local) else f"{local:%H:%M}"
    if local.date() == today.date() and not always_date:
        return f"today {clock}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year} {clock}"


def leading_time(text: str) -> str:
    """The time, day, month or quarter that a line begins with, as far as it goes; empty where it begins with none."""
    match = _LEADING.match(text)
    return match[0] if match else ""


def _tidy(text: str) -> str:
    words = " ".join(word for word in text.replace(",", " ").lower().split() if word not in {"at", "on", "the"})
    return re.sub(r"(?<=-\d\d)t(?=\d\d:)", " ", words)


def _length(typed: str) -> timedelta | None:
    """Of "2h ago", which is negative, or "in 3 days"."""
    if not re.fullmatch(rf"{_LENGTH}\sago|in\s{_LENGTH}", typed, re.ASCII):
        return None
    found = _LENGTHS.get_date_data(typed.replace("half an hour", "30 minutes")).date_obj
    return found - _BASE if found else None


def _without_offset(typed: str) -> tuple[str, tzinfo | None]:
    match = re.search(rf"(?<=[\dm])\s?({_OFFSET})$", typed, re.ASCII)
    if not match:
        return typed, None
    offset = _OFFSETS.get(match[1], match[1])
    return typed[: match.start()], datetime.strptime(offset, "%z").tzinfo


def _walls(typed: str, today: date, field: str) -> list[datetime]:
    """Wall clock times that may be meant, the likeliest first."""
    clock, rest = _split_clock(typed)
    days = (today, today - timedelta(days=1)) if clock and not rest else _days(rest, today)
    if not days:
        examples = "14:10, yesterday 14:10, 2h ago or 12/6 17:00, the day first"
        raise DeskError(f"I cannot read “{typed:.40}” as a time. Type {examples}.", field)
    if clock is None:
        raise DeskError(f"“{typed:.40}” needs a time of day too. Type {typed:.40} 14:10.", field)
    return [datetime.combine(day, clock) for day in days]


def _split_clock(typed: str) -> tuple[time | None, str]:
    """The time of day, and what stands before and after it: the day."""
    figures = " ".join(_CLOCK_WORDS.get(word, word) for word in typed.split())
    for match in _CLOCKS.finditer(figures):
        before, after = figures[: match.start()].strip(), figures[match.end() :].strip()
        if _is_clock(match, before, after):
            return _clock(match), f"{before} {after}".strip()
    return None, figures


def _is_clock(match: re.Match[str], before: str, after: str) -> bool:
    """Without colon, am or pm it comes last, and 1410 behind a day's name: in 12 june 2020 it is a year."""
    if match["half"] or match["mark"] == ":":
        return True
    is_named = re.fullmatch(rf"|{_NEAR}|{_NAMED_DAY}", before) is not None
    return match["minute"] is not None and not after and (match["mark"] == "." or is_named)


def _clock(match: re.Match[str]) -> time:
    hour, minute, second = (int(figure or 0) for figure in match.group("hour", "minute", "second"))
    return time(hour % 12 + 12 * (match["half"] == "pm") if match["half"] else hour, minute, second)


def _days(typed: str, today: date, *, ahead: bool = False) -> tuple[date, ...]:
    """Days that may be meant, the likeliest first; none where it cannot be read."""
    if typed in _NEAR_DAYS:
        return (today + timedelta(days=_NEAR_DAYS[typed]),)
    named = re.fullmatch(_NAMED_DAY, typed)
    if named:
        return _on_weekday(named["which"], _weekday(named["weekday"]), today, ahead=ahead)
    both = re.fullmatch(rf"(?P<weekday>{_WEEKDAY})\s(?P<date>{_DATE})", typed, re.ASCII)
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


def _weighed(times: list[datetime], now: datetime, zone: str, *, sure: bool) -> Moment:
    """The first of the times, with a question where it is unlikely; the others are further choices."""
    at = times[0]
    if sure or now - OLDEST <= at <= now:
        return Moment(at)
    name = _label(at, now, zone)
    doubt = "is still to come" if at > now else f"is {(now - at).days} days ago"
    likely = [other for other in times[1:] if now - OLDEST <= other <= now]
    ask = f"Did you mean {_label(likely[0], now, zone)}?" if likely else "Is that right?"
    choices = dict.fromkeys([*likely, *times])
    return Moment(
        at,
        f"{name[0].upper()}{name[1:]} {doubt}. {ask}",
        tuple((_label(choice, now, zone), _value(choice, zone)) for choice in choices),
    )


def _changed(wall: datetime, change: ClockChange, zone: str) -> Moment:
    """A skipped time has a choice an hour before and after, a doubled one its first and second occurrence."""
    named = ZoneInfo(zone)
    both = sorted(wall.replace(tzinfo=named, fold=fold).astimezone(UTC) for fold in (0, 1))
    day = f"{wall:%a} {wall.day} {wall:%b %Y}"
    question = (
        f"{wall:%H:%M} came twice on {day}, when the clocks went back. Which one?"
        if change == "doubled"
        else f"There was no {wall:%H:%M} on {day}, when the clocks went forward. Which did you mean?"
    )
    choices = tuple((f"{at.astimezone(named):%H:%M %Z}", _value(at, zone)) for at in both)
    return Moment(to_utc(wall, zone)[0], question, choices)


def _label(at: datetime, now: datetime, zone: str) -> str:
    local, today = (moment.astimezone(ZoneInfo(zone)) for moment in (at, now))
    is_yesterday = local.date() == today.date() - timedelta(days=1)
    return f"yesterday {local:%H:%M}" if is_yesterday else spoken(at, now, zone)


def _value(at: datetime, zone: str) -> str:
    """What reads as this very time, whatever the clocks did."""
    local = at.astimezone(ZoneInfo(zone))
    if not _is_doubled(local):
        return f"{local:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    stamp = local if f"{local:%Z}".lower() in _OFFSETS else at
    return f"{stamp:%Y-%m-%d %H:%M %Z}"


def _is_doubled(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
