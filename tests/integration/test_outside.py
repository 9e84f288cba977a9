"""Outside references: a row of an export and a record that was logged here are one where they share one."""

import json
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.app import Bot
from bot.command import Place, Reply
from bot.imports.export import Ways
from bot.imports.files import import_file, undo_last
from bot.imports.outcome import Outcome
from bot.shell import buttons_of
from storage import tickets, trail
from storage.models import Ticket

SERVICENOW = "number,opened_at,resolved_at,priority,short_description"
OWN = "reference,kind,priority,summary,service,partners,opened,resolved,cause"
ROW = "INC1,2020-08-28 14:00,?,2 - High,Letters stuck"
CHAT = "/incident p3 Post is late partner:BDC ref:INC1"


def say(bot: Bot, line: str) -> Reply:
    return bot.dispatcher.answer(line, "engineer", Place("shell"), bot.clock())


def bring(bot: Bot, folder: Path, *rows: str, header: str = SERVICENOW, profile: str | None = None) -> Outcome:
    (folder / "export.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    return import_file(bot, folder / "export.csv", Ways(profile), confirmed=True)


def one(bot: Bot, number: int = 1) -> Ticket:
    return bot.database.read(lambda session: session.get_one(Ticket, number))


def test_an_import_adopts_what_was_logged_here_and_its_undo_lets_it_go(bot: Bot, tmp_path: Path) -> None:
    say(bot, CHAT)
    say(bot, "/incident hold INC-1 a form")
    before = one(bot)
    outcome = bring(bot, tmp_path, ROW)
    assert (outcome.new, outcome.changed) == (0, 1)
    ours = one(bot)
    assert (ours.source, ours.source_ref, ours.level) == ("servicenow", "INC1", "P2")
    assert (ours.summary, ours.partners, ours.reporter_id) == ("Post is late", ",BDC,", before.reporter_id)
    assert (ours.held_since, ours.due_at, ours.allowed_minutes) == (before.held_since, None, 240)
    entry = bot.database.read(lambda session: trail.of_record(session, "ticket", 1))[-1]
    assert json.loads(entry.before or "")["source"] is None
    assert json.loads(entry.after or "")["source"] == "servicenow"
    again = bring(bot, tmp_path, ROW)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    undo_last(bot)
    undo_last(bot)
    assert one(bot) == before
    assert bot.database.read(tickets.how_many) == 1


def test_an_adopted_record_takes_from_the_export_what_it_lacked(bot: Bot, tmp_path: Path) -> None:
    say(bot, CHAT)
    bring(bot, tmp_path, "INC1,incident,P3,Letters,Email,DDDC,2020-08-28 14:00,,relay", header=OWN)
    assert (one(bot).service, one(bot).cause, one(bot).partners) == ("Email", "relay", ",BDC,")


def test_an_empty_cell_takes_no_service_partner_or_cause_away(bot: Bot, tmp_path: Path) -> None:
    bring(bot, tmp_path, "A1,incident,P3,Letters,,,2020-08-28 14:00,,", header=OWN)
    say(bot, "/incident edit INC-1 service:Email partner:DDDC cause:relay")
    assert bring(bot, tmp_path, "A1,incident,P3,Letters,,,2020-08-28 14:00,,", header=OWN).unchanged == 1
    assert (one(bot).service, one(bot).cause, one(bot).partners) == ("Email", "relay", ",DDDC,")


def test_a_reference_with_the_tools_name_is_only_that_tools(bot: Bot, tmp_path: Path) -> None:
    say(bot, "/incident p3 Post is late partner:BDC ref:Zendesk:INC1")
    assert (one(bot).source, one(bot).source_ref) == ("zendesk", "INC1")
    assert bring(bot, tmp_path, ROW).new == 1
    assert say(bot, "/incident p3 Again partner:BDC ref:zendesk:INC1").text.startswith("Already INC-1, P3, BDC:")
    several = say(bot, "/incident p3 Again partner:BDC ref:INC1")
    assert [button.line for button in buttons_of(several)] == ["incident show INC-1", "outage show OUT-2"]
    assert bot.database.read(tickets.how_many) == 2


def test_what_was_withdrawn_is_not_in_the_way(bot: Bot, tmp_path: Path) -> None:
    say(bot, CHAT)
    say(bot, "/ict undo")
    assert bring(bot, tmp_path, ROW).new == 1
    assert one(bot).void_at is not None
    undo_last(bot)
    assert say(bot, CHAT).is_error is False
    counting = select(Ticket.id).where(col(Ticket.void_at).is_(None))
    assert bot.database.read(lambda session: session.exec(counting).all()) == [3]
    back = say(bot, "/ict undo 2")  # of the first record's undo
    assert "entered again since" in back.text


def test_a_report_that_joins_an_outage_brings_its_reference(bot: Bot) -> None:
    say(bot, "/outage p2 Email down partner:BDC")
    say(bot, "/outage join OUT-1 Matlock too ref:INC1")
    assert (one(bot).source, one(bot).source_ref) == (None, "INC1")
    assert "Chesterfield too (INC2)" in say(bot, "/outage join OUT-1 Chesterfield too ref:INC2").text
    assert one(bot).source_ref == "INC1"


@pytest.mark.parametrize("typed", ["servicenow:", ":INC1", "servicnow:INC1"])
def test_a_reference_that_cannot_be_is_a_sentence(typed: str, bot: Bot) -> None:
    refused = say(bot, f"/incident p3 Post is late partner:BDC ref:{typed}")
    assert refused.text.startswith("Write it as ref:servicenow:INC")
    assert bot.database.read(tickets.how_many) == 0


def test_a_reference_that_is_missing_a_level_stays_in_the_form(bot: Bot) -> None:
    assert "Reference in another tool: INC1" in say(bot, "/request New laptop partner:BDC ref:INC1").text
