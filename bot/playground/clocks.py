"""Two times: the one on the messages, which may stand or jump, and the one that passes, by which things expire."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

Clock = Callable[[], datetime]  # aware


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Stopwatch:
    """Seconds that pass. `skip` lets some pass at once, so that a test can see what happens half an hour later."""

    _skipped: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self._skipped

    def skip(self, seconds: float) -> None:
        self._skipped += seconds


@dataclass
class Stamps:
    """Slack's ts: seconds with six digits behind the point, always later than the one before."""

    clock: Clock
    _last: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __call__(self) -> str:
        with self._lock:
            self._last = max(int(self.clock().timestamp() * 1_000_000), self._last + 1)
            seconds, rest = divmod(self._last, 1_000_000)
        return f"{seconds}.{rest:06d}"
