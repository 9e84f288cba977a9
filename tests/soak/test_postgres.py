"""The connections of everybody at work are ended, and new ones refused for a moment, as a restart does."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from bot.app import Bot
from soak.typist import told, type_while


@contextmanager
def away(server: str, name: str) -> Iterator[None]:
    """A database that lets nobody in, and puts out who is there."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
        finally:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@pytest.mark.slow
@pytest.mark.only_on("postgresql")
def test_people_are_told_the_truth_while_postgresql_is_away_and_go_on_when_it_is_back(
    bot: Bot, postgres_server: str
) -> None:
    def twice(_people: object) -> None:
        for _ in range(2):
            time.sleep(0.5)
            with away(postgres_server, str(bot.database.url.database)):
                time.sleep(0.3)
        time.sleep(0.5)

    found = told(bot, type_while(bot, twice, typists=3))
    assert found.acknowledged > 0
    assert found.refused > 0
    assert (found.lost, found.untrue, found.doubled, found.unclear, found.not_whole) == (0, 0, 0, [], [])
