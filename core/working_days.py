"""Days on which the desk is open, counted: so many later, so many before, and clear ones between."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.calendar import Calendar

_DAY = timedelta(days=1)


def is_working(calendar: Calendar, on: date) -> bool:
    return bool(calendar.hours_on(on).week[on.weekday()]) and calendar.closed_for(on) is None


def after(calendar: Calendar, on: date, days: int) -> date:
    """So many working days later; for 0 the day itself, whatever it is."""
    return _counted(calendar, on, days, _DAY)


def before(calendar: Calendar, on: date, days: int) -> date:
    return _counted(calendar, on, days, -_DAY)


def with_clear_days(calendar: Calendar, on: date, clear: int) -> date:
    """The last day that leaves so many clear working days before `on`: neither that day nor `on` counts."""
    return before(calendar, on, clear + 1)


def _counted(calendar: Calendar, on: date, days: int, step: timedelta) -> date:
    working = (day for day in _walk(on, step) if is_working(calendar, day))
    return [next(working) for _ in range(days)][-1] if days else on


def _walk(on: date, step: timedelta) -> Iterator[date]:
    while True:
        on += step
        yield on
