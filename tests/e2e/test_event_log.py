"""The whole log of a real helpdesk, on both databases: its figures are those published with the data."""

import os
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from bot.app import Bot
from bot.imports.files import import_file, undo_last
from bot.imports.outcome import Outcome
from core.imports.plan import plan
from core.imports.profiles import SERVICENOW
from core.imports.tables import read_table
from core.imports.tickets import read_parts
from storage.models import Hold, Ticket
from tests.waiting import events_of, everything, minutes_worked

SHARED = Path(__file__).parents[3] / "shared" / "data"
EVERY = 250  # of the tickets that waited, as many as a slow look at every minute allows


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        assert "ICTBOT_TESTS_REQUIRE_ALL" not in os.environ, f"{path} is missing"
        pytest.skip(f"{path} is not beside this checkout")
    return path


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged


def by_month(session: Session, column: int) -> list[int]:
    found: dict[int, int] = dict(session.exec(select(column, func.count()).group_by(col(column))).all())
    return [found[month] for month in (201603, 201604, 201605)]


def months(session: Session) -> tuple[list[int], list[int]]:
    return by_month(session, Ticket.opened_month), by_month(session, Ticket.reported_month or 0)


def test_the_last_row_of_each_incident_counts_and_its_waits_are_holds(bot: Bot) -> None:
    log = shared("servicenow_incident_events.csv.gz")
    outcome = import_file(bot, log, confirmed=True)
    assert counts(outcome) == (24_918, 0, 0)
    assert (outcome.errors, outcome.holds, outcome.held) == ([], 6_464, 5_798)
    assert "Rows with a later row of the same reference: 116,794. The last of each counts." in outcome.warnings
    assert bot.database.read(months) == ([8_995, 7_934, 7_508], [6_878, 7_794, 7_150])
    before = bot.database.read(everything)
    assert counts(import_file(bot, log, confirmed=True)) == (0, 0, 24_918)
    assert bot.database.read(everything) == before
    undo_last(bot)  # the second import, which brought nothing
    undo_last(bot)
    assert bot.database.read(everything) == [[], [], []]


def test_a_log_after_a_list_changes_what_waited_and_its_undo_leaves_the_list(bot: Bot) -> None:
    import_file(bot, shared("servicenow_incidents.csv.gz"), confirmed=True)
    before = bot.database.read(everything)
    log = shared("servicenow_incident_events.csv.gz")
    assert counts(import_file(bot, log, confirmed=True)) == (0, 5_798, 19_120)
    assert counts(import_file(bot, log, confirmed=True)) == (0, 0, 24_918)
    undo_last(bot)
    undo_last(bot)
    assert bot.database.read(everything) == before


def test_the_tools_own_flag_says_what_the_last_rows_say() -> None:
    sheet = read_table(shared("servicenow_incident_events.csv.gz"))
    made = [
        flag for part in read_parts(sheet, plan(sheet, SERVICENOW, "Europe/London")) for flag in part.tickets.made_sla
    ]
    assert (len(made), made.count(True)) == (24_918, 15_803)


def test_the_minutes_are_those_of_a_look_at_every_minute(bot: Bot) -> None:
    log = shared("servicenow_incident_events.csv.gz")
    import_file(bot, log, confirmed=True)
    there, calendar = events_of(log), bot.desk.calendar_of(None)
    with_holds = select(Ticket).where(col(Ticket.id).in_(select(Hold.ticket_id)), col(Ticket.resolved_at).is_not(None))
    found = bot.database.read(lambda session: session.exec(with_holds.order_by(col(Ticket.id))).all())[::EVERY]
    assert len(found) > 20
    for row in found:
        assert row.worked_minutes == minutes_worked(there[row.source_ref or ""], calendar), row.source_ref
