"""What is counted: requests by our own words only, jobs and how late they are, posts that wait, calls, the queue."""

import re
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import bot as package
from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place, Post, Reply
from bot.metrics import Metrics
from bot.observed import Answered, Called, Event, Ran
from bot.outbox import Attempt, CannotSendError
from bot.running import done_within, observed, ticker_of
from bot.vitals import LONGEST_SILENCE, Vitals
from storage.database import Database
from storage.schema import HEAD
from tests.integration.rows import IN_DDDC, done, say
from tests.talk import Heard

GUIDE = Path(package.__file__).parents[1] / "docs" / "operating.md"


@pytest.fixture
def metrics(bot: Bot) -> Metrics:
    return Metrics(bot.database, bot.clock, lambda: True)


@pytest.fixture
def counted(bot: Bot, metrics: Metrics) -> Bot:
    return observed(bot, metrics.note)


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def test_requests_are_counted_by_how_they_went(counted: Bot, metrics: Metrics) -> None:
    done(counted, "/outage p2 Email down")
    say(counted, "/outage p2 Email down")  # the same within a minute is asked about
    say(counted, "/outage resolve OUT-9 gone")
    say(counted, "/outrage p2 Email down")
    say(counted, "/outage p2 Email down", person="nobody")
    counted.database.write(lambda session: session.execute(text("ALTER TABLE note RENAME TO gone")))
    labels = {"command": "outage", "verb": "log"}
    assert value(metrics, "ictbot_commands_total", outcome="done", **labels) == 1
    assert value(metrics, "ictbot_commands_total", outcome="asked", **labels) == 1
    assert value(metrics, "ictbot_commands_total", command="outage", verb="resolve", outcome="refused") == 1
    assert value(metrics, "ictbot_commands_total", command="", verb="", outcome="refused") == 2
    assert value(metrics, "ictbot_command_seconds_count", command="outage") == 3
    counted.database.write(lambda session: session.execute(text("ALTER TABLE gone RENAME TO note")))


def test_what_breaks_is_counted_and_answered(counted: Bot, metrics: Metrics) -> None:
    def break_off(*_given: object) -> Reply:
        raise RuntimeError("a defect")

    outage = counted.dispatcher.commands["outage"]
    verbs = tuple(replace(verb, run=break_off) for verb in outage.verbs)
    broken = replace(
        counted.dispatcher, commands={**counted.dispatcher.commands, "outage": replace(outage, verbs=verbs)}
    )
    reply = broken.answer("/outage p2 Email down", "engineer", IN_DDDC, counted.clock())
    assert re.search(r"Please try again, or report [0-9a-f]{8}\.", reply.text)
    assert value(metrics, "ictbot_commands_total", command="outage", verb="log", outcome="broken") == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40), first=st.sampled_from(["/outage ", "/ict ", "/kpi ", "", "/"]))
def test_no_label_is_anything_that_was_typed(counted: Bot, metrics: Metrics, typed: str, first: str) -> None:
    counted.dispatcher.answer(f"{first}{typed}", "engineer", Place("shell"), counted.clock())
    known = {(name, verb.name) for name, command in counted.dispatcher.commands.items() for verb in command.verbs}
    labels = re.findall(rb'ictbot_commands_total\{command="(.*?)",outcome="(.*?)",verb="(.*?)"\}', metrics.text())
    assert labels
    for command, outcome, verb in labels:
        assert (command.decode(), verb.decode()) in known | {("", "")}
        assert outcome in {b"done", b"asked", b"refused", b"broken"}


def test_posts_that_wait_and_that_were_given_up_are_counted_when_asked(
    counted: Bot, metrics: Metrics, clock: SetClock
) -> None:
    assert value(metrics, "ictbot_outbox_waiting") == 0
    done(counted, "/outage p2 Email down")
    clock.move(timedelta(minutes=5))
    assert value(metrics, "ictbot_outbox_waiting") == 2
    assert value(metrics, "ictbot_outbox_oldest_seconds") == 300

    class Gone(Heard):
        def deliver(self, post: Post, earlier: str | None, attempt: Attempt) -> str:
            if post.to == "ict-management":
                raise CannotSendError("is_archived", is_final=True)
            return super().deliver(post, earlier, attempt)

    ticker_of(counted, Gone()).sender.send_waiting()
    assert value(metrics, "ictbot_outbox_waiting") == 0
    assert value(metrics, "ictbot_outbox_oldest_seconds") == 0
    assert value(metrics, "ictbot_outbox_dead") == 1


@pytest.mark.parametrize("address", ["", "postgresql://ict@127.0.0.1:1/none"], ids=["a folder", "nobody there"])
def test_a_database_that_does_not_answer_is_told_and_breaks_nothing(
    address: str, tmp_path: Path, clock: SetClock
) -> None:
    away = Database(address or str(tmp_path))
    said = Metrics(away, clock, lambda: True).text()
    away.close()
    assert b"ictbot_database_up 0.0" in said
    assert b"ictbot_outbox_waiting" not in said
    assert b"ictbot_leader 1.0" in said


