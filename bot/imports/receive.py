"""A file that was dropped for the bot: whose it is, whether it may come in, and then its card."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.command import Person, Reply
from bot.dispatch import Dispatcher, queue
from bot.grammar import clean
from bot.imports import card
from core.errors import DeskError
from core.imports.uploads import refuse_size
from core.roles import may
from storage import uploads
from storage.models import Upload
from storage.trail import Values
from storage.uploads import Arrived

LONGEST_NAME = 80


@dataclass(frozen=True)
class Dropped:
    """`outside_id` is the channel's own for the file, `place` where its card is to stand. `fetch` gets its content."""

    outside_id: str
    name: str
    size: int
    place: str
    fetch: Callable[[], bytes]


def tidy(name: str) -> str:
    """A name on one line and without a folder; its end tells what it is."""
    return clean(name).replace("/", "-").replace("\\", "-")[-LONGEST_NAME:] or "file"


def acting(person: Person) -> Values:
    """In whose name an upload is read and imported."""
    return {"actor_id": person.id, "role": person.role, "partner": person.partner}


def receive(dispatcher: Dispatcher, file: Dropped, person: Person, now: datetime) -> Reply:
    """Fetched only from who may import; once for each file. What follows is said on the card of the upload."""
    if not may(person.role, "import"):
        raise DeskError(f"{file.name}: importing is not open to you: you are {person.role}.")
    refuse_size(file.name, file.size)
    arrived = Arrived(file.outside_id, tidy(file.name), file.place, file.fetch())
    refuse_size(arrived.name, len(arrived.content))

    def work(session: Session) -> Reply:
        number = uploads.add(session, now, arrived, acting(person))
        if number is None:
            return Reply(())
        upload = session.get_one(Upload, number)
        queue(session, now, card.post(upload, card.reading(upload)))
        return Reply(card.reading(upload), told_in=file.place)

    return dispatcher.database.write(work)
