"""The log's lines: kinds and places of errors, fields of our own, and no words that somebody may have typed."""

import json
import logging
import sqlite3
import sys
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot import logs
from bot.logs import FIELDS, JsonLines, Lines, journal, set_up
from bot.observed import Answered, Called, Course, Ran

TYPED = "Ms Zebedee at 12 Quux Street"


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        try:
            if cause:
                raise cause
        except type(cause or error) as earlier:
            raise error from earlier
        raise error
    except type(error) as caught:
        return caught


def record(message: str, *values: object, name: str = "bot.x", error: BaseException | None = None) -> logging.LogRecord:
    told = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, "bot/x.py", 12, message, values, told)


@pytest.mark.parametrize("form", [JsonLines(), Lines()])
@given(typed=st.text(min_size=1).map(lambda text: f"Zebedee {text} Quux"))
def test_an_error_stands_there_without_its_words(form: logging.Formatter, typed: str) -> None:
    error = raised(ValueError(typed), KeyError(typed))
    line = form.format(record("request failed", error=error))
    assert "Zebedee" not in line
    assert "Quux" not in line
    assert "KeyError" in line
    assert "ValueError" in line
    assert "test_logs:" in line


@pytest.mark.parametrize("form", [JsonLines(), Lines()])
@given(typed=st.text(min_size=1).map(lambda text: f"Zebedee {text} Quux"))
def test_a_library_is_not_quoted(form: logging.Formatter, typed: str) -> None:
    for name in ("slack_bolt.App", "slack_sdk.web", "py.warnings", "waitress"):
        line = form.format(record("unhandled: %s", {"text": typed}, name=name))
        assert "Zebedee" not in line
        assert name in line
        assert "said in x line 12; a library's own words are not kept" in line


def test_a_databases_refusal_is_told_by_its_code() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE one (name TEXT UNIQUE)")
    connection.execute("INSERT INTO one VALUES (?)", [TYPED])
    with pytest.raises(sqlite3.IntegrityError) as refused:
        connection.execute("INSERT INTO one VALUES (?)", [TYPED])
    connection.close()
    error = raised(IntegrityError("INSERT", {"name": TYPED}, refused.value))
    told = json.loads(JsonLines().format(record("broke", error=error)))
    assert told["error"][-1] == "sqlalchemy.exc.IntegrityError (SQLITE_CONSTRAINT_UNIQUE)"
    assert TYPED not in str(told)


def test_our_own_words_and_fields_are_one_line_of_json() -> None:
    one = record("post %s not sent", 7)
    one.reference, one.secret = "1a2b3c4d", "xoxb-1"
    told = json.loads(JsonLines().format(one))
    assert told.pop("at").endswith("+00:00")
    assert told == {"level": "error", "from": "bot.x", "message": "post 7 not sent", "reference": "1a2b3c4d"}
    assert Lines().format(one).endswith(" ERROR bot.x post 7 not sent reference=1a2b3c4d")


@pytest.mark.parametrize("form", [JsonLines(), Lines()])
def test_the_place_of_a_post_to_one_person_is_not_named(form: logging.Formatter) -> None:
    for place in ("@zebedee", "C1@U1"):
        line = form.format(record("post %s to %s not sent: %s", 7, place, "ratelimited"))
        assert "post 7 to a person not sent: ratelimited" in line
        assert place not in line
    assert "post 7 to ict-outages not" in form.format(record("post %s to %s not", 7, "ict-outages"))


@pytest.fixture
def quiet_again() -> Iterator[None]:
    """What set_up changes of the process is as it was."""
    root, kept = logging.getLogger(), (sys.excepthook, threading.excepthook)
    handlers, levels = root.handlers[:], [(each, each.level) for each in (root, logging.getLogger("bot"), logs.log)]
    yield
    root.handlers[:] = handlers
    for logger, level in levels:
        logger.setLevel(level)
    logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook = kept


@pytest.mark.usefixtures("quiet_again")
@pytest.mark.parametrize(("kind", "lines"), [("json", 3), ("text", 1)])
def test_a_line_for_each_request_is_for_machines(kind: str, lines: int, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(kind)
    journal(Answered("1a2b3c4d", "outage", "log", "done", 0.0123))
    journal(Ran("sla-watch", 1.0, 0.0, 2, is_broken=False))
    journal(Ran("sender", 1.0, 0.0, 0, is_broken=False))
    journal(Called("chat.postMessage", "ok"))
    journal(Called("chat.postMessage", "channel_not_found"))
    said = capsys.readouterr().err.splitlines()
    assert len(said) == lines
    assert "channel_not_found" in said[-1]
    if kind == "json":
        first = json.loads(said[0])
        assert {name: first[name] for name in FIELDS if name in first} == {
            "reference": "1a2b3c4d",
            "command": "outage",
            "verb": "log",
            "outcome": "done",
            "milliseconds": 12.3,
        }


@pytest.mark.usefixtures("quiet_again")
def test_what_ends_a_thread_or_the_program_is_told_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")

    def break_off() -> None:
        raise ValueError(TYPED)

    thread = threading.Thread(target=break_off)
    thread.start()
    thread.join()
    error = raised(RuntimeError(TYPED))
    sys.excepthook(RuntimeError, error, error.__traceback__)
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["message"], first["error"][-1]) == ("a thread ended by an error", "ValueError")
    assert (second["message"], second["error"][-1]) == ("the program ended by an error", "RuntimeError")
    assert TYPED not in str(first) + str(second)


def test_a_request_that_comes_again_has_the_same_reference() -> None:
    assert Course("slack:1").reference == Course("slack:1").reference != Course("slack:2").reference
    assert Course().reference != Course().reference
