"""What people type for a period, on 12 October 2020, and the arithmetic of periods."""

from datetime import date

import pytest

from core.errors import DeskError
from core.periods import (
    Period,
    financial_period,
    financial_year,
    financial_year_words,
    find_period,
    month_of,
    month_period,
    month_words,
    parse_period,
)

TODAY = date(2020, 10, 12)


def days(text: str, today: date = TODAY) -> tuple[date, date]:
    period = parse_period(text, today)
    return period.start, period.end


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Q2 2020-21", "July to September 2020"),
        ("q2 2020/21", "July to September 2020"),
        ("q2 2020/2021", "July to September 2020"),
        ("q2  20/21", "July to September 2020"),
        ("2020-21 q2", "July to September 2020"),
        ("Q2 2020\N{EN DASH}21", "July to September 2020"),
        ("quarter 2 of 2020-21", "July to September 2020"),
        ("q1-2 2020-21", "April to September 2020"),
        ("q4 2020-21", "January to March 2021"),
        ("h1 2020/21", "April to September 2020"),
        ("half 2 2020-21", "October 2020 to March 2021"),
        ("p6 2020-21", "September 2020"),
        ("p12 2020-21", "March 2021"),
        ("2020-21 p1-6", "April to September 2020"),
        ("periods 1 to 6 2020-21", "April to September 2020"),
        ("p1-p6 2020-21", "April to September 2020"),
        ("2020-21", "April 2020 to March 2021"),
        ("2021/22", "April 2021 to March 2022"),
        ("2021 to 2022", "April 2021 to March 2022"),
        ("2021-2022", "April 2021 to March 2022"),
        ("FY2020-21", "April 2020 to March 2021"),
        ("fy 20/21", "April 2020 to March 2021"),
        ("jul 2020", "July 2020"),
        ("July, 2020", "July 2020"),
        ("jul-20", "July 2020"),
        ("sept 2020", "September 2020"),
        ("feb 2020-21", "February 2021"),
        ("july 2020-21", "July 2020"),
        ("07/2020", "July 2020"),
        ("7/2020", "July 2020"),
        ("2020-07", "July 2020"),
        ("april to june 2021", "April to June 2021"),
        ("apr-jun 2021", "April to June 2021"),
        ("apr - jun 2021", "April to June 2021"),
        ("oct to mar 2021", "October 2020 to March 2021"),
        ("oct to mar 2020-21", "October 2020 to March 2021"),
        ("october 2020 to march 2021", "October 2020 to March 2021"),
        ("jul 2020 to aug", "July to August 2020"),
        ("nov 2019 to feb", "November 2019 to February 2020"),
        ("1 april 2020 to 12 october 2020", "1 April 2020 to 12 October 2020"),
        ("1 april 2020 to 30 april 2020", "April 2020"),
        ("1 to 29 february 2020", "February 2020"),
        ("1st of november 2019 to 28th february 2020", "1 November 2019 to 28 February 2020"),
        ("between april and june 2020", "April to June 2020"),
    ],
)
def test_a_period_with_its_year(typed: str, words: str) -> None:
    period = parse_period(typed, TODAY)
    assert period.words == words
    assert period.assumed is None


