"""`ictbot import` of real files: the figures are those of the file, and a second time changes nothing."""

import csv
import gzip
import os
from collections import Counter
from pathlib import Path

import pytest

import bot.demo
from core.numbers import grouped
from tests.e2e.programs import asked, ictbot, on_a_terminal

SAMPLE = Path(bot.demo.__file__).parent / "servicenow_sample.csv.gz"
WHOLE = Path(__file__).parents[3] / "shared" / "data" / "servicenow_incidents.csv.gz"
MONTHS = ("3/2016", "4/2016", "5/2016")


def by_month(file: Path, column: str) -> Counter[str]:
    """How many have a time in each month, by the file's own words: 29/2/2016 01:16."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        times = [row[column].split(" ")[0] for row in csv.DictReader(lines)]
    return Counter(time.partition("/")[2] for time in times if time != "?")


def said_by_month(db: str, cwd: Path) -> tuple[list[int], list[int]]:
    """Opened and resolved in March, April and May 2016, as managers read them."""
    raised = ictbot("say", "/kpi raised mar 2016 to may 2016", "--db", db, cwd=cwd).stdout
    (total,) = [line for line in raised.splitlines() if line.startswith("Total: ")]
    opened = total.removeprefix("Total: ").partition(" = ")[0].split(", ")
    sla = ictbot("say", "/kpi sla mar 2016 to may 2016 by:month", "--db", db, cwd=cwd).stdout
    (row,) = [line for line in sla.splitlines() if line.startswith("All ")]
    resolved = [cell.split(" of ")[1].rstrip(")") for cell in row.split("  ") if " of " in cell][:3]
    return [number(cell) for cell in opened], [number(cell) for cell in resolved]


def number(text: str) -> int:
    return int(text.replace(",", ""))


def import_twice(file: Path, tickets: int, cwd: Path) -> tuple[list[int], list[int]]:
    """Gives what the figures say; the second time changes nothing."""
    words = ("import", str(file), "--db", "desk.db", "--yes")
    imported = ictbot(*words, cwd=cwd).stdout
    assert imported.startswith(f"{grouped(tickets)} new, 0 changed, 0 errors; 0 unchanged.")
    assert imported.endswith("Imported.\n")
    before = records(cwd)
    again = ictbot(*words, cwd=cwd).stdout
    assert again.startswith(f"0 new, 0 changed, 0 errors; {grouped(tickets)} unchanged.")
    assert records(cwd) == before
    return said_by_month("desk.db", cwd)


def records(cwd: Path) -> list[list[tuple[object, ...]]]:
    queries = ("SELECT * FROM ticket ORDER BY id", "SELECT * FROM downtime ORDER BY id")
    return [asked(cwd / "desk.db", query) for query in queries]


def test_without_a_yes_an_import_only_says_what_it_would_do(tmp_path: Path) -> None:
    looked = ictbot("import", str(SAMPLE), cwd=tmp_path).stdout
    assert looked.startswith("601 new, 0 changed, 0 errors; 0 unchanged.")
    assert looked.endswith("Nothing is stored yet: add --yes to import.\n")
    assert asked(tmp_path / "ictbot.db", "SELECT count(*) FROM ticket") == [(0,)]


def test_rows_with_errors_keep_the_others_out_until_people_say_so_and_all_can_be_taken_back(tmp_path: Path) -> None:
    rows = ("A-1,incident,P2,Email down,13/08/2020 09:00,", "A-2,incident,P9,No such priority,13/08/2020 09:00,")
    (tmp_path / "calls.csv").write_text("\n".join(["reference,kind,priority,summary,opened,resolved", *rows]))
    held = ictbot("import", "calls.csv", "--yes", cwd=tmp_path, status=1).stdout
    assert held.startswith("1 new, 0 changed, 1 error; 0 unchanged.\n  line 3, priority 'P9': write one of P1")
    assert held.endswith("The rows with errors, and what would mend each, are in calls.csv.errors.csv.\n")
    counted = "SELECT count(*) FROM ticket WHERE void_at IS NULL"
    assert asked(tmp_path / "ictbot.db", counted) == [(0,)]
    assert "Imported.\n" in ictbot("import", "calls.csv", "--only-good", cwd=tmp_path).stdout
    assert asked(tmp_path / "ictbot.db", counted) == [(1,)]
    assert "Tickets withdrawn: 1." in ictbot("import", "--undo", cwd=tmp_path).stdout
    assert asked(tmp_path / "ictbot.db", counted) == [(0,)]
    assert "no import that could be undone" in ictbot("import", "--undo", cwd=tmp_path, status=1).stderr
    assert "Name the file" in ictbot("import", cwd=tmp_path, status=1).stderr


def test_dates_that_nothing_settles_are_asked_about(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("#,Title,Priority,Created at,Closed at\n1,Email,1 low,03/04/2020 09:00,\n")
    asked_about = ictbot("import", "calls.csv", cwd=tmp_path, status=1).stderr
    assert "Say it with --dates day-first or --dates month-first." in asked_about
    assert "2020-04-03 09:00" in ictbot("import", "calls.csv", "--dates", "day-first", cwd=tmp_path).stdout


def test_the_sample_that_is_shipped(tmp_path: Path) -> None:
    opened, resolved = import_twice(SAMPLE, 601, tmp_path)
    in_file = by_month(SAMPLE, "opened_at"), by_month(SAMPLE, "resolved_at")
    assert opened == [in_file[0][month] for month in MONTHS]
    assert resolved == [in_file[1][month] for month in MONTHS]


def test_the_incidents_of_a_real_helpdesk(tmp_path: Path) -> None:
    """24,918 of them; the figures are those published with the data."""
    if not WHOLE.exists():
        assert "ICTBOT_TESTS_REQUIRE_ALL" not in os.environ, f"{WHOLE} is missing"
        pytest.skip(f"{WHOLE} is not beside this checkout")
    opened, resolved = import_twice(WHOLE, 24_918, tmp_path)
    assert opened == [8_995, 7_934, 7_508]
    assert resolved == [6_878, 7_794, 7_150]
    unresolved = "SELECT count(*) FROM ticket WHERE ended_at IS NOT NULL AND resolved_at IS NULL"
    assert asked(tmp_path / "desk.db", unresolved) == [(1_556,)]
    assert asked(tmp_path / "desk.db", "SELECT count(*) FROM ticket WHERE reopenings > 0") == [(275,)]


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    missing = ictbot("import", "missing.csv", cwd=tmp_path, status=1)
    assert "cannot be read (No such file or directory)" in missing.stderr
    (tmp_path / "letter.csv").write_text("Dear all,\nplease find enclosed\n")
    letter = ictbot("import", "letter.csv", "--yes", cwd=tmp_path, status=1)
    assert "Traceback" not in missing.stderr + letter.stderr


def test_a_terminal_shows_how_far_an_import_is_and_a_pipe_does_not(tmp_path: Path) -> None:
    said, shown = on_a_terminal("import", str(SAMPLE), "--yes", cwd=tmp_path)
    assert "601/601" in shown
    assert said.endswith("Imported.\n")
    assert "/601" not in said
    assert ictbot("import", str(SAMPLE), "--yes", cwd=tmp_path).stderr == ""
