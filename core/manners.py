"""The manners of speaking unasked: whether a warning is said now, later, in a summary or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

# What a warning may be about: each may have its own row under [alerts.routes] in desk.toml.
Kind = Literal[
    "ticket",
    "major",
    "target",
    "availability",
    "falling",
    "budget",
    "security",
    "due",
    "plan",
    "data",
    "digest",
    "quarter",
    "summary",
    "escalation",
    "upload",
]
Outcome = Literal["said", "later", "summed", "muted", "off"]
KINDS: tuple[str, ...] = get_args(Kind)
OUTCOMES: tuple[str, ...] = get_args(Outcome)

_DAY = timedelta(days=1)
_MOST_DAYS = 30  # longer than any run of quiet days


@dataclass(frozen=True)
class QuietHours:
    """From minute `start` to minute `end` of the local day, over midnight where the end is earlier; and whole `days` of
    the week (Monday is 0). Equal minutes: no hours are quiet.
    """

    start: int
    end: int
    days: frozenset[int] = frozenset()

    def has(self, minute: int) -> bool:
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


def quiet_until(hours: QuietHours, local: datetime, is_closed: Callable[[date], bool]) -> datetime | None:
    """When they end, on the wall clock; None where they do not hold. Closed days are quiet as a whole."""
    at = local
    for _ in range(2 * _MOST_DAYS):
        if at.weekday() in hours.days or is_closed(at.date()):
            at = datetime.combine(at.date() + _DAY, time())
        elif hours.has(at.hour * 60 + at.minute):
            at = _end_of(hours, at)
        else:
            break
    return at if at > local else None


def _end_of(hours: QuietHours, at: datetime) -> datetime:
    end = datetime.combine(at.date(), time()) + timedelta(minutes=hours.end)
    return end if end > at else end + _DAY


@dataclass(frozen=True)
class Circumstances:
    """What holds for one warning in one place. `quiet_until` is of the desk's hours or of `/ict quiet`, `snoozed_until`
    of this subject. `said_that_day` counts what was said or is to be said there on the day of a moment, of at most
    `cap`.
    """

    now: datetime
    is_on: bool = True
    is_urgent: bool = False
    is_muted: bool = False
    is_repeat: bool = False
    quiet_until: datetime | None = None
    snoozed_until: datetime | None = None
    said_that_day: Callable[[datetime], int] = lambda _at: 0
    cap: int = 0


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    at: datetime
    why: str = ""


def judge(case: Circumstances) -> Verdict:
    """What is urgent waits for no quiet hours and stands above the cap; what somebody snoozed or muted is not said."""
    if not case.is_on:
        return Verdict("off", case.now, "this kind is switched off in desk.toml")
    if case.is_muted:
        return Verdict("muted", case.now, "muted here")
    if case.is_repeat:
        return Verdict("muted", case.now, "the same was said here within a day")
    quiet = None if case.is_urgent else case.quiet_until
    at = max(filter(None, (case.now, quiet, case.snoozed_until)))
    if case.cap and not case.is_urgent and case.said_that_day(at) >= case.cap:
        return Verdict("summed", at, f"{case.cap} a day are said here; it goes into the summary")
    if at == case.now:
        return Verdict("said", at)
    return Verdict("later", at, "snoozed" if at == case.snoozed_until else "quiet hours")
