"""What people enter stands beside what the bot counts: never mixed with it, never twice, and seen by whom it is for."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from bot.app import Bot
from bot.clock import SetClock
from bot.records.checks import ENTERED_AT_ONCE
from bot.shell import buttons_of
from core.errors import DeskError
from storage import trail
from storage.models import TABLES
from tests.integration.rows import begin, done, how_many, rows, say

OCTOBER = datetime(2020, 10, 5, 9, 0, tzinfo=UTC)
PAPER = 'source:"report of quarter 1"'


@pytest.fixture(autouse=True)
def october(clock: SetClock) -> None:
    clock.set(OCTOBER)


def enter(bot: Bot, typed: str) -> None:
    done(bot, f"/ict figure {typed} {PAPER}", "manager")


def kpi(bot: Bot, typed: str, who: str = "manager") -> str:
    return done(bot, f"/kpi {typed}", who).text


def test_months_that_were_counted_and_months_that_were_entered_are_not_added_up(bot: Bot) -> None:
    enter(bot, "raised month:september 2020 n:900")
    done(bot, "/incident p3 Scanner jams partner:BDC")
    said = kpi(bot, "raised sep 2020 to oct 2020")
    without = "without September 2020, which is entered, not counted."
    assert said.startswith(f"September to October 2020: 1 call raised so far, {without}\nTotal: -, 1\n")
    assert "[chart]" not in said
    assert "All      900  -    -" in said
    assert "901" not in said


def test_months_before_the_first_record_are_no_noughts(bot: Bot, clock: SetClock) -> None:
    """Of a level at a month's end neither; what is drawn begins with the records."""
    done(bot, "/incident p3 Scanner jams partner:BDC")
    said = kpi(bot, "raised aug 2020 to oct 2020")
    nothing = "without August to September 2020, of which nothing is recorded."
    assert said.startswith(f"August to October 2020: 1 call raised so far, {nothing}\nTotal: -, -, 1\n[chart]")
    enter(bot, "raised month:september 2020 n:900")
    entered = f"without September 2020, which is entered, not counted, and {nothing.replace(' to September', '')}"
    assert kpi(bot, "raised aug 2020 to oct 2020").startswith(
        f"August to October 2020: 1 call raised so far, {entered}"
    )
    clock.move(timedelta(minutes=1))
    assert "\nNet flow: Oct 1 opened, 0 ended, +1.\n" in kpi(bot, "outstanding aug 2020 to oct 2020")


@pytest.mark.parametrize("name", ["outages", "sla", "security", "saving", "audit", "availability", "satisfaction"])
def test_no_nought_is_said_where_nothing_is_recorded(bot: Bot, name: str) -> None:
    said = kpi(bot, f"{name} 2018-19")
    assert said.startswith("April 2018 to March 2019: not known, as nothing is recorded. ")
    assert not [text for text in ("[chart]", "Still open", "Minutes down", "All") if text in said]
    assert kpi(bot, f"records {name} 2018-19") == "Nothing is recorded in April 2018 to March 2019."


def test_a_share_of_a_period_that_is_partly_of_documents_is_judged_by_nothing(bot: Bot, clock: SetClock) -> None:
    enter(bot, "sla month:august 2020 n:900 d:1000")
    done(bot, "/incident p3 Scanner jams partner:BDC")
    done(bot, "/incident resolve INC-1 Mended")
    said = kpi(bot, "sla aug 2020 to oct 2020")
    without = "without August 2020, which is entered, not counted."
    assert said.startswith(f"August to October 2020: 1 of 1 so far, {without}\n")
    assert "Target" not in said
    clock.set(datetime(2020, 11, 5, 9, 0, tzinfo=UTC))
    assert kpi(bot, "sla aug 2020 to oct 2020").startswith(f"August to October 2020: 1 of 1, {without}\n")


def test_a_count_of_nought_holds_where_anything_was_recorded(bot: Bot) -> None:
    done(bot, "/incident p3 Scanner jams partner:BDC")
    enter(bot, "outages month:october 2020 n:3")
    said = kpi(bot, "outages oct 2020")
    assert said.startswith("October 2020: 0 outages so far.")
    assert "October 2020: entered as 3; 0 counted here, which holds (FIG-1)." in said


def test_a_period_that_has_not_begun_is_refused_and_months_to_come_are_not_noughts(bot: Bot, clock: SetClock) -> None:
    assert say(bot, "/kpi outages q4 2020-21", "manager").text.startswith("January to March 2021 has not begun yet.")
    done(bot, "/incident p3 Scanner jams partner:BDC")
    clock.move(timedelta(minutes=1))
    assert "Total: end Aug -, end Sep -, now 1" in kpi(bot, "outstanding aug 2020 to dec 2020")
    assert "Total: 1" in kpi(bot, "raised q3 2020-21")


