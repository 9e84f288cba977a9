"""What is open now, counted by the database: the same as a look at each ticket by the rule that its card goes by."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product

import pytest
from sqlmodel import Session

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Reply
from bot.kpi.left import lefts_of_month
from bot.parts import Button, Buttons, File, Table
from bot.tickets.words import is_breached
from core.error_budget import ErrorBudget
from core.facts import Kpi
from core.periods import month_period
from core.sources import Where
from core.tickets import LEVELS, pack_partners, unpack_partners
from storage import standing
from storage.models import Ticket
from storage.standing import URGENCIES, Look, Urgency
from tests.integration.rows import Row, analyse, done, explained, put, rows

PARTNERS = ("BDC", "DDDC", "NEDDC", "RHL")
SETS = [(), ("BDC",), ("DDDC",), ("BDC", "DDDC"), PARTNERS]
BEGINS = datetime(2020, 8, 17, tzinfo=UTC)  # the second of the fortnight's Mondays off is a bank holiday
HALF_HOURS = 14 * 48
MOMENTS = [
    datetime(2020, 8, 26, 13, 10, tzinfo=UTC),  # all are open
    datetime(2020, 8, 28, 16, 0, tzinfo=UTC),  # closing time of most
    datetime(2020, 8, 28, 18, 30, tzinfo=UTC),
    datetime(2020, 8, 30, 2, 0, tzinfo=UTC),
    datetime(2020, 8, 31, 12, 0, 1, tzinfo=UTC),  # a bank holiday
]


def random_ticket(bot: Bot, chance: random.Random) -> Row:
    """Due at a half-hour, so that many are due as doors open or close; on hold, after its breach too; ended; void."""
    kind = chance.choice(["incident", "request"])
    opened_at = BEGINS - timedelta(days=chance.randrange(60))
    due_at = BEGINS + timedelta(minutes=30 * chance.randrange(HALF_HOURS), seconds=chance.choice((0, 0, 1, -1)))
    held_since = chance.choice((opened_at, due_at + timedelta(hours=5))) if chance.random() < 0.2 else None
    ended_at = BEGINS + timedelta(hours=chance.randrange(200)) if chance.random() < 0.3 else None
    resolved_at = ended_at if chance.random() < 0.9 else None
    month = bot.desk.calendar.month
    return {
        "kind": kind,
        "level": chance.choice(LEVELS[kind]),
        "summary": "Any",
        "service": chance.choice([None, "Long gone", *(service.name for service in bot.desk.services)]),
        "partners": pack_partners(chance.choice(SETS)),
        "owner_id": chance.choice((None, 1, 2)),
        "opened_at": opened_at,
        "opened_month": month(opened_at),
        "held_since": held_since,
        "due_at": None if held_since else due_at,
        "warn_at": None if held_since else due_at - timedelta(hours=chance.randrange(1, 40)),
        "ended_at": ended_at,
        "ended_month": month(ended_at) if ended_at else None,
        "resolved_at": resolved_at,
        "reported_month": month(resolved_at) if resolved_at else None,
        "met_target": chance.random() < 0.9 if resolved_at else None,
        "allowed_minutes": 240,
        "policy_id": 1,
        "reassignments": 0,
        "reopenings": 0,
        "void_at": opened_at if chance.random() < 0.1 else None,
    }


@pytest.fixture(params=[1, 2])
def filled(bot: Bot, request: pytest.FixtureRequest) -> Bot:
    chance = random.Random(request.param)  # noqa: S311 - not a secret
    put(bot.database, Ticket, *[random_ticket(bot, chance) for _ in range(600)])
    return bot


def urgency(bot: Bot, row: Row, now: datetime) -> Urgency:
    """The plain rule: working time of the ticket's own service has passed since its deadline."""
    if row["due_at"] is not None and bot.desk.calendar_of(row["service"]).worked(row["due_at"], now) > 0:
        return "breached"
    return "at risk" if row["warn_at"] is not None and row["warn_at"] <= now else "open"


def still_open(bot: Bot, look: Look) -> list[Row]:
    """Most urgent first."""
    found = [row for row in rows(bot.database, Ticket) if row["void_at"] is None and row["ended_at"] is None]
    found = [row for row in found if look.partner is None or look.partner in unpack_partners(row["partners"])]
    found = [row for row in found if look.owner_id is None or look.owner_id == row["owner_id"]]
    found = [row for row in found if not look.levels or row["level"] in look.levels]
    return sorted(found, key=lambda row: (row["due_at"] is None, row["due_at"] or look.now, row["id"]))


def numbers(session: Session, look: Look) -> list[int]:
    return [ticket.id for ticket in standing.every(session, look)]


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_counts_are_those_of_the_rule_for_each_ticket(filled: Bot, now: datetime) -> None:
    for partner, owner_id, levels in product((None, "BDC", "RHL"), (None, 2), ((), ("P1", "major"))):
        look = Look(now, filled.desk.terms, partner, owner_id, levels)
        plain = still_open(filled, look)
        found = filled.database.read(partial(standing.count, look=look))
        assert sum(one.number for one in found) == len(plain)
        assert sum(one.held for one in found) == sum(row["held_since"] is not None for row in plain)
        risky = [row["id"] for row in plain if urgency(filled, row, now) == "at risk"]
        assert filled.database.read(partial(numbers, look=replace(look, urgencies=("at risk",)))) == risky
        assert filled.database.read(partial(numbers, look=look)) == [row["id"] for row in plain]
        for wanted in URGENCIES:
            mine = [row["id"] for row in plain if urgency(filled, row, now) == wanted]
            assert sum(one.number for one in found if one.urgency == wanted) == len(mine)
            for limit in (5, 1000):
                listed = filled.database.read(partial(standing.first, look=look, wanted=wanted, limit=limit))
                assert [ticket.id for ticket in listed] == mine[:limit]
                assert all(is_breached(ticket, filled.desk, now) is (wanted == "breached") for ticket in listed)


