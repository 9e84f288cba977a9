"""Three bots on one PostgreSQL: whatever happens to one of them, each alert is said, once, in the order of its thread.

`make soak` does the same with 600 alerts and more kills.
"""

import signal
import threading
import time
from pathlib import Path

import pytest

from bot.outbox import LEASE
from bot.playground.state import Change
from bot.playground.workspace import Timing
from storage import tickets
from storage.leadership import SILENT_SECONDS
from storage.migrate import handing_over
from storage.running import NEWER
from storage.schema import HEAD
from tests.e2e.fleet import Fleet, fleet, until
from tests.e2e.slack.workspace import ASHA, OUTAGES, SAM

ALERTS, THREADS = 48, 16
FEW = 3
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def alerts(bots: Fleet, first: int = 0, last: int = ALERTS) -> None:
    for number in range(first, last):
        bots.alert(number, THREADS)


def whole(bots: Fleet, cuts: int, seconds: float = 120) -> None:
    """All said in order; at most one twice for each time that a bot was stopped in the middle of it."""
    bots.all_sent(seconds)
    assert bots.lost(ALERTS) == 0
    assert bots.out_of_order() == 0
    assert bots.doubled() <= cuts


def test_leaders_that_are_killed_lose_nothing(postgresql_url: str, tmp_path: Path) -> None:
    """In the middle of a call to Slack, which takes half a second for each; in a channel one begins each second."""
    with fleet(postgresql_url, tmp_path, 3) as bots:
        bots.slow(0.5)
        alerts(bots)
        for _ in range(2):
            before, said = bots.leader(), len(bots.said())
            until(lambda said=said: len(bots.said()) > said)  # type: ignore[misc]
            time.sleep(0.75)
            bots.kill(before)
            bots.start()
            assert bots.seconds_without_leader(before) < SILENT_SECONDS
        whole(bots, cuts=2)
        assert bots.found() > 0  # what the killed ones had said and not noted


def test_a_frozen_leader_is_replaced_and_sends_nothing_when_it_wakes(postgresql_url: str, tmp_path: Path) -> None:
    with fleet(postgresql_url, tmp_path, 3) as bots:
        bots.slow(0.5)
        frozen = bots.leader()
        alerts(bots, 0, ALERTS // 2)
        until(lambda: len(bots.said()) > 3)
        bots.signal(frozen, signal.SIGSTOP)
        alerts(bots, ALERTS // 2)
        assert bots.seconds_without_leader(frozen) < 3 * SILENT_SECONDS
        until(lambda: len(bots.said()) > ALERTS // 2)
        bots.signal(frozen, signal.SIGCONT)
        whole(bots, cuts=1, seconds=LEASE.total_seconds() * 3)
        until(lambda: "does not lead any more" in (tmp_path / "log.txt").read_text(encoding="utf-8"))
        bots.playground.person(ASHA).say(OUTAGES, "/ict health")
        shown = bots.playground.person(ASHA).sees(OUTAGES)[-1]
        assert len(bots.running()) == 3
        assert all(name in str(shown) for name in bots.running())


def test_database_connections_that_are_ended_lose_nothing(postgresql_url: str, tmp_path: Path) -> None:
    with fleet(postgresql_url, tmp_path, 3) as bots:
        bots.slow(0.2)
        alerts(bots)
        for _ in range(4):
            time.sleep(1)
            assert bots.end_connections() > 0
        whole(bots, cuts=4)


def test_a_rolling_restart_loses_no_command_that_was_answered(postgresql_url: str, tmp_path: Path) -> None:
    """One bot after the other is ended and replaced while somebody types; what was answered is there, once."""
    typed: list[int] = []
    unanswered: list[Change] = []
    over = threading.Event()
    patient = Timing(acknowledge=8.0)  # what is not answered then is lost, not slow
    with fleet(postgresql_url, tmp_path, 3, patient) as bots:
        bots.playground.state.watch(lambda change: unanswered.append(change) if change.kind == "notice" else None)

        def type_on() -> None:
            while not over.is_set():
                typed.append(len(typed))
                bots.playground.person(SAM).say(OUTAGES, f"/incident p3 Printer {typed[-1]} jams partner:BDC")

        def answered() -> list[str]:
            said = [one["text"] for one in bots.playground.person(SAM).sees(OUTAGES)]
            return [text for text in said if text.startswith("INC-")]

        typing = threading.Thread(target=type_on)
        typing.start()
        for number in [*bots.processes]:
            known = len(answered())
            until(lambda known=known: len(answered()) > known + FEW)  # type: ignore[misc]
            assert bots.end(number) == 0
            bots.start()
        over.set()
        typing.join()
        kept = answered()
        recorded = bots.database.read(tickets.how_many)
    assert len(kept) + len(unanswered) == len(typed)
    assert len({text.partition(",")[0] for text in kept}) == len(kept)
    assert len(kept) <= recorded <= len(kept) + len(unanswered)
    assert len(unanswered) <= 3  # for each one that hangs up, what came in that very moment


def test_a_newer_version_takes_over_and_what_was_written_meanwhile_is_answered(
    postgresql_url: str, tmp_path: Path
) -> None:
    """The bot that runs ends by itself before the tables change. Slack sends again what nobody acknowledged."""
    with fleet(postgresql_url, tmp_path, 1, Timing(retries=(0.2, 5.0, 10.0, 10.0))) as bots:
        (older,) = bots.processes.values()
        with handing_over(bots.database, "9999", HEAD):
            said, _ = older.communicate(timeout=60)
            assert (older.returncode, said) == (0, f"{NEWER}: this bot has ended what it was at, and stops.\n")
            bots.playground.person(SAM).say(SAM, "incident p3 Printer jams partner:BDC")
            assert bots.database.read(tickets.how_many) == 0
        bots.processes.clear()
        bots.start()
        until(lambda: bots.database.read(tickets.how_many) == 1)
        until(lambda: bots.playground.person(SAM).sees(SAM)[-1]["text"].startswith("INC-1, P3"))
