"""A file dropped in the direct message: its card, its buttons and forms, and what Slack refuses."""

import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.outbox import FIRST_WAIT
from bot.playground.faults import Fault
from storage.models import Outbox, Upload
from tests.e2e.slack.workspace import ASHA, SAM, Desk, chosen, typed
from tests.integration.rows import how_many, rows
from tests.talk import DATA

AGAIN = FIRST_WAIT + timedelta(seconds=1)
CALLS = (DATA / "calls.csv").read_bytes()
WITH_ERRORS = (DATA / "calls_with_errors.csv").read_bytes()
LOGBOOK = (DATA / "logbook.csv").read_bytes()
Json = dict[str, Any]


def drop(desk: Desk, content: bytes, name: str = "calls.csv", user: str = ASHA) -> None:
    desk.person(user).uploads(user, name, content)
    work(desk)


def work(desk: Desk) -> None:
    desk.playground.settle()
    desk.ticker.intake.work_waiting()
    desk.send_all()


def card(desk: Desk, user: str = ASHA, number: int = 1) -> Json:
    """The bot's message that says how an upload stands."""
    return next(one for one in desk.person(user).sees(user) if one["text"].startswith(f"UPL-{number}, "))


def press(desk: Desk, message: Json, label: str, user: str = ASHA) -> None:
    desk.person(user).presses(user, message, label)
    work(desk)


def test_dropped_looked_at_imported_and_undone(desk: Desk) -> None:
    drop(desk, CALLS)
    assert "3 new, 0 changed, 0 errors" in card(desk)["text"]
    assert "Scanner jams" in str(card(desk)["blocks"])
    assert desk.records() == 0
    press(desk, card(desk), "Import")
    assert desk.records() == 3
    assert card(desk)["text"].startswith("UPL-1, calls.csv: imported; see below.")
    done = desk.person(ASHA).waits_for(ASHA, "imported. 3 new, 0 changed, 0 unchanged.")
    press(desk, done, "Undo")
    assert "Tickets withdrawn: 3." in desk.texts(ASHA, ASHA)[-1]


def test_there_is_one_card_however_often_it_changes(desk: Desk) -> None:
    drop(desk, CALLS)
    press(desk, card(desk), "Cancel")
    shown = [text for text in desk.texts(ASHA, ASHA) if text.startswith("UPL-1")]
    assert shown == ["UPL-1, calls.csv: cancelled. Nothing was stored, and the file is deleted."] * 2  # card and answer
    assert how_many(desk.bot.database, Upload) == [1]


def files_below(desk: Desk) -> list[Json]:
    """What the bot has sent below the file that was dropped."""
    return [file for one in desk.person(ASHA).sees(ASHA)[1:] for file in one.get("files") or ()]


def test_the_rows_with_errors_come_back_as_a_file(desk: Desk) -> None:
    drop(desk, WITH_ERRORS)
    assert "line 3, priority 'urgent': write one of P1, P2, P3, P4" in card(desk)["text"]
    desk.playground.wait_until(lambda: bool(files_below(desk)))  # a share shows a moment after its upload
    (returned,) = files_below(desk)
    assert returned["name"] == "calls.csv.errors.csv"
    press(desk, card(desk), "Import the good rows")
    assert desk.records() == 2


def test_an_unknown_table_is_explained_in_forms(desk: Desk) -> None:
    drop(desk, LOGBOOK, "logbook.csv", SAM)
    sam = desk.person(SAM)
    sam.presses(SAM, card(desk, SAM), "Say which column is which")
    form = sam.waits_for_form()
    assert sam.submits(form, {"reference": {"value": chosen("Call")}, "summary": {"value": chosen("What")}}) == {}
    work(desk)
    press(desk, card(desk, SAM), "Day first", SAM)
    sam.presses(SAM, card(desk, SAM), "Say the priorities")
    form = sam.waits_for_form()
    assert sam.submits(form, {"p1": {"value": typed("1")}, "p3": {"value": typed("3")}}) == {}
    work(desk)
    assert "2 new, 0 changed, 0 errors" in card(desk, SAM)["text"]
    press(desk, card(desk, SAM), "Import", SAM)
    assert desk.records() == 2
    drop(desk, LOGBOOK, "logbook.csv", SAM)
    assert "Remembered from such a file of 28 August 2020" in card(desk, SAM, 2)["text"]


