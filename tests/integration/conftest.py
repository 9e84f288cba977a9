"""Databases with nothing in them, for the tests of migrations."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

NewUrl = Callable[[], str]
NewUrlOf = Callable[[str], str]


@pytest.fixture
def new_url_of(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[NewUrlOf]:
    """Gives the address of another empty database each time, of the kind that is named."""
    names: list[str] = []

    def create(kind: str) -> str:
        if kind == "sqlite":
            return str(tmp_path / uuid4().hex / "new.db")
        server: str = request.getfixturevalue("postgres_server")
        names.append(f"new_{uuid4().hex}")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{names[-1]}"')
        return server.replace("/postgres?", f"/{names[-1]}?")

    yield create
    for name in names:
        with psycopg.connect(request.getfixturevalue("postgres_server"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def new_url(database_url: str, new_url_of: NewUrlOf) -> NewUrl:
    """Of the kind that the test runs on."""
    return lambda: new_url_of("postgresql" if "://" in database_url else "sqlite")
