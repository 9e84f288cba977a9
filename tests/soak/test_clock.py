"""Some jumps of the clock and both clock changes, as `make soak` does two hundred: all is kept and said, once, soon."""

import pytest

from bench.__main__ import is_reached
from soak.clock import changes, desk_at, figures, jump


@pytest.mark.slow
def test_nothing_is_lost_or_said_twice_however_the_clock_goes(database_url: str) -> None:
    with desk_at(database_url) as desk:
        jump(desk, 8)
        rows = [*figures("jumps", desk), *changes("both", desk, every_minutes=20)]
    assert len(desk.answered) == 8 + 2 * 9
    assert [row for row in rows if is_reached(row) is False] == []
