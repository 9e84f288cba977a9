"""Why a ticket took what it took: its days in words, from the segments of core.sla.explain, and what they come to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from core.calendar import Calendar
from core.sla import Line, hours_and_minutes

NEAR = 7  # days within which a weekday needs no date


@dataclass(frozen=True)
class Day:
    """One local day: its minutes worked and held, as said; `is_whole` when that is all that the day has.

    `span`: from when to when, local; `held`: (reason, from and to) of each wait; `closed`: why, if it was.
    """

    on: date
    worked: int
    held_minutes: int
    span: str
    held: tuple[tuple[str, str], ...]
    closed: str
    is_whole: bool

    @property
    def alike(self) -> object:
        """Whole days that are alike are told together; nothing else is."""
        reasons = {reason for reason, _ in self.held}
        is_plain = self.is_whole and (not self.held or (self.worked == 0 and len(reasons) == 1))
        return (bool(self.held), *reasons) if is_plain else self.on


def days(calendar: Calendar, lines: Iterable[Line]) -> list[Day]:
    """Minutes are rounded up as they add up, so that they come to the minutes used (core.sla.used_minutes)."""
    found, worked, held = [], 0, 0
    for on, group in groupby(lines, key=lambda line: line.on):
        each = list(group)
        before = (minutes(worked), minutes(held))
        worked += sum(line.seconds for line in each if line.kind == "worked")
        held += sum(line.seconds for line in each if line.kind == "held")
        found.append(day_of(calendar, on, each, minutes(worked) - before[0], minutes(held) - before[1]))
    return found


def day_of(calendar: Calendar, on: date, lines: Sequence[Line], worked: int, held: int) -> Day:
    closed = next((line.reason for line in lines if line.kind == "closed"), "")
    midnight, last = lines[0].start, lines[-1].end
    whole_day = list(calendar.segments(*bounds(calendar, on)))
    is_whole = bool(whole_day) and (midnight, last) == (whole_day[0][0], whole_day[-1][1])
    waits = tuple((line.reason, span(calendar, line.start, line.end)) for line in lines if line.kind == "held")
    return Day(on, worked, held, span(calendar, lines[0].start, last), waits, closed, is_whole)


def bounds(calendar: Calendar, on: date) -> tuple[datetime, datetime]:
    return calendar.midnight(on), calendar.midnight(date.fromordinal(on.toordinal() + 1))


def span(calendar: Calendar, start: datetime, end: datetime) -> str:
    """09:00-11:00, local."""
    return f"{calendar.local(start):%H:%M}-{calendar.local(end):%H:%M}"


def minutes(seconds: int) -> int:
    return -(-seconds // 60)


def story(calendar: Calendar, lines: Iterable[Line]) -> str:
    """Thu 7 May 15:00-17:00 2 h 00; Fri bank holiday; Mon 8 h 30 less 2 h 00 held (supplier, 09:00-11:00); Tue …"""
    told = days(calendar, lines)
    if not told:
        return "No working time passed."
    return f"{'; '.join(stretches(told, told[0].on))}."


def stretches(told: Sequence[Day], first: date) -> Iterator[str]:
    for _, group in groupby(told, key=lambda day: day.alike):
        each = list(group)
        yield day_words(each[0], first) if len(each) == 1 else together(each, first)


def together(each: Sequence[Day], first: date) -> str:
    """Mon 11 May to Fri 15 May 42 h 30: whole days, one like another."""
    head = f"{called(each[0].on, first, dated=True)} to {called(each[-1].on, first, dated=True)}"
    if each[0].held:
        return f"{head} held ({each[0].held[0][0]})"
    return f"{head} {hours_and_minutes(sum(day.worked for day in each))}"


def day_words(day: Day, first: date) -> str:
    head = called(day.on, first, dated=day.on == first)
    if day.closed:
        return f"{head} {day.closed}"
    when = head if day.is_whole else f"{head} {day.span}"
    if not day.held:
        return f"{when} {hours_and_minutes(day.worked)}"
    if not day.worked:
        return f"{when} held ({', '.join(dict.fromkeys(reason for reason, _ in day.held))})"
    waits = "; ".join(f"{reason}, {between}" for reason, between in day.held)
    gross = hours_and_minutes(day.worked + day.held_minutes)
    return f"{when} {gross} less {hours_and_minutes(day.held_minutes)} held ({waits})"


def called(on: date, first: date, *, dated: bool = False) -> str:
    """Mon while it cannot be mistaken, or else Mon 18 May."""
    is_near = (on - first).days < NEAR
    return f"{on:%a}" if is_near and not dated else f"{on:%a} {on.day} {on:%b}"


def spent(used: int, allowed: int, due: str, *, is_over: bool) -> str:
    """Used 10 h 30: 2 h 00 over; was due Mon 17:00."""
    left = allowed - used
    how = f"{hours_and_minutes(left)} left" if left >= 0 else f"{hours_and_minutes(-left)} over"
    when = f"; {'was ' if is_over else ''}due {due}" if due else ""
    return f"Used {hours_and_minutes(used)}: {how}{when}."
