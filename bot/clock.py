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


class ShiftedClock:
    """A clock that goes on from another time, and can be set: the demo's, so that the bot warns by itself."""

    def __init__(self, at: datetime) -> None:
        self.set(at)

    def __call__(self) -> datetime:
        return system_clock() + self._shift

    def set(self, at: datetime) -> None:
        self._shift = at.astimezone(UTC).replace(microsecond=0) - system_clock()
