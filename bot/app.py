"""The composition root: puts together everything that answers. What runs by itself is added in bot/running.py."""

from dataclasses import dataclass

from sqlmodel import Session

from bot import registry
from bot.clock import Clock
from bot.command import Person
from bot.desk import Desk
from bot.desk_file import read_desk
from bot.dispatch import Dispatcher
from bot.policy import differs_from
from bot.settings import Settings
from core.kpis import catalogue
from storage import people, recomputation, running
from storage.database import Database, take_turn


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
    known = database.read(lambda session: recall(session, desk))
    ids, policy_id = known or database.write(lambda session: enrol(session, desk, clock))
    dispatcher = Dispatcher(database, desk, registry.commands(), catalogue(), persons(desk, ids), policy_id)
    return Bot(database, desk, clock, dispatcher)


def recall(session: Session, desk: Desk) -> tuple[dict[str, int], int] | None:
    """The ids of people and policy, if this very desk.toml is in force already."""
    policy_id = people.policy_id(session, desk.text)
    if policy_id is None or recomputation.in_force(session) != policy_id:
        return None
    return people.ids(session), policy_id


def enrol(session: Session, desk: Desk, clock: Clock) -> tuple[dict[str, int], int]:
    """Rows for the people of desk.toml and for this version of it, now in force. Bots that start together do it once.

    DeskError where bots run by another one. What was computed under the version before is computed again by the bot
    that runs (bot/recomputing.py).
    """
    take_turn(session, running.TURN)
    known = recall(session, desk)
    if known:
        return known
    people.enrol(session, [(listed.key, listed.name, listed.identities) for listed in desk.people])
    policy_id = people.policy_id(session, desk.text)
    if policy_id is None:
        policy_id = people.add_policy(session, desk.text, clock())
    running.refuse_other_policy(session, policy_id)
    recomputation.put_in_force(session, policy_id, clock(), differs_from(session, desk))
    return people.ids(session), policy_id


def persons(desk: Desk, ids: dict[str, int]) -> dict[tuple[str, str], Person]:
    """People by the names that the channels have for them."""
    return {
        (channel, outside): Person(ids[listed.key], listed.key, listed.name, listed.role, listed.partner)
        for listed in desk.people
        for channel, outside in listed.identities.items()
    }
