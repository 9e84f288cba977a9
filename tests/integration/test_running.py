"""Which bots run on a database, what they refuse, and which one leads."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import psycopg
import pytest
from sqlalchemy import text, update
from sqlmodel import Session, col

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Post
from bot.desk import SHIPPED
from bot.dispatch import queue
from bot.outbox import Sender
from bot.parts import line
from bot.presence import Presence, join
from bot.running import ticker_of
from bot.settings import Settings
from bot.shell import buttons_of
from core.errors import DeskError
from storage import leadership, migrate, outbox, recomputation, running
from storage.database import Database
from storage.models import Leadership, RunningBot
from storage.schema import HEAD
from tests.conftest import FRIDAY
from tests.integration.rows import done, rows, say
from tests.integration.test_examples import dead_letter
from tests.integration.test_outbox import Room

LONG_AGO = running.ALIVE + timedelta(seconds=5)
OTHER_DESK = "by another desk.toml"


def joined(bot: Bot) -> Presence:
    return join(bot.database, bot.dispatcher.policy_id, Event())


def other_desk(folder: Path) -> Settings:
    """Another text; what it says is the same."""
    file = folder / "other.toml"
    file.write_text(f"{SHIPPED.read_text(encoding='utf-8')}\n# changed\n", encoding="utf-8")
    return Settings(desk=file)


def silent(database: Database, bot: RunningBot) -> None:
    """It was last seen long ago."""

    def work(session: Session) -> None:
        then = running.database_time(session) - LONG_AGO
        session.execute(update(RunningBot).where(col(RunningBot.id) == bot.id).values(seen_at=then))

    database.write(work)


def names(database: Database) -> list[str]:
    return database.read(lambda session: [bot.name for bot in running.live(session)])


def test_bots_of_one_policy_run_together_and_one_that_leaves_is_gone(bot: Bot) -> None:
    first, second = joined(bot), joined(bot)
    assert names(bot.database) == [first.bot.name, second.bot.name]
    first.close()
    assert names(bot.database) == [second.bot.name]
    second.close()


def test_a_bot_with_another_desk_is_refused_in_words_and_puts_nothing_in_force(
    bot: Bot, clock: SetClock, tmp_path: Path
) -> None:
    running_one = joined(bot)
    with pytest.raises(DeskError, match=f"{running_one.bot.name} runs on this database {OTHER_DESK}"):
        build(other_desk(tmp_path), clock, bot.database)
    build(Settings(), clock, bot.database)
    silent(bot.database, running_one.bot)
    assert build(other_desk(tmp_path), clock, bot.database).dispatcher.policy_id != bot.dispatcher.policy_id


def test_a_bot_that_was_built_before_another_desk_came_into_force_may_not_join(
    bot: Bot, clock: SetClock, tmp_path: Path
) -> None:
    build(other_desk(tmp_path), clock, bot.database)
    with pytest.raises(DeskError, match="came into force just now"):
        joined(bot)


def test_one_that_slept_while_another_desk_came_into_force_ends(bot: Bot, clock: SetClock, tmp_path: Path) -> None:
    sleeper = joined(bot)
    sleeper.beat()
    assert not sleeper.stop.is_set()
    silent(bot.database, sleeper.bot)
    build(other_desk(tmp_path), clock, bot.database)
    sleeper.beat()
    assert sleeper.stop.is_set()
    assert sleeper.why == running.OTHERWISE
    sleeper.close()


def test_a_bot_stays_seen_even_where_its_row_was_taken_away(bot: Bot) -> None:
    one = joined(bot)
    silent(bot.database, one.bot)
    assert names(bot.database) == []
    bot.database.write(lambda session: running.be_seen(session, one.bot))
    assert names(bot.database) == [one.bot.name]
    bot.database.write(running.forget)
    bot.database.write(lambda session: running.be_seen(session, one.bot))
    assert names(bot.database) == [one.bot.name]


def test_bots_of_the_version_before_end_before_a_newer_one_migrates(bot: Bot) -> None:
    older = joined(bot)

    def live_on() -> None:
        while not older.stop.wait(0.01):
            older.beat()
        older.close()

    thread = threading.Thread(target=live_on)
    thread.start()
    with migrate.handing_over(bot.database, "9999", HEAD):
        assert older.why == running.NEWER
        (waiting,) = rows(bot.database, RunningBot)
        assert (waiting["revision"], waiting["policy_id"]) == ("9999", None)
    thread.join()
    assert rows(bot.database, RunningBot) == []


def test_a_newer_version_does_not_migrate_beside_a_bot_that_does_not_end(bot: Bot) -> None:
    deaf = joined(bot)
    with (
        pytest.raises(DeskError, match=f"{deaf.bot.name} still runs with an older version"),
        migrate.handing_over(bot.database, "9999", HEAD, patience=0.2),
    ):
        pytest.fail("it must not come this far")
    assert names(bot.database) == [deaf.bot.name]


def test_each_leader_has_a_term_of_its_own(bot: Bot) -> None:
    first, second = joined(bot), joined(bot)
    first.beat()
    assert (first.term, first.leads()) == (1, True)
    assert bot.database.read(first.holds)
    first.close()
    second.beat()
    assert second.term == 2
    assert bot.database.read(second.holds)
    assert not bot.database.read(first.holds)
    second.close()


def pair(url: str) -> tuple[Bot, Presence, Presence]:
    bot = build(Settings(), SetClock(FRIDAY), Database(url))
    first, second = joined(bot), joined(bot)
    for one in (first, second):
        one.beat()
    return bot, first, second


def end_session(url: str, presence: Presence) -> None:
    """As an administrator, or PostgreSQL itself, would end the leader's own connection."""
    connection = presence._seat._connection
    assert connection is not None
    number = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [number])
        while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [number]).fetchone():
            pass