def test_each_group_is_there_to_be_counted(filled: Bot) -> None:
    for now in MOMENTS:
        found = {urgency(filled, row, now) for row in still_open(filled, Look(now, filled.desk.terms))}
        assert found == set(URGENCIES)
    evening = Look(MOMENTS[2], filled.desk.terms)
    assert any(
        row["due_at"] and row["due_at"] <= evening.now and urgency(filled, row, evening.now) != "breached"
        for row in still_open(filled, evening)
    )


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_what_is_left_of_a_target_is_that_of_each_ticket(filled: Bot, now: datetime) -> None:
    look = Look(now, filled.desk.terms)
    kpis = filled.dispatcher.kpis.values()
    by_kpi = filled.database.read(
        lambda session: lefts_of_month(session, filled.desk, kpis, now, standing.count(session, look))
    )
    assert {kpi.name: set(lefts) for kpi, lefts in by_kpi.items() if lefts} == {"sla": {None, *PARTNERS}}
    for kpi, lefts in by_kpi.items():
        for partner, left in lefts.items():
            assert left == plain_left(filled, kpi, replace(look, partner=partner))


def plain_left(bot: Bot, kpi: Kpi, look: Look) -> ErrorBudget:
    """By a look at every row."""
    assert isinstance(kpi.where, Where)
    where, month = kpi.where, bot.desk.calendar.month(look.now)

    def of(found: Sequence[Row]) -> list[Row]:
        of_kind = [row for row in found if row["kind"] in where.kinds]
        return [row for row in of_kind if not where.levels or row["level"] in where.levels]

    standing_ones = [row for row in rows(bot.database, Ticket) if row["void_at"] is None]
    done = [row for row in of(standing_ones) if row["reported_month"] == month]
    done = [row for row in done if look.partner is None or look.partner in unpack_partners(row["partners"])]
    rest = of(still_open(bot, look))
    late = sum(urgency(bot, row, look.now) == "breached" for row in rest)
    target = bot.desk.kpi_target(kpi.name, month_period(month).start, look.partner)
    assert target is not None
    return ErrorBudget(target, len(done), sum(not row["met_target"] for row in done), len(rest), late)


Ask = Callable[[str], Reply]


@pytest.fixture
def ask(bot: Bot, clock: SetClock) -> Ask:
    """Of a manager, with 120 open on Friday evening: 60 breached, 51 at risk, 9 that have time."""
    chance = random.Random(7)  # noqa: S311 - not a secret
    plain = random_ticket(bot, chance) | dict.fromkeys(("held_since", "ended_at", "ended_month", "resolved_at"))
    plain |= dict.fromkeys(("reported_month", "met_target", "void_at", "service"))
    now = MOMENTS[0]
    clock.set(now)
    me = next(person.id for person in bot.dispatcher.people.values() if person.key == "manager")
    dues = [timedelta(days=-1)] * 60 + [timedelta(minutes=30)] * 51 + [timedelta(days=1)] * 9
    put(
        bot.database,
        Ticket,
        *(
            plain
            | {"due_at": now + due + timedelta(seconds=at), "warn_at": now + due - timedelta(hours=1)}
            | {"partners": ",BDC,", "owner_id": me if at % 2 else None}
            for at, due in enumerate(dues)
        ),
    )
    return lambda line: done(bot, line, "manager")


def captions(reply: Reply) -> list[tuple[str, int]]:
    return [(part.grid.caption, len(part.grid.rows)) for part in reply.parts if isinstance(part, Table)]


def test_the_most_urgent_are_shown_and_the_rest_is_counted(ask: Ask) -> None:
    reply = ask("/sla bdc")
    assert reply.text.startswith("120 open for BDC: 60 breached, 51 at risk, 0 on hold.")
    assert captions(reply) == [
        ("Breached: 60; the first 50 are shown, the CSV has all", 50),
        ("At risk: 51; the first 50 are shown, the CSV has all", 50),
        ("Open", 9),
    ]
    assert Buttons((Button("CSV", "sla csv partner:BDC"),)) in reply.parts
    (file,) = (part for part in ask("/sla csv partner:BDC").parts if isinstance(part, File))
    assert len(file.content.decode().splitlines()) == 121


def test_a_short_list_of_ones_own_needs_no_file(ask: Ask) -> None:
    reply = ask("/sla mine")
    assert reply.text.splitlines()[0] == "60 open of Asha Rao's: 30 breached, 25 at risk, 0 on hold."
    assert captions(reply) == [("Breached", 30), ("At risk", 25), ("Open", 5)]
    assert not [part for part in reply.parts if isinstance(part, Buttons)]


def test_all_that_is_open_is_found_by_an_index(bot: Bot) -> None:
    chance = random.Random(4)  # noqa: S311 - not a secret
    ended = {"ended_at": MOMENTS[0], "ended_month": 202008}
    put(bot.database, Ticket, *[random_ticket(bot, chance) | (ended if at % 20 else {}) for at in range(20_000)])
    analyse(bot.database)
    plan = explained(bot.database, standing.by_urgency(Look(MOMENTS[0], bot.desk.terms)))
    assert "ix_ticket_ended" in plan or "ix_ticket_carried_over" in plan
