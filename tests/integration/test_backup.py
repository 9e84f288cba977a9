"""Backups: the same rows again, on either database; a consistent view beside writers; what is not whole is refused."""

import json
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text
from sqlmodel import SQLModel

from bot.app import Bot, build
from bot.clock import SetClock
from bot.imports.receive import Dropped, receive
from bot.settings import Settings
from core.errors import DeskError
from storage.archive import MANIFEST, SEAL, verified
from storage.backup import backup, restore
from storage.database import Database
from storage.migrate import migrate
from storage.models import Outbox, StoredRequest, Ticket, Trail
from storage.schema import HEAD
from storage.snapshot import lines, shapes
from storage.trail import table_of
from tests.conftest import FRIDAY
from tests.integration.conftest import NewUrl, NewUrlOf
from tests.integration.rows import done, how_many, put, rows

VERSION = "1.2.3"


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url, synchronous="OFF")
    yield database
    database.close()


def everything(database: Database) -> dict[str, list[bytes]]:
    """All rows of all tables, as lines."""

    def read(session: object) -> dict[str, list[bytes]]:
        connection = session.connection()  # type: ignore[attr-defined]
        return {table.name: list(lines(connection, table)) for table in shapes(connection)}

    return database.read(read)


def every_row(database: Database) -> dict[str, list[dict[str, object]]]:
    """As the models see them."""
    models = {mapper.class_ for mapper in SQLModel._sa_registry.mappers}
    return {model.__name__: rows(database, model) for model in models}


def lived_in(bot: Bot) -> None:
    """Records with times, days, money, bytes, letters beyond ASCII, yes and no, an undo, and what waits to be sent."""
    done(bot, '/outage p2 Email down at "Wirksworth Süd" 🚰')
    done(bot, "/incident p3 Printer jams")
    done(bot, "/incident resolve INC-2 paper | and \\ a tab")
    done(bot, "/ict undo")
    done(bot, "/ict risk add Flood:1 likelihood:3 impact:4", "manager")
    content = bytes(range(256))
    person = bot.dispatcher.person("shell", "manager")
    dropped = Dropped("F1", "all.csv", len(content), "@manager", lambda: content)
    receive(bot.dispatcher, dropped, person, bot.clock())


@pytest.fixture
def kept(bot: Bot, tmp_path: Path) -> Path:
    lived_in(bot)
    backup(bot.database, tmp_path / "kept.zip", FRIDAY, VERSION)
    return tmp_path / "kept.zip"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_same_rows_come_back_on_either_database(bot: Bot, kept: Path, new_url_of: NewUrlOf, kind: str) -> None:
    before, seen = everything(bot.database), every_row(bot.database)
    assert before["upload_content"]
    with opened(new_url_of(kind)) as other:
        manifest = restore(other, kept)
        assert other.is_current()
        assert everything(other) == before
        assert every_row(other) == seen
    assert manifest.rows == sum(map(len, before.values()))
    assert {table.name: table.sha256 for table in manifest.tables} == {
        name: sha256(b"".join(table)).hexdigest() for name, table in before.items()
    }


def test_a_restored_desk_goes_on_where_it_was(bot: Bot, kept: Path, new_url: NewUrl) -> None:
    expected = done(bot, "/incident p3 Scanner jams").text
    with opened(new_url()) as other:
        restore(other, kept)
        again = build(Settings(), SetClock(bot.clock()), other)
        assert done(again, "/incident p3 Scanner jams").text == expected
        assert done(again, "/ict undo").text.startswith("Undone: incident log p3 Scanner jams")
        with pytest.raises(Exception, match="the trail is append-only"):
            other.write(lambda session: session.execute(delete(table_of(Trail))))


def test_no_reference_is_given_twice_though_its_row_is_gone(bot: Bot, tmp_path: Path, new_url_of: NewUrlOf) -> None:
    post = {"queued_at": FRIDAY, "due_at": FRIDAY, "place": "ict", "subject": "", "payload": "{}", "attempts": 0}
    put(bot.database, Outbox, post, post, post)
    bot.database.write(lambda session: session.execute(delete(table_of(Outbox)).where(text("id > 1"))))
    backup(bot.database, tmp_path / "kept.zip", FRIDAY, VERSION)
    for kind in ("sqlite", "postgresql"):
        with opened(new_url_of(kind)) as other:
            restore(other, tmp_path / "kept.zip")
            put(other, Outbox, post)
            assert [row["id"] for row in rows(other, Outbox)] == [1, 4]


