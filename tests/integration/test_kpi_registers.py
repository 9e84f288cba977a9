"""A KPI of a register is a plain recount of its records, and what is shown below it are exactly those."""

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Reply
from bot.kpi.measured import measure
from bot.parts import File
from core.kpis import catalogue
from core.kpis.governance import FIXED, MOBILE
from core.periods import Period, parse_period
from core.records import REGISTERS
from core.sources import Rows
from storage.models import TABLES
from tests.integration.kpi_rows import NOW, fill
from tests.integration.rows import Row, done, rows, say

LONDON = ZoneInfo("Europe/London")
TODAY = NOW.date()
SPANS = ("jul 2020", "q2 2020-21", "q3 2020-21", "2019-20", "oct 2020")  # October goes on
KPIS = {name: (kpi, kpi.where) for name, kpi in catalogue().items() if isinstance(kpi.where, Rows)}
DATED = {
    "change": "completed_on",
    "emergency": "completed_on",
    "obligations": "due_on",
    "satisfaction": "given_on",
    "training": "held_on",
}


@pytest.fixture(params=[1, 2])
def desk(bot: Bot, clock: SetClock, request: pytest.FixtureRequest) -> Bot:
    clock.set(NOW)
    fill(bot, request.param)
    return bot


def end_of(period: Period) -> date:
    return min(period.end, TODAY + timedelta(days=1))


