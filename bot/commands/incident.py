"""/incident: something is broken. A P1 or P2 is an outage, and becomes the very record that /outage makes."""

from sqlmodel import Session

from bot.command import Command, Field, Reply, Request, Verb
from bot.tickets import log
from bot.tickets.verbs import common
from core.tickets import INCIDENT, LETTERS, LEVELS, read_level


def log_incident(request: Request, session: Session) -> Reply:
    return log.log(request, session, INCIDENT, LEVELS[INCIDENT])


COMMAND = Command(
    name="incident",
    does="log and follow incidents",
    verbs=(
        Verb(
            name="log",
            does="log one",
            run=log_incident,
            example="/incident p3 Printer jams on floor 2 partner:BDC",
            takes="p1|p2|p3|p4 what happened",
            fields=(Field("priority", "Priority", LEVELS[INCIDENT], required=True), *log.FIELDS),
            writes=True,
            is_default=True,
        ),
        *common("incident", "INC"),
    ),
    shortcut=lambda word: "log" if read_level(INCIDENT, word) else None,
    letters=LETTERS,
)