@pytest.mark.parametrize(
    ("typed", "words", "assumed"),
    [
        ("q2", "July to September 2020", "2020-21"),
        ("q3", "October to December 2020", "2020-21"),
        ("q4", "January to March 2020", "2019-20"),
        ("h2", "October 2020 to March 2021", "2020-21"),
        ("p6", "September 2020", "2020-21"),
        ("p8", "November 2019", "2019-20"),
        ("q2 2020", "July to September 2020", "2020-21"),
        ("jul", "July 2020", "2020"),
        ("march", "March 2020", "2020"),
        ("october", "October 2020", "2020"),
        ("november", "November 2019", "2019"),
        ("apr to jun", "April to June 2020", "2020"),
        ("oct to mar", "October 2020 to March 2021", "2020-21"),
        ("nov to jan", "November 2019 to January 2020", "2019-20"),
        ("1 july to 31 july", "July 2020", "2020"),
        ("1-31 july", "July 2020", "2020"),
        ("1 april to 30 june", "April to June 2020", "2020"),
        ("1 february to 28 february", "February 2020", "2020"),
        ("between may and july", "May to July 2020", "2020"),
        ("between 1 may and 31 july", "May to July 2020", "2020"),
    ],
)
def test_a_missing_year_is_the_latest_such_period_that_has_begun(typed: str, words: str, assumed: str) -> None:
    period = parse_period(typed, TODAY)
    assert (period.words, period.assumed) == (words, assumed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("this month", "October 2020"),
        ("Last Month", "September 2020"),
        ("previous month", "September 2020"),
        ("this quarter", "October to December 2020"),
        ("last quarter", "July to September 2020"),
        ("last half", "April to September 2020"),
        ("this year", "April 2020 to March 2021"),
        ("last financial year", "April 2019 to March 2020"),
        ("ytd", "1 April 2020 to 12 October 2020"),
        ("year to date", "1 April 2020 to 12 October 2020"),
        ("last 12 months", "October 2019 to September 2020"),
        ("since April", "April to October 2020"),
        ("since november 2019", "November 2019 to October 2020"),
        ("since 1 april", "April to October 2020"),
        ("since 1st november 2019", "November 2019 to October 2020"),
        ("since 14 april", "14 April 2020 to 12 October 2020"),
        ("since 14 november", "14 November 2019 to 12 October 2020"),
        ("1 july to 14 july", "1 July 2020 to 14 July 2020"),
        ("20 december to 5 january", "20 December 2019 to 5 January 2020"),
        ("20 december 2019 to 5 january", "20 December 2019 to 5 January 2020"),
        ("last quater", "July to September 2020"),
        ("previous mnth", "September 2020"),
        ("second quater 2020-21", "July to September 2020"),
        ("past six months", "April to September 2020"),
        ("Second quarter of 2020-21", "July to September 2020"),
        ("1st half 2020-21", "April to September 2020"),
        ("3rd quarter year 2019-20", "October to December 2019"),
        ("whole year 2020-21", "April 2020 to March 2021"),
        ("financial year fy20/21", "April 2020 to March 2021"),
        ("last 1 month", "September 2020"),
    ],
)
def test_a_period_seen_from_today(typed: str, words: str) -> None:
    period = parse_period(typed, TODAY)
    assert period.words == words
    assert period.assumed is None


def test_in_march_this_year_is_the_one_that_began_last_april() -> None:
    assert days("this year", date(2021, 3, 31)) == (date(2020, 4, 1), date(2021, 4, 1))
    assert days("last quarter", date(2021, 4, 1)) == (date(2021, 1, 1), date(2021, 4, 1))


def test_the_year_to_date_includes_today() -> None:
    assert days("ytd") == (date(2020, 4, 1), date(2020, 10, 13))


def test_on_its_last_day_the_year_to_date_is_the_whole_year() -> None:
    assert parse_period("ytd", date(2021, 3, 31)).words == "April 2020 to March 2021"


def test_a_typed_year_may_lie_in_the_future() -> None:
    assert parse_period("q1 2031-32", TODAY).words == "April to June 2031"


def test_figures_that_follow_one_another_are_a_financial_year_and_others_a_month() -> None:
    assert parse_period("2011-12", TODAY).words == "April 2011 to March 2012"
    assert parse_period("2011-10", TODAY).words == "October 2011"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("q5", "There is no quarter 5. Type q1 to q4, counted from April."),
        ("q0 2020-21", "There is no quarter 0."),
        ("q1-5", "There is no quarter 5."),
        ("h3", "There is no half 3. Type h1 to h2"),
        ("p13", "There is no period 13. Type p1 to p12"),
        ("2020-22", "or a financial year such as 2020-21"),
        ("2020-13", "There is no month 13. Type 2020-01 to 2020-12"),
        ("13/2020", "There is no month 13."),
        ("q2 2020-22", "2020-22 is not one financial year. Type 2020-21 or 2021-22."),
        ("2020 to 2022", "2020 to 2022 is not one financial year."),
        ("p6-2", "ends before it begins"),
        ("mar 2021 to jan 2021", "ends before it begins"),
        ("30 february 2020 to 1 may 2020", "There is no 30 February 2020."),
        ("0 may 2020 to 1 june 2020", "There is no 0 May 2020."),
        ("2020", "I cannot read “2020” as a period. Try q2 2020-21"),
        ("soon", "I cannot read “soon” as a period."),
        ("last 0 months", "I cannot read"),
        ("q²", "I cannot read"),
        ("", "I cannot read"),
    ],
)
def test_what_is_no_period_is_answered_with_what_is_possible(typed: str, says: str) -> None:
    with pytest.raises(DeskError) as refused:
        parse_period(typed, TODAY)
    assert says in refused.value.sentence
    assert refused.value.field == "period"


