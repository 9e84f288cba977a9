"""A table in a file, whatever its compression, encoding and delimiter, or in a workbook."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from core.errors import DeskError
from core.imports.workbooks import WORKBOOK_LIMIT, WORKBOOK_STARTS, workbook_rows

LIMIT = 1 << 30
_CHUNK = 1 << 20
_LONGEST_LINE = 1 << 20
_TITLE_LINES = 20
ANNOTATIONS = ("line in the file", "column at fault", "what would mend it")  # of the rows that we send back
_DELIMITERS = ",;\t|"
_GZIP = b"\x1f\x8b"
_QUOTED = re.compile(r'"[^"]*"')
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")


Numbered = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """`rows()` begins anew each time: (line of the file on which the row begins, cells); blank rows are left out.

    A row may have more or fewer cells than the header. Reading on may raise DeskError for a broken quotation.
    """

    header: tuple[str, ...]
    rows: Callable[[], Iterator[Numbered]]


def read_table(source: Path | bytes, limit: int = LIMIT) -> Sheet:
    """The table in a workbook or in a CSV file, either plain or gzip, that unpacks to `limit` bytes at most.

    A CSV file is read through once before its first row is given, so that an unreadable one is refused as a whole; then
    rows are read as they are asked for. The header is the first row with two filled cells, so a title may stand above
    it; columns of one name are told apart as in "Labels (2)". DeskError: what is wrong with the file and what to do.
    """
    if next(_chunks(source, limit), b"").startswith(WORKBOOK_STARTS):
        limit = min(limit, WORKBOOK_LIMIT)
        rows = list(workbook_rows(b"".join(_chunks(source, limit)), limit))
        return _sheet(lambda: iter(rows))
    encoding = _encoding(source, limit)
    delimiter = _delimiter(source, encoding)
    return _sheet(lambda: _rows(source, encoding, delimiter))


def _sheet(rows: Callable[[], Iterator[Numbered]]) -> Sheet:
    header = next(filter(_has_two, _filled(rows())), (0, []))[1]
    _refuse_data_as_header(header)

    def below() -> Iterator[Numbered]:
        left = _filled(rows())
        next(filter(_has_two, left))
        return left

    names = [cell.strip() for cell in header]
    if not set(ANNOTATIONS) <= set(names):
        return Sheet(_distinct(names), below)
    theirs = [place for place, name in enumerate(names) if name not in ANNOTATIONS]
    return Sheet(_distinct(names[place] for place in theirs), lambda: _filled(_only(theirs, below())))


def _only(places: Sequence[int], rows: Iterator[Numbered]) -> Iterator[Numbered]:
    """Without the columns that were ours: a file that comes back mended is the file that it was."""
    return ((line, [cells[place] for place in places if place < len(cells)]) for line, cells in rows)


def _filled(rows: Iterator[Numbered]) -> Iterator[Numbered]:
    return (row for row in rows if (row[1] and row[1][0].strip()) or any(map(str.strip, row[1])))


def _has_two(row: Numbered) -> bool:
    return sum(bool(cell.strip()) for cell in row[1]) > 1


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    distinct = []
    for name in names:
        seen[name] += 1
        distinct.append(name if seen[name] == 1 or not name else f"{name} ({seen[name]})")
    return tuple(distinct)


def _encoding(source: Path | bytes, limit: int) -> str:
    start = next(_chunks(source, limit), b"")
    if not start:
        raise DeskError("The file is empty: export it again, with its header row.", "file")
    for encoding in ("utf-8-sig", "cp1252"):
        if _is_text(source, encoding, limit):
            return encoding
    raise DeskError("This is not a text file: save the table as CSV (UTF-8) and send that.", "file")


def _is_text(source: Path | bytes, encoding: str, limit: int) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(source, limit):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(source: Path | bytes, limit: int) -> Iterator[bytes]:
    size = 0
    try:
        with _unpacked(source) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise DeskError(f"The file unpacks to more than {limit:,} bytes: split it by date.", "file")
                yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DeskError("The compressed file is damaged: fetch or export it again.", "file") from None
    except OSError as error:
        raise DeskError(f"The file cannot be read ({error.strerror}): check its name and rights.", "file") from None


@contextmanager
def _unpacked(source: Path | bytes) -> Iterator[BinaryIO]:
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        is_compressed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if is_compressed else file


@contextmanager
def _text(source: Path | bytes, encoding: str) -> Iterator[TextIO]:
    with _unpacked(source) as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        yield text


def _delimiter(source: Path | bytes, encoding: str) -> str:
    """The commonest delimiter of the first line that has one outside quotation marks."""
    with _text(source, encoding) as text:
        for line in islice(_lines(text), _TITLE_LINES):
            bare = _QUOTED.sub("", line)
            commonest = max(_DELIMITERS, key=bare.count)
            if commonest in bare:
                return commonest
    raise _no_header("I found no header row")


def _rows(source: Path | bytes, encoding: str, delimiter: str) -> Iterator[Numbered]:
    first_line = 1
    with _text(source, encoding) as text:
        reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield first_line, cells
                first_line = reader.line_num + 1
        except csv.Error as error:
            raise DeskError(
                f"The quotation marks do not match in the row at line {first_line} ({error}): "
                "double each one inside a cell, or export the file again.",
                "file",
            ) from None


def _lines(text: TextIO) -> Iterator[str]:
    """Lines of a bearable length: a file of one endless line is no table, and would fill the memory."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise DeskError("A line is over a million characters long: this is not a table in CSV.", "file")
        yield line


def _refuse_data_as_header(header: list[str]) -> None:
    if not header:
        raise _no_header("I found no header row")
    if any(_DATE.match(cell.strip()) for cell in header):
        raise _no_header("The file begins with a row of data")


def _no_header(finding: str) -> DeskError:
    return DeskError(
        f"{finding}: put the names of the columns in the first row, separated by comma, semicolon, tab or |.",
        "file",
    )
