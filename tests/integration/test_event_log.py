"""Importing a log of status changes: its times on hold, once and again, beside lists, and taken back."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place, Reply
from bot.imports.export import Ways
from bot.imports.files import import_file, undo_last
from bot.imports.outcome import Outcome
from core.sla import due, used_minutes
from storage import tickets
from storage.models import Ticket
from tests.waiting import everything

SAMPLE = Path(__file__).parents[1] / "data" / "servicenow_events_small.csv"
HEADER = "number,incident_state,sys_updated_at,priority,opened_at,resolved_at"
LIST = "number,priority,opened_at,resolved_at"
USER, SUPPLIER = "waiting for the user", "waiting for the supplier"

Log = Callable[..., Outcome]
Held = list[tuple[str, str, str]]


@pytest.fixture
def log(bot: Bot, tmp_path: Path) -> Log:
    """Imports rows as (reference, status, time, time resolved) of Friday 28 August 2020; a list's have no status."""

    def imported(*rows: tuple[str, str, str, str]) -> Outcome:
        is_list = not any(status for _, status, _, _ in rows)
        lines = [LIST if is_list else HEADER]
        for number, status, at, resolved in rows:
            known = f"3 - Moderate,2020-08-28 09:00,{resolved and f'2020-08-28 {resolved}'}"
            lines.append(f"{number},{known}" if is_list else f"{number},{status},2020-08-28 {at},{known}")
        (tmp_path / "events.csv").write_text("\n".join(lines), encoding="utf-8")
        return import_file(bot, tmp_path / "events.csv", confirmed=True)

    return imported


WAITING = (
    ("INC1", "New", "09:00", ""),
    ("INC1", "Awaiting User Info", "10:00", ""),
    ("INC2", "New", "09:00", ""),
)
ANSWERED = (
    *WAITING[:2],
    ("INC1", "Active", "11:00", "12:00"),
    ("INC1", "Resolved", "12:00", "12:00"),
    *WAITING[2:],
)


def ticket(bot: Bot, number: int = 1) -> Ticket:
    return bot.database.read(lambda session: session.get_one(Ticket, number))


def held(bot: Bot, number: int = 1) -> Held:
    """(from, to, why) in UTC, an hour behind the clock in the files."""
    rows = bot.database.read(lambda session: tickets.holds(session, number))
    return [(f"{h.started_at:%H:%M}", f"{h.ended_at:%H:%M}" if h.ended_at else "", h.reason) for h in rows]


def say(bot: Bot, line: str, who: str = "engineer") -> Reply:
    reply = bot.dispatcher.answer(line, who, Place("shell"), bot.clock())
    assert not reply.is_error, reply.text
    return reply


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged


def test_a_ticket_that_waits_at_the_end_of_the_log_is_on_hold(bot: Bot, log: Log) -> None:
    outcome = log(*WAITING)
    assert "Times on hold in the log: 1, on 1 ticket. The clock leaves them out." in outcome.words()
    waiting, other = ticket(bot), ticket(bot, 2)
    assert held(bot) == [("09:00", "", USER)]
    assert waiting.held_since == datetime(2020, 8, 28, 9, tzinfo=UTC)
    assert (waiting.due_at, waiting.watch_at, waiting.met_target) == (None, None, None)
    assert (other.held_since, other.due_at is None, held(bot, 2)) == (None, False, [])
    assert "on hold" in say(bot, "/incident show INC-1").text


def test_a_later_log_ends_the_hold_and_says_what_came_of_it(bot: Bot, log: Log) -> None:
    log(*WAITING)
    assert counts(log(*ANSWERED)) == (0, 1, 1)
    done = ticket(bot)
    assert held(bot) == [("09:00", "10:00", USER)]
    assert (done.held_since, done.worked_minutes, done.met_target) == (None, 120, True)
    assert counts(log(*ANSWERED)) == (0, 0, 2)


def test_undo_of_a_later_log_leaves_what_the_earlier_one_brought(bot: Bot, log: Log) -> None:
    log(*WAITING)
    before = bot.database.read(everything)
    log(*ANSWERED, ("INC3", "New", "09:00", ""), ("INC3", "Awaiting Vendor", "09:30", ""))
    assert held(bot, 3) == [("08:30", "", SUPPLIER)]
    undo_last(bot)
    assert bot.database.read(everything) == before
    say(bot, "/ict undo 3", "admin")
    assert (held(bot), held(bot, 3)) == ([("09:00", "10:00", USER)], [("08:30", "", SUPPLIER)])
    assert ticket(bot, 3).held_since == datetime(2020, 8, 28, 8, 30, tzinfo=UTC)


def test_a_list_that_comes_after_a_log_leaves_its_holds(bot: Bot, log: Log) -> None:
    log(*WAITING)
    assert counts(log(("INC1", "", "", ""), ("INC2", "", "", ""))) == (0, 0, 2)
    assert held(bot) == [("09:00", "", USER)]
    log(("INC1", "", "", "13:00"))
    assert held(bot) == [("09:00", "12:00", USER)]
    assert ticket(bot).worked_minutes == 60


