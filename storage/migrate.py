"""Bringing a database to the schema of this code. Imported only when that is needed: Alembic is slow to load."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.database import Database
from storage.schema import HEAD


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(database: Database, revision: str = HEAD) -> None:
    """Upgrade in one transaction; safe to call from several processes at once, the later ones find nothing to do."""
    if database.path:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    with database.connect_for_migration() as connection, connection.begin():
        command.upgrade(configuration(connection), revision)
