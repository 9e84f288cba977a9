"""What a late record does to a signed report: it is restated in the next one, and says why."""

from core.report.restated import Restatement, restatements
from core.report.stated import Stated

JULY = Stated("outages/2020-07/P2", "P2 outages, July 2020", "18", 18, source="18 ticket records")
AUGUST = Stated("outages/2020-08/P1", "P1 outages, August 2020", "1", 1, source="1 ticket record")
SLA = Stated("sla/2020-05/DDDC", "Within SLA, DDDC, May 2020", "80.8%", 101, 125)
INCOME = Stated("budget/2020-p6/Income/actual", "Income, actual", "(9,000)", -900_000)


def now(one: Stated, words: str, n: int, d: int = 0) -> Stated:
    return Stated(one.key, one.label, words, n, d)


def test_a_figure_that_has_changed_is_told_with_the_reason() -> None:
    late = {JULY.key: ["OUT-48 was logged on 12 November 2020, after signing."]}
    (found,) = restatements([JULY, AUGUST], [now(JULY, "19", 19), AUGUST], late)
    assert found == Restatement(
        JULY.key, JULY.label, "18", "19", "OUT-48 was logged on 12 November 2020, after signing."
    )


def test_several_reasons_are_several_sentences_and_none_is_made_up() -> None:
    both = {JULY.key: ["OUT-48 was logged late.", "OUT-3 is no outage after all."]}
    moved = [now(JULY, "17", 17)]
    assert [one.why for one in restatements([JULY], moved, both)] == [
        "OUT-48 was logged late. OUT-3 is no outage after all."
    ]
    assert [one.why for one in restatements([JULY], moved)] == [""]


def test_figures_that_vanished_or_are_new_are_told_too() -> None:
    found = restatements([JULY, AUGUST], [SLA, AUGUST])
    assert [(one.label, one.before, one.now) for one in found] == [(JULY.label, "18", ""), (SLA.label, "", "80.8%")]


def test_a_share_that_prints_the_same_is_told_with_its_cases() -> None:
    (found,) = restatements([SLA], [now(SLA, "80.8%", 202, 250)])
    assert (found.before, found.now) == ("80.8% (101 of 125)", "80.8% (202 of 250)")


def test_pence_that_no_printed_pound_shows_are_no_restatement() -> None:
    assert restatements([INCOME], [now(INCOME, "(9,000)", -900_049)]) == []
    assert restatements([JULY, SLA], [SLA, JULY]) == []
