"""The budget is remembered with its trail: corrected, replaced, taken back, and never counted twice."""

from collections.abc import Callable

import pytest

from bot.app import Bot
from bot.parts import File, Form
from bot.shell import buttons_of
from core.budget import Spent
from reports.charts import Bars, as_table
from storage import budgets
from storage.models import BudgetActual, BudgetLine, BudgetProfile, BudgetReason
from tests.integration.rows import done, frozen, replayed, rows, say

Say = Callable[[str], str]


@pytest.fixture
def finance(bot: Bot) -> Say:
    """A desk with two lines of 2020-21; gives the answer to what Finance says."""
    done(bot, "/budget line 1 Employees 12,000 2020-21 holder:Sam", "finance")
    done(bot, "/budget line 9 Income (1,200) 2020-21", "finance")
    return lambda line: say(bot, line, "finance").text


def actuals(bot: Bot, name: str = "Employees") -> tuple[Spent, ...]:
    found = bot.database.read(lambda session: budgets.loaded(session, 2020, 12))
    return next(one.actuals for one in found if one.name == name)


def full(bot: Bot) -> dict[str, int]:
    return {one.name: one.full for one in bot.database.read(lambda session: budgets.loaded(session, 2020, 12))}


@pytest.mark.parametrize(("record", "model"), [("budget_line", BudgetLine), ("budget_profile", BudgetProfile)])
def test_the_trail_tells_what_stands(bot: Bot, finance: Say, record: str, model: type[BudgetLine]) -> None:
    finance("/budget profile Employees 7,000 p1-6 2020-21")
    finance("/budget line 1 Staff 2020-21")
    told = replayed(bot.database, record)
    for row in rows(bot.database, model):
        assert told[row["id"]].items() <= frozen(row).items()


def test_a_line_is_corrected_by_its_code_and_its_profile_follows_a_new_amount(bot: Bot, finance: Say) -> None:
    assert finance("/budget line 1 2020-21 holder:Asha").startswith("1 Employees, 2020-21: full budget 12,000.")
    said = finance("/budget line 1 Staff 24,000 2020-21 kind:revenue")
    assert said.startswith("1 Staff, 2020-21: full budget 24,000, in twelve equal periods.")
    assert full(bot) == {"Staff": 2400000, "Income": -120000}
    assert "called income in 2020-21 already" in finance("/budget line 2 income 5 2020-21")
    assert "called Staff in 2020-21 already" in finance("/budget line 9 Staff 2020-21")
    assert len(rows(bot.database, BudgetProfile)) == 24


def test_a_year_so_far_takes_the_place_of_its_periods_and_an_undo_brings_them_back(bot: Bot, finance: Say) -> None:
    finance("/budget actual Employees 900 p1 2020-21")
    finance("/budget actual 1 1,100 p2 2020-21")
    finance("/budget actual Employees 2,050.50 p1-2 2020-21")
    assert actuals(bot) == (Spent(1, 2, 205050),)
    finance("/ict undo")
    assert actuals(bot) == (Spent(1, 1, 90000), Spent(2, 2, 110000))
    finance("/ict undo 6")  # which was that undo
    assert actuals(bot) == (Spent(1, 2, 205050),)


def test_an_undo_is_not_undone_over_what_was_entered_since(bot: Bot, finance: Say) -> None:
    finance("/budget actual Employees 900 p1 2020-21")
    finance("/ict undo")
    finance("/budget actual Employees 950 p1 2020-21")
    told = say(bot, "/ict undo 4", "finance").text
    assert told == "The same was entered again since. Undo that first."
    assert actuals(bot) == (Spent(1, 1, 95000),)


def test_the_same_again_corrects_it(bot: Bot, finance: Say) -> None:
    finance("/budget actual Employees 900 p1 2020-21")
    finance('/budget actual Employees 950 p1 2020-21 ledger:"3 May 2020"')
    assert actuals(bot) == (Spent(1, 1, 95000),)
    assert "Ledger of 3 May 2020." in finance("/budget p1 2020-21")
    for name in ("commit", "forecast"):
        finance(f"/budget {name} Employees 100 p1 2020-21")
        finance(f"/budget {name} Employees 200 p1 2020-21")
    finance("/budget reason Employees p1 2020-21 timing first")
    finance("/budget reason Employees p1 2020-21 permanent second thought")
    answer = finance("/budget p1 2020-21")
    assert "Committed and not in the actuals: Employees 200." in answer
    assert "(Employees 200)" in answer
    assert [row["text"] for row in rows(bot.database, BudgetReason)] == ["second thought"]


