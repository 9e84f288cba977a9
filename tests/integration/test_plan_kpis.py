"""Measures of a service plan in the scorecard, as a manager added them: in their group, judged, and of no partner."""

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Reply
from bot.parts import File, Table
from tests.conftest import FRIDAY
from tests.integration.rows import done, say

LINES = (
    "/ict measure turnaround Streets numbered days:5 target:75 group:customer",
    "/ict measure share Uptime of the network target:99",
    "/ict measure count Critical findings left target:0 direction:at-most group:finance",
    "/ict measure date met Recovery plan tested by:2020-07-31 group:staff",
    "/ict case MSR-1 Larkmoor Close from:2020-07-01 to:2020-07-08",
    "/ict case MSR-1 Quillbeck Lane from:2020-07-01 to:2020-07-09",
    "/ict reading MSR-2 from:2020-04-01 to:2020-06-30 numerator:38941.5 denominator:39000 source:log",
    "/ict reading MSR-2 from:2020-07-13 to:2020-07-31 value:98.9 source:log",
    "/ict reading MSR-3 from:2020-07-01 to:2020-07-31 value:2 source:audit",
    "/ict reading MSR-4 from:2020-07-01 to:2020-07-31 done:2020-08-03 source:minutes",
)


def entered(bot: Bot, *more: str) -> None:
    for line in (*LINES, *more):
        done(bot, line, "admin")


def scorecard(reply: Reply) -> dict[str, tuple[object, ...]]:
    """By title, the rows of the measures: group, figure, target and state."""
    (table,) = (part.grid for part in reply.parts if isinstance(part, Table))
    return {str(row[0]): row[1:5] for row in table.rows if "(MSR-" in str(row[0])}


def test_each_measure_stands_in_its_group_with_target_and_state(bot: Bot) -> None:
    entered(bot)
    assert scorecard(done(bot, "/kpi july 2020", "manager")) == {
        "Streets numbered (MSR-1)": ("Customer", "1 of 2", "75%", "off target"),
        "Uptime of the network (MSR-2)": (
            "Business activity",
            "98.9%, as printed: no counts, of 13 July 2020 to 31 July 2020 only",
            "99%",
            "off target",
        ),
        "Critical findings left (MSR-3)": ("Financial", "2", "at most 0", "off target"),
        "Recovery plan tested (MSR-4)": ("Staff", "met on 3 August 2020, late", "by 31 July 2020", "off target"),
    }
    june = scorecard(done(bot, "/kpi june 2020", "manager"))
    assert june["Uptime of the network (MSR-2)"][1:] == (
        "99.9% (38,941.5 of 39,000), of 1 April 2020 to 30 June 2020",
        "99%",
        "on target",
    )
    assert {row[3] for title, row in june.items() if "MSR-2" not in title} == {"not measured"}


def test_of_one_partner_there_are_no_measures(bot: Bot) -> None:
    entered(bot)
    assert scorecard(done(bot, "/kpi july 2020 partner:BDC", "manager")) == {}
    assert scorecard(done(bot, "/kpi july 2020", "partner")) == {}
    assert "MSR-1" not in done(bot, "/kpi list", "partner").text
    assert say(bot, "/kpi msr-1 july 2020", "partner").is_error


def test_what_is_taken_back_counts_no_more(bot: Bot) -> None:
    entered(bot)
    done(bot, "/ict undo", "admin")
    done(bot, "/ict case edit CSE-2 to:2020-07-08", "admin")
    rows = scorecard(done(bot, "/kpi july 2020", "manager"))
    assert rows["Recovery plan tested (MSR-4)"][1] == "not measured"
    assert rows["Streets numbered (MSR-1)"][1:] == ("2 of 2", "75%", "on target")


def test_the_records_of_a_measure_come_as_a_file_with_what_each_came_to(bot: Bot) -> None:
    entered(bot)
    (file,) = (part for part in done(bot, "/kpi csv msr-1 july 2020", "manager").parts if isinstance(part, File))
    assert file.content.decode().splitlines() == [
        "Reference,What,Began on,Ended on,Note,Comes to",
        "CSE-2,Quillbeck Lane,2020-07-01,2020-07-09,,Took 6 working days of 5: 1 working day late.",
        "CSE-1,Larkmoor Close,2020-07-01,2020-07-08,,Took 5 working days of 5.",
    ]


def test_a_reading_of_a_turnaround_gives_way_to_cases_of_its_time(bot: Bot) -> None:
    entered(
        bot,
        "/ict reading MSR-1 from:2020-07-01 to:2020-07-31 numerator:20 denominator:20 source:plan",
        "/ict reading MSR-1 from:2020-05-01 to:2020-05-31 numerator:20 denominator:20 source:plan",
    )
    assert done(bot, "/kpi msr-1 july 2020", "manager").text.startswith("July 2020: 1 of 2;")
    may = done(bot, "/kpi msr-1 may 2020", "manager").text
    assert may.startswith("May 2020: 100.0% (20 of 20), entered, not counted;")


def test_a_period_that_goes_on_is_seen_until_today(bot: Bot, clock: SetClock) -> None:
    entered(bot, "/ict case MSR-1 Gorse Bank from:2020-08-03")
    assert clock() == FRIDAY
    shown = done(bot, "/kpi msr-1 q2 2020-21", "manager").text
    assert "Still open and past their deadline at the end: 1." in shown
