"""People and the names by which each channel knows them; and the versions of the policy."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, select

from storage.models import Identity, Person, Policy


def enrol(session: Session, people: Iterable[tuple[str, str, Mapping[str, str]]]) -> None:
    """Make rows for those whom desk.toml lists: key, name, {channel: outside id}."""
    for key, name, identities in people:
        enrol_one(session, key, name, identities)


def enrol_one(session: Session, key: str, name: str, identities: Mapping[str, str]) -> int:
    """A member of a group who is listed by now stays who they were, under the new key."""
    person = person_id(session, key, name, *(member_key(*identity) for identity in identities.items()))
    for channel, outside in identities.items():
        session.merge(Identity(channel=channel, outside_id=outside, person_id=person))
    return person


def person_id(session: Session, key: str, name: str, *earlier: str) -> int:
    """Made where there is none; `earlier` are keys under which the same person may stand yet."""
    known = (by_key(session, each) for each in (key, *earlier))
    person = next(filter(None, known), None) or Person(key=key, name=name)
    person.key, person.name = key, name
    session.add(person)
    session.flush()
    return person.id


def by_key(session: Session, key: str) -> Person | None:
    return session.exec(select(Person).where(Person.key == key)).first()


def member_key(channel: str, outside_id: str) -> str:
    """Of somebody whom desk.toml does not list, and who is let in as the member of a channel's group."""
    return f"{channel}:{outside_id}"


def is_member(key: str) -> bool:
    return ":" in key


def members(session: Session) -> list[Person]:
    return [person for person in session.exec(select(Person)) if is_member(person.key)]


def get(session: Session, person: int) -> Person:
    return session.get_one(Person, person)


def key_of(session: Session, person: int) -> str:
    return session.get_one(Person, person).key


def names(session: Session) -> dict[int, str]:
    return dict(session.exec(select(Person.id, Person.name)).all())


def ids(session: Session) -> dict[str, int]:
    return dict(session.exec(select(Person.key, Person.id)).all())


def policy_id(session: Session, text: str) -> int | None:
    """The id of this version of desk.toml, if it has been here before; its people have been, too."""
    return session.exec(select(Policy.id).where(Policy.digest == digest(text))).first()


def add_policy(session: Session, text: str, at: datetime) -> int:
    """Keep this version as text, so that any figure can be explained years later."""
    policy = Policy(digest=digest(text), text=text, at=at)
    session.add(policy)
    session.flush()
    return policy.id


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
