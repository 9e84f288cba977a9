"""Odd turns in the life of a ticket: forms that are filled in, times given afterwards, and who is told where."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place, Reply
from bot.desk import SHIPPED
from bot.imports.files import import_file
from bot.parts import Form
from bot.running import ticker_of
from bot.settings import Settings
from bot.shell import buttons_of
from storage import tickets
from storage.database import Database
from tests.talk import Heard


class Desk:
    """One engineer at one desk: says lines, and moves the clock."""

    def __init__(self, bot: Bot, clock: SetClock) -> None:
        self.bot, self.clock, self.heard = bot, clock, Heard()
        self.ticker = ticker_of(bot, self.heard)

    def say(self, line: str, channel: str = "", subject: str = "") -> Reply:
        reply = self.bot.dispatcher.answer(line, "engineer", Place("shell", channel, subject), self.clock())
        self.ticker.sender.send_waiting()
        return reply

    def at(self, text: str) -> None:
        self.clock.set(utc(text))

    def downtime(self, number: int) -> list[tuple[datetime, datetime | None]]:
        rows = self.bot.database.read(lambda session: tickets.downtimes(session, number))
        return [(row.started_at, row.ended_at) for row in rows]


@pytest.fixture
def desk(bot: Bot, clock: SetClock) -> Desk:
    return Desk(bot, clock)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/incident update INC-1", "INC-1, Sam Okafor: Part ordered."),
        ("/incident hold INC-1", "INC-1 on hold since today 15:10: Part ordered."),
    ],
)
def test_a_form_that_was_asked_for_can_be_filled_in(desk: Desk, asked: str, said: str) -> None:
    desk.say("/incident p3 Scanner jams partner:RHL")
    (form,) = desk.say(asked).parts
    assert isinstance(form, Form)
    filled = " ".join([form.line, *(f'{field.key}:"Part ordered"' for field in form.fields)])
    assert desk.say(filled).text.startswith(said)


def test_the_form_of_an_edit_can_be_sent_back_with_one_field_changed(desk: Desk) -> None:
    desk.say("/incident p3 Scanner jams partner:RHL,BDC")
    (form,) = desk.say("/incident edit INC-1").parts
    assert isinstance(form, Form)
    values = {field.key: field.value for field in form.fields if field.value} | {"cause": "dust"}
    filled = " ".join([form.line, *(f'{key}:"{value}"' for key, value in values.items())])
    assert desk.say(filled).text.startswith("Changed: ")
    assert "dust" in desk.say("/incident show INC-1").text


def test_what_was_mended_before_it_was_reopened_cannot_end_after_that(desk: Desk) -> None:
    """Resolved at 15:10, reopened at 16:00; a resolution at 15:30 would lie in time that nobody worked on it."""
    desk.say("/outage p2 Email down partner:BDC")
    desk.say("/outage resolve OUT-1")
    desk.at("2020-08-28 15:00")
    desk.say("/outage reopen OUT-1")
    reply = desk.say('/outage resolve OUT-1 at:"today 15:30"')
    assert reply.is_error
    assert "broke on our side" not in reply.text


def test_a_reopened_outage_is_down_again_from_the_time_that_is_given(desk: Desk) -> None:
    desk.say("/outage p2 Email down partner:BDC")
    desk.say("/outage resolve OUT-1")
    desk.at("2020-08-28 15:00")
    desk.say('/outage reopen OUT-1 It is back at:"today 15:30"')
    assert desk.downtime(1) == [
        (utc("2020-08-28 14:10"), utc("2020-08-28 14:10")),
        (utc("2020-08-28 14:30"), None),
    ]


def test_a_start_cannot_be_moved_behind_what_happened_since(desk: Desk) -> None:
    desk.say("/outage p2 Email down partner:BDC")
    desk.say("/outage resolve OUT-1")
    desk.at("2020-08-28 15:00")
    desk.say("/outage reopen OUT-1")
    reply = desk.say('/outage edit OUT-1 at:"today 15:45"')
    assert reply.is_error
    assert "broke on our side" not in reply.text


@pytest.mark.parametrize(("line", "count"), [("/sla all", "2 open"), ("/incident list partner:all", "2 open")])
def test_all_partners_are_all_of_them(desk: Desk, line: str, count: str) -> None:
    desk.say("/incident p3 Scanner jams partner:RHL")
    desk.say("/incident p3 Mouse squeaks partner:BDC")
    assert desk.say(line).text.startswith(count)


@pytest.mark.parametrize(
    "line",
    [
        "/sla ,",
        "/kpi sla partner:;",
        "/incident list partner:,",
        "/ict undo " + 20 * "9",
        "/outage p2 Email down partner:BDC share:0",
        "/outage p2 Email down partner:BDC share:many",
    ],
)
def test_an_odd_argument_is_answered_with_what_to_do(desk: Desk, line: str) -> None:
    reply = desk.say(line)
    assert reply.is_error
    assert "broke on our side" not in reply.text


def test_an_outage_may_hit_a_share_of_the_users_only(desk: Desk) -> None:
    desk.say("/outage p2 Email down partner:BDC share:25%")
    (down,) = desk.bot.database.read(lambda session: tickets.downtimes(session, 1))
    assert (down.service, down.share) == ("Email", 25)


def test_news_of_an_outage_goes_where_it_was_announced_wherever_it_is_typed(desk: Desk) -> None:
    desk.say("/outage p2 Phones dead", "ict-bdc")
    assert [post.split(":")[0] for post in desk.heard.posts] == ["#ict-bdc", "#ict-management"]
    for line in ("/outage take OUT-1", "/outage resolve OUT-1 Switch restarted", "/ict undo"):
        desk.heard.posts.clear()
        assert not desk.say(line).is_error
        assert "#ict-bdc" in {post.split(":")[0] for post in desk.heard.posts}, line


def test_in_the_thread_of_a_record_its_reference_need_not_be_typed(desk: Desk) -> None:
    desk.say("/outage p2 Phones dead", "ict-bdc")
    reply = desk.say("/outage update Supplier is on site", "ict-bdc", subject="ticket:1")
    assert reply.text.startswith("OUT-1, Sam Okafor: Supplier is on site.")


def test_what_a_tool_closed_without_a_resolution_is_shown_as_that(desk: Desk, tmp_path: Path) -> None:
    export = tmp_path / "servicenow.csv"
    header = "number,opened_at,resolved_at,closed_at,priority,short_description"
    export.write_text(f"{header}\nINC1,2020-08-27 14:00,?,2020-08-28 09:00,4 - Low,Spam", encoding="utf-8")
    import_file(desk.bot, export, confirmed=True)
    assert "State: closed unresolved\n" in desk.say("/incident show 1").text
    assert "Outside reference servicenow INC1.\n" in desk.say("/incident show 1").text


def test_a_desk_of_one_partner_or_of_none_never_asks_for_whom_it_is(
    database: Database, clock: SetClock, tmp_path: Path
) -> None:
    managed = 'role = "partner manager"\npartner = "DDDC"'  # has no sense where there is no such partner
    text = SHIPPED.read_text(encoding="utf-8").replace(managed, 'role = "staff"')
    start, end = text.index("[[partners]]"), text.index("[[services]]")
    only = '[[partners]]\nkey = "ECDC"\nname = "East Cambridgeshire"\n\n'
    for partners, headline in ((only, "INC-1, P4, ECDC: New mouse."), ("", "INC-2, P4: New mouse.")):
        file = tmp_path / "desk.toml"
        file.write_text(text[:start] + partners + text[end:], encoding="utf-8")
        desk = Desk(build(Settings(desk=file), clock, database), clock)
        assert desk.say("/incident p4 New mouse again:yes").text.startswith(headline)
        clock.move(timedelta(minutes=5))


@pytest.mark.parametrize("label", ["Log as P3 incident", "Join OUT-1"])
def test_a_button_carries_what_was_typed_even_where_it_looks_like_a_field(desk: Desk, label: str) -> None:
    desk.say("/outage p2 Email down partner:BDC")
    level = "p3" if "P3" in label else "p2"
    asked = desk.say(f'/outage {level} summary:"email says partner:BDC is unknown" partner:RHL')
    (line,) = [button.line for button in buttons_of(asked) if button.label == label]
    assert "email says partner:BDC is unknown" in desk.say(line).text


def test_how_it_was_mended_is_still_told_after_it_was_reopened(desk: Desk) -> None:
    desk.say("/outage p2 Email down at Wirksworth")
    desk.say("/outage resolve OUT-1 Restarted the router")
    desk.at("2020-08-28 15:00")
    desk.say("/outage reopen OUT-1")
    assert "on hold until today 16:00: resolved: Restarted the router" in desk.say("/outage show OUT-1").text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/incident p5 hello", "There is no P5. Choose from P1, P2, P3, P4."),
        ("/outage P9 hello", "There is no P9. Choose from P1, P2."),
        ('/incident p3 x partner:BDC at:"1 Jan 1999 10:00"', "1 jan 1999 is too long ago: years go from 2005 to 2045."),
        ('/incident p3 x partner:BDC at:"31/04 10:00"', "There is no 31/04. Give a day that there is"),
        ("/outage p2 Email down service:none partner:BDC", "An outage is of some service. Name it."),
        ("/outage edit 1 service:none", "An outage is of some service. Name it."),
        ("/incident edit 2 service:none priority:P2", "An outage is of some service. Name it."),
        ('/outage resolve 1 at:"today 15:00"', "It cannot have been resolved before today 15:10, when it began."),
    ],
)
def test_what_is_wrong_is_named(desk: Desk, line: str, told: str) -> None:
    desk.say("/outage p2 Email down at Wirksworth")
    desk.say("/incident p4 Email is slow partner:BDC")
    assert told in desk.say(line).text


def test_a_service_that_is_not_needed_can_be_taken_away(desk: Desk) -> None:
    desk.say("/incident p4 Email is slow partner:BDC")
    assert "INC-1, P4, BDC: Email is slow." in desk.say("/incident edit 1 service:none").text
    assert "INC-2, P3, BDC: Email is late." in desk.say("/incident p3 Email is late partner:BDC service:none").text


def test_what_it_waited_for_is_named_where_a_time_lies_before_it(desk: Desk) -> None:
    desk.say("/outage p2 Email down at Wirksworth")
    desk.say("/outage hold OUT-1 supplier")
    desk.at("2020-08-28 14:30")
    desk.say("/outage resume OUT-1")
    told = desk.say('/outage resolve OUT-1 at:"today 15:20"').text
    assert told == "It cannot have been resolved before today 15:30, when it went on. Give a later at:."


def test_a_record_is_found_by_the_reference_of_another_tool(desk: Desk) -> None:
    desk.say("/outage p2 Email down at Wirksworth ref:servicenow:INC0012345")
    desk.say("/incident p4 Letters partner:BDC ref:77")
    assert desk.say("/outage show INC0012345").text.startswith("OUT-1, P2")
    assert desk.say("/outage update INC0012345 Supplier is on site").text.startswith("OUT-1, ")
    assert desk.say("/outage show INC0099999").text.startswith("Which record?")
    assert desk.say("/incident show 77").text.startswith("There is no record 77.")
    desk.say("/incident p4 Letters again partner:BDC ref:zendesk:INC0012345")
    assert desk.say("/outage show INC0012345").text.startswith("OUT-1 and INC-3 both have the reference INC0012345.")


def test_what_is_opened_again_after_months_does_not_tell_of_holidays_long_past(desk: Desk) -> None:
    assert "Monday is a bank holiday" in desk.say("/incident p4 New mouse partner:RHL").text
    desk.say("/incident resolve INC-1 Replaced")
    desk.at("2021-01-05 10:00")
    again = desk.say("/incident reopen INC-1 It is back").text.splitlines()[1]
    assert again.startswith("Fix by Fri 8 Jan 10:00 (3 working days; Friday 1 January is a bank holiday).")
