"""The times in the cells of an export: their forms, and whether the day or the month comes first in them."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args

from core.errors import DeskError
from core.zones import FIRST_YEAR, LAST_YEAR

Order = Literal["day-first", "month-first"]
ORDERS: tuple[Order, ...] = get_args(Order)
EXAMPLES = {
    "day-first": "29/2/2016 14:05 or 2016-02-29 14:05",
    "month-first": "2/29/2016 14:05 or 2016-02-29 14:05",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HORIZON = tuple(int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (FIRST_YEAR, LAST_YEAR + 1))
OUTVOTES = 20  # one date in twenty may be a slip; more than that is a mixture of two orders

_CLOCK = (
    r"[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?: ?(?P<half>[AaPp])[Mm]| ?(?P<zone>Z|UTC|[+-]\d{2}:?\d{2}))?"
)
_NUMBERED = re.compile(r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>\d{4}|\d{2})\b,?" + _CLOCK, re.ASCII)
_NAMED = re.compile(r"(?P<two>\d{1,2})[ /-](?P<one>[A-Za-z]{3,9})[ /-](?P<year>\d{4}|\d{2}),?" + _CLOCK, re.ASCII)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<one>\d{2})-(?P<two>\d{2})" + _CLOCK, re.ASCII)
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
    if (seconds := _plain(text)) is not None:
        return Reading(seconds, is_utc=False)
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


def _plain(text: str) -> int | None:
    """The commonest form, such as 2016-02-29 14:05:00, at a fifth of the cost."""
    if len(text) != 19 or text[4] != "-" or text[13] != ":":
        return None
    try:
        seconds = int(datetime.fromisoformat(f"{text}+00:00").timestamp())
    except ValueError:
        return None
    return seconds if HORIZON[0] <= seconds < HORIZON[1] else None


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
