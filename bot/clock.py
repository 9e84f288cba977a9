"""The only place that asks what time it is; tests and the demo set it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

Clock = Callable[[], datetime]  # aware UTC, whole seconds


def system_clock() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@dataclass
class SetClock:
    """A clock that stands where it was set, until it is moved."""

    at: datetime
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __call__(self) -> datetime:
        with self._lock:
            return self.at

    def set(self, at: datetime) -> None:
        with self._lock:
            self.at = at.astimezone(UTC).replace(microsecond=0)

    def move(self, by: timedelta) -> None:
        self.set(self() + by)


@dataclass(frozen=True)
class ShiftedClock:
    """A clock that goes on from another time: the demo's, so that the bot warns by itself in a year of records."""

    shift: timedelta

    def __call__(self) -> datetime:
        return system_clock() + self.shift
