"""The file of a backup: a zip with a table of JSON lines each, what they should be, and a seal over every byte."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pydantic import TypeAdapter, ValidationError

from core.errors import DeskError

FORMAT = 1
MANIFEST = "manifest.json"
SEAL = 64  # the zip's comment, its last bytes: the SHA-256 of all before it
PIECE = 1 << 20
NO_ARCHIVE = (BadZipFile, KeyError, NotImplementedError, ValueError)
"""What reading a zip raises whose directory is damaged: a version that is not known, a name that is no text."""


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What is in the file. `revision` is the migration that the tables stand at, `at` when it was made, in UTC;
    `counters` are the highest numbers that were given.
    """

    format: int
    program: str
    revision: str
    at: str
    database: str
    tables: tuple[Table, ...]
    counters: dict[str, int]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


MANIFESTS = TypeAdapter(Manifest)


class Tally:
    """Counts and hashes the lines that go by."""

    def __init__(self) -> None:
        self.rows, self.hash = 0, sha256()

    def through(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.rows += 1
            self.hash.update(line)
            yield line

    def of(self, name: str, columns: tuple[str, ...]) -> Table:
        return Table(name, columns, self.rows, self.hash.hexdigest())


def member(name: str) -> str:
    return f"tables/{name}.jsonl"


def write_table(archive: ZipFile, name: str, columns: tuple[str, ...], lines: Iterable[bytes]) -> Table:
    tally = Tally()
    with archive.open(member(name), "w", force_zip64=True) as target:
        for line in tally.through(lines):
            target.write(line)
    return tally.of(name, columns)


def read_table(archive: ZipFile, table: Table) -> Iterator[bytes]:
    with archive.open(member(table.name)) as source:
        yield from source


def new_archive(file: IO[bytes]) -> ZipFile:
    archive = ZipFile(file, "w", ZIP_DEFLATED)
    archive.comment = b"0" * SEAL
    return archive


def seal(path: Path) -> None:
    with path.open("r+b") as file:
        digest = digest_of(file)
        file.seek(-SEAL, os.SEEK_END)
        file.write(digest)
        file.flush()
        os.fsync(file.fileno())


def digest_of(file: IO[bytes]) -> bytes:
    """The SHA-256, in hexadecimal digits, of all but the seal."""
    left = file.seek(0, os.SEEK_END) - SEAL
    file.seek(0)
    found = sha256()
    while left > 0 and (piece := file.read(min(PIECE, left))):
        found.update(piece)
        left -= len(piece)
    return found.hexdigest().encode()


def verified(path: Path) -> Manifest:
    """What a backup holds, once every byte and every row was looked at. DeskError says what is wrong with it."""
    try:
        with path.open("rb") as file:
            digest, sealed = digest_of(file), file.read(SEAL)
        with ZipFile(path) as archive:
            is_whole = sealed == digest
            manifest = read_manifest(archive, path, is_whole=is_whole)
            looked = tuple(look(archive, table) for table in manifest.tables)
    except OSError as error:
        raise DeskError(f"{path} cannot be read: {error.strerror}.", "file") from error
    except NO_ARCHIVE as error:
        raise DeskError(f"{path} is no backup, or only a part of one. {OTHER}", "file") from error
    if looked != manifest.tables:
        raise damaged(path)
    return manifest


OTHER = "Take another backup; nothing was changed."


def damaged(path: Path) -> DeskError:
    return DeskError(f"{path} is damaged: it is not as it was written. {OTHER}", "file")


def read_manifest(archive: ZipFile, path: Path, *, is_whole: bool) -> Manifest:
    if not is_whole:
        raise damaged(path)
    try:
        manifest = MANIFESTS.validate_json(archive.read(MANIFEST))
    except ValidationError as error:
        raise DeskError(f"{path} was not made by ictbot backup. {OTHER}", "file") from error
    if manifest.format != FORMAT:
        raise DeskError(f"{path} was made by a newer version ({manifest.program}). Update this program.", "file")
    return manifest


def look(archive: ZipFile, table: Table) -> Table:
    tally = Tally()
    for _ in tally.through(read_table(archive, table)):
        pass
    return tally.of(table.name, table.columns)