def test_a_backup_beside_live_writers_holds_whole_commands_only(bot: Bot, tmp_path: Path, new_url: NewUrl) -> None:
    """Each command writes a request, a ticket, its trail and two posts; none is there in part, and none is missing."""
    enough, stop = threading.Semaphore(0), threading.Event()

    def work(who: int) -> None:
        number = 0
        while not stop.is_set():
            done(bot, f"/outage p2 Email down in room {who}-{number} new:yes")
            number += 1
            enough.release()

    writers = [threading.Thread(target=work, args=(who,)) for who in range(3)]
    for writer in writers:
        writer.start()
    kept = []
    for turn in range(3):
        for _ in range(10):
            enough.acquire()
        kept.append(tmp_path / f"{turn}.zip")
        backup(bot.database, kept[-1], FRIDAY, VERSION)
    stop.set()
    for writer in writers:
        writer.join()
    final = {row["id"]: row for row in rows(bot.database, Ticket)}
    for file in kept:
        with opened(new_url()) as other:
            restore(other, file)
            tickets = rows(other, Ticket)
            assert len(tickets) >= 10
            assert how_many(other, StoredRequest, Outbox) == [len(tickets), 2 * len(tickets)]
            assert all(final[row["id"]] == row for row in tickets)
            assert {row["record_id"] for row in rows(other, Trail) if row["record"] == "ticket"} == {
                row["id"] for row in tickets
            }


