"""Time on hold in columns: what only many tickets at once can get wrong. The rules are tested in test_sla.py."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from core.calendar import BLOCK, Calendar, Hours
from core.errors import DeskError
from core.holds import Holds, due_many, used_seconds_many
from core.zones import Seconds

STANDARD = Calendar("standard", (Hours(date(2005, 1, 1), (((510, 1020),),) * 5 + ((),) * 2, 510),))
HOUR = 3600
NINE = int(datetime(2020, 5, 7, 8, tzinfo=UTC).timestamp())  # 09:00 on a Thursday before a bank holiday
MONDAY_NINE = NINE + 4 * 24 * HOUR


def column(*values: int) -> Seconds:
    return np.array(values, np.int64)


def test_without_holds_it_is_working_time() -> None:
    opened, until = column(NINE, NINE), column(NINE + HOUR, MONDAY_NINE)
    assert used_seconds_many(STANDARD, opened, until, None).tolist() == [HOUR, 8.5 * HOUR]
    assert due_many(STANDARD, opened, column(HOUR, 9 * HOUR), None).tolist() == [
        NINE + HOUR,
        MONDAY_NINE + HOUR // 2,
    ]


def test_no_tickets_have_no_answers() -> None:
    nothing = column()
    holds = Holds(nothing, nothing, nothing)
    assert used_seconds_many(STANDARD, nothing, nothing, holds).tolist() == []
    assert due_many(STANDARD, nothing, nothing, holds).tolist() == []


def test_each_ticket_keeps_its_own_holds_in_any_order() -> None:
    opened = column(NINE, NINE, NINE)
    holds = Holds(
        owner=column(2, 0, 2, 0),
        start=column(NINE + 3 * HOUR, NINE + HOUR, NINE + HOUR, NINE),
        end=column(NINE + 4 * HOUR, NINE + 2 * HOUR, NINE + 2 * HOUR, NINE + HOUR // 2),
    )
    until = opened + 5 * HOUR
    assert used_seconds_many(STANDARD, opened, until, holds).tolist() == [3.5 * HOUR, 5 * HOUR, 3 * HOUR]
    due = due_many(STANDARD, opened, column(2 * HOUR, 2 * HOUR, 2 * HOUR), holds)
    assert ((due - NINE) / HOUR).tolist() == [3.5, 2, 3]


def test_overlapping_holds_count_once() -> None:
    holds = Holds(
        owner=column(0, 0, 0, 1),
        start=column(NINE, NINE + HOUR // 2, NINE + HOUR, NINE),
        end=column(NINE + 2 * HOUR, NINE + HOUR, NINE + 3 * HOUR, NINE + HOUR),
    )
    opened = column(NINE, NINE)
    assert used_seconds_many(STANDARD, opened, opened + 4 * HOUR, holds).tolist() == [HOUR, 3 * HOUR]
    assert ((due_many(STANDARD, opened, column(HOUR, HOUR), holds) - NINE) / HOUR).tolist() == [4, 2]


def test_a_hold_that_begins_when_it_is_due_changes_nothing() -> None:
    holds = Holds(column(0), column(NINE + HOUR), column(NINE + 2 * HOUR))
    assert due_many(STANDARD, column(NINE), column(HOUR), holds).tolist() == [NINE + HOUR]


def test_nothing_allowed_is_due_at_the_opening() -> None:
    holds = Holds(column(0), column(NINE), column(NINE + HOUR))
    assert due_many(STANDARD, column(NINE), column(0), holds).tolist() == [NINE]


def test_more_than_a_block_of_tickets_keep_their_holds() -> None:
    tickets = BLOCK + 5
    opened = np.full(tickets, NINE)
    holds = Holds(np.arange(tickets), opened, opened + np.arange(tickets) % HOUR)
    used = used_seconds_many(STANDARD, opened, opened + HOUR, holds)
    assert (used == HOUR - np.arange(tickets) % HOUR).all()
    assert (due_many(STANDARD, opened, np.full(tickets, HOUR), holds) == holds.end + HOUR).all()


@pytest.mark.parametrize("owner", [-1, 2])
def test_a_hold_of_no_ticket_is_a_mistake(owner: int) -> None:
    holds = Holds(column(owner), column(NINE), column(NINE + HOUR))
    with pytest.raises(IndexError, match="none of the tickets"):
        used_seconds_many(STANDARD, column(NINE, NINE), column(NINE, NINE), holds)


def test_the_horizon_holds_for_every_column() -> None:
    outside = int((datetime(2046, 1, 1, tzinfo=UTC) + timedelta(days=1)).timestamp())
    holds = Holds(column(0), column(NINE), column(outside))
    with pytest.raises(DeskError, match="2 January 2046 lies outside"):
        used_seconds_many(STANDARD, column(NINE), column(NINE), holds)
    with pytest.raises(DeskError, match="not open for that long"):
        due_many(STANDARD, column(NINE), column(2**62), Holds(column(0), column(NINE), column(NINE)))
