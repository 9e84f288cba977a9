"""Files that people dropped for the bot, what was said of them, and the mappings that are remembered."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from core.imports.uploads import STATES, TO_DO
from storage.models.base import UtcDateTime, one_of

TO_BE_DONE = text("state IN ({})".format(", ".join(f"'{state}'" for state in TO_DO)))


class Upload(SQLModel, table=True):
    """`outside_id` is the channel's own for the file, until it has ended: what somebody sends twice is one upload.
    `place` is where its card stands. `number` is the request that imports it; `done` of `rows` are gone through.

    It is read and imported in the name of `actor_id`, who has `role` and `partner`: first whoever sent it, then whoever
    pressed Import. JSON are `ways` (what people said of it), `header` and `words` (priorities that do not speak for
    themselves).
    """

    __table_args__: ClassVar[tuple[object, ...]] = (
        one_of("state", STATES),
        UniqueConstraint("outside_id", "person_id"),
        Index("ix_upload_to_do", "id", sqlite_where=TO_BE_DONE, postgresql_where=TO_BE_DONE),
    )

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: int = Field(foreign_key="person.id", index=True)
    actor_id: int = Field(foreign_key="person.id")
    role: str
    partner: str | None = None
    place: str
    outside_id: str | None = None
    name: str
    size: int
    state: str
    number: int | None = Field(default=None, foreign_key="request.number")
    only_good: bool
    ways: str
    header: str | None = None
    words: str | None = None
    rows: int | None = None
    errors: int | None = None
    done: int
    new: int
    changed: int
    unchanged: int
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int


class UploadContent(SQLModel, table=True):
    """Apart, so that a look at an upload does not fetch it; deleted once that is imported, cancelled or failed."""

    __tablename__ = "upload_content"

    upload_id: int = Field(primary_key=True, foreign_key="upload.id")
    content: bytes = Field(sa_type=LargeBinary)


class StoredMapping(SQLModel, table=True):
    """What was said of a table with this header when it was imported: used when such a file comes again."""

    __tablename__ = "mapping"

    digest: str = Field(primary_key=True)
    profile: str | None = None
    columns: str | None = None
    priorities: str | None = None
    dates: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: int = Field(foreign_key="person.id")
