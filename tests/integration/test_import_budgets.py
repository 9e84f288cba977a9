"""Budgets from tables: lines with their profile, actuals and commitments; twice the same is once, and can be undone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import Bot
from bot.imports.export import Ways
from bot.imports.files import import_file, undo_last
from bot.imports.outcome import Outcome
from bot.parts import File
from core.errors import DeskError
from storage.models import BudgetActual, BudgetFigure, BudgetLine, BudgetProfile, Trail
from tests.integration.rows import Row, done, how_many, rows, say

Save = Callable[..., Path]
LINES = "Code,Line,Financial year,Original budget,Kind,Holder"
EMPLOYEES = '1,Employees,2020-21,"£120,000",revenue,Engineer'
INCOME = '2,Income from partners,2020-21,"(12,000.60)",,'
SERVERS = "3,Server room,2020/21,50000,capital,"
FIGURES = "Line,Period,Actual,Committed"


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def saved(*lines: str, header: str = LINES, name: str = "budget.csv") -> Path:
        file = tmp_path / name
        file.write_text("\n".join([header, *lines]), encoding="utf-8")
        return file

    return saved


def bring(bot: Bot, file: Path, **options: str) -> Outcome:
    return import_file(bot, file, Ways(**options), confirmed=True)


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.new, outcome.changed, len(outcome.errors), outcome.unchanged


def said(outcome: Outcome) -> list[tuple[int, str, str, str]]:
    return [(error.line, error.column, error.value, error.mend) for error in outcome.errors]


def everything(bot: Bot) -> list[list[Row]]:
    tables = (BudgetLine, BudgetProfile, BudgetActual, BudgetFigure)
    return [[row for row in rows(bot.database, table) if row["void_at"] is None] for table in tables]


def profile(bot: Bot, line: int) -> list[int]:
    return [row["pence"] for row in rows(bot.database, BudgetProfile) if row["line_id"] == line]


def test_lines_come_in_with_their_budget_and_the_preview_adds_them_up(bot: Bot, save: Save) -> None:
    file = save(EMPLOYEES.replace("Engineer", ""), INCOME, SERVERS)
    outcome = import_file(bot, file)
    assert outcome.words().splitlines()[:3] == [
        "3 new, 0 changed, 0 errors; 0 unchanged.",
        "The capital lines of 2020-21 in this file add up to 50,000.",
        "The revenue lines of 2020-21 in this file add up to 107,999.40.",
    ]
    assert how_many(bot.database, BudgetLine, Trail) == [0, 0]
    bring(bot, file)
    found = [(row["code"], row["name"], row["year"], row["kind"], row["is_income"]) for row in everything(bot)[0]]
    assert found == [
        ("1", "Employees", 2020, "revenue", False),
        ("2", "Income from partners", 2020, "revenue", True),
        ("3", "Server room", 2020, "capital", False),
    ]
    assert (sum(profile(bot, 1)), sum(profile(bot, 2)), profile(bot, 1)[0]) == (12_000_000, -1_200_060, 1_000_000)
    assert counts(bring(bot, file)) == (0, 0, 0, 3)


def test_a_profile_stands_in_twelve_columns_and_adds_to_the_budget(bot: Bot, save: Save) -> None:
    header = "Code,Line,Financial year,Original budget,p1,P2,Period 3,p12"
    file = save('1,Stock,2020-21,"1,000",100,200,300,400', "2,Post,2020-21,,,,,60", header=header)
    assert counts(bring(bot, file)) == (2, 0, 0, 0)
    assert profile(bot, 1) == [10_000, 20_000, 30_000, *[0] * 8, 40_000]
    assert sum(profile(bot, 2)) == 6_000
    assert counts(bring(bot, file)) == (0, 0, 0, 2)
    wrong = save('1,Stock,2020-21,"1,000",100,200,300,401', header=header)
    assert said(bring(bot, wrong)) == [(2, "Original budget", "1,000", "The periods add up to 1,001, and not to 1,000")]


def test_a_known_line_is_corrected_and_a_right_total_leaves_its_profile_alone(bot: Bot, save: Save) -> None:
    bring(bot, save(SERVERS))
    done(bot, "/budget profile Server room 40000 p1 2020-21", "finance")
    before = profile(bot, 1)
    assert counts(bring(bot, save(SERVERS))) == (0, 0, 0, 1)
    assert counts(bring(bot, save(SERVERS.replace("Server room", "Servers")))) == (0, 1, 0, 0)
    assert (profile(bot, 1), everything(bot)[0][0]["name"]) == (before, "Servers")
    assert counts(bring(bot, save(SERVERS.replace("Server room", "Servers").replace("50000", "60000")))) == (0, 1, 0, 0)
    assert sum(profile(bot, 1)) == 6_000_000


def test_a_line_may_take_the_name_that_another_gives_up(bot: Bot, save: Save) -> None:
    bring(bot, save("1,Stock,2020-21,5,,"))
    file = save("1,Old stock,2020-21,5,,", "2,Stock,2020-21,6,,")
    assert counts(import_file(bot, file)) == counts(bring(bot, file)) == (1, 1, 0, 0)
    assert [row["name"] for row in everything(bot)[0]] == ["Old stock", "Stock"]
    swap = save("2,Old stock,2020-21,6,,", "1,Stock,2020-21,5,,")
    assert counts(bring(bot, swap)) == (0, 0, 2, 0)


def test_what_is_wrong_with_a_line_is_a_sentence(bot: Bot, save: Save) -> None:
    outcome = bring(
        bot,
        save(
            ",No code,2020-21,1,,",
            "1,No year,,1,,",
            "1,A year and no more,p6,1,,",
            "1,No amount,2020-21,,,",
            "1,,2020-21,5,,",
            "1,Odd amount,2020-21,about 5,,",
            "1,Odd kind,2020-21,5,wishes,",
            "1,Odd holder,2020-21,5,,Nobody",
            "1,Good,2020-21,5,,",
            "1,Twice,2020-21,5,,",
            "2,good,2020-21,5,,",
        ),
    )
    assert [(line, column) for line, column, *_ in said(outcome)] == [
        *((2, "Code"), (3, "Financial year"), (4, "Financial year"), (5, "Original budget"), (6, "Line")),
        *((7, "Original budget"), (8, "Kind"), (9, "Holder"), (11, "Code"), (12, "Line")),
    ]
    assert (outcome.new, how_many(bot.database, BudgetLine)) == (1, [0])


def test_figures_come_in_by_line_and_period(bot: Bot, save: Save) -> None:
    bring(bot, save(EMPLOYEES.replace("Engineer", ""), INCOME))
    file = save(
        "1,p1-6 2020-21,59000.55,1000",
        "Employees,October 2020,11000,",
        '2 Income from partners,p6 2020-21,"(6,000)",',
        header=FIGURES,
    )
    outcome = bring(bot, file)
    assert counts(outcome) == (3, 0, 0, 0)
    assert outcome.warnings == (
        "Actuals in this file add up to 64,000.55.",
        "Commitments in this file add up to 1,000.",
    )
    _, _, actuals, figures = everything(bot)
    assert [(row["line_id"], row["since"], row["period"], row["pence"]) for row in actuals] == [
        (1, 1, 6, 5_900_055),
        (1, 7, 7, 1_100_000),
        (2, 6, 6, -600_000),
    ]
    assert [(row["kind"], row["period"], row["pence"]) for row in figures] == [("commitment", 6, 100_000)]
    entries = how_many(bot.database, Trail)
    assert counts(bring(bot, file)) == (0, 0, 0, 3)
    assert how_many(bot.database, Trail) == entries
    assert counts(bring(bot, save("1,p1-6 2020-21,59000.55,1100", header=FIGURES))) == (0, 1, 0, 0)


def test_a_profile_by_period_ends_as_the_file_says(bot: Bot, save: Save) -> None:
    bring(bot, save("1,Stock,2020-21,1200,,"))
    header = "Line,Period,Profile,Day of the ledger"
    file = save(
        *(f"Stock,p{period} 2020-21,{period}," for period in range(1, 12)), "Stock,p12 2020-21,1134,", header=header
    )
    assert counts(bring(bot, file)) == (0, 11, 0, 1)  # the last is what the others leave
    assert profile(bot, 1) == [100 * period for period in range(1, 12)] + [113_400]
    assert counts(bring(bot, file)) == (0, 0, 0, 12)
    short = save("Stock,p12 2020-21,1000,", header=header)
    assert "below the full budget" in bring(bot, short).errors[0].mend


def test_what_is_wrong_with_a_figure_is_a_sentence(bot: Bot, save: Save) -> None:
    bring(bot, save(EMPLOYEES.replace("Engineer", ""), INCOME))
    outcome = bring(
        bot,
        save(
            "9,p6 2020-21,5,,",
            "1,p6,5,,",
            "1,p6 2019-20,5,,",
            "1,p2-6 2020-21,5,,",
            "1,p6 2020-21,,,",
            "1,p6 2020-21,five,,",
            "1,p6 2020-21,5,,2021-01-01",
            "1,p1-6 2020-21,5,,2020-08-01",
            "1,p3 2020-21,5,,",
            "2,p6 2020-21,5,,",
            header=f"{FIGURES},Day of the ledger",
        ),
    )
    assert [(line, column) for line, column, *_ in said(outcome)] == [
        *((2, "Line"), (3, "Period"), (4, "Line"), (5, "Period"), (6, "Actual"), (7, "Actual")),
        *((8, "Day of the ledger"), (10, "Period")),
    ]
    assert outcome.warnings[-1].startswith("Income above zero: 1, on lines 11.")
    assert (outcome.new, how_many(bot.database, BudgetActual)) == (2, [0])


def test_imports_of_a_budget_can_be_undone_and_brought_back(bot: Bot, save: Save) -> None:
    bring(bot, save(EMPLOYEES.replace("Engineer", ""), SERVERS))
    before = everything(bot)
    bring(bot, save("1,p1-6 2020-21,50000,9", "3,p6 2020-21,5,", header=FIGURES, name="figures.csv"))
    after = everything(bot)
    assert undo_last(bot).splitlines() == [
        "Undone: import figures.csv as budget-figures",
        "Budget lines now again as they were: 2. [Undo the undo]",
    ]
    assert everything(bot) == before
    done(bot, "/ict undo 3", "admin")
    assert everything(bot) == after
    assert say(bot, "/ict undo 1", "admin").text.splitlines()[1:] == [
        "Kept, because they have been changed since: 2. Edit them singly:",
        "  1 Employees, 2020-21",
        "  3 Server room, 2020-21 [Undo the undo]",
    ]
    assert everything(bot) == after


def test_a_line_that_nobody_has_used_since_is_withdrawn_and_comes_in_anew(bot: Bot, save: Save) -> None:
    bring(bot, save(EMPLOYEES.replace("Engineer", ""), SERVERS))
    done(bot, "/budget actual Server room 500 p1 2020-21", "finance")
    assert undo_last(bot).splitlines()[1:3] == [
        "Budget lines withdrawn: 1.",
        "Kept, because they have been changed since: 1. Edit them singly:",
    ]
    assert [row["name"] for row in everything(bot)[0]] == ["Server room"]
    assert counts(bring(bot, save(EMPLOYEES.replace("Engineer", ""), SERVERS))) == (1, 0, 0, 1)


@pytest.mark.parametrize(
    "line",
    [
        '/ict commentary "Two posts are vacant" about:Employees period:"q1 2020-21"',
        '/budget virement 500 p6 2020-21 from:Employees to:"Server room" why:vacancy',
    ],
)
def test_a_line_that_somebody_named_since_is_kept(line: str, bot: Bot, save: Save) -> None:
    bring(bot, save(SERVERS.replace("capital", "revenue")))
    done(bot, '/ict commentary "New racks" about:"Server room" period:"q1 2020-21"', "admin")
    bring(bot, save(EMPLOYEES.replace("Engineer", ""), INCOME))
    done(bot, line, "admin")
    assert "  1 Employees, 2020-21" in undo_last(bot)
    assert [row["name"] for row in everything(bot)[0]] == ["Server room", "Employees"]


@pytest.mark.parametrize("verb", ["csv", "xlsx"])
def test_the_budgets_own_file_is_known_and_changes_nothing(verb: str, bot: Bot, save: Save, tmp_path: Path) -> None:
    bring(bot, save(EMPLOYEES.replace("Engineer", ""), INCOME, SERVERS))
    done(bot, "/budget actual Employees 500.25 p1 2020-21", "finance")
    (file,) = (part for part in done(bot, f"/budget {verb} p1 2020-21", "finance").parts if isinstance(part, File))
    path = tmp_path / file.name
    path.write_bytes(file.content)
    outcome = import_file(bot, path, confirmed=True)
    assert counts(outcome) == (0, 0, 0, 3)
    assert any(warning.startswith("Columns that are not read: Revised budget") for warning in outcome.warnings)


def test_only_finance_imports_a_budget(bot: Bot, save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    engineer = next(person for person in bot.dispatcher.people.values() if person.key == "engineer")
    monkeypatch.setattr("bot.imports.files.importer", lambda _bot: engineer)
    with pytest.raises(DeskError, match="That needs the role finance"):
        bring(bot, save(SERVERS))


def test_periods_of_a_profile_may_stand_in_any_order(bot: Bot, save: Save) -> None:
    """What is left is spread over later periods, and must not undo what the file says of one of them."""
    bring(bot, save("1,Stock,2020-21,1200,,"))
    header = "Line,Period,Profile"
    rows = ("1,p6 2020-21,9000", "1,p4 2020-21,120000", "1,p1-3 2020-21,3000")
    assert counts(bring(bot, save(*rows, header=header))) == (0, 3, 0, 0)
    assert counts(bring(bot, save(*rows, header=header))) == (0, 0, 0, 3)
