"""A file dropped in the chat: looked at, imported part by part, broken off and gone on with, undone, refused."""

import csv
import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Command, Person, Place, Post, Reply, Request, Verb
from bot.imports.export import Ways
from bot.imports.files import import_file
from bot.imports.intake import LEASE, Intake
from bot.imports.memory import open_known
from bot.imports.portions import portions
from bot.imports.receive import Dropped, receive
from bot.imports.through import go_through
from bot.observed import Course
from bot.parts import Form, FormField
from bot.plain import plain
from bot.running import ticker_of
from core.errors import DeskError
from core.imports.uploads import LARGEST
from reports.tables import Table
from reports.workbook import as_xlsx
from storage import people, tickets, uploads
from storage.models import Hold, Outbox, StoredMapping, StoredRequest, Ticket, Trail, Upload, UploadContent
from tests.integration.rows import how_many, rows
from tests.talk import DATA, Heard

WORK = "bot.imports.intake"
HEADER = "reference,kind,priority,summary,service,partners,opened,resolved,cause"
CALLS = (DATA / "calls.csv").read_bytes()
WITH_ERRORS = (DATA / "calls_with_errors.csv").read_bytes()
LOGBOOK = (DATA / "logbook.csv").read_bytes()
COLUMNS = "profile:logbook reference:Call priority:Urgency opened:Logged resolved:Fixed summary:What"


class Killed(BaseException):
    """As kill -9 ends a process: nothing of ours runs any more."""


def many(count: int) -> bytes:
    lines = (f"C-{n},incident,P3,Call {n},,DDDC,2020-08-03 09:00,2020-08-03 10:00," for n in range(count))
    return "\n".join([HEADER, *lines]).encode()


class Chat:
    """Somebody in a direct message with the bot, whose intake and sender run when a test says so."""

    def __init__(self, bot: Bot, clock: SetClock) -> None:
        self.bot, self.clock, self.heard = bot, clock, Heard()
        self.ticker = ticker_of(bot, self.heard)
        self.intake = replace(self.ticker.intake, rows_at_once=10, seconds_between=0)

    def drop(
        self,
        content: bytes,
        person: str = "manager",
        name: str = "calls.csv",
        outside: str = "",
        key: str | None = None,
    ) -> Reply:
        file = Dropped(outside or str(uuid4()), name, len(content), f"@{person}", lambda: content, key)
        dispatcher = self.bot.dispatcher
        sender = partial(dispatcher.person, "shell", person)
        return dispatcher.attempt(lambda: receive(dispatcher, file, sender(), self.clock()), Course())

    def work(self) -> list[str]:
        """What is then said privately, in the order in which it is."""
        self.intake.work_waiting()
        return self.told()

    def told(self) -> list[str]:
        self.ticker.sender.send_waiting()
        said, self.heard.private = self.heard.private, []
        return [words(post) for post in said]

    def say(self, line: str, person: str = "manager", request_id: str = "") -> str:
        return self.bot.dispatcher.answer(line, person, Place("shell"), self.clock(), request_id).text

    def upload(self, number: int = 1) -> Upload:
        found = self.bot.database.read(lambda session: uploads.get(session, number))
        assert found is not None
        return found

    def tickets(self) -> int:
        return self.bot.database.read(tickets.how_many)


def words(post: Post) -> str:
    return plain(post.newest)


@pytest.fixture
def chat(bot: Bot, clock: SetClock) -> Chat:
    return Chat(bot, clock)


def test_a_look_stores_no_ticket_and_leaves_no_trail(chat: Chat) -> None:
    chat.drop(CALLS)
    assert chat.upload().state == "reading"
    reading, preview = chat.work()
    assert "I am reading it" in reading
    assert preview.startswith("UPL-1, calls.csv: 3 new, 0 changed, 0 errors; 0 unchanged.")
    assert preview.endswith("Nothing is stored yet. [Import] [Cancel]")
    assert how_many(chat.bot.database, Ticket, Trail) == [0, 0]
    assert (chat.upload().state, chat.upload().leased_until) == ("waiting", None)


def test_the_same_event_twice_is_one_upload(chat: Chat) -> None:
    first, again = chat.drop(CALLS, outside="F1", key="1"), chat.drop(CALLS, outside="F1", key="1")
    assert (bool(first.parts), again) == (True, Reply(()))
    assert how_many(chat.bot.database, Upload, UploadContent) == [1, 1]
    assert len(chat.work()) == 2
    chat.say("/ict import cancel UPL-1")
    assert chat.drop(CALLS, outside="F1", key="1") == Reply(())
    assert how_many(chat.bot.database, Upload) == [1]


def test_a_file_that_is_here_is_not_fetched_again_and_says_how_it_stands(chat: Chat) -> None:
    chat.drop(CALLS, outside="F1")
    dispatcher = chat.bot.dispatcher
    file = Dropped("F1", "calls.csv", 9, "@manager", lambda: pytest.fail("it was fetched again"), "2")
    reply = receive(dispatcher, file, dispatcher.person("shell", "manager"), chat.clock())
    assert (reply.text, reply.told_in) == ("UPL-1, calls.csv is being read.", "")
    chat.work()
    again = chat.drop(CALLS, outside="F1")
    assert again.text == "UPL-1, calls.csv waits for your word. [Look again]"


