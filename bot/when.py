"""Times and days as people type them, the day before the month, and how they are said again."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dateparser.date import DateDataParser

from bot.days import DATE, FIGURES, NAMED_DAY, NEAR, WEEKDAY, days_meant, refuse_impossible
from core.errors import DeskError
from core.month_names import MONTH_WORD
from core.zones import ClockChange, to_utc

OLDEST = timedelta(days=30)  # a time further back is asked about
LONDON = "Europe/London"
_OFFSETS = {"bst": "+01:00", "gmt": "+00:00", "utc": "+00:00", "z": "+00:00"}
_CLOCK_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}

_MONTH = rf"(?:{MONTH_WORD})\s\d{{4}}"
_DAY = rf"(?:{NEAR}|(?:(?:last|next|this)\s)?{WEEKDAY}(?:\s{DATE})?|{DATE})"
_CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)?\s?[ap]m|\d{1,2}[:.]\d\d(?::\d\d)?|\d{4}|noon|midday|midnight)"
_OFFSET = r"(?:bst|gmt|utc|z|\+(?:0\d|1[0-4]):[0-5]\d)"
_COUNT = r"(?:\d{1,4}(?:\.\d)?\s?|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s)"
_HOURS, _MINUTES = rf"{_COUNT}(?:hours?|hrs?|h)", rf"{_COUNT}(?:minutes?|mins?|m)"
_LENGTH = rf"(?:half an hour|{_HOURS}\s?(?:and\s)?{_MINUTES}|{_HOURS}|{_MINUTES}|{_COUNT}(?:weeks?|days?|d))"

# Of a line that goes on: `14:10 12 users` and `14:10 sat nav` are a time, and then other words.
_STAMP = rf"{_CLOCK}(?:z|\s?(?!z){_OFFSET})?"
_PERIOD = r"[qhp]\d{1,2}(?:-\d{1,2})?\s20\d\d(?:[-/]\d\d(?:\d\d)?)?"
_LEADING = re.compile(
    rf"(?:{_LENGTH}\sago|{_DAY}\s(?:at\s)?{_STAMP}|{_STAMP}(?:\s(?:{NEAR}|{FIGURES}))?|{_DAY}|{_MONTH}|{_PERIOD}),?(?!\S)",
    re.ASCII | re.IGNORECASE,
)
_SAID = re.compile(r"\b(since|at)\s", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_CLOCKS = re.compile(
    r"(?<!\S)(?!(?:1[3-9]|2\d)\S*\s?am)(?P<hour>[01]?\d|2[0-3])"
    r"(?:(?P<mark>[:.]?)(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?\s?(?P<half>[ap]m)?(?!\S)",
    re.ASCII,
)

# dateparser reads lengths of time, and sees nothing else: left alone it takes "1 hour 30 ago" for an hour. Its
# settings never change, as older versions keep a cache for each RELATIVE_BASE for ever.
_BASE = datetime(2000, 1, 1)  # noqa: DTZ001 - dateparser works on wall clock times
_LENGTHS = DateDataParser(languages=["en"], settings={"RELATIVE_BASE": _BASE, "PARSERS": ["relative-time"]})


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
    days = days_meant(typed, today, ahead=True)
    if not days:
        refuse_impossible(typed, today, field)
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


def time_said(text: str) -> tuple[str, str]:
    """("since" or "at", the time behind it), where a text says when something was; else two empty texts.

    Behind "at" it must end the text: at 9 High Street. A year is no time.
    """
    for match in _SAID.finditer(text):
        word, rest = match[1].lower(), text[match.end() :].rstrip(".!")
        found = leading_time(rest).rstrip(",") or (_bare_hour(rest) if word == "since" else "")
        if found and not _YEAR.fullmatch(found) and (word == "since" or found == rest):
            return word, found
    return "", ""


def has_clock(text: str) -> bool:
    """Whether a time that was found in a text has a time of day, or is so long ago."""
    typed = _tidy(text)
    return _length(typed) is not None or _split_clock(_without_offset(typed)[0])[0] is not None


def _bare_hour(text: str) -> str:
    """9 at the end of a text, as a time that can be read."""
    return f"{int(text)}:00" if re.fullmatch(r"[01]?\d|2[0-3]", text, re.ASCII) else ""


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
    days = (today, today - timedelta(days=1)) if clock and not rest else days_meant(rest, today)
    if not days:
        refuse_impossible(rest, today, field)
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
    is_named = re.fullmatch(rf"|{NEAR}|{NAMED_DAY}", before) is not None
    return match["minute"] is not None and not after and (match["mark"] == "." or is_named)


def _clock(match: re.Match[str]) -> time:
    hour, minute, second = (int(figure or 0) for figure in match.group("hour", "minute", "second"))
    return time(hour % 12 + 12 * (match["half"] == "pm") if match["half"] else hour, minute, second)


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
