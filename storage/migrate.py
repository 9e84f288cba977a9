"""Bringing a database to the schema of this code. Imported only when that is needed: Alembic is slow to load."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from core.errors import DeskError
from storage.database import EXAMPLES, Database
from storage.schema import HEAD


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(database: Database, revision: str = HEAD) -> None:
    """Upgrade in one transaction; safe to call from several processes at once, the later ones find nothing to do.

    DeskError for a database of a newer version, and for one that cannot be read or made.
    """
    if database.path:
        make_folder(database.path.parent)
    stands_at = database.revision()
    if stands_at is not None and stands_at not in known():
        raise DeskError(f"The database stands at {stands_at}, which a newer version made. Update this program.", "db")
    database.write(lambda session: command.upgrade(configuration(session.connection()), revision))


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(f"I cannot make the folder {folder}: {error.strerror}. {EXAMPLES}", "db") from error


def known() -> set[str]:
    """The migrations that this code has."""
    return {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}
