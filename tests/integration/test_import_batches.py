"""An import that has errors, one that is taken back, and the exports of eight helpdesks."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place, Reply
from bot.imports.export import Ways
from bot.imports.files import import_file, undo_last, write_annotated
from bot.imports.outcome import Outcome
from core.errors import DeskError
from core.imports.tables import read_table
from core.imports.workbooks import WORKBOOK_LIMIT, workbook_rows
from reports.tables import Table
from reports.workbook import as_xlsx
from storage import tickets
from storage.models import Downtime, StoredRequest, Ticket
from tests.integration.rows import rows

HEADER = "reference,kind,priority,summary,service,partners,opened,resolved,cause"
DOWN = "A-1,incident,P2,Email down,Email,DDDC,2020-08-03 09:00,2020-08-03 11:00,disk full"
OPEN = "A-2,incident,P1,Internet down,Internet,BDC;DDDC,2020-08-28 14:00,,"
SMALL = "A-3,incident,P3,Mouse squeaks,,BDC,2020-06-30 23:30,2020-07-01 09:00,"
PRIORITIES = "write one of P1, P2, P3, P4, minor, standard, major, or map it with priorities "

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def saved(*rows: str, header: str = HEADER, name: str = "export.csv") -> Path:
        file = tmp_path / name
        file.write_text("\n".join([header, *rows]), encoding="utf-8")
        return file

    return saved


def bring(bot: Bot, file: Path, **options: str) -> Outcome:
    return import_file(bot, file, Ways(**options), confirmed=True)


def say(bot: Bot, line: str, who: str = "admin") -> Reply:
    return bot.dispatcher.answer(line, who, Place("shell"), bot.clock())


def newest(bot: Bot) -> int:
    """The number of the last request."""
    return int(rows(bot.database, StoredRequest)[-1]["number"])


def counting(bot: Bot) -> dict[str, Ticket]:
    """The tickets that count, by outside reference."""
    there = select(Ticket).where(col(Ticket.void_at).is_(None)).order_by(col(Ticket.id))
    return {row.source_ref or "": row for row in bot.database.read(lambda session: session.exec(there).all())}


def down(bot: Bot) -> int:
    there = select(Downtime).where(col(Downtime.void_at).is_(None))
    return len(bot.database.read(lambda session: session.exec(there).all()))


def hurt(number: int) -> str:
    """The row with this number of ten thousand, five of which have one fault each."""
    opened, priority = f"2020-{number % 12 + 1:02}-{number % 28 + 1:02} {number % 24:02}:{number % 60:02}", "P3"
    faults = {
        1_000: (opened, "P9"),
        2_500: ("31/02/2020 10:00", priority),
        5_000: ("", priority),
        7_777: ("yesterday", priority),
        9_999: (opened, ""),
    }
    opened, priority = faults.get(number, (opened, priority))
    note = '"two\nlines"' if number % 5_000 == 1 else "one line"
    return f"T{number},incident,{priority},{note},,BDC,{opened},,"


def test_five_errors_in_ten_thousand_rows_are_all_named_and_none_else(bot: Bot, save: Save) -> None:
    file = save(*(hurt(number) for number in range(10_000)))
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        ends = {cells[0]: reader.line_num for cells in reader}  # where each row ends, by somebody else's count
    outcome = bring(bot, file)
    assert (outcome.is_refused, outcome.new, counting(bot)) == (True, 9_995, {})
    wrong = ("T1000", "T2500", "T5000", "T7777", "T9999")
    assert [(error.line, error.value) for error in outcome.errors] == [
        (ends[reference], value)
        for reference, value in zip(wrong, ("P9", "31/02/2020 10:00", "", "yesterday", ""), strict=True)
    ]
    assert outcome.words().startswith("9,995 new, 0 changed, 5 errors; 0 unchanged.\n")
    assert outcome.words().endswith("Nothing is stored yet: mend these rows, or add --only-good to import the others.")


def test_the_rows_with_errors_come_back_beside_the_file_and_mended_they_come_in(bot: Bot, save: Save) -> None:
    outcome = bring(bot, save(DOWN, OPEN.replace("P1", "P7"), "A-9,incident,P2,=1+1,,,soon,,,,too many"))
    told = write_annotated(save(DOWN), outcome)
    beside = save(DOWN).with_name("export.csv.errors.csv")
    assert told == f"The rows with errors, and what would mend each, are in {beside}."
    text = beside.read_text(encoding="utf-8-sig")
    header, first, second = csv.reader(io.StringIO(text))
    assert header[:4] == ["line in the file", "column at fault", "what would mend it", "reference"]
    assert first[:4] == ["3", "priority", f'{PRIORITIES}"P7=P3"', "A-2"]
    assert (second[0], second[6]) == ("4", "'=1+1")
    beside.write_text("\n".join(text.replace("P7", "P1").splitlines()[:2]), encoding="utf-8-sig")
    assert (bring(bot, beside).new, list(counting(bot))) == (1, ["A-2"])


def test_the_rows_of_a_workbook_come_back_as_a_workbook(bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "calls.xlsx"
    row = ("A-1", "incident", "P8", "Email down", "Email", "DDDC", "2020-08-03 09:00", "", "")
    file.write_bytes(as_xlsx(Table("", tuple(HEADER.split(",")), (row, row))))
    assert "calls.xlsx.errors.xlsx" in write_annotated(file, bring(bot, file))
    back = tmp_path / "calls.xlsx.errors.xlsx"
    (_, header), (_, cells) = workbook_rows(back.read_bytes(), WORKBOOK_LIMIT)
    assert (header[3], cells[:6]) == (
        "reference",
        ["3", "priority", f'{PRIORITIES}"P8=P3"', "A-1", "incident", "P8"],
    )
    assert read_table(back).header == tuple(HEADER.split(","))


def test_a_folder_that_cannot_be_written_to_is_said(bot: Bot, save: Save, tmp_path: Path) -> None:
    outcome = bring(bot, save(DOWN.replace("P2", "P7")))
    assert "could not be written to" in write_annotated(tmp_path / "nowhere" / "export.csv", outcome)


def test_undo_leaves_what_was_there_before(bot: Bot, save: Save) -> None:
    bring(bot, save(SMALL))
    before, downtimes = counting(bot), down(bot)
    bring(bot, save(DOWN, OPEN, SMALL.replace("squeaks", "is mute")))
    assert (len(counting(bot)), down(bot)) == (3, downtimes + 2)
    assert undo_last(bot).splitlines()[:3] == [
        "Undone: import export.csv as ictbot",
        "Tickets withdrawn: 2.",
        "Tickets now again as they were: 1. [Undo the undo]",
    ]
    assert (counting(bot), down(bot)) == (before, downtimes)
    assert undo_last(bot).splitlines()[1] == "Tickets withdrawn: 1. [Undo the undo]"
    assert counting(bot) == {}
    with pytest.raises(DeskError, match="no import that could be undone"):
        undo_last(bot)


def test_after_an_undo_the_same_file_comes_in_anew(bot: Bot, save: Save) -> None:
    bring(bot, save(DOWN, OPEN))
    undo_last(bot)
    assert bring(bot, save(DOWN, OPEN)).new == 2
    assert bring(bot, save(DOWN, OPEN)).unchanged == 2
    again = say(bot, "/ict undo 2")
    assert (again.is_error, again.text) == (
        True,
        "The same tickets have been imported again since. Undo that import first.",
    )


def test_an_undo_is_itself_undone_and_what_is_open_is_watched_again(bot: Bot, save: Save, clock: SetClock) -> None:
    clock.set(datetime(2020, 8, 28, 13, 30, tzinfo=UTC))
    bring(bot, save(DOWN, OPEN))
    before, downtimes = counting(bot), down(bot)
    undo_last(bot)
    assert say(bot, "/ict undo 2").text.splitlines()[1] == "Tickets brought back: 2. [Undo the undo]"
    assert (counting(bot), down(bot)) == (before, downtimes)
    assert before["A-2"].watch_at is not None
    assert say(bot, "/ict undo 3").text.splitlines()[1] == "Tickets withdrawn: 2. [Undo the undo]"
    assert counting(bot) == {}


def test_what_people_changed_since_is_kept_and_listed(bot: Bot, save: Save) -> None:
    bring(bot, save(DOWN, OPEN, SMALL))
    for line in ("edit OUT-1 summary:Late", "edit INC-3 summary:Other"):
        assert not say(bot, f"/incident {line}", "engineer").is_error
    assert not say(bot, "/ict undo", "engineer").is_error  # so that INC-3 stands as it was imported
    said = undo_last(bot).splitlines()
    assert said[1:3] == [
        "Tickets withdrawn: 2.",
        "Kept, because they have been changed since: 1. Edit them singly:",
    ]
    assert "OUT-1" in said[3]
    assert [row.summary for row in counting(bot).values()] == ["Late"]


def test_an_edit_that_was_undone_and_done_again_counts_and_one_undone_once_more_does_not(bot: Bot, save: Save) -> None:
    bring(bot, save(DOWN, OPEN, SMALL))
    say(bot, "/incident edit OUT-1 summary:Late", "engineer")
    for number in (2, 3):  # the edit, and its undoing
        assert not say(bot, f"/ict undo {number}", "engineer").is_error
    say(bot, "/incident edit INC-3 summary:Other", "engineer")
    for number in (5, 6, 7):
        assert not say(bot, f"/ict undo {number}", "engineer").is_error
    said = undo_last(bot).splitlines()
    assert said[1:3] == ["Tickets withdrawn: 2.", "Kept, because they have been changed since: 1. Edit them singly:"]
    assert [row.summary for row in counting(bot).values()] == ["Late"]


def test_an_import_that_was_brought_back_is_the_last_one_to_undo(bot: Bot, save: Save) -> None:
    header = "Outcome,What,Date"
    bring(bot, save("failed,Old,2020-07-12", header=header), profile="change")
    for last in (DOWN, "failed,Firewall,2020-07-13"):
        bring(bot, save(last, header=HEADER if last == DOWN else header))
        assert "withdrawn: 1." in undo_last(bot)
        assert "brought back: 1." in say(bot, f"/ict undo {newest(bot)}").text
        assert "withdrawn: 1." in undo_last(bot)
    assert undo_last(bot).startswith("Undone: import export.csv as change")
    with pytest.raises(DeskError, match="no import that could be undone"):
        undo_last(bot)


def test_a_change_that_somebody_changed_again_is_kept(bot: Bot, save: Save) -> None:
    bring(bot, save(SMALL))
    bring(bot, save(SMALL.replace("squeaks", "is mute")))
    say(bot, "/incident edit INC-1 summary:Mouse", "engineer")
    assert "Kept, because they have been changed since: 1." in undo_last(bot)
    assert counting(bot)["A-3"].summary == "Mouse"


@pytest.mark.parametrize(
    "line",
    [
        "/ict review OUT-1 The router failed",
        "/ict satisfaction 5 for:OUT-1",
        '/change failed "Firewall upgrade" outage:OUT-1',
    ],
)
def test_a_ticket_of_which_something_was_recorded_is_kept(line: str, bot: Bot, save: Save) -> None:
    bring(bot, save(DOWN, OPEN))
    assert not say(bot, line, "engineer").is_error
    assert undo_last(bot).splitlines()[1:3] == [
        "Tickets withdrawn: 1.",
        "Kept, because they have been changed since: 1. Edit them singly:",
    ]
    assert list(counting(bot)) == ["A-1"]


TOOLS = {
    "jira": (
        "Summary,Issue key,Issue Type,Status,Priority,Created,Resolved,Labels,Labels\n"
        "Email down,IT-1,[System] Incident,Done,High,12/Mar/24 9:41 AM,12/Mar/24 1:05 PM,a,b"
    ),
    "zendesk": (
        "id,subject,status,priority,created_at,solved_at,reopens,group\n"
        "1,Email down,solved,high,2024-03-12T09:41:00Z,2024-03-12T13:05:00Z,0,Desk"
    ),
    "freshservice": (
        "Ticket ID,Subject,Status,Priority,Type,Created time,Resolved time,Closed time,Resolution status\n"
        "1,Email down,Closed,3,Incident,2024-03-12 09:41:00,2024-03-12 13:05:00,,Within SLA"
    ),
    "manageengine": (
        "Request ID,Subject,Request Type,Priority,Created Time,Resolved Time,Completed Time,Overdue Status\n"
        "1,Email down,Incident,High,13/03/2024 09:41 AM,13/03/2024 01:05 PM,-,false"
    ),
    "hornbill": (
        "Request ID,Summary,Status,Priority,Date Logged,Date Resolved,Date Closed,Within Fix\n"
        "IN1,Email down,Closed,High,2024-03-12 09:41:00,2024-03-12 13:05:00,,Yes"
    ),
    "glpi": (
        "ID;Title;Priority;Category;Opening date;Solution date;Closing date\n"
        "1;Email down;High;Mail;13/03/2024 09:41;13/03/2024 13:05:30;"
    ),
    "zammad": "#,Title,State,Priority,Group,Created at,Closed at\n1,Email down,closed,3 high,Desk,13/03/2024 09:41,",
    "servicenow": (
        "number,short_description,priority,opened_at,resolved_at\nI1,Email down,2 - High,2024-03-12 09:41:00,?"
    ),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_helpdesks_export_is_known_by_its_header(tool: str, bot: Bot, save: Save) -> None:
    """GMT in March, so that tools in UTC and tools in local time say the same."""
    first, rest = TOOLS[tool].split("\n", 1)
    outcome = bring(bot, save(rest, header=first))
    assert (outcome.errors, outcome.new) == ([], 1)
    (ticket,) = counting(bot).values()
    assert (ticket.source, ticket.kind, ticket.level, ticket.summary) == (tool, "incident", "P2", "Email down")
    assert ticket.opened_at.strftime("%m-%d %H:%M") in {"03-12 09:41", "03-13 09:41"}
    assert bring(bot, save(rest, header=first)).unchanged == 1


def test_the_tools_that_count_backwards_are_mapped_forwards(bot: Bot, save: Save) -> None:
    header, _ = TOOLS["freshservice"].split("\n")
    row = "{0},x,Open,{0},{1},2024-03-12 09:41:00,,,"
    rows = [row.format(number, "Incident") for number in (1, 2, 3, 4)] + [
        "5,x,Open,4,Service Request,2024-03-12 09:41,,,"
    ]
    outcome = bring(bot, save(*rows, header=header))
    assert [row.level for row in counting(bot).values()] == ["P4", "P3", "P2", "P1", "standard"]
    assert "Requests without a size: 1. They are taken as standard." in outcome.warnings


def test_dates_that_nothing_settles_are_asked_about(bot: Bot, save: Save) -> None:
    file = save("1,Email down,open,1 low,Desk,03/04/2024 09:41,", header=TOOLS["zammad"].split("\n")[0])
    with pytest.raises(DeskError, match="Say it with --dates day-first or --dates month-first"):
        bring(bot, file)
    bring(bot, file, dates="month-first")
    assert counting(bot)["1"].opened_month == 202403


def test_any_other_table_is_read_as_people_say(bot: Bot, save: Save) -> None:
    file = save(
        "C1,1,2024-03-12 09:41,2024-03-12 10:00,Email down",
        "C2,Low,2024-03-12 09:41,,Mouse",
        header="Call Ref,Severity,Date opened,Resolved,Title",
    )
    with pytest.raises(DeskError) as refused:
        bring(bot, file)
    proposed = "reference=Call Ref,priority=Severity,opened=Date opened,resolved=Resolved,summary=Title"
    assert f"--map {proposed!r}" in refused.value.sentence
    outcome = bring(bot, file, columns=proposed, priorities="1=P1", profile="calls")
    assert (outcome.new, outcome.errors) == (2, [])
    assert [(row.source, row.level) for row in counting(bot).values()] == [("calls", "P1"), ("calls", "P4")]
    assert bot.database.read(tickets.how_many) == 2


@pytest.mark.parametrize(
    ("columns", "priorities", "said"),
    [
        ("reference", "", "'reference' has no value"),
        ("ref=Call", "", "There is no field 'ref'"),
        ("reference=Nowhere", "", "The file has no column 'Nowhere'. It has Call, When"),
        ("reference=Call", "", "The mapping lacks priority, opened, resolved"),
        ("reference=Call,priority=Call,opened=When,resolved=When", "1=P0", "cannot be 'P0': write one of P1"),
    ],
)
def test_a_mapping_that_cannot_be_is_a_sentence(columns: str, priorities: str, said: str, bot: Bot, save: Save) -> None:
    with pytest.raises(DeskError, match=said):
        bring(bot, save("1,2024-03-12 09:41", header="Call,When"), columns=columns, priorities=priorities)


def test_a_table_of_nothing_known_is_told_what_is_needed(bot: Bot, save: Save) -> None:
    with pytest.raises(DeskError, match="I found no column for reference, priority, opened, resolved"):
        bring(bot, save("x,y", header="Flavour,Colour"))


def test_a_file_of_two_hundred_columns_is_read(bot: Bot, save: Save) -> None:
    more = [f"extra {number}" for number in range(191)]
    outcome = bring(bot, save(DOWN + ",x" * 191, header=",".join([HEADER, *more])))
    assert (outcome.new, outcome.errors, len(outcome.header)) == (1, [], 200)


STRANGE = (
    "Partners that desk.toml does not have: Nowhere (1). No figure of a partner counts them; mend them, or add them."
)


def test_partners_go_by_any_name_that_people_have_for_them_and_strange_ones_are_told(bot: Bot, save: Save) -> None:
    named = ("Derbyshire Dales District Council", "bdc; Wirksworth", "Nowhere")
    lines = [f"A-{n},incident,P3,Jams,{who},13/08/2020 09:00," for n, who in enumerate(named, start=1)]
    file = save(*lines, header="reference,kind,priority,summary,partners,opened,resolved")
    assert STRANGE in bring(bot, file).warnings
    assert [row["partners"] for row in rows(bot.database, Ticket)] == [",DDDC,", ",BDC,DDDC,", ",Nowhere,"]
    again = bring(bot, file)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
