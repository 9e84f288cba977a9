"""A file that was dropped for the bot: whose it is, whether it may come in, and then its card."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.command import Person, Reply
from bot.dispatch import Dispatcher, queue
from bot.grammar import clean
from bot.imports import card
from bot.imports.returned import NEEDS, is_word, receive_word
from bot.refusals import refused
from core.imports.uploads import refuse_size
from core.roles import may
from storage import outbox, uploads
from storage.models import Upload
from storage.trail import Values
from storage.uploads import Arrived

LONGEST_NAME = 80


@dataclass(frozen=True)
class Dropped:
    """`outside_id` is the channel's own for the file, `place` where its card is to stand. `fetch` gets its content.

    `answer_key` is the outbox's for what is said of this message: it is said once, however often it is delivered.
    """

    outside_id: str
    name: str
    size: int
    place: str
    fetch: Callable[[], bytes]
    answer_key: str | None = None


def tidy(name: str) -> str:
    """A name on one line and without a folder; its end tells what it is."""
    return clean(name).replace("/", "-").replace("\\", "-")[-LONGEST_NAME:] or "file"


def acting(person: Person) -> Values:
    """In whose name an upload is read and imported."""
    return {"actor_id": person.id, "role": person.role, "partner": person.partner}


def known(session: Session, file: Dropped, person: Person) -> Reply | None:
    """How a file stands that is here already; nothing more is said of a message that was answered before."""
    if file.answer_key and outbox.is_queued(session, file.answer_key):
        return Reply(())
    upload = uploads.of_file(session, file.outside_id, person.id)
    return Reply(card.standing(upload)) if upload is not None else None


def receive(dispatcher: Dispatcher, file: Dropped, person: Person, now: datetime) -> Reply:
    """Fetched only from who may import, and where it is not here yet. What follows is said on its card."""
    is_draft = is_word(file.name)
    needs = NEEDS if is_draft else "import"
    if not may(person.role, needs):
        raise refused(f"{file.name}: importing is", person, needs, dispatcher.desk.partners)
    refuse_size(file.name, file.size)
    if there := dispatcher.database.read(lambda session: known(session, file, person)):
        return there
    arrived = Arrived(file.outside_id, tidy(file.name), file.place, file.fetch())
    refuse_size(arrived.name, len(arrived.content))
    if is_draft:
        return receive_word(dispatcher, arrived, person, now)

    def work(session: Session) -> Reply:
        number = uploads.add(session, now, arrived, acting(person))
        if number is None:
            return known(session, file, person) or Reply(())
        upload = session.get_one(Upload, number)
        queue(session, now, card.post(upload, card.reading(upload)), file.answer_key)
        return Reply(card.reading(upload), told_in=file.place)

    return dispatcher.database.write(work)
