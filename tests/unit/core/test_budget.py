"""Seed 001's budget to the cell, with totals that add up; and the odd lines that other budgets have."""

from dataclasses import replace
from datetime import date

import pytest

from core.budget import (
    PERIODS,
    Line,
    Row,
    Spent,
    code_order,
    compared_row,
    complete_period,
    holders_outturn,
    in_print,
    is_over,
    moved_by,
    periods_of,
    reprofiled,
    row_of,
    total_of,
    under_words,
    variance_word,
)
from core.budget_check import Claim, cause, unlike_the_others, verdicts
from core.errors import DeskError
from core.money import spread
from core.periods import Period, financial_period, month_period


def line(code: str, name: str, full: int, to_date: int, actual: int) -> Line:
    """In pounds, as the seed prints them."""
    profile = reprofiled(spread(full * 100, PERIODS), 1, 6, to_date * 100)
    return Line(code, name, is_income=full < 0, profile=profile, actuals=(Spent(1, 6, actual * 100),))


SEED = (
    line("1", "Employees", 991834, 497917, 533250),
    line("3", "Transport", 6310, 3155, 100),
    line("4", "Services", 249207, 124604, 59153),
    line("8", "Depreciation", 720, 360, 0),
    line("9", "Income", -20700, -10350, -9000),
)
SHOWN, TOTAL = in_print([row_of(one, 6) for one in SEED])
EARLIER = "Income at its value of periods 1 to 3, (5,175), not (10,350)."
NEITHER = "nor is it the printed actual less the printed to date, (19,358)."
FOLLOWS = "it follows from the printed actual and to date."
PRINTED = Claim(1227371, 620861, 601503, -54501)


def test_every_cell_of_the_seeds_table() -> None:
    assert [
        (one.row.name, one.full, one.to_date, one.actual, one.variance, one.word, one.percent) for one in SHOWN
    ] == [
        ("Employees", 991834, 497917, 533250, 35333, "adverse", "7.1%"),
        ("Transport", 6310, 3155, 100, -3055, "favourable", "96.8%"),
        ("Services", 249207, 124604, 59153, -65451, "favourable", "52.5%"),
        ("Depreciation", 720, 360, 0, -360, "favourable", ""),
        ("Income", -20700, -10350, -9000, 1350, "shortfall, adverse", "13.0%"),
    ]


def test_the_totals_that_add_up() -> None:
    assert (TOTAL.full, TOTAL.to_date, TOTAL.actual, TOTAL.variance) == (1227371, 615686, 583503, -32183)
    assert (TOTAL.word, TOTAL.percent) == ("favourable", "5.2%")


def test_the_outturn_is_the_sum_of_the_lines_and_not_that_of_the_total() -> None:
    assert TOTAL.outturn == 1162722
    assert under_words(TOTAL.outturn, TOTAL.full) == "64,649 under"
    assert [one.outturn for one in SHOWN] == [1062216, 200, 118306, 0, -18000]
    whole = Line("", "All", profile=tuple(map(sum, zip(*(one.profile for one in SEED), strict=True))))
    assert replace(whole, actuals=(Spent(1, 6, 58350300),)).outturn(6) // 100 == 1163214


def test_the_printed_totals_that_do_not_add_up_and_why() -> None:
    assert verdicts(PRINTED, SEED, SHOWN, TOTAL, 6) == (
        "Full budget 1,227,371: adds up.",
        "To date 620,861: lines add to 615,686; 5,175 too much: " + EARLIER,
        "Actual 601,503: lines add to 583,503; 18,000 too much: Income 9,000 added, not deducted.",
        "Variance (54,501): lines add to (32,183); 22,318 too little: " + NEITHER,
    )


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (Claim(), ()),
        (Claim(variance=-54501), ("Variance (54,501): lines add to (32,183); 22,318 too little.",)),
        (
            Claim(to_date=615686, actual=601503, variance=-14183),
            (
                "To date 615,686: adds up.",
                "Actual 601,503: lines add to 583,503; 18,000 too much: Income 9,000 added, not deducted.",
                "Variance (14,183): lines add to (32,183); 18,000 too much: " + FOLLOWS,
            ),
        ),
        (Claim(actual=583403), ("Actual 583,403: lines add to 583,503; 100 too little: Transport 100 left out.",)),
        (
            Claim(to_date=615686 + 360),
            ("To date 616,046: lines add to 615,686; 360 too much: Depreciation 360 counted twice.",),
        ),
        (Claim(full=1), ("Full budget 1: lines add to 1,227,371; 1,227,370 too little.",)),
    ],
)
def test_what_a_document_prints_is_told_total_by_total(claim: Claim, said: tuple[str, ...]) -> None:
    assert verdicts(claim, SEED, SHOWN, TOTAL, 6) == said


