"""Three seconds of what `make soak` keeps up for minutes: all is stored and whole, and the log is empty."""

import pytest

import soak.long
from bench.__main__ import is_reached


@pytest.mark.slow
def test_fifty_commands_a_second_are_all_kept_without_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak.long, "MINUTE", 3)
    rows = list(soak.long.rows(1))
    assert [row for row in rows if is_reached(row) is False] == []
    figures = {row.name: row.value for row in rows}
    assert figures["commands"] == 3 * soak.long.A_SECOND
    assert figures["posts in the workspace"] > 0