def test_only_its_owner_may_read_a_backup_and_none_is_written_over(bot: Bot, kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    before = kept.read_bytes()
    with pytest.raises(DeskError, match=r"is there already\. Name another file"):
        backup(bot.database, kept, FRIDAY, VERSION)
    with pytest.raises(DeskError, match="cannot be written: No such file or directory"):
        backup(bot.database, kept.parent / "nowhere" / "kept.zip", FRIDAY, VERSION)
    assert kept.read_bytes() == before
    assert not list(kept.parent.glob(".*"))


def test_nothing_is_no_database(tmp_path: Path) -> None:
    with opened(str(tmp_path / "none.db")) as none, pytest.raises(DeskError, match="There is no database at"):
        backup(none, tmp_path / "kept.zip", FRIDAY, VERSION)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    with opened(str(folder / "desk.db")) as database:
        migrate(database)
        lived_in(build(Settings(), SetClock(FRIDAY), database))
        backup(database, folder / "kept.zip", FRIDAY, VERSION)
    return folder / "kept.zip"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_bit_is_noticed(sound: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(sound.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1) | st.integers(len(whole) - 600, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    (tmp_path / "flipped.zip").write_bytes(whole)
    with pytest.raises(DeskError, match=r"is damaged|is no backup|was made by"):
        verified(tmp_path / "flipped.zip")


@pytest.mark.parametrize(("offset", "value"), [(6, 84), (8, 1), (9, 8), (10, 99), (46, 255)])
def test_a_damaged_directory_is_no_backup(sound: Path, tmp_path: Path, offset: int, value: int) -> None:
    """A version to come, a password, a name in UTF-8, a packing that nobody knows, a name that is no text."""
    whole = bytearray(sound.read_bytes())
    whole[whole.rindex(b"PK\x01\x02") + offset] = value
    (tmp_path / "damaged.zip").write_bytes(whole)
    with pytest.raises(DeskError, match=r"is damaged|is no backup"):
        verified(tmp_path / "damaged.zip")


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_missing_end_is_noticed(sound: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = sound.read_bytes()
    (tmp_path / "short.zip").write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(DeskError, match=r"is damaged|is no backup"):
        verified(tmp_path / "short.zip")


def rewritten(sound: Path, file: Path, **changed: object) -> Path:
    """The same backup with another manifest, sealed as it should be."""
    with ZipFile(sound) as old, ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, json.dumps(json.loads(content) | changed) if name == MANIFEST else content)
        new.comment = b"0" * SEAL
    whole = file.read_bytes()[:-SEAL]
    file.write_bytes(whole + sha256(whole).hexdigest().encode())
    return file


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": 2}, r"was made by a newer version \(1.2.3\). Update this program"),
        ({"revision": "9999"}, r"was made by a newer version \(1.2.3\). Update this program"),
        ({"tables": "none"}, "was not made by ictbot backup"),
        ({"tables": []}, "holds other tables than its version has"),
    ],
    ids=str,
)
def test_a_file_of_another_version_or_kind_is_refused(
    sound: Path, tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    file = rewritten(sound, tmp_path / "other.zip", **changed)
    with opened(str(tmp_path / "new.db")) as new:
        with pytest.raises(DeskError, match=said):
            restore(new, file)
        assert new.revision() is None


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no backup", encoding="utf-8")
    with pytest.raises(DeskError, match="is no backup"):
        verified(tmp_path / "text.zip")
    with pytest.raises(DeskError, match="cannot be read: No such file or directory"):
        verified(tmp_path / "none.zip")


def test_a_database_with_records_is_kept_unless_it_is_named(bot: Bot, kept: Path, new_url: NewUrl) -> None:
    with opened(new_url()) as other:
        migrate(other)
        theirs = build(Settings(), SetClock(FRIDAY), other)
        done(theirs, "/incident p3 Of another desk")
        before = everything(other)
        name = other.path.name if other.path else str(other.url.database)
        with pytest.raises(DeskError, match=rf"{name} holds records.* or say --replace {name}"):
            restore(other, kept)
        with pytest.raises(DeskError, match="desk is not its name"):
            restore(other, kept, "desk")
        assert everything(other) == before
        restore(other, kept, name)
        assert everything(other) == everything(bot.database)


def test_a_database_at_which_somebody_works_is_refused(bot: Bot, kept: Path) -> None:
    """On PostgreSQL; the lock of SQLite is tested with real programs."""
    if bot.database.is_sqlite:
        return
    before = everything(bot.database)
    with (
        opened(bot.database.url.render_as_string(hide_password=False)) as other,
        pytest.raises(DeskError, match=r"other connections to desk_.* are open. Stop every bot on it first"),
    ):
        restore(other, kept, str(bot.database.url.database))
    assert everything(bot.database) == before


def test_what_fails_on_the_way_changes_nothing(sound: Path, tmp_path: Path, new_url: NewUrl) -> None:
    """A row that refers to nothing: the file is whole, the database refuses it."""
    with ZipFile(sound) as old:
        tables = json.loads(old.read(MANIFEST))["tables"]
        stored = {name: old.read(name) for name in old.namelist() if name != MANIFEST}
    stored["tables/person.jsonl"] = b""
    for table in tables:
        if table["name"] == "person":
            table |= {"rows": 0, "sha256": sha256(b"").hexdigest()}
    with ZipFile(tmp_path / "changed.zip", "w") as new:
        for name, content in stored.items():
            new.writestr(name, content)
        with ZipFile(sound) as old:
            new.writestr(MANIFEST, old.read(MANIFEST))
    file = rewritten(tmp_path / "changed.zip", tmp_path / "orphans.zip", tables=tables)
    with opened(new_url()) as other:
        migrate(other)
        theirs = build(Settings(), SetClock(FRIDAY), other)
        done(theirs, "/incident p3 Of another desk")
        before = everything(other)
        name = other.path.name if other.path else str(other.url.database)
        with pytest.raises(DeskError, match=r"cannot be stored here .*; nothing was changed"):
            restore(other, file, name)
        assert everything(other) == before


def test_a_backup_of_an_older_version_is_brought_to_this_one(tmp_path: Path, new_url: NewUrl) -> None:
    with opened(new_url()) as old:
        migrate(old, "0007")
        old.write(lambda session: session.execute(text("INSERT INTO person (key, name) VALUES ('sam', 'Sam')")))
        assert backup(old, tmp_path / "old.zip", FRIDAY, VERSION).revision == "0007"
    with opened(new_url()) as new:
        restore(new, tmp_path / "old.zip")
        assert new.revision() == HEAD
        assert everything(new)["person"] == [b'[1,"sam","Sam"]\n']