def test_jobs_are_counted_with_their_alerts_and_how_late_they_are(
    counted: Bot, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("bot.scheduler.monotonic", lambda: now[0])
    ticker = ticker_of(counted, Heard())

    def work() -> int:
        now[0] += 2
        return 3

    ticker.guarded("sla-watch", work, 60)
    now[0] = 1075.0
    ticker.guarded("sla-watch", work, 60)
    assert value(metrics, "ictbot_job_runs_total", job="sla-watch", outcome="ok") == 2
    assert value(metrics, "ictbot_job_seconds_sum", job="sla-watch") == 4
    assert value(metrics, "ictbot_job_late_seconds", job="sla-watch") == 15
    assert value(metrics, "ictbot_job_results_total", job="sla-watch") == 6

    def break_off() -> int:
        raise RuntimeError("a defect")

    ticker.guarded("sla-watch", break_off, 60)
    assert value(metrics, "ictbot_job_runs_total", job="sla-watch", outcome="broken") == 1
    assert value(metrics, "ictbot_job_late_seconds", job="sla-watch") == 0


def test_calls_are_counted_by_method_and_word(metrics: Metrics) -> None:
    for outcome in ("ok", "ok", "ratelimited"):
        metrics.note(Called("chat.postMessage", outcome))
    assert value(metrics, "ictbot_slack_calls_total", method="chat.postMessage", outcome="ok") == 2
    assert value(metrics, "ictbot_slack_calls_total", method="chat.postMessage", outcome="ratelimited") == 1


def test_a_write_that_stands_in_the_queue_is_measured(metrics: Metrics, database: Database) -> None:
    busy, go = threading.Semaphore(0), threading.Event()

    def hold(_session: object) -> None:
        busy.release()
        go.wait()

    holders = [threading.Thread(target=database.write, args=(hold,)) for _ in range(4)]
    for holder in holders:
        holder.start()
    busy.acquire()
    while database._free._value:  # PostgreSQL has four writers
        busy.acquire()
    waiting = threading.Thread(target=database.write, args=(lambda _session: None,))
    waiting.start()
    while not database._queue._work_queue.qsize() and value(metrics, "ictbot_write_wait_seconds_count") is None:
        pass
    go.set()
    for thread in (*holders, waiting):
        thread.join()
    assert (value(metrics, "ictbot_write_wait_seconds_count") or 0) >= 1


def test_two_bots_in_one_process_do_not_count_together(counted: Bot, metrics: Metrics) -> None:
    other = Metrics(counted.database, counted.clock, lambda: False)
    done(counted, "/outage p2 Email down")
    assert value(other, "ictbot_commands_total", command="outage", verb="log", outcome="done") is None
    assert value(other, "ictbot_leader") == 0
    assert value(metrics, "ictbot_leader") == 1


def test_the_metrics_that_operators_are_told_of_are_there(metrics: Metrics) -> None:
    metrics.note(Ran("sla-watch", 1.0, 0.0, 1, is_broken=False))
    metrics.note(Answered("1a2b3c4d", "outage", "log", "done", 0.1))
    metrics.note(Called("chat.postMessage", "ok"))
    told = set(re.findall(r"(?:ictbot|process)_[a-z_]+", GUIDE.read_text(encoding="utf-8")))
    assert len(told) > 15
    assert not {name for name in told if name.encode() not in metrics.text()}


def test_what_is_ready(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("bot.vitals.monotonic", lambda: now[0])
    vitals = Vitals(database, needs_slack=True, _ticked_at=1000.0)

    def wrong() -> list[str]:
        return [finding.text for finding in vitals.findings() if not finding.is_well]

    assert wrong() == ["not connected to Slack: it connects again by itself, or else look at the log"]
    vitals.is_connected = lambda: True
    assert wrong() == []
    now[0] += LONGEST_SILENCE + 1
    assert wrong() == ["nothing has run for 61 seconds: look at the log, and start the bot again"]
    vitals.is_leader = lambda: False
    assert wrong() == []
    vitals.is_leader = lambda: True
    event: Event = Ran("sender", 0.1, 0.0, 0, is_broken=False)
    vitals.note(event)
    assert wrong() == []
    database.write(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '0001'")))
    assert wrong() == [f"the database stands at 0001, this program needs {HEAD}: run ictbot migrate"]
    database.write(lambda session: session.execute(text(f"UPDATE alembic_version SET version_num = '{HEAD}'")))
    vitals.is_stopping = True
    assert wrong() == ["it is stopping"]


def test_what_does_not_end_is_waited_for_only_so_long() -> None:
    stuck, order = threading.Event(), []
    assert done_within(60, [lambda: order.append(1), lambda: order.append(2)])
    assert order == [1, 2]
    assert not done_within(0.01, [stuck.wait])
    stuck.set()
