"""After the signature: what has changed stands in the next report, and nobody sees what they may not."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.parts import Chart, Table
from bot.report.folder import write_out
from bot.report.unasked import request_of
from core.roles import ALLOWED, ROLES
from reports.document import DOCUMENT, Gap, Passage, Tabled
from storage.models import BudgetAdjustment, Report, ReportVersion
from tests.integration.report.reporting import SUMMARY, answered, begun, content, done, late_ticket
from tests.integration.report.written import drafted
from tests.integration.rows import how_many, rows, say
from tests.integration.test_examples import with_every_role

HIDDEN = "Zebra"  # a word that nobody but security may read
FILES = ("html", "word", "csv")
BDC_RAISED = "Calls raised, BDC, April to September 2020"
NOT_FOR_SECURITY = sorted((ALLOWED["look"] - ALLOWED["security"]) - {"partner manager"})


@pytest.fixture
def signed(bot: Bot, clock: SetClock) -> Bot:
    begun(bot, clock)
    answered(bot)
    done(bot, "/report h1 2020-21 sign")
    clock.move(timedelta(days=2))
    return bot


def test_right_after_the_signature_and_long_after_nothing_is_restated_that_did_not_change(
    signed: Bot, clock: SetClock
) -> None:
    assert done(signed, "/report restatements h1 2020-21").text == (
        "April to September 2020: every figure is as it was signed."
    )
    clock.move(timedelta(days=100))
    assert done(signed, "/report restatements h1 2020-21").text.endswith("every figure is as it was signed.")


def test_a_late_ticket_is_restated_in_the_next_report_with_old_new_and_why(signed: Bot, clock: SetClock) -> None:
    late_ticket(signed)
    found = drafted(signed, "q3 2020-21", clock()).document
    said = [block.text for block in found.blocks if isinstance(block, Passage) and "changed since" in block.text]
    assert re.fullmatch(
        r"\d+ figures of the report on April to September 2020 have changed since it was signed.", said[0]
    )
    (grid,) = [one.grid for one in found.blocks if isinstance(one, Tabled) and one.key == "restatements.table1"]
    told = {row[0]: row[1:] for row in grid.rows}
    assert told["Outages, P2, August 2020"] == ("5", "6", "OUT-48 was logged on 12 November 2020.")
    assert all(row[2] is None or row[3] is not None for row in grid.rows), "nothing changed without a reason"


def restated(bot: Bot) -> dict[str, str]:
    """The reason of each figure that has changed."""
    (table,) = (part for part in done(bot, "/report restatements h1 2020-21").parts if isinstance(part, Table))
    return {str(row[0]): str(row[3]) for row in table.grid.rows}


def test_a_reason_names_only_what_moved_that_figure_and_says_what_was_done(signed: Bot) -> None:
    done(signed, "/outage reopen OUT-1 not fixed", "engineer")
    done(signed, "/incident edit OUT-36 priority:P3", "engineer")
    done(signed, "/incident edit OUT-2 partner:BDC", "engineer")
    why = restated(signed)
    corrected = "INC-36 was corrected on 12 November 2020: priority from P1 to P3."
    assert why["Outages, P1, August 2020"] == why["Outages, April to September 2020"] == corrected
    assert why["Calls outstanding, September 2020"] == "OUT-1 was reopened on 12 November 2020."
    assert re.fullmatch(r"OUT-2 was corrected on 12 November 2020: partners from .+ to BDC\.", why[BDC_RAISED])
    assert not any("OUT-2 " in reason for name, reason in why.items() if "Outages" in name)
    assert not any("logged" in reason for reason in why.values())


TOLD = (
    "Counts in Quarterly Report on the Joint ICT Service, April to September 2020, signed on 10 November 2020: "
    "the next report will show it as a restatement."
)


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("/outage reopen OUT-1 not fixed", True),
        ("/outage edit OUT-1 priority:P1", True),
        ("/outage edit OUT-1 summary:Mail", False),
    ],
)
def test_whoever_changes_what_a_signed_report_counts_is_told(signed: Bot, line: str, is_told: bool) -> None:  # noqa: FBT001 - a case
    assert (TOLD in done(signed, line, "engineer").text) is is_told


def test_a_change_in_no_signed_period_is_not_spoken_of(signed: Bot) -> None:
    done(signed, "/outage p2 Email down partner:BDC", "engineer")
    assert "restatement" not in done(signed, "/outage edit OUT-48 priority:P1", "engineer").text


def test_the_last_signed_report_is_meant_where_none_is_named(signed: Bot) -> None:
    done(signed, "/report plan 2020-21")
    assert done(signed, "/report restatements").text == "April to September 2020: every figure is as it was signed."


def test_before_any_report_is_signed_none_is_restated(bot: Bot) -> None:
    assert say(bot, "/report restatements", "manager").text == "No report is signed yet, so none is restated."


def test_a_record_of_a_register_is_named_where_it_counts(signed: Bot) -> None:
    for kind, day in (("advice", "19 Aug"), ("virus", "20 Aug"), ("virus", "20 Oct")):
        done(signed, f'/security {kind} "{HIDDEN}" partner:BDC aware:"{day} 2020 10:00" sure:yes', "admin")
    why = restated(signed)
    assert why["Advice, BDC, April to September 2020"] == "SEC-1 was logged on 12 November 2020."
    assert why["Virus, all, April to September 2020"] == "SEC-2 was logged on 12 November 2020."
    assert why["Security events, April to September 2020"] == (
        "SEC-1 was logged on 12 November 2020. SEC-2 was logged on 12 November 2020."
    )
    assert HIDDEN not in " ".join(why.values())


def test_what_is_taken_back_again_is_no_restatement(signed: Bot) -> None:
    late_ticket(signed)
    done(signed, "/ict undo", "engineer")
    assert done(signed, "/report restatements h1 2020-21").text.endswith("every figure is as it was signed.")


def test_a_signed_report_that_restates_is_itself_counted_again(signed: Bot, clock: SetClock) -> None:
    late_ticket(signed)
    clock.move(timedelta(days=70))
    done(signed, "/report q3 2020-21")
    done(signed, f"/report q3 2020-21 {SUMMARY}")
    done(signed, "/report q3 2020-21 sign")
    shown = done(signed, "/report restatements q3 2020-21").text
    assert shown == "October to December 2020: every figure is as it was signed."


def test_two_versions_side_by_side(signed: Bot) -> None:
    (table,) = (part for part in done(signed, "/report compare h1 2020-21 1 2").parts if isinstance(part, Table))
    assert any("Calls of both are reviewed each week." in str(row) for row in table.grid.rows)
    assert done(signed, "/report compare h1 2020-21").text.endswith(
        "Service Development  dropped  What has changed in the team?"
    )
    assert "There is no version 9." in say(signed, "/report compare h1 2020-21 9", "manager").text


def test_an_adjustment_is_a_line_of_its_own_in_the_budget(bot: Bot, clock: SetClock) -> None:
    begun(bot, clock)
    done(bot, "/budget line 1 Employees 991834 2020-21", "finance")
    done(bot, "/report adjust Year-end recharges 1200 h1 2020-21 why:recharges", "finance")
    (row,) = rows(bot.database, BudgetAdjustment)
    assert (row["name"], row["period"], row["pence"], row["why"]) == ("Year-end recharges", 6, 120_000, "recharges")


def read_by(bot: Bot, role: str) -> str:
    """All that somebody of a role reads of it, in chat and in files."""
    named = with_every_role(bot)
    lines = ("show h1 2020-21", "check h1 2020-21", *(f"{verb} h1 2020-21 public:no" for verb in FILES))
    replies = [say(named, f"/report {line}", role) for line in lines]
    files = [content(reply) for reply in replies if "[file" in reply.text]
    packed = [ZipFile(BytesIO(file)) for file in files if file.startswith(b"PK")]
    parts = [archive.read(name).decode(errors="replace") for archive in packed for name in archive.namelist()]
    pages = [file.decode() for file in files if not file.startswith(b"PK")]
    return "".join([*(reply.text for reply in replies), *parts, *pages])


@pytest.mark.parametrize("role", [*NOT_FOR_SECURITY, "security", "manager"])
def test_only_who_may_see_security_events_reads_of_them_in_drafts_and_signed_copies(
    role: str, bot: Bot, clock: SetClock
) -> None:
    clock.set(clock().replace(month=10, day=6))
    done(bot, f'/security theft "{HIDDEN} stolen" partner:DDDC aware:"2020-08-19 10:00"', "admin")
    begun(bot, clock)
    may_read = role in ALLOWED["security"]
    assert (HIDDEN in read_by(bot, role)) is may_read
    answered(bot)
    done(bot, "/report h1 2020-21 sign")
    assert (HIDDEN in read_by(bot, role)) is may_read


def test_a_partners_manager_sees_what_is_published_and_only_the_public_copy(signed: Bot) -> None:
    for verb in ("word", "html", "csv", "pdf", "xlsx"):
        assert say(signed, f"/report {verb} h1 2020-21", "partner").text == "It is not published yet."
    assert say(signed, "/report show h1 2020-21", "partner").text.endswith("no report is published yet.")
    done(signed, "/report h1 2020-21 publish sure:yes")
    assert "published, public copy" in done(signed, "/report word h1 2020-21 public:no", "partner").text
    assert "published" in say(signed, "/report show h1 2020-21", "partner").text


def test_what_is_shared_with_a_channel_is_the_published_public_copy(signed: Bot) -> None:
    assert "It is not published yet." in say(signed, "/ict share report html h1 2020-21", "manager").text
    done(signed, "/report h1 2020-21 publish sure:yes")
    assert "published, public copy" in done(signed, "/ict share report html h1 2020-21").text


def test_publication_keeps_the_figures_and_adds_the_comments(signed: Bot) -> None:
    done(signed, "/report say h1 2020-21 comment-finance Within budget.", "finance")
    before = content(done(signed, "/report html h1 2020-21"))
    done(signed, "/report h1 2020-21 publish sure:yes")
    *_, first, second = rows(signed.database, ReportVersion)
    assert (first["kind"], second["kind"]) == ("signed", "published")
    assert (first["sha256"], first["stated"]) == (second["sha256"], second["stated"])
    assert "Within budget." not in DOCUMENT.validate_json(first["document"]).__repr__()
    assert "Within budget." in second["public"]
    assert content(done(signed, "/report html h1 2020-21")) != before
    assert "It is published already" in say(signed, "/report say h1 2020-21 comment-finance No.", "finance").text


def test_too_late_for_the_committee_is_asked_about(signed: Bot) -> None:
    done(signed, "/report committee h1 2020-21 18 Nov 2020")
    said = say(signed, "/report h1 2020-21 publish", "manager")
    assert said.asks
    assert "That is too late for the committee. Committee Wed 18 Nov; publish by Tue 10 Nov" in said.text
    assert [row["state"] for row in rows(signed.database, Report)] == ["signed"]


def test_a_draft_in_chat_has_a_few_charts_and_is_for_the_asker_alone(bot: Bot, clock: SetClock) -> None:
    begun(bot, clock)
    reply = done(bot, "/report h1 2020-21")
    assert 1 <= sum(isinstance(part, Chart) for part in reply.parts) <= 3
    assert reply.is_restricted
    assert reply.visibility == "private"


def test_the_same_draft_from_two_at_once_is_one_version(bot: Bot, clock: SetClock) -> None:
    begun(bot, clock)
    for _ in range(2):
        done(bot, "/report h1 2020-21", "admin")
    assert how_many(bot.database, Report, ReportVersion) == [1, 1]


def test_every_role_is_tried() -> None:
    assert {*NOT_FOR_SECURITY, *ALLOWED["security"], "partner manager", "guest"} == set(ROLES)


def test_the_command_line_writes_both_copies_in_every_format(signed: Bot, tmp_path: Path) -> None:

    def written(person: str, *words: str) -> set[str]:
        who = signed.dispatcher.person("shell", person)
        request = request_of(signed.desk, signed.clock(), words, who, signed.dispatcher.commands)
        return {path.name for path in write_out(signed.database, request, tmp_path / person)}

    both = written("manager", "h1", "2020-21")
    assert {
        f"joint-h1-2020-21{copy}.{ending}" for copy in ("", "-public") for ending in ("html", "docx", "xlsx")
    } <= both
    kept = content(done(signed, "/report word h1 2020-21"))
    assert (tmp_path / "manager" / "joint-h1-2020-21.docx").read_bytes() == kept
    own = written("engineer", "q1", "2020-21")
    assert "joint-q1-2020-21-draft-public.html" in own
    assert not any(name.endswith(".html") and "public" not in name for name in own)


def open_questions(bot: Bot) -> list[list[str]]:
    """In both copies of the newest version."""
    version = rows(bot.database, ReportVersion)[-1]
    copies = [DOCUMENT.validate_json(version[name]) for name in ("document", "public")]
    return [[block.key for block in copy.blocks if isinstance(block, Gap)] for copy in copies]


def test_a_signed_copy_waits_for_officers_only_and_a_published_one_for_nobody(signed: Bot) -> None:
    assert open_questions(signed) == [["comment-legal", "comment-finance"]] * 2
    assert "Comments of officers" in content(done(signed, "/report html h1 2020-21")).decode()
    done(signed, "/report h1 2020-21 publish sure:yes")
    assert open_questions(signed) == [[], []]
    page = content(done(signed, "/report html h1 2020-21")).decode()
    assert "Comments of officers" not in page
    assert "What has changed in the team?" not in page


def test_what_is_signed_or_published_is_not_offered_for_signing(signed: Bot) -> None:
    said = done(signed, "/report check h1 2020-21").text
    assert ": signed Tue 10 Nov 14:10." in said
    assert said.endswith("[Word] [HTML] [Publish]")
    done(signed, "/report h1 2020-21 publish sure:yes")
    assert done(signed, "/report check h1 2020-21").text.endswith("[Word] [HTML]")


def without_reports(bot: Bot) -> Bot:
    desk = replace(bot.desk, reports=())
    return replace(bot, desk=desk, dispatcher=replace(bot.dispatcher, desk=desk))


def test_a_signed_report_is_still_shown_when_desk_toml_does_not_name_it_any_more(signed: Bot) -> None:
    page = content(done(signed, "/report html joint h1 2020-21"))
    later = without_reports(signed)
    assert done(later, "/report show joint").text.startswith(
        "Quarterly Report on the Joint ICT Service, April to September 2020: signed Tue 10 Nov 14:10."
    )
    assert content(done(later, "/report html joint h1 2020-21")) == page
    assert "so its figures are not counted again" in done(later, "/report restatements joint").text
    assert (
        "and that of July to September 2020 was never signed" in say(later, "/report joint q2 2020-21", "manager").text
    )
    done(later, "/report publish joint sure:yes")
    assert ": published Thu 12 Nov 14:10." in done(later, "/report show joint", "partner").text
