"""The rows of a workbook (XLSX, XLS, ODS) as texts, after a look at what it would unpack to."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, TypeAlias

import python_calamine

from core.errors import DeskError

WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods are zip files, .xls is an older container
WORKBOOK_LIMIT = 200 * 10**6
CELLS_LIMIT = 20 * 10**6  # a reader keeps a cell for every place up to the last one used
_CHUNK = 1 << 20
_LONGEST_TAG = 2000  # of those that are looked for
_PLACE = re.compile(rb'<c [^>]{0,80}?r="([A-Z]{1,3})(\d{1,7})"')
_ODS_TAG = re.compile(rb"<table:table-(row|cell)\b([^>]*)>")
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d{1,9})"')
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the name of the one part of a protected .xlsx
_VALUED = b"value-type"

Value: TypeAlias = int | float | str | bool | time | date | datetime | timedelta


def workbook_rows(content: bytes, limit: int = WORKBOOK_LIMIT) -> Iterator[tuple[int, list[str]]]:
    """(row number as the spreadsheet shows it, cells as texts) of the first sheet with two filled cells in a row.

    A formula gives the value that was last computed. Times are spelt as 2016-02-29 14:05:00. DeskError: what is wrong
    with the file and what to do.
    """
    if content.startswith(WORKBOOK_STARTS[0]):
        _refuse_bomb(content, limit)
    elif _ENCRYPTED in content:
        raise DeskError("The workbook is protected by a password: save it without one and send that.", "file")
    for rows in _sheets(content):
        texts = [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
        if any(sum(map(bool, cells)) > 1 for _, cells in texts):
            return iter(texts)
    raise DeskError("The workbook is empty: export it again, with its header row.", "file")


def _sheets(content: bytes) -> Iterator[list[list[Value]]]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in book.sheet_names:
                # From A1 on, so that rows have the numbers that people see.
                yield book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except python_calamine.CalamineError:
        raise DeskError("The workbook cannot be read: save its sheet as CSV (UTF-8) and send that.", "file") from None


def _refuse_bomb(content: bytes, limit: int) -> None:
    """What is unpacked here is what the file says of itself: zipfile stops where a part is longer than declared."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > limit:
                raise DeskError(f"The workbook unpacks to more than {limit:,} bytes: split it by date.", "file")
            for part in archive.infolist():
                with archive.open(part) as file:
                    _refuse_vast(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise DeskError("The workbook is damaged: fetch or export it again.", "file") from None


def _refuse_vast(file: IO[bytes]) -> None:
    """A few bytes can claim a cell at the far corner of a sheet, or one that is repeated a million times."""
    rows = columns = 1
    row = width = 0  # of an .ods, up to the last cell with a value
    for text in _whole_tags(file):
        for letters, number in _PLACE.findall(text):
            rows, columns = max(rows, int(number)), max(columns, _column(letters))
        for what, attributes in _ODS_TAG.findall(text):
            repeated = _REPEATED.search(attributes)
            count = int(repeated[1]) if repeated else 1
            row, width = (row + count, 0) if what == b"row" else (row, width + count)
            if _VALUED in attributes:
                rows, columns = max(rows, row), max(columns, width)
    if rows * columns > CELLS_LIMIT:
        raise DeskError("The sheet has cells far below or beside the table: delete what is outside it.", "file")


def _whole_tags(file: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces, none of which ends inside a tag."""
    rest = b""
    while chunk := file.read(_CHUNK):
        text = rest + chunk
        cut = max(text.rfind(b"<"), len(text) - _LONGEST_TAG)
        yield text[:cut]
        rest = text[cut:]
    yield rest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value: Value) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):  # midnight, which the reader gives without its time
        return f"{value} 00:00:00"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
