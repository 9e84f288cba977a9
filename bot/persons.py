"""Who is meant by a name: somebody of desk.toml, or a member of a group who has spoken here."""

from sqlmodel import Session

from bot.command import Request
from bot.grammar import did_you_mean
from core.errors import DeskError
from storage import people


def person_meant(request: Request, session: Session, typed: str) -> tuple[int, str]:
    """Id and name. People of desk.toml go by key, name or first name, members by name or the id of their channel."""
    word = typed.strip().lower().removeprefix("to ").removeprefix("@")
    if word in {"me", "myself"}:
        return request.person.id, request.person.name
    for person in request.desk.people:
        if word in {person.key.lower(), person.name.lower(), person.name.lower().split(" ")[0]}:
            return people.person_id(session, person.key, person.name), person.name
    for member in people.members(session):
        if word in {member.key.lower(), member.key.lower().partition(":")[2], member.name.lower()}:
            return member.id, member.name
    raise DeskError(did_you_mean("person", typed.strip(), [person.name for person in request.desk.people]), "to")