def test_the_same_event_twice_is_one_upload_and_one_card(desk: Desk) -> None:
    desk.playground.faults.add(Fault.parsed({"method": "delivery", "kind": "copies", "copies": 2}))
    drop(desk, CALLS)
    assert how_many(desk.bot.database, Upload) == [1]
    assert len([text for text in desk.texts(ASHA, ASHA) if text.startswith("UPL-")]) == 1


def test_a_file_that_is_shared_again_is_answered_and_after_cancel_taken_in_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = desk.playground.state.files
    file = files.announce("calls.csv", len(CALLS), ASHA)
    monkeypatch.setattr(files, "announce", lambda *_given: file)
    drop(desk, CALLS)
    drop(desk, CALLS)
    assert desk.texts(ASHA, ASHA)[-1].startswith("UPL-1, calls.csv waits for your word.")
    press(desk, card(desk), "Cancel")
    drop(desk, CALLS)
    assert "3 new, 0 changed, 0 errors" in card(desk, number=2)["text"]
    drop(desk, CALLS, user=SAM)
    assert "3 new, 0 changed, 0 errors" in card(desk, SAM, number=3)["text"]


@pytest.mark.parametrize(
    ("user", "said"),
    [("U_GUEST", "importing is not open to you: you are guest"), ("U_NOBODY", "I do not know 'U_NOBODY' here.")],
)
def test_who_may_not_import_is_told_so_and_nothing_is_fetched(desk: Desk, user: str, said: str) -> None:
    desk.playground.faults.add(Fault.parsed({"method": "download", "kind": "500", "times": 1}))
    drop(desk, CALLS, user=user)
    assert said in desk.texts(user, user)[-1]
    assert desk.playground.faults.take("download") is not None  # nobody asked for it
    assert how_many(desk.bot.database, Upload) == [0]


def test_without_the_scope_the_person_is_told_what_is_missing(over_socket: Desk) -> None:
    state = over_socket.playground.state
    scopes = tuple(scope for scope in state.workspace.scopes if scope != "files:read")
    state.workspace = replace(state.workspace, scopes=scopes)
    drop(over_socket, CALLS)
    assert "scope files:read" in over_socket.texts(ASHA, ASHA)[-1]
    assert how_many(over_socket.bot.database, Upload) == [0]


@pytest.mark.parametrize("kind", ["500", "cut_before", "ratelimited"])
def test_a_file_that_slack_does_not_give_can_be_dropped_again(over_http: Desk, kind: str) -> None:
    over_http.playground.faults.add(Fault.parsed({"method": "download", "kind": kind}))
    drop(over_http, CALLS)
    assert "Please drop it again." in over_http.texts(ASHA, ASHA)[-1]
    drop(over_http, CALLS)
    assert "3 new" in card(over_http)["text"]


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another host, and what it was sent for authorisation."""
    heard: list[str] = []

    class Keeps(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers.get("Authorization", ""))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_given: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keeps)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_token_goes_to_no_other_host(
    over_http: Desk, elsewhere: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, heard = elsewhere
    files = over_http.playground.state.files
    monkeypatch.setattr(files, "private_url", lambda file: f"{address}/files/{file.id}")
    drop(over_http, CALLS)
    assert heard == []
    assert "is kept outside Slack" in over_http.texts(ASHA, ASHA)[-1]


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_a_card_that_fails_comes_later_once(over_http: Desk, method: str) -> None:
    over_http.playground.faults.add(Fault.parsed({"method": method, "kind": "500"}))
    drop(over_http, CALLS)
    for _ in range(4):
        over_http.clock.move(AGAIN)
        over_http.send_all()
    assert len([text for text in over_http.texts(ASHA, ASHA) if text.startswith("UPL-")]) == 1
    assert "3 new" in card(over_http)["text"]
    assert all(row["sent_at"] for row in rows(over_http.bot.database, Outbox))


def test_asked_for_in_a_channel_it_is_answered_privately(desk: Desk) -> None:
    desk.say("/ict import", user=ASHA)
    answer = desk.newest(ASHA)
    assert answer["ephemeral"]
    assert answer["text"].startswith("Drop a CSV, XLSX, ODS or gzip file into a direct message with me.")