@pytest.mark.parametrize("run", ["p1", "p2", "p1-2"])
def test_what_the_ledger_gave_as_one_figure_is_not_counted_twice(bot: Bot, finance: Say, run: str) -> None:
    finance("/budget actual Employees 3,000 p1-3 2020-21")
    assert "has its actuals of p1-3 2020-21 as one figure" in finance(f"/budget actual Employees 900 {run} 2020-21")
    assert actuals(bot) == (Spent(1, 3, 300000),)


def test_a_single_period_beside_the_year_so_far(bot: Bot, finance: Say) -> None:
    finance("/budget actual Employees 3,000 p1-3 2020-21")
    finance("/budget actual Employees 800 p4 2020-21")
    assert "as one figure" in finance("/budget actual Employees 800 p3 2020-21")
    assert "ask for that, or enter them period by period" in finance("/budget p2 2020-21")
    assert "Employees 4,000; 3,800; (200) favourable (5.0%)" in finance("/budget")
    assert "Income: no actuals; no variance\n" in finance("/budget")
    assert len(rows(bot.database, BudgetActual)) == 2


def test_a_year_still_running_is_shown_as_far_as_there_are_actuals(finance: Say) -> None:
    bare = finance("/budget 2020-21")
    assert bare.startswith("No actuals of 2020-21 are entered yet. Full budget, £:")
    assert "favourable" not in bare
    assert finance("/budget why 2020-21") == bare
    finance("/budget actual Employees 1,000 p1 2020-21")
    assert finance("/budget 2020-21").startswith("Period 1, as far as there are actuals, £.")


def test_a_virement_revises_two_lines_and_leaves_the_total(bot: Bot, finance: Say) -> None:
    finance("/budget line 4 Services 6,000 2020-21")
    said = finance('/budget virement 600 p7 2020-21 from:Services to:Employees why:"agency staff"')
    assert said.startswith(
        "600 moved from p7 2020-21 on: Services 6,000, revised 5,400; Employees 12,000, revised 12,600."
    )
    assert sum(full(bot).values()) == 1680000
    assert "Revised by virements: Employees, Services." in finance("/budget p6 2020-21")
    assert "above zero" in finance("/budget virement 600 p7 2020-21 from:Services to:Services why:no")
    finance("/ict undo")
    assert full(bot)["Services"] == 600000


def test_less_time_is_never_set_beside_the_budget_of_more(bot: Bot, finance: Say) -> None:
    finance("/budget line 2 Transport 6,000 2020-21")
    finance("/budget line 3 Services 60,000 2020-21")
    finance("/budget actual Employees 2,900 p1-3 2020-21")
    finance("/budget actual Transport 3,100 p1-6 2020-21")
    said = finance("/budget actual Services 9,000 p6 2020-21")
    assert "favourable" not in said
    head, *shown = finance("/budget q2 2020-21").splitlines()
    assert head.startswith("Periods 1 to 6, cumulative, £. Compared: the lines whose actuals reach period 6 (1 of 4). ")
    assert shown[:7] == [
        "Employees: 2,900 to period 3; no variance",
        "Transport 3,000; 3,100; 100 adverse (3.3%)",
        "Services: actuals not from period 1 on; no variance",
        "Income: no actuals; no variance",
        "Total of these 1 3,000; 3,100; 100 adverse (3.3%)",
        "Full budget 76,800. Forecast at this rate 76,600: 200 under.",
        "Ledger of 28 August 2020.",
    ]
    assert "No reason is wanted" in finance("/budget ask q2 2020-21")
    why = finance("/budget why q2 2020-21")
    assert "Spent" not in why
    assert "Employees: 2,900 to period 3; no variance. Holder: Sam Okafor." in why
    (chart,) = [part.drawing for part in say(bot, "/budget q2 2020-21", "finance").parts if part.kind == "chart"]
    assert chart.title == "Spending of 1 of 4 lines is £100 above its budget to date"
    (_, file) = say(bot, "/budget csv q2 2020-21", "finance").parts
    assert isinstance(file, File)
    assert "1,Employees,revenue,,Sam Okafor,12000,12000,,,,0,11600,,,,p6 2020-21\r\n" in file.text
    assert "Actuals of period 6 are missing: Employees (2,900 to period 3), Services" in finance(
        "/budget printed q2 2020-21 actual:3,100"
    )


