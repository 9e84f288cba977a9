"""Availability and reviews, from outages as they are typed: the quarter of seed 000 at a desk of ten hours a day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.clock import SetClock
from bot.desk import SHIPPED
from bot.kpi.measured import Measured, measure
from bot.settings import Settings
from core.kpis import catalogue
from core.outages import MINUTE
from core.periods import parse_period
from storage.database import Database
from tests.integration.rows import done

KPIS = catalogue()
OCTOBER = datetime(2021, 10, 1, 8, 30, tzinfo=UTC)
MINE = """
[[services]]
name = "Payroll"
hours = "extended"
critical = true

[[kpi_targets]]
kpi = "availability"
from = 2021-04-01
target = 99.85
"""


@pytest.fixture
def desk(database: Database, clock: SetClock, tmp_path: Path) -> Bot:
    """Payroll alone is critical: from 08:00 to 18:00."""
    return promising(SHIPPED.read_text(encoding="utf-8").replace("critical = true\n", ""), database, clock, tmp_path)


def promising(shipped: str, database: Database, clock: SetClock, tmp_path: Path) -> Bot:
    path = tmp_path / "desk.toml"
    path.write_text(shipped + MINE, encoding="utf-8")
    return build(Settings(desk=path), clock, database)


def at(clock: SetClock, day: int, hour: int, minute: int = 0, month: int = 7, second: int = 0) -> None:
    """Local time in the summer of 2021, as UTC."""
    clock.set(datetime(2021, month, day, hour - 1, minute, second, tzinfo=UTC))


def quarter(bot: Bot, clock: SetClock, name: str = "availability") -> Measured:
    clock.set(OCTOBER)
    period = parse_period("q2 2021-22", OCTOBER.date())
    return bot.database.read(lambda session: measure(session, bot.desk, KPIS[name], period, OCTOBER))


def down_for(bot: Bot, clock: SetClock, second: int) -> None:
    """An outage of Monday 5 July from 10:00 to 10:58 and some seconds."""
    at(clock, 5, 10)
    done(bot, "/outage p1 Payroll down service:Payroll partner:BDC")
    at(clock, 5, 10, 58, second=second)
    done(bot, "/outage resolve OUT-1 Restarted")


def test_58_and_a_half_minutes_of_39_000_meet_99_85_per_cent(desk: Bot, clock: SetClock) -> None:
    down_for(desk, clock, 30)
    one = quarter(desk, clock)
    assert (one.figure.d, one.figure.d - one.figure.n) == (39_000 * MINUTE, 58 * MINUTE + MINUTE // 2)
    assert one.standing.state == "on target"
    said = done(desk, "/kpi availability q2 2021-22").text
    assert said.startswith("July to September 2021: 99.85% (38,941.5 of 39,000 service minutes)")
    assert "Target 99.85%: met." in said


def test_a_second_more_misses_it_and_is_not_printed_as_the_target(desk: Bot, clock: SetClock) -> None:
    down_for(desk, clock, 31)
    assert quarter(desk, clock).standing.state == "off target"
    said = done(desk, "/kpi availability q2 2021-22").text
    assert "99.84996% (38,941.48 of 39,000 service minutes)" in said
    assert "Target 99.85%: 0.00004 percentage points below." in said


def test_services_below_the_target_are_named_though_others_carry_the_total(
    database: Database, clock: SetClock, tmp_path: Path
) -> None:
    desk = promising(SHIPPED.read_text(encoding="utf-8"), database, clock, tmp_path)
    down_for(desk, clock, 31)
    assert quarter(desk, clock).standing.state == "on target"
    said = done(desk, "/kpi availability q2 2021-22").text
    assert "Target 99.85%: met." in said
    services = len(quarter(desk, clock).facts.levels())
    assert f"\nBelow the target of 99.85%: 1 of {services} services (Payroll 99.84996%).\n" in said


def test_overlapping_outages_are_merged_maintenance_is_left_out_and_a_part_weighs_by_its_users(
    desk: Bot, clock: SetClock
) -> None:
    at(clock, 5, 10)
    done(desk, "/outage p1 Payroll down service:Payroll partner:BDC")
    at(clock, 5, 10, 30)
    done(desk, "/outage p2 Payroll slow service:Payroll partner:DDDC share:50 new:yes")
    at(clock, 5, 11)
    done(desk, "/outage resolve OUT-1 Restarted")  # an hour, the second one within it weighs no more
    at(clock, 5, 11, 30)
    done(desk, "/outage resolve OUT-2 Cache emptied")  # and half an hour of half of the users
    maintenance = 'service:Payroll from:"2021-07-05 11:20" to:"2021-07-05 12:20"'
    done(desk, f"/ict maintenance Patching {maintenance}", "manager")
    one = quarter(desk, clock)
    assert (one.figure.d - one.figure.n) / MINUTE == 60 + 20 / 2
    failed = quarter(desk, clock, "mtbf")
    assert failed.figure.d == 2
    assert failed.figure.n == one.figure.n
    records = done(desk, "/kpi records availability q2 2021-22").text
    assert records.startswith("3 records")
    assert "MNT-1" in records
    assert "yes, left out" in records


def test_an_outage_that_was_never_resolved_lasts_until_now(desk: Bot, clock: SetClock) -> None:
    at(clock, 30, 17, month=9)
    done(desk, "/outage p1 Payroll down service:Payroll partner:BDC")
    one = quarter(desk, clock)  # closing time of 30 September
    assert (one.figure.d - one.figure.n) // MINUTE == 60
    said = done(desk, "/kpi availability oct 2021").text
    assert "0% (0 of 90 service minutes)" in said
    assert "goes on" in done(desk, "/kpi records availability oct 2021").text


def test_before_the_first_record_nothing_is_known_to_be_up(desk: Bot, clock: SetClock) -> None:
    """Neither by the measure's own answer nor by the scorecard."""
    assert quarter(desk, clock).figure.value is None
    assert done(desk, "/kpi availability q2 2021-22").text.startswith("July to September 2021: not known")
    assert (
        "Availability of critical services           Business activity  not measured"
        in done(desk, "/kpi q2 2021-22").text
    )


def test_a_review_within_ten_working_days_is_on_time_and_what_is_not_due_is_left_out(
    desk: Bot, clock: SetClock
) -> None:
    for day, month in ((5, 7), (6, 7), (7, 7), (29, 9)):
        at(clock, day, 10, month=month)
        done(desk, f"/outage p1 Payroll down on {day} service:Payroll partner:BDC new:yes")
        at(clock, day, 11, month=month)
        done(desk, f"/outage resolve OUT-{4 if month == 9 else day - 4} Restarted")
    at(clock, 19, 12)
    done(desk, "/ict review OUT-1 cause:Disk", "manager")  # on the tenth working day
    at(clock, 21, 12)
    done(desk, "/ict review OUT-2 cause:Disk", "manager")  # on the eleventh
    one = quarter(desk, clock, "reviews")
    assert (one.figure.n, one.figure.d) == (1, 3)  # OUT-3 has none, OUT-4 still has time
    said = done(desk, "/kpi records reviews q2 2021-22").text
    assert said.startswith("4 records")
    assert said.count("not yet") == 2
    for due_on, name in (("2021-07-19", "OUT-1"), ("2021-07-20", "OUT-2"), ("2021-07-21", "OUT-3")):
        assert any(row.startswith(name) and due_on in row for row in said.splitlines())
