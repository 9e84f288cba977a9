"""Backup and restore, of either database into either: beside a live writer, one view of all tables, read again."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import psycopg
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from core.errors import DeskError
from storage.archive import (
    FORMAT,
    MANIFEST,
    MANIFESTS,
    Manifest,
    Table,
    Tally,
    new_archive,
    read_table,
    seal,
    verified,
    write_table,
)
from storage.database import Database, revision_of
from storage.migrate import configuration, known, make_folder
from storage.models.base import SPELLING
from storage.schema import HEAD
from storage.snapshot import Shape, count_on, counters, drop_all, is_empty, lines, shapes, store

OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend'"
)


def backup(database: Database, to: Path, at: datetime, program: str) -> Manifest:
    """Writes `to`, which must not be there yet, and only once all that was written could be read again.

    DeskError where there is nothing to back up, or no room for it.
    """
    if to.exists():
        raise DeskError(f"{to} is there already. Name another file: a backup is never written over.", "file")
    if database.revision() is None:
        raise DeskError(f"There is no database at {database.url.render_as_string()}: name it with --db.", "db")
    part = to.with_name(f".{to.name}.part")
    try:
        written = database.read(lambda session: write(session, part, at, program))
        seal(part)
        if verified(part) != written:
            raise DeskError(f"{to} was not written as it should be. Look at the disk, and back up again.", "file")
        part.rename(to)
        flush(to.parent)
    except OSError as error:
        raise DeskError(f"{to} cannot be written: {error.strerror}. Name another, or make room.", "file") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return written


def write(session: Session, part: Path, at: datetime, program: str) -> Manifest:
    """It holds all that anybody told the bot, so only its owner may read it."""
    connection = session.connection()
    tables = shapes(connection)
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w+b") as file, new_archive(file) as archive:
        written = tuple(write_table(archive, table.name, table.columns, lines(connection, table)) for table in tables)
        manifest = Manifest(
            format=FORMAT,
            program=program,
            revision=str(revision_of(connection)),
            at=at.strftime(SPELLING),
            database=connection.dialect.name,
            tables=written,
            counters=counters(connection, tables),
        )
        archive.writestr(MANIFEST, MANIFESTS.dump_json(manifest, indent=1))
    return manifest


def flush(folder: Path) -> None:
    """A new name is on disk only once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def restore(database: Database, source: Path, replacing: str = "") -> Manifest:
    """All or nothing, in one transaction, at the end of which the rows are read again and compared.

    `replacing` names the database whose records may go. DeskError for a file that is damaged or newer, a database
    that holds records, and one at which somebody works.
    """
    manifest = verified(source)
    if manifest.revision not in known():
        raise DeskError(f"{source} was made by a newer version ({manifest.program}). Update this program.", "file")
    if database.path:
        make_folder(database.path.parent)
    with ZipFile(source) as archive:
        try:
            database.write(lambda session: fill(session, archive, manifest, name_of(database), replacing))
        except (DBAPIError, psycopg.Error) as error:  # the latter from COPY, which SQLAlchemy does not know
            reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
            raise DeskError(f"{source} cannot be stored here ({reason}); nothing was changed.", "file") from error
    return manifest


def name_of(database: Database) -> str:
    """The name of the file, or of the database on its server."""
    return database.path.name if database.path else str(database.url.database)


def fill(session: Session, archive: ZipFile, manifest: Manifest, name: str, replacing: str) -> None:
    connection = session.connection()
    refuse_in_use(connection, name)
    refuse_records(connection, name, replacing)
    drop_all(connection)
    command.upgrade(configuration(connection), manifest.revision)
    is_sqlite = connection.dialect.name == "sqlite"
    connection.execute(text("PRAGMA defer_foreign_keys=ON" if is_sqlite else "SET LOCAL timezone = 'UTC'"))
    tables = shapes(connection)
    wanted = {table.name: table for table in manifest.tables}
    if {table.name: table.columns for table in tables} != {name: table.columns for name, table in wanted.items()}:
        raise DeskError(f"The backup holds other tables than its version has, {manifest.revision}.", "file")
    for table in tables:
        store(connection, table, read_table(archive, wanted[table.name]))
    count_on(connection, tables, manifest.counters)
    if differing := [table.name for table in tables if read_again(connection, table) != wanted[table.name]]:
        raise DeskError(f"{', '.join(differing)} came out otherwise than backed up; nothing was changed.", "file")
    command.upgrade(configuration(connection), HEAD)


def refuse_in_use(connection: Connection, name: str) -> None:
    """On PostgreSQL a bot, or anybody else, is seen by its connection; on SQLite by its lock file."""
    others = 0 if connection.dialect.name == "sqlite" else connection.execute(OTHERS).scalar_one()
    if others:
        raise DeskError(f"{others} other connections to {name} are open. Stop every bot on it first.", "db")


def refuse_records(connection: Connection, name: str, replacing: str) -> None:
    if replacing == name or all(is_empty(connection, table) for table in shapes(connection)):
        return
    asked = f"{replacing} is not its name. " if replacing else ""
    raise DeskError(
        f"{name} holds records, which a restore would remove. {asked}Restore into an empty database, "
        f"or say --replace {name}.",
        "replace",
    )


def read_again(connection: Connection, table: Shape) -> Table:
    tally = Tally()
    for _ in tally.through(lines(connection, table)):
        pass
    return tally.of(table.name, table.columns)
