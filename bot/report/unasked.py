"""A request that nobody typed: for jobs, and for the command line."""

from collections.abc import Mapping
from datetime import datetime

from bot.command import Command, Person, Place, Request
from bot.desk import Desk
from bot.grammar import Typed
from core.kpis import catalogue
from storage.trail import Act

NOBODY = Person(0, "", "", "manager")


def request_of(
    desk: Desk,
    now: datetime,
    words: tuple[str, ...] = (),
    person: Person = NOBODY,
    commands: Mapping[str, Command] | None = None,
) -> Request:
    """One that only looks, under whatever policy is in force. Empty words are left out."""
    words = tuple(filter(None, words))
    return Request(
        id="",
        now=now,
        person=person,
        place=Place(""),
        command="report",
        verb="show",
        line="",
        typed=Typed(" ".join(words), {}, words),
        desk=desk,
        kpis=catalogue(),
        commands=commands or {},
        policy_id=0,
        act=Act(0, now, person.id),
    )
