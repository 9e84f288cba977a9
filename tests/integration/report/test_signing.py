"""Signing freezes: byte for byte, once, by the roles that the desk names, and nothing takes it back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.app import Bot
from bot.check import check_database
from bot.clock import SetClock
from bot.parts import Buttons
from bot.report.printing import Printing
from storage.models import Report, ReportFile, ReportQuestion, ReportSignature, ReportVersion, ReportWords, Trail
from storage.trail import table_of
from tests.integration.report.reporting import ACTION, AFTER, answered, begun, content, done, late_ticket
from tests.integration.rows import how_many, rows, say
from tests.integration.test_examples import with_every_role

SAID = "/report h1 2020-21 say team Two posts were filled."
SIGN = "/report h1 2020-21 sign"
WORD, HTML = "/report word h1 2020-21", "/report html h1 2020-21"
BEGUN = ("report", "add")
FILES = (WORD, HTML, f"{WORD} public:yes")


@pytest.fixture
def ready(bot: Bot, clock: SetClock) -> Bot:
    """A draft of the half-year against which nothing stands."""
    begun(bot, clock)
    done(bot, SAID)
    answered(bot)
    return bot


def printed(bot: Bot) -> None:
    """What the ticker does a moment after, but for what takes longest."""
    assert Printing(bot.database, lambda: ["html", "docx", "xlsx", "zip"]).work_waiting() == 8


def signed_by(bot: Bot, *roles: str) -> Bot:
    """The desk whose report is signed by these, and a person of each role in it."""
    (shape, *others) = bot.desk.reports
    desk = replace(bot.desk, reports=(shape.model_copy(update={"signs": roles}), *others))
    named = replace(bot.dispatcher, desk=desk)
    return with_every_role(replace(bot, desk=desk, dispatcher=named))


def test_what_is_not_signed_says_how_each_point_is_mended(bot: Bot, clock: SetClock) -> None:
    begun(bot, clock)
    said = say(bot, SIGN, "manager")
    (offered,) = (part for part in said.parts if isinstance(part, Buttons))
    assert [(each.label, each.line, each.opens_form) for each in offered.buttons] == [
        ("Answer 1", "report say joint h1 2020-21 action/sla", True),
        ("Answer 2", "report say joint h1 2020-21 summary", True),
    ]
    assert say(bot, offered.buttons[0].line, "manager").asks
    done(bot, ACTION)
    assert say(bot, SIGN, "manager").text.endswith("What should the committee know first? [Answer]")


def test_only_who_signs_is_offered_to(bot: Bot, clock: SetClock) -> None:
    begun(bot, clock)
    assert "[Sign]" in done(bot, "/report show h1 2020-21").text
    assert "[Sign]" not in done(bot, "/report show h1 2020-21", "finance").text
    both = signed_by(bot, "manager", "finance")
    assert "[Sign]" in done(both, "/report show h1 2020-21", "finance").text


@pytest.mark.parametrize("words", ["status", "standing", "h1 2020-21 status", "show h1 2020-21"])
def test_where_it_stands_has_several_names(bot: Bot, clock: SetClock, words: str) -> None:
    begun(bot, clock)
    assert ": draft 1 of Tue 10 Nov" in done(bot, f"/report {words}").text


def test_a_day_on_which_a_committee_hardly_meets_is_asked_about(bot: Bot, clock: SetClock) -> None:
    begun(bot, clock)
    asked = say(bot, "/report committee h1 2020-21 22 Nov 2020", "manager")
    assert asked.asks
    assert asked.text == (
        "Sun 22 Nov 2020 is at a weekend.\n"
        "Does the committee meet on that day? Nothing is stored yet. [It meets on that day]"
    )
    assert [row["committee_on"] for row in rows(bot.database, Report)] == [None]
    done(bot, "/report committee joint h1 2020-21 on:2020-11-22 sure:yes")
    assert [row["committee_on"] for row in rows(bot.database, Report)] == [date(2020, 11, 22)]


@pytest.mark.parametrize("words", ["2020-21", "year 2020-21"])
def test_a_year_that_goes_on_is_told_as_far_as_it_has_come(bot: Bot, clock: SetClock, words: str) -> None:
    begun(bot, clock)
    said = done(bot, f"/report {words}").text
    assert "April 2020 to March 2021 goes on until 31 March 2021: this is how far it has come by 10 November" in said
    assert "Outages: 47 outages, 1 P1 and 46 P2." in said


def test_an_open_question_says_by_when_and_makes_no_new_version(bot: Bot, clock: SetClock) -> None:
    begun(bot, clock)
    done(bot, "/report ask h1 2020-21 by:17 Nov 2020")
    assert "To be written by Asha Rao by 17 November 2020" in content(done(bot, HTML)).decode()
    assert "Draft 1 of" in done(bot, "/report h1 2020-21").text
    assert how_many(bot.database, ReportVersion) == [1]


def test_a_draft_in_chat_tells_how_many_outages_there_were(ready: Bot) -> None:
    said = done(ready, "/report h1 2020-21").text
    assert "Outages: 47 outages, 1 P1 and 46 P2. A priority 1 incident occurred in August 2020." in said


def test_a_signature_freezes_figures_words_and_files(ready: Bot) -> None:
    said = done(ready, SIGN).text
    assert said.startswith("Signed by Asha Rao, 10 Nov 2020 14:10. Frozen: 47 outages (1 P1, 46 P2)")
    (report,) = rows(ready.database, Report)
    assert (report["state"], report["signed_at"]) == ("signed", AFTER)
    *_, draft, signed = rows(ready.database, ReportVersion)
    assert (draft["kind"], signed["kind"]) == ("draft", "signed")
    assert draft["sha256"] == signed["sha256"]
    assert '"47"' in signed["stated"]
    printed(ready)
    kept = {(file["name"], file["audience"]) for file in rows(ready.database, ReportFile)}
    assert {("joint-h1-2020-21.docx", "internal"), ("joint-h1-2020-21-public.html", "public")} <= kept


def test_a_persons_figure_that_is_none_of_the_reports_is_named_and_may_stand(ready: Bot) -> None:
    said = done(ready, "/report h1 2020-21 say summary 46 P2 outages since 1 April, and 4,711 visits to desks.").text
    again = "Look again at summary: 4,711 is not among the report's figures."
    assert said.splitlines()[1:] == [f"{again} [Undo]"]
    checked = done(ready, "/report check h1 2020-21").text
    assert again in checked
    assert "Nothing stands against signing." in checked
    assert "Signed by Asha Rao" in done(ready, SIGN).text


@pytest.mark.parametrize("line", FILES)
def test_a_late_ticket_leaves_the_signed_file_byte_for_byte(ready: Bot, clock: SetClock, line: str) -> None:
    done(ready, SIGN)
    before = content(done(ready, line))
    clock.move(timedelta(days=2))
    late_ticket(ready)
    printed(ready)
    kept = rows(ready.database, ReportFile)
    assert content(done(ready, line)) == before
    assert rows(ready.database, ReportFile) == kept
    assert before in [file["content"] for file in kept]


def test_the_draft_names_its_version_and_a_new_version_is_kept_only_for_news(ready: Bot) -> None:
    assert [row["number"] for row in rows(ready.database, ReportVersion)] == [1]
    for _ in range(3):
        done(ready, "/report h1 2020-21")
    first, second = rows(ready.database, ReportVersion)
    assert first["sha256"] != second["sha256"]
    assert f'"reference":"ictbot-report:1:{second["number"]}"' in second["document"]
    done(ready, "/ict undo")
    assert len(rows(ready.database, ReportVersion)) == 2


def test_it_is_signed_once(ready: Bot) -> None:
    done(ready, SIGN)
    assert "It is signed already" in say(ready, SIGN, "manager").text
    assert how_many(ready.database, ReportSignature) == [1]


def test_two_who_sign_at_once_leave_one_signature_each_and_one_frozen_version(ready: Bot) -> None:
    both = signed_by(ready, "manager", "legal")
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda role: say(both, SIGN, role), ["manager", "legal"] * 3))
    assert sorted(row["role"] for row in rows(ready.database, ReportSignature)) == ["legal", "manager"]
    assert [row["kind"] for row in rows(ready.database, ReportVersion)].count("signed") == 1
    assert sum(not reply.is_error for reply in replies) == 2
    assert sum("Frozen: " in reply.text for reply in replies) == 1


def test_each_of_the_roles_signs_and_the_last_freezes(ready: Bot) -> None:
    both = signed_by(ready, "manager", "legal")
    assert done(both, SIGN, "manager").text.startswith("Signed by manager, 10 Nov 2020 14:10. To be signed by: legal.")
    assert how_many(ready.database, ReportFile) == [0]
    assert "has signed it as manager already" in say(both, SIGN, "manager").text
    assert "Frozen: 47 outages" in done(both, SIGN, "legal").text


def test_whoever_signed_what_it_does_not_say_any_more_signs_again(ready: Bot) -> None:
    both = signed_by(ready, "manager", "legal")
    done(both, SIGN, "manager")
    late_ticket(ready)
    said = done(both, SIGN, "legal").text
    assert "It has changed since " in said
    assert "signed it, who must sign again" in said
    assert [row["role"] for row in rows(ready.database, ReportSignature) if row["void_at"] is None] == ["legal"]
    assert "Frozen: 48 outages" in done(both, SIGN, "manager").text


def test_whoever_signed_signs_again_what_has_changed_since(ready: Bot) -> None:
    both = signed_by(ready, "manager", "legal")
    done(both, SIGN, "manager")
    late_ticket(ready)
    said = done(both, SIGN, "manager").text
    assert said.startswith("Signed by manager, 10 Nov 2020 14:10. To be signed by: legal.")
    assert "It has changed" not in said
    assert "Frozen: 48 outages" in done(both, SIGN, "legal").text


@pytest.mark.parametrize("role", ["finance", "staff", "legal", "committee officer", "security"])
def test_nobody_signs_whose_role_the_desk_does_not_name(ready: Bot, role: str) -> None:
    said = say(with_every_role(ready), SIGN, role).text
    assert said == f"Quarterly Report on the Joint ICT Service is signed by: manager. You are {role}."


def test_its_pdf_is_made_a_moment_after_from_what_was_frozen(ready: Bot) -> None:
    done(ready, SIGN)
    late_ticket(ready)
    assert say(ready, "/report pdf h1 2020-21", "manager").text == "Its PDF is being made: ask again in a minute."
    printing = Printing(ready.database)
    assert [printing.work_waiting() for _ in range(2)] == [10, 0]
    made = content(done(ready, "/report pdf h1 2020-21"))
    assert made.startswith(b"%PDF-1.")
    assert made in [row["content"] for row in rows(ready.database, ReportFile) if row["audience"] == "internal"]


def undoable(bot: Bot) -> Iterator[str]:
    for row in bot.database.read(lambda s: s.execute(text("SELECT number FROM request ORDER BY number")).all()):
        yield f"/ict undo {row[0]}"


def test_nothing_that_a_signed_report_says_is_taken_back(ready: Bot, clock: SetClock) -> None:
    done(ready, SIGN)
    tables = (Report, ReportVersion, ReportWords, ReportSignature, ReportQuestion, ReportFile)
    before = [rows(ready.database, table) for table in tables]
    clock.move(timedelta(minutes=1))
    for line in undoable(ready):
        say(ready, line, "admin")
    assert [rows(ready.database, table) for table in tables] == before


def test_a_first_signature_and_a_comment_can_be_taken_back_until_it_is_too_late(ready: Bot, clock: SetClock) -> None:
    both = signed_by(ready, "manager", "legal")
    done(both, SIGN, "manager")
    clock.move(timedelta(minutes=1))
    done(both, "/ict undo", "manager")
    assert [row["void_at"] for row in rows(ready.database, ReportSignature)] == [clock()]
    done(ready, SIGN, "manager")
    done(ready, "/report say h1 2020-21 comment-finance Within budget.", "finance")
    done(ready, "/ict undo", "finance")
    assert [row["void_at"] is None for row in rows(ready.database, ReportWords)] == [True, True, True, False]


def test_a_report_in_which_somebody_spoke_is_not_taken_back_with_its_first_draft(ready: Bot, clock: SetClock) -> None:
    clock.move(timedelta(minutes=1))
    (begun_by,) = (row["number"] for row in rows(ready.database, Trail) if (row["record"], row["action"]) == BEGUN)
    said = say(ready, f"/ict undo {begun_by}", "manager").text
    assert said.startswith("Something was said, asked or signed in that report since.")
    assert [row["void_at"] for row in rows(ready.database, Report)] == [None]


def test_the_database_refuses_to_change_what_was_frozen(ready: Bot) -> None:
    done(ready, SIGN)
    printed(ready)
    file, version = table_of(ReportFile), table_of(ReportVersion)
    for change in (
        update(file).values(content=b"x"),
        delete(file),
        update(version).values(stated="[]"),
        update(version).where(version.c.kind == "signed").values(void_at=AFTER),
        delete(version),
    ):
        with pytest.raises(DBAPIError, match="what was signed or published stays as it is"):
            ready.database.write(partial(Session.execute, statement=change))


def test_a_check_of_the_database_reads_every_frozen_file(ready: Bot, clock: SetClock) -> None:
    done(ready, SIGN)
    printed(ready)
    url = ready.database.url.render_as_string(hide_password=False)
    found = {finding.text: finding.is_well for finding in check_database(url, clock())}
    kept = len(rows(ready.database, ReportFile))
    assert found[f"{kept} files of signed reports are what was signed"]


@pytest.mark.only_on("sqlite")
def test_a_check_of_the_database_names_a_file_that_somebody_changed(ready: Bot, clock: SetClock) -> None:
    done(ready, SIGN)
    printed(ready)
    drop = text("DROP TRIGGER report_file_unchanged")
    change = update(table_of(ReportFile)).where(table_of(ReportFile).c.id == 1).values(content=b"other")
    ready.database.write(lambda session: (session.execute(drop), session.execute(change)))
    found = [finding.text for finding in check_database(str(ready.database.path), clock()) if not finding.is_well]
    assert found == ["files of signed reports are not what was signed: joint-h1-2020-21.html. Bring back a backup"]
