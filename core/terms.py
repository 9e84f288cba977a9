"""The terms by which the clocks of tickets run, targets and hours, and since when two versions of them differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.calendar import HORIZON_BEGINS, Calendar
from core.sla import Target, breached_before

STANDARD = "standard"  # the hours that hold where a ticket names no service
BEGINNING = HORIZON_BEGINS.date()


@dataclass(frozen=True)
class Terms:
    """`hours` names the calendar of each service."""

    calendars: Mapping[str, Calendar]
    hours: Mapping[str, str]
    targets: Sequence[Target]
    zone: str

    def calendar_of(self, service: str | None) -> Calendar:
        return self.calendars[self.hours.get(service or "", STANDARD)]

    def breached_before(self, now: datetime) -> dict[str, datetime]:
        """By service, and under "" for any other and for none."""
        return {name: breached_before(self.calendar_of(name), now) for name in ("", *self.hours)}


def changed_from(old: Terms, new: Terms) -> date | None:
    """The local day from which on tickets may be computed otherwise; None where all are computed alike.

    What had ended and was due before that day stays as it was.
    """
    if old.zone != new.zone:
        return BEGINNING
    services = {"", *old.hours, *new.hours}
    pairs = ((old.calendar_of(service), new.calendar_of(service)) for service in services)
    days = [day for pair in pairs for day in days_of_change(*pair)]
    return min([*days, *(target.from_on for target in set(old.targets) ^ set(new.targets))], default=None)


def days_of_change(old: Calendar, new: Calendar) -> Iterator[date]:
    """Each closure that only one of them has, and the day from which their weeks differ."""
    yield from old.closures ^ new.closures
    for day in sorted({BEGINNING, *(hours.from_on for hours in (*old.hours, *new.hours))}):
        if rule(old, day) != rule(new, day):
            yield day
            return


def rule(calendar: Calendar, on: date) -> tuple[object, ...]:
    hours = calendar.hours_on(on)
    return hours.week, hours.minutes_per_day, hours.bank_holidays_closed
