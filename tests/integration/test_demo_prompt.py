"""The demo from its first line to its last: a real SQLite file, the sample records, and somebody who types."""

import io
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bot.demo.prompt
import bot.demo.records
from bot.app import Bot, build
from bot.clock import Clock, SetClock
from bot.demo.prompt import Prompt, open_prompt
from bot.demo.records import load
from bot.desk import SHIPPED
from bot.running import ticker_of
from bot.settings import Settings
from bot.shell import Terminal
from storage.database import Database

NOW = datetime(2020, 10, 30, 15, 10, tzinfo=UTC)
ASKED = "\nFri 30 Oct 15:10, engineer> "

Open = Callable[[str, Clock], Bot]


@pytest.fixture
def open_bot(migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a copy of a migrated file. A checkout without the large file beside it loads the sample."""
    monkeypatch.setattr(bot.demo.records, "REAL_INCIDENTS", Path("not-here.csv.gz"))

    def opened(db: str, clock: Clock) -> Bot:
        if not Path(db).exists():
            shutil.copy(migrated_file, db)
        return build(Settings(), clock, Database(db, synchronous="OFF"))

    return opened


def demo(open_bot: Open, db: Path, monkeypatch: pytest.MonkeyPatch, *typed: str) -> str:
    """What stands on the screen after these lines were typed at the prompt."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(typed)))
    monkeypatch.setattr(sys, "stdout", out)
    open_prompt(open_bot, NOW, str(db))
    return out.getvalue()


def test_the_demo_loads_its_records_once_and_shows_what_to_try(
    open_bot: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "new" / "demo.db"
    first = demo(open_bot, db, monkeypatch)
    assert first.startswith(f"Joint ICT Service: the demo desk in {db}.\noutages-2020-21.csv: 47 new, 0 changed")
    assert "servicenow_sample.csv.gz: 601 new, 0 changed, 0 errors" in first
    assert f"\n\n{bot.demo.prompt.TOUR}\n#ict-management | Target at risk" in first
    assert first.endswith(ASKED)
    again = demo(open_bot, db, monkeypatch, ":quit")
    assert "The demo's records are there already." in again
    assert "47 new" not in again


def test_the_tour_can_be_taken_line_by_line(open_bot: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = demo(
        open_bot,
        tmp_path / "demo.db",
        monkeypatch,
        "/outage p2 Email down at Wirksworth",
        "Take",
        ':at "2 Nov 2020 09:40"',
        "/kpi outages q2 2020-21",
        ":as manager",
        "/kpi sla apr 2016 by:priority",
        "/report h1 2020-21",
        "/ict help",
        "",
        "/outage p2 after the end",
    )
    steps = said.split("> ")
    assert len(steps) == 10
    assert steps[1].startswith("OUT-10586, P2, Email, DDDC: Email down at Wirksworth. Started Fri 30 Oct 15:10.\n")
    assert "\n#ict-management | OUT-10586, P2, Email, DDDC" in steps[1]
    assert steps[2].startswith("OUT-10586 is Sam Okafor's.\n")
    assert "\n#ict-outages  thread | OUT-10586 is Sam Okafor's.\n" in steps[2]
    assert steps[3].startswith("The clock is moved.\n#ict-")
    assert "\n@engineer | OUT-10586 at risk: 3 h 00 of 4 h 00 used" in steps[3]
    assert steps[3].endswith("\nMon 2 Nov 09:40, engineer")
    assert steps[4].startswith("July to September 2020: 32 outages, up 17 from 15 in April to June.")
    assert f"chart: {tmp_path / 'charts' / 'outages-2020-07.png'}\n" in steps[4]
    assert steps[5] == "You are Asha Rao.\n\nMon 2 Nov 09:40, manager"
    assert steps[6].startswith("April 2016: 58.2% (107 of 184), up 17.6 percentage points")
    assert "\nCalls: 8,580 calls raised" in steps[7]
    assert steps[8].startswith("Type a line, or only its beginning: what is missing is asked for. /ict help outage")
    assert (tmp_path / "charts" / "outages-2020-07.png").read_bytes().startswith(b"\x89PNG")


def prompt(opened: Bot, clock: SetClock, folder: Path) -> tuple[Prompt, io.StringIO]:
    out = io.StringIO()
    return Prompt(opened, clock, ticker_of(opened, Terminal(out)), out, folder), out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (":in #ict-bdc", "You are in #ict-bdc."),
        (":as guest", "You are Visiting Guest."),
        (":as nobody", "I do not know 'nobody' here. An administrator can add you to desk.toml."),
        (":at nonsense", "I cannot read “nonsense” as a time."),
        (":at", "I cannot read “” as a time."),
        ("Take", "There is no /take."),
        ("/sla", "0 open: 0 breached, 0 at risk, 0 on hold."),
    ],
)
def test_the_prompt_answers_its_own_commands_and_every_other(
    open_bot: Open, tmp_path: Path, typed: str, said: str
) -> None:
    clock = SetClock(NOW)
    opened = open_bot(str(tmp_path / "desk.db"), clock)
    asked, out = prompt(opened, clock, tmp_path)
    asked.loop(io.StringIO(f"{typed}\n:q\n"))
    opened.database.close()
    assert out.getvalue().startswith(f"{ASKED}{said}")


def test_whoever_cannot_become_somebody_stays_who_they_are(open_bot: Open, tmp_path: Path) -> None:
    clock = SetClock(NOW)
    opened = open_bot(str(tmp_path / "desk.db"), clock)
    asked, out = prompt(opened, clock, tmp_path)
    asked.loop(io.StringIO(":as nobody\n"))
    opened.database.close()
    assert out.getvalue().endswith("engineer> ")


def test_what_is_said_in_a_channel_is_for_its_partner(open_bot: Open, tmp_path: Path) -> None:
    clock = SetClock(NOW)
    opened = open_bot(str(tmp_path / "desk.db"), clock)
    asked, out = prompt(opened, clock, tmp_path)
    asked.loop(io.StringIO(":in #ict-bdc\n/outage p2 Phones dead\n[take]\n"))
    opened.database.close()
    assert "OUT-1, P2, Telephony, BDC: Phones dead." in out.getvalue()
    assert "#ict-bdc  thread | OUT-1 is Sam Okafor's." in out.getvalue()


def test_one_may_become_somebody_who_goes_by_another_name_in_the_shell(migrated_file: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk.toml"
    desk.write_text(
        SHIPPED.read_text(encoding="utf-8").replace('shell = "manager"', 'shell = "asha"'), encoding="utf-8"
    )
    db = shutil.copy(migrated_file, tmp_path / "desk.db")
    clock = SetClock(NOW)
    opened = build(Settings(desk=desk), clock, Database(str(db), synchronous="OFF"))
    asked, out = prompt(opened, clock, tmp_path)
    asked.loop(io.StringIO(":as asha\n/sla\n"))
    opened.database.close()
    assert "You are Asha Rao." in out.getvalue()
    assert "0 open: 0 breached, 0 at risk, 0 on hold." in out.getvalue()


def test_records_are_loaded_into_an_empty_desk_only(open_bot: Open, tmp_path: Path) -> None:
    opened = open_bot(str(tmp_path / "desk.db"), SetClock(NOW))
    assert [line.split(":")[0] for line in load(opened)] == [
        "outages-2020-21.csv",
        "calls-2020-21.csv.gz",
        "joint-2020-21.txt",
        "calls-2020-10.csv.gz",
        "servicenow_sample.csv.gz",
    ]
    assert load(opened) == ["The demo's records are there already."]
    opened.database.close()
