"""What was open at an instant: the same as a plain look at every row, in bands that add up, from small indexes."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from sqlmodel import select

from bot.app import Bot
from core.backlog import AGE_BANDS
from core.facts import Count
from core.periods import month_period
from core.sources import Where
from core.tickets import unpack_partners
from core.zones import to_utc
from storage import backlog, tallies, tickets
from storage.database import Database
from storage.models import Ticket
from tests.conftest import FRIDAY
from tests.integration.rows import Row, analyse, done, explained, put, rows
from tests.integration.test_tallies import random_ticket

MONTHS = (202001, 202002, 202003, 202004, 202005)
EVERY = Where("outstanding")
WHERES = (EVERY, Where("outstanding", kinds=("incident",)), Where("outstanding", levels=("P1", "P2", "minor")))
AFTERNOON = datetime(2020, 3, 17, 14, 30, tzinfo=UTC)


def end_of(month: int) -> datetime:
    """In London, where summer time began on 29 March."""
    day = month_period(month).end
    return to_utc(datetime(day.year, day.month, day.day), "Europe/London")[0]  # noqa: DTZ001 - local, made UTC here


def ticket_of_london(bot: Bot, chance: random.Random) -> Row:
    row = random_ticket(chance)
    ended = row["ended_at"]
    if chance.random() < 0.1:  # opened or ended in the last minutes of a month, or in its first
        row["opened_at"] = end_of(chance.choice(MONTHS)) + timedelta(minutes=chance.randrange(-90, 90))
        ended = ended and max(ended, row["opened_at"])
    month = bot.desk.calendar.month
    row |= {"opened_month": month(row["opened_at"]), "ended_at": ended, "ended_month": month(ended) if ended else None}
    return row | ({"resolved_at": ended, "reported_month": month(ended)} if row["resolved_at"] else {})


@pytest.fixture(params=[1, 2, 3])
def filled(bot: Bot, request: pytest.FixtureRequest) -> Database:
    chance = random.Random(request.param)  # noqa: S311 - not a secret
    put(bot.database, Ticket, *[ticket_of_london(bot, chance) for _ in range(400)])
    return bot.database


def left(database: Database, where: Where, at: datetime) -> list[Row]:
    """The plain way: every row looked at."""
    found = [row for row in rows(database, Ticket) if row["void_at"] is None and row["kind"] in where.kinds]
    found = [row for row in found if not where.levels or row["level"] in where.levels]
    return [row for row in found if row["opened_at"] < at and (row["ended_at"] is None or row["ended_at"] >= at)]


def facts_of(found: Sequence[Row], at: datetime) -> set[Count]:
    """By level and partners, those past their deadline of all; the month stands for itself."""
    late, every = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in found:
        key = (row["level"], row["partners"])
        every[key] += 1
        late[key] += row["due_at"] is not None and row["due_at"] <= at
    return {Count(0, level, unpack_partners(packed), late[level, packed], n) for (level, packed), n in every.items()}


# A month's end, an instant within the month, and now, when the month goes on.
INSTANTS = [*((month, end_of(month)) for month in MONTHS), (202003, AFTERNOON), (202005, end_of(202004))]


@pytest.mark.parametrize("where", WHERES, ids=str)
def test_a_plain_look_at_every_row_finds_the_same_open(filled: Database, where: Where) -> None:
    for ends in ({month: at} for month, at in INSTANTS):
        (at,) = ends.values()
        plain = left(filled, where, at)
        counts = filled.read(partial(tallies.count, wheres=[where], ends=ends))[where]
        assert {row._replace(month=0) for row in counts.rows} == facts_of(plain, at)
        found = filled.read(partial(tallies.records, where=where, ends=ends))
        assert {ticket.id for ticket in found} == {row["id"] for row in plain}


@pytest.mark.parametrize("where", WHERES, ids=str)
def test_every_ticket_is_in_one_band_of_age(filled: Database, where: Where) -> None:
    for month, at in INSTANTS:
        plain = left(filled, where, at)
        aged = filled.read(partial(backlog.by_age, where=where, month=month, at=at))
        assert aged.d == len(plain)
        bounds = [*(timedelta(days=band.days) for band in AGE_BANDS), timedelta.max]
        for (low, high), (_, counts) in zip(pairwise(bounds), aged.bands, strict=True):
            mine = [row for row in plain if low <= at - row["opened_at"] < high]
            assert {row._replace(month=0) for row in counts.rows} == facts_of(mine, at)


def test_what_was_opened_less_what_ended_is_what_the_backlog_grew_by(filled: Database) -> None:
    ends = {month: end_of(month) for month in MONTHS}
    facts = filled.read(lambda session: tallies.flow(session, EVERY, ends, {201912: end_of(201912)}))
    held = [row for row in rows(filled, Ticket) if row["void_at"] is None]
    for partner in (None, "A", "AA"):
        mine = [row for row in held if partner is None or partner in unpack_partners(row["partners"])]
        for flow in facts.only(partner).by_month():
            assert flow.opened == sum(row["opened_month"] == flow.month for row in mine)
            assert flow.ended == sum(row["ended_month"] == flow.month for row in mine)
        whole = facts.only(partner)
        first, last = (whole.left.only(months=(month,)).d for month in (201912, MONTHS[-1]))
        assert last - first == sum(flow.net for flow in whole.by_month())


def test_what_is_open_now_has_ended_in_no_month(filled: Database) -> None:
    found = filled.read(lambda session: set(session.exec(select(Ticket.id).where(*tickets.still_open(None)))))
    assert found == {row["id"] for row in rows(filled, Ticket) if row["void_at"] is None and row["ended_at"] is None}


def test_the_month_of_an_ending_follows_it(bot: Bot) -> None:
    def ended() -> tuple[object, object]:
        (row,) = rows(bot.database, Ticket)
        return row["ended_at"], row["ended_month"]

    done(bot, "/outage p2 Email down")
    assert ended() == (None, None)
    done(bot, "/outage resolve OUT-1 Restarted")
    assert ended() == (FRIDAY, 202008)
    done(bot, "/ict undo")
    assert ended() == (None, None)
    done(bot, "/ict undo 3")
    assert ended() == (FRIDAY, 202008)
    done(bot, "/outage reopen OUT-1")
    assert ended() == (None, None)


@pytest.fixture
def planned(bot: Bot) -> Database:
    chance = random.Random(4)  # noqa: S311 - not a secret
    put(bot.database, Ticket, *[ticket_of_london(bot, chance) for _ in range(20_000)])
    analyse(bot.database)
    return bot.database


def test_a_backlog_reads_only_what_was_carried_over(planned: Database) -> None:
    plan = explained(planned, backlog.left_at(EVERY, 202002, end_of(202002)))
    index = "COVERING INDEX" if planned.is_sqlite else "Index Only Scan using"
    assert plan.count(f"{index} ix_ticket_carried_over") == 2
    assert plan.count("ix_ticket_ended") == 1
    assert "SCAN ticket" not in plan
    assert "Seq Scan" not in plan
