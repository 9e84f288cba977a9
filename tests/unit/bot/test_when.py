"""Times as people type them on Friday 28 August 2020 at 09:00 in London, 08:00 UTC."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.when import Moment, has_clock, leading_time, read_day, read_moment, spoken, time_said
from core.errors import DeskError

NOW = datetime(2020, 8, 28, 8, 0, tzinfo=UTC)
AUTUMN = datetime(2020, 10, 25, 9, 0, tzinfo=UTC)
SPRING = datetime(2021, 3, 28, 9, 0, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # the star hides that tzinfo is none of them


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("now", NOW),
        ("just now", NOW),
        ("08:10", utc(2020, 8, 28, 7, 10)),
        ("8.10am", utc(2020, 8, 28, 7, 10)),
        ("8 AM", utc(2020, 8, 28, 7, 0)),
        ("12:30am", utc(2020, 8, 27, 23, 30)),
        ("0810", utc(2020, 8, 28, 7, 10)),
        ("08:10:30", utc(2020, 8, 28, 7, 10, 30)),
        ("today 9am", NOW),
        ("midnight", utc(2020, 8, 27, 23, 0)),
        ("yesterday 14:10", utc(2020, 8, 27, 13, 10)),
        ("Yesterday at 14.10", utc(2020, 8, 27, 13, 10)),
        ("yesterday, 1410", utc(2020, 8, 27, 13, 10)),
        ("14:10 yesterday", utc(2020, 8, 27, 13, 10)),
        ("yesterday 2.30pm", utc(2020, 8, 27, 13, 30)),
        ("yesterday noon", utc(2020, 8, 27, 11, 0)),
        ("thu 14:10", utc(2020, 8, 27, 13, 10)),
        ("on saturday at 2pm", utc(2020, 8, 22, 13, 0)),
        ("fri 08:10", utc(2020, 8, 28, 7, 10)),
        ("last friday 14:10", utc(2020, 8, 21, 13, 10)),
        ("this monday 14:10", utc(2020, 8, 24, 13, 10)),
        ("12/8 17:00", utc(2020, 8, 12, 16, 0)),
        ("12.8 17:00", utc(2020, 8, 12, 16, 0)),
        ("12/08/2020 17:00", utc(2020, 8, 12, 16, 0)),
        ("12-8-20 17:00", utc(2020, 8, 12, 16, 0)),
        ("2020-08-12 17:00", utc(2020, 8, 12, 16, 0)),
        ("12 aug 5pm", utc(2020, 8, 12, 16, 0)),
        ("the 12th of August at 17:00", utc(2020, 8, 12, 16, 0)),
        ("august 12 2020 17:00", utc(2020, 8, 12, 16, 0)),
        ("wed 12 aug 17:00", utc(2020, 8, 12, 16, 0)),
        ("2h ago", utc(2020, 8, 28, 6, 0)),
        ("20 minutes ago", utc(2020, 8, 28, 7, 40)),
        ("an hour ago", utc(2020, 8, 28, 7, 0)),
        ("half an hour ago", utc(2020, 8, 28, 7, 30)),
        ("1h30m ago", utc(2020, 8, 28, 6, 30)),
        ("2 hours and 5 minutes ago", utc(2020, 8, 28, 5, 55)),
        ("1.5 hours ago", utc(2020, 8, 28, 6, 30)),
        ("two weeks ago", utc(2020, 8, 14, 8, 0)),
        ("08:10 BST", utc(2020, 8, 28, 7, 10)),
        ("07:10 GMT", utc(2020, 8, 28, 7, 10)),
        ("2020-08-27T17:00Z", utc(2020, 8, 27, 17, 0)),
        ("2020-08-27T17:00:00+02:00", utc(2020, 8, 27, 15, 0)),
    ],
)
def test_a_time_is_read_without_a_question(typed: str, at: datetime) -> None:
    moment = read_moment(typed, NOW)
    assert (moment.at, moment.question, moment.choices) == (at, None, ())


@pytest.mark.parametrize(
    "typed",
    [
        *("", "a", "5", "may", "m", "at", "lunch", "soon", "p2", "2h", "²:10", "\u0660\u0669:\u0661\u0660"),
        *(
            "24:00",
            "25:10",
            "13am",
            "8:60",
            "14:10-15:20",
            "14:10 EST",
            "1 hour 30 ago",
            "1h 30h ago",
            "and ago",
            "5 ago",
            "ago",
        ),
        *("20/8 1410", "yesterday today 09:00", "x" * 500),
    ],
)
def test_what_cannot_be_read_is_answered_with_examples(typed: str) -> None:
    with pytest.raises(DeskError, match="Type 14:10, yesterday 14:10, 2h ago or 12/6 17:00") as refused:
        read_moment(typed, NOW)
    assert refused.value.field == "at"
    assert len(refused.value.sentence) < 160


@pytest.mark.parametrize("typed", ["yesterday", "sat", "12/6", "12 june 2020", "2020-06-12"])
def test_a_day_alone_needs_a_time(typed: str) -> None:
    with pytest.raises(DeskError, match=f"“{typed}” needs a time of day too. Type {typed} 14:10.") as refused:
        read_moment(typed, NOW, field="from")
    assert refused.value.field == "from"


def test_a_time_still_to_come_is_asked_about() -> None:
    moment = read_moment("14:10", NOW)
    assert moment.question == "Today 14:10 is still to come. Did you mean yesterday 14:10?"
    assert moment.choices == (("yesterday 14:10", "2020-08-27 14:10"), ("today 14:10", "2020-08-28 14:10"))
    assert moment.at == utc(2020, 8, 28, 13, 10)


def test_a_weekday_that_is_today_may_mean_a_week_ago() -> None:
    moment = read_moment("fri 14:10", NOW)
    assert moment.question == "Today 14:10 is still to come. Did you mean Fri 21 Aug 14:10?"
    assert [value for _, value in moment.choices] == ["2020-08-21 14:10", "2020-08-28 14:10"]


@pytest.mark.parametrize("typed", ["tomorrow 09:00", "29/8/2020 09:00", "29 aug 2020 9am", "sat 29/8/2020 09:00"])
def test_a_day_to_come_is_asked_about(typed: str) -> None:
    moment = read_moment(typed, NOW)
    assert moment.question == "Sat 29 Aug 09:00 is still to come. Is that right?"
    assert moment.choices == (("Sat 29 Aug 09:00", "2020-08-29 09:00"),)


def test_next_friday_is_next_weeks() -> None:
    assert read_moment("next fri 09:00", NOW, sure=True).at == utc(2020, 9, 4, 8, 0)
    assert read_moment("in 2 hours", NOW, sure=True).at == utc(2020, 8, 28, 10, 0)


def test_a_time_more_than_30_days_back_is_asked_about() -> None:
    moment = read_moment("12/6 17:00", NOW)
    assert moment.at == utc(2020, 6, 12, 16, 0)
    assert moment.question == "Fri 12 Jun 17:00 is 76 days ago. Is that right?"
    assert moment.choices[0] == ("Fri 12 Jun 17:00", "2020-06-12 17:00")
    assert moment.choices[1] == ("Sat 12 Jun 2021 17:00", "2021-06-12 17:00")


def test_exactly_30_days_back_is_not_asked_about() -> None:
    assert read_moment("29/7 09:00", NOW).question is None
    assert read_moment("29/7 08:59", NOW).question is not None


def test_the_exact_present_is_not_asked_about() -> None:
    assert read_moment("09:00", NOW).question is None
    assert read_moment("09:00:01", NOW).question is not None


def test_whoever_is_sure_is_not_asked() -> None:
    assert read_moment("14:10", NOW, sure=True).question is None
    assert read_moment("12/6/2019 17:00", NOW, sure=True).at == utc(2019, 6, 12, 16, 0)


def test_a_time_that_the_clocks_doubled_is_asked_about() -> None:
    moment = read_moment("01:30", AUTUMN)
    assert moment.question == "01:30 came twice on Sun 25 Oct 2020, when the clocks went back. Which one?"
    assert moment.choices == (("01:30 BST", "2020-10-25 01:30 BST"), ("01:30 GMT", "2020-10-25 01:30 GMT"))
    assert [read_moment(value, AUTUMN).at.hour for _, value in moment.choices] == [0, 1]


def test_a_time_that_the_clocks_skipped_is_asked_about() -> None:
    moment = read_moment("01:30", SPRING)
    assert moment.question == (
        "There was no 01:30 on Sun 28 Mar 2021, when the clocks went forward. Which did you mean?"
    )
    assert moment.choices == (("00:30 GMT", "2021-03-28 00:30"), ("02:30 BST", "2021-03-28 02:30"))


def test_elsewhere_a_doubled_time_is_told_apart_by_utc() -> None:
    moment = read_moment("01:30", utc(2020, 11, 1, 12, 0), "America/New_York")
    assert [value for _, value in moment.choices] == ["2020-11-01 05:30 UTC", "2020-11-01 06:30 UTC"]


def test_whoever_is_sure_gets_the_first_of_a_doubled_time_and_a_skipped_one_moved_forward() -> None:
    assert read_moment("01:30", AUTUMN, sure=True) == Moment(utc(2020, 10, 25, 0, 30))
    assert read_moment("01:30", SPRING, sure=True) == Moment(utc(2021, 3, 28, 1, 30))


def test_two_hours_ago_is_elapsed_time_across_a_clock_change() -> None:
    assert read_moment("2h ago", utc(2020, 10, 25, 1, 30)).at == utc(2020, 10, 24, 23, 30)


@pytest.mark.parametrize("typed", ["14:10", "fri 14:10", "12/6 17:00", "12/12 17:00", "29/2 10:00", "tomorrow 9am"])
def test_what_is_offered_reads_back_as_labelled(typed: str) -> None:
    for label, value in read_moment(typed, NOW).choices:
        again = read_moment(value, NOW, sure=True)
        assert again.question is None
        assert label in {spoken(again.at, NOW), f"yesterday {again.at + timedelta(hours=1):%H:%M}"}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12 June", date(2021, 6, 12)),
        ("12/6", date(2021, 6, 12)),
        ("12/6/2019", date(2019, 6, 12)),
        ("2020-09-12", date(2020, 9, 12)),
        ("28/8", date(2020, 8, 28)),
        ("friday", date(2020, 9, 4)),
        ("sat", date(2020, 8, 29)),
        ("next friday", date(2020, 9, 4)),
        ("next sat", date(2020, 9, 5)),
        ("this friday", date(2020, 8, 28)),
        ("last thu", date(2020, 8, 27)),
        ("last fri", date(2020, 8, 21)),
        ("last sat", date(2020, 8, 22)),
        ("fri 28 aug", date(2020, 8, 28)),
        ("29 feb", date(2024, 2, 29)),
        ("tomorrow", date(2020, 8, 29)),
        ("yesterday", date(2020, 8, 27)),
        ("in 2 weeks", date(2020, 9, 11)),
        ("3 days ago", date(2020, 8, 25)),
        ("2h ago", date(2020, 8, 28)),
    ],
)
def test_a_day_is_sooner_one_to_come(typed: str, day: date) -> None:
    assert read_day(typed, date(2020, 8, 28)) == day


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("6/13", "There is no 6/13. Give a day that there is"),
        ("31/6", "There is no 31/6."),
        ("31 june", "There is no 31 june."),
        ("0/5", "There is no 0/5."),
        ("12/8/1999", "12/8/1999 is too long ago: years go from 2005 to 2045."),
        ("12 june 1604", "12 june 1604 is too long ago"),
        ("12 june 2099", "12 june 2099 is too far ahead"),
        ("thu 28 aug", "28 aug is a Friday, not thu. Give the day that you mean."),
        ("sunday 28/8/2020", "28/8/2020 is a Friday, not sunday."),
    ],
)
def test_a_date_that_cannot_be_is_told_from_one_that_cannot_be_read(typed: str, told: str) -> None:
    for refused in (lambda: read_moment(f"{typed} 17:00", NOW), lambda: read_day(typed, NOW.date(), field="at")):
        with pytest.raises(DeskError) as caught:
            refused()
        assert caught.value.sentence.startswith(told)
        assert caught.value.field == "at"


@pytest.mark.parametrize("typed", ["", "may", "a", "12/6 17:00", "12 june 20x"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(DeskError, match=r"as a day\. Type 12/6 or 12 June 2021\.") as refused:
        read_day(typed, date(2020, 8, 28))
    assert refused.value.field == "agreed"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (utc(2020, 8, 28, 9, 40), "today 10:40"),
        (utc(2020, 8, 27, 23, 0), "today 00:00"),
        (utc(2020, 9, 1, 9, 40), "Tue 1 Sep 10:40"),
        (utc(2019, 8, 28, 14, 10), "Wed 28 Aug 2019 15:10"),
        (utc(2020, 10, 25, 0, 30), "Sun 25 Oct 01:30 BST"),
        (utc(2020, 10, 25, 1, 30), "Sun 25 Oct 01:30 GMT"),
        (utc(1999, 1, 2, 3, 4), "Sat 2 Jan 1999 03:04"),
    ],
)
def test_a_time_is_said_in_local_words(at: datetime, words: str) -> None:
    assert spoken(at, NOW) == words


def test_today_can_be_said_as_a_date() -> None:
    assert spoken(utc(2020, 8, 28, 9, 40), NOW, always_date=True) == "Fri 28 Aug 10:40"


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("14:10 12 users affected", "14:10"),
        ("14:10 sat nav broken", "14:10"),
        ("14:10 May office closed", "14:10"),
        ("14:10 today Email down", "14:10 today"),
        ("14:10 today z", "14:10 today"),
        ("14:10 BST Email", "14:10 BST"),
        ("yesterday 14:10 Email", "yesterday 14:10"),
        ("yesterday 14:10, Email", "yesterday 14:10,"),
        ("Yesterday at 2.30pm Email", "Yesterday at 2.30pm"),
        ("yesterday Email", "yesterday"),
        ("20 minutes ago Email", "20 minutes ago"),
        ("1h 30m ago Email", "1h 30m ago"),
        ("fri 28 aug 15:10 Email", "fri 28 aug 15:10"),
        ("12/6 17:00", "12/6 17:00"),
        ("12 June 2021 Email", "12 June 2021"),
        ("next friday Email", "next friday"),
        ("Email 14:10", ""),
        ("20 users", ""),
        ("", ""),
    ],
)
def test_a_line_begins_with_a_time_as_far_as_it_goes(line: str, time: str) -> None:
    assert leading_time(line) == time


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Printing down at Clowne since 9am", ("since", "9am")),
        ("VPN dead since 08:30 this morning", ("since", "08:30")),
        ("Since yesterday 3pm phones dead", ("since", "yesterday 3pm")),
        ("Email down since 9", ("since", "9:00")),
        ("dead since 2 hours ago", ("since", "2 hours ago")),
        ("down since Monday", ("since", "Monday")),
        ("toner replaced at 3pm.", ("at", "3pm")),
        ("Email down at 9", ("", "")),
        ("Email down at Wirksworth", ("", "")),
        ("slow since the update", ("", "")),
        ("wrong since 2019", ("", "")),
        ("Fire alarm at 9 High Street", ("", "")),
        ("Server room at 30 degrees", ("", "")),
        ("since 12 users complained", ("", "")),
    ],
)
def test_a_text_says_when_something_was(text: str, said: tuple[str, str]) -> None:
    assert time_said(text) == said


@pytest.mark.parametrize(
    ("typed", "has_one"),
    [("9:00", True), ("yesterday 3pm", True), ("2 hours ago", True), ("Monday", False), ("", False)],
)
def test_a_day_alone_has_no_time_of_day(typed: str, *, has_one: bool) -> None:
    assert has_clock(typed) is has_one