def test_what_has_ended_is_taken_in_anew_when_it_is_sent_again(chat: Chat) -> None:
    chat.drop(CALLS, outside="F1")
    chat.work()
    chat.say("/ict import cancel UPL-1")
    chat.drop(CALLS, outside="F1")
    assert "3 new" in chat.work()[-1]
    assert chat.upload(2).state == "waiting"


def test_the_same_file_of_two_people_is_two_uploads(chat: Chat) -> None:
    chat.drop(CALLS, outside="F1")
    chat.drop(CALLS, "engineer", outside="F1")
    assert [row["place"] for row in rows(chat.bot.database, Upload)] == ["@manager", "@engineer"]


def test_two_deliveries_that_fetch_at_once_are_one_upload(chat: Chat) -> None:
    def fetch() -> bytes:
        chat.drop(CALLS, outside="F1", key="1")
        return CALLS

    dispatcher = chat.bot.dispatcher
    file = Dropped("F1", "calls.csv", 9, "@manager", fetch, "1")
    assert receive(dispatcher, file, dispatcher.person("shell", "manager"), chat.clock()) == Reply(())
    assert how_many(chat.bot.database, Upload) == [1]


def test_import_pressed_twice_is_done_once(chat: Chat) -> None:
    chat.drop(CALLS)
    chat.work()
    first = chat.say("/ict import go UPL-1", request_id="press 1")
    assert chat.say("/ict import go UPL-1", request_id="press 1") == first
    assert chat.say("/ict import go UPL-1") == "UPL-1, calls.csv is next."
    assert chat.work()[-1] == "UPL-1, calls.csv: imported. 3 new, 0 changed, 0 unchanged. [Undo]"
    assert chat.tickets() == 3
    assert chat.say("/ict import go UPL-1") == "UPL-1, calls.csv is imported; to take it back, /ict undo 1."
    assert how_many(chat.bot.database, UploadContent) == [0]


def test_parts_are_transactions_of_one_request_that_one_undo_takes_back(chat: Chat) -> None:
    chat.drop(many(35))
    chat.work()
    chat.say("/ict import go UPL-1")
    said = chat.work()
    assert [line.split(" [")[0] for line in said if " of 35 rows" in line] == [
        f"UPL-1, calls.csv: {count} of 35 rows." for count in (10, 20, 30, 35)
    ]
    number = chat.upload().number
    assert {entry["number"] for entry in rows(chat.bot.database, Trail)} == {number}
    assert len(rows(chat.bot.database, Trail)) == 4
    assert chat.say(f"/ict undo {number}").splitlines()[1].startswith("Tickets withdrawn: 35.")
    assert all(ticket["void_at"] for ticket in rows(chat.bot.database, Ticket))