def test_the_picture_holds_actual_and_forecast_against_their_budgets(bot: Bot, finance: Say) -> None:
    finance("/budget actual Employees 6,500 p1-6 2020-21")
    finance("/budget actual Income (600) p1-6 2020-21")

    def pictured(period: str) -> Bars:
        (chart,) = [part.drawing for part in say(bot, f"/budget {period}", "finance").parts if part.kind == "chart"]
        assert isinstance(chart, Bars)
        return chart

    half = pictured("q2 2020-21")
    assert half.title == "Spending is £500 above its budget to date, and heads for £1,000 over the full budget"
    assert as_table(half).rows == (
        ("Employees", 6_500, 6_000, 13_000, 12_000),
        ("Income", -600, -600, -1_200, -1_200),
        ("Total", 5_900, 5_400, 11_800, 10_800),
    )
    finance("/budget line 1 Employees 12,000 2019-20")
    finance("/budget actual Employees 12,000 p1-12 2019-20")
    year = pictured("q4 2019-20")
    assert year.title == "Spending is on its budget to date"
    assert as_table(year).columns == ("Line", "Actual", "Budget to date")


def test_where_nothing_can_be_compared_no_total_is_claimed(finance: Say) -> None:
    finance("/budget actual Employees 900 p3 2020-21")
    shown = finance("/budget p3 2020-21")
    assert "Total" not in shown
    assert "[chart]" not in shown
    assert "Employees: actuals not from period 1 on; no variance" in shown


def test_a_virement_takes_no_more_than_there_is(bot: Bot, finance: Say) -> None:
    said = finance("/budget virement 12,000.01 p6 2020-21 from:Employees to:Income why:no")
    told = "Moving 12,000.01 would leave Employees below zero, at (0.01): its budget is 12,000."
    assert said == f"{told} Move less, or name other lines."
    said = finance("/budget virement 1,300 p6 2020-21 from:Employees to:Income why:no")
    assert "would leave Income above zero, at 100: its budget is (1,200)." in said
    assert full(bot) == {"Employees": 1200000, "Income": -120000}
    finance("/budget line 4 Services 6,000 2020-21")
    finance("/budget virement 12,000 p6 2020-21 from:Employees to:Services why:closed")
    assert full(bot) == {"Employees": 0, "Services": 1800000, "Income": -120000}


def test_what_has_no_rate_is_forecast_as_budgeted_and_it_is_said(finance: Say) -> None:
    finance("/budget line 4 Services 6,000 2020-21")
    finance("/budget virement 10,000 p7 2020-21 from:Employees to:Services why:moved")
    finance("/budget actual Employees 6,600 p1-6 2020-21")
    shown = finance("/budget p6 2020-21")
    assert "No rate to forecast by, so the rest is taken as it is budgeted: Employees." in shown


def test_an_adjustment_is_seen_from_its_period_on(finance: Say) -> None:
    finance("/budget adjust Y/E Finance adjustments 100 p3 2020-21 why:recharges")
    finance("/budget actual Employees 3,000 p1-3 2020-21")
    assert "Y/E Finance adjustments 0; 100; 100 adverse: recharges" in finance("/budget p3 2020-21")
    finance("/budget actual Employees 2,000 p1 2020-21")
    assert "Y/E" not in finance("/budget p4 2021-22")


