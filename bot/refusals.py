"""What somebody is told whose role does not allow something: what that is, and who can help."""

from collections.abc import Sequence

from bot.command import Person
from bot.desk import Partner
from core.errors import DeskError
from core.roles import ROLES, may

NO_ROLE = "An administrator can give you a role in desk.toml."


def refused(what: str, person: Person, needs: str, partners: Sequence[Partner] = ()) -> DeskError:
    """`what` with its verb: /outage log is."""
    said = f"{what} not open to you: you are {person.role}."
    return DeskError(" ".join(filter(None, (said, who_can(person, needs, partners)))))


def who_can(person: Person, needs: str, partners: Sequence[Partner]) -> str:
    if not may(person.role, "look"):
        return NO_ROLE
    if needs == "staff":
        channels = [channel for partner in partners if partner.key == person.partner for channel in partner.channels]
        return f"Ask somebody of the service desk{f', or say it in #{channels[0]}' if channels else ''}."
    roles = [role for role in ROLES if may(role, needs)]
    return f"It is open to: {', '.join(roles)}." if roles else ""
