"""Databases with nothing in them, for the tests of migrations."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

NewUrl = Callable[[], str]


@pytest.fixture
def new_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[NewUrl]:
    """Gives the address of another empty database each time, of the kind that the test runs on."""
    if "://" not in database_url:
        yield lambda: str(tmp_path / uuid4().hex / "new.db")
        return
    server: str = request.getfixturevalue("postgres_server")
    names: list[str] = []

    def create() -> str:
        names.append(f"new_{uuid4().hex}")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{names[-1]}"')
        return server.replace("/postgres?", f"/{names[-1]}?")

    yield create
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