def test_capital_stands_apart_and_each_line_is_of_its_own_budget(bot: Bot, finance: Say) -> None:
    """63% of one programme and 50% of another, as in seed 000: they do not add up to anything."""
    finance('/budget line C1 Licences 1,000 2020-21 kind:capital programme:"Microsoft agreement"')
    finance('/budget line C2 Network 400 2020-21 kind:capital programme:"Wide area network"')
    finance("/budget actual C1 630 p1-6 2020-21")
    finance("/budget actual C2 200.50 p1-6 2020-21")
    shown = finance("/budget p6 2020-21").splitlines()
    assert shown.index("Capital") > shown.index("Revenue")
    assert "Total 700; 831; 131 adverse (18.6%)" in shown
    assert "Each of its own full budget: Microsoft agreement 63.0%, Wide area network 50.1%." in finance(
        "/budget why p6 2020-21"
    )
    (_, file) = say(bot, "/budget csv p6 2020-21", "finance").parts
    assert isinstance(file, File)
    assert "C2,Network,capital,Wide area network,,400,400,200,200.5,0.5,0,401,,,,p6 2020-21\r\n" in file.text


def test_income_that_is_not_below_zero_is_asked_about(bot: Bot, finance: Say) -> None:
    asked = say(bot, "/budget actual Income 100 p1 2020-21", "finance")
    lines = {button.label: button.line for button in buttons_of(asked)}
    finance(lines["(100) income"])
    assert actuals(bot, "Income") == (Spent(1, 1, -10000),)
    finance(lines["100 paid back"])
    assert actuals(bot, "Income") == (Spent(1, 1, 10000),)


def test_no_income_yet_may_be_marked_as_such(bot: Bot, finance: Say) -> None:
    finance("/budget line 8 Grants 0 2020-21 income:yes")
    assert "Which is it?" in finance("/budget actual Grants 5 p1 2020-21")
    assert [row["is_income"] for row in rows(bot.database, BudgetLine)] == [False, True, True]


@pytest.mark.usefixtures("finance")
@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("/budget line", {"code": "5", "name": "Stock", "amount": "10", "period": "2020-21"}),
        ("/budget actual 5 p1 2020-21", {"line": "Employees", "amount": "5", "period": "p1 2020-21"}),
        ("/budget profile", {"line": "Employees", "amount": "500", "period": "p1 2020-21"}),
        ("/budget reason Employees", {"line": "Employees", "period": "p1 2020-21", "kind": "timing", "text": "late"}),
        (
            "/budget virement 5",
            {"from": "Income", "to": "Employees", "amount": "5", "period": "p1 2020-21", "why": "x"},
        ),
        ("/budget adjust", {"name": "Y/E", "amount": "5", "period": "p12 2020-21", "why": "x"}),
        ("/budget printed", {"period": "p12 2020-21", "full": "10,800"}),
    ],
)
def test_what_is_missing_is_asked_for_in_a_form_that_can_be_sent(bot: Bot, asked: str, values: dict[str, str]) -> None:
    before = bot.database.read(lambda session: budgets.loaded(session, 2020, 12))
    (form,) = say(bot, asked, "finance").parts
    assert isinstance(form, Form)
    assert bot.database.read(lambda session: budgets.loaded(session, 2020, 12)) == before
    assert {field.key for field in form.fields} >= set(values)
    done(bot, " ".join([form.line, *(f'{key}:"{value}"' for key, value in values.items())]), "finance")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/budget actual Employees 5 p2-3 2020-21", "or for the year so far, p1-3 2020-21"),
        ("/budget actual Employees 5 p1 2021-22", "There is no budget for 2021-22 yet."),
        ("/budget actual Emplyees 5 p1 2020-21", "Did you mean Employees?"),
        ("/budget actual Employees p6 2020", "Is 2020 a year or an amount? Write 2020-21 or £2020."),
        ("/budget actual Employees amount:lots p1 2020-21", "lots is not an amount."),
        ('/budget actual Employees 5 p1 2020-21 ledger:"1 June 2031"', "is still to come"),
        ("/budget profile Employees 5 p12 2020-21", "below the full budget"),
        (f"/budget line 5 {61 * 'x'} 10 2020-21", "That name has 61 characters. Shorten it to 60."),
        ("/budget line 5 Stock 10 2020-21 kind:other", "There is no kind other."),
        ("/budget reason Employees permenant as p1 2020-21 timing is off", "called Employees permenant as"),
        ("/budget virement 1.005 p1 2020-21 from:Employees to:Travel why:x", "1.005 is not an amount."),
        ("/budget reason Employees p1 2020-21 kind:odd text:x", "timing (it will come right) or permanent"),
        ("/budget check p1 2020-21", "No printed totals of period 1 of 2020-21 are entered"),
        ("/budget ask p1 2020-21", "Asked in #ict-management: "),
        ("/budget last 12 months", "whole periods of one financial year"),
        ("/budget nonsense", "I cannot read “nonsense” as a period."),
    ],
)
def test_what_cannot_be_is_answered_with_what_to_do(bot: Bot, finance: Say, line: str, told: str) -> None:
    done(bot, "/budget line 3 Travel 36,000 2020-21", "finance")
    done(bot, "/budget actual Travel 0 p1 2020-21", "finance")
    assert told in finance(line)