def test_a_log_that_comes_after_a_list_brings_its_holds(bot: Bot, log: Log) -> None:
    log(("INC1", "", "", "12:00"), ("INC2", "", "", ""))
    assert ticket(bot).worked_minutes == 180
    assert counts(log(*ANSWERED)) == (0, 1, 1)
    assert (ticket(bot).worked_minutes, held(bot)) == (120, [("09:00", "10:00", USER)])
    undo_last(bot)
    assert (ticket(bot).worked_minutes, held(bot)) == (180, [])


def test_a_corrected_log_withdraws_what_it_said_before(bot: Bot, log: Log) -> None:
    log(*ANSWERED)
    log(*((number, status.replace("User Info", "Vendor"), at, end) for number, status, at, end in ANSWERED))
    assert held(bot) == [("09:00", "10:00", SUPPLIER)]
    log(*((number, status.replace("Awaiting User Info", "Active"), at, end) for number, status, at, end in ANSWERED))
    assert (held(bot), ticket(bot).worked_minutes) == ([], 180)


def test_what_was_put_on_hold_or_resumed_here_stays(bot: Bot, log: Log, clock: SetClock) -> None:
    log(*WAITING)
    say(bot, "/incident resume INC-1 at:12:30")
    say(bot, "/incident hold INC-2 new part at:14:00")
    assert counts(log(*WAITING)) == (0, 0, 2)
    assert (held(bot), held(bot, 2)) == ([("09:00", "11:30", USER)], [("13:00", "", "new part")])
    clock.set(datetime(2020, 8, 28, 15, tzinfo=UTC))
    log(*WAITING, ("INC2", "Awaiting Vendor", "15:30", ""))
    assert held(bot, 2) == [("13:00", "", "new part"), ("14:30", "", SUPPLIER)]
    assert ticket(bot, 2).held_since == datetime(2020, 8, 28, 13, tzinfo=UTC)


def test_tickets_with_holds_of_a_log_are_withdrawn_with_it_unless_somebody_held_them_here(bot: Bot, log: Log) -> None:
    log(*ANSWERED)
    say(bot, "/incident hold INC-2 new part")
    said = undo_last(bot)
    assert "Tickets withdrawn: 1." in said
    assert "INC-2" in said
    assert [len(rows) for rows in bot.database.read(everything)] == [1, 1, 0]


def test_a_reopening_in_the_log_is_a_hold_as_one_here_would_be(bot: Bot) -> None:
    import_file(bot, SAMPLE, confirmed=True)
    found = bot.database.read(
        lambda session: session.exec(select(Ticket).where(Ticket.source_ref == "INC0001155")).one()
    )
    assert held(bot, found.id) == [("13:13", "05:58", "resolved")]


def test_each_ticket_of_the_sample_has_the_clock_that_it_would_get_alone(bot: Bot) -> None:
    outcome = import_file(bot, SAMPLE, confirmed=True)
    assert (counts(outcome), outcome.holds, outcome.held) == ((11, 0, 0), 12, 9)
    calendar, resolved = bot.desk.calendar_of(None), 0
    for number in range(1, 12):
        row, spans = ticket(bot, number), bot.database.read(partial(tickets.holds, ticket_id=number))
        ended = [(hold.started_at, hold.ended_at) for hold in spans if hold.ended_at]
        assert len(ended) == len(spans)
        assert row.due_at == due(calendar, row.opened_at, row.allowed_minutes, ended)
        if row.resolved_at is not None:
            resolved += 1
            assert row.worked_minutes == used_minutes(calendar, row.opened_at, row.resolved_at, ended)
            assert row.met_target == (row.worked_minutes <= row.allowed_minutes)
    assert resolved == 10
    assert counts(import_file(bot, SAMPLE, confirmed=True)) == (0, 0, 11)


def test_a_log_with_a_time_that_cannot_be_read_stores_nothing_until_people_say_so(bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(SAMPLE.read_text(encoding="utf-8").replace("3/3/2016 04:24", "3 in March"), encoding="utf-8")
    outcome = import_file(bot, file, confirmed=True)
    assert (outcome.is_refused, [(e.line, e.column, e.value) for e in outcome.errors]) == (
        True,
        [(6, "sys_updated_at", "3 in March")],
    )
    assert bot.database.read(tickets.how_many) == 0


def test_a_log_of_any_other_tool_is_read_as_people_say(bot: Bot, tmp_path: Path) -> None:
    rows = ("C1,2,New,28/8/2020 09:00", "C1,2,Waiting for customer,28/8/2020 10:00", "C1,2,Working,28/8/2020 10:30")
    known = ",28/8/2020 09:00,28/8/2020 11:00"
    (tmp_path / "calls.csv").write_text("\n".join(["Call,Level,Status,When,From,To", *(row + known for row in rows)]))
    columns = "reference=Call,priority=Level,state=Status,changed=When,opened=From,resolved=To"
    ways = Ways(profile="calls", columns=columns, priorities="2=P2")
    assert counts(import_file(bot, tmp_path / "calls.csv", ways, confirmed=True)) == (1, 0, 0)
    assert (held(bot), ticket(bot).worked_minutes) == ([("09:00", "09:30", "waiting for the user")], 90)
