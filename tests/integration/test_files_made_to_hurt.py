"""Tickets, a register and a budget in files as people and tools really make them: read, or refused with a sentence."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter
from sqlmodel import SQLModel

from bot.app import Bot
from bot.imports.export import Ways
from bot.imports.files import import_file
from bot.imports.outcome import Outcome
from core.errors import DeskError
from core.imports.workbooks import WORKBOOK_LIMIT
from storage.models import BudgetLine, Ticket
from storage.models.operations import Change
from tests.integration.rows import how_many, rows

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Example:
    """A table with two good rows. `text` is the column that may hold anything, in the database and in the file."""

    profile: str
    model: type[SQLModel]
    header: tuple[str, ...]
    good: tuple[tuple[str, ...], tuple[str, ...]]
    text: tuple[str, int]


TICKETS = Example(
    "ictbot",
    Ticket,
    ("reference", "kind", "priority", "summary", "service", "partners", "opened", "resolved", "cause"),
    (
        ("A-1", "incident", "P3", "Café £5", "", "BDC", "13/07/2020 09:00", "13/07/2020 11:00", ""),
        ("A-2", "incident", "P3", "Mouse", "", "BDC", "14/07/2020 09:00", "", ""),
    ),
    ("summary", 3),
)
REGISTER = Example(
    "change",
    Change,
    ("Outcome", "What", "Date", "Partner"),
    (("completed", "Café £5", "13/07/2020", "BDC"), ("failed", "Switch", "14/07/2020", "")),
    ("title", 1),
)
BUDGET = Example(
    "budget-lines",
    BudgetLine,
    ("Code", "Line", "Financial year", "Original budget"),
    (("1", "Café £5", "2020-21", "1000"), ("2", "Stock", "2020-21", "(50.5)")),
    ("name", 1),
)
Grid = Sequence[Sequence[str]]
every = pytest.mark.parametrize("example", [TICKETS, REGISTER, BUDGET], ids=lambda one: one.profile)


def grid(example: Example) -> list[list[str]]:
    return [list(row) for row in (example.header, *example.good)]


def as_text(cells: Grid, delimiter: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(cells)
    return file.getvalue()


def as_book(cells: Grid) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            sheet.write_row(number, 0, row)
    return file.getvalue()


SHAPES: dict[str, Callable[[Grid], bytes]] = {
    "plain": lambda cells: as_text(cells).encode(),
    "a title above it": lambda cells: ("Export of 1 August 2020\n\n" + as_text(cells)).encode(),
    "semicolons": lambda cells: as_text(cells, ";").encode(),
    "tabs": lambda cells: as_text(cells, "\t").encode(),
    "cp1252": lambda cells: as_text(cells).encode("cp1252"),
    "a mark of the byte order": lambda cells: b"\xef\xbb\xbf" + as_text(cells).encode(),
    "line ends of an old Mac": lambda cells: as_text(cells).replace("\r\n", "\n").encode(),
    "compressed": lambda cells: gzip.compress(as_text(cells).encode()),
    "blank rows": lambda cells: as_text(cells).replace("\r\n", "\r\n\r\n,,\r\n").encode(),
    "every column twice": lambda cells: as_text([[*row, *row] for row in cells]).encode(),
    "two hundred columns": lambda cells: as_text([[*row, *["x"] * (200 - len(row))] for row in cells]).encode(),
    "a workbook": as_book,
    "a workbook with a title above": lambda cells: as_book([["Export of 1 August 2020"], [], *cells]),
}


def bring(bot: Bot, file: Path, profile: str) -> Outcome:
    return import_file(bot, file, Ways(profile), confirmed=True)


@every
@pytest.mark.parametrize("shape", SHAPES)
def test_a_good_table_is_read_whatever_its_shape_and_twice_is_once(
    shape: str, example: Example, bot: Bot, tmp_path: Path
) -> None:
    file = tmp_path / "table"
    file.write_bytes(SHAPES[shape](grid(example)))
    outcome = bring(bot, file, example.profile)
    assert (outcome.new, outcome.errors) == (2, [])
    column, place = example.text
    assert [row[column] for row in rows(bot.database, example.model)] == [row[place] for row in example.good]
    again = bring(bot, file, example.profile)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


@every
def test_a_cell_may_hold_lines_quotation_marks_and_what_a_spreadsheet_would_run(
    example: Example, bot: Bot, tmp_path: Path
) -> None:
    cells = grid(example)
    column, place = example.text
    cells[1][place], cells[2][place] = 'two\nlines, "said"', '=HYPERLINK("x")'
    file = tmp_path / "table.csv"
    file.write_text(as_text(cells), encoding="utf-8")
    assert bring(bot, file, example.profile).new == 2
    first, second = (row[column] for row in rows(bot.database, example.model))
    assert (first.split(), second) == (["two", "lines,", '"said"'], '=HYPERLINK("x")')


@every
def test_a_formula_in_a_workbook_is_the_value_that_was_last_computed(
    example: Example, bot: Bot, tmp_path: Path
) -> None:
    file, cells = tmp_path / "table.xlsx", grid(example)
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            sheet.write_row(number, 0, row)
        sheet.write_formula(1, example.text[1], '="Sum"&" of all"', None, "Sum of all")
    assert bring(bot, file, example.profile).new == 2
    assert rows(bot.database, example.model)[0][example.text[0]] == "Sum of all"


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sheet.xml", "w") as part:
        for _ in range(WORKBOOK_LIMIT // 10**6 + 1):
            part.write(bytes(10**6))
    return file.getvalue()


REFUSED: dict[str, tuple[Callable[[Example], bytes], str]] = {
    "nothing in it": (lambda _: b"", "The file is empty"),
    "no header": (lambda one: as_text([["13/07/2020", "x"], *one.good]).encode(), "begins with a row of data"),
    "one column": (lambda one: "\n".join(one.header[:1]).encode(), "I found no header row"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is not a text file"),
    "quotation marks that do not match": (
        lambda one: (as_text([one.header]) + '"a"b"c,d\n').encode(),
        "The quotation marks do not match in the row at line 2",
    ),
    "a bomb": (lambda _: bomb(), "The workbook unpacks to more than 200,000,000 bytes"),
    "a password": (lambda _: (DATA / "password.xlsx").read_bytes(), "protected by a password"),
    "a workbook cut off": (lambda one: as_book(grid(one))[:500], "The workbook is damaged"),
    "a packed file cut off": (
        lambda one: gzip.compress(as_text(grid(one)).encode())[:-9],
        "The compressed file is damaged",
    ),
    "columns of something else": (lambda _: b"Flavour,Colour\nsweet,red\n", "lacks|no column"),
}


@every
@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_a_sentence_and_stores_nothing(
    what: str, example: Example, bot: Bot, tmp_path: Path
) -> None:
    make, sentence = REFUSED[what]
    file = tmp_path / "table"
    file.write_bytes(make(example))
    with pytest.raises(DeskError, match=sentence):
        bring(bot, file, example.profile)
    assert how_many(bot.database, example.model) == [0]


@every
def test_a_header_without_rows_brings_nothing(example: Example, bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(as_text([example.header]), encoding="utf-8")
    outcome = bring(bot, file, example.profile)
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.errors) == (0, 0, 0, [])


@pytest.mark.parametrize(
    ("example", "place", "times"), [(TICKETS, 6, " 09:41"), (REGISTER, 2, "")], ids=["tickets", "register"]
)
def test_dates_that_nothing_settles_are_asked_about_and_named_months_are_not(
    example: Example, place: int, times: str, bot: Bot, tmp_path: Path
) -> None:
    file, cells = tmp_path / "table.csv", grid(example)
    for row, day in zip(cells[1:], ("03/04/2020", "05/06/2020"), strict=True):
        row[place : place + 2] = [f"{day}{times}", row[place + 1] if place == 2 else ""]
    file.write_text(as_text(cells), encoding="utf-8")
    with pytest.raises(DeskError, match="I cannot tell the day from the month in dates such as 03/04"):
        bring(bot, file, example.profile)
    for row in cells[1:]:
        row[place] = "12/Mar/20 9:41 AM"
    file.write_text(as_text(cells), encoding="utf-8")
    assert (bring(bot, file, example.profile).new, how_many(bot.database, example.model)) == (2, [2])
