"""Bringing a database to the schema of this code. Imported only when that is needed: Alembic is slow to load."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlmodel import Session

from core.errors import DeskError
from storage import running
from storage.database import EXAMPLES, Database
from storage.models import RunningBot
from storage.schema import HEAD

PATIENCE, LOOK_AGAIN = 30.0, 0.1  # seconds, for bots of the version before to end


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(database: Database, revision: str = HEAD) -> None:
    """Upgrade in one transaction; safe to call from several processes at once, the later ones find nothing to do.

    Bots of the version before are asked to end first, so that none works on tables that it does not know. DeskError
    where one does not, for a database of a newer version, and for one that cannot be read or made.
    """
    if database.path:
        make_folder(database.path.parent)
    stands_at = database.revision()
    if stands_at is not None and stands_at not in known():
        raise DeskError(f"The database stands at {stands_at}, which a newer version made. Update this program.", "db")
    with handing_over(database, revision, stands_at):
        database.write(lambda session: command.upgrade(configuration(session.connection()), revision))


@contextmanager
def handing_over(
    database: Database, revision: str, stands_at: str | None, patience: float = PATIENCE
) -> Iterator[None]:
    """Announce the newer version, which running bots look for every second, and wait until they have ended."""
    if stands_at in {None, revision} or not database.read(has_register):
        yield
        return
    announced = database.write(lambda session: running.join(session, None, revision))
    try:
        end = time.monotonic() + patience
        while older := running.older(database, revision):
            if time.monotonic() > end:
                raise DeskError(f"{', '.join(older)} still runs with an older version. Stop it, then try again.", "db")
            time.sleep(LOOK_AGAIN)
        yield
    finally:
        database.write(lambda session: running.leave(session, announced))


def has_register(session: Session) -> bool:
    return inspect(session.connection()).has_table(RunningBot.__tablename__)


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(f"I cannot make the folder {folder}: {error.strerror}. {EXAMPLES}", "db") from error


def known() -> set[str]:
    """The migrations that this code has."""
    return {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}
