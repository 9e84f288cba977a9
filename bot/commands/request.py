"""/request: somebody needs something, by a target or by an agreed date."""

from sqlmodel import Session

from bot.command import Command, Field, Reply, Request, Verb
from bot.tickets import log
from bot.tickets.verbs import common
from core.tickets import LETTERS, LEVELS, REQUEST, read_level


def log_request(request: Request, session: Session) -> Reply:
    return log.log(request, session, REQUEST, LEVELS[REQUEST])


COMMAND = Command(
    name="request",
    does="log and follow service requests",
    verbs=(
        Verb(
            name="log",
            does="log one; a bespoke one has an agreed date",
            run=log_request,
            example="/request standard New laptop for the planning team partner:BDC",
            takes="minor|standard|major|bespoke what is needed",
            fields=(
                Field("size", "Size", LEVELS[REQUEST], required=True),
                *log.FIELDS,
                Field("agreed", "Agreed date, for a bespoke one"),
            ),
            writes=True,
            is_default=True,
        ),
        *common("request", "REQ"),
    ),
    shortcut=lambda word: "log" if read_level(REQUEST, word) else None,
    letters=LETTERS,
)
