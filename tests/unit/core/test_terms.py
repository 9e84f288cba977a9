"""Since when two versions of the targets and hours compute tickets otherwise."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from core.calendar import Calendar, Hours
from core.sla import SEED_TARGETS, Target
from core.terms import BEGINNING, Terms, changed_from

LONDON = "Europe/London"
WEEK = (((510, 1020),),) * 5 + ((),) * 2
LONGER = (((480, 1080),),) * 5 + ((),) * 2
STANDARD = Hours(BEGINNING, WEEK, 510)
ALWAYS = Hours(BEGINNING, (((0, 1440),),) * 7, 1440, bank_holidays_closed=False)
JULY = date(2020, 7, 1)
P3 = Target("incident", "P3", 2, "days", JULY)


def terms(*standard: Hours, closed: tuple[date, ...] = (), **others: object) -> Terms:
    calendars = {
        "standard": Calendar("standard", standard or (STANDARD,), frozenset(closed)),
        "always": Calendar("always", (ALWAYS,)),
    }
    return replace(Terms(calendars, {"Website": "always"}, SEED_TARGETS, LONDON), **others)  # type: ignore[arg-type]


OLD = terms()


@pytest.mark.parametrize(
    ("new", "since"),
    [
        (terms(), None),
        (terms(targets=SEED_TARGETS[::-1]), None),
        (terms(targets=(*SEED_TARGETS, P3)), JULY),
        (terms(targets=(*SEED_TARGETS, replace(P3, partner="BDC"))), JULY),
        (terms(targets=SEED_TARGETS[1:]), BEGINNING),
        (terms(STANDARD, Hours(JULY, LONGER, 510)), JULY),
        (terms(STANDARD, Hours(JULY, WEEK, 510)), None),  # says again what holds
        (terms(Hours(JULY, WEEK, 510)), None),  # the first hours hold before their day, too
        (terms(Hours(JULY, LONGER, 510)), BEGINNING),
        (terms(replace(STANDARD, minutes_per_day=480)), BEGINNING),
        (terms(replace(STANDARD, bank_holidays_closed=False)), BEGINNING),
        (terms(closed=(date(2026, 12, 24), date(2020, 12, 24))), date(2020, 12, 24)),
        (terms(hours={"Website": "always", "Email": "standard"}), None),  # as without a name
        (terms(hours={"Website": "always", "Email": "always"}), BEGINNING),
        (terms(hours={}), BEGINNING),
        (terms(zone="Europe/Paris"), BEGINNING),
    ],
)
def test_they_differ_from_a_day(new: Terms, since: date | None) -> None:
    assert changed_from(OLD, new) == since
    assert changed_from(new, OLD) == since


def test_hours_under_another_name_are_the_same_hours() -> None:
    renamed = {"standard": OLD.calendars["standard"], "round the clock": OLD.calendars["always"]}
    assert changed_from(OLD, terms(calendars=renamed, hours={"Website": "round the clock"})) is None


def test_what_came_and_went_counts_from_the_day_it_came() -> None:
    brief = terms(STANDARD, Hours(JULY, LONGER, 510), Hours(date(2020, 8, 1), WEEK, 510))
    assert changed_from(OLD, brief) == JULY


@pytest.mark.parametrize(
    ("now", "others", "website"),
    [
        ("2020-08-28 11:15", "2020-08-28 11:15", "2020-08-28 11:15"),
        ("2020-08-28 18:15", "2020-08-28 16:00", "2020-08-28 18:15"),
        ("2020-08-31 10:00", "2020-08-28 16:00", "2020-08-31 10:00"),  # a bank holiday
    ],
)
def test_a_deadline_is_breached_by_the_hours_of_its_service(now: str, others: str, website: str) -> None:
    at = {name: datetime.fromisoformat(f"{text}+00:00") for name, text in (("", others), ("Website", website))}
    assert OLD.breached_before(datetime.fromisoformat(f"{now}+00:00")) == at