def test_of_two_bots_one_leads_and_the_other_does_when_that_loses_its_connection(postgresql_url: str) -> None:
    bot, first, second = pair(postgresql_url)
    assert (first.term, second.term) == (1, None)
    end_session(postgresql_url, first)
    second.beat()
    assert second.term == 2
    assert first.leads()  # it does not know yet, but the database does
    assert not bot.database.read(first.holds)
    first.beat()
    assert not first.leads()
    first.beat()
    assert not first.leads()
    second.close()
    first.beat()
    assert first.term == 3
    first.close()
    bot.database.close()


def test_a_deposed_leader_that_does_not_know_it_sends_nothing(postgresql_url: str) -> None:
    bot, first, second = pair(postgresql_url)
    old, new = Room(), Room()
    sender = Sender(bot.database, old, bot.clock, holds=first.holds)
    said = Post("ict", "ticket:1", (line("down"),))
    bot.database.write(lambda session: queue(session, FRIDAY, said))
    row = sender.next_row(0)
    assert row is not None
    end_session(postgresql_url, first)
    second.beat()
    assert not sender.send(row)
    assert sender.send_waiting() == 0
    bot.clock.move(timedelta(minutes=1))  # type: ignore[attr-defined]
    assert replace(sender, channel=new, holds=second.holds).send_waiting() == 1
    assert (old.said, new.said) == ([], ["down"])
    for one in (first, second):
        one.close()
    bot.database.close()


def test_a_silent_leader_loses_its_session_to_the_server_itself(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that is frozen, or whose cable is cut: nobody else has to notice it."""
    monkeypatch.setattr(leadership, "LET_GO", text("SET idle_session_timeout = '300ms'"))
    bot, first, second = pair(postgresql_url)
    while second.term is None:
        second.beat()
    assert second.term == 2
    assert rows(bot.database, Leadership)[0]["bot_id"] == second.bot.id
    assert not bot.database.read(first.holds)
    for one in (first, second):
        one.close()
    bot.database.close()


def test_health_says_which_bots_run_who_leads_what_waits_and_how_the_jobs_run(bot: Bot, clock: SetClock) -> None:
    assert say(bot, "/ict health", "manager").text.startswith("No bot runs by itself")
    one, other = joined(bot), joined(bot)
    one.beat()
    done(bot, "/outage p2 Email down at Wirksworth")
    ticker = ticker_of(bot, Room())
    for job in ticker.jobs:
        ticker.run_job(job)
    clock.move(timedelta(minutes=5))
    said = done(bot, "/ict health", "manager").text
    leads, follows = (next(row for row in said.splitlines() if each.bot.name in row) for each in (one, other))
    assert leads.endswith("yes")
    assert HEAD in follows
    assert not follows.endswith("yes")
    assert "2 posts to be sent, the oldest for 5 min." in said
    assert "No dead letters." in said
    (late,) = (row for row in said.splitlines() if row.startswith("sla-watch"))
    every = next(job.every_seconds for job in ticker.jobs if job.name == "sla-watch")
    assert f"{300 - every} s" in late
    for presence in (one, other):
        presence.close()


def test_a_dead_letter_is_shown_with_its_reason_and_sent_again_by_a_manager(bot: Bot, clock: SetClock) -> None:
    for place, error in (("ict-outages", "is_archived"), ("@engineer", "user_not_found")):
        dead_letter(bot.database, place, error)
    shown = done(bot, "/ict health", "manager")
    assert "2 dead letters: mend the reason" in shown.text
    assert "is_archived" in shown.text
    assert "Email is down" not in shown.text  # it is for those to whom it was to be said
    assert [button.line for button in buttons_of(shown)] == ["health retry 1", "health drop 1"]
    assert done(bot, "/ict health retry 1", "manager").text == "Dead letter 1 is sent again to #ict-outages."
    assert done(bot, "/ict health drop 2", "manager").text.startswith("Dead letter 2 to a direct message is dropped")
    room = Room()
    ticker_of(bot, room).sender.send_waiting()
    assert room.said == ["Email is down."]
    assert "No dead letters." in done(bot, "/ict health", "manager").text
    clock.move(timedelta(minutes=2))
    for words in ("retry 1", "drop 2", "retry 3"):
        assert say(bot, f"/ict health {words}", "manager").text.startswith("There is no dead letter")
    for words in ("retry", "drop OUT-1"):
        assert say(bot, f"/ict health {words}", "manager").text.startswith("Which dead letter?")


def test_all_dead_letters_are_sent_again_in_their_order(bot: Bot) -> None:
    for _ in range(12):
        dead_letter(bot.database)
    shown = done(bot, "/ict health", "manager").text
    assert "12 dead letters" in shown
    assert "The first 10 are shown." in shown
    assert done(bot, "/ict health retry all", "manager").text.startswith("12 dead letters to be sent again")
    room = Room()
    assert ticker_of(bot, room).sender.send_waiting() == 12


def test_health_says_what_was_found_in_slacks_record_and_how_far_a_recomputation_is(bot: Bot) -> None:
    dead_letter(bot.database)

    def work(session: Session) -> None:
        outbox.mark_sent(session, 1, FRIDAY, is_found=True)
        recomputation.put_in_force(session, bot.dispatcher.policy_id, FRIDAY, FRIDAY.date())

    bot.database.write(work)
    said = done(bot, "/ict health", "manager").text
    assert "1 post found in the channel's own record and not sent twice." in said
    assert "Recomputing after a new desk.toml: 0 of 0 tickets." in said
