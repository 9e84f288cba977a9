"""Figures where months are empty, targets change, or a period is not over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place
from bot.desk import SHIPPED
from bot.kpi.gather import asked
from bot.kpi.measured import Measured, measure
from bot.kpi.picture import drawing, drawn_series
from bot.settings import Settings
from core.errors import DeskError
from core.facts import Figure
from core.goals import Goal
from core.kpis import catalogue
from core.periods import parse_period
from reports.charts import Lines, Series
from storage.database import Database

KPIS = catalogue()
LATER_TARGET = """
[[kpi_targets]]
kpi = "sla"
from = 2020-08-01
target = 40
"""
OCTOBER = datetime(2020, 10, 2, 8, 30, tzinfo=UTC)

Ask = Callable[..., Measured]


def say(bot: Bot, now: datetime, line: str) -> str:
    return bot.dispatcher.answer(line, "engineer", Place("shell"), now).text


@pytest.fixture
def ask(bot: Bot) -> Ask:
    """Measures a KPI over a period, seen from 2 October 2020."""

    def asked(kpi: str, typed: str, partner: str | None = None, levels: tuple[str, ...] = ()) -> Measured:
        period = parse_period(typed, OCTOBER.date())
        return bot.database.read(
            lambda session: measure(session, bot.desk, KPIS[kpi], period, OCTOBER, partner, levels)
        )

    return asked


@pytest.fixture
def july(bot: Bot) -> None:
    """Two incidents of July, one of them resolved in August, and a request left open."""
    say(bot, datetime(2020, 7, 6, 9, 0, tzinfo=UTC), "/incident p3 Scanner jams partner:BDC")
    say(bot, datetime(2020, 7, 7, 9, 0, tzinfo=UTC), "/incident p2 Email down partner:BDC,DDDC")
    say(bot, datetime(2020, 8, 6, 9, 0, tzinfo=UTC), "/incident resolve INC-1 New roller")
    say(bot, datetime(2020, 7, 7, 9, 30, tzinfo=UTC), "/incident resolve OUT-2 Restarted")


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize(
    ("typed", "partner", "left"),
    [("jul 2020", None, 1), ("jul 2020", "DDDC", 0), ("q2 2020-21", None, 0), ("q2 2020-21", "BDC", 0)],
)
def test_what_is_outstanding_at_the_end_of_a_period_is_nothing_if_its_last_month_left_nothing(
    ask: Ask, typed: str, partner: str | None, left: int
) -> None:
    assert ask("outstanding", typed, partner).figure.n == left


@pytest.mark.usefixtures("july")
@pytest.mark.parametrize(("typed", "is_known"), [("jun 2021", True), ("jul 2021", False), ("q2 2021-22", False)])
def test_a_year_without_any_record_says_nothing_of_what_was_left_or_up(bot: Bot, typed: str, *, is_known: bool) -> None:
    """The records of two desks, years apart, may stand in one database."""
    after = datetime(2022, 10, 3, 8, 30, tzinfo=UTC)
    period = parse_period(typed, after.date())
    for name in ("outstanding", "availability"):
        one = bot.database.read(
            lambda session, name=name: measure(session, bot.desk, KPIS[name], period, after)  # type: ignore[misc]
        )
        assert one.is_counted is is_known


@pytest.mark.usefixtures("july")
def test_a_share_stands_beside_what_is_still_open_and_late(bot: Bot, ask: Ask) -> None:
    say(bot, datetime(2020, 7, 8, 9, 0, tzinfo=UTC), "/incident p3 Mouse squeaks partner:RHL")
    assert (ask("sla", "jul 2020").late_open, ask("sla", "jul 2020", "RHL").late_open) == (2, 1)
    assert (ask("sla", "sep 2020").late_open, ask("sla", "sep 2020", levels=("P1",)).late_open) == (1, 0)
    assert ask("outages", "jul 2020").late_open is None


@pytest.mark.usefixtures("july")
def test_a_share_is_drawn_with_what_it_was_counted_from_and_its_interval(ask: Ask) -> None:
    chart = drawing(ask("sla", "q2 2020-21", "BDC"), [], "desk")
    assert isinstance(chart, Lines)
    assert chart.series == (Series("All", (100, 0, None), ((20.7, 100), (0, 79.3), None), ("1 of 1", "0 of 1", "")),)
    apart = drawing(ask("sla", "q2 2020-21"), [(name, name, None) for name in ("BDC", "DDDC", "RHL")], "desk")
    assert isinstance(apart, Lines)
    assert [each.intervals for each in apart.series] == [(), (), ()]
    near = replace(ask("sla", "q2 2020-21"), goal=Goal(90))
    assert drawn_series("All", [Figure(8996, 10000, 0.8996)], near).values == (89.96,)  # never a met target


@pytest.mark.usefixtures("july")
def test_a_period_is_compared_with_the_one_before_it_if_that_has_records(ask: Ask) -> None:
    assert ask("raised", "jul 2020").before is None
    august = ask("raised", "aug 2020")
    assert (august.figure.n, august.before.n if august.before else None) == (0, 2)
    assert ask("raised", "ytd").earlier is None


def test_a_month_ends_at_local_midnight_and_one_that_is_not_over_ends_now(bot: Bot) -> None:
    over = asked(bot.desk, OCTOBER, parse_period("sep to oct 2020", OCTOBER.date()))
    assert over.ends == {202009: datetime(2020, 9, 30, 23, 0, tzinfo=UTC), 202010: OCTOBER}


@pytest.mark.parametrize("typed", ["2 april 2020 to 30 april 2020", "1 april 2020 to 1 october 2020"])
def test_part_months_are_not_counted(ask: Ask, typed: str) -> None:
    with pytest.raises(DeskError, match="whole months"):
        ask("raised", typed)


def test_each_month_is_measured_against_the_target_of_that_month(
    database: Database, clock: SetClock, tmp_path: Path
) -> None:
    """Half in time misses the 90% of July, and not the 40% that hold from August on."""
    desk = tmp_path / "desk.toml"
    desk.write_text(SHIPPED.read_text(encoding="utf-8") + LATER_TARGET, encoding="utf-8")
    bot = build(Settings(desk=desk), clock, database)
    for number, (month, hour) in enumerate(((7, 9), (7, 16), (8, 9), (8, 16)), start=1):
        opened = datetime(2020, month, 6, 8, number, tzinfo=UTC)
        say(bot, opened, f"/incident p2 Email down partner:BDC cause:{number} new:yes")
        say(bot, opened.replace(hour=hour), f"/incident resolve OUT-{number}")
    answer = say(bot, OCTOBER, "/kpi sla jul to aug 2020")
    assert "July BDC: 1 of 2, below, too few cases to judge." in answer
    assert "August BDC: 1 of 2" not in answer


def test_a_registers_total_is_set_against_the_target_of_the_partner_that_is_asked_for(
    database: Database, clock: SetClock, tmp_path: Path
) -> None:
    own = LATER_TARGET.replace('"sla"', '"change"\npartner = "BDC"')
    desk = tmp_path / "desk.toml"
    desk.write_text(SHIPPED.read_text(encoding="utf-8") + own, encoding="utf-8")
    bot = build(Settings(desk=desk), clock, database)
    for line in ("/change failed Router partner:BDC", "/change completed Firewall partner:BDC"):
        say(bot, bot.clock(), line)
    assert "Target 40%: met" in say(bot, bot.clock(), "/change totals partner:BDC")
    assert "Target 98%" in say(bot, bot.clock(), "/change totals")