def killed_in(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process ends in the middle of this part's transaction."""
    seen: list[object] = []

    def dying(*given: object, is_stored: bool) -> object:
        outcome = go_through(*given, is_stored=is_stored)  # type: ignore[arg-type]
        if is_stored:
            seen.append(outcome)
            if len(seen) == part:
                raise Killed
        return outcome

    monkeypatch.setattr(f"{WORK}.go_through", dying)


def test_what_was_killed_in_the_middle_goes_on_where_it_was_and_says_so_once(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.drop(many(35))
    chat.work()
    chat.say("/ict import go UPL-1")
    with monkeypatch.context() as patched:
        killed_in(3, patched)
        with pytest.raises(Killed):
            chat.intake.work_waiting()
    assert (chat.tickets(), chat.upload().done, chat.upload().state) == (20, 20, "importing")
    again = Chat(chat.bot, chat.clock)
    assert not any(": imported. " in line for line in again.work())
    chat.clock.set(chat.clock() + timedelta(minutes=3))
    said = again.work()
    assert [line for line in said if ": imported. " in line] == [
        "UPL-1, calls.csv: imported. 35 new, 0 changed, 0 unchanged. [Undo]"
    ]
    assert again.work() == []
    assert (chat.tickets(), len({row["source_ref"] for row in rows(chat.bot.database, Ticket)})) == (35, 35)


def test_what_breaks_three_times_is_given_up_in_words(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat.drop(CALLS)

    def breaks(*_given: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(f"{WORK}.open_known", breaks)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            chat.intake.work_waiting()
        chat.clock.set(chat.clock() + timedelta(minutes=3))
    assert "three times over" in chat.work()[-1]
    assert (chat.upload().state, how_many(chat.bot.database, UploadContent)) == ("failed", [0])


def interrupted(monkeypatch: pytest.MonkeyPatch, between: Callable[[], object]) -> None:
    """What happens after each part that is stored."""

    def parts(*given: object) -> Iterator[object]:
        for portion in portions(*given):  # type: ignore[arg-type]
            yield portion
            between()

    monkeypatch.setattr(f"{WORK}.portions", parts)


def test_others_go_on_between_the_parts_and_an_undo_stops_it(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat.drop(many(35))
    chat.work()
    chat.say("/ict import go UPL-1")
    number, heard = chat.upload().number, []

    def between() -> None:
        heard.append(chat.say("/incident p3 Scanner jams partner:RHL", "engineer"))
        if len(heard) == 2:
            chat.say(f"/ict undo {number}")

    interrupted(monkeypatch, between)
    said = chat.work()
    assert said[-1] == "UPL-1, calls.csv: stopped, and taken back."
    assert all("Scanner jams" in line for line in heard)
    left = [row["summary"] for row in rows(chat.bot.database, Ticket) if row["void_at"] is None]
    assert set(left) == {"Scanner jams"}
    assert chat.upload().state == "cancelled"


def stopped_after(rows_done: int, chat: Chat, monkeypatch: pytest.MonkeyPatch, *also: str) -> list[str]:
    """Imported as request 1, undone as request 2 in the middle; then the lines of `also`."""
    chat.drop(many(35))
    chat.work()
    chat.say("/ict import go UPL-1")

    def undo() -> None:
        if chat.upload().done == rows_done and "Undone" in chat.say("/ict undo 1"):
            for line in also:
                chat.say(line)

    interrupted(monkeypatch, undo)
    return chat.work()


PART = "UPL-1, calls.csv: stopped after 20 of 35 rows; what they brought is here. Send the file again for the rest."


def test_what_was_stopped_and_brought_back_is_told_to_be_a_part(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped_after(20, chat, monkeypatch)
    assert chat.say("/ict undo 2").splitlines()[1:] == ["Tickets brought back: 20.", f"{PART} [Undo the undo]"]
    assert chat.told() == [PART]
    standing = chat.say("/ict import go UPL-1")
    assert standing.startswith("UPL-1, calls.csv was stopped after 20 of 35 rows; to take it back, /ict undo ")
    assert "Tickets withdrawn: 20. [Undo the undo]" in chat.say(standing.split("back, ")[1].rstrip(".")).splitlines()
    assert chat.told() == []


def test_what_was_brought_back_before_the_import_knew_is_told_to_be_a_part(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = stopped_after(20, chat, monkeypatch, "/ict undo 2")
    assert [said[-1], chat.upload().state] == [PART, "cancelled"]


def test_an_import_that_has_not_begun_is_the_last_change(chat: Chat) -> None:
    chat.say("/incident p3 Scanner jams partner:RHL")
    chat.drop(CALLS)
    chat.work()
    chat.say("/ict import go UPL-1")
    assert chat.say("/ict undo").splitlines() == [
        "Undone: the import of UPL-1, calls.csv",
        "It has brought nothing that could be taken back.",
    ]
    assert chat.work()[-1] == "UPL-1, calls.csv: stopped, and taken back."
    assert (chat.tickets(), chat.upload().state) == (1, "cancelled")
    assert chat.say("/ict undo").startswith("Undone: incident log p3 Scanner jams")


def test_an_ended_upload_says_how_it_stands_now(chat: Chat) -> None:
    chat.drop(CALLS)
    chat.work()
    chat.say("/ict import go UPL-1")
    chat.say("/ict import cancel UPL-1")
    gone = "and its content is deleted: send it again."
    assert chat.say("/ict import go UPL-1") == f"UPL-1, calls.csv was cancelled, {gone}"
    chat.drop(CALLS)
    chat.work()
    chat.say("/ict import go UPL-2")
    chat.work()
    chat.say("/ict undo")
    again = f"/ict undo {rows(chat.bot.database, StoredRequest)[-1]['number']}"
    assert chat.say("/ict import go UPL-2") == f"UPL-2, calls.csv was imported and taken back, {gone}"
    chat.say(again)
    assert re.fullmatch(
        r"UPL-2, calls.csv is imported; to take it back, /ict undo \d+.", chat.say("/ict import go UPL-2")
    )


def test_one_row_is_a_row(chat: Chat) -> None:
    chat.drop(f"{HEADER}\nC-1,incident,urgent,Call,,DDDC,2020-08-03 09:00,2020-08-03 10:00,".encode())
    assert "0 new, 0 changed, 1 error; 0 unchanged." in chat.work()[1]
    assert "because of 1 row with errors." in chat.say("/ict import go UPL-1")


def test_with_errors_nothing_is_stored_before_the_good_ones_are_asked_for(chat: Chat) -> None:
    chat.drop(WITH_ERRORS)
    _, preview, file = chat.work()
    assert "line 3, priority 'urgent': write one of P1, P2, P3, P4" in preview
    assert file == "[file calls.csv.errors.csv]"
    assert chat.say("/ict import go UPL-1").startswith(
        "UPL-1, calls.csv: nothing is stored, because of 2 rows with errors."
    )
    assert chat.tickets() == 0
    chat.say("/ict import good UPL-1")
    assert chat.work()[-1].startswith("UPL-1, calls.csv: imported. 2 new, 0 changed, 0 unchanged; 2 rows with errors")
    assert chat.tickets() == 2


def test_the_file_of_wrong_rows_says_what_would_mend_each(chat: Chat) -> None:
    chat.drop(WITH_ERRORS)
    chat.intake.work_waiting()
    sent = [json.loads(row["payload"]) for row in rows(chat.bot.database, Outbox)]
    (file,) = [part for post in sent for part in post["parts"] if part["kind"] == "file"]
    header, urgent, before = file["text"].splitlines()
    assert header == f"line in the file,column at fault,what would mend it,{HEADER}"
    mend = 'write one of P1, P2, P3, P4, minor, standard, major, or map it with priorities ""urgent=P3""'
    assert urgent.startswith(f'3,priority,"{mend}",C-4,incident,urgent')
    assert before.startswith('4,resolved,"it lies before opened, 2020-08-10 09:00: correct one of the two",C-5')


def test_errors_that_are_new_since_the_look_stop_the_whole_import(chat: Chat, bot: Bot) -> None:
    chat.drop(WITH_ERRORS)
    chat.work()
    bot.database.write(lambda session: setattr(session.get_one(Upload, 1), "errors", 0))
    chat.say("/ict import go UPL-1")
    assert "2 errors" in "\n".join(chat.work())
    assert (chat.tickets(), chat.upload().state) == (0, "waiting")


def test_cancelled_it_is_gone(chat: Chat) -> None:
    chat.drop(CALLS)
    chat.work()
    assert chat.say("/ict import cancel UPL-1").startswith("UPL-1, calls.csv: cancelled.")
    assert (
        chat.say("/ict import go UPL-1") == "UPL-1, calls.csv was cancelled, and its content is deleted: send it again."
    )
    assert how_many(chat.bot.database, Ticket, UploadContent) == [0, 0]


def test_a_cancel_while_it_is_read_wins(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat.drop(CALLS)

    def cancelling(*given: object) -> object:
        chat.say("/ict import cancel UPL-1")
        return open_known(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(f"{WORK}.open_known", cancelling)
    assert "cancelled" in chat.work()[-1]
    assert chat.upload().state == "cancelled"


@pytest.mark.parametrize("person", ["infrastructure", "finance", "partner", "guest"])
def test_who_may_not_import_has_nothing_fetched(chat: Chat, person: str) -> None:
    fetched: list[str] = []

    def fetch() -> bytes:
        fetched.append(person)
        return CALLS

    dispatcher = chat.bot.dispatcher
    with pytest.raises(DeskError, match="importing is not open to you"):
        receive(
            dispatcher, Dropped("F1", "calls.csv", 9, "@x", fetch), dispatcher.person("shell", person), chat.clock()
        )
    assert (fetched, how_many(chat.bot.database, Upload)) == ([], [0])


@pytest.mark.parametrize("verb", ["look", "columns", "go", "good", "cancel"])
def test_somebody_elses_upload_is_refused_and_a_managers_word_counts(chat: Chat, verb: str) -> None:
    chat.drop(LOGBOOK if verb == "columns" else CALLS)
    chat.work()
    assert chat.say(f"/ict import {verb} UPL-1", "engineer") == (
        "UPL-1 is somebody else's; they, or a manager, can import it."
    )
    chat.drop(LOGBOOK if verb == "columns" else CALLS, "engineer")
    chat.work()
    assert "somebody else" not in chat.say(f"/ict import {verb} UPL-2")
    assert "UPL-1" not in chat.say("/ict import", "engineer")


@pytest.mark.parametrize("claimed", [LARGEST + 1, 10])
def test_a_file_that_is_too_large_is_refused_with_what_to_do(chat: Chat, claimed: int) -> None:
    dispatcher = chat.bot.dispatcher
    file = Dropped("F1", "calls.csv", claimed, "@manager", lambda: bytes(LARGEST + 1))
    with pytest.raises(
        DeskError, match=r"calls.csv is too large: it has 50.0 MB, and I take up to 50.0 MB here. Split"
    ):
        receive(dispatcher, file, dispatcher.person("shell", "manager"), chat.clock())
    assert how_many(chat.bot.database, Upload) == [0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty"),
        (b"\x00\x01\x02" * 50, "This is not a text file"),
        (b"\x1f\x8b\x08broken", "The compressed file is damaged"),
    ],
)
def test_what_is_no_table_is_told_and_deleted(chat: Chat, content: bytes, why: str) -> None:
    chat.drop(content)
    assert chat.work()[-1].startswith(f"UPL-1, calls.csv: nothing is stored. {why}")
    assert (chat.upload().state, how_many(chat.bot.database, UploadContent)) == ("failed", [0])


def mapped(chat: Chat, number: int = 1) -> None:
    chat.say(f"/ict import look UPL-{number} {COLUMNS} dates:day-first p1:1 p3:3")
    chat.work()


def test_the_order_of_day_and_month_is_asked_and_the_answer_counts(chat: Chat) -> None:
    chat.drop(LOGBOOK)
    chat.work()
    chat.say(f"/ict import look UPL-1 {COLUMNS}")
    assert chat.work()[-1].endswith("Which comes first? [Day first] [Month first] [Cancel]")
    chat.say("/ict import look UPL-1 dates:month-first p1:1 p3:3")
    assert "2020-03-04 09:00" in chat.work()[-1]


def test_a_mapping_is_remembered_by_chat_and_command_line(chat: Chat, bot: Bot, clock: SetClock) -> None:
    chat.drop(LOGBOOK)
    chat.work()
    mapped(chat)
    assert how_many(bot.database, StoredMapping) == [0]
    chat.say("/ict import go UPL-1")
    chat.work()
    clock.set(clock() + timedelta(days=31))
    chat.drop(LOGBOOK.replace(b"Call,", b" CALL ,"))
    assert "Remembered from such a file of 28 August 2020: its columns and order of day and month." in chat.work()[-1]
    outcome = import_file(bot, DATA / "logbook.csv")
    assert (outcome.new, outcome.unchanged, outcome.errors) == (0, 2, [])
    assert "of 28 August 2020" in outcome.warnings[0]


def test_the_command_line_remembers_too_and_what_is_said_goes_before(bot: Bot) -> None:
    said = Ways(
        "logbook", None, "day-first", "reference=Call,priority=Urgency,opened=Logged,resolved=Fixed", "1=P1,3=P3"
    )
    import_file(bot, DATA / "logbook.csv", said, confirmed=True)
    assert import_file(bot, DATA / "logbook.csv").unchanged == 2
    outcome = import_file(bot, DATA / "logbook.csv", Ways(dates="month-first"))
    assert (outcome.changed, "order of day" in outcome.warnings[0]) == (2, False)


def test_a_form_says_at_which_field_it_is_wrong(chat: Chat) -> None:
    chat.drop(LOGBOOK)
    chat.work()
    assert "has no column 'Nothing'" in chat.say("/ict import look UPL-1 reference:Nothing")
    assert "Write the order as day-first" in chat.say("/ict import look UPL-1 dates:sideways")
    assert "There is no profile 'jiraa'" in chat.say("/ict import look UPL-1 profile:jiraa")
    assert "Priority '1' cannot be 'P9'" in chat.say(f"/ict import look UPL-1 {COLUMNS} priorities:1=P9")
    assert chat.upload().state == "asking"


def test_what_was_said_wrongly_can_be_said_again(chat: Chat) -> None:
    chat.drop(LOGBOOK)
    chat.work()
    chat.say("/ict import look UPL-1 profile:jira")
    assert "The file lacks issue key, priority, created, resolved, issue type" in chat.work()[-1]
    assert chat.upload().state == "asking"
    mapped(chat)
    assert chat.upload().state == "waiting"


def test_a_broken_import_says_what_is_stored_and_offers_to_take_it_back(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.drop(many(35))
    chat.work()
    chat.say("/ict import go UPL-1")
    with monkeypatch.context() as patched:
        killed_in(3, patched)
        with pytest.raises(Killed):
            chat.intake.work_waiting()
    chat.bot.database.write(lambda session: setattr(session.get_one(Upload, 1), "attempts", 9))
    chat.clock.set(chat.clock() + timedelta(minutes=3))
    assert chat.work()[-1].endswith("20 of 35 rows were gone through, and what they brought is here. [Undo]")
    assert "Tickets withdrawn: 20." in chat.say(f"/ict undo {chat.upload().number}")


def test_what_nobody_decides_on_is_deleted_after_a_week(chat: Chat, clock: SetClock) -> None:
    chat.drop(CALLS)
    chat.work()
    clock.set(clock() + timedelta(days=6, hours=23))
    chat.ticker.tick()
    assert (chat.told(), chat.upload().state) == ([], "waiting")
    clock.set(clock() + timedelta(hours=2))
    chat.ticker.tick()
    chat.ticker.tick()
    (told,) = [line for line in chat.told() if "within a week" in line]
    assert told.startswith("UPL-1, calls.csv: nobody said Import within a week, so the file is deleted.")
    assert how_many(chat.bot.database, UploadContent) == [0]


def test_a_bot_that_is_ended_lets_go_after_its_part_and_the_next_goes_on_at_once(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.drop(many(35))
    chat.work()
    chat.say("/ict import go UPL-1")

    def ended(*given: object) -> Iterator[object]:
        for portion in portions(*given):  # type: ignore[arg-type]
            if portion.until == 30:
                chat.intake.stop()
            yield portion

    with monkeypatch.context() as patched:
        patched.setattr(f"{WORK}.portions", ended)
        chat.work()
    assert (chat.tickets(), chat.upload().leased_until) == (20, None)
    assert chat.intake.work_waiting() == 0
    assert ": imported. 35 new" in Chat(chat.bot, chat.clock).work()[-1]
    assert chat.tickets() == 35


@pytest.mark.parametrize("kind", ["csv.gz", "xlsx", "ods"])
def test_compressed_files_and_workbooks_come_in_too(chat: Chat, kind: str) -> None:
    content = {
        "csv.gz": lambda: gzip.compress(CALLS),
        "xlsx": lambda: as_xlsx(Table("Calls", *rows_of(CALLS))),
        "ods": (DATA / "glpi_small.ods").read_bytes,
    }[kind]()
    chat.drop(content, name=f"calls.{kind}")
    assert " new, 0 changed" in chat.work()[-1]
    chat.say("/ict import good UPL-1")
    assert f"UPL-1, calls.{kind}: imported." in chat.work()[-1]
    assert chat.tickets() > 0


def rows_of(content: bytes) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    header, *others = [tuple(row) for row in csv.reader(content.decode().splitlines())]
    return header, tuple(others)


def test_the_name_of_a_file_is_only_a_name(chat: Chat) -> None:
    chat.drop(CALLS, name="../a\nb<!channel>.csv" + "x" * 200 + ".csv")
    assert "/" not in chat.upload().name
    assert len(chat.upload().name) == 80


def test_the_only_bot_of_a_file_need_not_wait_for_the_lease_of_one_that_is_gone(chat: Chat) -> None:
    chat.drop(CALLS)
    chat.bot.database.write(lambda session: uploads.claim(session, chat.clock(), LEASE))
    assert chat.intake.work_waiting() == 0
    chat.bot.database.write(uploads.free)
    assert "3 new" in chat.work()[-1]


def test_what_was_cancelled_as_it_was_taken_is_left(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat.drop(CALLS)
    claim = uploads.claim

    def cancelling(*given: object) -> Upload | None:
        taken = claim(*given)  # type: ignore[arg-type]
        if taken:
            uploads.end(given[0], taken, "cancelled")  # type: ignore[arg-type]
        return taken

    monkeypatch.setattr(uploads, "claim", cancelling)
    assert chat.intake.work_waiting() == 1
    assert chat.upload().state == "cancelled"


def test_two_bots_do_not_take_the_same_upload(chat: Chat, bot: Bot) -> None:
    chat.drop(CALLS)
    other = Intake(bot.database, bot.desk, bot.clock, 1)
    taken: list[int] = []

    def beside(*given: object) -> object:
        taken.append(other.work_waiting())
        return open_known(*given)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(f"{WORK}.open_known", beside)
        chat.intake.work_waiting()
    assert taken == [0]


def test_a_file_that_takes_longer_than_a_lease_to_read_is_read_by_one_bot(chat: Chat, bot: Bot) -> None:
    chat.drop(CALLS)
    reader = replace(chat.intake, renew_seconds=0.01)
    other = Intake(bot.database, bot.desk, bot.clock, 1)
    taken: list[int] = []

    def slowly(*given: object) -> object:
        for _ in range(4):
            chat.clock.set(chat.clock() + LEASE / 2)
            while chat.upload().leased_until != chat.clock() + LEASE:
                time.sleep(0.01)
            taken.append(other.work_waiting())
        return open_known(*given)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(f"{WORK}.open_known", slowly)
        assert reader.work_waiting() == 1
    assert taken == [0, 0, 0, 0]
    assert "3 new" in chat.work()[-1]
    assert chat.upload().leased_until is None


def test_the_database_out_of_reach_is_no_fault_of_the_file(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat.drop(CALLS)

    def unreachable(*_given: object) -> None:
        raise DeskError("The database cannot be used now; nothing was stored.")

    with monkeypatch.context() as patched:
        patched.setattr(f"{WORK}.open_known", unreachable)
        with pytest.raises(DeskError):
            chat.intake.work_waiting()
    chat.clock.set(chat.clock() + timedelta(minutes=3))
    assert "3 new" in chat.work()[-1]


def test_a_log_in_parts_brings_the_waits_that_it_brings_whole(chat: Chat, bot: Bot) -> None:
    log = DATA / "servicenow_events_small.csv"
    chat.drop(log.read_bytes(), name=log.name)
    chat.work()
    chat.say("/ict import go UPL-1")
    assert "imported" in "".join(chat.work())
    parts = bot.database.read(waits_there)
    assert parts
    chat.say("/ict undo")
    assert bot.database.read(waits_there) == []
    import_file(bot, log, confirmed=True)
    assert bot.database.read(waits_there) == parts


def waits_there(session: Session) -> list[tuple[object, ...]]:
    """Of the tickets that count: reference, from when, to when, why."""
    mine = select(Ticket.source_ref, Hold.started_at, Hold.ended_at, Hold.reason).join(Hold)
    there = mine.where(col(Ticket.void_at).is_(None), col(Hold.void_at).is_(None))
    return sorted(map(tuple, session.exec(there)), key=str)


def test_what_a_manager_imports_is_in_the_managers_name_and_its_sender_may_undo_it(chat: Chat) -> None:
    chat.drop(CALLS, "engineer")
    chat.work()
    assert chat.say("/ict import look UPL-1 dates:day-first").endswith("is said in Sam Okafor's direct messages.")
    chat.work()
    assert chat.say("/ict import go UPL-1") == (
        "UPL-1, calls.csv: it is being imported. I tell Sam Okafor, in their direct messages, when it is done."
    )
    assert chat.work()[-1].startswith("UPL-1, calls.csv: imported.")
    ids = chat.bot.database.read(people.ids)
    assert {entry["person_id"] for entry in rows(chat.bot.database, Trail)} == {ids["manager"]}
    number = chat.upload().number
    assert "Somebody else wrote that" in chat.say(f"/ict undo {number}", "infrastructure")
    assert "Tickets withdrawn: 3." in chat.say(f"/ict undo {number}", "engineer")


CHANGES = b"What,Outcome\nFirewall,completed\n"


def with_member(bot: Bot) -> tuple[Bot, Person]:
    """A bot that also knows somebody who is in a group and not in desk.toml."""
    number = bot.database.write(lambda session: people.enrol_one(session, "chat:U1", "Jo Desk", {"chat": "U1"}))
    member = Person(number, "chat:U1", "Jo Desk", "service desk")
    return replace(bot, dispatcher=replace(bot.dispatcher, unlisted=lambda *_: member)), member


def test_a_member_of_a_group_imports_what_they_may_type(bot: Bot, clock: SetClock) -> None:
    open_bot, member = with_member(bot)
    chat = Chat(open_bot, clock)
    chat.drop(CHANGES, "U1", "changes.csv")
    assert "1 new, 0 changed, 0 errors" in chat.work()[-1]
    chat.say("/ict import go UPL-1", "U1")
    assert "imported. 1 new" in chat.work()[-1]
    assert {entry["person_id"] for entry in rows(bot.database, Trail)} == {member.id}


def test_nobody_knows_what_an_upload_without_a_role_may_do(chat: Chat) -> None:
    chat.drop(CHANGES, name="changes.csv")
    chat.bot.database.write(lambda session: setattr(session.get_one(Upload, 1), "role", ""))
    assert "That needs the role" in chat.work()[-1]
    assert chat.upload().state == "failed"


def test_row_3_of_two_tools_is_two_tickets(chat: Chat) -> None:
    """A mapping needs the name of the tool, and none is proposed that another tool has."""
    chat.drop(LOGBOOK, name="logbook 2020-08.csv")
    chat.work()
    unnamed = COLUMNS.removeprefix("profile:logbook ")
    assert chat.say(f"/ict import look UPL-1 {unnamed}").startswith("Name the tool that the file comes from")
    assert "Name of the tool it comes from: logbook" in chat.say("/ict import columns UPL-1")
    mapped(chat)
    chat.say("/ict import go UPL-1")
    chat.work()
    other = LOGBOOK.replace(b"What", b"Title")
    chat.drop(other, name="logbook.csv")
    chat.work()
    assert "Name of the tool it comes from:  - needed" in chat.say("/ict import columns UPL-2")
    chat.say(
        f"/ict import look UPL-2 {COLUMNS} dates:day-first p1:1 p3:3".replace("logbook", "site").replace(
            "What", "Title"
        )
    )
    assert "2 new, 0 changed, 0 errors" in chat.work()[-1]


def test_the_command_line_names_the_tool_of_a_mapping_too_unless_it_is_remembered(bot: Bot) -> None:
    said = Ways(None, None, "day-first", "reference=Call,priority=Urgency,opened=Logged,resolved=Fixed", "1=P1,3=P3")
    with pytest.raises(DeskError, match="Name the tool that the file comes from, such as --profile helpdesk"):
        import_file(bot, DATA / "logbook.csv", said, confirmed=True)
    import_file(bot, DATA / "logbook.csv", replace(said, profile="logbook"), confirmed=True)
    outcome = import_file(bot, DATA / "logbook.csv", said)
    assert (outcome.unchanged, "its tool." in outcome.warnings[0]) == (2, True)


def meanwhile(chat: Chat, monkeypatch: pytest.MonkeyPatch, verb: str) -> list[str]:
    """Two changes are to be corrected by a file, and the first of them is taken back between look and import."""
    chat.say("/change completed Firewall")
    chat.say("/change completed Router")
    chat.drop(b"Reference,What,Outcome\nCHG-1,Rules,completed\nCHG-2,Router moved,completed\n", name="changes.csv")
    assert "0 new, 2 changed, 0 errors" in chat.work()[-1]
    chat.say(f"/ict import {verb} UPL-1")

    def later(*given: object) -> Iterator[object]:
        chat.say("/ict undo 1")
        yield from portions(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(f"{WORK}.portions", later)
        return chat.work()


def test_an_error_that_is_new_since_the_look_stops_the_whole_of_it(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    said = meanwhile(chat, monkeypatch, "go")
    assert "0 new, 1 changed, 1 error; 0 unchanged." in said[-2]
    assert "[Import the good rows]" in said[-2]
    assert said[-1] == "[file changes.csv.errors.csv]"
    assert "Router moved" not in chat.say("/change show CHG-2")
    assert (chat.upload().state, chat.upload().done, chat.upload().errors) == ("waiting", 0, 1)
    chat.say("/ict import good UPL-1")
    assert chat.work()[-1].startswith("UPL-1, changes.csv: imported. 0 new, 1 changed, 0 unchanged; 1 row with errors")


def test_of_the_good_rows_the_errors_are_those_found_when_they_came_in(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = meanwhile(chat, monkeypatch, "good")
    assert said[-1].startswith(
        "UPL-1, changes.csv: imported. 0 new, 1 changed, 0 unchanged; 1 row with errors left out."
    )
    assert "Router moved" in chat.say("/change show CHG-2")


def test_where_the_good_rows_are_offered_the_others_are_sent(chat: Chat) -> None:
    chat.drop(
        LOGBOOK.replace(b"5/5/2020 10:00", b"soon").replace(b"L-1,1,", b"L-1,High,") + b"L-3,3,4/5/2020 09:00,,Mouse\n"
    )
    chat.work()
    chat.say(f"/ict import look UPL-1 {COLUMNS} dates:day-first")
    _, preview, file = chat.work()
    assert "1 new, 0 changed, 2 errors" in preview
    assert "These priorities do not speak for themselves: 3. Say which is which." in preview
    assert preview.endswith("[Say the priorities] [Import the good rows] [Change the columns] [Cancel]")
    assert file == "[file calls.csv.errors.csv]"


def returned(chat: Chat) -> str:
    """The file of the rows with errors that was sent last."""
    sent = [json.loads(row["payload"]) for row in rows(chat.bot.database, Outbox)]
    return str([part for post in sent for part in post["parts"] if part["kind"] == "file"][-1]["text"])


def test_a_mapped_file_that_comes_back_mended_is_known_by_its_own_columns(chat: Chat) -> None:
    chat.drop(LOGBOOK.replace(b"5/5/2020 10:00", b"soon"))
    chat.work()
    mapped(chat)
    chat.say("/ict import good UPL-1")
    assert "imported. 1 new" in chat.work()[-1]
    file = returned(chat)
    assert file.startswith("line in the file,")
    chat.drop(file.replace("soon", "5/5/2020 10:00").encode())
    assert "1 new, 0 changed, 0 errors" in chat.work()[-1]
    assert chat.upload(2).header == chat.upload(1).header


@pytest.mark.parametrize("verb", ["list", "columns UPL-1", "table UPL-1", "priorities UPL-1"])
def test_what_waits_to_be_imported_is_never_shared_with_a_channel(chat: Chat, verb: str) -> None:
    chat.drop(LOGBOOK, name="logbook.csv")
    chat.work()
    place = Place("shell", "ict-dddc")
    reply = chat.bot.dispatcher.answer(f"/ict share import {verb}", "manager", place, chat.clock())
    assert "is never shared with a channel" in reply.text
    assert "logbook" not in reply.text


def test_a_form_is_not_shared(chat: Chat) -> None:
    def asks(_request: Request, _session: Session) -> Reply:
        return Reply((Form("What is secret?", "secret", (FormField("what", "What", "a name"),)),))

    secret = Command("secret", "ask", (Verb("ask", "ask", asks, "/secret ask", needs="look", is_default=True),))
    dispatcher = replace(chat.bot.dispatcher, commands={**chat.bot.dispatcher.commands, "secret": secret})
    reply = dispatcher.answer("/ict share secret", "manager", Place("shell", "ict-dddc"), chat.clock())
    assert (reply.is_error, reply.text) == (
        True,
        "/secret ask asks for more in a form. Type what is to be shared as a whole line.",
    )


TRAININGS = b"What,Days,People,Date\nPhishing awareness,0.5,12,2020-07-09\nFirewalls,two,3,2020-07-10\n"


def test_a_register_comes_in_by_the_chat_too(chat: Chat) -> None:
    chat.drop(TRAININGS, name="trainings.csv")
    preview, wrong = chat.work()[-2:]
    assert "1 new, 0 changed, 1 error" in preview
    assert "line 3, Days 'two': Days is a number" in preview
    assert "trainings.csv.errors.csv" in wrong
    chat.say("/ict import good UPL-1")
    assert "1 new" in "".join(chat.work())
    assert "Phishing awareness" in chat.say("/ict training list")
    chat.say("/ict undo")
    assert "Phishing awareness" not in chat.say("/ict training list")


def test_what_a_file_is_a_table_of_is_asked_and_can_be_named(chat: Chat) -> None:
    chat.drop(b"What,Raised on,Owner\nLeavers keep their accounts,2020-07-09,Priya\n", name="list.csv")
    asked = chat.work()[-1]
    assert "[It is of risks]" in asked
    assert "[It is another table]" in asked
    assert "Table of (" in chat.say("/ict import table UPL-1")
    chat.say("/ict import look UPL-1 profile:risk")
    assert "1 new, 0 changed, 0 errors" in chat.work()[-1]


def test_a_register_takes_the_role_that_adding_to_it_takes(chat: Chat) -> None:
    chat.drop(b"What,Likelihood,Impact\nFlood,2,5\n", "engineer", "risks.csv")
    chat.say("/ict import look UPL-1 profile:risk", "engineer")
    assert "nothing is stored. That needs the role manager: you are service desk." in "".join(chat.work())
