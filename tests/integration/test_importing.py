"""Importing another tool's export, once and again: what is new, what changed, what stays, and what is said of it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.app import Bot, build
from bot.clock import SetClock
from bot.command import Place
from bot.demo.records import OUTAGES
from bot.desk import SHIPPED
from bot.imports.export import Ways
from bot.imports.files import import_file
from bot.imports.outcome import Outcome
from bot.running import ticker_of
from bot.settings import Settings
from core.errors import DeskError
from storage import outbox, tickets, trail
from storage.database import Database
from storage.models import Downtime, StoredRequest, Ticket
from tests.talk import Heard

DATA = Path(__file__).parents[1] / "data"
HEADER = "reference,kind,priority,summary,service,partners,opened,resolved,cause"
MENDED = "A-1,incident,P2,Email down,Email,DDDC,2020-08-03 09:00,2020-08-03 11:00,disk full"
OPEN = "A-2,incident,P1,Internet down,Internet,BDC;DDDC,2020-08-28 14:00,,"
SMALL = "A-3,incident,P3,Mouse squeaks,,BDC,2020-06-30 23:30,2020-07-01 09:00,"
NAMELESS = "A-4,incident,P2,Everything slow,,BDC,2020-08-03 09:00,2020-08-03 10:00,"

Bring = Callable[..., Outcome]


@pytest.fixture
def bring(bot: Bot, tmp_path: Path) -> Bring:
    """Imports rows of our own columns, as a file."""

    def imported(*rows: str, header: str = HEADER, confirmed: bool = True) -> Outcome:
        file = tmp_path / "export.csv"
        file.write_text("\n".join([header, *rows]), encoding="utf-8")
        return import_file(bot, file, confirmed=confirmed, only_good=True)

    return imported


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged


def ticket(bot: Bot, source_ref: str) -> Ticket:
    return bot.database.read(lambda session: session.exec(select(Ticket).where(Ticket.source_ref == source_ref)).one())


def downtimes(bot: Bot, source_ref: str) -> list[tuple[str, datetime, datetime | None]]:
    number = ticket(bot, source_ref).id
    rows = bot.database.read(lambda session: tickets.downtimes(session, number))
    return [(row.service, row.started_at, row.ended_at) for row in rows]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_an_import_is_shown_before_it_is_made_and_nothing_is_stored(bot: Bot, bring: Bring) -> None:
    outcome = bring(MENDED, OPEN, confirmed=False)
    assert outcome.words().splitlines() == [
        "2 new, 0 changed, 0 errors; 0 unchanged.",
        "The file has no column reassignments: first contact is not known.",
        "The first rows",
        "Reference  Kind      Priority  Opened            Resolved          Summary",
        "---------  --------  --------  ----------------  ----------------  -------------",
        "A-1        incident  P2        2020-08-03 09:00  2020-08-03 11:00  Email down",
        "A-2        incident  P1        2020-08-28 14:00                    Internet down",
        "Nothing is stored yet: add --yes to import.",
    ]
    assert bot.database.read(tickets.how_many) == 0
    assert bot.database.read(lambda session: session.exec(select(StoredRequest)).all()) == []


def test_a_new_ticket_gets_its_clock_and_its_outcome(bot: Bot, bring: Bring) -> None:
    assert bring(MENDED, OPEN, SMALL).words().endswith("Imported.")
    mended = ticket(bot, "A-1")
    assert (mended.kind, mended.level, mended.service, mended.partners) == ("incident", "P2", "Email", ",DDDC,")
    assert (mended.opened_at, mended.due_at) == (utc("2020-08-03 08:00"), utc("2020-08-03 12:00"))
    assert (mended.reported_month, mended.worked_minutes, mended.met_target) == (202008, 120, True)
    assert (mended.first_contact, mended.cause, mended.owner_id) == (None, "disk full", None)
    still_open = ticket(bot, "A-2")
    assert (still_open.reported_month, still_open.met_target, still_open.first_contact) == (None, None, None)
    assert (ticket(bot, "A-3").opened_month, ticket(bot, "A-3").reported_month) == (202006, 202007)


def test_only_an_outage_that_names_a_service_was_down(bot: Bot, bring: Bring) -> None:
    bring(MENDED, OPEN, SMALL, NAMELESS)
    assert downtimes(bot, "A-1") == [("Email", utc("2020-08-03 08:00"), utc("2020-08-03 10:00"))]
    assert downtimes(bot, "A-2") == [("Internet", utc("2020-08-28 13:00"), None)]
    assert downtimes(bot, "A-3") == downtimes(bot, "A-4") == []


def test_the_same_export_again_changes_nothing(bot: Bot) -> None:
    assert counts(import_file(bot, OUTAGES, confirmed=True)) == (47, 0, 0)
    before = bot.database.read(everything)
    assert counts(import_file(bot, OUTAGES, Ways("ictbot"), confirmed=True)) == (0, 0, 47)
    assert bot.database.read(everything) == before


def everything(session: Session) -> tuple[list[Ticket], list[Downtime]]:
    return (
        list(session.exec(select(Ticket).order_by(col(Ticket.id)))),
        list(session.exec(select(Downtime).order_by(col(Downtime.id)))),
    )


def test_a_corrected_row_changes_its_ticket_and_leaves_the_others_alone(bot: Bot, bring: Bring) -> None:
    bring(MENDED, SMALL)
    assert counts(bring(MENDED.replace("11:00", "16:30").replace("Email down", "Email late"), SMALL)) == (0, 1, 1)
    late = ticket(bot, "A-1")
    assert (late.summary, late.worked_minutes, late.met_target) == ("Email late", 450, False)
    assert downtimes(bot, "A-1") == [("Email", utc("2020-08-03 08:00"), utc("2020-08-03 15:30"))]


def test_an_outage_that_a_later_export_closes_is_down_no_longer(bot: Bot, bring: Bring) -> None:
    bring(OPEN)
    bring(OPEN.replace("14:00,,", "14:00,2020-08-28 15:00,"))
    assert downtimes(bot, "A-2") == [("Internet", utc("2020-08-28 13:00"), utc("2020-08-28 14:00"))]
    assert (ticket(bot, "A-2").met_target, ticket(bot, "A-2").watch_at) == (True, None)


def test_the_trail_has_one_entry_a_batch_and_one_for_each_ticket_that_it_changed(bot: Bot, bring: Bring) -> None:
    bring(MENDED, SMALL)
    bring(MENDED.replace("Email down", "Email late"), SMALL)
    batches = bot.database.read(lambda session: trail.of_record(session, "ticket", 0))
    assert [(entry.action, json.loads(entry.after or "")["new"]) for entry in batches] == [("batch", 2), ("batch", 0)]
    number = ticket(bot, "A-1").id
    (change,) = bot.database.read(lambda session: trail.of_record(session, "ticket", number))
    assert json.loads(change.before or "")["summary"] == "Email down"
    assert json.loads(change.after or "")["summary"] == "Email late"


def test_the_tools_own_flag_is_compared_with_our_clock(bot: Bot) -> None:
    outcome = import_file(bot, DATA / "servicenow_small.csv", confirmed=False)
    assert (outcome.agreed, outcome.disagreed) == (3, 0)
    assert "The tool's own SLA flag agrees with our clock on 3 tickets and disagrees on 0; ours counts." in (
        outcome.words()
    )


def test_rows_that_cannot_be_read_are_listed_with_what_mends_them_and_the_others_come_in(bot: Bot) -> None:
    outcome = import_file(bot, DATA / "servicenow_small.csv", confirmed=True, only_good=True)
    words = outcome.words()
    assert words.startswith(f"{outcome.new} new, 0 changed, {len(outcome.errors)} errors; 0 unchanged.\n")
    assert "  line 14, priority '5 - Planning': write one of 1 - Critical, 2 - High, 3 - Moderate, 4 - Low" in words
    assert f"\n  and {len(outcome.errors) - 10} more\n" in words
    assert bot.database.read(tickets.how_many) == outcome.new > 0


def test_a_file_in_which_no_row_is_right_stores_nothing(bot: Bot, bring: Bring) -> None:
    outcome = bring("A-9,incident,P9,No such priority,Email,BDC,2020-08-03 09:00,,")
    assert (counts(outcome), len(outcome.errors)) == ((0, 0, 0), 1)
    assert bot.database.read(tickets.how_many) == 0


def test_a_request_with_an_incidents_priority_is_one_wrong_row_and_not_the_end_of_the_import(
    bot: Bot, bring: Bring
) -> None:
    outcome = bring(MENDED, "A-5,request,P4,New laptop,,DDDC,2020-08-12 10:20,,")
    assert (outcome.new, [error.line for error in outcome.errors]) == (1, [3])
    assert ticket(bot, "A-1").summary == "Email down"


def test_the_zone_of_its_times_can_be_said(bot: Bot, tmp_path: Path) -> None:
    (tmp_path / "utc.csv").write_text(f"{HEADER}\n{MENDED}", encoding="utf-8")
    import_file(bot, tmp_path / "utc.csv", Ways(zone="UTC"), confirmed=True)
    assert ticket(bot, "A-1").opened_at == utc("2020-08-03 09:00")


def test_an_unknown_profile_gets_those_that_there_are(bot: Bot) -> None:
    with pytest.raises(DeskError, match=r"no profile 'sap'\. There are servicenow, jira"):
        import_file(bot, OUTAGES, Ways("sap"), confirmed=True)


def test_an_import_needs_an_administrator_in_whose_name_it_is_made(
    database: Database, clock: SetClock, tmp_path: Path
) -> None:
    desk = tmp_path / "desk.toml"
    desk.write_text(SHIPPED.read_text(encoding="utf-8").replace('role = "admin"', 'role = "staff"'), encoding="utf-8")
    with pytest.raises(DeskError, match="nobody with the role admin"):
        import_file(build(Settings(desk=desk), clock, database), OUTAGES, confirmed=True)


def test_the_past_raises_no_alarm_and_what_is_still_open_is_watched_from_now_on(
    bot: Bot, bring: Bring, clock: SetClock
) -> None:
    overdue = "A-6,incident,P2,Printing down,Printing,RHL,2020-07-01 09:00,,"
    bring(MENDED, overdue, OPEN)
    heard = Heard()
    ticker = ticker_of(bot, heard)
    ticker.tick()
    assert heard.posts == []
    clock.set(utc("2020-09-01 09:01"))  # Tuesday 10:01; OPEN was due at 09:30
    ticker.tick()
    ticker.tick()
    breached = [post for post in heard.posts if "breached" in post]
    assert [post.split(":")[1].strip() for post in breached] == ["OUT-3 breached its target"]
    assert not [post for post in heard.posts if "digest" not in post and ("OUT-1" in post or "OUT-2 has" in post)]
    assert bot.database.read(outbox.waiting) == 0


def test_a_correction_of_what_was_overdue_before_the_bot_was_there_raises_no_alarm_either(
    bot: Bot, bring: Bring
) -> None:
    overdue = "A-6,incident,P2,Printing down,Printing,RHL,2020-07-01 09:00,,"
    bring(overdue)
    bring(overdue.replace("Printing down", "Printing slow"))
    heard = Heard()
    ticker_of(bot, heard).tick()
    assert heard.posts == []


def test_a_ticket_that_a_later_export_has_open_again_has_no_outcome(bot: Bot, bring: Bring) -> None:
    bring(MENDED)
    bring(MENDED.replace("2020-08-03 11:00", ""))
    again = ticket(bot, "A-1")
    assert (again.resolved_at, again.ended_at, again.reported_month, again.met_target) == (None, None, None, None)
    assert downtimes(bot, "A-1")[-1][2] is None


def test_what_people_wrote_here_is_not_the_exports_to_touch(bot: Bot, clock: SetClock, tmp_path: Path) -> None:
    """ServiceNow's export knows no service, partner, cause or hold of ours: a later one leaves them as they are."""
    header = "number,opened_at,resolved_at,priority,short_description"
    file = tmp_path / "servicenow.csv"
    file.write_text(f"{header}\nINC1,2020-08-28 14:00,?,3 - Moderate,Letters stuck", encoding="utf-8")
    import_file(bot, file, confirmed=True)
    for line in ("edit INC-1 service:Email partner:DDDC cause:relay", "take INC-1", "hold INC-1 supplier"):
        assert not bot.dispatcher.answer(f"/incident {line}", "engineer", Place("shell"), clock()).is_error
    before = ticket(bot, "INC1")
    file.write_text(f"{header}\nINC1,2020-08-28 14:00,?,3 - Moderate,Letters stuck again", encoding="utf-8")
    import_file(bot, file, confirmed=True)
    after = ticket(bot, "INC1")
    assert after.summary == "Letters stuck again"
    assert (after.service, after.partners, after.cause) == (before.service, before.partners, before.cause)
    assert (after.due_at, after.held_since, after.owner_id) == (None, before.held_since, before.owner_id)
