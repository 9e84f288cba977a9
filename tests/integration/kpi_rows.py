"""A desk of which every KPI can be measured: random rows of all that is counted, the same for each seed."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from bot.app import Bot
from core.kpis.governance import FIXED, MOBILE
from core.records.governance import OBLIGATIONS, SEVERITIES
from core.records.operations import AUDIENCES, DEVICES, OUTCOMES
from core.records.security import CLASSES
from core.tickets import LEVELS, pack_partners
from storage.models import TABLES, Downtime, Ticket
from tests.integration.rows import Row, done, put

FIRST_DAY = date(2019, 3, 1)
DAYS = 640  # to the end of November 2020
NOW = datetime(2020, 10, 15, 9, 0, tzinfo=UTC)
PARTNERS = (None, "BDC", "DDDC")
SETS = ((), ("BDC",), ("DDDC",), ("BDC", "DDDC"))
SERVICES = ("Email", "Website", "Printing", None)


class Chance(random.Random):
    """Not a secret."""

    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.randrange(DAYS))

    def moment(self) -> datetime:
        return datetime(2019, 3, 1, tzinfo=UTC) + timedelta(minutes=self.randrange(DAYS * 24 * 60))

    def number(self) -> int | None:
        return self.choice((None, None, 1, 7, 40))

    def later(self, day: date) -> date | None:
        return self.choice((None, day + timedelta(days=self.randrange(-30, 60))))


def change(chance: Chance) -> Row:
    return {
        "outcome": chance.choice(OUTCOMES),
        "title": "Any",
        "completed_on": chance.day(),
        "partner": chance.choice(PARTNERS),
        "emergency": chance.random() < 0.2,
        "impact": chance.random() < 0.2,
        "number": chance.number(),
    }


def security(chance: Chance) -> Row:
    return {
        "kind": chance.choice(CLASSES),
        "title": "Any",
        "partner": chance.choice(PARTNERS[1:]),
        "aware_at": chance.moment(),
        "personal": False,
        "serious": False,
    }


def obligation(chance: Chance) -> Row:
    due_on = chance.day()
    return {
        "kind": chance.choice(OBLIGATIONS),
        "title": "Any",
        "due_on": due_on,
        "done_on": chance.later(due_on),
    }


def audit(chance: Chance) -> Row:
    raised_on = chance.day()
    return {
        "severity": chance.choice(SEVERITIES),
        "title": "Any",
        "raised_on": raised_on,
        "closed_on": chance.choice((None, raised_on + timedelta(days=chance.randrange(300)))),
        "number": chance.number(),
    }


def estate(chance: Chance) -> Row:
    return {
        "device": chance.choice((*MOBILE, *FIXED, *DEVICES)),
        "number": chance.randrange(500),
        "counted_on": chance.day(),
        "partner": chance.choice(PARTNERS),
    }


def satisfaction(chance: Chance) -> Row:
    return {
        "score": chance.randrange(1, 6),
        "scale": chance.choice((5, 5, 5, 7)),
        "given_on": chance.day(),
        "audience": chance.choice((None, *AUDIENCES)),
        "partner": chance.choice(PARTNERS),
        "number": chance.number(),
    }


def training(chance: Chance) -> Row:
    return {
        "title": "Any",
        "held_on": chance.day(),
        "days": chance.choice((0.1, 0.5, 2.0, 0.3333)),
        "people": chance.randrange(1, 30),
        "partner": chance.choice(PARTNERS),
    }


def saving(chance: Chance) -> Row:
    return {
        "title": "Any",
        "annual_pence": chance.choice((None, 293_500, 99, 1_000_001)),
        "starts_on": chance.choice((None, chance.day(), chance.day())),
        "dropped_on": chance.choice((None, None, chance.day())),
        "partner": chance.choice(PARTNERS),
    }


RECORDS: dict[str, Callable[[Chance], Row]] = {
    "change": change,
    "security": security,
    "obligation": obligation,
    "audit": audit,
    "estate": estate,
    "satisfaction": satisfaction,
    "training": training,
    "saving": saving,
}


def timesheets(chance: Chance) -> list[Row]:
    months = [year * 100 + month for year in (2019, 2020) for month in range(1, 12)]
    pairs = [(team, month) for team in ("Desk", "Network") for month in months if chance.random() < 0.8]
    return [
        {"team": team, "month": month, "hours": 640.25, "project_hours": chance.choice((0.0, 224.1, 640.25))}
        for team, month in pairs
    ]


def ticket(chance: Chance) -> Row:
    kind = chance.choice(("incident", "request"))
    opened_at = chance.moment()
    ended_at = opened_at + timedelta(minutes=chance.randrange(40 * 24 * 60)) if chance.random() < 0.8 else None
    return {
        "kind": kind,
        "level": chance.choice(LEVELS[kind]),
        "summary": "Any",
        "partners": pack_partners(chance.choice(SETS)),
        "opened_at": opened_at,
        "opened_month": opened_at.year * 100 + opened_at.month,
        "ended_at": ended_at,
        "resolved_at": ended_at,
        "reported_month": ended_at.year * 100 + ended_at.month if ended_at else None,
        "worked_minutes": chance.randrange(5000) if ended_at else None,
        "met_target": chance.random() < 0.8 if ended_at else None,
        "first_contact": chance.random() < 0.5 if ended_at else None,
        "due_at": opened_at + timedelta(days=3),
        "reassignments": 0,
        "reopenings": chance.choice((0, 0, 1)),
        "allowed_minutes": 240,
        "policy_id": 1,
    }


def downtime(chance: Chance, number: int, held: Row) -> Row:
    return {
        "ticket_id": number,
        "service": chance.choice(SERVICES[:3]),
        "started_at": held["opened_at"],
        "ended_at": held["ended_at"],
        "share": chance.choice((1, 50, 100)),
        "planned": False,
    }


def maintenance(chance: Chance) -> Row:
    starts_at = chance.moment()
    ends_at = starts_at + timedelta(minutes=chance.randrange(1, 2000))
    return {"title": "Any", "service": chance.choice(SERVICES[:3]), "starts_at": starts_at, "ends_at": ends_at}


def fill(bot: Bot, seed: int, number: int = 120) -> None:
    """A fifth of all is void. The budgets of two years are typed; the second one has no actuals after September."""
    chance = Chance(seed)
    for name, record in RECORDS.items():
        put(bot.database, TABLES[name], *(voided(chance, record(chance)) for _ in range(number)))
    put(bot.database, TABLES["timesheet"], *timesheets(chance))
    put(bot.database, TABLES["maintenance"], *(maintenance(chance) for _ in range(20)))
    tickets = [voided(chance, ticket(chance)) for _ in range(2 * number)]
    put(bot.database, Ticket, *tickets)
    out = [(at, held) for at, held in enumerate(tickets, start=1) if held["level"] in {"P1", "P2"}]
    put(bot.database, Downtime, *(downtime(chance, at, held) for at, held in out))
    reviews = [(at, held["ended_at"]) for at, held in out if held["ended_at"] and chance.random() < 0.6]
    put(bot.database, TABLES["review"], *(review(chance, at, ended_at) for at, ended_at in reviews))
    budget(bot)


def review(chance: Chance, number: int, ended_at: datetime) -> Row:
    days = timedelta(days=chance.randrange(1, 25))
    return {"outage_id": number, "cause": "Any", "reviewed_on": (ended_at + days).date()}


def voided(chance: Chance, row: Row) -> Row:
    return row | {"void_at": NOW if chance.random() < 0.2 else None}


def budget(bot: Bot) -> None:
    for line in (
        "line R1 Licences 12,000 2020-21",
        "line C1 Network 6,000 2020-21 kind:capital programme:Network",
        *(f"actual Licences {900 + month} p{month} 2020-21" for month in range(1, 7)),
        *(f"actual Network {500 + month} p{month} 2020-21" for month in range(1, 7)),
        "line R1 Licences 11,000 2019-20",
        "actual Licences 10,500 p1-12 2019-20",
    ):
        done(bot, f"/budget {line}", "finance")
