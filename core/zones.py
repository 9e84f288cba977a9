"""Local time to UTC and back in a named zone, for one time or many, and what its clock changes do to them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from core.errors import DeskError

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]
ClockChange = Literal["skipped", "doubled"]

FIRST_YEAR, LAST_YEAR = 2005, 2045
_DAY = 86_400
_START = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
_END = int(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp())


@lru_cache(maxsize=32)
def transitions(zone: str) -> tuple[Seconds, Seconds]:
    """(instants, offsets): from each instant (epoch seconds, UTC) on, local time is that many seconds ahead.

    The first instant is 1 January 2005, and the last offset holds until 1 January 2046. Both are read-only.
    """
    named = _named(zone)
    days = [(instant, _offset(named, instant)) for instant in range(_START, _END + _DAY, _DAY)]
    changes = [_change(named, *day, *next_day) for day, next_day in pairwise(days) if day[1] != next_day[1]]
    instants, offsets = zip((_START, days[0][1]), *changes, strict=True)
    return _fixed(instants), _fixed(offsets)


def to_utc(local: datetime, zone: str) -> tuple[datetime, ClockChange | None]:
    """The UTC time of a naive wall clock time, and whether the clocks skipped or doubled it.

    As in `to_utc_many`: the first of a doubled time counts, and a skipped one moves forward by the gap.
    """
    _refuse_outside(np.array([local.replace(tzinfo=UTC).timestamp()], dtype=np.int64))
    named = _named(zone)
    first, second = (local.replace(tzinfo=named, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first, None
    return first, "doubled" if first < second else "skipped"


def to_utc_many(local: Seconds, zone: str) -> tuple[Seconds, Flags, Flags]:
    """(UTC epoch seconds, skipped, doubled) of wall clock times, given as seconds since 1970 on that clock.

    A doubled time takes the earlier offset, which is its first occurrence. A skipped time moves forward by
    the gap: 01:30 on the night that jumps from 01:00 to 02:00 is 02:30. Outside 2005 to 2045: DeskError.
    """
    _refuse_outside(local)
    instants, offsets = transitions(zone)
    before, after = instants[1:] + offsets[:-1], instants[1:] + offsets[1:]
    # The old offset serves up to the later reading of the clock at the change: that moves a skipped time
    # forward, and takes the first of a doubled one.
    index = np.searchsorted(np.maximum(before, after), local, side="right")
    changing = np.searchsorted(np.minimum(before, after), local, side="right") > index
    forward = np.diff(offsets, append=offsets[-1])[index] > 0
    return local - offsets[index], changing & forward, changing & ~forward


def to_local_many(utc: Seconds, zone: str) -> Seconds:
    """Wall clock times, as seconds since 1970 on that clock. Outside 2005 to 2045: DeskError."""
    _refuse_outside(utc)
    instants, offsets = transitions(zone)
    return utc + offsets[np.searchsorted(instants, utc, side="right") - 1]


def month_of_many(utc: Seconds, zone: str) -> Seconds:
    """The local calendar month of each instant as yyyymm: 202004 for April 2020."""
    months = to_local_many(utc, zone).astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return (1970 + months // 12) * 100 + months % 12 + 1


@lru_cache(maxsize=32)
def _named(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DeskError(
            f"I know no time zone {zone!r}: write it as Area/City, such as Europe/London.", "zone"
        ) from None


def _offset(zone: ZoneInfo, instant: int) -> int:
    local = datetime.fromtimestamp(instant, zone).replace(tzinfo=UTC)
    return int(local.timestamp()) - instant


def _change(zone: ZoneInfo, before: int, old: int, after: int, new: int) -> tuple[int, int]:
    """The first instant with the new offset, and that offset, between two instants with different ones."""
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after, new


def _fixed(values: Iterable[int]) -> Seconds:
    array = np.fromiter(values, dtype=np.int64)
    array.setflags(write=False)
    return array


def _refuse_outside(times: Seconds) -> None:
    if np.any((times < _START) | (times >= _END)):
        raise DeskError(
            f"A time lies outside {FIRST_YEAR} to {LAST_YEAR}: check its year and write it in full.", "time"
        )
