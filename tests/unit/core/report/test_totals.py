"""Typed tables: the printed budget of April to September 2020 with its wrong totals, and tables of counts."""

from core.report.shares import wrong_shares
from core.report.totals import faults

HEADER = ("Group", "Full budget", "To date", "Actual", "Variance")
LINES = (
    ("Employees", "991,834", "497,917", "533,250", "35,333"),
    ("Transport", "6,310", "3,155", "100", "(3,055)"),
    ("Services", "249,207", "124,604", "59,153", "(65,451)"),
    ("Depreciation", "720", "360", "0", "(360)"),
    ("Income", "(20,700)", "(10,350)", "(9,000)", "1,350"),
)
RIGHT = ("Total", "1,227,371", "615,686", "583,503", "(32,183)")
PRINTED = ("Total", "1,227,371", "620,861", "601,503", "(54,501)")
OUTAGES = (
    ("Priority", "April", "May", "June", "Q1 total", "July", "August", "September", "Q2 total"),
    ("P1", "0", "0", "0", "0", "0", "1", "0", "1"),
    ("P2", "3", "5", "7", "15", "18", "5", "8", "31"),
    ("Total", "3", "5", "7", "15", "18", "6", "8", "32"),
)


def test_each_wrong_total_of_the_printed_budget_is_told_and_the_right_one_is_not() -> None:
    assert faults((HEADER, *LINES, PRINTED)) == [
        "To date: lines add to £615,686, the draft says £620,861; £5,175 out",
        "Actual: lines add to £583,503, the draft says £601,503; £18,000 out: Income 9,000 added, not deducted",
        "Variance: lines add to (£32,183), the draft says (£54,501); £22,318 out",
    ]
    assert faults((HEADER, *LINES, RIGHT)) == []


def test_a_hidden_adjustment_is_refused_and_an_explicit_one_is_a_line() -> None:
    hidden = ("Year-end adjustments", "", "", "", "")
    bare = ("Year-end adjustment", "0", "0", "(1,000)", "(1,000)")
    total = ("Total", "1,227,371", "615,686", "582,503", "(33,183)")
    assert faults((HEADER, *LINES, hidden, RIGHT)) == [
        "Year-end adjustments has no amount: leave the line out, or give its amount and its reason"
    ]
    assert faults((HEADER, *LINES, bare, total)) == ["Year-end adjustment has no reason: say why it is there"]
    assert faults((HEADER, *LINES, bare, total), {"Year-end adjustment": "An accrual was reversed"}) == []
    with_reasons = [(*row, "") for row in LINES]
    explicit = (*bare, "An accrual was reversed")
    assert faults(((*HEADER, "Reason"), *with_reasons, explicit, (*total, ""))) == []


def test_a_row_without_a_name_is_refused() -> None:
    nameless, blank = ("", "", "", "5", "5"), ("", "", "", "", "")
    total = ("Total", "1,227,371", "615,686", "583,508", "(32,178)")
    assert faults((HEADER, *LINES, nameless, total)) == [
        "A line has amounts and no name: name it and say why it is there"
    ]
    assert faults((HEADER, *LINES, blank, RIGHT)) == ["A blank row stands among the lines: leave it out"]


def test_a_total_of_a_quarter_is_of_its_months_and_each_row_adds_across() -> None:
    assert faults(OUTAGES) == []
    july = ("Total", "3", "5", "7", "15", "19", "6", "8", "32")
    assert faults((*OUTAGES[:-1], july)) == [
        "July: lines add to 18, the draft says 19; 1 out",
        "Total, Q2 total: lines add to 33, the draft says 32; 1 out",
    ]
    assert faults((*OUTAGES[:2], OUTAGES[3]))[:2] == [
        "April: lines add to 0, the draft says 3; 3 out",
        "May: lines add to 0, the draft says 5; 5 out",
    ]


def test_blank_cells_are_nothing_where_records_are_counted() -> None:
    table = (("Class", "BDC", "DDDC"), ("Breach", "", "2"), ("Hack", "", ""), ("Advice", "2", "-"), ("Total", "2", "2"))
    assert faults(table) == []
    assert faults((*table[:-1], ("Total", "4", "2"))) == [
        "BDC: lines add to 2, the draft says 4; 2 out: Advice 2 counted twice"
    ]


def test_what_is_no_number_among_numbers_is_told_and_other_columns_are_left() -> None:
    table = (("Line", "Actual", "Share"), ("A", "£9.50", "10%"), ("B", "about 5", "20%"), ("Total", "£9.50", "x"))
    assert faults(table) == ["B, Actual: “about 5” is no number"]
    assert faults((*table[:2], ("Total", "£10.00", "100%"))) == [
        "Actual: lines add to £9.50, the draft says £10; £0.50 out"
    ]
    assert faults((("Measure", "Score"), ("A", "4.5"), ("Total", "4.6"))) == []


def test_a_percentage_that_its_cases_do_not_come_to_is_told() -> None:
    assert wrong_shares("The success rate was 96.62% (138 of 143).") == ["138 of 143 is 96.50%, not 96.62%"]
    assert wrong_shares("138 of 143 changes, 96.62%") == ["138 of 143 is 96.50%, not 96.62%"]
    assert wrong_shares("12% (5 of 4), 0% (0 of 0)") == ["5 of 4 is no share", "0 of 0 is no share"]
    for right in ("96.50% (138 of 143)", "96.62%, 143 of 148", "80.8% (101 of 125)", "93% of 5 calls", "4.86 of 5"):
        assert wrong_shares(right) == []


def test_a_percentage_that_cannot_be_with_so_many_missed_is_told() -> None:
    cannot = "84.3% with 1 missed cannot be: 5 of 6 is 83.3% and 6 of 7 is 85.7%"
    assert wrong_shares("It reached 84.3%, 1 scheme missed.") == [cannot]
    assert wrong_shares("85.7% (1 missed), 100%, 0 missed") == []
    assert wrong_shares("100% (2 missed), 98%, 0 cases missed") == [
        "100% with 2 missed cannot be",
        "98% with none missed cannot be",
    ]
