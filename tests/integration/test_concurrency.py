"""Many at once: nothing is lost, nothing is said twice, nobody is turned away."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest

import bot as package
from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Reply
from bot.dispatch import BROKEN
from bot.settings import Settings
from bot.shell import buttons_of
from soak.whole import broken
from storage.database import Database
from storage.models import TABLES, Downtime, Hold, Outbox, Person, Policy, StoredRequest, Ticket, Trail
from tests.integration import one_more
from tests.integration.rows import add_ticket, begin, done, how_many, rows, say

Answer = TypeVar("Answer")
ROOT = Path(package.__file__).parents[1]
SERVICES = ("Email", "Telephony", "Internet", "Network", "Website", "Housing", "Planning", "Finance", "CRM", "Login")


def at_once(*works: Callable[[], Answer]) -> list[Answer]:
    """Each in a thread of its own, let loose together."""
    ready = threading.Barrier(len(works))

    def work_when_ready(work: Callable[[], Answer]) -> Answer:
        ready.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(work_when_ready, works))


def assert_counted(database: Database, times: int) -> None:
    """The last value, and each step to it in the trail."""
    (ticket,) = rows(database, Ticket)
    assert ticket["reassignments"] == times
    assert [entry["before"] for entry in rows(database, Trail)[1:]] == [
        f'{{"reassignments": {before}}}' for before in range(times)
    ]


def test_eight_threads_change_one_ticket_and_no_change_is_lost(bot: Bot) -> None:
    act = begin(bot.database)
    add_ticket(bot.database, act)

    def a_hundred_times() -> None:
        for _ in range(100):
            bot.database.write(lambda session: one_more.one_more(session, act))

    at_once(*[a_hundred_times] * 8)
    assert_counted(bot.database, 800)


def test_what_is_one_of_its_kind_is_entered_once_by_eight_at_once(bot: Bot) -> None:
    """While one that was undone is brought back by a ninth."""
    figure = "/ict figure outages month:may 2020 n:5 source:Q1"
    done(bot, figure, "manager")
    undone = next(button.line for button in buttons_of(done(bot, "/ict undo", "manager")))
    lines = [f"/{undone}", *[figure.replace("n:5", f"n:{number}") for number in range(8)]]
    replies = at_once(
        *[partial(say, bot, line, who) for line, who in zip(lines, ["manager", "admin"] * 5, strict=False)]
    )
    assert len([reply for reply in replies if not reply.is_error]) == 1
    assert not any(BROKEN in reply.text for reply in replies)
    assert [row["void_at"] for row in rows(bot.database, TABLES["figure"])].count(None) == 1


def test_eight_programs_change_one_ticket_and_no_change_is_lost(bot: Bot, database_url: str) -> None:
    act = begin(bot.database)
    add_ticket(bot.database, act)
    line = [sys.executable, "-m", one_more.__name__, database_url, str(act.number), "25"]
    with ExitStack() as open_ones:
        started = [
            open_ones.enter_context(
                subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            for _ in range(8)
        ]
        assert [process.stdout.readline() for process in started if process.stdout] == ["ready\n"] * 8
        for process in started:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.close()
    assert [process.returncode for process in started] == [0] * 8
    assert_counted(bot.database, 200)


@pytest.mark.parametrize(
    ("second", "question", "button"),
    [
        ("engineer", "Already logged a moment ago: OUT-", "Log it again"),
        ("manager", "It is open and began", "Join OUT-"),
    ],
)
def test_one_outage_told_twice_at_once_is_one_record_and_one_question(
    bot: Bot, second: str, question: str, button: str
) -> None:
    for service in SERVICES:
        line = f"/outage p2 {service} does not answer service:{service}"
        said = at_once(*[lambda line=line, who=who: say(bot, line, who) for who in ("engineer", second)])
        (asked,) = [reply for reply in said if reply.is_error]
        assert question in asked.text
        assert any(offered.label.startswith(button) for offered in buttons_of(asked))
    assert how_many(bot.database, Ticket, Downtime, StoredRequest, Outbox) == [10, 10, 10, 20]


def test_an_incident_pressed_twice_at_once_is_one_record(bot: Bot) -> None:
    for number in range(10):
        line = f"/incident p3 Screen {number} flickers"
        said = at_once(*[lambda line=line: say(bot, line)] * 3)
        assert sorted(reply.is_error for reply in said) == [False, True, True]
    assert how_many(bot.database, Ticket, StoredRequest) == [10, 10]


def test_a_hundred_people_at_once_are_answered_and_every_answer_is_a_record(bot: Bot) -> None:
    """Each logs, takes, puts on hold and resolves one of their own; nobody's is lost or mixed up with another's."""

    def a_life(number: int) -> list[Reply]:
        logged = say(bot, f"/incident p3 Screen {number} flickers", "engineer")
        name = logged.text.partition(",")[0]
        rest = (
            f"/incident take {name}",
            f"/incident hold {name} waiting for part {number}",
            f"/incident resolve {name}",
        )
        return [logged, *(say(bot, line, "infrastructure") for line in rest)]

    answers = at_once(*[lambda number=number: a_life(number) for number in range(100)])
    assert [reply.text for life in answers for reply in life if reply.is_error] == []
    assert how_many(bot.database, Ticket, Hold, StoredRequest) == [100, 100, 400]
    summaries = {f"INC-{row['id']}": row["summary"] for row in rows(bot.database, Ticket)}
    for number, life in enumerate(answers):
        assert summaries[life[0].text.partition(",")[0]] == f"Screen {number} flickers"
    assert broken(bot.database) == []


def test_two_people_take_one_ticket_at_once_and_one_after_the_other(bot: Bot) -> None:
    done(bot, "/incident p3 Printer jams")
    people = ("engineer", "infrastructure", "manager", "admin")
    said = at_once(*[lambda who=who: say(bot, "/incident take INC-1", who) for who in people])
    assert [reply.is_error for reply in said] == [False] * 4
    (ticket,) = rows(bot.database, Ticket)
    assert ticket["reassignments"] == 3
    changes = [entry for entry in rows(bot.database, Trail) if entry["action"] == "change"]
    owners = [frozen_owner(entry["after"]) for entry in changes]
    assert [frozen_owner(entry["before"]) for entry in changes] == [None, *owners[:-1]]
    assert all(before != after for before, after in pairwise(owners))


def frozen_owner(text: str) -> object:
    values: dict[str, object] = json.loads(text)
    return values["owner_id"]


def test_programs_that_start_together_enrol_the_desk_once(database_url: str, clock: SetClock) -> None:
    opened = [Database(database_url, synchronous="OFF") for _ in range(8)]
    bots: Sequence[Bot] = at_once(*[lambda one=one: build(Settings(), clock, one) for one in opened])
    assert how_many(opened[0], Policy, Person) == [1, len(bots[0].desk.people)]
    assert len({tuple(bot.dispatcher.people.items()) for bot in bots}) == 1
    for one in opened:
        one.close()