def standing(name: str, held: Iterable[Row], period: Period) -> list[Row]:
    """The records that count, chosen in plain Python."""
    alive = [row for row in held if row["void_at"] is None]
    start, end = period.start, end_of(period)
    match name:
        case "security":
            return [row for row in alive if start <= row["aware_at"].astimezone(LONDON).date() < end]
        case "timesheet":
            return [row for row in alive if start <= date(row["month"] // 100, row["month"] % 100, 1) < end]
        case "audit":
            return [r for r in alive if r["raised_on"] < end and (r["closed_on"] is None or r["closed_on"] >= end)]
        case "saving":
            begun = [row for row in alive if row["starts_on"] and row["starts_on"] < end]
            return [row for row in begun if row["dropped_on"] is None or row["dropped_on"] >= end]
        case "mobile":
            return newest([row for row in alive if row["counted_on"] < end])
    return [row for row in alive if start <= row[DATED[name]] < end]


def newest(counts: list[Row]) -> list[Row]:
    return [
        row
        for row in counts
        if not any(
            (other["device"], other["partner"]) == (row["device"], row["partner"])
            and other["counted_on"] > row["counted_on"]
            for other in counts
        )
    ]


def part(name: str, row: Row) -> tuple[int, int] | None:  # noqa: PLR0911 - a rule for each
    number = row.get("number") or 1
    match name:
        case "change" | "emergency" if row["outcome"] == "cancelled":
            return None
        case "change":
            return number * (row["outcome"] == "completed" and not row["impact"]), number
        case "emergency":
            return number * row["emergency"], number
        case "obligations":
            done_on, due_on = row["done_on"], row["due_on"]
            return None if not done_on and due_on >= TODAY else (int(bool(done_on) and done_on <= due_on), 1)
        case "mobile":
            is_client = row["device"] in MOBILE + FIXED
            return (row["number"] * (row["device"] in MOBILE), row["number"]) if is_client else None
        case "satisfaction":
            return (row["score"] * number, number) if row["scale"] == 5 else None
        case "training":
            return round(10_000 * row["days"] * row["people"]), 1
        case "timesheet":
            return round(10_000 * row["project_hours"]), round(10_000 * row["hours"])
        case "saving":
            return None if row["annual_pence"] is None else (row["annual_pence"], 1)
    return number, number


def counted(bot: Bot, name: str, typed: str, partner: str | None) -> list[Row]:
    held = standing(name, rows(bot.database, TABLES[KPIS[name][1].register]), parse_period(typed, TODAY))
    return [row for row in held if part(name, row) and (partner is None or row["partner"] == partner)]


def asked_of(name: str) -> list[tuple[str, str | None]]:
    partners = (None, "BDC", "DDDC") if REGISTERS[KPIS[name][1].register].has("partner") else (None,)
    return list(product(SPANS, partners))


def test_a_figure_is_a_plain_recount_of_its_records(desk: Bot) -> None:
    for name in KPIS:
        recounts = [(typed, partner, recount(desk, name, typed, partner)) for typed, partner in asked_of(name)]
        assert [figure_of(desk, name, typed, partner) for typed, partner, _ in recounts] == [r for *_, r in recounts]
        assert sum(d > 0 for *_, (_, d) in recounts) > 3, name


def recount(bot: Bot, name: str, typed: str, partner: str | None) -> tuple[int, int]:
    parts = [part(name, row) or (0, 0) for row in counted(bot, name, typed, partner)]
    return sum(n for n, _ in parts), sum(d for _, d in parts)


def figure_of(bot: Bot, name: str, typed: str, partner: str | None) -> tuple[int, int]:
    kpi, period = KPIS[name][0], parse_period(typed, TODAY)
    figure = bot.database.read(lambda session: measure(session, bot.desk, kpi, period, NOW, partner)).figure
    return figure.n, figure.d


def references(reply: Reply) -> list[str]:
    (file,) = [part for part in reply.parts if isinstance(part, File)]
    return sorted(row["Reference"] for row in csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))


def test_the_records_of_a_figure_are_exactly_those_that_it_counted(desk: Bot) -> None:
    for name in KPIS:
        register = REGISTERS[KPIS[name][1].register]
        for typed, partner in asked_of(name):
            own = counted(desk, name, typed, partner)
            reply = done(desk, f"/kpi csv {name} {typed}{f' partner:{partner}' if partner else ''}", "admin")
            assert references(reply) == sorted(register.reference(row["id"]) for row in own)
            assert reply.text.startswith(f"{len(own)} record")


def test_a_partners_manager_sees_that_partners_figure_and_records_only(desk: Bot) -> None:
    for name in KPIS:
        register = REGISTERS[KPIS[name][1].register]
        said = [say(desk, f"/kpi {verb} {name} 2019-20", "partner") for verb in ("show", "records", "csv")]
        if not register.has("partner"):
            assert all(reply.is_error and "not kept by partner" in reply.text for reply in said)
            continue
        assert said[0].text.startswith("DDDC, ")
        assert not any("BDC" in reply.text for reply in said)
        assert say(desk, f"/kpi records {name} 2019-20 partner:BDC", "partner").text == "You see DDDC only."
        assert [reply.is_error for reply in said] == [False, register.restricted, register.restricted]
        if not register.restricted:
            own = counted(desk, name, "2019-20", "DDDC")
            assert references(said[2]) == sorted(register.reference(row["id"]) for row in own)


def test_counts_of_a_restricted_register_are_for_all_and_its_records_for_few(desk: Bot) -> None:
    number = len(counted(desk, "security", "2019-20", None))
    assert number > 0
    for person in ("engineer", "admin", "finance"):
        assert f"{number} security event" in say(desk, "/kpi security 2019-20", person).text
    assert f"{number} security event" in done(desk, "/ict share kpi security 2019-20").text
    for verb in ("records", "csv"):
        line = f"kpi {verb} security 2019-20"
        assert say(desk, f"/{line}").text == (
            "Security events are not open to you: you are service desk. It is open to: security, manager, admin."
        )
        shared = say(desk, f"/ict share {line}", "admin")
        assert (shared.is_error, shared.text) == (
            True,
            "Security events are restricted: nothing of them is said in a channel.",
        )
    # So that no channel offers to share them.
    assert done(desk, "/kpi records security 2019-20", "admin").is_restricted
    assert not done(desk, "/kpi records change 2019-20", "admin").is_restricted