def test_a_cause_is_named_only_where_no_other_line_would_explain_it_as_well() -> None:
    assert cause([("One", 50), ("Other", 50)], -50) == ""
    assert cause([("One", 50), ("Other", 40)], -100) == "One 50 deducted, not added"


def test_employees_stand_above_their_half_and_the_others_do_not() -> None:
    said = "Employees to date is 2,000 above half of its full budget; every other line is at half."
    assert unlike_the_others(SEED, 6) == (said,)
    assert unlike_the_others(SEED[:2], 6) == ()
    assert unlike_the_others((*SEED, line("10", "Other", 100000, 20000, 0)), 6) == ()
    (fourth,) = unlike_the_others((line("1", "Late", 1200, 0, 0), *SEED[1:2], *SEED[3:]), 4)
    assert fourth == "Late to date is 400 below 4 twelfths of its full budget; every other line is at 4 twelfths."


def test_without_a_budget_to_date_there_is_no_rate_and_the_rest_is_taken_as_profiled() -> None:
    late = Line("1", "Late", profile=(0,) * 6 + (100,) * 6, actuals=(Spent(1, 3, 50),))
    assert late.outturn(3) == 650
    assert in_print([row_of(late, 3)])[1].percent == ""


def test_a_budget_below_zero_has_no_rate_to_project() -> None:
    """12,000 less 50,000 moved away: 6,600 spent of -500 to date would otherwise make 501,609."""
    drawn = Line("5", "Stock", profile=spread(1200000, 12), moved=tuple(-pence for pence in moved_by(5000000, 6)))
    drawn = replace(drawn, actuals=(Spent(1, 6, 660000),))
    assert drawn.is_overdrawn
    assert not drawn.has_rate(6)
    assert drawn.outturn(6) == 660000 + drawn.full - drawn.to_date(6)
    late = replace(drawn, moved=tuple(-pence for pence in moved_by(1000000, 7)))
    assert (late.is_overdrawn, late.to_date(6), late.has_rate(6)) == (False, 600000, False)
    assert late.outturn(6) == 660000 - 400000
    income = replace(drawn, is_income=True, profile=spread(-1200000, 12), moved=moved_by(5000000, 6))
    assert (income.is_overdrawn, income.has_rate(6)) == (True, False)
    assert [one.has_rate(6) for one in SEED] == [True] * 5
    assert not any(one.is_overdrawn for one in SEED)


def test_a_line_without_any_actuals_is_forecast_at_its_budget() -> None:
    one = replace(SEED[0], actuals=())
    assert one.outturn(6) == one.full
    assert one.is_behind(6)
    assert not SEED[0].is_behind(6)
    assert SEED[0].is_behind(7)
    assert not Line("", "Adjustment").is_behind(6)


def test_what_the_actuals_do_not_reach_is_not_compared_and_goes_on_at_its_own_rate() -> None:
    """Three months' spending beside six months' budget would be called favourable."""
    one = replace(SEED[0], profile=spread(60000000, 12), actuals=(Spent(1, 3, 29000000),))
    assert (one.reach, one.is_behind(3), one.is_behind(6)) == (3, False, True)
    assert compared_row(one, 3).variance == 14000000
    assert (compared_row(one, 6).variance, compared_row(one, 6).full) == (0, 60000000)
    assert one.outturn(6) == one.outturn(3) == 116000000
    total = total_of([compared_row(each, 6) for each in (one, *SEED[1:])])
    assert total.variance == sum(row_of(each, 6).variance for each in SEED[1:])


