"""What the bot says unasked, it says once, to the right people, at a time that they can bear."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.alerts.say import preview, say
from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place, Post, Reply
from bot.desk_alerts import AlertRules, Route
from bot.job import Alert, Job
from bot.jobs import escalation, summary
from bot.parts import line
from bot.running import ticker_of
from storage.models import Alert as Noted
from storage.models import Outbox, Silence
from tests.conftest import FRIDAY
from tests.integration.rows import rows
from tests.talk import Heard

NIGHT = FRIDAY + timedelta(hours=7)  # Friday 22:10; Monday is a bank holiday
TUESDAY = datetime.fromisoformat("2020-09-01 06:00+00:00")


def alert(key: str, subject: str = "target:sla", **more: Any) -> Alert:  # noqa: ANN401 - fields of Alert
    made = Alert(key, Post("ict-management", subject, (line(f"About {key}"),)), "because", "target")
    return replace(made, **more)


@pytest.fixture
def heard() -> Heard:
    return Heard()


class Room:
    """Raise warnings, let time pass, hear what is said."""

    def __init__(self, bot: Bot, clock: SetClock, heard: Heard) -> None:
        self.bot, self.clock, self.heard = bot, clock, heard

    def rules(self, **changed: object) -> None:
        desk = replace(self.bot.desk, alerts=self.bot.desk.alerts.model_copy(update=changed))
        self.bot = replace(self.bot, desk=desk)

    def warn(self, *alerts: Alert) -> int:
        def work(session: Session) -> int:
            return sum(say(each, self.clock(), self.bot.desk, session) for each in alerts)

        return self.bot.database.write(work)

    def run(self, job: Job) -> None:
        ticker_of(self.bot, self.heard).run_job(job)

    def posts(self) -> list[str]:
        ticker_of(self.bot, self.heard).sender.send_waiting()
        said, self.heard.posts = self.heard.posts, []
        return said

    def say(self, line: str, person: str = "engineer", channel: str = "", subject: str = "") -> Reply:
        return self.bot.dispatcher.answer(line, person, Place("shell", channel, subject), self.clock())


@pytest.fixture
def room(bot: Bot, clock: SetClock, heard: Heard) -> Room:
    return Room(bot, clock, heard)


def test_it_is_said_once(room: Room) -> None:
    assert room.warn(alert("a"), alert("a")) == 1
    assert room.warn(alert("a")) == 0
    assert room.posts() == ["#ict-management: About a [Acknowledge] [Snooze]"]


def test_what_falls_into_quiet_hours_is_said_when_they_end(room: Room) -> None:
    room.clock.set(NIGHT)
    room.warn(alert("a"), alert("p1", is_urgent=True))
    assert room.posts() == ["#ict-management: About p1 [Acknowledge] [Snooze]"]
    room.clock.set(TUESDAY - timedelta(seconds=1))
    assert room.posts() == []
    room.clock.set(TUESDAY)
    assert room.warn(alert("a")) == 0
    assert len(room.posts()) == 1


def test_what_is_held_back_holds_up_nothing_of_its_thread(room: Room) -> None:
    room.say("/outage p2 Email down partner:DDDC")
    room.posts()
    room.clock.set(NIGHT)
    room.warn(alert("a", "ticket:1"))
    room.say("/outage resolve OUT-1")
    assert [post.split(":")[0] for post in room.posts()] == ["#ict-outages", "#ict-management"]


def test_who_does_something_about_it_hears_no_more_of_what_was_held_back(room: Room) -> None:
    room.say("/outage p2 Email down partner:DDDC")
    room.clock.set(NIGHT)
    room.warn(alert("a", "ticket:1"))
    room.say("/outage take OUT-1")
    room.posts()
    room.clock.set(TUESDAY)
    assert room.posts() == []


def test_beyond_the_cap_there_is_one_summary_a_day(room: Room) -> None:
    room.rules(daily_cap=2)
    room.warn(*(alert(f"a{number}") for number in range(5)))
    assert len(room.posts()) == 2
    room.run(summary.JOB)
    assert room.posts() == []
    room.clock.set(FRIDAY + timedelta(hours=1, minutes=20))  # 16:30
    room.run(summary.JOB)
    room.run(summary.JOB)
    (said,) = room.posts()
    assert (
        said == "#ict-management: 3 more warnings beyond the 2 a day that are said here:\nAbout a2\nAbout a3\nAbout a4"
    )


def test_the_owner_is_told_first_and_then_whoever_comes_next(room: Room) -> None:
    room.rules(routes={"target": Route(tell=("owner",), then="management", after_minutes=30)})
    room.warn(alert("a", owner="engineer"))
    assert room.posts() == ["@engineer: About a [Acknowledge] [Snooze] [Not for me]"]
    room.clock.set(FRIDAY + timedelta(minutes=29))
    room.run(escalation.JOB)
    assert room.posts() == []
    room.clock.set(FRIDAY + timedelta(minutes=30))
    room.run(escalation.JOB)
    room.run(escalation.JOB)
    said = "#ict-management: Sam Okafor was told and nobody has acknowledged: About a [Acknowledge] [Snooze]"
    assert room.posts() == [said]


@pytest.mark.parametrize("line", ['/ict acknowledge "target:sla"', '/ict snooze "target:sla" 2h'])
def test_who_acknowledges_or_snoozes_spares_whoever_comes_next_and_an_undo_brings_it_back(
    room: Room, line: str
) -> None:
    room.rules(routes={"target": Route(tell=("owner",), then="management")})
    room.warn(alert("a", owner="engineer"))
    room.posts()
    assert not room.say(line).is_error
    room.clock.set(FRIDAY + timedelta(minutes=31))
    room.run(escalation.JOB)
    assert room.posts() == []
    assert not room.say("/ict undo").is_error
    room.run(escalation.JOB)
    assert len(room.posts()) == 1


def test_not_for_me_tells_the_next_at_once_and_me_no_more(room: Room) -> None:
    room.rules(routes={"target": Route(tell=("owner",), then="management")})
    room.warn(alert("a", owner="engineer"))
    room.posts()
    assert room.say('/ict mute "target:sla"').text == "You hear no more of that. [Undo]"
    room.run(escalation.JOB)
    assert len(room.posts()) == 1
    room.warn(alert("b", owner="engineer"))
    assert room.posts() == []
    assert not room.say("/ict undo").is_error
    room.warn(alert("c", owner="engineer"))
    assert len(room.posts()) == 1


def test_a_snoozed_subject_is_spoken_of_when_its_time_is_over(room: Room) -> None:
    room.say("/ict snooze OBL-3 2h")
    room.warn(alert("a", "obligation:3"), alert("b"))
    assert [post.split(" [")[0] for post in room.posts()] == ["#ict-management: About b"]
    room.clock.set(FRIDAY + timedelta(hours=2))
    assert [post.split(" [")[0] for post in room.posts()] == ["#ict-management: About a"]


def test_quiet_for_a_channel_or_for_oneself(room: Room) -> None:
    told = room.say("/ict quiet 2h", "manager", "ict-management").text
    assert told == "Quiet for #ict-management until today 17:10: what comes is said then, P1 at once. [Undo]"
    mine = alert("mine", is_private=True, post=Post("@engineer", "security:1", (line("Mine"),)))
    room.warn(alert("a"), alert("p1", is_urgent=True), mine)
    assert [post.split(" [")[0] for post in room.posts()] == ["#ict-management: About p1", "@engineer: Mine"]
    assert not room.say("/ict quiet off", "manager", "ict-management").is_error
    room.warn(alert("b"))
    assert [post.split(" [")[0] for post in room.posts()] == ["#ict-management: About b"]
    assert room.say("/ict quiet off").is_error
    assert room.say("/ict quiet for ever").is_error
    assert len(rows(room.bot.database, Silence)) == 1


def test_quiet_is_taken_back_by_its_undo(room: Room) -> None:
    room.say("/ict quiet 2h", "manager", "ict-management")
    room.say("/ict undo", "manager")
    room.warn(alert("a"))
    assert len(room.posts()) == 1


def test_a_kind_that_is_switched_off_is_noted_and_not_said(room: Room) -> None:
    room.rules(routes={"target": Route(on=False)})
    room.warn(alert("a"))
    assert rows(room.bot.database, Outbox) == []
    assert [noted["outcome"] for noted in rows(room.bot.database, Noted)] == ["off"]


def test_what_is_private_goes_nowhere_else_whatever_the_route_says(room: Room) -> None:
    room.rules(routes={"security": Route(tell=("management",), then="outages", after_minutes=1)})
    room.warn(alert("a", kind="security", is_private=True, post=Post("@manager", "security:1", (line("SEC-1"),))))
    assert room.posts() == ["@manager: SEC-1 [Acknowledge] [Snooze] [Not for me]"]
    room.clock.set(FRIDAY + timedelta(hours=1))
    room.run(escalation.JOB)
    assert room.posts() == []


def test_a_dry_run_says_what_is_held_back_and_why(room: Room) -> None:
    room.rules(daily_cap=1)
    job = Job("sample", "say two things", 1, lambda *_: [], lambda *_: [alert("a"), alert("b")])
    database = room.bot.database
    at_night = database.read(lambda session: preview(job, NIGHT, room.bot.desk, session))
    assert at_night.count("held back until Tue 1 Sep 07:00: quiet hours") == 2
    room.warn(alert("a"))
    by_day = database.read(lambda session: preview(job, FRIDAY, room.bot.desk, session))
    assert by_day.startswith("sample: 2 to say, 1 of them said before.")
    assert by_day.endswith("held back: 1 a day are said here; it goes into the summary")
    assert len(rows(database, Noted)) == 1


def test_the_rules_of_the_shipped_desk_are_those_that_hold_where_it_says_nothing(bot: Bot) -> None:
    shipped, usual = bot.desk.alerts.model_dump(), AlertRules().model_dump()
    assert {**shipped, "routes": {}} == usual
