"""The terminal as a channel: replies as text or JSON, pictures and files written beside, posts printed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from pydantic import TypeAdapter

from bot.command import REPLY, Post, Reply
from bot.outbox import Attempt
from bot.parts import Button, Buttons, Chart, File
from bot.plain import plain
from core.errors import DeskError
from reports.charts import png

SHELL = "shell"
JSON = TypeAdapter(dict[str, Any])


def say(reply: Reply, folder: Path) -> str:
    """The reply as text; charts and files are written into `folder` and named."""
    written = [f"{label}: {path}" for label, path in write_files(reply, folder)]
    return "\n".join([reply.text, *written])


def as_json(reply: Reply, folder: Path) -> str:
    """text, parts and visibility; `files` names what was written beside."""
    files = [str(path) for _, path in write_files(reply, folder)]
    body = REPLY.dump_python(replace(reply, posts=()), mode="json")
    shown = {
        "text": reply.text,
        "visibility": body["visibility"],
        "is_error": body["is_error"],
        "parts": body["parts"],
    }
    return JSON.dump_json(shown | {"files": files}, indent=1).decode()


def write_files(reply: Reply, folder: Path) -> Iterator[tuple[str, Path]]:
    for part in reply.parts:
        if isinstance(part, Chart):
            yield "chart", write(folder / f"{part.name}.png", png(part.drawing))
        elif isinstance(part, File):
            yield "file", write(folder / part.name, part.content)


def write(path: Path, content: bytes) -> Path:
    """DeskError when the folder cannot be written to."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise DeskError(f"I cannot write {path}: {error.strerror}. Name another folder with --to.") from error
    return path


def buttons_of(reply: Reply) -> list[Button]:
    return [button for part in reply.parts if isinstance(part, Buttons) for button in part.buttons]


@dataclass(frozen=True)
class Terminal:
    """Prints what would be posted, each line behind the name of its channel."""

    out: TextIO
    seconds_between: float = 0

    def deliver(self, post: Post, earlier: str | None, _attempt: Attempt) -> str:
        mark = "  thread" if earlier else ""
        for text in plain(post.newest).split("\n"):
            self.out.write(f"{post.where}{mark} | {text}\n")
        self.out.flush()
        return earlier or post.subject