def test_actuals_reach_as_far_as_there_is_a_figure_for_each_period() -> None:
    line = Line("1", "One", profile=(100,) * 12)
    runs = ((Spent(1, 2, 1), Spent(4, 4, 1)), (Spent(3, 3, 1),), (Spent(2, 2, 1), Spent(1, 1, 1)), ())
    assert [replace(line, actuals=each).reach for each in runs] == [2, 0, 2, 0]


def test_a_period_is_complete_when_the_actuals_of_every_line_with_a_budget_reach_it() -> None:
    further, one = (replace(SEED[0], actuals=each) for each in ((Spent(1, 6, 6), Spent(7, 7, 1)), (Spent(1, 6, 6),)))
    assert complete_period([further, one, Line("", "Adjustment", actuals=(Spent(3, 3, 1),))]) == 6
    assert complete_period([further, one, Line("9", "Not budgeted")]) == 6
    assert complete_period([further, replace(one, actuals=())]) == 0


def test_an_adjustment_is_a_line_without_a_budget() -> None:
    adjustment = Line("", "Y/E", actuals=(Spent(12, 12, 120000),))
    assert (row_of(adjustment, 12).variance, row_of(adjustment, 11).actual, adjustment.outturn(12)) == (
        120000,
        0,
        120000,
    )


def test_actuals_that_are_one_figure_cannot_be_parted() -> None:
    assert SEED[0].straddling(3) == Spent(1, 6, 53325000)
    assert SEED[0].straddling(6) is None


def test_a_virement_moves_the_rest_of_the_year_and_never_the_total() -> None:
    moved = moved_by(500000, 7)
    giver = replace(SEED[2], moved=tuple(-pence for pence in moved))
    taker = replace(SEED[0], moved=moved)
    assert (giver.original, giver.full, giver.to_date(6)) == (24920700, 24420700, 12460400)
    assert giver.full + taker.full == SEED[2].full + SEED[0].full


def test_holders_figures_take_the_place_of_the_rate() -> None:
    assert holders_outturn((replace(SEED[0], forecast=100000000), SEED[1]), 6) == 100000000 + 20000


def test_the_rest_of_the_year_shares_what_is_left() -> None:
    assert reprofiled((100,) * 12, 1, 6, 900) == (150,) * 6 + (50,) * 6
    assert reprofiled((100,) * 12, 12, 12, 100) == (100,) * 12
    with pytest.raises(DeskError, match=r"profile is £0\.50 below the full budget"):
        reprofiled((100,) * 12, 12, 12, 50)
    with pytest.raises(DeskError, match=r"profile is £0\.50 above the full budget"):
        reprofiled((100,) * 12, 7, 12, 650)


def test_the_words_of_a_variance() -> None:
    assert variance_word(0, is_income=True) == "on budget"
    assert variance_word(1, is_income=True) == "shortfall, adverse"
    assert variance_word(1, is_income=False) == "adverse"
    assert variance_word(-1, is_income=True) == variance_word(-1, is_income=False) == "favourable"
    assert [under_words(3, 3), under_words(5, 3)] == ["on budget", "2 over"]


def test_a_reason_is_asked_over_both_thresholds() -> None:
    row = Row("Any", 0, to_date=10_000_000, actual=10_150_000, outturn=0)
    assert is_over(row, 1000, 0)
    assert not is_over(row, 1500, 0)
    assert is_over(row, 1000, 1.4)
    assert not is_over(row, 1000, 1.5)
    assert total_of([]).variance == 0


def test_periods_of_a_year() -> None:
    assert periods_of(financial_period(2020, 6)) == (2020, 6, 6)
    assert periods_of(financial_period(2020, 1, 12)) == (2020, 1, 12)
    assert periods_of(month_period(202103)) == (2020, 12, 12)
    may = month_period(202005)
    for odd in (Period(month_period(202102).start, month_period(202104).end), Period(may.start, date(2020, 5, 20))):
        with pytest.raises(DeskError, match="whole periods of one financial year"):
            periods_of(odd)


def test_codes_that_are_numbers_come_first_and_what_has_none_last() -> None:
    assert sorted(["", "b", "10", "A", "9"], key=code_order) == ["9", "10", "A", "b", ""]
