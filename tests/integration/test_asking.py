"""Who is asked how a ticket went, and who is not."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from bot.app import Bot
from bot.command import POST, Post
from bot.desk import SatisfactionRules
from bot.shell import buttons_of
from bot.understand import understand
from storage.models import TABLES, Outbox, Person, Ticket
from storage.trail import table_of
from tests.integration.rows import done, rows, say

PRINTER = "/incident p3 Printer jams partner:DDDC"


def asked(bot: Bot) -> list[Post]:
    """What has been said to single people."""
    return [POST.validate_json(row["payload"]) for row in rows(bot.database, Outbox) if row["place"].startswith("@")]


@pytest.mark.parametrize(
    ("log", "resolve", "about"),
    [
        (PRINTER, "/incident resolve INC-1", "for:INC-1 partner:DDDC"),
        ("/request minor New mouse partner:all", "/request resolve REQ-1", "for:REQ-1"),
        ("/outage p2 Email down partner:BDC", "/outage resolve OUT-1", "for:OUT-1 partner:BDC"),
    ],
)
def test_whoever_logged_it_is_asked_once_with_five_lines_that_are_understood(
    bot: Bot, log: str, resolve: str, about: str
) -> None:
    done(bot, log)
    done(bot, resolve, "manager")
    (post,) = asked(bot)
    assert post.to == "@engineer"
    lines = [button.line for button in buttons_of(replace(say(bot, "/sla"), parts=post.parts))]
    assert lines == [f"satisfaction add {score} {about}" for score in range(1, 6)]
    person = bot.dispatcher.people["shell", "engineer"]
    assert {understand(line, bot.dispatcher.commands, person).verb.name for line in lines} == {"add"}
    done(bot, lines[3])
    done(bot, lines[0])
    assert [(row["score"], row["ticket_id"]) for row in rows(bot.database, TABLES["satisfaction"])] == [(1, 1)]


def test_nobody_is_asked_about_their_own_work(bot: Bot) -> None:
    done(bot, PRINTER)
    done(bot, "/incident resolve INC-1")
    assert asked(bot) == []


def test_nobody_is_asked_where_the_desk_does_not_want_it(bot: Bot) -> None:
    desk = replace(bot.desk, satisfaction=SatisfactionRules(ask=False))
    quiet = replace(bot, desk=desk, dispatcher=replace(bot.dispatcher, desk=desk))
    done(quiet, PRINTER)
    done(quiet, "/incident resolve INC-1", "manager")
    assert asked(quiet) == []


def test_nobody_is_asked_who_is_unknown_or_has_left_the_desk(bot: Bot) -> None:
    done(bot, PRINTER)
    done(bot, "/incident p3 Scanner jams partner:DDDC")
    unknown = update(table_of(Ticket)).where(col(Ticket.id) == 2).values(reporter_id=None)
    left = update(table_of(Person)).where(col(Person.key) == "engineer").values(key="former")
    for change in (unknown, left):
        bot.database.write(partial(Session.execute, statement=change))
    for number in (1, 2):
        done(bot, f"/incident resolve INC-{number}", "manager")
    assert asked(bot) == []


def test_a_score_that_was_undone_is_not_corrected_but_recorded_anew(bot: Bot) -> None:
    done(bot, PRINTER)
    first = done(bot, "/ict satisfaction 4 for:INC-1")
    done(bot, next(button.line for button in buttons_of(first) if button.label == "Undo"))
    assert done(bot, "/ict satisfaction 5 for:INC-1").text.startswith("SAT-2, 5.")
    assert [row["void_at"] is None for row in rows(bot.database, TABLES["satisfaction"])] == [False, True]


def test_a_correction_is_undone_to_the_score_that_was_before(bot: Bot) -> None:
    done(bot, PRINTER)
    done(bot, "/ict satisfaction 4 for:INC-1 audience:school")
    second = done(bot, "/ict satisfaction 5 for:INC-1")
    assert [(row["score"], row["audience"]) for row in rows(bot.database, TABLES["satisfaction"])] == [(5, "school")]
    done(bot, next(button.line for button in buttons_of(second) if button.label == "Undo"))
    assert [row["score"] for row in rows(bot.database, TABLES["satisfaction"])] == [4]
