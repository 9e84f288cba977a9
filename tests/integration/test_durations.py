"""How long tickets took, from an index alone, and the same as a plain look at every row."""

import random
from collections.abc import Sequence

import pytest

from bot.app import Bot
from core.sources import Where
from core.tickets import unpack_partners
from storage import durations
from storage.database import Database
from storage.models import Ticket
from tests.integration.rows import analyse, explained, put, rows
from tests.integration.test_tallies import MONTHS, random_ticket

WHERES = (Where("resolved"), Where("resolved", kinds=("incident",), levels=("P1", "P2")))


def fill(bot: Bot, number: int) -> Database:
    chance = random.Random(number)  # noqa: S311 - not a secret
    tickets = [random_ticket(chance) for _ in range(number)]
    for ticket in tickets:
        ticket["worked_minutes"] = chance.randrange(3_000) if ticket["resolved_at"] else None
    put(bot.database, Ticket, *tickets)
    analyse(bot.database)
    return bot.database


def recounted(database: Database, where: Where, months: Sequence[int], partner: str | None) -> list[int]:
    held = [row for row in rows(database, Ticket) if row["void_at"] is None and row["kind"] in where.kinds]
    held = [row for row in held if row["reported_month"] in months and row["level"] in (where.levels or row["level"])]
    return sorted(r["worked_minutes"] for r in held if partner is None or partner in unpack_partners(r["partners"]))


@pytest.mark.parametrize("where", WHERES, ids=str)
def test_the_minutes_are_those_of_the_rows(bot: Bot, where: Where) -> None:
    database = fill(bot, 500)
    for months in (MONTHS, MONTHS[1:2]):
        found = database.read(lambda session: durations.histogram(session, where, months))  # noqa: B023 - run at once
        for partner in (None, "A", "AA"):
            minutes = recounted(database, where, months, partner)
            mine = found.only(partner=partner)
            assert sorted(m for row in mine.rows for m in row.minutes.tolist()) == minutes
            assert mine.median == minutes[(len(minutes) + 1) // 2 - 1]


@pytest.mark.parametrize("where", WHERES, ids=str)
def test_they_come_from_the_index_of_outcomes(bot: Bot, where: Where) -> None:
    database = fill(bot, 20_000)
    plan = explained(database, durations.minutes_of(where, MONTHS[:1]))
    index = "COVERING INDEX" if database.is_sqlite else "Index Only Scan using"
    assert f"{index} ix_ticket_resolved" in plan
    assert "TEMP B-TREE" not in plan