def test_nothing_is_asked_where_nothing_is_wanted(finance: Say) -> None:
    finance("/budget line 1 2020-21 holder:Asha")
    finance("/budget actual Employees 1,000 p1 2020-21")
    assert "No reason is wanted" in finance("/budget ask p1 2020-21")
    assert "on budget" in finance("/budget p1 2020-21")


def test_only_finance_and_the_holder_forecast_a_line(bot: Bot, finance: Say) -> None:
    finance("/budget actual Employees 1,000 p1 2020-21")
    assert done(bot, "/budget forecast Employees 12,500 p1 2020-21", "engineer").text.startswith(
        "Employees, forecast of p1 2020-21: 12,500, of a full budget of 12,000; at this rate it would be 12,000."
    )
    told = say(bot, "/budget forecast Income (500) p1 2020-21", "engineer").text
    assert told == "That is for Finance, or the holder of Income: who is not named yet."


def test_a_share_is_not_taken_of_income_alone(finance: Say) -> None:
    finance("/budget line 9 Income (1,200) 2021-22")
    for line in ("Employees 900 p1 2020-21", "Income (90) p1 2020-21", "Income (90) p1 2021-22"):
        finance(f"/budget actual {line}")
    assert "Spent" in finance("/budget why p1 2020-21")
    assert "Spent" not in finance("/budget why p1 2021-22")


def test_many_lines_and_no_names_that_a_chart_could_not_hold(bot: Bot, finance: Say) -> None:
    for code in range(20, 40):
        finance(f"/budget line {code} L{code} {code}00 2020-21")
        finance(f"/budget actual L{code} 100 p1 2020-21")
    reply = say(bot, "/budget p1 2020-21", "finance")
    (chart,) = [part.drawing for part in reply.parts if part.kind == "chart"]
    assert isinstance(chart, Bars)
    assert len(chart.categories) == 12


@pytest.mark.usefixtures("finance")
@pytest.mark.parametrize(
    ("asked", "title", "values"),
    [
        (
            "/budget reason Employees p6 2020-21 permenant delivered late",
            "A reason is timing or permanent, not permenant. Did you mean permanent?",
            {"line": "Employees", "period": "September 2020", "kind": "permanent", "text": "delivered late"},
        ),
        (
            "/budget reason Employees p6 2020-21 delivered late",
            "Why does the line stand off its budget?",
            {"line": "Employees", "period": "September 2020", "kind": "", "text": "delivered late"},
        ),
        (
            "/budget actual Employees 1.005 p8 2020-21",
            "1.005 is not an amount. Type pounds, such as 9,000 or 9000.50 or (9,000).",
            {"line": "Employees", "period": "November 2020", "amount": "1.005"},
        ),
        (
            "/budget actual 1 1,00 p8 2020-21",
            "1,00 is not an amount. Type pounds, such as 9,000 or 9000.50 or (9,000).",
            {"line": "Employees", "period": "November 2020", "amount": "1,00"},
        ),
    ],
)
def test_what_was_understood_is_kept_and_the_fault_named(
    bot: Bot, asked: str, title: str, values: dict[str, str]
) -> None:
    (form,) = say(bot, asked, "finance").parts
    assert isinstance(form, Form)
    assert form.title == f"{title} Nothing is stored yet."
    assert {field.key: field.value for field in form.fields} == values
