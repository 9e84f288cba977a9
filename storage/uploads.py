"""Uploads: taken in once, claimed with a lease by whoever reads or imports them, and the mappings remembered.

They are the bot's own bookkeeping, as the outbox is: what they bring stands in the trail, they do not.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from core.imports.uploads import IMPORTING, OPEN, QUEUED, READING, TO_DO
from storage.database import dialect_of, insert_once
from storage.leases import is_over
from storage.models import StoredMapping, Upload, UploadContent
from storage.trail import Values, table_of

UPLOAD, CONTENT = table_of(Upload), table_of(UploadContent)
ADD = insert_once(UPLOAD, "outside_id", "person_id")


@dataclass(frozen=True)
class Arrived:
    """A file as the channel names it; `place` is where its card is to stand."""

    outside_id: str
    name: str
    place: str
    content: bytes


def add(session: Session, at: datetime, file: Arrived, sender: Values) -> int | None:
    """The number of the new upload, which is to be read; None when they have sent this file already.

    `sender`: their actor_id, role and partner.
    """
    values = {**sender, "at": at, "person_id": sender["actor_id"], "place": file.place}
    values |= {"outside_id": file.outside_id, "name": file.name}
    values |= {"size": len(file.content), "state": READING, "ways": "{}", "only_good": False}
    values |= dict.fromkeys(("done", "new", "changed", "unchanged", "attempts"), 0)
    number = session.connection().execute(ADD[dialect_of(session)], values).scalar()
    if number is not None:
        session.execute(insert(CONTENT).values(upload_id=number, content=file.content))
    return number


def get(session: Session, number: int, *, for_change: bool = False) -> Upload | None:
    return session.get(Upload, number, with_for_update=for_change or None)


def of_file(session: Session, outside_id: str, person_id: int) -> Upload | None:
    """What came of a file that this person has sent, as long as it has not ended."""
    mine = (col(Upload.outside_id) == outside_id, col(Upload.person_id) == person_id)
    return session.scalars(select(Upload).where(*mine)).first()


def of_request(session: Session, number: int) -> Upload | None:
    """The one that this request imports."""
    return session.scalars(select(Upload).where(col(Upload.number) == number)).first()


def content(session: Session, number: int) -> bytes | None:
    """None once it is decided on."""
    found = session.execute(select(CONTENT.c.content).where(CONTENT.c.upload_id == number)).scalar()
    return None if found is None else bytes(found)


def end(session: Session, upload: Upload, state: str) -> None:
    """Its content is needed no more, and the same file may be sent anew."""
    upload.state, upload.leased_until, upload.outside_id = state, None, None
    session.add(upload)
    session.execute(delete(CONTENT).where(CONTENT.c.upload_id == upload.id))


def open_ones(session: Session, person_id: int | None = None) -> Sequence[Upload]:
    """What is neither imported nor given up, oldest first; of one person, or everybody's."""
    found = select(Upload).where(col(Upload.state).in_((*OPEN, *TO_DO))).order_by(col(Upload.id))
    return session.scalars(found if person_id is None else found.where(col(Upload.person_id) == person_id)).all()


def left_alone(session: Session, since: datetime, *, for_change: bool = False) -> Sequence[Upload]:
    """Those that have waited for their person's word for longer."""
    old = select(Upload).where(col(Upload.state).in_(OPEN), col(Upload.at) < since)
    old = old.order_by(col(Upload.id))
    return session.scalars(old.with_for_update(skip_locked=True) if for_change else old).all()


def is_any_to_do(session: Session) -> bool:
    return session.execute(select(UPLOAD.c.id).where(UPLOAD.c.state.in_(TO_DO)).limit(1)).first() is not None


def claim(session: Session, now: datetime, lease: timedelta, besides: Collection[int] = ()) -> Upload | None:
    """The oldest that nobody is at; what was queued is being imported from now on."""
    is_free = is_over(Upload.leased_until, now, lease)
    ready = select(Upload).where(col(Upload.state).in_(TO_DO), is_free, col(Upload.id).not_in(besides))
    upload = session.scalars(ready.order_by(col(Upload.id)).limit(1).with_for_update(skip_locked=True)).first()
    if upload is not None:
        upload.leased_until = now + lease
        upload.attempts += 1
        upload.state = IMPORTING if upload.state == QUEUED else upload.state
        session.add(upload)
    return upload


def free(session: Session) -> None:
    """Whoever was at them is gone."""
    session.execute(update(UPLOAD).values(leased_until=None))


def remember(session: Session, mapping: StoredMapping) -> None:
    session.merge(mapping)


def tools(session: Session) -> set[str]:
    """The names of the tools whose tables were mapped."""
    return {name for name in session.scalars(select(col(StoredMapping.profile)).distinct()) if name}


def recall(session: Session, digest: str) -> StoredMapping | None:
    return session.get(StoredMapping, digest)
