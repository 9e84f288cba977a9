"""The scorecard: every measure with its target and state, each two steps from its records, and what the policy says."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Reply
from bot.desk import SHIPPED
from bot.parts import File, Table
from bot.settings import Settings
from bot.shell import buttons_of
from core.kpis import catalogue
from storage.database import Database
from tests.integration.kpi_rows import NOW, fill
from tests.integration.rows import done

KPIS = catalogue()
OCTOBER = datetime(2021, 10, 1, 8, 30, tzinfo=UTC)
SPANS = ("q2 2020-21", "sep 2020", "2019-20", "this quarter", "ytd", "h1 2020-21", "jun to oct 2020")

WithPolicy = Callable[..., Bot]


@pytest.fixture
def with_policy(database: Database, clock: SetClock, tmp_path: Path) -> WithPolicy:
    """The shipped desk and some lines more, on 1 October 2021."""

    def built(lines: str, scale: int = 5) -> Bot:
        desk = tmp_path / "desk.toml"
        shipped = re.sub(r"^scale = \d+\n", "", SHIPPED.read_text(encoding="utf-8"), flags=re.MULTILINE)
        shipped = shipped.replace("ask = true", f"ask = true\nscale = {scale}")
        desk.write_text(f"{shipped}\n{lines}", encoding="utf-8")
        clock.set(OCTOBER)
        return build(Settings(desk=desk), clock, database)

    return built


@pytest.fixture
def desk(bot: Bot, clock: SetClock) -> Bot:
    clock.set(NOW)
    fill(bot, 5, 60)
    return bot


def table_of(reply: Reply) -> list[dict[str, str]]:
    (grid,) = [part.grid for part in reply.parts if isinstance(part, Table)]
    return [dict(zip(grid.columns, map(str, row), strict=True)) for row in grid.rows]


def file_of(reply: Reply) -> list[dict[str, str]]:
    (file,) = [part for part in reply.parts if isinstance(part, File)]
    return list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))


def row_of(reply: Reply, title: str) -> dict[str, str]:
    return next(row for row in table_of(reply) if row["Measure"] == title)


def test_every_button_is_a_line_that_leads_to_the_records_in_two_steps(desk: Bot) -> None:
    for typed in SPANS:
        whole = done(desk, f"/kpi {typed}", "admin")
        ways = {button.label: button.line for button in buttons_of(whole)}
        titles = {row["Measure"] for row in table_of(whole)}
        assert {*ways} == {"CSV", *(name for name, kpi in KPIS.items() if kpi.title in titles)}
        assert len(ways) == 1 + len(titles) > 20
        for name, line in ways.items():
            reply = done(desk, f"/{line}", "admin")
            if name != "CSV":
                records = next(each for each in buttons_of(reply) if each.line.startswith("kpi records"))
                done(desk, f"/{records.line}", "admin")


def test_the_ways_of_a_partners_manager_work_for_them(desk: Bot) -> None:
    for button in buttons_of(done(desk, "/kpi q2 2020-21", "partner")):
        assert button.line.endswith(" partner:DDDC")
        reply = done(desk, f"/{button.line}", "partner")
        assert reply.text.startswith("DDDC, ") or button.label == "CSV"


def test_what_is_asked_of_one_priority_stays_so_on_the_way_down(desk: Bot) -> None:
    whole = done(desk, "/kpi p2 q2 2020-21", "admin")
    ways = {button.label: button.line for button in buttons_of(whole)}
    assert ways["sla"] == "kpi sla P2 July to September 2020"
    assert file_of(done(desk, f"/{ways['CSV']}", "admin")) == table_of(whole)


@pytest.mark.parametrize("whose", ["", " partner:DDDC"])
def test_the_file_is_the_scorecard(desk: Bot, whose: str) -> None:
    for typed in SPANS:
        shown = table_of(done(desk, f"/kpi {typed}{whose}", "admin"))
        assert file_of(done(desk, f"/kpi csv {typed}{whose}", "admin")) == shown
        states = [row["State"].partition(",")[0] for row in shown]
        said = done(desk, f"/kpi {typed}{whose}", "admin").text
        for state in set(states):
            assert f"{states.count(state)} {state}" in said


def test_each_measure_of_the_scorecard_says_what_its_own_answer_says(desk: Bot) -> None:
    names = {kpi.title: name for name, kpi in KPIS.items()}
    for row in table_of(done(desk, "/kpi q2 2020-21", "admin")):
        said = done(desk, f"/kpi {names[row['Measure']]} q2 2020-21", "admin").text
        assert said.partition(": ")[2].startswith(row["Figure"])


def test_the_list_names_every_kpi_with_its_formula(bot: Bot) -> None:
    (grid,) = [part.grid for part in done(bot, "/kpi list").parts if isinstance(part, Table)]
    listed = {row[0]: row for row in grid.rows}
    assert [*listed] == [*KPIS]
    assert all(listed[name][-1] == kpi.formula for name, kpi in KPIS.items())
    assert [listed[name][3] for name in ("sla", "change", "satisfaction", "timesheet", "raised")] == [
        "90%",
        "98%",
        "4.5",
        "35%",
        "none",
    ]


POLICY = """
[[kpi_targets]]
kpi = "outages"
from = 2021-07-01
target = 2
tolerance = 1
direction = "at most"
owner = "manager"
group = "customer"

