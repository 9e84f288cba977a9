"""Figures in sentences, and edits of sentences that change them or do not."""

import pytest

from core.report.figures import changed, figures, unstated


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("32 outages, up 17 from 15.", ["32", "17", "15"]),
        ("93.2% (1,204 of 1,292), up 0.4 percentage points", ["93.2%", "1,204 of 1,292", "0.4 percentage points"]),
        ("Total £1,227,371; (32,183) favourable (5.2%)", ["£1,227,371", "(32,183)", "(5.2%)"]),
        ("-5, \u2212£32, £-7 and £2.5 million or £35k", ["-5", "\u2212£32", "£-7", "£2.5 million", "£35k"]),
        ("4.86 of 5 (695 points from 143 scores)", ["4.86 of 5", "695", "143"]),
        ("50 per cent, 24/7, 10,11 and 5-6 in 72-hour weeks", ["50 per cent", "24", "7", "10", "11", "5", "6", "72"]),
        ("OUT-48 is a P2 of priority 2 in Q1, periods 1 to 6, on v1.2, Office 365, 1st floor", []),
        ("12 of 15 June 2020 and 101 out of the 125", ["12", "15 June 2020", "101 out of the 125"]),
        (
            "On 12 November 2020 at 14:10 or 3pm; 2020-10-04, 4/10/2020, in 2020-21, May 2020, July (2020)",
            ["12 November 2020", "14:10", "3pm", "2020-10-04", "4/10/2020", "2020-21", "May 2020", "July", "(2020)"],
        ),
        ("We may say nothing.", []),
    ],
)
def test_a_sentence_has_figures_and_dates(text: str, found: list[str]) -> None:
    assert [one.words for one in figures(text)] == found


@pytest.mark.parametrize(
    "same",
    [
        ["1,227,371", "1227371", "£1,227,371", "£1,227,371.00", "1.227371 million"],
        ["(9,000)", "-9000", "\u2212£9,000", "£-9000", "(£9,000.00)", "-£9k"],
        ["50%", "50 per cent", "50.0%"],
        ["101 of 125", "101 out of 125", "101 of the 125"],
        ["4 October 2020", "04/10/2020", "2020-10-04", "4th Oct 2020"],
    ],
)
def test_a_figure_is_the_same_however_it_is_written(same: list[str]) -> None:
    assert len({one.key for words in same for one in figures(words)}) == 1


@pytest.mark.parametrize(
    ("frozen", "edited", "pairs"),
    [
        ("July 2020: 18 outages, up 17.", "There were 19 outages in July 2020, up 17.", [("18", "19")]),
        ("July 2020: 18 outages, up 17.", "In July 2020 outages went up by 17, to 18.", [("18", "17"), ("17", "18")]),
        ("18 in July, 5 in August", "5 in July, 18 in August", [("18", "5"), ("5", "18")]),
        ("18 in July", "18 in August", [("July", "August")]),
        ("80.8% (101 of 125)", "about 81% (101 of the 125)", [("80.8%", "81%")]),
        ("80.8% (101 of 125)", "most of them", [("80.8%", ""), ("101 of 125", "")]),
        ("Most of them.", "Most of them, 3 in all, by 4 May.", [("", "3")]),
        ("£32,183 under", "(£32,183)", [("£32,183", "(£32,183)")]),
        ("9.2 percentage points", "9.2%", [("9.2 percentage points", "9.2%")]),
        ("No breaches in 3 months", "In three months there was none", []),
        ("Signed 4 October 2020", "Signed on 4 October, by Asha Rao, at 10:00", []),
        ("Signed 4 October 2020 at 14:10", "Signed 5 October 2020 at 2.10 pm", [("4 October 2020", "5 October 2020")]),
        ("2,020 calls", "2020 calls", []),
    ],
)
def test_an_edit_is_told_by_the_figures_that_it_changed(frozen: str, edited: str, pairs: list[tuple[str, str]]) -> None:
    assert [(one.frozen, one.edited) for one in changed(frozen, edited)] == pairs


def test_figures_of_a_persons_words_are_looked_up_among_those_stated() -> None:
    said = "By 4 May 18 of 32 were done for £9,000: 7%, or 99 more than 101."
    assert unstated(said, ["18", "32", "(9,000)", "80.8% (101 of 125)"]) == ("7%", "99")
