"""People and the names by which each channel knows them; and the versions of the policy."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, select

from storage.models import Identity, Person, Policy


def enrol(session: Session, people: Iterable[tuple[str, str, Mapping[str, str]]]) -> dict[str, int]:
    """Make rows for those whom desk.toml lists (key, name, {channel: outside id}); gives the id of each key."""
    ids = {}
    for key, name, identities in people:
        ids[key] = person_id(session, key, name)
        for channel, outside in identities.items():
            session.merge(Identity(channel=channel, outside_id=outside, person_id=ids[key]))
    return ids


def person_id(session: Session, key: str, name: str) -> int:
    person = session.exec(select(Person).where(Person.key == key)).first() or Person(key=key, name=name)
    person.name = name
    session.add(person)
    session.flush()
    return person.id


def names(session: Session) -> dict[int, str]:
    return {person.id: person.name for person in session.exec(select(Person))}


def policy_id(session: Session, text: str, at: datetime) -> int:
    """The id of this version of desk.toml, kept as text, so that any figure can be explained years later."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    policy = session.exec(select(Policy).where(Policy.digest == digest)).first()
    if policy is None:
        policy = Policy(digest=digest, text=text, at=at)
        session.add(policy)
        session.flush()
    return policy.id
