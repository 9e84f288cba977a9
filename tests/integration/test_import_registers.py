"""Tables of registers: read as typed lines are, the same file again changes nothing, and all can be taken back."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.app import Bot
from bot.clock import SetClock
from bot.command import Place, Reply
from bot.imports.export import Ways
from bot.imports.files import import_file, undo_last
from bot.imports.outcome import Outcome
from bot.parts import File
from core.errors import DeskError
from core.imports.kinds import of_register
from core.records import REGISTERS
from core.records.fields import Register
from reports.tables import Table
from reports.workbook import as_xlsx
from storage.models import TABLES, StoredRequest, Trail
from storage.models.accounts import Figure
from storage.models.operations import Change, Satisfaction, Timesheet
from tests.integration.rows import Row, done, frozen, how_many, replayed, rows

Save = Callable[..., Path]
CHANGES = "Outcome,What,Date,Partner,Owner,Emergency"
FIREWALL = "completed,Firewall upgrade,13/07/2020,BDC,,no"
SWITCH = "backed out,Switch renewed,14/07/2020,,,yes"
KEPT = "Kept, because they have been changed since: 1. Edit them singly:"


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def saved(*lines: str, header: str = CHANGES, name: str = "table.csv", encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        file.write_text("\n".join([header, *lines]), encoding=encoding)
        return file

    return saved


def bring(bot: Bot, file: Path, **options: str) -> Outcome:
    return import_file(bot, file, Ways(**options), confirmed=True)


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.new, outcome.changed, len(outcome.errors), outcome.unchanged


def standing(bot: Bot, name: str = "change") -> list[Row]:
    return [row for row in rows(bot.database, TABLES[name]) if row["void_at"] is None]


def said(outcome: Outcome) -> list[tuple[int, str, str, str]]:
    return [(error.line, error.column, error.value, error.mend) for error in outcome.errors]


def say(bot: Bot, line: str, who: str = "admin") -> Reply:
    return bot.dispatcher.answer(line, who, Place("shell"), bot.clock())


def test_the_trail_tells_each_imported_record_as_it_stands(bot: Bot, save: Save) -> None:
    bring(bot, save(*(FIREWALL.replace("upgrade", str(number)) for number in range(1_500))))
    told = replayed(bot.database, "change")
    assert told.pop(0) == {"source": "change", "new": 1_500, "changed": 0}  # the import as a whole
    assert {number: row | {"id": number, "void_at": None} for number, row in told.items()} == {
        row["id"]: frozen(row) for row in standing(bot)
    }
    assert len(told) == 1_500


def test_rows_become_records_as_if_each_had_been_typed(bot: Bot, save: Save) -> None:
    outcome = bring(bot, save(FIREWALL, SWITCH))
    assert counts(outcome) == (2, 0, 0, 0)
    first, second = standing(bot)
    assert (first["outcome"], first["title"], first["completed_on"], first["partner"], first["emergency"]) == (
        ("completed", "Firewall upgrade", date(2020, 7, 13), "BDC", False)
    )
    assert (second["outcome"], second["partner"], second["emergency"], second["impact"]) == (
        ("backed out", None, True, False)
    )
    assert "What the file has no column for, and is taken: Hit a service no." in outcome.warnings
    assert say(bot, "/change list").text.startswith("2 changes.")


def test_a_preview_shows_the_rows_as_understood_and_stores_nothing(bot: Bot, save: Save) -> None:
    outcome = import_file(bot, save(FIREWALL, SWITCH.replace("backed out", "went wrong")))
    assert outcome.words().splitlines()[:2] == [
        "1 new, 0 changed, 1 error; 0 unchanged.",
        (
            "  line 3, Outcome 'went wrong': "
            "There is no outcome went wrong. Choose from: backed out, cancelled, completed, failed."
        ),
    ]
    assert outcome.first is not None
    assert outcome.first.columns == ("Outcome", "What", "Date", "Partner", "Emergency")
    assert outcome.first.rows == (("completed", "Firewall upgrade", "2020-07-13", "BDC", "no"),)
    assert outcome.words().endswith("mend these rows, or add --only-good to import the others.")
    assert how_many(bot.database, Change, Trail) == [0, 0]


def test_the_same_file_again_changes_nothing_and_two_equal_rows_are_two_records(bot: Bot, save: Save) -> None:
    file = save(FIREWALL, FIREWALL, SWITCH)
    assert counts(bring(bot, file)) == (3, 0, 0, 0)
    before, entries = standing(bot), how_many(bot.database, Trail)
    assert counts(bring(bot, file)) == (0, 0, 0, 3)
    turned = "Emergency,What,Outcome,Partner,Date,Owner"
    again = save(
        "no,Firewall upgrade,Completed,bdc,2020-07-13,", "yes,Switch renewed,backed-out,,2020-07-14,", header=turned
    )
    assert counts(bring(bot, again)) == (0, 0, 0, 2)
    assert (standing(bot), how_many(bot.database, Trail)) == (before, entries)
    assert counts(bring(bot, save(FIREWALL, FIREWALL, FIREWALL, SWITCH))) == (1, 0, 0, 3)


def test_what_goes_without_saying_on_one_day_is_the_same_row_on_another(bot: Bot, save: Save, clock: SetClock) -> None:
    file = save("5,Kind", header="Score,Comment")
    bring(bot, file, profile="satisfaction")
    clock.set(datetime(2020, 9, 30, 9, 0, tzinfo=UTC))
    assert counts(bring(bot, file, profile="satisfaction")) == (0, 0, 0, 1)
    assert [row["given_on"] for row in standing(bot, "satisfaction")] == [date(2020, 8, 28)]


def test_an_empty_cell_of_what_goes_without_saying_says_nothing(bot: Bot, save: Save) -> None:
    file = save("failed,x,,,,,A-1", header=f"{CHANGES},Outside reference")
    assert counts(bring(bot, file)) == (1, 0, 0, 0)
    done(bot, "/change edit CHG-1 emergency:yes on:2020-07-03 partner:BDC")
    assert counts(bring(bot, file)) == (0, 1, 0, 0)
    (row,) = standing(bot)
    assert (row["emergency"], row["completed_on"], row["partner"]) == (True, date(2020, 7, 3), None)


def test_a_record_that_somebody_edited_is_not_the_files_to_change(bot: Bot, save: Save) -> None:
    bring(bot, save(FIREWALL))
    done(bot, "/change edit CHG-1 title:Firewalls")
    assert counts(bring(bot, save(FIREWALL))) == (0, 0, 0, 1)
    assert [row["title"] for row in standing(bot)] == ["Firewalls"]


def test_a_row_with_a_reference_is_an_edit_where_it_says_otherwise(bot: Bot, save: Save) -> None:
    bring(bot, save(FIREWALL, SWITCH))
    header = "Reference,Outcome,What,Date"
    file = save("CHG-1,failed,Firewall upgrade,2020-07-13", "CHG-2,backed out,Switch renewed,2020-07-14", header=header)
    assert counts(bring(bot, file)) == (0, 1, 0, 1)
    assert [(row["outcome"], row["emergency"]) for row in standing(bot)] == [("failed", False), ("backed out", True)]
    assert counts(bring(bot, file)) == (0, 0, 0, 2)
    wrong = save(
        "CHG-9,failed,x,2020-07-13",
        "RSK-1,failed,x,2020-07-13",
        "CHG-1,,Firewall upgrade,2020-07-13",
        "CHG-2,backed out,Switch renewed,2020-07-14",
        "CHG-2,backed out,Switch renewed,2020-07-15",
        header=header,
    )
    assert said(bring(bot, wrong)) == [
        (2, "Reference", "CHG-9", "There is no CHG-9; leave the reference empty to add a new one"),
        (3, "Reference", "RSK-1", "A reference is as in CHG-12; leave it empty for a new one"),
        (4, "Outcome", "", "Outcome is needed: fill it in"),
        (6, "Reference", "CHG-2", "An earlier row is of CHG-2 already: keep one"),
    ]


def test_a_row_with_an_outside_reference_follows_its_tool(bot: Bot, save: Save) -> None:
    header = f"{CHANGES},Outside reference"
    assert counts(bring(bot, save(f"{FIREWALL},C-77", f"{SWITCH},C-78", header=header))) == (2, 0, 0, 0)
    later = save(f"{FIREWALL.replace('completed', 'failed')},C-77", f"{SWITCH},C-78", header=header)
    assert counts(bring(bot, later)) == (0, 1, 0, 1)
    assert [row["outcome"] for row in standing(bot)] == ["failed", "backed out"]
    assert said(bring(bot, save(f"{FIREWALL},C-9", f"{SWITCH},C-9", header=header))) == [
        (3, "Outside reference", "C-9", "An earlier row is of C-9 already: keep one")
    ]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_every_registers_own_file_is_known_and_changes_nothing(register: Register, bot: Bot, tmp_path: Path) -> None:
    for line in ("/outage p2 Email down partner:DDDC", *needed(register), f"/{register.name} add {register.example}"):
        done(bot, line, "admin")
    for verb in ("csv", "xlsx"):
        (file,) = (part for part in done(bot, f"/{register.name} {verb}", "admin").parts if isinstance(part, File))
        path = tmp_path / file.name
        path.write_bytes(file.content)
        assert counts(import_file(bot, path, confirmed=True)) == (0, 0, 0, 1), verb


def needed(register: Register) -> list[str]:
    others = [REGISTERS[field.of] for field in register.fields if field.of]
    return [line for other in others for line in (*needed(other), f"/{other.name} add {other.example}")]


def test_with_errors_nothing_is_stored_unless_people_say_so(bot: Bot, save: Save) -> None:
    file = save(FIREWALL, SWITCH.replace("14/07/2020", "31/02/2020"), f"{SWITCH},and,more")
    refused = bring(bot, file)
    assert (refused.is_refused, counts(refused), standing(bot)) == (True, (2, 0, 1, 0), [])
    assert said(refused) == [(3, "Date", "31/02/2020", "Date is a day: write it as in 2020-07-03")]
    assert counts(import_file(bot, file, confirmed=True, only_good=True)) == (2, 0, 1, 0)
    assert [row["title"] for row in standing(bot)] == ["Firewall upgrade", "Switch renewed"]


def test_what_contradicts_itself_is_the_registers_own_sentence(bot: Bot, save: Save) -> None:
    file = save(
        "Infrastructure,Jul-20,640,700",
        "Desk,2020-07,5,x",
        "Desk,,5,4",
        "Desk,last month,5,4",
        "Applications,July 2020,640.5,224",
        header="Team,Month,Hours in all,Hours on projects",
    )
    outcome = import_file(bot, file, confirmed=True, only_good=True)
    assert said(outcome) == [
        (2, "Hours on projects", "700", "Hours on projects (700) cannot be more than hours in all (640)."),
        (3, "Hours on projects", "x", "Hours on projects is a number from 0 to 999,999,999, not x."),
        (4, "Month", "", "Month is needed: fill it in"),
        (5, "Month", "last month", "Month is a month with its year: write it as in july 2020"),
    ]
    assert [(row["team"], row["month"], row["hours"]) for row in rows(bot.database, Timesheet)] == [
        ("Applications", 202007, 640.5)
    ]


def test_dates_are_settled_on_the_whole_column(bot: Bot, save: Save) -> None:
    american = [row.replace("13/07", "07/13").replace("14/07", "03/04") for row in (FIREWALL, SWITCH)]
    bring(bot, save(*american))
    assert [row["completed_on"] for row in standing(bot)] == [date(2020, 7, 13), date(2020, 3, 4)]
    unsettled = save(SWITCH.replace("14/07", "03/04"))
    with pytest.raises(DeskError, match="Say it with --dates day-first or --dates month-first"):
        bring(bot, unsettled)
    bring(bot, unsettled, dates="day-first")
    assert standing(bot)[-1]["completed_on"] == date(2020, 4, 3)


@pytest.mark.parametrize(
    "typed", ["12/Mar/24 9:41 AM", "2024-03-12", "2024-03-12T09:41:00Z", "13.03.2024", "12 March 2024"]
)
def test_a_day_may_be_written_in_many_ways(typed: str, bot: Bot, save: Save, clock: SetClock) -> None:
    clock.set(datetime(2024, 6, 1, tzinfo=UTC))
    assert counts(bring(bot, save(f"failed,x,{typed},,,no"))) == (1, 0, 0, 0)
    assert standing(bot)[0]["completed_on"] in {date(2024, 3, 12), date(2024, 3, 13)}


@pytest.mark.parametrize("typed", ["yesterday", "today", "45000", "2021-07-13"])
def test_no_word_of_the_day_is_a_date_in_a_file(typed: str, bot: Bot, save: Save) -> None:
    (error,) = bring(bot, save(f"failed,x,{typed},,,no")).errors
    assert (error.column, error.value) == ("Date", typed)


def test_a_table_of_another_tool_is_mapped_by_names_alike_and_by_what_people_say(bot: Bot, save: Save) -> None:
    file = save("completed,Firewall,13/07/2020,1", header="Result,Summary,Date completed,Colour")
    with pytest.raises(DeskError, match="For changes I found no column Outcome, What"):
        bring(bot, file, profile="change")
    outcome = bring(bot, file, profile="change", columns="outcome=Result,What=summary,on=Date completed")
    assert (counts(outcome), outcome.warnings[0]) == ((1, 0, 0, 0), "Columns that are not read: Colour.")
    for columns, sentence in (
        ("result=Result", "There is no field 'result' of changes. There are reference, outside, outcome"),
        ("outcome=Nowhere", "The file has no column 'Nowhere'. It has Result"),
    ):
        with pytest.raises(DeskError, match=sentence):
            bring(bot, file, profile="change", columns=columns)


def test_a_file_of_an_unknown_kind_is_told_what_it_might_be(bot: Bot, save: Save) -> None:
    with pytest.raises(DeskError, match="If these are no tickets, say --profile timesheet"):
        bring(bot, save("x,July 2020,6,4", header="Teams,Months,Hours all in,Project"))
    with pytest.raises(DeskError, match=r"no profile 'colour'\. There are .*change, .*budget-figures"):
        bring(bot, save(FIREWALL), profile="colour")


def test_an_undo_leaves_what_was_there_and_is_itself_undone(bot: Bot, save: Save) -> None:
    bring(bot, save(FIREWALL))
    before = standing(bot)
    file = save(
        "CHG-1,failed,Firewall upgrade,2020-07-13", ",failed,New,2020-07-13", header="Reference,Outcome,What,Date"
    )
    bring(bot, file)
    after = standing(bot)
    assert undo_last(bot).splitlines() == [
        "Undone: import table.csv as change",
        "Changes withdrawn: 1.",
        "Changes now again as they were: 1. [Undo the undo]",
    ]
    assert standing(bot) == before
    assert say(bot, "/ict undo 3").text.splitlines()[1:] == [
        "Changes brought back: 1.",
        "Changes now again as they were: 1. [Undo the undo]",
    ]
    assert standing(bot) == after
    assert say(bot, "/ict undo 4").text.splitlines()[1] == "Changes withdrawn: 1."
    assert standing(bot) == before


def test_after_an_undo_the_same_file_comes_in_anew_and_cannot_stand_twice(bot: Bot, save: Save) -> None:
    bring(bot, save(FIREWALL, SWITCH))
    undo_last(bot)
    assert counts(bring(bot, save(FIREWALL, SWITCH))) == (2, 0, 0, 0)
    again = say(bot, "/ict undo 2")
    assert (again.is_error, again.text) == (True, "The same was entered again since. Undo that first.")
    assert len(standing(bot)) == 2


def test_what_people_edited_since_is_kept_and_listed(bot: Bot, save: Save) -> None:
    bring(bot, save(FIREWALL, SWITCH))
    done(bot, "/change edit CHG-1 title:Firewalls")
    done(bot, "/change edit CHG-2 title:Switches")
    done(bot, "/ict undo")  # so that CHG-2 stands as it was imported
    assert undo_last(bot).splitlines()[1:] == [
        "Changes withdrawn: 1.",
        KEPT,
        "  CHG-1, completed, BDC: Firewalls. [Undo the undo]",
    ]
    assert [row["title"] for row in standing(bot)] == ["Firewalls"]


def test_what_people_wrote_on_since_is_kept_with_what_they_wrote(bot: Bot, save: Save) -> None:
    bring(bot, save("share,Uptime", "count,Calls", "count,Visits", header="Kind,What"), profile="measure")
    reading = "from:2019-04-01 to:2020-03-31 source:plan"
    done(bot, f"/ict reading MSR-1 {reading} numerator:66 denominator:95", "admin")
    done(bot, f"/ict reading MSR-2 {reading} value:7", "admin")
    done(bot, "/ict undo", "admin")
    done(bot, '/ict commentary "Open again" about:MSR-3 period:"q1 2020-21"', "admin")
    kept = ["Kept, because they have been changed since: 2. Edit them singly:"]
    kept += ["  MSR-1, share: Uptime.", "  MSR-3, count: Visits. [Undo the undo]"]
    assert undo_last(bot).splitlines()[1:] == ["Measures withdrawn: 1.", *kept]
    again = f"/ict undo {rows(bot.database, StoredRequest)[-1]['number']}"
    assert say(bot, again).text.splitlines()[1:] == ["Measures brought back: 1. [Undo the undo]"]
    done(bot, f"/ict reading MSR-2 {reading} value:7", "admin")
    assert "MSR-2" in undo_last(bot)
    assert [row["id"] for row in standing(bot, "measure")] == [1, 2, 3]


def test_what_an_import_wrote_on_its_own_records_is_not_in_the_way(bot: Bot, save: Save) -> None:
    done(bot, "/outage p2 Email down partner:DDDC", "admin")
    bring(bot, save("OUT-1,Router failed,2020-08-01", header="Outage,Root cause,Date"), profile="review")
    bring(bot, save("RVW-1,Buy a second link", header="Review,What"), profile="recommendation")
    for withdrawn in ("Recommendations withdrawn: 1.", "Major incident reviews withdrawn: 1."):
        assert undo_last(bot).splitlines()[1].startswith(withdrawn)


def test_only_who_may_handle_a_register_imports_it(bot: Bot, save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    engineer = next(person for person in bot.dispatcher.people.values() if person.key == "engineer")
    monkeypatch.setattr("bot.imports.files.importer", lambda _bot: engineer)
    assert bring(bot, save(FIREWALL)).new == 1
    for register in ("risk", "audit", "security"):
        with pytest.raises(DeskError, match=r"That needs the role (manager|security): you are service desk"):
            bring(bot, save(header=",".join(field.label for field in REGISTERS[register].fields)), profile=register)


FIGURES = "KPI,Month,Partner,Priority,Numerator,Denominator,Source"


def test_one_figure_for_a_kpi_and_month_by_whichever_door(bot: Bot, save: Save) -> None:
    done(bot, '/ict figure sla month:"may 2020" n:101 d:125 source:Q1', "admin")
    done(bot, "/ict timesheet Desk month:may 2020 hours:640 project:64", "admin")
    outcome = bring(
        bot,
        save(
            "sla,May 2020,,,90,125,Q1",
            "outages,May 2020,,P2,5,,Q1",
            "outages,May 2020,,P2,6,,Q2",
            "outages,May 2020,BDC,P2,5,,Q1",
            header=FIGURES,
        ),
        profile="figure",
    )
    assert said(outcome) == [
        (
            2,
            "KPI",
            "sla",
            "FIG-1 has the same KPI and Month and Partner and Priority. Correct it: /ict figure edit FIG-1.",
        ),
        (4, "KPI", "outages", "An earlier row has the same KPI and Month and Partner and Priority: keep one"),
    ]
    hours = save("Desk,May 2020,640,64", header="Team,Month,Hours in all,Hours on projects")
    assert said(bring(bot, hours)) == [
        (2, "Team", "Desk", "TMS-1 has the same Team and Month. Correct it: /ict timesheet edit TMS-1.")
    ]
    assert how_many(bot.database, Figure, Timesheet) == [1, 1]


def test_an_edited_row_is_no_other_record_than_itself_and_not_that_of_another(bot: Bot, save: Save) -> None:
    for month in ("may", "june"):
        done(bot, f'/ict figure sla month:"{month} 2020" n:101 d:125 source:Q1', "admin")
    header = f"Reference,{FIGURES}"
    edited = save("FIG-1,sla,May 2020,,,102,125,Q1", "FIG-2,sla,May 2020,,,101,125,Q1", header=header)
    assert [(line, mend[:18]) for line, _, _, mend in said(bring(bot, edited))] == [(3, "FIG-1 has the same")]
    assert counts(bring(bot, save("FIG-1,sla,May 2020,,,102,125,Q1", header=header))) == (0, 1, 0, 0)


def test_a_reading_suits_its_measure_by_whichever_door(bot: Bot, save: Save) -> None:
    done(bot, "/ict measure share Uptime", "admin")
    header = "Measure,From,To,Numerator,Denominator,Source"
    reading = save("MSR-1,2019-04-01,2020-03-31,150,95,plan", header=header)
    assert said(bring(bot, reading, profile="reading")) == [
        (2, "Numerator", "150", "Numerator (150) cannot be more than denominator (95).")
    ]
    assert how_many(bot.database, TABLES["reading"]) == [0]


def test_a_person_scores_a_ticket_once_by_whichever_door(bot: Bot, save: Save) -> None:
    for summary in ("Printer jams", "Mouse squeaks"):
        done(bot, f"/incident p3 {summary} partner:DDDC", "admin")
    done(bot, "/ict satisfaction 4 for:INC-1", "admin")
    done(bot, "/ict satisfaction 3 for:INC-2", "engineer")
    file = save("5,INC-1,", "5,INC-2,good", "4,INC-2,better", "4,,", header="Score,Ticket,Comment")
    assert said(bring(bot, file)) == [
        (2, "Ticket", "INC-1", "SAT-1 has the same Ticket. Correct it: /ict satisfaction edit SAT-1."),
        (4, "Ticket", "INC-2", "An earlier row has the same Ticket: keep one"),
    ]
    assert counts(import_file(bot, file)) == (2, 0, 2, 0)  # a look, which may lock nothing
    assert counts(import_file(bot, file, confirmed=True, only_good=True)) == (2, 0, 2, 0)
    assert counts(import_file(bot, file, confirmed=True, only_good=True)) == (0, 0, 2, 2)


def hurt(number: int) -> str:
    """The row with this number of ten thousand, five of which have one fault each."""
    faults = {
        1_000: f"11,{number},13/07/2020",
        2_500: f"5,{number},31/02/2020",
        5_000: f",{number},13/07/2020",
        7_777: f"four,{number},13/07/2020",
        9_999: f"5,{number},13/07/2031",
    }
    note = '"two\nlines"' if number % 5_000 == 1 else f"note {number}"
    return faults.get(number, f"{number % 5 + 1},{note},{number % 28 + 1}/{number % 8 + 1}/2020")


def test_five_errors_in_ten_thousand_rows_are_all_named_and_none_else(bot: Bot, save: Save) -> None:
    file = save(*map(hurt, range(10_000)), header="Score,Comment,Date")
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        ends = {cells[1]: reader.line_num for cells in reader}
    outcome = bring(bot, file)
    assert (outcome.is_refused, outcome.new, how_many(bot.database, Satisfaction)) == (True, 9_995, [0])
    assert [(error.line, error.column) for error in outcome.errors] == [
        (ends[str(number)], column)
        for number, column in ((1000, "Score"), (2500, "Date"), (5000, "Score"), (7777, "Score"), (9999, "Date"))
    ]


def test_a_formula_comes_in_as_text_and_goes_out_as_text(bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "sums.xlsx"
    header = ("Score", "Comment", "Date")
    file.write_bytes(as_xlsx(Table("", header, ((5, "=1+1", "2020-07-13"), (4, "@now", "2020-07-13")))))
    assert counts(bring(bot, file)) == (2, 0, 0, 0)
    assert [row["comment"] for row in standing(bot, "satisfaction")] == ["=1+1", "@now"]


def test_no_register_calls_two_columns_the_same() -> None:
    for register in REGISTERS.values():
        labels = [field.label.casefold() for field in of_register(register).fields]
        assert len(set(labels)) == len(labels), register.name
