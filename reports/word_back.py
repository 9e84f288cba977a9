"""A report that somebody edited in Word or LibreOffice, read back: the words of each place, and what was added."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeVar

from lxml import etree

from core.errors import DeskError
from reports.word_blocks import BODY, cells_of, text_of, walked
from reports.word_places import PART, PLACEHOLDER, UNANSWERED, Kind, remembered

T = TypeVar("T")
Rows = tuple[tuple[str, ...], ...]
Keys = Mapping[str, tuple[Kind, str]]

MOST_BYTES = 64 * 2**20
"""Unpacked, of each part that is read: a report of a hundred pages has some 3 MB."""
LOCKED = b"\xd0\xcf\x11\xe0"
"""So begins what has a password, and every document of Word before 2007."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a package raises that is none, is cut off, holds no document, or is packed in a way of its own."""


@dataclass(frozen=True)
class Returned:
    """Texts of passages and answers by key, tables with their header as text, and (key before it, text) of what is new.

    A part that stood in the report twice under one key and now differs has its second words as "key#2". A key whose
    part was deleted, or whose question is not answered, is not there. The key before is "" above the first of them.
    `reference` is that of the document that was edited.
    """

    passages: Mapping[str, str]
    tables: Mapping[str, Rows]
    added: tuple[tuple[str, str], ...]
    reference: str = ""


@dataclass
class _Reading:
    """`texts` holds the paragraphs of each passage, by the name of its place."""

    keys: Keys
    texts: dict[str, list[str]] = field(default_factory=dict)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    added: list[tuple[str, str]] = field(default_factory=list)
    name: str = ""

    @property
    def last_key(self) -> str:
        return self.keys[self.name][1] if self.name else ""


def read_back(docx: bytes) -> Returned:
    """DeskError where it is no Word file, is locked, damaged or far too large, or is not one of ours."""
    body, keys, reference = _opened(docx)
    reading = _Reading(keys)
    for block in walked(body, keys):
        if block.is_table:
            _take_table(reading, block.name, list(cells_of(block.element)))
        elif not block.is_own:
            _take_paragraph(reading, block.name, text_of(block.element))
    return Returned(_passages(reading), _distinct(_frozen(reading.tables)), tuple(reading.added), reference)


def _take_paragraph(reading: _Reading, name: str, text: str) -> None:
    """A place that comes again further down is a copy that somebody made: new words."""
    is_copy = name in reading.texts and name != reading.name
    if name and not is_copy:
        reading.texts.setdefault(name, []).append(text)
        reading.name = name
    elif text.strip():
        reading.added.append((reading.last_key, text.strip()))


def _take_table(reading: _Reading, name: str, rows: list[list[str]]) -> None:
    if not name:
        reading.added.append((reading.last_key, "\n".join("\t".join(row) for row in rows)))
        return
    kind, key = reading.keys[name]
    reading.name = name
    before = next((found for known, found in reversed(reading.tables) if known == key), None)
    if kind == "part" and before is not None:
        nothing: list[str] = []
        before[:] = [[*row, *more[1:]] for row, more in zip_longest(before, rows, fillvalue=nothing)]
    else:
        reading.tables.append((key, rows))


def _passages(reading: _Reading) -> dict[str, str]:
    found = []
    for name, texts in reading.texts.items():
        kind, key = reading.keys[name]
        text = texts[0] if len(texts) == 1 else "\n\n".join(filter(None, map(str.strip, texts)))
        if kind == "gap":
            text = text.removeprefix(PLACEHOLDER).strip()
        if kind != "gap" or text not in UNANSWERED:
            found.append((key, text))
    return _distinct(found)


def _frozen(tables: Iterable[tuple[str, list[list[str]]]]) -> Iterator[tuple[str, Rows]]:
    return ((key, tuple(map(tuple, rows))) for key, rows in tables)


def _distinct(found: Iterable[tuple[str, T]]) -> dict[str, T]:
    """The first under its key, and those that differ from it under "key#2" and so on."""
    named: dict[str, T] = {}
    seen: dict[str, int] = {}
    for key, value in found:
        seen[key] = seen.get(key, 0) + 1
        if key not in named:
            named[key] = value
        elif named[key] != value:
            named[f"{key}#{seen[key]}"] = value
    return named


def _opened(docx: bytes) -> tuple[etree._Element, Keys, str]:
    if docx.startswith(LOCKED):
        raise DeskError("This file has a password or is in the old .doc format: save it as .docx, without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            parts = {name: _part(package, name) for name in (BODY, PART.lstrip("/"))}
        root = etree.fromstring(parts[BODY], etree.XMLParser(resolve_entities=False, no_network=True))
        properties = parts[PART.lstrip("/")]
        keys, reference = remembered(properties) if properties else ({}, "")
    except DAMAGE as error:
        raise DeskError("This is no Word file, or it is damaged: save it as .docx and send it again.") from error
    except etree.XMLSyntaxError as error:
        raise DeskError("This Word file is damaged: open it, save it as .docx and send it again.") from error
    if not keys:
        raise DeskError("This is not a report that the bot wrote: send the Word file that you had from it, edited.")
    return root, keys, reference


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """Empty where it is not there, which only the document must be. DeskError where it would not end."""
    if name != BODY and name not in package.namelist():
        return b""
    with package.open(name) as part:
        content = part.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise DeskError("This Word file is far larger than any report of ours: take out what does not belong in it.")
    return content
