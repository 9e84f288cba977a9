"""The files of a report written into a folder: both copies, in every format, as frozen or as the draft stands."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from sqlmodel import Session

from bot.command import Person, Request
from bot.report.content.context import Audience
from bot.report.files import INTERNAL, draft_of, frozen_version, kept, made
from bot.report.formats import formats, rendered
from bot.report.naming import named, nothing_more
from bot.report.standing import Standing, standing
from bot.report.written import Written
from core.errors import DeskError
from core.roles import may
from storage.database import Database
from storage.reports import Frozen


def write_out(database: Database, request: Request, folder: Path) -> list[Path]:
    """Whoever may not see restricted details gets the public copy only. DeskError where it cannot be written."""

    def read(session: Session) -> list[Frozen]:
        found = named(request, session, request.typed.words)
        nothing_more(request, found)
        stands = standing(session, found)
        written = Written(request, session, stands)
        return [file for audience in audiences(request.person) for file in files_of(session, stands, written, audience)]

    found = database.read(read)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [path for file in found for path in write(folder, file)]
    except OSError as error:
        raise DeskError(f"I cannot write into {folder}: {error.strerror}. Name another folder with --to.") from error


def audiences(person: Person) -> tuple[Audience, ...]:
    return ("internal", "public") if may(person.role, INTERNAL) else ("public",)


def files_of(session: Session, stands: Standing, written: Written, audience: Audience) -> list[Frozen]:
    version = frozen_version(session, stands)
    if version is not None:
        endings = formats()
        return [kept(session, version, audience, one) or made(version, stands, audience, one) for one in endings]
    document, name = draft_of(written, audience)
    return [rendered(document, name, ending, audience) for ending in formats()]


def write(folder: Path, file: Frozen) -> Iterator[Path]:
    """The CSV files of a report are kept together, and written each by itself."""
    path = folder / file.name
    if path.suffix != ".zip":
        path.write_bytes(file.content)
        yield path
        return
    own = folder / f"{path.stem}-csv"
    own.mkdir(exist_ok=True)
    with ZipFile(BytesIO(file.content)) as archive:
        for name in archive.namelist():
            (own / Path(name).name).write_bytes(archive.read(name))
            yield own / Path(name).name