def test_what_was_counted_holds_and_is_named_beside_what_was_entered(bot: Bot) -> None:
    done(bot, "/incident p3 Scanner jams partner:BDC")
    enter(bot, "raised month:october 2020 n:7")
    said = kpi(bot, "raised oct 2020")
    assert "October 2020: entered as 7; 1 counted here, which holds (FIG-1)." in said
    assert "Entered from" not in said


def test_a_figure_is_entered_once_for_each_month_partner_and_priority(bot: Bot) -> None:
    enter(bot, "outages month:may 2020 n:5")
    enter(bot, "outages month:may 2020 partner:BDC n:2")
    enter(bot, "outages month:may 2020 priority:p2 n:5")
    enter(bot, "outages month:june 2020 n:7")
    again = say(bot, f"/ict figure outages month:may 2020 n:6 {PAPER}", "manager")
    assert again.is_error
    assert again.text.startswith("FIG-1 has the same KPI and Month and Partner and Priority.")
    assert say(bot, "/ict figure edit FIG-4 month:may 2020", "manager").text.startswith("FIG-1 has the same")
    assert how_many(bot.database, TABLES["figure"]) == [4]
    done(bot, "/ict figure edit FIG-1 n:6", "manager")  # itself is no other


def test_an_undone_figure_is_not_in_the_way(bot: Bot) -> None:
    enter(bot, "outages month:may 2020 n:5")
    done(bot, "/ict undo", "manager")
    assert kpi(bot, "outages may 2020").startswith("May 2020: not known, as nothing is recorded.")
    enter(bot, "outages month:may 2020 n:6")
    assert kpi(bot, "outages may 2020").startswith("Entered, not counted: May 2020: 6 outages")


def test_what_was_undone_does_not_come_back_beside_what_was_entered_since(bot: Bot) -> None:
    for typed in ("figure outages month:may 2020 n:5 source:Q1", "timesheet Desk month:may 2020 hours:64 project:6"):
        done(bot, f"/ict {typed}", "manager")
        undone = next(button.line for button in buttons_of(done(bot, "/ict undo", "manager")))
        done(bot, f"/ict {typed}", "manager")
        again = say(bot, f"/{undone}", "manager")
        assert (again.is_error, again.text) == (True, "The same was entered again since. Undo that first.")
    standing = [row["void_at"] is None for name in ("figure", "timesheet") for row in rows(bot.database, TABLES[name])]
    assert standing == [False, True] * 2
    assert kpi(bot, "outages may 2020").startswith("Entered, not counted: May 2020: 5 outages")


def test_a_figure_that_comes_back_while_another_is_entered_is_answered_in_words(bot: Bot) -> None:
    """One is entered as it was checked, and the other stands before it is written."""
    enter(bot, "outages month:may 2020 n:5")
    done(bot, "/ict undo", "manager")
    act = begin(bot.database)

    def enter_again(session: Session) -> None:
        with trail.alone(ENTERED_AT_ONCE):
            trail.turn_many(session, act, TABLES["figure"], [1], None)
            trail.add(
                session, act, TABLES["figure"], {"kpi": "outages", "month": 202005, "numerator": 6, "source": "Q1"}
            )

    with pytest.raises(DeskError, match="entered by somebody else at this moment; nothing was stored"):
        bot.database.write(enter_again)
    assert [row["void_at"] is None for row in rows(bot.database, TABLES["figure"])] == [False]


def test_a_quarter_with_a_month_missing_has_no_sum(bot: Bot) -> None:
    for month, n in (("april", 3), ("june", 7)):
        enter(bot, f"outages month:{month} 2020 n:{n}")
    said = kpi(bot, "outages q1 2020-21")
    known = "10 outages in April 2020 and June 2020, entered, not counted; nothing is known of May 2020. No target."
    assert said.startswith(f"April to June 2020: {known}")
    assert "All      3    -    7    -" in said
    assert kpi(bot, "outages q2 2020-21").startswith("July to September 2020: not known, as nothing is recorded.")


def test_a_partners_manager_sees_what_was_entered_of_that_partner_and_no_commentary(bot: Bot) -> None:
    for partner, n in (("DDDC", 101), ("BDC", 111)):
        enter(bot, f"sla month:may 2020 partner:{partner} n:{n} d:125")
    done(bot, "/ict commentary Lockdown about:sla period:may 2020", "manager")
    assert "sla, May 2020: Lockdown (COM-1)" in kpi(bot, "sla may 2020")
    seen = kpi(bot, "sla may 2020", "partner")
    assert seen.startswith("Entered, not counted: DDDC, May 2020: 80.8% (101 of 125)")
    assert "BDC" not in seen.replace("DDDC", "")
    assert "Lockdown" not in seen


def test_all_kpis_together_show_what_was_entered_and_said_too(bot: Bot) -> None:
    enter(bot, "outages month:may 2020 n:5")
    done(bot, "/ict commentary Storms about:outages period:may 2020", "manager")
    said = kpi(bot, "may 2020")
    assert "5 (entered, not counted)" in said
    assert "outages, May 2020: Storms (COM-1)" in said


