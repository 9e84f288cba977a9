"""/outage: a P1 or P2 incident, announced in the channel, with management told at once."""

from sqlmodel import Session

from bot.command import Command, Field, Reply, Request, Verb
from bot.tickets import life, log
from bot.tickets.verbs import TEXT, common
from core.tickets import INCIDENT, LETTERS, OUTAGES, read_level

PRIORITY = Field("priority", "Priority", OUTAGES, required=True)


def log_outage(request: Request, session: Session) -> Reply:
    """`/outage p2 Email down at Wirksworth`: one record, its deadline, its downtime, its announcement."""
    return log.log(request, session, INCIDENT, OUTAGES)


COMMAND = Command(
    name="outage",
    does="log and follow outages (P1 and P2 incidents)",
    verbs=(
        Verb(
            name="log",
            does="log one that has begun",
            run=log_outage,
            example="/outage p2 Email down at Wirksworth partner:DDDC",
            takes="p1|p2 what happened",
            fields=(PRIORITY, *log.FIELDS),
            writes=True,
            is_default=True,
        ),
        Verb(
            name="join",
            does="add a report to one that is open",
            run=life.join,
            example="/outage join OUT-1 Matlock cannot reach email either",
            takes="REF text",
            fields=(TEXT, PRIORITY, *log.FIELDS),
            writes=True,
        ),
        *common("outage", "OUT"),
    ),
    shortcut=lambda word: "log" if read_level(INCIDENT, word) else None,
    letters=LETTERS,
)
