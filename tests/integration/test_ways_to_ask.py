"""A KPI asked for in other words gives the same answer, and each of its buttons and files what its label says."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place, Reply
from bot.imports.files import import_file
from bot.parts import File, Table
from bot.shell import buttons_of
from storage.models import Ticket
from storage.trail import table_of
from tests.integration.rows import done
from tests.talk import DATA

PLACE = Place("shell")
JUNE = datetime(2020, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def filled(bot: Bot, clock: SetClock) -> Bot:
    """April and May 2020: 178 and 194 incidents resolved."""
    clock.set(JUNE)
    for name in ("calls_until_7_may_2020.csv", "calls_from_13_may_2020.csv"):
        import_file(bot, Path(DATA / name), confirmed=True)
    return bot


def ask(bot: Bot, line: str) -> Reply:
    return bot.dispatcher.answer(line, "manager", PLACE, bot.clock())


def said(bot: Bot, line: str) -> str:
    """Without what was assumed about the year, which is only said where none was typed."""
    return re.sub(r" *\n?Year not given: \S+ assumed\.", "", ask(bot, line).text)


SAME = {
    "/kpi why sla may 2020": (
        "/kpi why sla may",
        "/kpi why SLA last month",
        "/kpi why was sla missed in may 2020?",
        "/kpi why did we miss the sla in may",
        "/kpi why may sla",
        "/ict kpi why sla 05/2020",
    ),
    "/kpi compare sla april 2020 may 2020": (
        "/kpi compare sla april may",
        "/kpi compare april and may sla",
        "/kpi compare sla may with april 2020",
        "/kpi compare sla may 2020 vs april 2020",
        "/kpi compare sla last month",
        "/kpi what changed sla may",
        "/kpi what changed in sla in may?",
    ),
    "/kpi trend sla last 24 months": (
        "/kpi trend sla",
        "/kpi trend sla 24 months",
        "/kpi trend 24 months sla",
        "/kpi trend sla 2 years",
        "/kpi trend sla 24m",
        "/kpi trend sla over 24 months",
    ),
    "/kpi trend outages last 12 months": ("/kpi trend 12 months outages", "/kpi trend outages 1 year"),
}


@pytest.mark.parametrize("plain", SAME)
def test_the_same_asked_in_other_words(plain: str, filled: Bot) -> None:
    expected = said(filled, plain)
    assert not ask(filled, plain).is_error
    assert {line: said(filled, line) for line in SAME[plain]} == dict.fromkeys(SAME[plain], expected)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/kpi wy sla", "/kpi why sla"),
        ("/kpi whyy sla may 2020 partner:DDDC", "/kpi why sla may 2020 partner:DDDC"),
        ("/kpi sla trend", "/kpi trend sla"),
        ("/kpi sla compare q1 q2", "/kpi compare sla q1 q2"),
        ("/kpi comparre sla q1 q2", "/kpi compare sla q1 q2"),
        ("/kpi record outages", "/kpi records outages"),
        ("/kpi compare trend sla", "/kpi trend sla"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(typed: str, meant: str, filled: Bot) -> None:
    reply = ask(filled, typed)
    assert reply.is_error
    assert reply.text == f"Did you mean {meant}?"


@pytest.mark.parametrize(
    "line",
    [
        "/kpi why sla may 2020 partner:DDDC",
        "/kpi why raised may 2020",
        "/kpi compare sla april may 2020",
        "/kpi compare outages april may 2020 partner:BDC",
        "/kpi trend outages",
        "/kpi sla may 2020 p2",
        "/kpi why sla p3 may 2020 partner:DDDC",
    ],
)
def test_each_button_with_a_number_leads_to_so_many_records(line: str, filled: Bot) -> None:
    counted = [button for button in buttons_of(ask(filled, line)) if button.label[0].isdigit()]
    assert counted
    for button in counted:
        number = int(re.sub(r"\D.*", "", button.label.replace(",", "")))
        all_of_them = number + button.label.endswith(" more")  # the first is explained already
        made = file_of(ask(filled, button.line.replace("kpi records", "kpi csv")))
        assert len(made) - 1 == all_of_them, button


def file_of(reply: Reply) -> list[list[str]]:
    (file,) = (part for part in reply.parts if isinstance(part, File))
    return list(csv.reader(io.StringIO(file.text, newline="")))


def test_the_parts_of_each_kind_add_to_the_difference_and_to_the_cases(filled: Bot) -> None:
    heads, whole, *parts = file_of(ask(filled, "/kpi csv compare sla april may 2020"))
    assert heads[:2] == ["By", "Part"]
    assert whole[:2] == ["All", ""]
    for kind in ("Partner", "Priority", "Service"):
        mine = [row for row in parts if row[0] == kind]
        assert [sum(int(row[at]) for row in mine) for at in range(2, 6)] == [int(cell) for cell in whole[2:6]]
        own, weight, moved = (sum(float(row[at]) for row in mine) for at in (7, 8, 6))
        n_before, d_before, n_now, d_now = map(int, whole[2:6])
        assert moved == pytest.approx(100 * (n_now / d_now - n_before / d_before), abs=0.01)
        assert own + weight == pytest.approx(moved, abs=0.01)


def test_what_is_shown_of_the_parts_adds_to_the_printed_difference(filled: Bot) -> None:
    reply = ask(filled, "/kpi compare sla april may 2020")
    (table,) = (part.grid for part in reply.parts if isinstance(part, Table))
    assert "percentage points less, worse" in reply.text
    printed = -float(re.findall(r": ([\d.]+) percentage points less", reply.text)[0])
    for kind in ("Partner", "Priority", "Service"):
        assert sum(float(str(row[4])) for row in table.rows if row[0] == kind) == pytest.approx(printed)


def test_every_record_that_missed_can_be_explained_and_its_minutes_are_those_that_were_counted(filled: Bot) -> None:
    heads, *rows = file_of(ask(filled, "/kpi csv sla may 2020 only:missed"))
    reference, used = heads.index("Reference"), heads.index("Used minutes")
    assert len(rows) == 27
    for row in rows:
        hours, minutes = divmod(int(row[used]), 60)
        assert f"Used {hours} h {minutes:02}: " in ask(filled, f"/kpi why {row[reference]}").text
        assert "were counted when it was resolved" not in ask(filled, f"/kpi why {row[reference]}").text


def test_in_the_thread_of_a_record_why_is_about_that_record(filled: Bot) -> None:
    thread = Place("shell", "ict-dddc", "ticket:1")
    reply = filled.dispatcher.answer("/kpi why", "manager", thread, filled.clock())
    assert reply.text == ask(filled, "/kpi why INC-1").text
    about = filled.dispatcher.answer("/kpi why sla may 2020", "manager", thread, filled.clock())
    assert about.text == ask(filled, "/kpi why sla may 2020").text


def test_why_a_ticket_was_not_resolved_on_first_contact(bot: Bot) -> None:
    done(bot, "/incident p3 Printer jams partner:BDC")
    done(bot, "/incident resolve INC-1 cleaned", "infrastructure")
    assert "1 missed. It was: INC-1, P3: not resolved by the first line." in ask(bot, "/kpi why first-contact").text
    done(bot, "/incident reopen INC-1 again")
    done(bot, "/incident resolve INC-1 cleaned again")
    assert "INC-1, P3: reopened 1 time." in ask(bot, "/kpi why first-contact").text


def test_minutes_that_were_counted_under_other_hours_are_said_beside_those_of_now(filled: Bot) -> None:
    filled.database.write(lambda session: session.execute(update(table_of(Ticket)).values(worked_minutes=100)))
    told = ask(filled, "/kpi why INC-1").text
    assert "Used 22 h 05: 13 h 35 over" in told
    assert "1 h 40 were counted when it was resolved, and that holds." in told