@pytest.mark.parametrize(
    ("about", "stored"),
    [
        ("outage", "outages"),
        ("Timesheet", "timesheet"),
        ("msr-1", "MSR-1"),
        ("4", "Services"),
        ("services", "Services"),
    ],
)
def test_commentary_is_about_something_that_there_is(bot: Bot, about: str, stored: str) -> None:
    done(bot, "/budget line 4 Services 6,000 2020-21", "finance")
    done(bot, "/ict measure share Uptime", "manager")
    done(bot, f"/ict commentary Because about:{about} period:q1 2020-21")
    assert rows(bot.database, TABLES["commentary"])[0]["about"] == stored


def test_commentary_about_nothing_known_is_refused(bot: Bot) -> None:
    for about in ("weather", "MSR-9", "commentary"):
        assert say(bot, f"/ict commentary Because about:{about} period:q1 2020-21").is_error
    assert say(bot, "/ict commentary Because about:sla period:whenever").is_error
    assert how_many(bot.database, TABLES["commentary"]) == [0]


def test_commentary_stands_beside_its_budget_line_measure_and_register(bot: Bot) -> None:
    done(bot, "/budget line 4 Services 6,000 2020-21", "finance")
    done(bot, "/budget actual Services 1,000 p1-6 2020-21", "finance")
    done(bot, "/ict measure share Uptime", "manager")
    for about in ("Services", "MSR-1", "change"):
        done(bot, f"/ict commentary About {about} about:{about} period:q2 2020-21")
    done(bot, "/ict commentary Later about:Services period:q3 2020-21")
    for line in ("/budget q2 2020-21", "/budget why q2 2020-21"):
        assert "About Services (COM-1)" in done(bot, line).text
        assert "Later" not in done(bot, line).text
    assert "About MSR-1 (COM-2)" in done(bot, "/ict measure show MSR-1").text
    assert "About change (COM-3)" in done(bot, "/change totals h1 2020-21").text
    assert "About change" not in done(bot, "/change totals q1 2020-21").text


def test_a_measure_shows_its_readings_and_a_reading_must_suit_it(bot: Bot) -> None:
    done(bot, "/ict measure share Uptime target:99", "manager")
    done(bot, "/ict measure share Other target:50", "manager")
    done(bot, "/ict reading MSR-1 from:2020-04-01 to:2020-06-30 value:99.6 source:plan")
    assert "101%" in say(bot, "/ict reading edit RDG-1 value:101").text
    assert rows(bot.database, TABLES["reading"])[0]["value"] == 99.6
    assert "99.6%, as printed: no counts. Target 99%: met." in done(bot, "/ict measure show MSR-1").text
    assert "RDG-1" not in done(bot, "/ict measure show MSR-2").text


def test_things_entered_together_count_as_many(bot: Bot) -> None:
    done(bot, "/change completed Patches number:138 on:2020-07-31")
    done(bot, "/change failed Router on:2020-08-03 partner:DDDC")
    said = done(bot, "/change totals q2 2020-21").text
    assert said.startswith("139 changes in July to September 2020.")
    assert "Success rate: 99.3% (138 of 139). Target 98%: met." in said
    assert done(bot, "/change totals q2 2020-21", "partner").text.startswith("1 change of DDDC")
    assert say(bot, "/change completed None number:0").is_error


def test_where_no_record_names_a_partner_there_are_no_columns_of_them(bot: Bot) -> None:
    done(bot, "/ict training Phishing awareness days:0.5 people:12")
    assert "No partner" not in done(bot, "/ict training totals").text
    done(bot, "/ict training Phishing awareness days:0.5 people:4 partner:BDC")
    assert "No partner" in done(bot, "/ict training totals").text
    assert "DDDC" in done(bot, "/ict training totals", "partner").text


def test_entered_figures_open_from_the_figure(bot: Bot) -> None:
    for partner in ("BDC", "DDDC"):
        enter(bot, f"sla month:may 2020 partner:{partner} n:101 d:125")
    enter(bot, "outages month:may 2020 n:5")
    reply = done(bot, "/kpi sla may 2020", "manager")
    (button,) = [each for each in buttons_of(reply) if each.label == "2 entered"]
    assert done(bot, button.line, "manager").text.startswith("2 entered figures in May 2020.")
    of_one = done(bot, "/kpi sla may 2020", "partner")
    (button,) = [each for each in buttons_of(of_one) if each.label == "1 entered"]
    assert done(bot, button.line, "partner").text.startswith("1 entered figure of DDDC in May 2020.")


def test_a_register_may_be_listed_by_what_its_totals_are_kept_by(bot: Bot) -> None:
    done(bot, '/ict project OpenHousing for:BDC partner:BDC status:"Live"')
    done(bot, '/ict project SIP for:"Strategic Alliance" status:"Tender"')
    said = done(bot, '/ict project list for:"Strategic Alliance"').text
    assert "PRJ-2" in said
    assert "PRJ-1" not in said
    totals = done(bot, "/ict project totals").text
    assert "Strategic Alliance    0     0      0    0           1      1" in totals
