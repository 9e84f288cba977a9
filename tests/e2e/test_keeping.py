"""`ictbot backup` and `ictbot restore` as programs: beside a running bot, and never under one."""

from pathlib import Path

from tests.e2e.programs import asked, dumped, ictbot
from tests.e2e.test_processes import end, running

OUTAGE = "/outage p2 Email down at Wirksworth"


def test_what_is_backed_up_beside_a_running_bot_comes_back_elsewhere(tmp_path: Path) -> None:
    with running(cwd=tmp_path) as process:
        ictbot("say", OUTAGE, cwd=tmp_path)
        kept = ictbot("backup", "kept.zip", cwd=tmp_path).stdout
        assert " are in kept.zip (0.0 MB), and were read again: they agree.\n" in kept
        held = ictbot("restore", "kept.zip", "--replace", "ictbot.db", cwd=tmp_path, status=1).stderr
        assert held.startswith("Another bot runs on ictbot.db. Stop it first")
        end(process)
    back = ictbot("restore", "kept.zip", "--db", "new/desk.db", cwd=tmp_path).stdout
    assert back.endswith(" UTC, are in sqlite:///new/desk.db: they agree.\n")
    assert asked(tmp_path / "new" / "desk.db", "SELECT summary FROM ticket") == [("Email down at Wirksworth",)]
    assert "OUT-2, P2" in ictbot("say", f"{OUTAGE} new:yes", "--db", "new/desk.db", cwd=tmp_path).stdout


def test_a_restore_removes_records_only_of_the_database_that_is_named(tmp_path: Path) -> None:
    ictbot("say", OUTAGE, cwd=tmp_path)
    ictbot("backup", "kept.zip", cwd=tmp_path)
    ictbot("say", "/incident p3 Printer jams partner:BDC", cwd=tmp_path)
    before = dumped(tmp_path / "ictbot.db")
    refused = ictbot("restore", "kept.zip", cwd=tmp_path, status=1).stderr
    assert refused.startswith("ictbot.db holds records, which a restore would remove.")
    assert dumped(tmp_path / "ictbot.db") == before
    ictbot("restore", "kept.zip", "--replace", "ictbot.db", cwd=tmp_path)
    assert asked(tmp_path / "ictbot.db", "SELECT count(*) FROM ticket") == [(1,)]


def test_backups_go_to_their_folder_under_the_time(tmp_path: Path) -> None:
    ictbot("migrate", cwd=tmp_path)
    assert ictbot("backup", cwd=tmp_path, status=1).stderr.startswith("Name the file to write, or set ICTBOT_BACKUPS")
    (tmp_path / "kept").mkdir()
    ictbot("backup", cwd=tmp_path, ICTBOT_BACKUPS="kept")
    (file,) = (tmp_path / "kept").iterdir()
    assert file.match("ictbot-????????-??????.zip")
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)
    damaged = ictbot("restore", str(file), "--db", "new.db", cwd=tmp_path, status=1).stderr
    assert "is damaged: it is not as it was written. Take another backup; nothing was changed." in damaged
    assert not (tmp_path / "new.db").exists()
