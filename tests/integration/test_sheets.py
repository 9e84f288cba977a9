"""Lists as files: CSV and workbooks for a spreadsheet, with numbers and dates as such and nothing that runs."""

import csv
import io
from datetime import date, datetime

import pytest
import python_calamine

from bot.app import Bot
from bot.command import POST, REPLY, Place, Post
from bot.dispatch import queue
from bot.parts import File, line
from bot.sheets import XLSX
from storage.models import Outbox
from tests.conftest import FRIDAY
from tests.integration.rows import done, rows

SAID = (
    "/outage p2 =1+1 Email down partner:DDDC service:Email",
    "/request minor +44 to be rung partner:BDC",
    '/change completed "@Firewall upgrade" on:2020-07-03',
    "/budget line 1 =Employees 120,000 2020-21",
    "/budget line 2 Income (12,000.60) 2020-21",
    "/budget actual Income (500) p1 2020-21",
)
LISTS = (
    *("outage", "incident", "request", "sla", "kpi raised aug 2020", "change", "ict debt", "ict risk"),
    "budget p1 2020-21",
    *("kpi compare raised aug 2020", "kpi compare july august", "kpi trend raised last 12 months"),
)


@pytest.fixture
def filled(bot: Bot) -> Bot:
    for said in SAID:
        done(bot, said, "admin")
    return bot


def file_of(bot: Bot, listing: str, verb: str) -> File:
    at = 2 if listing.startswith("ict") else 1
    words = listing.split()
    reply = done(bot, "/" + " ".join([*words[:at], verb, *words[at:]]), "admin")
    (file,) = (part for part in reply.parts if isinstance(part, File))
    return file


def cells_of(file: File) -> list[list[object]]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.content)) as book:
        return [list(row) for row in book.get_sheet_by_index(0).to_python()]


@pytest.mark.parametrize("listing", LISTS)
def test_every_list_is_a_csv_and_a_workbook_of_the_same_cells(listing: str, filled: Bot) -> None:
    text, book = file_of(filled, listing, "csv"), file_of(filled, listing, XLSX)
    assert (text.name.rpartition(".")[2], book.name) == ("csv", text.name.replace(".csv", ".xlsx"))
    assert book.content.startswith(b"PK")
    in_text, in_book = list(csv.reader(io.StringIO(text.content.decode(), newline=""))), cells_of(book)
    assert in_text[0] == in_book[0]
    assert [[cell.removeprefix("'") for cell in row] for row in in_text] == [
        [spelt(cell) for cell in row] for row in in_book
    ]


def spelt(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def test_in_a_workbook_a_day_is_a_day_a_time_a_time_and_money_a_number(filled: Bot) -> None:
    header, row = cells_of(file_of(filled, "outage", XLSX))
    assert dict(zip(header, row, strict=True))["Opened"] == datetime(2020, 8, 28, 15, 10)  # noqa: DTZ001 - local
    header, row = cells_of(file_of(filled, "change", XLSX))
    assert dict(zip(header, row, strict=True))["Date"] == date(2020, 7, 3)
    _, _, income = cells_of(file_of(filled, "budget p1 2020-21", XLSX))
    assert income[5:9] == [-12_000.6, -12_000.6, -1000.05, -500.0]


def test_what_a_spreadsheet_would_run_is_text_in_both(filled: Bot) -> None:
    assert "'=1+1 Email down" in file_of(filled, "outage", "csv").text
    assert "'@Firewall upgrade" in file_of(filled, "change", "csv").text
    assert "'=Employees" in file_of(filled, "budget p1 2020-21", "csv").text
    assert cells_of(file_of(filled, "outage", XLSX))[1][5] == "=1+1 Email down"
    assert cells_of(file_of(filled, "change", XLSX))[1][2] == "@Firewall upgrade"
    assert b"<f>" not in file_of(filled, "budget p1 2020-21", XLSX).content


def test_an_empty_list_is_a_file_with_its_header(bot: Bot) -> None:
    assert [len(cells_of(file_of(bot, listing, XLSX))) for listing in ("sla", "incident all", "change")] == [1, 1, 1]


def test_a_partners_manager_gets_that_partners_only(filled: Bot) -> None:
    (file,) = (part for part in done(filled, "/sla xlsx", "partner").parts if isinstance(part, File))
    assert {row[4] for row in cells_of(file)[1:]} <= {"DDDC"}


def test_a_workbook_travels_in_stored_replies_and_in_the_outbox_as_it_is(filled: Bot) -> None:
    file = file_of(filled, "sla", XLSX)
    reply = done(filled, "/sla xlsx", "admin")
    assert REPLY.validate_json(REPLY.dump_json(reply)) == reply
    filled.database.write(lambda session: queue(session, FRIDAY, Post("ict-dddc", "s", (line("Here"), file))))
    (sent,) = POST.validate_json(rows(filled.database, Outbox)[-1]["payload"]).parts
    assert isinstance(sent, File)
    assert sent.content == file.content


def test_a_shared_workbook_arrives_in_the_channel(filled: Bot) -> None:
    reply = filled.dispatcher.answer("/ict share sla xlsx", "admin", Place("shell", "ict-dddc"), FRIDAY)
    (file,) = (part for part in reply.parts if isinstance(part, File))
    assert len(cells_of(file)) == 3
