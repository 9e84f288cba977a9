"""The times in the cells of an export: their forms, and whether the day or the month comes first in them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args

import numpy as np

from core.errors import DeskError
from core.zones import FIRST_YEAR, LAST_YEAR, Flags, Seconds

Order = Literal["day-first", "month-first"]
ORDERS: tuple[Order, ...] = get_args(Order)
EXAMPLES = {
    "day-first": "29/2/2016 14:05 or 2016-02-29 14:05",
    "month-first": "2/29/2016 14:05 or 2016-02-29 14:05",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HORIZON = tuple(int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (FIRST_YEAR, LAST_YEAR + 1))
MISSING = -1  # a time that an export leaves out; all real ones are far above
OUTVOTES = 20  # one date in twenty may be a slip; more than that is a mixture of two orders

_CLOCK = (
    r"[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?: ?(?P<half>[AaPp])[Mm]| ?(?P<zone>Z|UTC|[+-]\d{2}:?\d{2}))?"
)
_NUMBERED = re.compile(r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>\d{4}|\d{2})\b,?" + _CLOCK, re.ASCII)
_NAMED = re.compile(r"(?P<two>\d{1,2})[ /-](?P<one>[A-Za-z]{3,9})[ /-](?P<year>\d{4}|\d{2}),?" + _CLOCK, re.ASCII)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<one>\d{2})-(?P<two>\d{2})" + _CLOCK, re.ASCII)
_PLAIN = "0000-00-00 00:00:00"
_TEN = 10
_TWO_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b", re.ASCII)


class UnsettledError(DeskError):
    """Nothing in the file tells days from months. `finding` is why, without how the command line is told."""

    def __init__(self, finding: str) -> None:
        super().__init__(f"{finding} Say it with --dates day-first or --dates month-first.", "dates")
        self.finding = finding


class Reading(NamedTuple):
    """Seconds since 1970 on the clock that wrote the text, or in UTC where the text itself says so."""

    seconds: int
    is_utc: bool


def read_time(text: str, order: Order) -> Reading | None:
    """None if it is no time in any of the forms, or lies outside the horizon of `core.zones`."""
    match = _ISO.fullmatch(text) or _NUMBERED.fullmatch(text) or _NAMED.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    month, day = (_month(parts["one"]), int(parts["two"]))
    if match.re is _NUMBERED and order == "day-first":
        month, day = day, month
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    hour = _hour(int(parts["hour"]), parts["half"])
    try:
        time = datetime(year, month, day, hour, int(parts["minute"]), int(parts["second"] or 0), tzinfo=UTC)
    except ValueError:
        return None
    seconds = int(time.timestamp()) - _ahead(parts["zone"])
    return Reading(seconds, parts["zone"] is not None) if HORIZON[0] <= seconds < HORIZON[1] else None


def read_many(texts: Sequence[str], order: Order) -> tuple[Seconds, Flags, list[int]]:
    """(seconds, which of them are on the clock that wrote them, which texts are no times) of many; "" is MISSING."""
    seconds = read_plain(texts)
    is_local = seconds != MISSING
    known: dict[str, Reading | None] = {"": Reading(MISSING, is_utc=True)}
    bad = []
    for row in np.flatnonzero(~is_local).tolist():
        text = texts[row]
        if text not in known:
            known[text] = read_time(text, order)
        if (reading := known[text]) is None:
            bad.append(row)
        else:
            seconds[row], is_local[row] = reading.seconds, not reading.is_utc
    return seconds, is_local, bad


def read_plain(texts: Sequence[str]) -> Seconds:
    """The commonest form, such as 2016-02-29 14:05:00, of many at once; MISSING for a text in any other.

    As `read_time` gives it, without an object for each.
    """
    signs = np.array(texts, dtype=f"U{len(_PLAIN) + 1}").view(np.uint32).reshape(len(texts), len(_PLAIN) + 1)
    shape = np.array([ord(sign) for sign in _PLAIN], dtype=np.uint32)
    digits = signs[:, :-1] - np.uint32(ord("0"))  # below 0 it wraps around, far above 9
    is_digit = shape == ord("0")
    is_plain = ((signs[:, :-1] == shape) | (is_digit & (digits < _TEN))).all(axis=1) & (signs[:, -1] == 0)
    parts = np.where(is_plain[:, None], digits[:, is_digit], 0).astype(np.int64)
    century, year, month, day, hour, minute, second = (parts[:, ::2] * _TEN + parts[:, 1::2]).T
    months = ((century * 100 + year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    is_time = (month >= 1) & (month <= 12) & (days.astype("datetime64[M]") == months)
    is_time &= (hour < 24) & (minute < 60) & (second < 60)
    seconds = days.astype(np.int64) * 86_400 + hour * 3_600 + minute * 60 + second
    return np.where(is_plain & is_time & (seconds >= HORIZON[0]) & (seconds < HORIZON[1]), seconds, MISSING)


def settle(dates: Iterable[str]) -> Order:
    """The order of day and month that the dates of a whole file show; where none is in doubt, either will do.

    DeskError where all their days are 12 or less, or where the two orders stand side by side.
    """
    pairs = [(int(match[1]), int(match[2])) for match in map(_TWO_NUMBERS.match, dates) if match]
    seen: Counter[Order] = Counter(order for pair in pairs if (order := _witness(*pair)))
    first, second = (seen[order] for order in ORDERS)
    if pairs and max(first, second) < max(1, OUTVOTES * min(first, second)):
        shown = f"{pairs[0][0]:02}/{pairs[0][1]:02}"
        reason = "both orders stand in the file" if first else "no day in the file is above 12"
        raise UnsettledError(f"I cannot tell the day from the month in dates such as {shown}: {reason}.")
    return "month-first" if second > first else "day-first"


def read_order(typed: str) -> Order:
    for order in ORDERS:
        if typed.strip().lower() == order:
            return order
    raise DeskError(f"Write the order as day-first or month-first, not {typed!r}.", "dates")


def _witness(one: int, two: int) -> Order | None:
    if one > 12 >= two:
        return "day-first"
    return "month-first" if two > 12 >= one else None


def _month(text: str) -> int:
    """1 to 12; 0, which no date has, for a word that is no month."""
    if text.isdigit():
        return int(text)
    short = text[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _hour(hour: int, half: str | None) -> int:
    """On 24 hours; 13 PM becomes 25, which no time has."""
    if half is None:
        return hour
    return hour % 12 + (12 if half in "Pp" else 0) if 1 <= hour <= 12 else 25


def _ahead(zone: str | None) -> int:
    """Seconds ahead of UTC: of +01:00 3,600."""
    if zone is None or not zone.startswith(("+", "-")):
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
    return -seconds if zone.startswith("-") else seconds
