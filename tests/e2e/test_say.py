"""`ictbot say`: one line, its answer, a status; the program itself in a process of its own."""

import json
from pathlib import Path

import pytest

from storage.database import Database
from storage.models import Downtime, StoredRequest, Ticket
from storage.schema import HEAD
from tests.e2e.programs import asked, ictbot
from tests.integration.rows import how_many

EMAIL = "/outage p2 Email down at Wirksworth"
FRIDAY = ("--at", "2020-08-28 15:10")
ANSWER = """\
OUT-1, P2, Email, DDDC: Email down at Wirksworth. Started Fri 28 Aug 15:10.
Fix by Tue 1 Sep 10:40 (4 working hours; Monday is a bank holiday).
ICT management told. No owner. [Take] [Resolve] [Edit] [Undo]
"""


def test_a_missing_file_is_made_with_its_folders_and_answers(tmp_path: Path) -> None:
    said = ictbot("say", EMAIL, *FRIDAY, "--db", "some/where/desk.db", cwd=tmp_path)
    assert (said.stdout, said.stderr) == (ANSWER, "")
    file = tmp_path / "some" / "where" / "desk.db"
    assert asked(file, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert asked(file, "SELECT summary FROM ticket") == [("Email down at Wirksworth",)]


def test_the_status_tells_whether_something_was_done(tmp_path: Path) -> None:
    asked_back = ictbot("say", "/outage p2 Everything is down", cwd=tmp_path, status=1)
    assert "Which service is down? Nothing is stored yet." in asked_back.stdout
    refused = ictbot("say", "/outage resolve OUT-9", cwd=tmp_path, status=1)
    assert refused.stdout == "There is no record 9. `list` shows those that are open.\n"
    assert asked(tmp_path / "ictbot.db", "SELECT count(*) FROM request") == [(0,)]
    assert "No open outages." in ictbot("say", "/outage list", cwd=tmp_path).stdout


def test_a_reply_as_json_has_its_text_parts_and_files(tmp_path: Path) -> None:
    logged = json.loads(ictbot("say", EMAIL, *FRIDAY, "--json", cwd=tmp_path).stdout)
    assert {"text", "parts", "visibility", "is_error", "files"} <= logged.keys()
    assert f"{logged['text']}\n" == ANSWER
    assert (logged["visibility"], logged["is_error"], logged["files"]) == ("channel", False, [])
    assert [part["kind"] for part in logged["parts"]] == ["paragraph", "paragraph", "paragraph", "buttons"]
    take = {"label": "Take", "line": "outage take OUT-1", "opens_form": False}
    assert logged["parts"][-1]["buttons"][0] == take
    refused = json.loads(ictbot("say", "/outage take OUT-9", "--json", cwd=tmp_path, status=1).stdout)
    assert (refused["visibility"], refused["is_error"]) == ("private", True)


def test_charts_and_files_are_written_where_one_says_and_named(tmp_path: Path) -> None:
    ictbot("say", EMAIL, *FRIDAY, cwd=tmp_path)
    shown = ictbot("say", "/kpi outages aug 2020", *FRIDAY, "--to", "pictures/2020", cwd=tmp_path)
    assert shown.stdout.splitlines()[-1] == "chart: pictures/2020/outages-2020-08.png"
    picture = tmp_path / "pictures" / "2020" / "outages-2020-08.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    listed = ictbot("say", "/kpi csv outages aug 2020", *FRIDAY, "--json", cwd=tmp_path)
    (name,) = json.loads(listed.stdout)["files"]
    rows = (tmp_path / name).read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows] == ["Reference", "OUT-1"]


def test_a_folder_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    ictbot("say", EMAIL, *FRIDAY, cwd=tmp_path)
    (tmp_path / "pictures").write_text("not a folder")
    refused = ictbot("say", "/kpi outages aug 2020", *FRIDAY, "--to", "pictures", cwd=tmp_path, status=1)
    assert refused.stderr.startswith("I cannot write pictures/outages-2020-08.png: ")
    assert refused.stderr.endswith("Name another folder with --to.\n")


def test_the_database_comes_from_the_environment_unless_one_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ICTBOT_DATABASE_URL=of_the_folder.db\n")
    ictbot("say", EMAIL, cwd=tmp_path)
    ictbot("say", EMAIL, cwd=tmp_path, ICTBOT_DATABASE_URL="sqlite:///of_the_environment.db")
    ictbot("say", EMAIL, "--db", "named.db", cwd=tmp_path, ICTBOT_DATABASE_URL="sqlite:///of_the_environment.db")
    for name in ("of_the_folder.db", "of_the_environment.db", "named.db"):
        assert asked(tmp_path / name, "SELECT count(*) FROM ticket") == [(1,)]


def test_who_speaks_and_where_can_be_said(tmp_path: Path) -> None:
    ictbot("say", "/incident p3 Printer jams", "--in", "ict-bdc", "--as", "infrastructure", cwd=tmp_path)
    ictbot("say", "/incident take INC-1", cwd=tmp_path, ICTBOT_PERSON="manager")
    who = (
        "SELECT partners, r.key, o.key FROM ticket JOIN person r ON r.id = reporter_id JOIN person o ON o.id = owner_id"
    )
    assert asked(tmp_path / "ictbot.db", who) == [(",BDC,", "infrastructure", "manager")]
    stranger = ictbot("say", "/sla", "--as", "stranger", cwd=tmp_path, status=1)
    assert stranger.stdout.startswith("I do not know 'stranger' here.")


def test_one_request_id_is_done_once_and_answered_the_same(database_url: str, tmp_path: Path) -> None:
    words = ("say", EMAIL, *FRIDAY, "--db", database_url, "--id", "1598623800.000100")
    assert [ictbot(*words, cwd=tmp_path).stdout for _ in range(3)] == [ANSWER] * 3
    database = Database(database_url)
    assert how_many(database, Ticket, StoredRequest, Downtime) == [1, 1, 1]
    database.close()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--db", "letter.txt"), "letter.txt cannot be read: file is not a database."),
        (("--db", "letter.txt/desk.db"), "I cannot make the folder letter.txt: File exists."),
        (("--db", "mysql://host/desk"), "The database must be an SQLite file or PostgreSQL."),
        (("--db", "postgresql://nobody@localhost:1/desk"), "The database cannot be used now (connection failed"),
        (("--at", "the day after"), "I cannot read"),
    ],
)
def test_a_mistake_that_can_be_mended_is_a_sentence_and_no_traceback(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "letter.txt").write_text("Dear all, " * 100)
    refused = ictbot("say", EMAIL, *words, cwd=tmp_path, status=1)
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr + refused.stdout
