"""What is promised, how much of it a ticket has used, and when it is due.

Holds may overlap, come in any order and begin before the ticket. They are counted in meter readings of the
calendar (see `core.calendar`), in which closed time has no length: a hold over a weekend needs no care. A
change of priority keeps the holds and takes new allowed minutes. `core.holds` does this for many at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, repeat
from typing import Literal

from core.calendar import Calendar, day_words
from core.errors import DeskError

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Target:
    """The time allowed for a kind and level from a day on; a day is a working day of the calendar."""

    kind: str
    level: str
    amount: int
    unit: Literal["hours", "days", "agreed"]
    from_on: date
    partner: str | None = None


_ALWAYS = date(2005, 1, 1)
SEED_TARGETS = (  # East Cambridgeshire's service delivery plan 2023 to 2024, which calls P4 "Priority 3" too
    Target("incident", "P1", 4, "hours", _ALWAYS),
    Target("incident", "P2", 4, "hours", _ALWAYS),
    Target("incident", "P3", 1, "days", _ALWAYS),
    Target("incident", "P4", 3, "days", _ALWAYS),
    Target("request", "minor", 3, "days", _ALWAYS),
    Target("request", "standard", 5, "days", _ALWAYS),
    Target("request", "major", 10, "days", _ALWAYS),
    Target("request", "bespoke", 0, "agreed", _ALWAYS),
)


@dataclass(frozen=True)
class Deadline:
    """Both instants are empty while the ticket is on hold."""

    allowed_minutes: int
    due_at: datetime | None
    warn_at: datetime | None


@dataclass(frozen=True)
class Line:
    """A stretch of one local day, in UTC: worked, held, or the whole of a day that is closed for a reason."""

    on: date
    kind: Literal["worked", "held", "closed"]
    reason: str
    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        """Of working time: none on a closed day."""
        return 0 if self.kind == "closed" else int((self.end - self.start).total_seconds())


def target_for(
    targets: Iterable[Target],
    kind: str,
    level: str,
    partners: Sequence[str],
    on: date,
    *,
    day_minutes: int = 510,
) -> Target:
    """The target in force on a day, a partner's own before the general one; of several partners the shortest.

    `day_minutes` only serves to compare targets in hours with targets in days.
    """
    in_force = {
        target.partner: target
        for target in sorted(targets, key=lambda target: target.from_on)
        if (target.kind, target.level) == (kind, level) and target.from_on <= on
    }
    general = in_force.get(None)
    found = [in_force.get(partner, general) for partner in partners] or [general]
    if not any(found):
        raise DeskError(f"No target for a {level} {kind} holds on {day_words(on)}; add one to desk.toml.", "level")
    minutes = {"hours": 60, "days": day_minutes, "agreed": 0}
    return min(filter(None, found), key=lambda goal: (goal.unit == "agreed", goal.amount * minutes[goal.unit]))


def allowed_minutes(target: Target, calendar: Calendar, opened_at: datetime, agreed_on: date | None) -> int:
    """Working minutes; an agreed date allows those until it closes, rounded down to stay within that day."""
    if target.unit == "hours":
        return target.amount * 60
    if target.unit == "days":
        return target.amount * calendar.minutes_per_day(calendar.local(opened_at).date())
    if agreed_on is None:
        raise DeskError(f"A {target.level} {target.kind} goes by an agreed date; give that date.", "agreed")
    minutes = calendar.worked(opened_at, _closing_time(calendar, agreed_on)) // 60
    if minutes == 0:
        left = f"{day_words(agreed_on)} leaves no working time after the opening"
        raise DeskError(f"{left}; agree a later date.", "agreed")
    return minutes


def used_seconds(calendar: Calendar, opened_at: datetime, until: datetime, holds: Iterable[Span] = ()) -> int:
    """Working seconds from the opening until an instant, without the time on hold."""
    opened, stopped = calendar.reading(opened_at), calendar.reading(until)
    held = sum(max(min(end, stopped) - start, 0) for start, end in _merged(calendar, opened, holds))
    return max(stopped - opened - held, 0)


def used_minutes(calendar: Calendar, opened_at: datetime, until: datetime, holds: Iterable[Span] = ()) -> int:
    """`used_seconds` rounded up, so that used <= allowed in minutes is exactly "within target"."""
    return -(-used_seconds(calendar, opened_at, until, holds) // 60)


def when_used(calendar: Calendar, opened_at: datetime, seconds: int, holds: Iterable[Span] = ()) -> datetime:
    """The earliest instant at which so much working time is used; for 0 seconds or fewer the opening."""
    opened = calendar.reading(opened_at)
    if seconds <= 0:
        return opened_at
    reading = opened + seconds
    for start, end in _merged(calendar, opened, holds):
        if start < reading:
            reading += end - start
    return calendar.instant(reading)


def due(calendar: Calendar, opened_at: datetime, allowed_minutes: int, holds: Iterable[Span] = ()) -> datetime:
    """When the allowed time is used up; what falls exactly on closing time stays there."""
    return when_used(calendar, opened_at, allowed_minutes * 60, holds)


def breached_before(calendar: Calendar, now: datetime) -> datetime:
    """A deadline is breached if it lies before this: working time has passed since. One at closing time is still met
    until the doors open again.
    """
    return calendar.instant(calendar.reading(now))


def deadline(
    calendar: Calendar,
    opened_at: datetime,
    allowed_minutes: int,
    holds: Sequence[Span],
    held_since: datetime | None,
) -> Deadline:
    """Warns at 75% of the allowed time, or when an hour (of more than one) is left, whichever is first."""
    if held_since is not None:
        return Deadline(allowed_minutes, None, None)
    at_75 = allowed_minutes * 45
    hour_left = (allowed_minutes - 60) * 60
    warn_at = when_used(calendar, opened_at, min(at_75, hour_left) if hour_left > 0 else at_75, holds)
    return Deadline(allowed_minutes, due(calendar, opened_at, allowed_minutes, holds), warn_at)


def explain(
    calendar: Calendar,
    opened_at: datetime,
    until: datetime,
    holds: Iterable[Span] = (),
    reasons: Iterable[str] = (),
) -> tuple[Line, ...]:
    """How the used time comes about, in order; the seconds of its "worked" lines add up to `used_seconds`.

    `reasons` says for each hold what it waited for. Where holds overlap, the time is the earlier one's.
    """
    waits = sorted((*hold, reason) for hold, reason in zip(holds, chain(reasons, repeat("")), strict=False))
    lines = _closed_days(calendar, calendar.local(opened_at).date(), calendar.local(until).date())
    for opens, closes in calendar.segments(opened_at, until):
        on = calendar.local(opens).date()
        lines += [line for line in _divided(on, opens, closes, waits) if line.seconds]
    return tuple(sorted(lines, key=lambda line: line.start))


def hours_and_minutes(minutes: int) -> str:
    """390 -> "6 h 30"."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{hours:,} h {rest:02}"