[[kpi_targets]]
kpi = "outages"
from = 2021-09-01
target = 5
owner = "engineer"

[[kpi_targets]]
kpi = "raised"
from = 2021-07-01
target = 4
tolerance = 1
direction = "near"

[[kpi_targets]]
kpi = "outages"
partner = "BDC"
from = 2021-07-01
target = 0
"""


def three_outages(bot: Bot, clock: SetClock, month: int) -> None:
    for hour in (9, 10, 11):
        clock.set(datetime(2021, month, 5, hour, tzinfo=UTC))
        done(bot, f"/outage p2 Email down at {hour} partner:BDC cause:{hour} new:yes")
    clock.set(OCTOBER)


def test_a_policy_row_has_target_tolerance_direction_owner_and_group_from_a_day_on(
    with_policy: WithPolicy, clock: SetClock
) -> None:
    bot = with_policy(POLICY)
    three_outages(bot, clock, 7)
    july = row_of(done(bot, "/kpi jul 2021"), "Outages")
    assert (july["Figure"], july["Target"], july["State"]) == ("3", "at most 2", "within tolerance")
    assert row_of(done(bot, "/kpi jun 2021"), "Outages")["Target"] == "none"
    quarter = row_of(done(bot, "/kpi q2 2021-22"), "Outages")
    assert (quarter["Target"], quarter["State"], quarter["Group"]) == ("at most 5", "on target", "Business activity")
    own = row_of(done(bot, "/kpi q2 2021-22 partner:BDC"), "Outages")
    assert (own["Target"], own["State"]) == ("at most 0", "off target")
    near = row_of(done(bot, "/kpi jul 2021"), "Calls raised")
    assert near["State"] == "on target"
    assert "Target at most 2: 1 above, within tolerance." in done(bot, "/kpi outages jul 2021").text
    clock.set(datetime(2021, 8, 31, 9, tzinfo=UTC))
    (grid,) = [part.grid for part in done(bot, "/kpi list").parts if isinstance(part, Table)]
    row = next(row for row in grid.rows if row[0] == "outages")
    assert row[2:6] == ("Customer", "at most 2", "1", "Asha Rao")
    clock.set(OCTOBER)
    (grid,) = [part.grid for part in done(bot, "/kpi list").parts if isinstance(part, Table)]
    assert next(row for row in grid.rows if row[0] == "outages")[3:6] == ("at most 5", "", "Sam Okafor")


def test_entered_figures_are_marked_and_judged_like_counted_ones(bot: Bot, clock: SetClock) -> None:
    clock.set(OCTOBER)
    for month in ("july", "august", "september"):
        done(bot, f"/ict figure change month:{month} 2021 n:46 d:48 source:report", "manager")
    whole = done(bot, "/kpi q2 2021-22")
    row = row_of(whole, "Changes that succeeded")
    assert row["Figure"] == "95.8% (138 of 144) (entered, not counted)"
    assert row["State"] == "off target, within normal variation"
    said = "Off target: Changes that succeeded (95.8% (138 of 144) (entered, not counted), within normal variation)."
    assert said in whole.text
    done(bot, "/change completed Firewall on:2021-07-05")
    assert row_of(done(bot, "/kpi q2 2021-22"), "Changes that succeeded")["Figure"] == "1 of 1"
    assert (
        row_of(done(bot, "/kpi q3 2021-22"), "Changes that succeeded")["Against July to September 2021"] == "was 1 of 1"
    )


def test_closing_an_old_breached_ticket_moves_it_from_open_and_overdue_into_the_share(
    bot: Bot, clock: SetClock
) -> None:
    for day, line in ((5, "/incident p3 Scanner jams"), (6, "/incident p3 Mouse squeaks")):
        clock.set(datetime(2021, 7, day, 8, 30, tzinfo=UTC))
        done(bot, line)
    clock.set(datetime(2021, 7, 6, 9, 0, tzinfo=UTC))
    done(bot, "/incident resolve INC-2 Oiled")
    clock.set(datetime(2021, 7, 20, 9, 0, tzinfo=UTC))
    before = done(bot, "/kpi sla jul 2021").text
    assert "July 2021: 1 of 1 so far" in before
    assert "Still open and past their deadline at the end: 1." in before
    done(bot, "/incident resolve INC-1 New roller")
    clock.move(timedelta(minutes=1))
    after = done(bot, "/kpi sla jul 2021").text
    assert "July 2021: 1 of 2 so far" in after
    assert "Still open and past their deadline at the end: 0." in after
    assert table_of(done(bot, "/kpi records sla jul 2021"))[0]["Reference"] == "INC-1"  # the late one first


def test_an_outage_of_several_partners_is_one_in_the_total_and_one_for_each(bot: Bot, clock: SetClock) -> None:
    clock.set(datetime(2021, 7, 5, 9, 0, tzinfo=UTC))
    done(bot, "/outage p1 Internet down partner:BDC,DDDC,NEDDC")
    clock.set(OCTOBER)
    said = done(bot, "/kpi outages q2 2021-22 by:partner").text
    assert said.startswith("July to September 2021: 1 outage")
    assert all(f"{partner}: Jul 1, Aug 0, Sep 0 = 1" in said for partner in ("BDC", "DDDC", "NEDDC"))
    assert "Total: 1, 0, 0 = 1" in said
    assert "What hit several partners counts once in the total and once for each of them." in said
    assert row_of(done(bot, "/kpi q2 2021-22"), "Outages")["Figure"] == "1"
    for partner in ("BDC", "DDDC", "NEDDC"):
        assert row_of(done(bot, f"/kpi q2 2021-22 partner:{partner}"), "Outages")["Figure"] == "1"
        assert len(table_of(done(bot, f"/kpi records outages q2 2021-22 partner:{partner}"))) == 1
    assert row_of(done(bot, "/kpi q2 2021-22 partner:RHL"), "Outages")["Figure"] == "0"


def test_findings_came_down_from_38_to_12_and_from_86_to_16(bot: Bot, clock: SetClock) -> None:
    clock.set(OCTOBER)
    for line in (
        "critical Passwords number:26 raised:2021-04-01 closed:2021-08-31",
        "critical Patching number:12 raised:2021-04-01",
        "high Backups number:70 raised:2021-05-03 closed:2021-09-01",
        "high Accounts number:16 raised:2021-05-03",
    ):
        done(bot, f"/ict audit {line}", "manager")
    assert "June 2021: 124 audit findings open" in done(bot, "/kpi audit jun 2021").text
    said = done(bot, "/kpi audit q2 2021-22").text
    assert said.startswith("July to September 2021: 28 audit findings open, down 96 from 124 in April to June.")
    assert "critical: end Jul 38, end Aug 12, end Sep 12" in said
    assert "high: end Jul 86, end Aug 86, end Sep 16" in said
    assert [row["Reference"] for row in table_of(done(bot, "/kpi records audit q2 2021-22"))] == ["AUD-2", "AUD-4"]


def test_a_desk_of_seven_points_counts_scores_of_seven_only(with_policy: WithPolicy) -> None:
    bot = with_policy("", scale=7)
    for typed in ("6 scale:7", "7 scale:7", "5"):
        done(bot, f"/ict satisfaction {typed} on:2021-09-30")
    assert (
        row_of(done(bot, "/kpi q2 2021-22"), "Customer satisfaction")["Figure"] == "6.5 of 7 (13 points from 2 scores)"
    )
    assert [row["Score"] for row in table_of(done(bot, "/kpi records satisfaction q2 2021-22"))] == ["6", "7"]
