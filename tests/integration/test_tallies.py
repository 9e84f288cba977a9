"""Every figure is the number of its records, its parts add up, and the counts come from indexes alone."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product

import pytest

from bot.app import Bot
from bot.report.deeds import counted_of
from core.facts import Counts, Kpi
from core.kpis import catalogue
from core.report.counted import Sought
from core.sources import Only, Where
from core.tickets import LEVELS, pack_partners, unpack_partners
from storage import tallies
from storage.database import Database
from storage.models import Ticket
from tests.integration.rows import Row, analyse, explained, put, rows

MONTHS = (202001, 202002, 202003, 202004)
ENDS = {month: datetime(2020, month % 100 + 1, 1, tzinfo=UTC) for month in MONTHS}
# Names within names, a sign that LIKE reads as "any", and no name at all.
PARTNERS = ("A", "AA", "A_B", "AXB")
HITS = {"reopened": "reopenings"}  # by the column that is not called so
SETS = [(), ("A",), ("AA",), ("A_B",), ("AXB",), ("A", "AA"), ("AA", "AXB"), PARTNERS]
KPIS = {name: kpi for name, kpi in catalogue().items() if isinstance(kpi.where, Where)}


def random_ticket(chance: random.Random) -> Row:
    """Opened in the months before, in and after those that are counted; open, resolved, closed unresolved or void."""
    kind = chance.choice(["incident", "request"])
    opened_at = datetime(2019, 12, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(180 * 24 * 60))
    ended_at = opened_at + timedelta(minutes=chance.randrange(90 * 24 * 60)) if chance.random() < 0.7 else None
    resolved_at = ended_at if chance.random() < 0.9 else None
    return {
        "kind": kind,
        "level": chance.choice(LEVELS[kind]),
        "summary": "Any",
        "partners": pack_partners(chance.choice(SETS)),
        "opened_at": opened_at,
        "opened_month": month_of(opened_at),
        "ended_at": ended_at,
        "ended_month": month_of(ended_at) if ended_at else None,
        "resolved_at": resolved_at,
        "reported_month": month_of(resolved_at) if resolved_at else None,
        "met_target": chance.random() < 0.8 if resolved_at else None,
        "first_contact": chance.choice((True, True, False, False, None)) if resolved_at else None,
        "due_at": opened_at + timedelta(days=3) if chance.random() < 0.9 else None,
        "reassignments": 0,
        "reopenings": chance.choice((0, 0, 0, 1, 2)),
        "allowed_minutes": 240,
        "policy_id": 1,
        "void_at": opened_at if chance.random() < 0.1 else None,
        "service": chance.choice([None, "Email", "Network"]),
    }


def where_of(kpi: Kpi) -> Where:
    assert isinstance(kpi.where, Where)
    return kpi.where


def month_of(at: datetime) -> int:
    return at.year * 100 + at.month


@pytest.fixture(params=[1, 2, 3])
def filled(bot: Bot, request: pytest.FixtureRequest) -> Database:
    """Four hundred tickets, the same for each seed."""
    chance = random.Random(request.param)  # noqa: S311 - not a secret
    put(bot.database, Ticket, *[random_ticket(chance) for _ in range(400)])
    return bot.database


def counted(database: Database, where: Where, months: Sequence[int] = MONTHS) -> Counts:
    ends = {month: ENDS[month] for month in months}
    return database.read(lambda session: tallies.count(session, [where], ends)[where])


def listed(
    database: Database,
    where: Where,
    months: Sequence[int],
    partner: str | None,
    levels: tuple[str, ...],
    only: Only | None = None,
) -> Sequence[Ticket]:
    ends = {month: ENDS[month] for month in months}
    return database.read(lambda session: tallies.records(session, where, ends, partner, levels, only=only))


def recounted(held: Sequence[Row], where: Where, month: int) -> list[Row]:
    """The same in plain Python, over the rows themselves."""
    end = ENDS[month]
    wanted = [row for row in held if row["void_at"] is None and row["kind"] in where.kinds]
    wanted = [row for row in wanted if not where.levels or row["level"] in where.levels]
    if where.source == "outstanding":
        return [r for r in wanted if r["opened_at"] < end and (r["ended_at"] is None or r["ended_at"] >= end)]
    wanted = [row for row in wanted if where.hits is None or row[HITS.get(where.hits, where.hits)] is not None]
    return [r for r in wanted if r["reported_month" if where.source == "resolved" else "opened_month"] == month]


def is_hit(row: Row, where: Where, month: int) -> bool:
    if where.source == "outstanding":
        return row["due_at"] is not None and row["due_at"] <= ENDS[month]
    return where.hits is None or bool(row[HITS.get(where.hits, where.hits)])


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_a_plain_recount_of_the_rows_gives_the_same_facts(filled: Database, kpi: Kpi) -> None:
    held = rows(filled, Ticket)
    everything: Counter[object] = Counter()
    hits: Counter[object] = Counter()
    for month in MONTHS:
        for row in recounted(held, where_of(kpi), month):
            key = (month, row["level"], unpack_partners(row["partners"]))
            everything[key] += 1
            hits[key] += is_hit(row, where_of(kpi), month)
    facts = counted(filled, where_of(kpi))
    assert {(row.month, row.level, row.partners): (row.n, row.d) for row in facts.rows} == {
        key: (hits[key], number) for key, number in everything.items()
    }
    assert len(facts.rows) == len(everything)


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_each_figure_is_the_number_of_its_records(filled: Database, kpi: Kpi) -> None:
    """Whole, and by month, partner and level: what one is shown under a figure is what it was counted from."""
    levels: list[tuple[str, ...]] = [(), *((level,) for level in (kpi.where.levels or LEVELS["incident"]))]
    spans = [MONTHS, *((month,) for month in MONTHS)]
    for months, partner, chosen in product(spans, (None, "", *PARTNERS), levels):
        figure = kpi.measure(counted(filled, where_of(kpi), months).only(None, partner, chosen or None))
        found = listed(filled, where_of(kpi), months, partner, chosen)
        assert figure.d == len(found) == len({ticket.id for ticket in found})
        if where_of(kpi).hits:
            column = HITS.get(str(where_of(kpi).hits), str(where_of(kpi).hits))
            assert figure.n == sum(bool(getattr(ticket, column)) for ticket in found)


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_a_numerator_and_what_is_left_out_of_it_are_the_numbers_of_their_records(filled: Database, kpi: Kpi) -> None:
    """Those that missed are those that the figure did not count as met: one WHERE for both."""
    last = MONTHS if where_of(kpi).source != "outstanding" else MONTHS[-1:]
    for partner, chosen in product((None, "", *PARTNERS), ((), ("P3",))):
        facts = counted(filled, where_of(kpi), last).only(None, partner, chosen or None)
        hit, missed = (listed(filled, where_of(kpi), MONTHS, partner, chosen, part) for part in ("hit", "missed"))
        assert (len(hit), len(missed)) == (facts.n, facts.d - facts.n)
        assert not {ticket.id for ticket in hit} & {ticket.id for ticket in missed}


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_services_add_to_the_whole_of_any_partner_and_level(filled: Database, kpi: Kpi) -> None:
    last = MONTHS if where_of(kpi).source != "outstanding" else MONTHS[-1:]
    ends = {month: ENDS[month] for month in MONTHS}
    for partner, chosen in product((None, "", *PARTNERS), ((), ("P3",))):
        facts = counted(filled, where_of(kpi), last).only(None, partner, chosen or None)
        asked = partial(tallies.by_service, where=where_of(kpi), ends=ends, partner=partner, levels=chosen)
        services = filled.read(asked)
        assert (sum(n for n, _ in services.values()), sum(d for _, d in services.values())) == (facts.n, facts.d)


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_parts_add_to_the_whole(filled: Database, kpi: Kpi) -> None:
    facts = counted(filled, where_of(kpi))
    months = [facts.only(months=(month,)) for month in MONTHS]
    levels = [facts.only(levels=(level,)) for level in facts.levels()]
    for parts in (months, levels):
        assert (sum(part.n for part in parts), sum(part.d for part in parts)) == (facts.n, facts.d)
    assert facts.is_shared()
    assert sum(facts.only(partner=partner).d for partner in facts.partners()) > facts.d
    alone = Counts(tuple(row for row in facts.rows if len(row.partners) < 2))
    assert not alone.is_shared()
    assert sum(alone.only(partner=partner).d for partner in alone.partners()) == alone.d


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_a_restatement_takes_a_ticket_for_what_the_figure_counts_of_it(filled: Database, bot: Bot, kpi: Kpi) -> None:
    """The rule stands in Python too (core.report.counted), for what a ticket was before a change."""
    where, first, last = where_of(kpi), MONTHS[0], MONTHS[-1]
    calendar = replace(bot.desk.calendar, zone="UTC")
    held = [counted_of(row, calendar) for row in rows(filled, Ticket) if row["void_at"] is None]
    chosen = (where.levels, ("P1",), *([] if where.levels else [("P3", "minor")]))
    for partner, levels in product((None, "", *PARTNERS), chosen):
        sought = Sought(where.source, first, last, where.kinds, levels, partner, hits=where.hits or "")
        parts = [sought.part(one) for one in held]
        facts = counted(filled, where, MONTHS[-1:] if where.is_level else MONTHS).only(None, partner, levels or None)
        late = replace(sought, late=True, hits="")
        n = sum(late.part(one)[0] for one in held) if where.is_level else sum(n for n, _ in parts)
        assert (n, sum(d for _, d in parts)) == (facts.n, facts.d)


def test_what_is_asked_for_together_is_what_is_asked_for_alone(filled: Database) -> None:
    """One statement serves all that are counted by the same month, also months that do not follow one another."""
    wheres = [where_of(kpi) for kpi in KPIS.values()]
    for months in (MONTHS, (MONTHS[0], MONTHS[2])):
        ends = {month: ENDS[month] for month in months}
        together = filled.read(partial(tallies.count, wheres=wheres, ends=ends))
        for where in wheres:
            alone = counted(filled, where, months)
            assert sorted(together[where].rows) == sorted(alone.rows)


def test_there_is_something_to_compare_with_where_anything_was_opened(filled: Database, bot: Bot) -> None:
    assert filled is bot.database

    def has(*months: int) -> bool:
        return filled.read(lambda session: tallies.has_records(session, months))

    assert has(*MONTHS)
    assert has(201910, 201912)
    assert not has(201909, 201911)


@pytest.fixture
def planned(bot: Bot) -> Database:
    """Enough tickets for an index to be worth it, and a planner that knows of them."""
    chance = random.Random(4)  # noqa: S311 - not a secret
    put(bot.database, Ticket, *[random_ticket(chance) for _ in range(20_000)])
    analyse(bot.database)
    return bot.database


def plan(database: Database, kpi: Kpi) -> str:
    """How the database goes about the count of one month."""
    query = tallies.by_month([where_of(kpi)], {MONTHS[0]: ENDS[MONTHS[0]]})
    return explained(database, query)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("sla", "ix_ticket_resolved"),
        ("first-contact", "ix_ticket_resolved"),
        ("outages", "ix_ticket_opened"),
        ("raised", "ix_ticket_opened"),
    ],
)
def test_counts_are_answered_from_an_index_that_covers_them(planned: Database, name: str, index: str) -> None:
    wanted = f"USING COVERING INDEX {index}" if planned.is_sqlite else f"Index Only Scan using {index}"
    assert wanted in plan(planned, KPIS[name])


@pytest.mark.parametrize("name", ["sla", "first-contact", "outages"])
def test_one_kind_of_ticket_is_counted_in_the_order_of_the_index(planned: Database, name: str) -> None:
    assert "TEMP B-TREE" not in plan(planned, KPIS[name])
    assert "Sort" not in plan(planned, KPIS[name])