def _closing_time(calendar: Calendar, agreed_on: date) -> datetime:
    try:
        return calendar.closing_time(agreed_on)
    except DeskError as error:
        raise DeskError(error.sentence, "agreed") from error


def _merged(calendar: Calendar, opened: int, holds: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Holds from the opening on as meter readings, in order and without overlap."""
    reached = opened
    for start, end in sorted((calendar.reading(start), calendar.reading(end)) for start, end in holds):
        if end > max(start, reached):
            yield max(start, reached), end
            reached = end


def _closed_days(calendar: Calendar, first: date, last: date) -> list[Line]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        Line(on, "closed", reason, calendar.midnight(on), calendar.midnight(on + timedelta(days=1)))
        for on in days
        if (reason := calendar.closed_for(on))
    ]


def _divided(
    on: date, opens: datetime, closes: datetime, waits: Iterable[tuple[datetime, datetime, str]]
) -> Iterator[Line]:
    """An open span as worked and held lines; worked ones may be empty."""
    reached = opens
    for start, end, reason in waits:
        held = Line(on, "held", reason, max(start, reached), min(end, closes))
        if held.start < held.end:
            yield Line(on, "worked", "", reached, held.start)
            yield held
            reached = held.end
    yield Line(on, "worked", "", reached, closes)
