"""A few power cuts, as `make soak` plays a hundred; and that whoever plays them would see a loss."""

import os
from pathlib import Path

import pytest

from soak.power import cut_all, is_possible, record
from soak.syncs import Disk, Files, Step

LINES, CUTS = 25, 6


@pytest.fixture
def _strace() -> None:
    if not is_possible():
        tell = pytest.fail if os.environ.get("ICTBOT_TESTS_REQUIRE_ALL") else pytest.skip
        tell("strace is not installed: it tells what SQLite writes and syncs")


@pytest.mark.slow
@pytest.mark.usefixtures("_strace")
@pytest.mark.parametrize("is_random", [False, True], ids=["none of the rest", "some of the rest"])
def test_what_was_acknowledged_outlives_a_power_cut(tmp_path: Path, *, is_random: bool) -> None:
    found = list(cut_all(record(tmp_path / "cut", LINES), CUTS, is_random=is_random))
    assert [one.lost for one in found] == [0] * CUTS
    assert [one.damage for one in found] == [[]] * CUTS
    assert found[-1].acknowledged > 0


@pytest.mark.slow
@pytest.mark.usefixtures("_strace")
def test_without_syncs_the_same_cuts_lose(tmp_path: Path) -> None:
    found = list(cut_all(record(tmp_path / "cut", LINES, "OFF"), CUTS, is_random=False))
    assert sum(one.lost for one in found) > 0


def test_only_what_was_synced_is_certain() -> None:
    disk = Disk(Files({"a": bytearray(b"old")}, {"a"}))
    disk.take(Step("write", "a", 0, b"new"))
    assert disk.after_a_cut(None) == {"a": b"old"}
    disk.take(Step("sync", "a"))
    disk.take(Step("truncate", "a", 1))
    assert disk.after_a_cut(None) == {"a": b"new"}
    disk.take(Step("create", "b"))
    disk.take(Step("write", "b", 2, b"x"))
    disk.take(Step("sync", "b"))
    assert disk.after_a_cut(None) == {"a": b"new"}  # nobody knows its name yet
    disk.take(Step("sync folder", ""))
    assert disk.after_a_cut(None) == {"a": b"new", "b": b"\0\0x"}
    disk.take(Step("delete", "b"))
    assert "b" in disk.after_a_cut(None)
