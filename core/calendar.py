"""Service hours, bank holidays and closures, and the working time between two instants.

A calendar is read like a meter: `reading(at)` is the working time since the horizon began. Worked time is the
difference of two readings, and a deadline is the first instant at which the meter shows enough.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType
from zoneinfo import ZoneInfo

import numpy as np
from holidays import country_holidays
from numpy.typing import NDArray

from core.errors import DeskError
from core.zones import Seconds, transitions

Week = tuple[tuple[tuple[int, int], ...], ...]
"""Seven days, Monday first, each of windows (start minute, end minute) of the local day, 0 to 1440."""

HORIZON_BEGINS = datetime(2005, 1, 1, tzinfo=UTC)
HORIZON_ENDS = datetime(2046, 1, 1, tzinfo=UTC)

_DAY = timedelta(days=1)
_STEP = 900  # seconds: windows keep to quarter-hours, and so do all clock changes since 2005
_DAY_STEPS = 96
_ORIGIN = int(HORIZON_BEGINS.timestamp())
_SPAN = int(HORIZON_ENDS.timestamp()) - _ORIGIN
_STEPS = _SPAN // _STEP
FIRST_DAY, LAST_DAY = HORIZON_BEGINS.date(), HORIZON_ENDS.date() - _DAY
_FIRST_DAY = FIRST_DAY - _DAY  # local days reach over both ends of a horizon in UTC
_LAST_DAY = LAST_DAY + _DAY
BLOCK = 32_768  # pairs whose temporary arrays fit the cache
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_from_on = attrgetter("from_on")


@dataclass(frozen=True)
class Hours:
    """Service hours from a local day on. `minutes_per_day` is what a target of one working day allows."""

    from_on: date
    week: Week
    minutes_per_day: int
    bank_holidays_closed: bool = True

    def __post_init__(self) -> None:
        if len(self.week) != len(_WEEKDAYS):
            raise DeskError(f"Give service hours for seven days, not {len(self.week)}.", "week")
        if not 1 <= self.minutes_per_day <= 24 * 60:
            raise DeskError("Give a working day between 1 and 1,440 minutes.", "minutes_per_day")
        for weekday, windows in zip(_WEEKDAYS, self.week, strict=True):
            reached = 0
            for start, end in sorted(windows):
                if start % 15 or end % 15 or not reached <= start < end <= 24 * 60:
                    raise _bad_window(weekday, start, end)
                reached = end


@dataclass(frozen=True)
class Calendar:
    """Working time under service hours that may change from a day on; the first also hold before their day.

    Instants are aware datetimes, or epoch seconds in the `…_many` forms, with the same answers. Any instant
    outside the horizon is a DeskError. Safe to share between threads: what is cached is the same for all.
    """

    name: str
    hours: Sequence[Hours]
    closures: frozenset[date] = frozenset()
    zone: str = "Europe/London"

    def __post_init__(self) -> None:
        if not self.hours:
            raise DeskError(f"The service hours “{self.name}” are empty; give at least one week.", "hours")
        object.__setattr__(self, "hours", tuple(sorted(self.hours, key=_from_on)))
        transitions(self.zone)  # refuses a zone that nobody knows

    def worked(self, start: datetime, end: datetime) -> int:
        """Working seconds from `start` to `end`; 0 if `end` is not later."""
        return max(self.reading(end) - self.reading(start), 0)

    def after(self, start: datetime, seconds: int) -> datetime:
        """The earliest instant at which `seconds` of working time have passed; for 0 or fewer `start`."""
        reading = self.reading(start)
        return self.instant(reading + seconds) if seconds > 0 else start

    def worked_many(self, starts: Seconds, ends: Seconds) -> Seconds:
        return _in_blocks(lambda start, end: np.maximum(self._read(end) - self._read(start), 0), starts, ends)

    def after_many(self, starts: Seconds, seconds: Seconds) -> Seconds:
        return _in_blocks(self._after, starts, seconds)

    def reading(self, at: datetime) -> int:
        """Working seconds from the beginning of the horizon to `at`."""
        step, rest = divmod(_position(at), _STEP)
        entry = self._table.item(step)
        return (entry >> 1) * _STEP + (entry & 1) * rest

    def instant(self, reading: int) -> datetime:
        """The earliest instant at which the meter shows `reading`."""
        quarters = -(-reading // _STEP)
        if quarters >= len(self._ends):
            raise self._too_long()
        return _at(self._ends.item(quarters) - quarters * _STEP + reading)

    def readings(self, instants: Seconds) -> Seconds:
        return _in_blocks(self._read, instants)

    def instants(self, readings: Seconds) -> Seconds:
        return _in_blocks(self._find, readings)

    def segments(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans between two instants, in UTC, split at local midnight."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if end <= start:
            return
        first, last = _position(start) // _STEP, -(-_position(end) // _STEP)
        changes = np.flatnonzero(np.diff(self._table[first:last] & 1, prepend=0, append=0)) + first
        for opens, closes in (changes * _STEP).reshape(-1, 2).tolist():
            yield from pairwise(self._split_at_midnight(max(start, _at(opens)), min(end, _at(closes))))

    def minutes_per_day(self, on: date) -> int:
        return self.hours_on(on).minutes_per_day

    def is_open(self, at: datetime) -> bool:
        return bool(self._table.item(_position(at) // _STEP) & 1)

    def closing_time(self, on: date) -> datetime:
        """When the last window of the local day ends, in UTC; on a closed day, of the open day before."""
        if not _FIRST_DAY < on < _LAST_DAY:
            raise _outside(on)
        quarters = self.reading(self.midnight(on + _DAY)) // _STEP
        if quarters == 0:
            raise DeskError(f"“{self.name}” is not open on or before {day_words(on)}; give a later date.")
        return _at(self._ends.item(quarters))

    def closed_for(self, on: date) -> str | None:
        """Why a local day that the week would open is closed; None if it is open, or has no hours anyway."""
        return self._closed.get(on) if self.hours_on(on).week[on.weekday()] else None

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def month(self, at: datetime) -> int:
        """The local month as yyyymm: 202004 for April 2020."""
        local = self.local(at)
        return local.year * 100 + local.month

    def midnight(self, on: date) -> datetime:
        """When the local day begins, in UTC."""
        return datetime.combine(on, time(), ZoneInfo(self.zone)).astimezone(UTC)

    def days_to(self, on: date) -> int:
        """Working days from the beginning of the horizon up to and with a local day."""
        if not FIRST_DAY <= on <= LAST_DAY:
            raise _outside(on)
        return self._days.item((on - FIRST_DAY).days)

    def working_day(self, number: int) -> date:
        """The earliest day up to and with which there are so many working days."""
        passed = int(np.searchsorted(self._days, number))
        if passed >= len(self._days):
            raise self._too_long()
        return FIRST_DAY + timedelta(passed)

    def hours_on(self, on: date) -> Hours:
        return self.hours[max(bisect_right(self.hours, on, key=_from_on) - 1, 0)]

    def _split_at_midnight(self, start: datetime, end: datetime) -> Iterator[datetime]:
        yield start
        on = self.local(start).date() + _DAY
        while (midnight := self.midnight(on)) < end:
            yield midnight
            on += _DAY
        yield end

    @cached_property
    def _closed(self) -> Mapping[date, str]:
        bank_holidays = (on for on in england_bank_holidays() if self.hours_on(on).bank_holidays_closed)
        return dict.fromkeys(self.closures, "closed") | dict.fromkeys(bank_holidays, "bank holiday")

    @cached_property
    def _table(self) -> NDArray[np.int32]:
        """For every step of the horizon: quarter-hours worked before it, times two, plus one if it is open.

        Local days are laid end to end, cut at the clock changes and shifted to UTC: an hour that the clock
        skips is worked by nobody, and one that it repeats is worked twice.
        """
        local = self._open_by_local_day().ravel()
        changes, ahead = transitions(self.zone)
        cuts = pairwise([*((changes - _ORIGIN) // _STEP).tolist(), _STEPS])
        shifts = (_DAY_STEPS + ahead // _STEP).tolist()
        is_open = np.concatenate([local[a + by : b + by] for (a, b), by in zip(cuts, shifts, strict=True)])
        table = np.zeros(_STEPS + 1, np.int32)
        np.cumsum(is_open * np.int32(2), out=table[1:])
        table[:-1] |= is_open
        return table

    @cached_property
    def _ends(self) -> NDArray[np.int32]:
        """Where the n-th open quarter-hour ends, in seconds of the horizon; the 0th at its beginning."""
        return np.append(0, np.flatnonzero(self._table & 1) + 1).astype(np.int32) * _STEP

    @cached_property
    def _days(self) -> NDArray[np.int32]:
        """Working days up to and with each day of the horizon; one that is open for any time is a whole one."""
        return np.cumsum(self._open_by_local_day()[1:-1].max(axis=1), dtype=np.int32)

    def _open_by_local_day(self) -> NDArray[np.bool_]:
        """Open quarter-hours of every local day, 96 columns."""
        days = np.arange(_FIRST_DAY.toordinal(), _LAST_DAY.toordinal() + 1)
        begins = [hours.from_on.toordinal() for hours in self.hours]
        rules = np.maximum(np.searchsorted(begins, days, side="right") - 1, 0)
        is_open = np.stack([_mask(hours.week) for hours in self.hours])[rules, (days - 1) % 7]
        is_open[np.isin(days, [on.toordinal() for on in self._closed])] = False
        return is_open

    def _read(self, instants: Seconds) -> NDArray[np.int32]:
        passed = instants - _ORIGIN
        if passed.view(np.uint64).max(initial=0) > _SPAN:  # what lies before the horizon wraps to the far end
            first = passed[passed.view(np.uint64) > _SPAN][0]
            raise _outside(_at(int(np.clip(first, -60e9, 250e9))))  # a year that datetime can say
        rest = passed.astype(np.int32)  # a vector instruction takes twice as many of half the width
        step = rest // _STEP
        entry = self._table.take(step, mode="clip")
        return (entry >> 1) * _STEP + (entry & 1) * (rest - step * _STEP)

    def _find(self, readings: Seconds) -> Seconds:
        quarters = (readings + (_STEP - 1)) // _STEP
        if quarters.max(initial=0) >= len(self._ends):
            raise self._too_long()
        return readings - quarters * _STEP + self._ends.take(quarters, mode="clip") + _ORIGIN

    def _after(self, starts: Seconds, seconds: Seconds) -> Seconds:
        ahead = np.clip(seconds, 0, _SPAN + _STEP)  # what outlasts the horizon must not overflow
        return np.where(ahead > 0, self._find(self._read(starts) + ahead), starts)

    def _too_long(self) -> DeskError:
        end = day_words(_LAST_DAY)
        return DeskError(f"“{self.name}” is not open for that long before {end}; give a shorter time.")


def day_words(on: date) -> str:
    """8 May 2020."""
    return f"{on.day} {on:%B %Y}"


@cache
def england_bank_holidays() -> Mapping[date, str]:
    """Names of England's bank holidays by day, over the horizon, with a weekend's substitute days."""
    found = country_holidays("GB", subdiv="ENG", years=range(_FIRST_DAY.year, _LAST_DAY.year + 1))
    return MappingProxyType(dict(sorted(found.items())))


def _mask(week: Week) -> NDArray[np.bool_]:
    mask = np.zeros((len(_WEEKDAYS), _DAY_STEPS), np.bool_)
    for weekday, windows in enumerate(week):
        for start, end in windows:
            mask[weekday, start // 15 : end // 15] = True
    return mask


def _in_blocks(compute: Callable[..., NDArray[np.integer]], *columns: Seconds) -> Seconds:
    rows = np.broadcast_arrays(*(np.asarray(column, np.int64) for column in columns))
    answers = np.empty(len(rows[0]), np.int64)
    for first in range(0, len(answers), BLOCK):
        block = slice(first, first + BLOCK)
        answers[block] = compute(*(row[block] for row in rows))
    return answers


def _position(at: datetime) -> int:
    passed = at - HORIZON_BEGINS
    seconds = passed.days * 86_400 + passed.seconds
    if not 0 <= seconds <= _SPAN:
        raise _outside(at.astimezone(UTC))
    return seconds


def _at(position: int) -> datetime:
    return HORIZON_BEGINS + timedelta(seconds=position)


def _outside(on: date) -> DeskError:
    known = f"{day_words(FIRST_DAY)} to {day_words(LAST_DAY)}"
    return DeskError(f"{day_words(on)} lies outside the service calendar, {known}; check the date.")


def _bad_window(weekday: str, start: int, end: int) -> DeskError:
    hours = f"{weekday} {start // 60:02}:{start % 60:02} to {end // 60:02}:{end % 60:02}"
    rule = "service hours start and end on a quarter-hour, end later than they start, and do not overlap"
    return DeskError(f"{hours}: {rule}; write a night as two, until 24:00 and from 00:00.", "week")
