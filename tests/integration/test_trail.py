"""Undo puts back exactly what was, and never what somebody else has done since."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

import bot.demo
from bot.app import Bot
from bot.clock import SetClock
from bot.command import Reply
from bot.desk import UndoRules
from bot.imports.files import import_file
from bot.shell import buttons_of
from storage.database import Database
from storage.models import Downtime, Hold, Note, Ticket, Trail
from storage.trail import table_of
from tests.conftest import FRIDAY
from tests.integration.rows import Row, done, how_many, kept, rows, say

RECORDS = (Ticket, Downtime, Hold, Note)
LOG = "/outage p2 Email down at Wirksworth"
OUTAGES = Path(bot.demo.__file__).parent / "outages-2020-21.csv"

# What was said before, and the line that is then undone.
LIVES: dict[str, tuple[Sequence[str], str]] = {
    "log": ([], LOG),
    "log a request": ([], "/request standard New laptop for the planning team"),
    "take": ([LOG], "/outage take OUT-1"),
    "take over": ([LOG, "/outage assign OUT-1 Priya"], "/outage take OUT-1"),
    "assign": ([LOG], "/outage assign OUT-1 Priya"),
    "update": ([LOG], "/outage update OUT-1 Supplier is on site"),
    "join": ([LOG], "/outage join OUT-1 Bolsover cannot either partner:BDC"),
    "hold": ([LOG], "/outage hold OUT-1 waiting for the supplier"),
    "resume": ([LOG, "/outage hold OUT-1 supplier"], "/outage resume OUT-1"),
    "resolve": ([LOG], '/outage resolve OUT-1 Restarted cause:"disk full"'),
    "resolve while on hold": ([LOG, "/outage hold OUT-1 supplier"], "/outage resolve OUT-1 Restarted"),
    "reopen": ([LOG, "/outage resolve OUT-1 Restarted"], "/outage reopen OUT-1 It is back"),
    "resolve again": (
        [LOG, "/outage resolve OUT-1 Restarted", "/outage reopen OUT-1 It is back"],
        "/outage resolve OUT-1 Replaced",
    ),
    "edit the words": ([LOG], '/outage edit OUT-1 summary:"Outlook down" cause:"a full disk"'),
    "edit the level": ([LOG], "/outage edit OUT-1 priority:p3"),
    "edit the level up": (["/incident p3 Email slow"], "/incident edit INC-1 priority:p1"),
    "edit the partners": ([LOG], "/outage edit OUT-1 partner:BDC,RHL"),
    "edit the time": ([LOG], "/outage edit OUT-1 at:12:05"),
    "edit the service": ([LOG], "/outage edit OUT-1 service:Website"),
    "edit what is resolved": ([LOG, "/outage resolve OUT-1 Restarted"], "/outage edit OUT-1 at:09:05"),
    "edit the date": (
        ["/request bespoke New planning system agreed:2020-09-30"],
        "/request edit REQ-1 agreed:2020-10-30",
    ),
}


def state(database: Database) -> dict[str, dict[int, Row]]:
    """All that stands: void rows are as good as gone."""
    return {
        table.__name__: {row["id"]: kept(row) for row in rows(database, table) if row["void_at"] is None}
        for table in RECORDS
    }


def live(bot: Bot, clock: SetClock, *lines: str) -> Reply:
    """Said ten minutes apart, so that every step has a time of its own; gives the last answer."""
    reply = Reply(())
    for line in lines:
        reply = done(bot, line)
        clock.move(timedelta(minutes=10))
    return reply


def undo_of(reply: Reply, label: str = "Undo") -> str:
    """The line behind the button."""
    return next(button.line for button in buttons_of(reply) if button.label == label)


@pytest.mark.parametrize(("before", "line"), LIVES.values(), ids=LIVES)
def test_undo_restores_what_was_and_its_own_undo_what_came_after(
    bot: Bot, clock: SetClock, before: Sequence[str], line: str
) -> None:
    live(bot, clock, *before)
    was = state(bot.database)
    reply = live(bot, clock, line)
    became = state(bot.database)
    assert became != was
    undone = live(bot, clock, undo_of(reply))
    assert state(bot.database) == was
    redone = live(bot, clock, undo_of(undone, "Undo the undo"))
    assert state(bot.database) == became
    live(bot, clock, undo_of(redone, "Undo the undo"))
    assert state(bot.database) == was


def test_an_undone_resolution_is_watched_again(bot: Bot, clock: SetClock) -> None:
    live(bot, clock, LOG)
    (was,) = rows(bot.database, Ticket)
    reply = live(bot, clock, "/outage resolve OUT-1 Restarted")
    assert rows(bot.database, Ticket)[0]["watch_at"] is None
    live(bot, clock, undo_of(reply))
    assert rows(bot.database, Ticket) == [was]


def test_what_was_logged_and_undone_is_not_watched(bot: Bot, clock: SetClock) -> None:
    live(bot, clock, undo_of(live(bot, clock, LOG)))
    (ticket,) = rows(bot.database, Ticket)
    assert (ticket["watch_at"], ticket["void_at"]) == (None, FRIDAY + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("line", "later"),
    [
        (LOG, "/outage take OUT-1"),
        (LOG, "/outage resolve OUT-1 Restarted"),
        (LOG, "/outage edit OUT-1 partner:BDC"),
        (LOG, "/outage join OUT-1 Bolsover cannot either partner:BDC"),
        ("/outage hold OUT-1 supplier", "/outage resume OUT-1"),
        ("/outage hold OUT-1 supplier", "/outage resolve OUT-1"),
        ("/outage resolve OUT-1 Restarted", "/outage reopen OUT-1"),
        ("/outage edit OUT-1 at:12:05", "/outage resolve OUT-1"),  # minutes and verdict follow from the start
        ("/outage edit OUT-1 service:Website", "/outage hold OUT-1 supplier"),
    ],
)
def test_what_has_been_changed_since_is_not_undone(bot: Bot, clock: SetClock, line: str, later: str) -> None:
    live(bot, clock, *([] if line == LOG else [LOG]))
    reply = live(bot, clock, line)
    live(bot, clock, later)
    now = state(bot.database)
    refused = say(bot, undo_of(reply))
    assert refused.is_error
    assert refused.text == "That record has been changed since. Undo the later change first, or use edit."
    assert state(bot.database) == now


def test_once_the_later_change_is_undone_the_earlier_one_can_be(bot: Bot, clock: SetClock) -> None:
    logged = live(bot, clock, LOG)
    live(bot, clock, undo_of(live(bot, clock, "/outage resolve OUT-1 Restarted")))
    live(bot, clock, undo_of(logged))
    assert state(bot.database) == {"Ticket": {}, "Downtime": {}, "Hold": {}, "Note": {}}


def test_undo_without_a_number_goes_back_further_each_time_and_an_undo_can_be_undone(bot: Bot, clock: SetClock) -> None:
    live(bot, clock, LOG)
    logged = state(bot.database)
    live(bot, clock, "/outage take OUT-1")
    taken = state(bot.database)
    live(bot, clock, "/outage hold OUT-1 supplier")
    live(bot, clock, "/ict undo")
    assert state(bot.database) == taken
    again = undo_of(live(bot, clock, "/ict undo"), "Undo the undo")
    assert state(bot.database) == logged
    live(bot, clock, again)
    assert state(bot.database) == taken
    live(bot, clock, "/ict undo")  # what was brought back is the last change again
    assert state(bot.database) == logged


def test_going_back_step_by_step(bot: Bot, clock: SetClock) -> None:
    lines = (LOG, "/outage take OUT-1", "/outage hold OUT-1 supplier", "/outage resolve OUT-1 Restarted")
    steps = [(state(bot.database), live(bot, clock, line)) for line in lines]
    for was, reply in reversed(steps):
        live(bot, clock, undo_of(reply))
        assert state(bot.database) == was


def test_another_persons_change_is_left_to_them_or_a_manager(bot: Bot, clock: SetClock) -> None:
    line = undo_of(live(bot, clock, LOG))
    refused = say(bot, line, "infrastructure")
    assert refused.text == "Somebody else wrote that; they, or a manager, can undo it."
    assert how_many(bot.database, Trail) == [2]
    assert not say(bot, line, "manager").is_error
    assert state(bot.database)["Ticket"] == {}


def test_nobody_undoes_another_persons_change_by_leaving_the_number_out(bot: Bot, clock: SetClock) -> None:
    live(bot, clock, LOG)
    refused = say(bot, "/ict undo", "manager")
    assert refused.text == "You have changed nothing in the last day that is not undone already."


@pytest.mark.parametrize("hours", [1, 24, 30])
def test_ones_own_change_is_taken_back_within_the_hours_of_the_desk_and_later_by_a_manager(
    bot: Bot, clock: SetClock, hours: int
) -> None:
    bot = allowing(bot, hours)
    first, second = (say(bot, f"/incident p3 {text}") for text in ("Printer jams", "Scanner jams"))
    clock.move(timedelta(hours=hours))
    assert not say(bot, undo_of(second)).is_error
    clock.move(timedelta(seconds=1))
    refused = say(bot, undo_of(first))
    shown = "1 hour" if hours == 1 else f"{hours} hours"
    too_late = f"That was more than {shown} ago, so only a manager can undo it now: /ict undo 1."
    assert refused.text == f"{too_late} Or correct the record with edit."
    clock.move(timedelta(hours=hours))
    last = {1: "hour", 24: "day", 30: "30 hours"}[hours]
    nothing = f"You have changed nothing in the last {last} that is not undone already."
    assert say(bot, "/ict undo").text == nothing
    assert how_many(bot.database, Ticket) == [2]
    assert not say(bot, undo_of(first), "manager").is_error


def test_an_undo_is_a_change_of_its_own_and_has_its_own_hours(bot: Bot, clock: SetClock) -> None:
    reply = say(bot, "/incident p3 Printer jams")
    clock.move(timedelta(hours=24))
    undone = say(bot, undo_of(reply))
    clock.move(timedelta(hours=24))
    assert not say(bot, undo_of(undone, "Undo the undo")).is_error
    assert rows(bot.database, Ticket)[0]["void_at"] is None


def allowing(bot: Bot, hours: int) -> Bot:
    desk = replace(bot.desk, undo=UndoRules(hours=hours))
    return replace(bot, desk=desk, dispatcher=replace(bot.dispatcher, desk=desk))


def test_undone_is_undone(bot: Bot, clock: SetClock) -> None:
    line = undo_of(live(bot, clock, LOG))
    live(bot, clock, line)
    assert say(bot, line).text == "That is undone already."


def test_a_change_of_what_was_imported_is_undone(bot: Bot, clock: SetClock) -> None:
    import_file(bot, OUTAGES, confirmed=True)
    was = state(bot.database)
    live(bot, clock, undo_of(live(bot, clock, "/outage edit OUT-7 at:2020-04-01T09:00 sure:yes")))
    assert state(bot.database) == was


def test_what_was_redacted_cannot_be_put_back(bot: Bot, clock: SetClock) -> None:
    reply = live(bot, clock, LOG, "/outage edit OUT-1 summary:Private")
    emptied = update(table_of(Trail)).values(before=None, after=None, redacted_at=FRIDAY)
    bot.database.write(lambda session: session.execute(emptied))
    refused = say(bot, undo_of(reply))
    assert refused.text == "What that changed has been redacted, so it cannot be put back. Use edit."
    assert state(bot.database)["Ticket"][1]["summary"] == "Private"
