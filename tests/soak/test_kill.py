"""A few kills while people type, as `make soak` does two hundred: nothing lost, nothing done twice, all whole."""

import pytest

from soak.killing import people_at
from soak.whole import broken, doubled, lost
from storage.database import Database


@pytest.mark.slow
def test_what_was_acknowledged_outlives_a_kill_and_is_done_once(database_url: str) -> None:
    with people_at(database_url, seed=1) as desk:
        desk.kill(4)
        desk.come_back()
    database = Database(database_url)
    acknowledged = [f"slack:{told}" for person in desk.people for told in person.acknowledged]
    assert len(acknowledged) >= 4
    assert lost(database, acknowledged) == []
    assert doubled(database) == []
    assert broken(database) == []
    assert [said for person in desk.people for said in person.surprises] == []
    database.close()
