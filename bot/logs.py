"""The log, as lines or as JSON, on standard error. Nothing that a person typed, no name and no secret is in it.

Of an error stand its kind and where it happened, without its words, which may hold what was typed. Of most libraries
stand only where and how grave: Slack's log the requests that they do not understand.
"""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType
from typing import Any

from bot.observed import Answered, Called, Event, Ran

OURS = ("bot", "core", "reports", "storage")
SPEAKING = (*OURS, "alembic", "apscheduler")  # what these say holds numbers and names of our own only
FIELDS = ("reference", "command", "verb", "outcome", "job", "method", "milliseconds", "number")

log = logging.getLogger(__name__)


def set_up(kind: str) -> None:
    """`text`: what is wrong, and what the bot says of itself. `json`: besides, a line for each command and alert."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if kind == "json" else Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("bot").setLevel(logging.INFO)
    log.setLevel(logging.INFO if kind == "json" else logging.WARNING)
    logging.captureWarnings(capture=True)
    threading.excepthook = thread_broke
    sys.excepthook = program_broke


def thread_broke(broken: threading.ExceptHookArgs) -> None:
    log.critical("a thread ended by an error", exc_info=broken.exc_value)


def program_broke(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    log.critical("the program ended by an error", exc_info=error)


def journal(event: Event) -> None:
    """A line for each request, and for a job or a call where there is something to tell."""
    match event:
        case Answered(reference, command, verb, outcome, seconds):
            told = {"reference": reference, "command": command, "verb": verb, "outcome": outcome}
            log.info("answered", extra=told | {"milliseconds": round(seconds * 1000, 1)})
        case Ran(job, seconds, _, number, _) if number:
            log.info("ran", extra={"job": job, "number": number, "milliseconds": round(seconds * 1000, 1)})
        case Called(method, outcome) if outcome != "ok":
            log.warning("Slack refused", extra={"method": method, "outcome": outcome})
        case _:
            pass


def at_of(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def words(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in SPEAKING:
        given = record.args if isinstance(record.args, tuple) else ()
        return str(record.msg) % tuple(map(unnamed, given)) if given else record.getMessage()
    return f"said in {record.module} line {record.lineno}; a library's own words are not kept"


def unnamed(value: object) -> object:
    """A place may be one person's: @sam, or C1@U1."""
    return "a person" if isinstance(value, str) and "@" in value else value


def error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def trace(error: BaseException) -> Iterator[str]:
    """Kinds and places, the cause first, as tracebacks have it."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from trace(earlier)
    for frame, line in walk_tb(error.__traceback__):
        yield f"{frame.f_globals.get('__name__')}:{line} {frame.f_code.co_qualname}"
    yield kind(error)


def kind(error: BaseException) -> str:
    """The class; of a database's refusal its code too, which holds no values."""
    refused = getattr(error, "orig", None) or error
    code = getattr(refused, "sqlstate", None) or getattr(refused, "sqlite_errorname", None)
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return f"{name} ({code})" if code else name


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {"at": at_of(record), "level": record.levelname.lower(), "from": record.name}
        told["message"] = words(record)
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        error = error_of(record)
        if error is not None:
            told["error"] = list(trace(error))
        return json.dumps(told, ensure_ascii=False)


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        named = [f"{name}={getattr(record, name)}" for name in FIELDS if hasattr(record, name)]
        line = " ".join([at_of(record), record.levelname, record.name, words(record), *named])
        error = error_of(record)
        return line if error is None else "\n  ".join([line, *trace(error)])