@pytest.mark.parametrize(
    ("line", "words", "left"),
    [
        ("outages q2 2020-21", "July to September 2020", ("outages",)),
        ("sla may 2020", "May 2020", ("sla",)),
        ("why sla may 2020", "May 2020", ("why", "sla")),
        ("2020-21 q2 outages", "July to September 2020", ("outages",)),
        ("sla apr to jun 2021 DDDC", "April to June 2021", ("sla", "DDDC")),
        ("raised last 12 months", "October 2019 to September 2020", ("raised",)),
        ("raised 1 april 2020 to 12 october 2020", "1 April 2020 to 12 October 2020", ("raised",)),
        ("march", "March 2020", ()),
        ("sla may june", "May 2020", ("sla", "june")),
    ],
)
def test_the_longest_run_of_words_is_the_period(line: str, words: str, left: tuple[str, ...]) -> None:
    period, remaining = find_period(line.split(), TODAY)
    assert period is not None
    assert (period.words, remaining) == (words, left)


@pytest.mark.parametrize("line", ["", "outages", "windows 2020", "the last of 12 to go", "dismayed by marching"])
def test_no_word_is_taken_where_there_is_no_period(line: str) -> None:
    assert find_period(line.split(), TODAY) == (None, tuple(line.split()))


def test_the_year_is_not_taken_from_an_impossible_quarter() -> None:
    with pytest.raises(DeskError, match="no quarter 5"):
        find_period(["outages", "q5", "2020-21"], TODAY)


@pytest.mark.parametrize(
    ("typed", "before", "year_before"),
    [
        ("q2 2020-21", "April to June 2020", "July to September 2019"),
        ("q1 2020-21", "January to March 2020", "April to June 2019"),
        ("jan 2021", "December 2020", "January 2020"),
        ("2020-21", "April 2019 to March 2020", "April 2019 to March 2020"),
        ("feb 2021", "January 2021", "February 2020"),
        ("ytd", "19 September 2019 to 31 March 2020", "1 April 2019 to 12 October 2019"),
    ],
)
def test_the_period_before_and_the_same_a_year_before(typed: str, before: str, year_before: str) -> None:
    period = parse_period(typed, TODAY)
    assert (period.previous().words, period.year_before().words) == (before, year_before)


def test_a_year_before_the_end_of_a_leap_february_is_all_of_february() -> None:
    assert month_period(202002).year_before() == month_period(201902)
    to_leap_day = Period(date(2020, 1, 1), date(2020, 2, 29))
    assert to_leap_day.year_before() == Period(date(2019, 1, 1), date(2019, 3, 1))


def test_the_months_of_a_period_are_all_that_it_touches() -> None:
    assert parse_period("q4 2020-21", TODAY).months() == (202101, 202102, 202103)
    assert parse_period("nov 2019 to feb 2020", TODAY).months() == (201911, 201912, 202001, 202002)
    assert parse_period("ytd", TODAY).months() == (202004, 202005, 202006, 202007, 202008, 202009, 202010)


def test_periods_of_the_same_days_are_equal_and_earlier_ones_sort_first() -> None:
    assert parse_period("q2", TODAY) == parse_period("jul to sep 2020", TODAY)
    assert month_period(202004) < financial_period(2020, 1, 12) < month_period(202005)


def test_a_period_without_days_is_refused() -> None:
    with pytest.raises(DeskError, match="ends before it begins"):
        Period(TODAY, TODAY)


def test_the_financial_year_begins_on_1_april() -> None:
    assert financial_year(date(2021, 3, 31)) == 2020
    assert financial_year(date(2021, 4, 1)) == 2021
    assert financial_year_words(2020) == "2020-21"
    assert financial_year_words(2099) == "2099-00"


def test_periods_are_counted_from_april() -> None:
    assert financial_period(2020, 1) == month_period(202004)
    assert financial_period(2020, 12) == month_period(202103)
    assert financial_period(2020, 4, 6).words == "July to September 2020"


def test_a_month_in_words() -> None:
    assert month_of(date(2020, 7, 31)) == 202007
    assert month_words(202007) == "July 2020"
    assert month_words(202007, short=True) == "Jul"
