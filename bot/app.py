"""The composition root: puts together everything that answers. What runs by itself is added in bot/running.py."""

from dataclasses import dataclass

from sqlmodel import Session

from bot import registry
from bot.clock import Clock
from bot.command import Person
from bot.desk import Desk, read_desk
from bot.dispatch import Dispatcher
from bot.settings import Settings
from core.kpis import catalogue
from storage import people
from storage.database import Database


@dataclass(frozen=True)
class Bot:
    database: Database
    desk: Desk
    clock: Clock
    dispatcher: Dispatcher


def build(settings: Settings, clock: Clock, database: Database | None = None) -> Bot:
    """Everything that answers. The database must be migrated; the desk's people and policy are written into it."""
    desk = read_desk(settings.desk)
    database = database or Database(settings.database_url)
    persons, policy_id = database.write(lambda session: enrol(session, desk, clock))
    dispatcher = Dispatcher(database, desk, registry.commands(), catalogue(), persons, policy_id)
    return Bot(database, desk, clock, dispatcher)


def enrol(session: Session, desk: Desk, clock: Clock) -> tuple[dict[tuple[str, str], Person], int]:
    """People by the names that the channels have for them, and the id of this version of the policy."""
    ids = people.enrol(session, [(listed.key, listed.name, listed.identities) for listed in desk.people])
    persons = {
        (channel, outside): Person(ids[listed.key], listed.key, listed.name, listed.role)
        for listed in desk.people
        for channel, outside in listed.identities.items()
    }
    return persons, people.policy_id(session, desk.text, clock())
