"""Each check says what is wrong once, to the right place, and nothing where nothing is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import registry
from bot.alerts.say import preview
from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place, Reply
from bot.imports.files import import_file
from bot.job import Job
from bot.running import ticker_of
from storage.models import Alert
from tests.conftest import FRIDAY
from tests.integration.rows import rows
from tests.talk import Heard, found

JOBS = registry.jobs()
TUESDAY = datetime(2020, 9, 1, 10, 0, tzinfo=UTC)  # 11:00


class Desk:
    """One check on its own, as time goes by."""

    def __init__(self, bot: Bot, clock: SetClock) -> None:
        self.bot, self.clock, self.heard = bot, clock, Heard()

    def do(self, *lines: str, person: str = "manager") -> None:
        for text in lines:
            reply = self.say(text, person)
            assert not reply.is_error, reply.text

    def say(self, text: str, person: str = "manager") -> Reply:
        return self.bot.dispatcher.answer(text, person, Place("shell"), self.clock())

    def rules(self, **changed: object) -> None:
        alerts = self.bot.desk.alerts.model_copy(update=changed)
        self.bot = replace(self.bot, desk=replace(self.bot.desk, alerts=alerts))

    def run(self, job: Job, at: datetime | None = None) -> list[str]:
        """What it says at a time, without buttons. A second run must add nothing, and a dry run must have known it."""
        if at:
            self.clock.set(at)
        ticker = ticker_of(self.bot, self.heard)
        ticker.sender.send_waiting()
        self.heard.posts.clear()
        foreseen = self.bot.database.read(lambda session: preview(job, self.clock(), self.bot.desk, session))
        ticker.run_job(job)
        assert ticker.run_job(job) == 0, "said twice"
        ticker.sender.send_waiting()
        said = [post.partition(" [")[0] for post in self.heard.posts]
        assert all(post.lstrip("#@").split("\n")[0].split(": ", 1)[1] in foreseen for post in said)
        return said


@pytest.fixture
def desk(bot: Bot, clock: SetClock) -> Desk:
    return Desk(bot, clock)


@pytest.mark.parametrize("name", JOBS)
def test_on_an_empty_database_every_check_is_quiet(desk: Desk, name: str) -> None:
    assert desk.run(JOBS[name]) == []
    assert desk.run(JOBS[name], TUESDAY - timedelta(hours=2)) == []


def first_lines(said: Sequence[str]) -> list[str]:
    return [post.split("\n")[0] for post in said]


def test_a_breach_of_a_p3_is_left_to_the_digest_and_one_of_a_p2_is_said(desk: Desk) -> None:
    desk.do("/incident p3 Scanner jams partner:DDDC", "/outage p2 Email down partner:DDDC")
    watched = desk.run(JOBS["sla-watch"], TUESDAY + timedelta(days=3))
    assert first_lines(watched) == [
        "#ict-outages: OUT-2 breached its target: 4 h 00 allowed, was due Tue 1 Sep 10:40.",
    ]
    digests = desk.run(JOBS["digest"])
    assert first_lines(digests) == [
        "#ict-management: Friday 4 September: 2 past their deadline, 0 due today, 0 of them at risk.",
        "#ict-dddc: Friday 4 September: 2 past their deadline, 0 due today, 0 of them at risk.",
    ]


def test_the_digest_comes_on_working_mornings_only(desk: Desk) -> None:
    desk.do("/incident p3 Scanner jams partner:DDDC")
    monday = TUESDAY - timedelta(days=1)  # a bank holiday
    assert desk.run(JOBS["digest"], monday) == []
    assert desk.run(JOBS["digest"], TUESDAY + timedelta(hours=4)) == []
    assert desk.run(JOBS["digest"], TUESDAY + timedelta(days=1))


def test_a_target_is_at_risk_once_for_each_threshold_and_never_after_a_later_one(desk: Desk) -> None:
    desk.clock.set(datetime(2020, 5, 27, 8, 0, tzinfo=UTC))
    import_file(desk.bot, found("calls_until_7_may_2020.csv"), confirmed=True)
    import_file(desk.bot, found("calls_from_13_may_2020.csv"), confirmed=True)
    said = [post.replace("\n", " ") for post in desk.run(JOBS["targets"])]
    assert [post.split(", target")[0] for post in said] == [
        "#ict-management: Target cannot be met any more with what is open. Incidents resolved within SLA, May 2020",
        (
            "#ict-management: Target at risk: less than half is left of what may miss. "
            "Incidents resolved within SLA, BDC, May 2020"
        ),
        (
            "#ict-management: Target cannot be met any more with what is open. "
            "Incidents resolved within SLA, DDDC, May 2020"
        ),
    ]
    assert "101 of 124 so far, 4 open (3 past their deadline)" in said[2]
    desk.rules(least_cases=1000)
    assert desk.run(JOBS["targets"], datetime(2020, 5, 28, 8, 0, tzinfo=UTC)) == []


def test_availability_is_at_risk_when_half_of_the_minutes_are_used(desk: Desk) -> None:
    desk.do("/outage p2 Email down partner:DDDC")  # Friday 15:10; August allows 1,086.3 minutes
    assert desk.run(JOBS["availability"], TUESDAY) == []
    assert first_lines(desk.run(JOBS["availability"], TUESDAY + timedelta(days=1))) == [
        "#ict-management: Availability at risk: half of the minutes allowed are used."
    ]
    (said,) = desk.run(JOBS["availability"], TUESDAY + timedelta(days=3))
    assert "Availability cannot be met any more this month.\n" in said
    assert "1,680 of the 1,217.4 minutes down that 99% allows: Email 1,680." in said


def test_changes_that_fall_off_their_target_are_said_once_a_quarter(desk: Desk) -> None:
    desk.do("/change completed Patch servers number:18 partner:DDDC")
    assert desk.run(JOBS["falling"]) == []
    desk.do('/change "backed out" Firewall upgrade partner:DDDC number:2')
    expected = (
        "#ict-management: Changes that succeeded 90.0% (18 of 20) is off its target of 98%, July to September 2020"
    )
    (said,) = desk.run(JOBS["falling"])
    assert said.startswith(expected)
    assert desk.run(JOBS["falling"], TUESDAY) == []
    desk.rules(least_cases=21)
    assert "falling: 0 to say" in desk.bot.database.read(
        lambda session: preview(JOBS["falling"], desk.clock(), desk.bot.desk, session)
    )


def test_a_holder_is_asked_for_a_reason_weekly_until_it_is_given(desk: Desk) -> None:
    desk.do("/budget line 4 Services 120,000 2020-21 holder:Sam", "/budget actual Services 60,000 p1-4 2020-21")
    expected = [
        "@engineer: Reason wanted, p4 2020-21: over £1,000.",
        (
            "#ict-management: Revenue is forecast to end 2020-21 60,000 over budget: "
            "180,000 at the rate of periods 1 to 4, of 120,000."
        ),
    ]
    assert first_lines(desk.run(JOBS["budgets"])) == expected
    assert desk.run(JOBS["budgets"], FRIDAY + timedelta(days=6)) == []
    assert first_lines(desk.run(JOBS["budgets"], FRIDAY + timedelta(days=7))) == expected[:1]
    desk.do("/budget reason Services p4 2020-21 timing paid early")
    later = desk.run(JOBS["budgets"], FRIDAY + timedelta(days=14))
    assert first_lines(later) == [
        "@finance: No actuals for period 5 of 2020-21 (August 2020) yet; the newest are of p4 2020-21."
    ]


def test_a_year_without_a_budget_is_asked_about_where_there_was_one_before(desk: Desk) -> None:
    desk.do("/budget line 4 Services 120,000 2019-20")
    (said,) = desk.run(JOBS["budgets"])
    assert said == "@finance: No budget for 2020-21 yet: neither lines nor profile. Variances wait for it."


def test_news_of_an_open_outage_is_asked_for_after_each_time_without_any(desk: Desk) -> None:
    desk.do("/outage p1 Email down partner:DDDC")
    job = JOBS["major-incidents"]
    assert desk.run(job, FRIDAY + timedelta(minutes=59)) == []
    assert desk.run(job, FRIDAY + timedelta(minutes=60)) == [
        "#ict-outages: OUT-1 has had no news for 1 h 00: what is new?"
    ]
    desk.do("/outage update OUT-1 Supplier on the way")
    assert desk.run(job, FRIDAY + timedelta(minutes=110)) == []  # closing time
    desk.do("/outage hold OUT-1 waiting for the supplier")
    assert desk.run(job, TUESDAY) == []


def test_a_review_is_due_is_reminded_of_and_then_is_there(desk: Desk) -> None:
    desk.do("/outage p2 Email down partner:DDDC", "/outage resolve OUT-1 Restarted")
    job = JOBS["major-incidents"]
    due = datetime(2020, 9, 14, 10, 0, tzinfo=UTC)  # ten working days after, over a bank holiday: Mon 14 September
    assert desk.run(job, due - timedelta(days=5)) == []
    (said,) = desk.run(job, due - timedelta(days=3))
    assert said.startswith("#ict-outages: Its review is due 14 September 2020: cause and lessons of OUT-1")
    (said,) = desk.run(job, due + timedelta(days=1))
    assert said.startswith("#ict-outages: Its review was due 14 September 2020")
    desk.do("/ict review OUT-1 The router failed")
    assert desk.run(job, due + timedelta(days=8)) == []


def test_outages_that_were_imported_are_history(desk: Desk) -> None:
    import_file(desk.bot, found("outages-2020-21.csv"), confirmed=True)
    assert desk.run(JOBS["major-incidents"], datetime(2020, 10, 5, 9, 0, tzinfo=UTC)) == []
    assert desk.run(JOBS["sla-watch"]) == []


def test_the_ico_is_counted_down_to_those_who_may_see_it_and_at_any_hour(desk: Desk) -> None:
    desk.do('/security theft Stolen iPad partner:DDDC personal:yes aware:"28 Aug 2020 15:00"', person="engineer")
    job, aware = JOBS["security-duties"], datetime(2020, 8, 28, 14, 0, tzinfo=UTC)
    assert desk.run(job, aware + timedelta(hours=23)) == []
    assert desk.run(job, aware + timedelta(hours=25)) == []  # Saturday: it can wait
    sunday = desk.run(job, aware + timedelta(hours=48))
    assert [post.split(".")[0] for post in sunday] == [
        "@manager: SEC-1: 24 h 00 of the 72 hours are left to tell the ICO, until Mon 31 Aug 15:00",
        "@admin: SEC-1: 24 h 00 of the 72 hours are left to tell the ICO, until Mon 31 Aug 15:00",
    ]
    assert len(desk.run(job, aware + timedelta(hours=66))) == 2
    over = desk.run(job, aware + timedelta(hours=73))
    assert over[0].startswith("@manager: SEC-1: the 72 hours to tell the ICO are over since today 15:00")
    desk.do('/security edit SEC-1 decision:"do not report" reason:"Encrypted"')
    assert desk.run(job, aware + timedelta(hours=80)) == []
    places = {row["place"] for row in rows(desk.bot.database, Alert) if row["kind"] == "security"}
    assert places == {"@manager", "@admin"}
    assert "Stolen iPad" not in " ".join(row["said"] for row in rows(desk.bot.database, Alert))


def test_whether_the_ncsc_is_told_is_asked_of_what_is_serious(desk: Desk) -> None:
    desk.do("/security virus Ransomware partner:DDDC serious:yes", person="engineer")
    said = desk.run(JOBS["security-duties"])
    assert said[0].startswith("@manager: SEC-1 is serious: is the National Cyber Security Centre to be told?")
    desk.do("/security edit SEC-1 ncsc:now")
    assert desk.run(JOBS["security-duties"], TUESDAY) == []


def test_what_is_due_is_reminded_of_until_it_is_done(desk: Desk) -> None:
    desk.do("/ict obligation test Recovery plan due:2020-09-08 owner:Priya", "/ict risk Loss of the link owner:Sam")
    job, due = JOBS["due-dates"], datetime(2020, 9, 8, 10, 0, tzinfo=UTC)
    assert desk.run(job) == []
    assert desk.run(job, due - timedelta(days=7)) == [
        "@infrastructure: Due in 7 days, 8 September 2020: OBL-1, test: Recovery plan."
    ]
    assert desk.run(job, due) == ["@infrastructure: Due today: OBL-1, test: Recovery plan."]
    assert desk.run(job, due + timedelta(days=7)) == [
        "@infrastructure: Due 7 days ago, 8 September 2020: OBL-1, test: Recovery plan."
    ]
    desk.do("/ict obligation close OBL-1 Tested")
    assert desk.run(job, due + timedelta(days=14)) == []
    (review,) = desk.run(job, FRIDAY + timedelta(days=90))
    assert review == "@engineer: Review due today: RSK-1: Loss of the link."


def test_what_was_over_before_anybody_was_told_is_no_warning_each(desk: Desk) -> None:
    desk.do(*(f"/ict audit low Finding {number} due:2020-08-2{number}" for number in range(3)))
    assert desk.run(JOBS["due-dates"]) == []


def test_what_expires_is_reminded_of_after_it_was_done(desk: Desk) -> None:
    desk.do(
        "/ict obligation certificate PSN due:2020-08-28 expires:2020-09-08 owner:Priya", "/ict obligation close OBL-1"
    )
    (said,) = desk.run(JOBS["due-dates"], TUESDAY)
    assert said == "@infrastructure: Expires in 7 days, 8 September 2020: OBL-1, certificate: PSN."


def test_a_committee_report_has_its_data_its_draft_and_its_publication(desk: Desk) -> None:
    desk.do("/ict obligation committee report Quarterly report due:2020-11-24 owner:Asha")
    job = JOBS["forward-plan"]
    assert desk.run(job) == []
    said = [desk.run(job, datetime(2020, 11, day, 10, 0, tzinfo=UTC)) for day in (2, 9, 16, 24)]
    assert [post[0].split("\n")[0] for post in said] == [
        "#ict-management: Quarterly report: data due today (OBL-1).",
        "#ict-management: Quarterly report: draft due today (OBL-1).",
        "#ict-management: Quarterly report: publication due today (OBL-1).",
        "#ict-management: Quarterly report: committee today (OBL-1).",
    ]


def test_a_month_without_timesheets_is_asked_for_where_they_are_kept(desk: Desk) -> None:
    desk.do('/ict timesheet "Service desk" month:2020-07 hours:300 project:90')
    job = JOBS["stale-data"]
    assert desk.run(job, datetime(2020, 9, 4, 10, 0, tzinfo=UTC)) == []
    expected = [
        "#ict-management: No timesheets for August 2020: the share of time on projects is not known without them."
    ]
    assert desk.run(job, datetime(2020, 9, 7, 10, 0, tzinfo=UTC)) == expected
    assert desk.run(job, datetime(2020, 9, 11, 10, 0, tzinfo=UTC)) == []
    assert desk.run(job, datetime(2020, 9, 14, 10, 0, tzinfo=UTC)) == expected
    desk.do('/ict timesheet "Service desk" month:2020-08 hours:300 project:90')
    assert desk.run(job, datetime(2020, 9, 21, 10, 0, tzinfo=UTC)) == []


def test_an_estate_that_was_not_counted_for_a_year_is_asked_about(desk: Desk) -> None:
    desk.do("/ict estate laptop number:120 on:2020-08-01 partner:DDDC")
    job = JOBS["stale-data"]
    assert desk.run(job, datetime(2021, 8, 2, 10, 0, tzinfo=UTC) - timedelta(days=3)) == []
    (said,) = desk.run(job, datetime(2021, 8, 2, 10, 0, tzinfo=UTC))
    assert said == "#ict-management: The estate of DDDC was last counted on 1 August 2020, 366 days ago."


def test_after_a_quarter_its_report_wants_what_is_missing_at_once_and_again(desk: Desk) -> None:
    desk.do('/ict timesheet "Service desk" month:2020-07 hours:300 project:30')
    desk.do("/budget line 4 Services 120,000 2020-21", "/outage p2 Email down partner:DDDC", "/outage resolve OUT-1")
    job = JOBS["quarter-end"]
    assert desk.run(job, datetime(2020, 9, 30, 10, 0, tzinfo=UTC)) == []
    (said,) = desk.run(job, datetime(2020, 10, 1, 10, 0, tzinfo=UTC))
    assert said.split("\n") == [
        "#ict-management: The report on July to September 2020 wants 5 more things:",
        "Timesheets for August 2020, September 2020.",
        "Actuals up to period 6 of 2020-21.",
        "Commentary on Time on projects, which is off its target.",
        "Reviews of 1 outage that were resolved in it.",
        "Causes of 1 of them.",
    ]
    desk.do('/ict commentary "All hands on support" about:timesheet period:"q2 2020-21"')
    (said,) = desk.run(job, datetime(2020, 10, 7, 10, 0, tzinfo=UTC))
    assert said.startswith("#ict-management: The report on July to September 2020 wants 4 more things:")
    assert desk.run(job, datetime(2020, 11, 2, 10, 0, tzinfo=UTC)) == []
