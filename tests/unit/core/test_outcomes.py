"""Many tickets at once get the very deadlines and outcomes that each would get alone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import NamedTuple

import numpy as np
import pytest

from core.calendar import Calendar, Hours
from core.imports.tickets import TicketColumns
from core.imports.times import MISSING
from core.outcomes import Clocked, clock_tickets
from core.sla import SEED_TARGETS, Target
from core.terms import Terms
from core.tickets import Facts, clock_columns, outcome_columns

LONDON = "Europe/London"
LONG_AGO = date(2005, 1, 1)
CALENDARS = {
    "standard": Calendar("standard", (Hours(LONG_AGO, (((510, 1020),),) * 5 + ((),) * 2, 510),)),
    "always": Calendar("always", (Hours(LONG_AGO, (((0, 1440),),) * 7, 1440, bank_holidays_closed=False),)),
}
HOURS = {"Email": "standard", "Website": "always"}
TARGETS = (
    *SEED_TARGETS,
    Target("incident", "P2", 2, "hours", date(2020, 7, 1)),
    Target("incident", "P3", 2, "days", LONG_AGO, "RHL"),
)
DAY = 86_400
FIRST = int(datetime(2020, 3, 20, tzinfo=UTC).timestamp())


class Row(NamedTuple):
    kind: str
    level: str
    service: str
    partners: tuple[str, ...]
    opened: int
    resolved: int


def random_row(random: Random) -> Row:
    """Opened from the spring change of the clocks to past the autumn one; one in five is still open."""
    kind, level = random.choice((("incident", f"P{random.randint(1, 4)}"), ("request", "minor"), ("request", "major")))
    opened = FIRST + random.randrange(230 * DAY)
    resolved = MISSING if random.random() < 0.2 else opened + int(random.expovariate(1 / (2 * DAY)))
    service = random.choice(("", "Email", "Website", "Not in desk.toml"))
    return Row(kind, level, service, random.choice(((), ("BDC",), ("BDC", "RHL"), ("RHL",))), opened, resolved)


def columns(rows: Sequence[Row]) -> TicketColumns:
    blank = [""] * len(rows)
    none = np.zeros(len(rows), dtype=np.int64)
    return TicketColumns(
        line=list(range(len(rows))),
        reference=blank,
        kind=[row.kind for row in rows],
        priority=[row.level for row in rows],
        summary=blank,
        service=[row.service for row in rows],
        partners=[row.partners for row in rows],
        group=blank,
        cause=blank,
        opened=np.array([row.opened for row in rows], dtype=np.int64),
        resolved=np.array([row.resolved for row in rows], dtype=np.int64),
        closed=np.full(len(rows), MISSING),
        reassignments=none,
        reopenings=none,
        made_sla=[None] * len(rows),
    )


def clocked(rows: Sequence[Row]) -> Clocked:
    return clock_tickets(columns(rows), Terms(CALENDARS, HOURS, TARGETS, LONDON))


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def alone(row: Row) -> tuple[object, ...]:
    """Allowed minutes, deadline, months, minutes and verdict of one ticket, by core.tickets."""
    kind, level, service, partners, opened, resolved = row
    calendar = CALENDARS[HOURS.get(service, "standard")]
    facts = Facts(kind, level, partners, at(opened))
    clock = clock_columns(facts, calendar, TARGETS)
    month = int(f"{calendar.local(at(opened)):%Y%m}")
    outcome = (None, None, None)
    if resolved != MISSING:
        found = outcome_columns(facts, calendar, clock["allowed_minutes"], at(resolved), first_contact=False)
        outcome = (found["reported_month"], found["worked_minutes"], found["met_target"])
    return clock["allowed_minutes"], clock["due_at"], month, *outcome


def together(rows: Sequence[Row]) -> list[tuple[object, ...]]:
    found = clocked(rows)
    due = [at(seconds) for seconds in found.due]
    return list(
        zip(
            found.allowed_minutes,
            due,
            found.opened_month,
            found.reported_month,
            found.worked_minutes,
            found.met_target,
            strict=True,
        )
    )


def test_many_at_once_come_out_as_one_at_a_time() -> None:
    random = Random(20200828)  # noqa: S311 - the same tickets each time, no secrets
    rows = [random_row(random) for _ in range(400)]
    assert together(rows) == [alone(row) for row in rows]


@pytest.mark.parametrize("order", [1, -1])
def test_a_target_changes_at_local_midnight_for_many_as_for_one(order: int) -> None:
    """23:30 UTC on 30 June is 00:30 on 1 July in Derbyshire, when the stricter target of P2 begins."""
    opened = [int(datetime(2020, 6, 30, hour, 30, tzinfo=UTC).timestamp()) for hour in (22, 23)]
    rows = [Row("incident", "P2", "Website", (), second, second + 600) for second in opened][::order]
    assert sorted(clocked(rows).allowed_minutes) == [120, 240]
    assert together(rows) == [alone(row) for row in rows]


def test_no_tickets_at_all_are_no_trouble() -> None:
    assert together([]) == []
