"""Who missed a target is named with the month, and what people said with its period where that is another one."""

from bot.report.content.actions import meets, who_missed
from bot.report.content.remarks import Remark, told
from core.facts import Figure
from core.periods import financial_period
from core.sentences import Miss

HALF, Q1, Q2 = financial_period(2020, 1, 6), financial_period(2020, 1, 3), financial_period(2020, 4, 6)
FIGURE = Figure(101, 125, 0.808)
MISSES = [Miss(202004, "BDC", FIGURE, 90), Miss(202005, "DDDC", FIGURE, 90), Miss(202006, "RHL", FIGURE, 90)]


def test_a_miss_is_named_by_partner_and_month() -> None:
    assert who_missed(MISSES[1:2]) == "DDDC May missed its target"
    assert who_missed(MISSES[:2]) == "BDC April and DDDC May missed their target"
    assert who_missed(MISSES) == "BDC April, DDDC May and RHL June missed their target"


def test_what_was_said_of_a_part_of_the_period_says_of_which() -> None:
    assert told(Remark(HALF, "More calls", "Asha Rao"), HALF) == ("More calls.", "Asha Rao")
    assert told(Remark(Q1, "More calls.", ""), HALF) == ("April to June 2020: More calls.", "commentary")


def test_periods_meet_where_they_share_a_month() -> None:
    assert meets(HALF, Q2)
    assert not meets(Q1, Q2)
